"""Lines with their indentation, for formats whose structure is in their lines."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

_LINE = re.compile(r"([ \t]*)([^\r\n]*?)[ \t]*(?:\r\n?|\n|\Z)")


@dataclass(frozen=True, slots=True)
class Line:
    """A line without the white space around it: `text` stands from `start` to `end`.

    `indent` is the column at which it begins, tabs to the next multiple of eight.
    """

    start: int
    end: int
    indent: int
    text: str

    def rest(self, length: int) -> Line:
        """What is left when so many characters are taken off the front, white space too."""
        text = self.text[length:].lstrip()
        taken = len(self.text) - len(text)
        return Line(self.start + taken, self.end, self.indent + taken, text)


def split_lines(text: str, start: int = 0) -> list[Line]:
    """The lines of `text` from an offset on; blank ones are empty."""
    lines: list[Line] = []
    for match in _LINE.finditer(text, start):
        if match.start() == len(text) and lines:
            break
        indent = len(match[1].expandtabs(8))
        lines.append(Line(match.start(2), match.end(2), indent if match[2] else 0, match[2]))
    return lines


def block_end(lines: Sequence[Line], index: int, indent: int) -> int:
    """Where the lines from `index` on that are blank or indented at least so far end.

    Blank lines at their end are not counted.
    """
    end = index
    for at in range(index, len(lines)):
        if lines[at].text:
            if lines[at].indent < indent:
                break
            end = at + 1
    return end
