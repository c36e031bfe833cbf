"""A document as readers hand it on: prose with its structure, and the way back to the source."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

from claimcheck.source import Range, Source


class BlockKind(StrEnum):
    """What a block of prose is to its reader."""

    TITLE = "title"
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    LIST_ITEM = "list-item"
    QUOTE = "quote"
    TABLE_CELL = "table-cell"
    CAPTION = "caption"
    ALT_TEXT = "alt-text"
    META = "meta-description"
    FRONT_MATTER = "front-matter"
    CALL_TO_ACTION = "call-to-action"
    REFERENCE = "reference"
    FOOTNOTE = "footnote"


HEADINGS = frozenset({BlockKind.TITLE, BlockKind.HEADING})
# What a page says about itself and its sources, in no sentences of its own.
NO_PROSE = frozenset({BlockKind.REFERENCE, BlockKind.FOOTNOTE, BlockKind.FRONT_MATTER})


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of `Document.text` and the source it came from.

    Where both have the same length, the mapping is one to one. Where they differ (an entity, a
    joined line end), the whole segment stands for the whole source range.
    """

    text: Range
    source: Range


@dataclass(frozen=True, slots=True)
class Block:
    """A run of prose that belongs together; sentences never cross its bounds.

    `text` is a range of `Document.text`. `level` is the depth of a heading (1 to 6), of a list
    item or of a quote, else 0. `group` numbers the list or the table row that the block belongs
    to, so that a lead-in can speak for its items; 0 is none. `label` names a front-matter field,
    or a footnote or reference by its marker.
    """

    kind: BlockKind
    text: Range
    level: int = 0
    group: int = 0
    label: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    """A hyperlink: the range of `Document.text` that carries it, and its target as written."""

    text: Range
    target: str


@dataclass(frozen=True, slots=True)
class Marker:
    """A reference mark that the format itself knows: a footnote call, a superscript number.

    `text` is its place in `Document.text` (empty where the mark prints nothing there), `source`
    its place in the source, `label` what it points to.
    """

    text: Range
    source: Range
    label: str


@dataclass(frozen=True, slots=True)
class Comment:
    """A source comment that no reader of the page sees; suppressions live in these."""

    source: Range
    content: str


@dataclass(frozen=True)
class Document:
    """A source as prose.

    `text` holds the blocks' prose, blocks separated by blank lines. All `text` ranges index it,
    in code points; `source_range` leads back. `meta` is the front matter (or HTML meta data) as
    plain data. `format` is the reader's name.
    """

    source: Source
    text: str
    segments: Sequence[Segment]
    blocks: Sequence[Block]
    links: Sequence[Link] = ()
    markers: Sequence[Marker] = ()
    comments: Sequence[Comment] = ()
    meta: dict[str, object] = field(default_factory=dict)
    format: str = "text"

    @cached_property
    def _segment_starts(self) -> list[int]:
        return [segment.text.start for segment in self.segments]

    def source_range(self, place: Range) -> Range:
        """The range of the source that shows as `place` of `text`."""
        if not self.segments:
            return Range(0, 0)
        start = self._source_offset(place.start, end=False)
        end = self._source_offset(max(place.end - 1, place.start), end=True)
        return Range(start, max(start, end))

    def _source_offset(self, offset: int, *, end: bool) -> int:
        """The source offset of one code point of `text`: where it starts, or where it ends."""
        index = max(bisect_right(self._segment_starts, offset) - 1, 0)
        segment = self.segments[index]
        if offset >= segment.text.end:
            # Between segments (the separator of blocks): the nearest text speaks for it.
            return segment.source.end
        if len(segment.text) == len(segment.source):
            return segment.source.start + (offset - segment.text.start) + (1 if end else 0)
        return segment.source.end if end else segment.source.start

    def block_text(self, block: Block) -> str:
        """The prose of one block."""
        return self.text[block.text.start : block.text.end]
