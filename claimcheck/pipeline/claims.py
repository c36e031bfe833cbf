"""Efficacy claims: who is said to do what to which condition, symptom or function.

A predicate from the lexicon, an object that it can be said of, and a subject that can bring it
about; the words between are syntax's business. Everything else that rules ask about (safety,
comparison, approval, ...) they find by pattern and judge by the same context.
"""

from __future__ import annotations

from claimcheck.claim import Attribution, Claim, Scope, Sentence, Signal, Tier, Wording, frames_of
from claimcheck.pipeline.arguments import (
    ANY_THING,
    BAD,
    GOOD,
    LESS,
    MEASURED,
    agent_of,
    is_intervention,
    is_one_of,
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

# Verbs that can be said of an organ.

_ON_ORGANS = ("strengthen", "rebuild", "regenerat", "rejuvenat", "restor", "nourish", "renew",
              "revitali", "protect", "shield", "fortif", "repair")  # fmt: skip
# What each kind of predicate can be said of, and the kind of claim that it makes.
_OBJECTS: dict[str, tuple[tuple[str, ...], str]] = {
    "cure": (BAD, "cure"),
    "heal": ((*BAD, "bodypart", "function"), "efficacy"),
    "treat": (BAD, "efficacy"),
    "relieve": (MEASURED, "efficacy"),
    "prevent": (BAD, "prevention"),
    "boost": (GOOD, "efficacy"),
    "support": (ANY_THING, "support"),
    "help": ((*ANY_THING, "doing"), "efficacy"),
    "work": (BAD, "efficacy"),
    "effective": (ANY_THING, "efficacy"),
    "give": (("outcome-noun",), "efficacy"),
    "make": (BAD, "efficacy"),
    "gain": (("outcome.good", "outcome.bad", "measure"), "result"),
}
_NO_OBJECT_NEEDED = frozenset({"work", "effective"})
# "The best is to prevent infection", "a good way to ease pain": advice, not a claim.
_POINTING = frozenset("is was are were be best important goal aim way ways how try".split())


def may_claim(sentence: Sentence | Wording) -> bool:
    """Whether the sentence holds a predicate and something that it can be said of.

    Asked before the syntax is known, so that only such sentences are parsed.
    """
    kinds = {s.name.partition(".")[2] for s in sentence.signals if s.name.startswith("predicate.")}
    names = {signal.name.partition(".")[0] for signal in sentence.signals}
    if "property" in names:
        return True
    if "give" in kinds and ("outcome-noun" in names or LESS & set(sentence.words)):
        return True
    kinds.discard("give")
    if kinds & _NO_OBJECT_NEEDED and "intervention" in names:
        return True
    return bool(kinds) and bool(names & _THINGS)


_THINGS = frozenset(
    """
    condition symptom disease-agent outcome function biomarker measure bodypart outcome-noun doing
    """.split()
)


def find_claims(sentence: Sentence) -> list[Claim]:
    """The efficacy claims of a sentence, from left to right."""
    claims: list[Claim] = []
    for signal in sentence.signals:
        family, _, kind = signal.name.partition(".")
        claim = None
        if family == "predicate" and kind in _OBJECTS:
            claim = _predicate_claim(sentence, signal, kind)
        elif family == "predicate" and kind == "vanish":
            claim = _by_itself(sentence, signal, BAD, "vanish")
        elif family == "predicate" and kind == "soar":
            claim = _by_itself(sentence, signal, ("function", "outcome.good"), "efficacy")
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
    adjective = kind == "effective"
    phrase = signal.end - signal.start > 1
    if (
        not adjective
        and not phrase
        and not is_verb(sentence, head)
        and not _ends_in_work(sentence, signal, kind)
    ):
        return None
    if adjective and _is_attribute_of_outcome(sentence, signal):
        return None
    wanted, claim_kind = _OBJECTS[kind]
    if kind == "make" and not _makes_better(sentence, signal):
        return None
    passive = not adjective and is_passive(sentence, head)
    if passive:
        target = thing_before(sentence, signal, wanted)
        subject = agent_of(sentence, signal)
        subject_kind = kind_of(sentence, subject) if subject else "none"
        after = sentence.words[signal.end : signal.end + 1]
        if kind == "treat" or after in (["when"], ["if"], ["once"], ["until"]):
            return None  # "is treated with", "is cured when": what is done, not that it works
    else:
        target = object_after(sentence, signal, wanted, kind)
        subject = subject_of(sentence, head)
        subject_kind = kind_of(sentence, subject) if subject else _mood(sentence, head)
    if head >= 2 and sentence.words[head - 1] == "to" and sentence.words[head - 2] in _POINTING:
        subject_kind = "infinitive"
    if target is None and sentence.words[head].startswith(_ON_ORGANS):
        target = organ_after(sentence, signal)
    if adjective and _is_limited(sentence, signal):
        return None
    if kind == "give":
        target = outcome_object(sentence, target) if target else less_of(sentence, signal)
    if target is not None and _is_harm(sentence, target, kind):
        return None
    if target is None and (kind not in _NO_OBJECT_NEEDED or not is_intervention(subject_kind)):
        return None
    if kind == "work" and target is None and not _works_flatly(sentence, signal):
        return None
    claim_kind = _kind(claim_kind, kind, subject_kind)
    if not claim_kind:
        return None
    end = max(target.end if target and not passive else signal.end, signal.end)
    start = verb_group_start(sentence, head)
    if passive and target is not None:
        start = min(start, target.start)
    return _claim(sentence, claim_kind, start, end, head, subject, subject_kind, target, kind)


def _is_harm(sentence: Sentence, target: Signal, kind: str) -> bool:
    """ "can raise blood pressure", "reduces fertility": said of a risk, not of a benefit."""
    lower = any(
        other.name == "lower-is-better" and target.start <= other.start < target.end
        for other in sentence.signals
    )
    if kind == "boost":
        verb = sentence.words[: target.start]
        return lower and bool(_RAISING & set(verb))
    if kind == "relieve" and is_one_of(target.name, ("function", "biomarker", "measure")):
        return not lower and not _IMPROVING & set(sentence.words[: target.start])
    return False


_RAISING = frozenset(
    word + ending
    for word in ("increase", "raise", "elevate", "double", "triple", "heighten", "boost")
    for ending in ("", "s", "d")
) | {"increasing", "raising", "elevating", "doubling", "boosting"}
_IMPROVING = frozenset(
    """
    improve improves improved improving control controls controlling manage manages managing
    target targets
    """.split()
)


def _kind(claim_kind: str, predicate: str, subject_kind: str) -> str:
    """The kind of claim given who is said to bring it about; empty where that makes it none."""
    if subject_kind.startswith(("condition", "symptom", "bodypart")):
        return ""
    if subject_kind in ("owner", "people.provider") or subject_kind.startswith("people.expert"):
        # "We treat migraine" names a service; "we cure migraine" promises an outcome.
        return claim_kind if claim_kind == "cure" else "service"
    if subject_kind == "person" or subject_kind.startswith("people"):
        return claim_kind if predicate in ("give", "gain") else ""
    return claim_kind


def _mood(sentence: Sentence, head: int) -> str:
    """What stands in for a subject that is not there.

    `reader` for an order ("Reduce stress"), `infinitive` for a purpose ("To prevent infection,
    cook thoroughly"), `none` for a clipped sentence about the product ("Relieves migraine").
    """
    before = sentence.words[max(0, head - 3) : head]
    if "to" in before and not {"able", "proven", "shown", "formulated", "designed"} & set(
        sentence.words[max(0, head - 4) : head]
    ):
        return "infinitive"
    return "reader" if sentence.tags[head] in ("VB", "VBP") else "none"


def _is_limited(sentence: Sentence, signal: Signal) -> bool:
    """ "only effective against bacteria", "more effective to go early": not praise."""
    before = sentence.words[signal.start - 1] if signal.start else ""
    after = sentence.words[signal.end] if signal.end < len(sentence.words) else ""
    return before in ("only", "not", "less", "how", "as") or after in ("if", "when", "to", "only")


def _by_itself(
    sentence: Sentence, signal: Signal, wanted: tuple[str, ...], kind: str
) -> Claim | None:
    """ "Her migraines disappeared", "your energy soars": what changes is the subject."""
    if not is_verb(sentence, signal.start) or is_passive(sentence, signal.start):
        return None
    if sentence.deps[signal.start] == "acl:relcl":
        return None  # "pain that eases when you sit": which pain, not what happens to it
    if object_after(sentence, signal, (*MEASURED, "outcome.good"), "vanish") is not None:
        return None  # it has an object: another predicate's business
    subject = subject_head(sentence, signal.start) if sentence.parsed else None
    target = thing_before(sentence, signal, wanted, subject)
    if target is None or (kind == "efficacy" and _is_harm(sentence, target, "boost")):
        return None
    start, end = target.start, signal.end
    return _claim(sentence, kind, start, end, signal.start, None, "none", target, "vanish")


def _property_claim(sentence: Sentence, signal: Signal) -> Claim | None:
    """ "has anti-inflammatory properties", "is antiviral", "antiviral, expectorant and tonic"."""
    following = sentence.words[signal.end : signal.end + 6]
    if _DRUGS & set(following[:3]):
        return None  # "antiviral medicines" names a class
    subject = subject_of(sentence, signal.start)
    subject_kind = kind_of(sentence, subject) if subject else "none"
    before = sentence.words[signal.start - 1] if signal.start else ""
    predicative = before in _COPULAS and is_intervention(subject_kind)
    listed = any(
        other is not signal
        and other.name == signal.name
        and 0 < other.start - signal.end <= 2
        and {",", "and", "&"} & set(sentence.words[signal.end : other.start])
        for other in sentence.signals
    )
    carrier = next((n for n, word in enumerate(following) if word in _CARRIERS), None)
    if carrier is None and not predicative and not listed:
        return None
    end = signal.end if carrier is None else signal.end + carrier + 1
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


_COPULAS = frozenset("is are be powerfully naturally highly a an".split())
_DRUGS = frozenset(
    "drug drugs medicine medicines medication medications pill pills tablets agents therapy".split()
)
# What a property is said to belong to: "antiviral properties", "an anti-aging formula".
_CARRIERS = frozenset(
    """
    property properties effect effects benefits activity action actions power powers compound
    compounds qualities abilities ability ingredient ingredients nutrients potential herb herbs
    remedy formula supplement food foods bronchodilator bronchodilators
    """.split()
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
    if any(citation.identified and citation.clears for citation in sentence.citations):
        return Attribution.IDENTIFIED
    kinds = {scope.kind for scope in scopes}
    for attribution in (Attribution.IDENTIFIED, Attribution.STUDY, Attribution.VAGUE):
        if attribution.value in kinds:
            return attribution
    return Attribution.NONE


def _makes_better(sentence: Sentence, signal: Signal) -> bool:
    """ "makes the pain less noticeable", "leaves your cramps manageable"."""
    return bool(_BETTER & set(sentence.words[signal.end + 1 : signal.end + 8]))


_BETTER = frozenset(
    """
    less bearable manageable milder easier better disappear vanish fade melt shrink ease subside
    calmer quieter lighter weaker rarer shorter
    """.split()
)


def _is_attribute_of_outcome(sentence: Sentence, signal: Signal) -> bool:
    """ "effective relief", "an effective treatment for": a noun phrase, judged elsewhere."""
    after = sentence.words[signal.end : signal.end + 1]
    tag = sentence.tags[signal.end] if signal.end < len(sentence.words) else ""
    return signal.end - signal.start == 1 and bool(after) and tag in ("NN", "NNS", "NNP")


def _ends_in_work(sentence: Sentence, signal: Signal, kind: str) -> bool:
    """ "Acupuncture works.": read as a noun by the tagger, but a treatment stands before it."""
    if kind != "work" or not _works_flatly(sentence, signal):
        return False
    return any(
        other.end == signal.start and other.name.startswith("intervention")
        for other in sentence.signals
    )


def _works_flatly(sentence: Sentence, signal: Signal) -> bool:
    """ "Acupuncture works." and "works fast", not "works in Leeds" or "works by blocking"."""
    start = sentence.clause_of(signal.start)[0]
    if {"how", "while", "when", "whether", "once", "until", "that"} & set(
        sentence.words[start : signal.start]
    ):
        return False
    rest = [word for word in sentence.words[signal.end :] if word not in {".", "!", ","}]
    return not rest or rest[0] in {
        "fast", "quickly", "instantly", "well", "wonders", "for", "every", "even", "where", "great",
        "immediately", "better", "best", "brilliantly", "naturally", "everytime", "like", "within",
    }  # fmt: skip
