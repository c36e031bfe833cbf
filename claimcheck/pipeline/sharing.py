"""Wordings as bytes, for processes that share the work on the same pages.

All of them are forks of one that had the rules, so a pattern is named by its number among those
that they look for, and `marshal` will do: nothing is kept.
"""

from __future__ import annotations

import marshal
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Protocol

from claimcheck.claim import Match, Reading, Signal, Wording
from claimcheck.rules.patterns import Pattern

# What others told and was not asked for yet is kept up to so many bytes.
_MOST_HEARD = 8_000_000


class Exchange(Protocol):
    """Carries messages among processes; it may lose some."""

    def tell(self, messages: Iterable[bytes]) -> None: ...

    def hear(self) -> Iterator[bytes]: ...


class Shared:
    """Wordings that this process tells the others, and those that it heard of from them."""

    def __init__(self, exchange: Exchange, triggers: Sequence[tuple[Pattern, Any]]) -> None:
        self._exchange = exchange
        self._triggers = triggers
        self._numbers = {id(value): number for number, (_, value) in enumerate(triggers)}
        self._fresh: dict[str, Wording] = {}
        self._heard: dict[str, bytes] = {}
        self._size = 0

    def add(self, text: str, wording: Wording) -> None:
        """Note a wording to be told once its syntax is settled."""
        self._fresh[text] = wording

    def tell(self) -> None:
        """Tell the others of what was noted."""
        self._exchange.tell(
            marshal.dumps((text, self._packed(wording))) for text, wording in self._fresh.items()
        )
        self._fresh = {}

    def find(self, text: str) -> Wording | None:
        """What another process has told of a sentence."""
        for message in self._exchange.hear():
            other, data = marshal.loads(message)
            if self._size > _MOST_HEARD:
                self._heard, self._size = {}, 0
            self._heard[other] = data
            self._size += len(message)
        found = self._heard.pop(text, None)
        return None if found is None else self._unpacked(found)

    def _packed(self, wording: Wording) -> bytes:
        return marshal.dumps(
            (
                wording.tokens, wording.spaces, wording.numbers, wording.words, wording.cased,
                wording.starts, wording.ends, wording.tags, wording.deps, wording.heads,
                wording.parsed, wording.needs_syntax, wording.token_matches,
                wording.tone,
                {name: (reading.at, reading.margin) for name, reading in wording.readings.items()},
                [(signal.name, signal.start, signal.end) for signal in wording.signals],
                [
                    (
                        self._numbers[id(value)],
                        [(match.start, match.end, match.mark) for match in matches],
                    )
                    for _, value, matches in wording.found
                ],
            )
        )  # fmt: skip

    def _unpacked(self, data: bytes) -> Wording:
        (
            tokens, spaces, numbers, words, cased, starts, ends, tags, deps, heads,
            parsed, needs_syntax, token_matches, tone, readings, signals, found,
        ) = marshal.loads(data)  # fmt: skip
        return Wording(
            tokens, spaces, numbers, words, cased, starts, ends, tags, deps, heads,
            parsed=parsed,
            signals=[Signal(*signal) for signal in signals],
            found=[
                (*self._triggers[number], [Match(*match) for match in matches])
                for number, matches in found
            ],
            needs_syntax=needs_syntax,
            tone=tone,
            readings={name: Reading(*reading) for name, reading in readings.items()},
            token_matches=token_matches,
        )  # fmt: skip
