"""Efficacy claims: who is said to do what to which condition, symptom or function.

A predicate from the lexicon, an object that it can be said of, and a subject that can bring it
about; the words between are syntax's business. Everything else that rules ask about (safety,
comparison, approval, ...) they find by pattern and judge by the same context.
"""

from __future__ import annotations

from dataclasses import replace

from claimcheck.claim import (
    Attribution,
    Claim,
    Context,
    Scope,
    Sentence,
    Signal,
    Tier,
    Wording,
    frames_of,
)
from claimcheck.document import Block, BlockKind
from claimcheck.pipeline.arguments import (
    BAD,
    MEASURED,
    agent_of,
    better_after,
    is_intervention,
    kind_of,
    less_of,
    object_after,
    organ_after,
    outcome_object,
    subject_of,
    thing_before,
    topic_of,
)
from claimcheck.pipeline.grammar import is_passive, is_verb, subject_head, verb_group_start
from claimcheck.pipeline.implied import implied_claim
from claimcheck.pipeline.moods import infinitive_to, is_clipped, mood, promises
from claimcheck.pipeline.predicates import (
    BY_ITSELF,
    NO_OBJECT_NEEDED,
    OBJECTS,
    ON_LOOKS,
    ON_ORGANS,
    REPAIRING,
    carrier_of,
    follows_copula,
    is_listed,
)
from claimcheck.pipeline.senses import (
    becomes_of,
    ends_in_work,
    is_aim,
    is_attribute_of_outcome,
    is_belittled,
    is_compared,
    is_counsel,
    is_harm,
    is_limited,
    makes_better,
    moves_off,
    takes_leave,
    works_flatly,
)
from claimcheck.source import Range

# "The best is to prevent infection", "how to ease pain": advice, not a claim.
_POINTING = frozenset("is was are were be best important goal aim way ways how try".split())


def claims_in(
    sentence: Sentence, context: Context, *, implied: bool, alone: bool = False
) -> list[Claim]:
    """The claims of a sentence that stands in this context; with `implied`, also one that it makes
    in no construction, all the more if it stands `alone`.

    Of sentences of the same wording and context, only whether they are cited makes a difference.
    """
    key = (implied, alone, _is_cited(sentence))
    known = context.claims.get(key)
    if known is None:
        found = find_claims(sentence) if sentence.parsed else []
        if not found and implied and (one := implied_claim(sentence, alone=alone)):
            start, end, head, thing = one
            found = [_claim(sentence, "implied", start, end, head, None, "none", thing, "")]
        # What is remembered must not keep the page that it was found on.
        known = context.claims[key] = [replace(claim, sentence=_NOWHERE) for claim in found]
        return found
    return [replace(claim, sentence=sentence) for claim in known]


_NOWHERE = Sentence(
    0, Range(0, 0), Block(BlockKind.PARAGRAPH, Range(0, 0)),
    Wording([], [], [], [], [], [], [], [], [], []), [], [], [], [], [], [], [], [],
)  # fmt: skip


def find_claims(sentence: Sentence) -> list[Claim]:
    """The efficacy claims of a sentence, from left to right."""
    claims: list[Claim] = []
    for signal in sentence.signals:
        family, _, kind = signal.name.partition(".")
        claim = None
        if family == "predicate" and kind in OBJECTS:
            claim = _predicate_claim(sentence, signal, kind)
        elif family == "predicate" and kind in BY_ITSELF:
            claim = _by_itself(sentence, signal, BY_ITSELF[kind], "vanish")
        elif family == "property":
            claim = _property_claim(sentence, signal)
        if claim is not None and not any(
            claim.start < other.end and other.start < claim.end and other.kind == claim.kind
            for other in claims
        ):
            claims.append(claim)
    return claims


def _predicate_claim(sentence: Sentence, signal: Signal, kind: str) -> Claim | None:
    head = signal.start
    if not _is_said(sentence, signal, kind):
        return None
    wanted, claim_kind = OBJECTS[kind]
    passive = kind != "effective" and is_passive(sentence, head)
    if passive:
        if sentence.words[signal.end : signal.end + 1] in (["when"], ["if"], ["once"], ["until"]):
            return None  # "is cured when": how to tell
        target = thing_before(sentence, signal, wanted)
        if kind == "give":
            target = outcome_object(sentence, target) if target else None
        subject = agent_of(sentence, signal)
        subject_kind = kind_of(sentence, subject) if subject else "none"
        if kind == "treat":
            # "is treated with" says what is done, "can be treated with" that it works.
            if subject is None or not _MODALS & set(sentence.words[max(0, head - 4) : head]):
                return None
            claim_kind = "treatable"
    else:
        subject = subject_of(sentence, head)
        subject_kind = _who(sentence, head, subject)
        target = _object(sentence, signal, kind, wanted)
    if target is not None and is_harm(sentence, head, target, kind):
        return None
    if kind == "shed" and is_counsel(sentence, head, subject_kind):
        return None
    if kind == "thrive":
        if not becomes_of(sentence, head, subject_kind):
            return None
    elif target is None and (kind not in NO_OBJECT_NEEDED or not is_intervention(subject_kind)):
        return None
    if kind == "work" and target is None and not works_flatly(sentence, signal):
        return None
    if kind == "effective" and target is None and is_compared(sentence, head):
        return None
    if kind == "cure" and subject_kind == "person" and takes_leave(sentence, head):
        subject_kind = "reader"
    claim_kind = _kind(claim_kind, kind, subject_kind)
    if not claim_kind:
        return None
    end = max(target.end if target and not passive else signal.end, signal.end)
    start = verb_group_start(sentence, head)
    if passive and target is not None:
        start = min(start, target.start)
    return _claim(sentence, claim_kind, start, end, head, subject, subject_kind, target, kind)


_MODALS = frozenset({"can", "could", "will", "may"})


def _is_said(sentence: Sentence, signal: Signal, kind: str) -> bool:
    """Whether the words of a predicate are used as one."""
    head = signal.start
    if kind == "effective":
        return not (
            is_attribute_of_outcome(sentence, signal)
            or is_limited(sentence, signal)
            or is_aim(sentence, head)
        )
    if kind == "make" and not makes_better(sentence, signal):
        return False
    if kind == "move" and not moves_off(sentence, signal):
        return False
    if kind == "back" and "back" not in sentence.words[signal.end : signal.end + 4]:
        return False
    if is_belittled(sentence, head):
        return False
    phrase = signal.end - signal.start > 1
    return phrase or is_verb(sentence, head) or ends_in_work(sentence, signal, kind)


def _who(sentence: Sentence, head: int, subject: tuple[int, int] | None) -> str:
    """What kind of thing is said to bring it about."""
    found = kind_of(sentence, subject) if subject else mood(sentence, head)
    to = infinitive_to(sentence, head)
    if to is None:
        return found
    promised = promises(sentence, to)
    if promised is None:
        return "bodypart"  # "your body's ability to heal"
    governor = to - 1
    aims = (
        sentence.words[governor] in _POINTING
        or sentence.tags[governor][:1] == "N"
        or (governor > 0 and sentence.tags[0] in ("VB", "VBP") and sentence.deps[0] == "ROOT")
    )
    return "infinitive" if aims and not promised and not is_clipped(sentence) else found


def _object(
    sentence: Sentence, signal: Signal, kind: str, wanted: tuple[str, ...]
) -> Signal | None:
    """What the predicate is said of."""
    if kind == "reader":
        return better_after(sentence, signal)
    target = object_after(sentence, signal, wanted, kind)
    if kind == "give":
        return outcome_object(sentence, target) if target else less_of(sentence, signal)
    verb = sentence.words[signal.start]
    if target is None and verb.startswith(REPAIRING):
        target = object_after(sentence, signal, BAD, kind)
    if target is None and verb.startswith(ON_LOOKS):
        return organ_after(sentence, signal, looks=not verb.startswith(ON_ORGANS))
    return target


def _kind(claim_kind: str, predicate: str, subject_kind: str) -> str:
    """The kind of claim given who is said to bring it about; empty where that makes it none."""
    if subject_kind.startswith(("condition", "symptom", "bodypart")):
        return ""
    if subject_kind in ("owner", "people.provider") or subject_kind.startswith("people.expert"):
        # "We treat migraine" names a service; "we cure migraine" promises an outcome.
        return claim_kind if claim_kind == "cure" else "service"
    if subject_kind == "person" or subject_kind.startswith("people"):
        return claim_kind if predicate in ("give", "gain", "thrive", "reader") else ""
    return claim_kind


def _by_itself(
    sentence: Sentence, signal: Signal, wanted: tuple[str, ...], kind: str
) -> Claim | None:
    """ "Her migraines disappeared", "your energy soars": what changes is the subject."""
    if not is_verb(sentence, signal.start) or is_passive(sentence, signal.start):
        return None
    if sentence.deps[signal.start] == "acl:relcl":
        return None  # "pain that eases when you sit": which pain, not what happens to it
    if signal.start and sentence.words[signal.start - 1] == "to":
        return None  # "you want the pain to stop"
    object_ = object_after(sentence, signal, (*MEASURED, "outcome.good"), "vanish")
    if object_ and not {"and", ","} & set(sentence.words[signal.end : object_.start]):
        return None  # it has an object: another predicate's business
    subject = subject_head(sentence, signal.start) if sentence.parsed else None
    target = thing_before(sentence, signal, wanted, subject)
    if target is None:
        # "Watch the fat disappear", and a plural that was taken for a verb ("night sweats calm")
        nearest = thing_before(sentence, signal, wanted)
        watched = sentence.words[sentence.clause_of(signal.start)[0]] in _WATCH
        if (
            nearest is not None
            and nearest.end == signal.start
            and (watched or nearest.start == sentence.clause_of(signal.start)[0])
        ):
            target = nearest
    rising = "outcome.good" in wanted
    if target is not None and rising and sentence.words[target.end - 1] == "results":
        return None  # "results come back": of a test
    if target is None or (rising and is_harm(sentence, signal.start, target, "boost")):
        return None
    start, end = target.start, signal.end
    return _claim(sentence, kind, start, end, signal.start, None, "none", target, "vanish")


_WATCH = frozenset("watch see feel let make help".split())


def _property_claim(sentence: Sentence, signal: Signal) -> Claim | None:
    """ "has anti-inflammatory properties", "is antiviral", "antiviral, expectorant and tonic"."""
    if _DRUGS & set(sentence.words[signal.end : signal.end + 3]):
        return None  # "antiviral medicines" names a class
    subject = subject_of(sentence, signal.start)
    subject_kind = kind_of(sentence, subject) if subject else "none"
    predicative = follows_copula(sentence, signal) and is_intervention(subject_kind)
    carrier = carrier_of(sentence, signal)
    if carrier is None and not predicative and not is_listed(sentence, signal):
        return None
    end = signal.end if carrier is None else carrier + 1
    return _claim(
        sentence,
        "property",
        signal.start,
        end,
        signal.start,
        subject,
        subject_kind,
        None,
        "property",
    )


_DRUGS = frozenset(
    "drug drugs medicine medicines medication medications pill pills tablets agents therapy".split()
)


def _claim(
    sentence: Sentence,
    kind: str,
    start: int,
    end: int,
    predicate: int,
    subject: tuple[int, int] | None,
    subject_kind: str,
    target: Signal | None,
    predicate_kind: str,
) -> Claim:
    scopes = [scope for scope in sentence.scopes if scope.start <= predicate < scope.end]
    return Claim(
        kind=kind,
        sentence=sentence,
        start=start,
        end=end,
        predicate=predicate,
        subject=subject,
        target=(target.start, target.end) if target else None,
        subject_kind=subject_kind,
        target_kind=target.name if target else "",
        tier=tier_of(scopes, predicate_kind),
        negated=any(scope.kind == "negation" for scope in scopes),
        frames=frames_of(scopes),
        attribution=attribution_of(sentence, scopes),
        topic=frozenset(topic_of(sentence, subject)),
    )


def tier_of(scopes: list[Scope], predicate_kind: str = "") -> Tier:
    """The weakest tier that any scope sets; "helps" alone is an enabling word."""
    kinds = {scope.kind for scope in scopes}
    if "tier-may" in kinds:
        return Tier.MAY
    if "tier-can" in kinds or predicate_kind == "help":
        return Tier.CAN
    return Tier.FLAT


def attribution_of(sentence: Sentence, scopes: list[Scope]) -> Attribution:
    """Who stands behind the words that these scopes cover."""
    if _is_cited(sentence):
        return Attribution.IDENTIFIED
    kinds = {scope.kind for scope in scopes}
    for attribution in (Attribution.IDENTIFIED, Attribution.STUDY, Attribution.VAGUE):
        if attribution.value in kinds:
            return attribution
    return Attribution.NONE


def _is_cited(sentence: Sentence) -> bool:
    return any(citation.identified and citation.clears for citation in sentence.citations)
