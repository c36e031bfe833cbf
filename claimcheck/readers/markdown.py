"""Markdown: CommonMark, GFM tables, strikethrough and task lists, footnotes, front matter."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

import pyromark

from claimcheck.document import BlockKind, Document
from claimcheck.readers.fields import front_matter, start_flow
from claimcheck.readers.flow import Role, with_title
from claimcheck.readers.holes import fill_holes, find_holes, note_comments
from claimcheck.readers.markup import HtmlWriter
from claimcheck.readers.options import Options
from claimcheck.source import Source

_PARSER = pyromark.Markdown(
    options=pyromark.Options.ENABLE_TABLES
    | pyromark.Options.ENABLE_STRIKETHROUGH
    | pyromark.Options.ENABLE_TASKLISTS
    | pyromark.Options.ENABLE_FOOTNOTES
    | pyromark.Options.ENABLE_HEADING_ATTRIBUTES
    | pyromark.Options.ENABLE_GFM
)
# "{.btn .btn-primary}" after a link, as Pandoc, kramdown and Eleventy write classes.
_CLASSES = re.compile(r"\{:?[ \t]*[.#\w][^{}\n]{0,200}\}")
_LONE_CR = re.compile(r"\r(?!\n)")
_NOT_ASCII = re.compile(r"[^\x00-\x7f]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_BUTTON_CLASS = re.compile(r"\.(?:[\w-]*[_-])?(?:btn|button|cta)\b", re.IGNORECASE)


Event = tuple[Any, int, int]


def read(source: Source, options: Options) -> Document:
    """Read Markdown, and the prose of its front matter.

    Raises `ReadError` where the front matter is broken.
    """
    front = front_matter(source)
    # Jekyll, Hugo and Eleventy have template code in their pages.
    holes = find_holes(source.text, page=True)
    filled = fill_holes(source.text, holes, lines=True)
    text, events = parse(filled, front.body if front else 0)
    flow = start_flow(source, text, front, options.fields)
    writer = MarkdownWriter(HtmlWriter(flow))
    writer.play(events)
    writer.html.finish()
    note_comments(flow, holes)
    return with_title(flow.finish("markdown"))


def parse(text: str, start: int = 0) -> tuple[str, list[Event]]:
    """The events of the Markdown from `start` on, with offsets of `text`.

    With them comes the text, with blanks for what stands before the lines of HTML in quotes and
    lists; the writer of the events must read that.
    """
    # The parser knows no line end that is CR alone, and takes no half of a surrogate pair.
    body = _SURROGATE.sub("\ufffd", _LONE_CR.sub("\n", text[start:]))
    places = _code_points(body)
    events = [
        (event, places[span["start"]] + start, places[span["end"]] + start)
        for event, span in _PARSER.events_with_range(body)
    ]
    return _without_prefixes(text, events), events


class MarkdownWriter:
    """Writes the events of the Markdown parser into a flow, HTML among them through `html`."""

    def __init__(self, html: HtmlWriter) -> None:
        self.html = html
        self.flow = html.flow
        self.list_groups: list[list[int | None]] = []
        self.row = 0
        self.classes = (0, 0)
        self.alt: list[tuple[str, int, int]] | None = None
        self.alt_depth = 0
        self.autolink = False
        self.button = False
        self.html_block: tuple[int, int] | None = None

    def play(self, events: Iterable[Event], base: int = 0) -> None:
        """Write events whose offsets begin at `base` of the flow's text."""
        for event, event_start, event_end in events:
            start, end = event_start + base, event_end + base
            if isinstance(event, str):
                self._plain(event, start, end)
                continue
            ((name, value),) = event.items()
            if name == "Start":
                self._start(value, start, end)
            elif name == "End":
                self._end(value, end)
            else:
                self._content(name, value, start, end)

    def _plain(self, event: str, start: int, end: int) -> None:
        if event == "Rule":
            self.html.break_block()
        elif self.alt is not None:
            self.alt.append((" ", start, end))
        else:
            self.html.space(start, end)

    def _content(self, name: str, value: Any, start: int, end: int) -> None:
        if name == "Html":
            self.html_block = (self.html_block[0] if self.html_block else start, end)
        elif name == "InlineHtml":
            if self.alt is None:
                self.html.feed(start, end)
        elif name == "FootnoteReference":
            if not self.html.skipping:
                self.flow.marker(value, start, end)
        elif name == "Text":
            self._text(value, start, end)
        # Code, mathematics and the boxes of task lists are no prose.

    def _text(self, value: str, start: int, end: int) -> None:
        if self.alt is not None:
            self.alt.append((value, start, end))
            return
        skipped, until = self.classes
        if self.autolink or skipped <= start < end <= until:
            return
        if skipped <= start < until:
            value, start = self.flow.raw[until:end], until
        if value == self.flow.raw[start:end]:
            self.html.copy(start, end)
        else:
            self.html.put(value, start, end)

    def _start(self, tag: Any, start: int, end: int) -> None:
        name: str
        data: Any
        name, data = (tag, None) if isinstance(tag, str) else next(iter(tag.items()))
        html = self.html
        if self.alt is not None:
            self.alt_depth += name == "Image"
        elif name == "Image":
            self.alt, self.alt_depth = [], 1
        elif name == "Link":
            self._start_link(data, start, end)
        elif name == "Paragraph":
            html.break_block()
        elif name == "HtmlBlock":
            html.break_block()
            self.html_block = None
        elif name == "Heading":
            html.open_container(Role(BlockKind.HEADING, int(data["level"][1])))
        elif name == "BlockQuote":
            if data is None:
                level = html.role.level + 1 if html.quoted else 1
                html.open_container(Role(BlockKind.QUOTE, level), quoted=True)
            else:
                # "> [!NOTE]" is a box of the author's own words.
                html.open_container(html.role)
        elif name == "List":
            html.break_block()
            self.list_groups.append([self.flow.new_group(), data])
        elif name == "Item":
            self._start_item()
        elif name == "FootnoteDefinition":
            html.open_container(Role(BlockKind.FOOTNOTE, label=data))
        elif name in {"TableHead", "TableRow"}:
            self.row = self.flow.new_group()
        elif name == "TableCell":
            html.open_container(
                html.role if html.quoted else Role(BlockKind.TABLE_CELL, group=self.row)
            )
        elif name == "CodeBlock":
            html.open_container(html.role, skipped=True)

    def _end(self, tag: Any, end: int) -> None:
        name = tag if isinstance(tag, str) else next(iter(tag))
        html = self.html
        if self.alt is not None:
            self.alt_depth -= name == "Image"
            if self.alt_depth == 0:
                if not html.skipping:
                    self.flow.aside(Role(BlockKind.ALT_TEXT), self.alt)
                self.alt = None
        elif name == "Link":
            if self.autolink:
                self.autolink = False
            elif self.button:
                html.close_link(end)
                html.close_container()
                self.button = False
            else:
                html.close_link(end)
        elif name == "Paragraph":
            html.break_block()
        elif name == "HtmlBlock":
            self._html_block()
        elif name == "List":
            html.break_block()
            self.list_groups.pop()
        elif name in {
            "Heading", "BlockQuote", "Item", "FootnoteDefinition", "TableCell", "CodeBlock",
        }:  # fmt: skip
            html.close_container()

    def _start_item(self) -> None:
        group, number = self.list_groups[-1]
        if number is not None:
            self.list_groups[-1][1] = number + 1
        role = self.html.role
        if role.kind not in {BlockKind.FOOTNOTE, BlockKind.QUOTE}:
            ordinal = "" if number is None else str(number)
            role = Role(BlockKind.LIST_ITEM, len(self.list_groups), group or 0, ordinal=ordinal)
        self.html.open_container(role)

    def _start_link(self, data: dict[str, Any], start: int, end: int) -> None:
        html = self.html
        target = data["dest_url"]
        if data["link_type"] in {"Autolink", "Email"}:
            self.autolink = True
            if not html.skipping:
                self.flow.point_link(target)
            return
        classes = _CLASSES.match(self.flow.raw, end)
        if classes:
            self.classes = classes.span()
            if _BUTTON_CLASS.search(classes[0]):
                self.button = True
                html.open_container(Role(BlockKind.CALL_TO_ACTION))
        html.open_link(target, start)

    def _html_block(self) -> None:
        if self.html_block is not None:
            self.html.feed(*self.html_block)
            self.html.break_block()


def _without_prefixes(text: str, events: list[Event]) -> str:
    """The text with blanks for what stands before the lines of HTML in quotes and lists."""
    parts: list[str] = []
    done = 0
    before = -1
    for event, start, end in events:
        if isinstance(event, dict) and "Html" in event:
            if 0 <= before < start:
                parts += [text[done:before], " " * (start - before)]
                done = start
            before = end
        else:
            before = -1
    return "".join([*parts, text[done:]]) if parts else text


def _code_points(text: str) -> Any:
    """For each UTF-8 byte offset of `text`, the code-point offset; one pass."""
    if text.isascii():
        return range(len(text) + 1)
    from array import array

    places = array("L")
    done = 0
    for odd in _NOT_ASCII.finditer(text):
        places.extend(range(done, odd.start()))
        places.extend([odd.start()] * len(odd[0].encode()))
        done = odd.end()
    places.extend(range(done, len(text) + 1))
    return places
