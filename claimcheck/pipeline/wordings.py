"""What is known of sentences by their words, remembered: a site says the same thing on many pages.

Everything here depends on the text of a sentence alone: its words, the signals and patterns in
them, whether its syntax is needed, and, once that was asked, the syntax.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from claimcheck.claim import Wording
from claimcheck.pipeline.claims import may_claim
from claimcheck.pipeline.score import scorer
from claimcheck.pipeline.sentences import read_words
from claimcheck.pipeline.sharing import Exchange, Shared
from claimcheck.pipeline.signals import find_signals
from claimcheck.pipeline.tokenizer import CopyTokenizer
from claimcheck.rules.lexicon import Lexicon
from claimcheck.rules.patterns import Pattern, PatternIndex

# Characters of text in each of two generations; what is known takes a hundred times their memory.
_MOST_CHARACTERS = 80_000


class Wordings:
    """Reads sentences, and remembers those read last.

    Remembered are two generations: when the younger one is full, it becomes the older one, and what
    nobody has asked for since is forgotten.
    """

    def __init__(
        self,
        lexicon: Lexicon,
        triggers: PatternIndex[Any],
        tagged: Sequence[Pattern],
        *,
        all_parsed: bool = False,
    ) -> None:
        """`triggers` are what makes a sentence matter, `tagged` the other patterns that ask for the
        class of a word; with `all_parsed`, something asks for the syntax of every sentence."""
        self._lexicon = lexicon
        self._triggers = triggers
        self._tagged: PatternIndex[None] = PatternIndex([(p, None) for p in tagged if p.keys])
        self._anywhere = [pattern for pattern in tagged if not pattern.keys]
        self._all_parsed = all_parsed
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
        wording = read_words(text, self._tokenizer)
        wording.signals = find_signals(wording.words, wording.cased, self._lexicon)
        wording.readings, wording.tone = scorer().read(wording)
        wording.found = self._triggers.find(wording)
        claim = may_claim(wording)
        wording.needs_syntax = self._all_parsed or claim or self._asks_for_tags(wording)
        return wording

    def _asks_for_tags(self, wording: Wording) -> bool:
        """Whether the class of a word can decide anything about what was found."""
        if not wording.found:
            return False
        return (
            any(pattern.needs_tags for pattern, _, _ in wording.found)
            or any(pattern.found_in(wording) for pattern in self._anywhere)
            or bool(self._tagged.find(wording))
        )

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
