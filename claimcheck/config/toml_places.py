"""Where the keys and values of a TOML file stand. The standard parser tells values only."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Mapping

Key = tuple[str | int, ...]
_Read = Callable[[Key, int], None]

_BLANK = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
_BARE = re.compile(r"[A-Za-z0-9_-]+")
_STRING = re.compile(
    r'"""(?:\\.|[^\\])*?"{3,5}|\'\'\'.*?\'{3,5}|"(?:\\.|[^"\\\n])*"|\'[^\'\n]*\'', re.DOTALL
)
_SCALAR = re.compile(r"[^,\]}#\n]*")


def places(text: str) -> Mapping[Key, tuple[int, int]]:
    """The line and column (1-based, code points) of every key and list item.

    `("overrides", 0, "paths", 1)` is the second item of `paths` of the first `[[overrides]]`;
    a key's place is that of its name. `text` must be valid TOML.
    """
    return _Scanner(text).scan()


class _Scanner:
    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self._offsets: dict[Key, int] = {}
        self._counts: dict[Key, int] = {}

    def scan(self) -> Mapping[Key, tuple[int, int]]:
        table: Key = ()
        self._skip()
        while self._at < len(self._text):
            if self._peek("["):
                table = self._header()
            else:
                self._pair(table)
            self._skip()
        starts = [0, *(match.end() for match in re.finditer("\n", self._text))]
        found = {}
        for key, offset in self._offsets.items():
            line = bisect_right(starts, offset)
            found[key] = (line, offset - starts[line - 1] + 1)
        return found

    def _peek(self, token: str) -> bool:
        return self._text.startswith(token, self._at)

    def _skip(self) -> None:
        match = _BLANK.match(self._text, self._at)
        assert match is not None
        self._at = match.end()

    def _header(self) -> Key:
        array = self._peek("[[")
        start = self._at
        self._at += 2 if array else 1
        table: Key = ()
        parts = self._key()
        for number, (part, _) in enumerate(parts):
            table = (*table, part)
            last = number == len(parts) - 1
            if last and array:
                self._counts[table] = self._counts.get(table, -1) + 1
            self._offsets.setdefault(table, start)
            if table in self._counts:
                # A later [table.of.it] means the item that was opened last.
                table = (*table, self._counts[table])
                self._offsets.setdefault(table, start)
        self._at += 2 if array else 1
        return table

    def _key(self) -> list[tuple[str, int]]:
        """A dotted key, each part with its offset."""
        parts: list[tuple[str, int]] = []
        while True:
            self._skip()
            start = self._at
            match = _STRING.match(self._text, start) or _BARE.match(self._text, start)
            if match is None:
                self._at = len(self._text)
                return parts
            word = match.group()
            parts.append((word[1:-1] if word[0] in "\"'" else word, start))
            self._at = match.end()
            self._skip()
            if not self._peek("."):
                return parts
            self._at += 1

    def _pair(self, table: Key) -> None:
        for part, offset in self._key():
            table = (*table, part)
            self._offsets.setdefault(table, offset)
        self._at += 1  # the equals sign
        self._value(table)

    def _value(self, key: Key) -> None:
        self._skip()
        if self._peek("["):
            self._items(key, "]", self._item)
        elif self._peek("{"):
            self._items(key, "}", lambda key, _: self._pair(key))
        else:
            match = _STRING.match(self._text, self._at) or _SCALAR.match(self._text, self._at)
            assert match is not None
            self._at = match.end()

    def _item(self, key: Key, number: int) -> None:
        self._offsets[(*key, number)] = self._at
        self._value((*key, number))

    def _items(self, key: Key, closing: str, read: _Read) -> None:
        self._at += 1
        self._skip()
        number = 0
        while self._at < len(self._text) and not self._peek(closing):
            read(key, number)
            number += 1
            self._skip()
            if self._peek(","):
                self._at += 1
            self._skip()
        self._at += 1
