"""A view of a source: the text that a reader reads, and where each piece of it stands.

A reader of HTML reads the source itself; a string inside JSON reads as another text, in which one
character may stand for six of the source.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field

from claimcheck.document import Segment
from claimcheck.source import Range

HOLE = "\ue000"
"""Stands for source that is no prose (template code); never printed, one per code point."""

GAP = "\ue001"
"""Stands for source that prints what nobody knows (the value of a variable): a space."""

NOTHING = str.maketrans("", "", HOLE + GAP)
"""Takes both off, for `str.translate`."""


@dataclass(frozen=True, slots=True)
class View:
    """Text with the way back to the source. Without segments its offsets are the source's."""

    text: str
    segments: tuple[Segment, ...] = ()
    starts: tuple[int, ...] = ()

    def range(self, start: int, end: int) -> Range:
        """The source range of a part of the text; between segments, the nearest one's end."""
        if not self.segments:
            return Range(start, end)
        first = self._offset(start, end=False)
        return Range(first, max(first, self._offset(max(end - 1, start), end=end > start)))

    def pieces(self, start: int, end: int) -> Iterator[Segment]:
        """A part of the text in pieces that either map one to one or must be taken whole."""
        if not self.segments:
            yield Segment(Range(start, end), Range(start, end))
            return
        index = max(bisect_right(self.starts, start) - 1, 0)
        while start < end:
            following = self.starts[index + 1] if index + 1 < len(self.starts) else end
            stop = min(end, max(following, start))
            if stop > start:
                yield Segment(Range(start, stop), self.range(start, stop))
                start = stop
            index += 1

    def _offset(self, offset: int, *, end: bool) -> int:
        segment = self.segments[max(bisect_right(self.starts, offset) - 1, 0)]
        if offset >= segment.text.end:
            return segment.source.end
        if len(segment.text) == len(segment.source):
            return segment.source.start + offset - segment.text.start + end
        return segment.source.end if end else segment.source.start


@dataclass(slots=True)
class ViewBuilder:
    """Puts a view together piece by piece."""

    _parts: list[str] = field(default_factory=list)
    _segments: list[Segment] = field(default_factory=list)
    length: int = 0

    def add(self, text: str, start: int, end: int) -> None:
        """Text that stands at a place of the source: copied where the lengths are equal."""
        if text:
            place = Range(self.length, self.length + len(text))
            self._segments.append(Segment(place, Range(start, end)))
            self._parts.append(text)
            self.length += len(text)

    def gap(self, text: str = "\n\n") -> None:
        """Text that stands nowhere, to keep pieces apart."""
        self._parts.append(text)
        self.length += len(text)

    def build(self) -> View:
        """The view."""
        starts = tuple(segment.text.start for segment in self._segments)
        return View("".join(self._parts), tuple(self._segments), starts)
