"""Word documents (.docx): their paragraphs as lines, so that a place can be named.

A Word file has no lines of its own: line 12 is its twelfth paragraph that is not empty.
"""

from __future__ import annotations

import io
import lzma
import re
import struct
import zipfile
import zlib
from dataclasses import dataclass, field, replace
from xml.parsers import expat

from claimcheck.document import BlockKind, Document
from claimcheck.errors import ReadError
from claimcheck.readers.flow import Flow, Role, with_title
from claimcheck.readers.labels import mark_labels
from claimcheck.readers.options import Options
from claimcheck.source import Source

# A page of text is a few kilobytes of XML; this much is an attack, or no page.
_LIMIT = 60_000_000
# What the standard library raises for archives that are damaged in one way or another.
_DAMAGE = (
    zipfile.BadZipFile, zlib.error, struct.error, lzma.LZMAError, OSError, EOFError, ValueError,
    NotImplementedError, RuntimeError, OverflowError, IndexError,
)  # fmt: skip
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main "
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships "
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing "
_FALLBACK = "http://schemas.openxmlformats.org/markup-compatibility/2006 Fallback"
_HEADING = re.compile(r"heading\s?([1-9])", re.IGNORECASE)
_QUOTE = re.compile(r"(?:intense\s?)?quote", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph: its range of the text, what it is, and what is in it (offsets of the text)."""

    start: int
    end: int
    role: Role
    links: tuple[tuple[int, int, str], ...] = ()
    marks: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True)
class WordSource(Source):
    """The text of a Word document, a paragraph a line, with what its format says of them."""

    paragraphs: tuple[Paragraph, ...] = ()


def extract(data: bytes, path: str) -> WordSource:
    """The text of a Word document. Raises `ReadError` where it is none, or expands too far."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = {
                name: _unpack(archive, f"word/{name}", path)
                for name in (
                    "styles.xml", "_rels/document.xml.rels", "document.xml", "footnotes.xml",
                    "endnotes.xml",
                )
            }  # fmt: skip
    except _DAMAGE as error:
        raise ReadError(f"not a Word document: {error}", path=path) from None
    if not parts["document.xml"]:
        raise ReadError("not a Word document: it has no text part", path=path)
    try:
        styles = _styles(parts["styles.xml"])
        targets = _targets(parts["_rels/document.xml.rels"])
        reader = _Reader(styles, targets)
        reader.feed(parts["document.xml"])
        reader.feed(parts["footnotes.xml"], note="footnote")
        reader.feed(parts["endnotes.xml"], note="endnote")
    except (expat.ExpatError, ValueError) as error:
        raise ReadError(f"not a Word document: {error}", path=path) from None
    return WordSource(path, "".join(reader.parts), tuple(reader.paragraphs))


def read(source: Source, options: Options) -> Document:  # noqa: ARG001
    """Read a Word document that was extracted; other text under that name is an error."""
    if not isinstance(source, WordSource):
        raise ReadError("not a Word document", path=source.path)
    flow = Flow(source)
    groups: dict[int, int] = {}
    for paragraph in source.paragraphs:
        group = paragraph.role.group
        if group and group not in groups:
            groups[group] = flow.new_group()
        flow.role = replace(paragraph.role, group=groups.get(group, 0))
        _print(flow, paragraph)
        flow.end_block()
    return with_title(flow.finish("docx"))


def _print(flow: Flow, paragraph: Paragraph) -> None:
    """Print a paragraph, stopping where a link begins or ends and at its marks."""
    events: list[tuple[int, int, str]] = [(at, 1, label) for at, label in paragraph.marks]
    for start, end, target in paragraph.links:
        events += [(start, 2, target), (end, 0, "")]
    at = paragraph.start
    for place, kind, text in sorted(events):
        flow.copy(at, place)
        at = place
        if kind == 0:
            flow.close_link()
        elif kind == 1:
            # A mark prints nothing; the character before it stands for it.
            flow.marker(text, max(place - 1, paragraph.start), max(place, paragraph.start + 1))
        else:
            flow.open_link(text)
    flow.copy(at, paragraph.end)
    flow.close_link()


def _unpack(archive: zipfile.ZipFile, name: str, path: str) -> bytes:
    try:
        with archive.open(name) as part:
            data = part.read(_LIMIT + 1)
    except KeyError:
        return b""
    if len(data) > _LIMIT:
        raise ReadError(f"too large: {name} unpacks to more than {_LIMIT:,} bytes", path=path)
    return data


def _parser() -> expat.XMLParserType:
    def refuse(*_: object) -> None:
        raise ValueError("it declares a document type")

    parser = expat.ParserCreate(namespace_separator=" ")
    # Word writes none, and its entities could multiply.
    parser.StartDoctypeDeclHandler = refuse
    parser.buffer_text = True
    return parser


def _styles(data: bytes) -> dict[str, str]:
    """The names of styles, which are English whatever their identifiers are."""
    names: dict[str, str] = {}
    current = ""

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal current
        if name == _W + "style":
            current = attributes.get(_W + "styleId", "")
        elif name == _W + "name" and current:
            names.setdefault(current, attributes.get(_W + "val", ""))

    if data:
        parser = _parser()
        parser.StartElementHandler = start
        parser.Parse(data, True)
    return names


def _targets(data: bytes) -> dict[str, str]:
    """The addresses of hyperlinks by the identifiers that the text uses."""
    found: dict[str, str] = {}

    def start(_: str, attributes: dict[str, str]) -> None:
        if attributes.get("TargetMode") == "External":
            found[attributes.get("Id", "")] = attributes.get("Target", "")

    if data:
        parser = _parser()
        parser.StartElementHandler = start
        parser.Parse(data, True)
    return found


@dataclass(slots=True)
class _Open:
    """A paragraph while it is read; a text box puts others inside."""

    style: str = ""
    level: int = 0
    list_number: int = 0
    parts: list[str] = field(default_factory=list)
    length: int = 0
    links: list[tuple[int, int, str]] = field(default_factory=list)
    link: tuple[int, str] | None = None
    marks: list[tuple[int, str]] = field(default_factory=list)
    alts: list[str] = field(default_factory=list)
    raised: bool = False


@dataclass(slots=True)
class _Reader:
    """Collects paragraphs from the parts of a document, one after another."""

    styles: dict[str, str]
    targets: dict[str, str]
    parts: list[str] = field(default_factory=list)
    paragraphs: list[Paragraph] = field(default_factory=list)
    length: int = 0
    note: str = ""
    label: str = ""
    open: list[_Open] = field(default_factory=list)
    cells: int = 0
    rows: list[int] = field(default_factory=list)
    row: int = 0
    hidden: int = 0
    in_text: bool = False

    def feed(self, data: bytes, *, note: str = "") -> None:
        """Read one part; `note` is what its notes are called, empty for the text itself."""
        self.note = note
        if data:
            parser = _parser()
            parser.StartElementHandler = self._start
            parser.EndElementHandler = self._end
            parser.CharacterDataHandler = self._characters
            parser.Parse(data, True)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        value = attributes.get(_W + "val", "")
        local = name.removeprefix(_W)
        if name == _FALLBACK:
            self.hidden += 1
        elif self.hidden:
            return
        elif local == "p":
            self.open.append(_Open())
        elif local == "tr":
            self.row += 1
            self.rows.append(self.row)
        elif local == "tc":
            self.cells += 1
        elif self.note and local == self.note:
            self.label = attributes.get(_W + "id", "")
        elif self.open:
            self._inside(self.open[-1], name, local, value, attributes)

    def _inside(
        self, paragraph: _Open, name: str, local: str, value: str, attributes: dict[str, str]
    ) -> None:
        if local == "pStyle":
            paragraph.style = self.styles.get(value, value)
        elif local == "ilvl":
            paragraph.level = int(value) if value.isdigit() and len(value) < 3 else 0
        elif local == "numId":
            paragraph.list_number = int(value) if value.isdigit() and len(value) < 9 else 0
        elif local == "t":
            self.in_text = True
        elif local in {"tab", "br", "cr"} and name != local:
            self._add(" ")
        elif local == "r":
            paragraph.raised = False
        elif local == "vertAlign":
            paragraph.raised = value == "superscript"
        elif local in {"footnoteReference", "endnoteReference"}:
            paragraph.marks.append((paragraph.length, attributes.get(_W + "id", "")))
        elif local == "hyperlink":
            target = self.targets.get(attributes.get(_R + "id", ""), "")
            paragraph.link = (paragraph.length, target) if target else None
        elif name == _DRAWING + "docPr" and attributes.get("descr", "").strip():
            paragraph.alts.append(" ".join(attributes["descr"].split()))

    def _characters(self, text: str) -> None:
        if self.in_text and self.open and not self.hidden:
            paragraph = self.open[-1]
            before = "".join(paragraph.parts[-2:])[-3:]
            digits = re.fullmatch(r"\d{1,3}(?:\s?[,–-]\s?\d{1,3})*", text.strip())
            if paragraph.raised and digits and re.search(r"[^\W\d_]{3}$|[.,;:!?)”]$", before):
                labels = mark_labels(text)
                paragraph.marks += [(paragraph.length, label) for label in labels]
            else:
                # One paragraph is one line, whatever its text holds.
                self._add(re.sub(r"[\r\n\x0b\x0c\x85\u2028\u2029]", " ", text))

    def _add(self, text: str) -> None:
        self.open[-1].parts.append(text)
        self.open[-1].length += len(text)

    def _end(self, name: str) -> None:
        local = name.removeprefix(_W)
        if name == _FALLBACK:
            self.hidden -= 1
        elif self.hidden:
            return
        elif local == "t":
            self.in_text = False
        elif local == "tc":
            self.cells -= 1
        elif local == "tr" and self.rows:
            self.rows.pop()
        elif local == "hyperlink" and self.open:
            paragraph = self.open[-1]
            if paragraph.link is not None:
                start, target = paragraph.link
                paragraph.links.append((start, paragraph.length, target))
            paragraph.link = None
        elif local == "p" and self.open:
            self._close(self.open.pop())

    def _close(self, paragraph: _Open) -> None:
        text = "".join(paragraph.parts)
        if text.strip():
            base = self.length
            self._line(
                text,
                self._role(paragraph),
                tuple((base + a, base + b, target) for a, b, target in paragraph.links),
                tuple((base + at, label) for at, label in paragraph.marks),
            )
        for alt in paragraph.alts:
            self._line(alt, Role(BlockKind.ALT_TEXT))

    def _line(
        self,
        text: str,
        role: Role,
        links: tuple[tuple[int, int, str], ...] = (),
        marks: tuple[tuple[int, str], ...] = (),
    ) -> None:
        end = self.length + len(text)
        self.paragraphs.append(Paragraph(self.length, end, role, links, marks))
        self.parts.append(text + "\n")
        self.length = end + 1

    def _role(self, paragraph: _Open) -> Role:
        style = paragraph.style
        if self.note:
            return Role(BlockKind.FOOTNOTE, label=self.label)
        if style.lower() == "title":
            return Role(BlockKind.TITLE)
        if heading := _HEADING.fullmatch(style):
            return Role(BlockKind.HEADING, min(int(heading[1]), 6))
        if _QUOTE.fullmatch(style):
            return Role(BlockKind.QUOTE, 1)
        if style.lower() == "caption":
            return Role(BlockKind.CAPTION)
        if paragraph.list_number:
            # Negative, so that no list has the number of a row.
            return Role(BlockKind.LIST_ITEM, paragraph.level + 1, -paragraph.list_number)
        if self.cells and self.rows:
            return Role(BlockKind.TABLE_CELL, group=self.rows[-1])
        return Role()
