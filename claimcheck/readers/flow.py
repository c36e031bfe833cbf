"""The flow of prose: what a reader says as it goes becomes a `Document` with exact places."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from claimcheck.document import Block, BlockKind, Comment, Document, Link, Marker, Segment
from claimcheck.readers.labels import PLAIN_DIGITS, mark_labels
from claimcheck.readers.references import Hint, mark_references
from claimcheck.readers.view import GAP, HOLE, View
from claimcheck.source import Range, Source

# Marks that print nothing: soft hyphen, zero-width space, word joiner, byte-order mark. "cu­res"
# must read as "cures".
_UNSEEN = "\u00ad\u200b\u2060\ufeff" + HOLE
# What cannot be copied as it stands: white space other than one single space, and unseen marks.
_RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_ODD = re.compile(
    rf"[\s{GAP}][\s{GAP}]+|[^\S ]|{GAP}|[{_UNSEEN}]+|[{_RAISED}]+(?:[,⁻–-][{_RAISED}]+)*"
)
# A raised number after a word or a full stop is a reference mark; after a unit, a power.
_CITABLE = re.compile(r"(?:[^\W\d_]{3}|[.,;:!?)\]\"'”’%])$")
_BARE_URL = re.compile(r"(?:https?://|www\.)[^\s<>\"“”]*[^\s<>\"“”.,;:!?'’)\]}]", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Role:
    """What the prose that follows is.

    `ordinal` is the number of a list item, as printed; `sourced` says that the format itself
    calls the list one of sources.
    """

    kind: BlockKind = BlockKind.PARAGRAPH
    level: int = 0
    group: int = 0
    label: str = ""
    ordinal: str = ""
    sourced: bool = False


@dataclass(frozen=True, slots=True)
class _Mark:
    """A marker before its label is resolved; `anchor` is the id that it links to."""

    text: Range
    source: Range
    label: str
    anchor: str


class Flow:
    """Collects prose in reading order, with white space collapsed as a browser does.

    All offsets that it is given index `raw`, the text of the view (or the source itself).
    """

    def __init__(self, source: Source, view: View | None = None) -> None:
        self.source = source
        self.view = view or View(source.text)
        self.raw = self.view.text
        self.role = Role()
        self.meta: dict[str, object] = {}
        self._parts: list[str] = []
        self._length = 0
        # Text start, text end, source start, source end: plain tuples until the end, for speed.
        self._segments: list[tuple[int, int, int, int]] = []
        self._blocks: list[Block] = []
        self._hints: list[Hint] = []
        self._links: list[Link] = []
        self._marks: list[_Mark] = []
        self._comments: list[tuple[Range, str]] = []
        self._anchors: dict[str, int] = {}
        self._open: Role | None = None
        self._block_start = 0
        self._pending: tuple[int, int] | None = None
        self._link: tuple[str, int] | None = None
        self._asides: list[tuple[Role, list[tuple[str, int, int]]]] = []
        self._waiting: list[tuple[Range, str, str] | str] = []
        self._groups = 0

    def new_group(self) -> int:
        """A number for the next list or table row, unlike any before."""
        self._groups += 1
        return self._groups

    @property
    def tail(self) -> str:
        """The last few characters of the block so far; empty where it has none."""
        if self._open is None:
            return ""
        return "".join(self._parts[-4:])[-20:].rpartition("\n")[2] + " " * bool(self._pending)

    def copy(self, start: int, end: int) -> None:
        """Print the source from `start` to `end` as it stands."""
        at = start
        for odd in _ODD.finditer(self.raw, start, end):
            self._run(at, odd.start())
            if odd[0][0].isspace() or odd[0][0] == GAP:
                self.space(odd.start(), odd.end())
            elif odd[0][0] in _RAISED:
                self._raised(odd[0], odd.start(), odd.end())
            at = odd.end()
        self._run(at, end)

    def put(self, text: str, start: int, end: int) -> None:
        """Print `text` for the source from `start` to `end`: an entity, an escape."""
        if text == self.raw[start:end]:
            self.copy(start, end)
            return
        text = text.replace(GAP, " ").replace(HOLE, "")
        words = text.strip(_UNSEEN).split()
        if not words:
            if text.strip(_UNSEEN):
                self.space(start, end)
            return
        if text[0].isspace():
            self.space(start, start)
        self._emit(" ".join(words), start, end)
        if text[-1].isspace():
            self.space(end, end)

    def space(self, start: int, end: int) -> None:
        """White space: one space if more text follows in the block."""
        if self._open is not None:
            self._pending = (self._pending[0] if self._pending else start, end)

    def end_block(self) -> None:
        """What follows is another block."""
        if self._open is not None:
            role = self._open
            self._suspend_link()
            self._blocks.append(
                Block(
                    role.kind,
                    Range(self._block_start, self._length),
                    role.level,
                    role.group,
                    role.label,
                )
            )
            self._hints.append(Hint(role.ordinal, role.sourced))
            self._open = None
            self._pending = None
        asides, self._asides = self._asides, []
        for role, pieces in asides:
            self._write_aside(role, pieces)

    def aside(self, role: Role, pieces: list[tuple[str, int, int]]) -> None:
        """A block of its own that interrupts nothing, as the text of an image does."""
        if self._open is None:
            self._write_aside(role, pieces)
        else:
            self._asides.append((role, pieces))

    def _write_aside(self, role: Role, pieces: list[tuple[str, int, int]]) -> None:
        before, self.role = self.role, role
        link, self._link = self._link, None
        waiting, self._waiting = self._waiting, []
        for text, start, end in pieces:
            self.put(text, start, end)
        self.end_block()
        self.role, self._link, self._waiting = before, link, waiting

    def open_link(self, target: str) -> None:
        """A hyperlink begins; one that is open ends here."""
        self.close_link()
        self._link = (target, -1)

    def close_link(self) -> None:
        """The hyperlink ends. One that printed nothing is dropped."""
        self._suspend_link()
        self._link = None

    def point_link(self, target: str) -> None:
        """A hyperlink that prints nothing here, behind a marker or an address."""
        if self._open is None:
            self._waiting.append(target)
        else:
            self._links.append(Link(Range(self._length, self._length), target))

    def marker(self, label: str, start: int, end: int, *, anchor: str = "") -> None:
        """A reference mark that prints nothing; it belongs to the text before it."""
        place = Range(start, end)
        if self._open is None:
            self._waiting.append((place, label, anchor))
        else:
            self._marks.append(_Mark(Range(self._length, self._length), place, label, anchor))

    def comment(self, start: int, end: int, content: str) -> None:
        """A comment at a place of the source."""
        self._comments.append((Range(start, end), content.strip()))

    def anchor(self, name: str) -> None:
        """The next block (or the open one) can be linked to by `name`."""
        self._anchors.setdefault(name, len(self._blocks))

    def finish(self, format_name: str) -> Document:
        """The document. Nothing may be printed afterwards."""
        self.end_block()
        self._settle()
        text = "".join(self._parts)
        blocks = mark_references(text, self._blocks, self._hints)
        return Document(
            source=self.source,
            text=text,
            segments=list(self._locate()),
            blocks=blocks,
            links=sorted([*self._links, *self._bare_links(text)], key=lambda link: link.text),
            markers=[self._resolve(mark, blocks) for mark in self._marks],
            comments=[
                Comment(self.view.range(place.start, place.end), content)
                for place, content in self._comments
            ],
            meta=self.meta,
            format=format_name,
        )

    def _resolve(self, mark: _Mark, blocks: list[Block]) -> Marker:
        index = self._anchors.get(mark.anchor, len(blocks)) if mark.anchor else len(blocks)
        target = blocks[index] if index < len(blocks) else None
        noted = target is not None and target.kind in {BlockKind.FOOTNOTE, BlockKind.REFERENCE}
        label = target.label if noted and target is not None and target.label else mark.label
        return Marker(mark.text, self.view.range(mark.source.start, mark.source.end), label)

    def _locate(self) -> Iterator[Segment]:
        """The segments, from offsets of the view to those of the source."""
        for start, end, raw_start, raw_end in self._segments:
            if not self.view.segments:
                yield Segment(Range(start, end), Range(raw_start, raw_end))
            elif end - start != raw_end - raw_start:
                yield Segment(Range(start, end), self.view.range(raw_start, raw_end))
            else:
                shift = start - raw_start
                for piece in self.view.pieces(raw_start, raw_end):
                    place = Range(piece.text.start + shift, piece.text.end + shift)
                    yield Segment(place, piece.source)

    def _bare_links(self, text: str) -> list[Link]:
        known = {link.text.start for link in self._links}
        spans = sorted(link.text for link in self._links if link.text)
        found = []
        index = 0
        for match in _BARE_URL.finditer(text):
            while index < len(spans) and spans[index].end <= match.start():
                index += 1
            inside = index < len(spans) and spans[index].start <= match.start()
            if not inside and match.start() not in known:
                found.append(Link(Range(match.start(), match.end()), match[0]))
        return found

    def _run(self, start: int, end: int) -> None:
        """Print a run in which white space is single spaces only."""
        if start < end and self.raw[start] == " ":
            self.space(start, start + 1)
            start += 1
        if start >= end:
            return
        trailing = self.raw[end - 1] == " "
        last = end - 1 if trailing else end
        self._emit(self.raw[start:last], start, last)
        if trailing:
            self.space(last, end)

    def _raised(self, digits: str, start: int, end: int) -> None:
        """Print superscript digits, or keep the mark that they are."""
        if not _CITABLE.search(self.tail):
            self._emit(digits, start, end)
            return
        for label in mark_labels(digits.translate(PLAIN_DIGITS)):
            self.marker(label, start, end)

    def _emit(self, piece: str, start: int, end: int) -> None:
        if self._open is None:
            if self._blocks:
                self._parts.append("\n\n")
                self._length += 2
            self._open = self.role
            self._block_start = self._length
            self._settle()
        elif self._pending is not None:
            self._append(" ", *self._pending)
        self._pending = None
        if self._link is not None and self._link[1] < 0:
            self._link = (self._link[0], self._length)
        self._append(piece, start, end)

    def _append(self, piece: str, start: int, end: int) -> None:
        at, self._length = self._length, self._length + len(piece)
        self._parts.append(piece)
        if self._segments and len(piece) == end - start:
            a, b, c, d = self._segments[-1]
            if b == at and d == start and b - a == d - c:
                self._segments[-1] = (a, self._length, c, end)
                return
        self._segments.append((at, self._length, start, end))

    def _settle(self) -> None:
        """Marks and links that came before their block now have a place."""
        here = Range(self._length, self._length)
        for waiting in self._waiting:
            if isinstance(waiting, str):
                self._links.append(Link(here, waiting))
            else:
                self._marks.append(_Mark(here, *waiting))
        self._waiting.clear()

    def _suspend_link(self) -> None:
        if self._link is not None and self._link[1] >= 0:
            target, start = self._link
            self._links.append(Link(Range(start, self._length), target))
            self._link = (target, -1)


def with_title(document: Document) -> Document:
    """Where no block is the title, the first heading of level 1 is, or else the field "title"."""
    blocks = list(document.blocks)
    if any(block.kind is BlockKind.TITLE for block in blocks):
        return document
    headings = (i for i, b in enumerate(blocks) if b.kind is BlockKind.HEADING and b.level == 1)
    fields = (
        i
        for i, b in enumerate(blocks)
        if b.kind is BlockKind.FRONT_MATTER and b.label.lower() == "title"
    )
    index = next(headings, next(fields, -1))
    if index < 0:
        return document
    blocks[index] = replace(blocks[index], kind=BlockKind.TITLE)
    return replace(document, blocks=blocks)
