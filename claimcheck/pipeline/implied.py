"""Claims that a sentence makes in no construction that is known: what it reads like."""

from __future__ import annotations

from claimcheck.claim import BENEFIT, Sentence, Signal, Wording
from claimcheck.pipeline.score import benefit_in
from claimcheck.rules.candidate import clause_at

_HEALTH = (
    "condition", "symptom", "function", "outcome", "biomarker", "bodypart", "disease-agent",
    "intervention", "property", "target", "measure",
)  # fmt: skip
_LEAST_WORDS = 3


def may_imply(wording: Wording) -> bool:
    """Whether the words read like what a rule is about, or like a benefit of something."""
    return any(name != BENEFIT for name in wording.readings) or (
        BENEFIT in wording.readings and _thing_of_health(wording) is not None
    )


def implied_claim(sentence: Sentence, *, alone: bool) -> tuple[int, int, int, Signal] | None:
    """The clause `[start, end)` with the word that speaks most for a claim, that word, and what it
    is about; None for a sentence in which nothing of health is named, or which says what was not
    shown. `alone`: the sentence is all the text there is."""
    wording = sentence.wording
    reading = benefit_in(wording, alone=alone)
    if reading is None or len(wording.words) < _LEAST_WORDS:
        return None
    thing = _thing_of_health(wording)
    if thing is None or any(scope.kind == "denial" for scope in sentence.scopes):
        return None
    start, end = clause_at(sentence, reading.at)
    return (start, end, max(reading.at, start), thing) if start < end else None


def _thing_of_health(wording: Wording) -> Signal | None:
    return next((one for one in wording.signals if one.name.startswith(_HEALTH)), None)
