"""Judgements over a whole document that no single place can show."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from claimcheck.claim import Attribution, Claim, Frame, Scope, Sentence, Tier
from claimcheck.document import HEADINGS, BlockKind
from claimcheck.rules.board import PUNCTUATION
from claimcheck.rules.candidate import NOT_ASSERTED, Candidate, Scene

_KINDS = frozenset({"efficacy", "cure", "prevention", "vanish"})
# What others are quoted with does not make the page more certain.
_NOT_ASSERTED = NOT_ASSERTED | {Frame.QUOTATION, Frame.TESTIMONIAL}


# Predicates that say of the same thing that it gets better, more or less strongly.
_BENEFIT = frozenset(
    f"predicate.{kind}"
    for kind in "relieve boost help cure heal prevent treat support vanish make".split()
)
_OBJECT_SIGNALS = (
    "condition", "symptom", "function", "outcome.good", "outcome.bad", "bodypart", "biomarker",
)  # fmt: skip
# Words too general to show that two sentences speak of the same thing.
_GENERAL = frozenset(
    "people patients patient users body health symptoms symptom effect effects results result life "
    "day days time treatment therapy care lot way ways conditions condition problems well risk "
    "risks".split()
)
_GENERAL_NAMES = frozenset(
    "therapy treatment treatments product products supplement supplements session sessions "
    "the a an our your this these program programme".split()
)
# With "less" or "better" behind it, it says the same.
MAKES = frozenset({"make", "makes", "made", "making"})
_PREPOSITIONS = frozenset({"for", "of", "to", "in", "with", "from", "on", "against"})
_DEGREES = frozenset({"less", "more", "better", "easier", "quieter", "milder", "weaker"})
# The scope of what makes a statement weak.
_HEDGED = "tier-may"
# How far apart two sentences may stand if one of them does not name the treatment.
_NEAR = 3
_OBJECT_REACH = 6
# More hedges than this on either side are on no honest page.
_MOST = 200
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class _Statement:
    """A predicate and the words of what it is said of, wherever they were found."""

    sentence: Sentence
    start: int
    end: int
    tier: Tier
    objects: frozenset[str]
    names: frozenset[str]
    families: frozenset[str]
    claim: Claim | None = None


def escalation(scene: Scene) -> list[Candidate]:
    """Claims said more strongly than the same claim elsewhere, with no source for the difference.

    Reported at the stronger one, the weaker one named; once for each weaker sentence.
    """
    if not any(scope.kind == _HEDGED for one in scene.sentences for scope in one.scopes):
        return []
    statements = _statements(scene)
    weak = [one for one in statements if one.tier is Tier.MAY]
    if not weak:
        return []
    found: list[Candidate] = []
    used: set[int] = set()
    places = [one.sentence.index for one in weak]
    for strong in statements:
        if strong.tier is Tier.MAY or strong.sentence.support or _told_of_a_study(strong):
            continue
        for weaker in _nearest(weak, places, strong.sentence):
            if weaker.sentence.index in used or weaker.sentence is strong.sentence:
                continue
            if not _same_statement(strong, weaker):
                continue
            used.add(weaker.sentence.index)
            found.append(
                Candidate(
                    strong.sentence, strong.start, strong.end, strong.start, strong.end,
                    strong.claim, None, "said with more certainty than elsewhere on the page", "",
                    ((weaker.sentence, "said more carefully here"),),
                )
            )  # fmt: skip
            break
    return found


def heading(scene: Scene) -> list[Candidate]:
    """Headings that claim flatly what the text under them hedges, denies or does not source."""
    found: list[Candidate] = []
    claims = scene.analysis.claims
    # What the text under a heading says more carefully.
    hedged = [
        other
        for other in claims
        if other.sentence.block.kind not in HEADINGS and (other.tier is Tier.MAY or other.negated)
    ]
    places = [claim.sentence.index for claim in hedged]
    for claim in claims:
        if claim.sentence.block.kind not in HEADINGS or not _stands(claim):
            continue
        if claim.tier is not Tier.FLAT or not _is_statement(claim):
            continue
        related, note = _body_under(scene, claim, _nearest(hedged, places, claim.sentence))
        if note:
            count = len(claim.sentence.words)
            found.append(
                Candidate(claim.sentence, 0, count, 0, count, claim, None, note, "", related)
            )
    return found


def _nearest(them: Sequence[T], places: Sequence[int], sentence: Sentence) -> Sequence[T]:
    """Those of `them` around a sentence; `places` are the indices of theirs, in order. Bounded, so
    that a page with any number of them costs linear time."""
    at = bisect_left(places, sentence.index)
    return them[max(at - _MOST, 0) : at + _MOST]


def _body_under(
    scene: Scene, claim: Claim, hedged: Sequence[Claim]
) -> tuple[tuple[tuple[Sentence, str], ...], str]:
    """What the text under a flat heading lacks: a note, and the places to look at; `hedged` are the
    claims of the text that are weaker than flat."""
    weaker = next((other for other in hedged if _same(claim, other)), None)
    if weaker is not None:
        place = ((weaker.sentence, "the text says it more carefully here"),)
        return place, "the heading says flatly what the text hedges"
    whole = claim.sentence.block.kind is BlockKind.TITLE
    under = scene.sentences if whole else scene.section(claim.sentence)
    unsure = next(
        (
            sentence
            for sentence in under
            for signal in sentence.signals
            if signal.name in ("study.nonclinical", "study.observational", "study.weak")
        ),
        None,
    )
    if unsure is not None:
        place = ((unsure, "the kind of study that it rests on"),)
        return place, "the heading says flatly what this kind of study cannot show"
    if any(sentence.citations for sentence in under):
        return (), ""
    return (), "nothing under the heading is sourced"


def _stands(claim: Claim) -> bool:
    return claim.kind in _KINDS and not claim.negated and not claim.frames & _NOT_ASSERTED


def _is_statement(claim: Claim) -> bool:
    """Whether a heading says that something works, rather than what to do ("Ease back pain")."""
    words = claim.sentence.words
    before = words[max(0, claim.predicate - 1) : claim.predicate]
    if not before or before[0] in PUNCTUATION or before[0] in {"to", "and", "or", "for", "please"}:
        return False
    after = words[claim.predicate + 1 : claim.predicate + 2]
    if claim.sentence.tags[claim.predicate].startswith("NN") and set(after) & _PREPOSITIONS:
        return False  # "Home remedies for colds"
    return words[claim.predicate].endswith(("s", "ed")) or claim.subject is not None


def _told_of_a_study(statement: _Statement) -> bool:
    """Told as a result: then the study is what is missing, not the hedge."""
    return any(scope.kind == Attribution.STUDY.value for scope in _over(statement))


def _over(statement: _Statement) -> list[Scope]:
    word = statement.claim.predicate if statement.claim else statement.start
    return [scope for scope in statement.sentence.scopes if scope.start <= word < scope.end]


def _statements(scene: Scene) -> list[_Statement]:
    """What the body says of benefits: its claims, and predicates whose object no list has."""
    found = [
        _Statement(
            claim.sentence, claim.start, claim.end, claim.tier,
            _content(claim.sentence, claim.predicate + 1, claim.end), _names_of(claim),
            _families(claim.sentence, claim.predicate), claim,
        )
        for claim in scene.analysis.claims
        if _stands(claim) and not _is_of_others(claim)
    ]  # fmt: skip
    claimed = {(one.sentence.index, word) for one in found for word in range(one.start, one.end)}
    for sentence in scene.sentences:
        if sentence.block.kind in HEADINGS:
            continue
        for start, end in _predicates(sentence):
            if (sentence.index, start) not in claimed:
                statement = _loose_statement(sentence, start, end)
                if statement is not None:
                    found.append(statement)
    found.sort(key=lambda one: (one.sentence.index, one.start))
    return found


def _predicates(sentence: Sentence) -> list[tuple[int, int]]:
    """Where predicates of benefit stand, which is the same wherever the sentence does."""
    asked = sentence.wording.asked
    places: list[tuple[int, int]] | None = asked.get(_predicates)
    if places is None:
        places = [
            (signal.start, signal.end) for signal in sentence.signals if signal.name in _BENEFIT
        ]
        for at, word in enumerate(sentence.words):
            if word in MAKES and _DEGREES & set(sentence.words[at + 1 : at + _OBJECT_REACH]):
                places.append((at, at + 1))
        asked[_predicates] = places
    return places


def _loose_statement(sentence: Sentence, start: int, end: int) -> _Statement | None:
    scopes = [scope for scope in sentence.scopes if scope.start <= start < scope.end]
    kinds = {scope.kind for scope in scopes}
    if start and sentence.words[start - 1] == "to":
        return None  # what somebody wants, not what happens
    if "negation" in kinds or kinds & {frame.value for frame in _NOT_ASSERTED}:
        return None
    limit = min(end + _OBJECT_REACH, sentence.clause_of(start)[1])
    limit = next((n for n in range(end, limit) if sentence.words[n] in PUNCTUATION), limit)
    objects = _content(sentence, end, limit)
    if not objects:
        return None
    last = max(n for n in range(end, limit) if sentence.words[n] in objects)
    tier = Tier.MAY if _HEDGED in kinds else Tier.CAN if "tier-can" in kinds else Tier.FLAT
    return _Statement(
        sentence, start, last + 1, tier, objects, _named_before(sentence, start),
        _families(sentence, start),
    )  # fmt: skip


def _families(sentence: Sentence, word: int) -> frozenset[str]:
    """The kinds of predicate that stand at a word."""
    kinds = {
        signal.name.partition(".")[2]
        for signal in sentence.signals
        if signal.start <= word < signal.end and signal.name.startswith("predicate.")
    }
    return frozenset(kinds | ({"make"} if sentence.words[word] in MAKES else set()))


def _is_of_others(claim: Claim) -> bool:
    """A wish ("to ease pain") or a word on the alternatives, not a claim for the treatment."""
    words = claim.sentence.words
    if claim.subject is None and claim.start and words[claim.start - 1] == "to":
        return True
    return claim.subject_kind == "pronoun" and any(
        signal.name.startswith("comparator") and signal.end <= claim.start
        for signal in claim.sentence.signals
    )


def _content(sentence: Sentence, start: int, end: int) -> frozenset[str]:
    """The words of a span that say what it is about."""
    inside = {
        word
        for signal in sentence.signals
        if signal.start >= start and signal.end <= end and signal.name.startswith(_OBJECT_SIGNALS)
        for word in sentence.words[signal.start : signal.end]
    }
    for number in range(start, end):
        word, tag = sentence.words[number], sentence.tags[number]
        # A sentence without a trigger was not parsed; there, length must tell content from form.
        long = len(word) > 6 and tag in ("JJ", "VBG", "")
        if len(word) > 3 and (tag.startswith("NN") or long):
            inside.add(word)
    return frozenset(inside - _GENERAL)


def _named_before(sentence: Sentence, end: int) -> frozenset[str]:
    """The words of the treatments that are named to the left of a word."""
    return frozenset(
        word
        for signal in sentence.signals
        if signal.end <= end and signal.name.startswith("intervention")
        for word in sentence.words[signal.start : signal.end]
        if word not in _GENERAL_NAMES
    )


def _names_of(claim: Claim) -> frozenset[str]:
    if claim.subject_kind == "pronoun":
        return frozenset()
    return claim.topic or _named_before(claim.sentence, claim.predicate)


def _same_statement(strong: _Statement, weak: _Statement) -> bool:
    if strong.claim is not None and weak.claim is not None:
        return _same(strong.claim, weak.claim)
    shared = strong.objects & weak.objects
    if not shared or (strong.names and weak.names and not strong.names & weak.names):
        return False
    if len(shared) > 1:
        return True
    return bool(strong.names & weak.names) and bool(strong.families & weak.families)


def _same(one: Claim, other: Claim) -> bool:
    """Whether two claims speak of the same treatment and of targets that can be the same."""
    names, others = _names_of(one), _names_of(other)
    if names and others and not names & others:
        return False
    if not names or not others:
        near = abs(one.sentence.index - other.sentence.index) <= _NEAR
        if not near and not _target_words(one) & _target_words(other):
            return False
    return _compatible(one, other)


def _compatible(one: Claim, other: Claim) -> bool:
    generic = ("symptom.generic", "condition.generic", "outcome-noun", "outcome.good")
    kinds = (one.target_kind, other.target_kind)
    if any(kind.startswith(generic) or not kind for kind in kinds):
        return True
    return bool(_target_words(one) & _target_words(other))


def _target_words(claim: Claim) -> set[str]:
    if claim.target is None:
        return set()
    return set(claim.sentence.words[claim.target[0] : claim.target[1]]) - _GENERAL


JUDGEMENTS: dict[str, Callable[[Scene], list[Candidate]]] = {
    "escalation": escalation,
    "heading": heading,
}
