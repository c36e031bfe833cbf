"""Counts of right and wrong, and the rates that follow from them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from claimcheck.errors import ClaimcheckError
from claimcheck.evaluate.pages import Verdict


@dataclass
class Score:
    """What was found and what was to be found.

    `matched` findings answer a required expectation, `tolerated` ones only an optional one, which
    counts neither way; `met` and `missed` are the required expectations.
    """

    matched: int = 0
    tolerated: int = 0
    false_alarms: int = 0
    met: int = 0
    missed: int = 0

    @property
    def precision(self) -> float:
        """Of the findings that count, the share that was wanted; 1 where there are none."""
        made = self.matched + self.false_alarms
        return self.matched / made if made else 1.0

    @property
    def recall(self) -> float:
        """Of the required findings, the share that was made; 1 where none is required."""
        required = self.met + self.missed
        return self.met / required if required else 1.0

    @property
    def f1(self) -> float:
        """The harmonic mean of both."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0

    def add(self, other: Score) -> None:
        """Take in the counts of `other`."""
        self.matched += other.matched
        self.tolerated += other.tolerated
        self.false_alarms += other.false_alarms
        self.met += other.met
        self.missed += other.missed


@dataclass
class Evaluation:
    """All pages with their scores by rule; families and the total are sums of these.

    `failures` are pages and annotations that could not be compared.
    """

    verdicts: list[Verdict] = field(default_factory=list)
    failures: list[ClaimcheckError] = field(default_factory=list)

    def scores(self) -> dict[str, Score]:
        """Rule code -> its score, sorted by code."""
        scores: dict[str, Score] = {}
        for verdict in self.verdicts:
            for code, score in _scores(verdict):
                scores.setdefault(code, Score()).add(score)
        return dict(sorted(scores.items()))

    def families(self) -> dict[str, Score]:
        """The family's letters -> the sum over its rules."""
        families: dict[str, Score] = {}
        for code, score in self.scores().items():
            families.setdefault(code[:3], Score()).add(score)
        return families

    def total(self, prefix: str = "") -> Score:
        """The sum over the rules whose code starts with `prefix`."""
        return _sum(score for code, score in self.scores().items() if code.startswith(prefix))


def _sum(scores: Iterable[Score]) -> Score:
    total = Score()
    for score in scores:
        total.add(score)
    return total


def _scores(verdict: Verdict) -> Sequence[tuple[str, Score]]:
    return [
        *((finding.code, Score(matched=1)) for finding in verdict.matched),
        *((finding.code, Score(tolerated=1)) for finding in verdict.tolerated),
        *((alarm.code, Score(false_alarms=1)) for alarm in verdict.false_alarms),
        *((entry.rule, Score(met=1)) for entry in verdict.met),
        *((miss.rule, Score(missed=1)) for miss in verdict.missed),
    ]
