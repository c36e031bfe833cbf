"""What predicates can be said of, and whether a sentence can hold a claim at all.

A claim needs a predicate from the lexicon and, near it, something that it can be said of. Both are
told by the words alone, so that only sentences which can hold a claim are parsed: whatever the
parser makes of the others, no claim comes of it.
"""

from __future__ import annotations

from claimcheck.claim import Sentence, Signal, Wording
from claimcheck.pipeline.arguments import (
    ANY_THING,
    BAD,
    GOOD,
    LESS,
    MEASURED,
    PRONOUNS,
    REACH,
    is_one_of,
)
from claimcheck.pipeline.senses import (
    ends_flatly,
    is_belittled,
    is_limited,
    makes_better,
    moves_off,
)

# Verbs that can be said of an organ, and those that can be said of one that shows.
ON_ORGANS = ("strengthen", "rebuild", "regenerat", "rejuvenat", "restor", "nourish", "renew",
              "revitali", "protect", "shield", "fortif", "repair", "safeguard", "awaken", "wake",
              "mend", "reactivat", "recharg", "oxygenat", "decongest", "cushion", "lubricat",
              "unclog", "reinforc", "desensiti", "sooth")  # fmt: skip
ON_LOOKS = (*ON_ORGANS, "stimulat", "activat", "tone", "toning", "firm", "tighten", "regrow",
             "grow", "thicken", "sculpt", "densif", "lengthen", "plump", "lift",
             "clear")  # fmt: skip
# What is worn can be rebuilt, what is lost brought back.
REPAIRING = ("reset", "strengthen", "tone", "steady", "steadi", "rebuild", "repair", "regenerat",
              "restor", "regrow", "revers", "fix", "correct", "mend", "reviv", "replenish", "calm",
              "sooth")  # fmt: skip
# What each kind of predicate can be said of, and the kind of claim that it makes.
OBJECTS: dict[str, tuple[tuple[str, ...], str]] = {
    "cure": (BAD, "cure"),
    "heal": ((*BAD, "bodypart", "function"), "efficacy"),
    "shed": (("target.fat", "target.intake"), "efficacy"),
    "treat": ((*BAD, "target.fat"), "efficacy"),
    "relieve": ((*MEASURED, "target.agent"), "efficacy"),
    "prevent": ((*BAD, "target.agent"), "prevention"),
    "lessen": ((*MEASURED, "target.agent"), "efficacy"),
    "boost": ((*GOOD, "symptom.appearance"), "efficacy"),
    "add": ((*GOOD, "symptom.appearance"), "efficacy"),
    "support": (ANY_THING, "support"),
    "help": ((*ANY_THING, "doing", "target"), "efficacy"),
    "work": (BAD, "efficacy"),
    "effective": (ANY_THING, "efficacy"),
    "give": (("outcome-noun",), "efficacy"),
    "make": (BAD, "efficacy"),
    "move": ((*BAD, "target"), "efficacy"),
    "back": (GOOD, "efficacy"),
    "gain": (("outcome.good", "outcome.bad", "measure", "target.fat"), "result"),
    "thrive": ((), "result"),
    "reader": (GOOD, "result"),
}
# What changes by itself: "the pain disappeared", "your energy soars".
BY_ITSELF: dict[str, tuple[str, ...]] = {
    "vanish": (*BAD, "target"),
    "soar": ("function", "outcome.good"),
}
NO_OBJECT_NEEDED = frozenset({"work", "effective"})
# What a property is said to belong to: "antiviral properties", "an anti-aging formula".
_CARRIERS = frozenset(
    """
    property properties effect effects benefits activity action actions power powers compound
    compounds qualities abilities ability ingredient ingredients nutrients potential herb herbs
    remedy formula supplement food foods bronchodilator bronchodilators
    """.split()
)
_COPULAS = frozenset("is are be powerfully naturally highly a an".split())
# What brings it about, where the text does not name it.
_UNNAMED = PRONOUNS | {"our", "we", "us"}


def may_claim(wording: Wording) -> bool:
    """Whether a sentence can hold a claim, whatever its syntax turns out to be."""
    return any(_may_be_said(wording, signal) for signal in wording.signals)


def _may_be_said(wording: Wording, signal: Signal) -> bool:
    family, _, kind = signal.name.partition(".")
    if family == "property":
        return (
            carrier_of(wording, signal) is not None
            or follows_copula(wording, signal)
            or is_listed(wording, signal)
        )
    if family != "predicate":
        return False
    if kind in BY_ITSELF:
        return _has_before(wording, signal, BY_ITSELF[kind])
    if kind not in OBJECTS or not _is_meant_so(wording, signal, kind):
        return False
    if kind == "thrive":
        return True
    flat = kind != "work" or ends_flatly(wording, signal)
    if kind in NO_OBJECT_NEEDED and flat and _is_brought_about(wording):
        return True
    if kind == "reader":
        return _is_compared(wording, signal) or _has_before(wording, signal, GOOD)
    if kind == "give" and LESS & set(wording.words[signal.end : signal.end + 4]):
        return True
    wanted, _ = OBJECTS[kind]
    if _has_after(wording, signal, wanted) or _has_before(wording, signal, wanted):
        return True
    verb = wording.words[signal.start]
    return (verb.startswith(REPAIRING) and _has_after(wording, signal, BAD)) or (
        verb.startswith(ON_LOOKS) and _has_after(wording, signal, ("bodypart",))
    )


def _is_meant_so(wording: Wording, signal: Signal, kind: str) -> bool:
    """Whether the words around a predicate let it be one."""
    if kind == "effective":
        return not is_limited(wording, signal)
    if kind == "make" and not makes_better(wording, signal):
        return False
    if kind == "move" and not moves_off(wording, signal):
        return False
    return not is_belittled(wording, signal.start)


def _is_compared(wording: Wording, signal: Signal) -> bool:
    """ "feel less pain", "notice thicker hair": something that can be compared, right after."""
    compared = any(
        word in _COMPARED or word.endswith("er")
        for word in wording.words[signal.end : signal.end + 4]
    ) or any(
        other.name == "result.compared" and signal.end <= other.start < signal.end + 4
        for other in wording.signals
    )
    return compared and _has_after(wording, signal, (*ANY_THING, "bodypart"))


_COMPARED = frozenset({"more", "less", "no", "worse"})


def _has_after(wording: Wording, signal: Signal, wanted: tuple[str, ...]) -> bool:
    return any(
        signal.end <= other.start < signal.end + REACH and is_one_of(other.name, wanted)
        for other in wording.signals
    )


def _has_before(wording: Wording, signal: Signal, wanted: tuple[str, ...]) -> bool:
    return any(
        signal.start - REACH <= other.start
        and other.end <= signal.start
        and is_one_of(other.name, wanted)
        for other in wording.signals
    )


def _is_brought_about(wording: Wording) -> bool:
    """Whether there is anything that may be said to work."""
    return not _UNNAMED.isdisjoint(wording.words) or any(
        signal.name.startswith("intervention") for signal in wording.signals
    )


def carrier_of(sentence: Sentence | Wording, signal: Signal) -> int | None:
    """The word after a property that it is said to belong to ("antiviral properties")."""
    for word in range(signal.end, min(signal.end + 6, len(sentence.words))):
        if sentence.words[word] in _CARRIERS:
            return word
    return None


def follows_copula(sentence: Sentence | Wording, signal: Signal) -> bool:
    """ "is antiviral"."""
    return signal.start > 0 and sentence.words[signal.start - 1] in _COPULAS


def is_listed(sentence: Sentence | Wording, signal: Signal) -> bool:
    """ "antiviral, expectorant and tonic"."""
    return any(
        other is not signal
        and other.name == signal.name
        and 0 < other.start - signal.end <= 2
        and {",", "and", "&"} & set(sentence.words[signal.end : other.start])
        for other in sentence.signals
    )
