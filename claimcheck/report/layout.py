"""Text on a terminal: what a cell is, where to break, what to leave out."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

# Characters that show nothing, or change how others show. A page is untrusted: what it holds must
# not move the cursor, turn text around or hide a part of the report.
_DROPPED = frozenset("\u00ad\u200b\u200e\u200f\u2060\ufeff")

# Of these, each takes one cell; any other text is measured by rich.
_NARROW = re.compile("[ -~\u00a1-\u00ac\u00ae-\u02ff\u2010-\u2027\u2030-\u205e\u20ac]*")


def cell_len(text: str) -> int:
    """How many columns of a terminal `text` takes."""
    if _NARROW.fullmatch(text):
        return len(text)
    from rich.cells import cell_len as measured

    return measured(text)


def printable(text: str) -> str:
    """`text` as it can be shown: control and direction characters made visible, code point by
    code point where they show at all."""
    if text.isprintable():
        return text
    return "".join(_shown(char) for char in text)


def _shown(char: str) -> str:
    if char.isprintable() or char in "\n\t":
        return char
    if char in _DROPPED:
        return ""
    if char == "\u200d":  # joins the parts of an emoji
        return char
    if unicodedata.category(char) == "Zs" or char in "\r\u2028\u2029\v\f\x85":
        return " "
    return "\ufffd"


def path_line(path: str) -> str:
    """A path printable on one line, its blanks kept."""
    return printable(path).replace("\n", " ").replace("\t", " ")


def one_line(text: str) -> str:
    """`text` printable and with every run of white space as one blank."""
    return " ".join(printable(text).split())


@dataclass(frozen=True, slots=True)
class Line:
    """A line of an excerpt, and the columns `[mark, mark_end)` of it to underline, in cells."""

    text: str
    start: int
    end: int

    @property
    def mark(self) -> tuple[int, int]:
        """Where the underline stands: its offset and its length, in cells."""
        before = cell_len(self.text[: self.start])
        return before, cell_len(self.text[: self.end]) - before


def excerpt(before: str, inside: str, after: str, width: int, lines: int, dots: str) -> list[Line]:
    """`before + inside + after` as at most `lines` lines of `width` cells, `inside` marked.

    What does not fit is left out, `dots` in its place: context first, farthest first, then the
    middle of `inside`.
    """
    left = one_line(before) + (" " if before[-1:].isspace() else "")
    middle = one_line(inside)
    right = (" " if after[:1].isspace() else "") + one_line(after)
    left = left.lstrip()
    # Words do not fill lines to the brim; nine tenths is what a paragraph keeps on average.
    budget = max(width * lines * 9 // 10, 8)
    if cell_len(left + middle + right) > width * lines * 9 // 10:
        if cell_len(middle) > budget - 2 * len(dots):
            half = (budget - 4 * len(dots)) // 2
            middle = f"{_head(middle, half)} {dots} {_tail(middle, half)}"
        spare = max(budget - cell_len(middle), 0)
        room_left = max(spare // 2, spare - cell_len(right))
        left = _tail(left, room_left, dots)
        right = _head(right, max(spare - cell_len(left), 0), dots)
    shown = left + middle + right
    start, end = len(left), len(left) + len(middle)
    return [
        Line(
            shown[a:b],
            min(max(start - a, 0), b - a),
            min(max(end - a, 0), b - a),
        )
        for a, b in breaks(shown, width)
    ]


def _head(text: str, cells: int, dots: str = "") -> str:
    """The first words of `text` that fit into `cells`; all of it if it fits."""
    if cell_len(text) <= cells:
        return text
    cut = _fitting(text, max(cells - len(dots) - 1, 0))
    space = text.rfind(" ", 0, cut + 1)
    kept = text[: space if space > 0 else cut].rstrip()
    return f"{kept} {dots}" if dots else kept


def _tail(text: str, cells: int, dots: str = "") -> str:
    """The last words of `text` that fit into `cells`; all of it if it fits."""
    if cell_len(text) <= cells:
        return text
    backwards = text[::-1]
    cut = len(text) - _fitting(backwards, max(cells - len(dots) - 1, 0))
    space = text.find(" ", max(cut - 1, 0))
    kept = text[space + 1 if 0 <= space < len(text) - 1 else cut :]
    return f"{dots} {kept.lstrip()}" if dots else kept


def _fitting(text: str, cells: int) -> int:
    """How many code points of `text` fit into `cells`."""
    if _NARROW.fullmatch(text, 0, cells + 1):
        return min(cells, len(text))
    total = 0
    for index, char in enumerate(text):
        total += cell_len(char)
        if total > cells:
            return index
    return len(text)


def breaks(text: str, width: int, used: int = 0) -> Iterator[tuple[int, int]]:
    """Where to break a line of text: `[start, end)` of each line, blanks at breaks left out.

    Of the first line, `used` cells are taken already. A word wider than `width` cells is cut,
    never dropped.
    """
    full = max(width, 2)
    width = max(full - used, 2)
    start = 0
    while start < len(text):
        if text[start] == " ":
            start += 1
            continue
        end = start + _fitting(text[start:], width)
        if end < len(text) and text[end] != " ":
            space = text.rfind(" ", start, end)
            end = space if space > start else max(end, start + 1)
        stop = end
        while stop > start and text[stop - 1] == " ":
            stop -= 1
        yield start, stop
        start = end
        width = full


def wrap(text: str, width: int, used: int = 0) -> list[str]:
    """`text` on lines of at most `width` cells, `used` of them taken on the first."""
    line = one_line(text)
    return [line[start:end] for start, end in breaks(line, width, used)]
