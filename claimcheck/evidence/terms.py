"""The words of a register in a text: interventions, conditions, populations, products, uses."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from claimcheck.claim import Sentence
from claimcheck.rules.inflect import noun_forms
from claimcheck.rules.lexicon import Lexicon


@dataclass
class Terms:
    """Lists of names, each under a key of its own, found in sentences by their words."""

    _lexicon: Lexicon = field(default_factory=Lexicon)
    _found: dict[int, dict[str, list[tuple[int, int]]]] = field(default_factory=dict)

    def add(self, key: str, names: Iterable[str]) -> None:
        """Names that mean the same thing; plurals are understood."""
        for name in names:
            for form in noun_forms(name.lower()):
                self._lexicon.add(form, key)

    def find(self, sentence: Sentence) -> dict[str, list[tuple[int, int]]]:
        """Key -> the words `[start, end)` where one of its names stands."""
        known = self._found.get(sentence.index)
        if known is None:
            known = {}
            for signal in self._lexicon.find(sentence.words, sentence.cased):
                known.setdefault(signal.name, []).append((signal.start, signal.end))
            self._found[sentence.index] = known
        return known

    def has(self, sentence: Sentence, key: str) -> bool:
        """Whether a name of this key stands in the sentence."""
        return key in self.find(sentence)

    def within(self, sentence: Sentence, key: str, span: tuple[int, int]) -> bool:
        """Whether a name of this key overlaps words `[start, end)`."""
        return any(
            start < span[1] and span[0] < end for start, end in self.find(sentence).get(key, ())
        )


def matches_any(words: Sequence[str], names: Iterable[str]) -> bool:
    """Whether words (lower case) hold one of the names, in any form."""
    return bool(_names(tuple(names)).find(list(words), list(words)))


@lru_cache(maxsize=1024)
def _names(names: tuple[str, ...]) -> Lexicon:
    lexicon = Lexicon()
    for name in names:
        for form in noun_forms(name.lower()):
            lexicon.add(form, "name")
    return lexicon
