"""What the tool reports."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from claimcheck.errors import ClaimcheckError
from claimcheck.source import Range, Source


class Severity(StrEnum):
    """How much a finding matters, by the taxonomy's definition.

    error: the cited rules reject the wording whatever the evidence, or the fault is mechanical;
    warning: it needs proof, a qualifier or a disclosure that the text does not show;
    info: a weak signal, or a detail that adds to another finding.
    """

    INFO = "info"
    WARNING = "warning"
    ERROR = "error"

    @property
    def rank(self) -> int:
        """0 for info, 1 for warning, 2 for error."""
        return ("info", "warning", "error").index(self.value)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What to write instead: advice, or a replacement for a source range.

    A replacement is `safe` when it can only weaken or remove a claim, never add one.
    """

    text: str
    place: Range | None = None
    replacement: str | None = None
    safe: bool = False


@dataclass(frozen=True, slots=True)
class Related:
    """Another place that the finding rests on, as a source range, and why."""

    place: Range
    note: str


@dataclass(frozen=True, slots=True)
class Suppression:
    """Why a finding is held back: a directive in the page and its reason, or the baseline."""

    kind: Literal["directive", "baseline"]
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """One claim that goes beyond what the text shows.

    `place` and `sentence` are source ranges in code points. `authorities` are display strings,
    already restricted to what the taxonomy has verified. `because` are the tests that decided,
    in plain words. `fingerprint` identifies the finding across edits elsewhere in the file.
    `suppression` is set on findings that are held back.
    """

    code: str
    name: str
    severity: Severity
    message: str
    place: Range
    sentence: Range
    excerpt: str
    why: str = ""
    authorities: tuple[str, ...] = ()
    because: tuple[str, ...] = ()
    related: tuple[Related, ...] = ()
    suggestions: tuple[Suggestion, ...] = ()
    fingerprint: str = ""
    suppression: Suppression | None = None


@dataclass(frozen=True)
class FileResult:
    """What checking one file gave; `suppressed` findings were silenced by a directive or the
    baseline, `failures` say what could not be checked."""

    source: Source | None
    path: str
    findings: Sequence[Finding] = ()
    suppressed: Sequence[Finding] = ()
    failures: Sequence[ClaimcheckError] = ()


@dataclass(frozen=True)
class Result:
    """What a run gave, in the order of the paths."""

    files: Sequence[FileResult]
    failures: Sequence[ClaimcheckError] = ()

    @property
    def findings(self) -> list[Finding]:
        """All findings of all files, in order."""
        return [finding for file in self.files for finding in file.findings]

    @property
    def all_failures(self) -> list[ClaimcheckError]:
        """All failures, the run's own first."""
        return [*self.failures, *(failure for file in self.files for failure in file.failures)]


def fingerprint(code: str, excerpt: str, before: str, after: str, occurrence: int) -> str:
    """A stable name for a finding: the rule, its text, the neighbouring sentences, the count.

    Case and white space do not matter, so that re-wrapping a paragraph keeps the name.
    """
    parts = [code, *(" ".join(part.lower().split()) for part in (excerpt, before, after))]
    joined = "\x1f".join([*parts, str(occurrence)])
    return hashlib.sha256(joined.encode()).hexdigest()[:16]
