"""Text and places: what was read, and where something stands in it."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate

# Not str.splitlines: it also breaks at form feeds and U+2028, where no editor counts a line.
_LINE_END = re.compile(r"\r\n|\n|\r")


@dataclass(frozen=True, slots=True, order=True)
class Range:
    """A half-open interval `[start, end)` of Unicode code points."""

    start: int
    end: int

    def __len__(self) -> int:
        return self.end - self.start

    def overlaps(self, other: Range) -> bool:
        """Whether the two share at least one code point."""
        return self.start < other.end and other.start < self.end

    def contains(self, other: Range) -> bool:
        """Whether `other` lies wholly inside."""
        return self.start <= other.start and other.end <= self.end


@dataclass(frozen=True, slots=True)
class Position:
    """A place as people count it: line and column, 1-based, the column in code points."""

    line: int
    column: int


@dataclass(frozen=True)
class Source:
    """One file as it was read.

    `text` is the decoded content, its line ends (LF, CRLF or CR) untouched, without a byte-order
    mark. `path` is the file as the user named it, `-` for standard input.
    """

    path: str
    text: str

    @cached_property
    def line_starts(self) -> list[int]:
        """Where each line begins, in code points; the first entry is 0."""
        if "\r" not in self.text:
            lengths = [len(line) + 1 for line in self.text.split("\n")]
            return [0, *accumulate(lengths[:-1])]
        return [0, *(match.end() for match in _LINE_END.finditer(self.text))]

    def position(self, offset: int) -> Position:
        """The line and column of a code-point offset."""
        line = bisect_right(self.line_starts, offset)
        return Position(line, offset - self.line_starts[line - 1] + 1)

    def line_text(self, line: int) -> str:
        """The text of a 1-based line, without its line end."""
        start = self.line_starts[line - 1]
        end = self.line_starts[line] if line < len(self.line_starts) else len(self.text)
        return self.text[start:end].rstrip("\r\n")

    def excerpt(self, place: Range) -> str:
        """The source text at `place`."""
        return self.text[place.start : place.end]
