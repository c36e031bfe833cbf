"""What is known of sentences by their words, remembered: a site says the same thing on many pages.

Everything here depends on the text of a sentence alone: its words, the signals and patterns in
them, whether its syntax is needed, and, once that was asked, the syntax.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from claimcheck.claim import Wording
from claimcheck.pipeline.predicates import may_claim
from claimcheck.pipeline.score import scorer
from claimcheck.pipeline.sentences import read_words
from claimcheck.pipeline.sharing import Exchange, Shared
from claimcheck.pipeline.signals import find_signals
from claimcheck.pipeline.tokenizer import CopyTokenizer
from claimcheck.rules.lexicon import Lexicon
from claimcheck.rules.patterns import PatternIndex

# Characters of text in each of two generations; what is known takes a hundred times their memory.
_MOST_CHARACTERS = 160_000


def read_wording(text: str, tokenizer: CopyTokenizer, lexicon: Lexicon) -> Wording:
    """A sentence with what its words alone tell: their signals, what it reads like, its tone."""
    wording = read_words(text, tokenizer)
    wording.signals = find_signals(wording.words, wording.cased, lexicon)
    wording.readings, wording.tone = scorer().read(wording)
    return wording


class Wordings:
    """Reads sentences, and remembers those read last.

    Remembered are two generations: when the younger one is full, it becomes the older one, and what
    nobody has asked for since is forgotten.
    """

    def __init__(
        self,
        lexicon: Lexicon,
        triggers: PatternIndex[Any],
        asks_for_tags: Callable[[Wording], bool],
    ) -> None:
        """`triggers` are what makes a sentence matter; `asks_for_tags` tells whether the class of a
        word can decide anything there."""
        self._lexicon = lexicon
        self._triggers = triggers
        self._asks_for_tags = asks_for_tags
        self._tokenizer = CopyTokenizer()
        self._young: dict[str, Wording] = {}
        self._old: dict[str, Wording] = {}
        self._size = 0
        self._shared: Shared | None = None

    def share(self, exchange: Exchange | None) -> None:
        """Tell other processes what is found out from now on, and use what they tell."""
        self._shared = Shared(exchange, list(self._triggers)) if exchange is not None else None

    def tell(self) -> None:
        """Now that the syntax of what was read is settled, others may know."""
        if self._shared is not None:
            self._shared.tell()

    def read(self, text: str) -> Wording:
        """What is known of a sentence with this text."""
        known = self._young.get(text)
        if known is not None:
            return known
        wording = self._old.pop(text, None) or self._found(text)
        self._size += len(text)
        if self._size > _MOST_CHARACTERS:
            self._old, self._young, self._size = self._young, {}, len(text)
        self._young[text] = wording
        return wording

    def _found(self, text: str) -> Wording:
        if self._shared is None:
            return self._new(text)
        wording = self._shared.find(text)
        if wording is None:
            wording = self._new(text)
            self._shared.add(text, wording)
        return wording

    def _new(self, text: str) -> Wording:
        wording = read_wording(text, self._tokenizer, self._lexicon)
        wording.found = self._triggers.find(wording)
        wording.needs_syntax = may_claim(wording) or self._asks_for_tags(wording)
        return wording

    @staticmethod
    def parsed(wording: Wording) -> None:
        """Now that the syntax is known, ask the patterns again that depend on it.

        Until then, a word may be of any class.
        """
        wording.found = [
            (pattern, value, matches)
            for pattern, value, before in wording.found
            if (matches := pattern.matches(wording) if pattern.needs_tags else before)
        ]
