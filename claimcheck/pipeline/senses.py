"""Whether a predicate is meant as it looks: praise and not a risk, a limit, an aim or an order."""

from __future__ import annotations

from claimcheck.claim import Sentence, Signal, Wording
from claimcheck.pipeline.arguments import BAD, is_one_of
from claimcheck.pipeline.moods import promises


def is_harm(sentence: Sentence, head: int, target: Signal, kind: str) -> bool:
    """ "can raise blood pressure", "reduces fertility": said of a risk, not of a benefit."""
    lower = any(
        other.name == "lower-is-better" and target.start <= other.start < target.end
        for other in sentence.signals
    )
    if kind in ("boost", "add"):
        if target.name == "symptom.appearance":
            return not sentence.words[head].startswith(_SHAPING)
        verb = sentence.words[: target.start]
        return lower and (
            bool(_RAISING & set(verb)) or not sentence.words[head].startswith(_EVENING)
        )
    if target.name == "measure" and sentence.words[target.end : target.end + 1] == ["of"]:
        lower = lower or any(
            other.start in (target.end + 1, target.end + 2) and is_one_of(other.name, BAD)
            for other in sentence.signals
        )
    lower = lower or bool(_SUFFERED & set(sentence.words[target.start : target.end]))
    if kind in ("relieve", "lessen") and is_one_of(
        target.name, ("function", "biomarker", "measure")
    ):
        return not lower and not _IMPROVING & set(sentence.words[: target.start])
    return False


_RAISING = frozenset(
    word + ending
    for word in ("increase", "raise", "elevate", "double", "triple", "heighten", "boost")
    for ending in ("", "s", "d")
) | {"increasing", "raising", "elevating", "doubling", "boosting"}
# What evens out is no rise; what shapes is said of the looks.
_EVENING = ("balanc", "regulat", "stabil", "normal", "improv", "optim", "restor", "harmoni",
            "reset", "rebalanc", "correct", "fix", "transform", "steady", "steadi", "calm",
            "sooth", "reverse", "target", "condition", "burn", "save")  # fmt: skip
_SHAPING = ("tighten", "firm", "lift", "smooth", "plump", "soften", "refin", "contour", "sculpt",
            "reshape", "correct", "fix", "repair", "reverse", "target", "calm", "even")  # fmt: skip
# In the name of a measure, it says that less is better ("migraine days", "pain score").
_SUFFERED = frozenset(
    """
    migraine migraines headache headaches pain seizure seizures symptom symptoms flare attack
    attacks lesion lesions anxiety depression stress fatigue acne wrinkle sick relapse severity
    duration itch colds flush flushes flashes craving hunger snoring
    """.split()
)
_IMPROVING = frozenset(
    """
    improve improves improved improving control controls controlling manage manages managing
    target targets
    """.split()
)


def is_limited(sentence: Sentence | Wording, signal: Signal) -> bool:
    """ "only effective against bacteria", "more effective to go early": not praise."""
    before = sentence.words[signal.start - 1] if signal.start else ""
    after = sentence.words[signal.end] if signal.end < len(sentence.words) else ""
    return before in ("only", "not", "less", "how", "as") or after in ("if", "when", "to", "only")


def is_compared(sentence: Sentence, head: int) -> bool:
    """ "even more effective", "the most effective on the shelf": with what is for other rules."""
    return head > 0 and sentence.words[head - 1] in ("more", "most")


def is_aim(sentence: Sentence, head: int) -> bool:
    """ "To be effective, therapy must be regular": what it takes."""
    be = next((n for n in range(head - 1, max(head - 4, -1), -1) if sentence.words[n] == "be"), 0)
    return be > 0 and sentence.words[be - 1] == "to" and not promises(sentence, be - 1)


def makes_better(sentence: Sentence | Wording, signal: Signal) -> bool:
    """ "makes the pain less noticeable", "leaves your cramps manageable"."""
    return bool(_BETTER & set(sentence.words[signal.end + 1 : signal.end + 8]))


def moves_off(sentence: Sentence | Wording, signal: Signal) -> bool:
    """ "draws the swelling out", "sends migraines packing", "keeps gout at bay"."""
    rest = sentence.words[signal.end + 1 : signal.end + 8]
    return (
        any(
            word in _OFF and not {"to", "and", ",", "by"} & set(rest[:at])
            for at, word in enumerate(rest)
        )
        or "bay" in rest
    )


_OFF = frozenset("out away off down packing".split())
_BETTER = frozenset(
    """
    less bearable manageable milder easier better disappear vanish fade melt shrink ease subside
    calmer quieter lighter weaker rarer shorter
    """.split()
)


def is_attribute_of_outcome(sentence: Sentence, signal: Signal) -> bool:
    """ "effective relief", "an effective treatment for": a noun phrase, judged elsewhere."""
    after = sentence.words[signal.end : signal.end + 1]
    tag = sentence.tags[signal.end] if signal.end < len(sentence.words) else ""
    return signal.end - signal.start == 1 and bool(after) and tag in ("NN", "NNS", "NNP")


def ends_in_work(sentence: Sentence, signal: Signal, kind: str) -> bool:
    """ "Acupuncture works.": read as a noun by the tagger, but a treatment stands before it."""
    if kind != "work" or not works_flatly(sentence, signal):
        return False
    return any(
        other.end == signal.start and other.name.startswith("intervention")
        for other in sentence.signals
    )


def works_flatly(sentence: Sentence, signal: Signal) -> bool:
    """ "Acupuncture works." and "works fast", not "works in Leeds" or "works by blocking"."""
    start = sentence.clause_of(signal.start)[0]
    if {"how", "while", "when", "whether", "once", "until", "that"} & set(
        sentence.words[start : signal.start]
    ):
        return False
    return ends_flatly(sentence, signal)


def ends_flatly(sentence: Sentence | Wording, signal: Signal) -> bool:
    """Whether nothing follows that says how or where something works."""
    words = sentence.words
    at = signal.end
    while at < len(words) and words[at] in {".", "!", ","}:
        at += 1
    return at == len(words) or words[at] in _FLAT


_FLAT = frozenset(
    """
    fast quickly instantly well wonders for every even where great immediately better best
    brilliantly naturally everytime like within
    """.split()
)


def becomes_of(sentence: Sentence, head: int, subject_kind: str) -> bool:
    """ "You sleep through the night", "Sleep deeper, wake rested": said to the reader."""
    if sentence.tags[head] in ("VBD", "VBN", "VBG"):
        return False  # what became of somebody
    if subject_kind == "person":
        return True
    if subject_kind == "reader":
        return head == 0 or sentence.words[head - 1] in _PAUSES
    return subject_kind == "none" or subject_kind.startswith("people")


_PAUSES = frozenset({",", ":", ";", "–", "—", "-", "|", "•", "finally"})


def is_counsel(sentence: Sentence, head: int, subject_kind: str) -> bool:
    """ "Cut calories": advice as an order, and praise only of a product."""
    return subject_kind in ("reader", "infinitive") and sentence.words[head] in _COUNSEL


_COUNSEL = frozenset("cut reduce lose drop limit control curb stop block trim".split())


def is_belittled(sentence: Sentence | Wording, head: int) -> bool:
    """ "Other creams only numb the pain"."""
    if not head:
        return False
    before = sentence.words[head - 1]
    hides = sentence.words[head].startswith(_HIDING)
    return before in ("only", "merely") or (hides and before in ("just", "simply"))


_HIDING = ("numb", "mask", "dull", "cover", "suppress", "hide", "manag")


def takes_leave(sentence: Sentence, head: int) -> bool:
    """ "You can say goodbye to bloating": the reader does nothing; it is promised."""
    return sentence.words[head] in _LEAVING


_LEAVING = frozenset("say saying wave waving kiss kissing bid break breaking part see".split())
