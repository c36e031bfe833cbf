"""What becomes of the candidates, and of those that are reported."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from claimcheck.claim import Sentence
from claimcheck.finding import Severity
from claimcheck.rules.candidate import Candidate
from claimcheck.rules.catalog import Rule


class Outcome(StrEnum):
    """What became of a candidate."""

    NOT_MEANT = "not meant"
    OVERLAPPED = "part of a longer match"
    CLEARED = "cleared"
    TOO_FEW = "not often enough"
    JOINED = "told together with another"
    OFF = "switched off here"
    YIELDED = "left to another rule"
    DEMOTED = "lowered"
    CROWDED = "one finding too many"
    REPORTED = "reported"


@dataclass(frozen=True)
class Decision:
    """What a rule made of a candidate, for `explain --trace`; `note` says why, in words."""

    rule: Rule
    candidate: Candidate
    outcome: Outcome
    note: str = ""
    severity: Severity | None = None


Trace = Callable[[Decision], None]


def nobody(decision: Decision) -> None:
    """What listens to decisions when nobody does."""


@dataclass(frozen=True)
class Hit:
    """A candidate that is to be reported; `note` says why its severity is not the rule's."""

    rule: Rule
    severity: Severity
    candidate: Candidate
    related: tuple[tuple[Sentence, str], ...]
    note: str = ""

    @property
    def code(self) -> str:
        """The code of its rule."""
        return self.rule.code
