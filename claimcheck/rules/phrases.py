"""Several patterns of which any will do, as conditions ask for them."""

from __future__ import annotations

from collections.abc import Iterable

from claimcheck.claim import Wording
from claimcheck.rules.board import Keys, board_of
from claimcheck.rules.patterns import Pattern


class PhraseSet:
    """Patterns asked together; what a sentence's words have answered is kept with them."""

    __slots__ = ("keys", "patterns")

    def __init__(self, patterns: Iterable[Pattern]) -> None:
        self.patterns = tuple(patterns)
        keyed = all(pattern.keys for pattern in self.patterns)
        # A sentence with none of these has no match; None where one can match without any.
        self.keys: Keys | None = (
            frozenset().union(*(pattern.keys for pattern in self.patterns)) if keyed else None
        )

    def possible(self, wording: Wording) -> tuple[Pattern, ...]:
        """Those that can match in a sentence: mostly none."""
        known: tuple[Pattern, ...] | None = wording.asked.get(self)
        if known is None:
            keys = board_of(wording).keys
            if self.keys is not None and self.keys.isdisjoint(keys):
                known = ()
            else:
                known = tuple(pattern for pattern in self.patterns if pattern.may_match(keys))
            wording.asked[self] = known
        return known

    def found_in(self, wording: Wording) -> bool:
        """Whether one is found anywhere in the sentence."""
        known = self.possible(wording)
        if not known:
            return False
        answer: bool | None = wording.asked.get((self, True))
        if answer is None:
            answer = any(pattern.found_in(wording) for pattern in known)
            wording.asked[(self, True)] = answer
        return answer
