"""Judgements over a whole document that no single place can show."""

from __future__ import annotations

from collections.abc import Callable

from claimcheck.claim import Claim, Frame, Tier
from claimcheck.document import BlockKind
from claimcheck.rules.candidate import Candidate, Scene

_HEADINGS = (BlockKind.TITLE, BlockKind.HEADING)
_KINDS = frozenset({"efficacy", "cure", "prevention", "vanish"})
_NOT_ASSERTED = frozenset(
    {Frame.QUESTION, Frame.CONDITIONAL, Frame.USAGE, Frame.PURPOSE, Frame.REPORTED,
     Frame.DISCLAIMER, Frame.QUOTATION, Frame.TESTIMONIAL}
)  # fmt: skip


def escalation(scene: Scene) -> list[Candidate]:
    """Claims said more strongly than the same claim elsewhere, with no source for the difference.

    Reported at the stronger one, the weaker one named; once for each weaker claim.
    """
    claims = [claim for claim in scene.analysis.claims if _stands(claim)]
    weak = [claim for claim in claims if claim.tier is Tier.MAY]
    found: list[Candidate] = []
    used: set[int] = set()
    for strong in claims:
        if strong.tier is Tier.MAY or strong.sentence.support:
            continue
        if strong.attribution.value == "unidentified-study":
            continue  # told as a result: the study is what is missing, not the hedge
        for weaker in weak:
            if weaker.sentence.index in used or not _same(strong, weaker):
                continue
            used.add(weaker.sentence.index)
            found.append(
                Candidate(
                    strong.sentence, strong.start, strong.end, strong.start, strong.end, strong,
                    None, "said with more certainty than elsewhere on the page", "",
                    ((weaker.sentence, "said more carefully here"),),
                )
            )  # fmt: skip
            break
    return found


def heading(scene: Scene) -> list[Candidate]:
    """Headings that claim flatly what the text under them does not back as strongly."""
    found: list[Candidate] = []
    claims = scene.analysis.claims
    for claim in claims:
        if claim.sentence.block.kind not in _HEADINGS or not _stands(claim):
            continue
        if claim.tier is not Tier.FLAT:
            continue
        body = [
            other
            for other in claims
            if other.sentence.block.kind not in _HEADINGS and _same(claim, other)
        ]
        weaker = [other for other in body if other.tier is Tier.MAY or other.negated]
        if weaker:
            found.append(
                Candidate(
                    claim.sentence, 0, len(claim.sentence.words), 0, len(claim.sentence.words),
                    claim, None, "the heading says flatly what the text hedges", "",
                    ((weaker[0].sentence, "the text says it more carefully here"),),
                )
            )  # fmt: skip
    return found


def _stands(claim: Claim) -> bool:
    return claim.kind in _KINDS and not claim.negated and not claim.frames & _NOT_ASSERTED


def _same(one: Claim, other: Claim) -> bool:
    """Whether two claims speak of the same treatment and of targets that can be the same."""
    if one.topic and other.topic and not one.topic & other.topic:
        return False
    if not one.topic or not other.topic:
        near = abs(one.sentence.index - other.sentence.index) <= 3
        if not near:
            return False
    return _compatible(one, other)


def _compatible(one: Claim, other: Claim) -> bool:
    generic = ("symptom.generic", "condition.generic", "outcome-noun", "outcome.good", "")
    if any(
        claim.target_kind.startswith(generic[:-1]) or not claim.target_kind
        for claim in (one, other)
    ):
        return True
    return bool(_target_words(one) & _target_words(other))


def _target_words(claim: Claim) -> set[str]:
    if claim.target is None:
        return set()
    return set(claim.sentence.words[claim.target[0] : claim.target[1]])


JUDGEMENTS: dict[str, Callable[[Scene], list[Candidate]]] = {
    "escalation": escalation,
    "heading": heading,
}
