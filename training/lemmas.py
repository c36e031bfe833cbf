"""Build the lemmatizer's tables from the training split."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from claimcheck.pipeline.lemmatizer import (
    FAMILY,
    LONGEST_ENDING,
    NAMES,
    VERBATIM,
    Endings,
    Forms,
    TableLemmatizer,
)
from claimcheck.pipeline.tokenizer import normalise
from training.convert import Sentence

# Tags whose words are an open class: an unknown one is inflected by its ending.
_OPEN = ("NNS", "VBZ", "VBG", "VBD", "JJR", "JJS", "RBR", "RBS")
_MIN_ENDING = 2


# Verbs of own_verbs.txt that double their last consonant.
_DOUBLING = frozenset(
    ("ban", "control", "cut", "drop", "excel", "repel", "rid", "shed", "slim", "stop")
)


def _own(name: str) -> Iterator[str]:
    text = (Path(__file__).resolve().parent / name).read_text(encoding="utf-8")
    return (line for line in text.splitlines() if not line.startswith("#"))


def own_words() -> Iterator[tuple[str, str, str]]:
    """Yield (tag family, form, lemma) for every inflected form of our own words."""
    for verb in " ".join(_own("own_verbs.txt")).split():
        if verb.endswith("e"):
            stem, past = verb[:-1], verb + "d"
        elif verb.endswith("y") and verb[-2] not in "aeiou":
            stem, past = verb, verb[:-1] + "ied"
        elif verb in _DOUBLING:
            stem = verb + verb[-1]
            past = stem + "ed"
        else:
            stem, past = verb, verb + "ed"
        third = verb + "s"
        if verb.endswith("y") and verb[-2] not in "aeiou":
            third = verb[:-1] + "ies"
        elif verb.endswith(("s", "x", "z", "ch", "sh")):
            third = verb + "es"
        yield "VBG", stem + "ing", verb
        yield "VBD", past, verb
        yield "VBZ", third, verb
    for line in _own("own_plurals.txt"):
        form, lemma = line.split()
        yield "NNS", form, lemma


def _edit(word: str, lemma: str) -> tuple[int, str]:
    shared = 0
    while shared < min(len(word), len(lemma)) and word[shared] == lemma[shared]:
        shared += 1
    return len(word) - shared, lemma[shared:]


def build(lemmatizer: TableLemmatizer, sentences: Iterable[Sentence]) -> None:
    """Learn both tables and put them into `lemmatizer`."""
    seen: dict[str, dict[str, Counter[str]]] = defaultdict(lambda: defaultdict(Counter))
    for sentence in sentences:
        for word in sentence.words:
            if word.tag in VERBATIM or word.lemma == "_":
                continue
            family = FAMILY.get(word.tag, word.tag)
            # The capitals of a name are those of the text.
            lemma = word.lemma.lower() if word.tag in NAMES else word.lemma
            seen[family][normalise(word.form)][lemma] += 1
    endings: Endings = {}
    for family in _OPEN:
        # Every form once: an ending is a matter of types, and "was" is no pattern.
        votes: dict[str, Counter[tuple[int, str]]] = defaultdict(Counter)
        for form, lemmas in seen[family].items():
            if not form.replace("-", "").isalpha():
                continue
            edit = _edit(form, lemmas.most_common(1)[0][0].lower())
            for length in range(min(LONGEST_ENDING, len(form) - 1) + 1):
                if edit[0] <= length + 1:
                    votes[form[len(form) - length :]][edit] += 1
        rules: dict[str, tuple[int, str]] = {}
        for ending in sorted(votes, key=len):
            edit, count = votes[ending].most_common(1)[0]
            if count < (_MIN_ENDING if ending else 1):
                continue
            tails = (ending[i:] for i in range(1, len(ending) + 1))
            shorter = next((rules[tail] for tail in tails if tail in rules), None)
            if edit != shorter:
                rules[ending] = edit
        endings[family] = rules
    for tag, form, lemma in own_words():
        seen[tag][form] = Counter({lemma: 1})
    lemmatizer.set_tables({}, endings)
    forms: Forms = {}
    for family, words in seen.items():
        table: dict[str, str] = {}
        for form, lemmas in words.items():
            lemma = lemmas.most_common(1)[0][0]
            if lemmatizer.lemma(form, family) != lemma:
                table[form] = lemma
        forms[family] = table
    lemmatizer.set_tables(forms, endings)
