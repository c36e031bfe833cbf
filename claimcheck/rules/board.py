"""A sentence laid out for the patterns: where each word, signal and class of words stands, as bits.

Bit n of an integer stands for word n, so that one operation of Python's moves all places of a
sentence at once.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from claimcheck.claim import Signal, Wording

Keys = frozenset[str]

# Words that a gap must not cross: another clause or an aside begins there.
STOPS = frozenset({";", ":", "(", ")", "[", "]", "—", "–", ".", "!", "?", "|", "•", "…"})
PUNCTUATION = STOPS | {",", "/", "*"}


class Board:
    """Made once for each wording, when its signals are known.

    `keys` are all words and `<signals>`, `places` the bits where each stands. `plain` are words
    that are no punctuation, `open_` those that a gap may cross, `narrow` those that a short gap may
    cross, `capitals` those with a capital.
    """

    __slots__ = (
        "_begun", "_classes", "_settled", "_signals", "_spans", "_words", "capitals", "keys",
        "narrow", "open_", "places", "plain", "whole",
    )  # fmt: skip

    def __init__(self, wording: Wording) -> None:
        self._words = wording.words
        self._classes: dict[Keys, int] = {}
        self._settled = wording.parsed
        places: dict[str, int] = {}
        plain = open_ = narrow = capitals = 0
        bit = 1
        for word, cased in zip(wording.words, wording.cased, strict=True):
            places[word] = places.get(word, 0) | bit
            if word not in PUNCTUATION:
                plain |= bit
            if word not in STOPS:
                open_ |= bit
                if word != ",":
                    narrow |= bit
            if cased[:1].isupper():
                capitals |= bit
            bit <<= 1
        self.plain, self.open_, self.narrow, self.capitals = plain, open_, narrow, capitals
        self.whole = (bit << 1) - 1
        # The longest first, as a pattern prefers it. Where those of one name stand is told when it
        # is asked: there are dozens of names in a sentence, and thousands of sentences are kept.
        self._signals = sorted(wording.signals, key=lambda entry: entry.start - entry.end)
        self._spans: dict[str, list[tuple[int, int]]] = {}
        self._begun: dict[int, list[Signal]] | None = None
        for signal in self._signals:
            start = 1 << signal.start
            for _, key in _above(signal.name):
                places[key] = places.get(key, 0) | start
        self.places = places
        self.keys = set(places)

    def where(self, keys: Keys) -> int:
        """The places of any of these keys."""
        places = self.places
        found = 0
        for key in keys & self.keys:
            found |= places[key]
        return found

    def spans(self, name: str) -> list[tuple[int, int]]:
        """The first and the end bit of each signal of this name or one below it."""
        known = self._spans.get(name)
        if known is None:
            known = self._spans[name] = [
                (1 << signal.start, 1 << signal.end) for signal in self._named(name)
            ]
        return known

    def ends(self, name: str, start: int) -> list[int]:
        """Where the signals of this name end that start at a word, the longest first."""
        if self._begun is None:
            self._begun = {}
            for signal in self._signals:
                self._begun.setdefault(signal.start, []).append(signal)
        below = f"{name}."
        return [
            signal.end
            for signal in self._begun.get(start, ())
            if signal.name == name or signal.name.startswith(below)
        ]

    def _named(self, name: str) -> Iterator[Signal]:
        if f"<{name}>" in self.places:
            below = f"{name}."
            for signal in self._signals:
                if signal.name == name or signal.name.startswith(below):
                    yield signal

    def of_class(self, wording: Wording, tags: Keys) -> int:
        """The words with one of these tags; before the syntax is known, a word may be of any class
        but punctuation."""
        if self._settled is not wording.parsed:
            self._classes.clear()
            self._settled = wording.parsed
        known = self._classes.get(tags)
        if known is None:
            known = 0
            for at, (tag, word) in enumerate(zip(wording.tags, self._words, strict=True)):
                if tag in tags if tag else word not in PUNCTUATION:
                    known |= 1 << at
            self._classes[tags] = known
        return known


def board_of(wording: Wording) -> Board:
    """The board of a wording whose signals are known."""
    known: Board | None = wording.lookup
    if known is None:
        known = wording.lookup = Board(wording)
    return known


@lru_cache(maxsize=5_000)
def _above(name: str) -> tuple[tuple[str, str], ...]:
    """A signal's name and those above it, each with its key."""
    names: list[tuple[str, str]] = []
    while name:
        names.append((name, f"<{name}>"))
        name = name.rpartition(".")[0]
    return tuple(names)
