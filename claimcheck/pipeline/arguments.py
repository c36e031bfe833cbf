"""What a predicate is said of, and who is said to bring it about."""

from __future__ import annotations

from claimcheck.claim import Sentence, Signal
from claimcheck.pipeline.grammar import subject_head, subtree

# Families of signals by what a predicate can do to them.
BAD = ("condition", "symptom", "outcome.bad", "disease-agent")
MEASURED = (*BAD, "measure", "biomarker", "function")
GOOD = ("function", "outcome.good", "biomarker", "measure")
ANY_THING = (*BAD, *GOOD)
# Organs that can be strengthened or rebuilt; "your body" and "every cell" say nothing.
_VAGUE_PARTS = frozenset("body bodies cell cells mind head arm leg hand back mouth face".split())
_LOOKS = frozenset(
    """
    hair skin follicle follicles lash lashes eyelash eyelashes eyebrow eyebrows brow brows nail
    nails jaw jawline jowl jowls neck breast breasts glute glutes muscle muscles abs gum gums lip
    lips cheek cheeks chin sinus sinuses pore pores artery arteries lung lungs tummy
    belly beard scalp thighs thigh arms face
    """.split()
)
REACH = 9
_BODILY = frozenset(
    """
    cells antibodies macrophages enzymes hormones lymphocytes neutrophils genes platelets
    nerves organs glands mucus saliva tears acid insulin bile stomach
    """.split()
)
_SUFFERERS = frozenset("those people anyone everyone women men patients sufferers adults".split())
_SUFFERING = frozenset("suffer suffers struggle struggles have has live lives want deal".split())
_MODIFYING = frozenset({"related", "associated", "causing", "free", "prone", "specific"})
_PERSONAL = frozenset({"i", "he", "she", "who", "you", "people", "someone", "everyone"})
PRONOUNS = frozenset({"it", "this", "they", "these", "that", "those", "which", "both", "one"})
_OWNERS = frozenset({"we", "our", "us"})
# Who treats there, whatever the unit is called after.
_PLACES = frozenset("unit ward department service services team centre center".split())
_FINITE = frozenset({"VBZ", "VBP", "VBD", "MD"})
# How many words on the object may stand; nearer for verbs that say little by themselves.
_NEARER = {"give": 6, "vanish": 4}
_ENDS = frozenset({"by", "because", "when", "while", "than", "who", "which", "if", "without"})
_MEDICINE = frozenset(
    "medicine medicines medication medications inhaler inhalers drug drugs".split()
)
LESS = frozenset("less fewer reduced lower decreased".split())


def object_after(
    sentence: Sentence, signal: Signal, wanted: tuple[str, ...], kind: str
) -> Signal | None:
    """The nearest thing of a wanted kind that the predicate can have as its object."""
    reach = _NEARER.get(kind, REACH)
    limit = min(signal.end + reach, _clause_end(sentence, signal))
    for word in range(signal.end, limit):
        tag = sentence.tags[word]
        if sentence.words[word] == "to" and kind == "give" and word > signal.end:
            limit = word  # "find ways to prevent": the verb after it has its own object
            break
        if sentence.words[word] == "who" and sentence.words[word - 1] in _SUFFERERS:
            continue
        if sentence.words[word] in _ENDS or (
            tag in _FINITE
            and word > signal.end
            and kind != "help"
            and sentence.words[word] not in _SUFFERING
        ):
            limit = word
            break
    for other in sentence.signals:
        if signal.end <= other.start < limit and is_one_of(other.name, wanted):
            following = sentence.words[other.end] if other.end < len(sentence.words) else ""
            if following in _MODIFYING:
                continue  # "cancer-related fatigue" is about fatigue
            return other
    return None


def _clause_end(sentence: Sentence, signal: Signal) -> int:
    """Where the clause of a predicate ends for its object.

    A list may follow a colon ("Helps with: anxiety", "Good for those with: gout"), and what an
    editor left out does not end it ("help reduce [...] acne").
    """
    end = sentence.clause_of(signal.start)[1]
    words = sentence.words
    while end < len(words):
        after = end + 1
        if words[end] == ":" and end <= signal.end + 4:
            pass
        elif words[end] == "[" and "]" in words[end : end + 4]:
            after = words.index("]", end) + 1
        elif words[end] not in ("…", "]"):
            break
        end = max(sentence.clause_of(after)[1], after) if after < len(words) else len(words)
    return end


def thing_before(
    sentence: Sentence, signal: Signal, wanted: tuple[str, ...], subject: int | None = None
) -> Signal | None:
    """The nearest thing of a wanted kind to the left, in the same clause.

    Where the subject is known, it must be part of it ("the pain of arthritis").
    """
    start = max(sentence.clause_of(signal.start)[0], signal.start - REACH)
    found = [
        other
        for other in sentence.signals
        if start <= other.start and other.end <= signal.start and is_one_of(other.name, wanted)
    ]
    if subject is not None:
        left, right = subtree(sentence, subject)
        found = [other for other in found if left < other.end and other.start < right]
    return found[-1] if found else None


def organ_after(sentence: Sentence, signal: Signal, *, looks: bool = False) -> Signal | None:
    """ "strengthens your heart": an organ right after the verb; with `looks`, one that is seen."""
    for other in sentence.signals:
        word = sentence.words[other.end - 1]
        if (
            other.name.startswith("bodypart")
            and signal.end <= other.start <= signal.end + 2
            and (word in _LOOKS if looks else word not in _VAGUE_PARTS)
        ):
            return other
    return None


def better_after(sentence: Sentence, signal: Signal) -> Signal | None:
    """ "notice thicker hair", "enjoy more energy", "feel less pain"."""
    for word in range(signal.end, min(signal.end + 4, len(sentence.words))):
        better = sentence.tags[word] == "JJR" or any(
            other.start == word and other.name == "result.compared" for other in sentence.signals
        )
        text = sentence.words[word]
        if not better and text not in ("more", "better", "no", "less", "fewer"):
            continue
        wanted: tuple[str, ...] = (*GOOD, "bodypart")
        if text in ("no", "less", "fewer", "milder", "lower"):
            wanted = BAD
        for other in sentence.signals:
            if word <= other.start <= word + 3 and is_one_of(other.name, wanted):
                return Signal(other.name, word, other.end)
    return None


def outcome_object(sentence: Sentence, noun: Signal) -> Signal | None:
    """ "relief of symptoms": the noun with what it is a relief of."""
    words = sentence.words
    if not noun.name.startswith("outcome-noun"):
        return noun
    if words[noun.start - 1] in ("no", "zero", "without", "little"):
        return None
    if noun.end < len(words) and words[noun.end] in _MEDICINE:
        return None  # "has quick-relief medicines": what there is to take
    longer = [
        other
        for other in sentence.signals
        if other.start == noun.start and other.end > noun.end and is_one_of(other.name, ANY_THING)
    ]
    if longer:
        return max(longer, key=lambda other: other.end)
    if noun.end < len(words) and words[noun.end] in (
        "of",
        "from",
        "in",
        "for",
        "to",
        "with",
        "against",
    ):
        for other in sentence.signals:
            if noun.end < other.start <= noun.end + 4 and is_one_of(other.name, ANY_THING):
                return Signal(other.name, noun.start, other.end)
    before = [
        other
        for other in sentence.signals
        if other.end in (noun.start, noun.end) and is_one_of(other.name, ANY_THING)
    ]
    if before:
        return Signal(before[0].name, min(before[0].start, noun.start), noun.end)
    # "relief", "healing" and "recovery" speak of health by themselves; "results" does not.
    if noun.name == "outcome-noun.less" and words[noun.start] in ("relief", "remission"):
        return noun
    return None


def less_of(sentence: Sentence, signal: Signal) -> Signal | None:
    """ "report less pain", "have fewer migraines": less of something bad is an outcome."""
    for word in range(signal.end, min(signal.end + 4, len(sentence.words))):
        if sentence.words[word] in LESS:
            for other in sentence.signals:
                if word < other.start <= word + 3 and is_one_of(other.name, BAD):
                    return Signal(other.name, word, other.end)
    return None


def subject_of(sentence: Sentence, head: int) -> tuple[int, int] | None:
    if sentence.parsed:
        found = subject_head(sentence, head)
        return subtree(sentence, found) if found is not None else _right_before(sentence, head)
    start = sentence.clause_of(head)[0]
    for signal in reversed(sentence.signals):
        if start <= signal.start < head and signal.name.startswith(("intervention", "people")):
            return signal.start, signal.end
    return None


def _right_before(sentence: Sentence, head: int) -> tuple[int, int] | None:
    """The treatment that stands right before a verb that was taken for a noun ("Semaglutide
    reduces hunger"), where it begins the sentence."""
    if head and sentence.words[head - 1] in _PLACES:
        return head - 1, head
    named: set[int] = set()
    for signal in sentence.signals:
        if signal.end <= head and signal.name.startswith("intervention"):
            named.update(range(signal.start, signal.end))
    others = {sentence.words[word] for word in range(head) if word not in named}
    return (0, head) if head - 1 in named and others <= {"our", "the", "these", "this"} else None


def agent_of(sentence: Sentence, signal: Signal) -> tuple[int, int] | None:
    """What a passive's "by", "with" or "through" names."""
    for word in range(signal.end, min(signal.end + 6, len(sentence.words))):
        if sentence.words[word] in ("by", "with", "through", "using", "via"):
            if sentence.words[word + 1 : word + 2] == ["our"]:
                return word + 1, min(word + 3, len(sentence.words))
            for other in sentence.signals:
                if word < other.start <= word + 5 and other.name.startswith("intervention"):
                    return other.start, other.end
    return None


def kind_of(sentence: Sentence, span: tuple[int, int]) -> str:
    """What kind of thing a subject is."""
    start, end = span
    words = sentence.words[start:end]
    inside = [s for s in sentence.signals if start <= s.start and s.end <= end]
    if words and words[-1] in _PLACES:
        return "people.provider"
    if any(signal.name in ("regulator", "body.named") for signal in inside):
        return "people.expert"
    for family in ("intervention", "people.provider", "people", "condition", "symptom", "bodypart"):
        for signal in inside:
            if signal.name == family or signal.name.startswith(family + "."):
                if family in ("condition", "symptom") and _OWNERS & set(words):
                    continue
                return signal.name
    if words and words[-1] in _BODILY:
        return "bodypart"
    if {"we", "us"} & set(words):
        return "owner"
    if "our" in words:
        return "intervention.generic.product"  # "our cleanse": what we sell, whatever it is
    if _PERSONAL & set(words):
        return "person"
    if PRONOUNS & set(words) and len(words) <= 3:
        return "pronoun"
    return "unknown"


def is_intervention(kind: str) -> bool:
    return kind.startswith("intervention") or kind in ("pronoun", "owner")


def topic_of(sentence: Sentence, subject: tuple[int, int] | None) -> set[str]:
    """The content words of the subject, for telling whether two claims speak of the same."""
    if subject is None:
        return set()
    generic = {"therapy", "treatment", "treatments", "the", "a", "an", "our", "this", "these",
               "its", "of", "for", "session", "sessions", "it", "that", "they"}  # fmt: skip
    return {word for word in sentence.words[subject[0] : subject[1]] if word not in generic}


def is_one_of(name: str, wanted: tuple[str, ...]) -> bool:
    return any(name == want or name.startswith(want + ".") for want in wanted)
