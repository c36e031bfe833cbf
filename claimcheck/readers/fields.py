"""The fields of front matter and data that hold prose, as blocks."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from claimcheck.document import BlockKind
from claimcheck.readers.flow import Flow, Role
from claimcheck.readers.keys import is_chosen, is_prose
from claimcheck.readers.markup import HtmlWriter
from claimcheck.readers.view import View, ViewBuilder
from claimcheck.source import Source

if TYPE_CHECKING:
    from claimcheck.readers.data import Text
    from claimcheck.readers.frontmatter import FrontMatter

_HTML = re.compile(
    r"</?(?:p|br|b|i|strong|em|a|ul|ol|li|h[1-6]|div|span|blockquote|table|sup|sub)\b[^<>]*>|&\w+;",
    re.IGNORECASE,
)
_MARKDOWN = re.compile(
    r"\*\w|\w\*|(?<!\w)_\w|\]\(|\]\[|\[\^|`|~~|^\s{0,3}(?:#{1,6}|[-*+>]|\d+[.)])\s", re.MULTILINE
)


def front_matter(source: Source) -> FrontMatter | None:
    """The front matter of a page; what reads YAML is loaded only for a page that may have some."""
    if not source.text.startswith(("---", "+++")):
        return None
    from claimcheck.readers.frontmatter import read_front_matter

    return read_front_matter(source)


class FieldWriter:
    """Writes the chosen fields of some data as blocks, each with its path as label.

    `prepare` puts the text of the fields into the view, before the flow exists; `write` prints it.
    """

    def __init__(self, builder: ViewBuilder, patterns: tuple[str, ...]) -> None:
        self._builder = builder
        self._patterns = patterns
        self.fields: list[Field] = []

    def prepare(self, leaves: Iterable[tuple[tuple[str, ...], Text]]) -> None:
        """Choose among the strings of the data and add their text to the view."""
        for path, leaf in leaves:
            if is_chosen(path, self._patterns) and is_prose(leaf.value):
                self.fields.append(prepare_text(self._builder, leaf, ".".join(path)))

    def write(self, flow: Flow) -> None:
        """Print the fields in the order in which they stand."""
        for field in self.fields:
            field.write(flow, Role(BlockKind.FRONT_MATTER, label=field.label))


def start_flow(
    source: Source, text: str, front: FrontMatter | None, patterns: tuple[str, ...]
) -> Flow:
    """A flow over `text`, which stands where the source does, its front matter printed.

    `patterns` choose the fields that hold prose; none means the default ones.
    """
    if front is None:
        return Flow(source, View(text))
    builder = ViewBuilder()
    builder.add(text, 0, len(text))
    builder.gap()
    writer = FieldWriter(builder, patterns)
    writer.prepare(front.texts)
    flow = Flow(source, builder.build() if writer.fields else View(text))
    flow.meta.update(front.data)
    writer.write(flow)
    return flow


class Field:
    """One string, in the view from `start` to `end`, with the events of its Markdown if any."""

    def __init__(self, label: str, start: int, end: int, events: list[object] | None) -> None:
        self.label = label
        self.start = start
        self.end = end
        self.events = events

    def write(self, flow: Flow, role: Role) -> None:
        """Print it as what it is: Markdown, HTML, or text with paragraphs between blank lines."""
        html = HtmlWriter(flow)
        html.open_container(role)
        if self.events is not None:
            from claimcheck.readers.markdown import MarkdownWriter

            MarkdownWriter(html).play(self.events, self.start)  # type: ignore[arg-type]
        elif _HTML.search(flow.raw, self.start, self.end):
            html.feed(self.start, self.end)
        else:
            at = self.start
            for gap in re.compile(r"\n\s*\n").finditer(flow.raw, self.start, self.end):
                flow.copy(at, gap.start())
                html.break_block()
                at = gap.end()
            flow.copy(at, self.end)
        html.close_container()
        html.finish()
        flow.role = Role()


def prepare_text(builder: ViewBuilder, leaf: Text, label: str) -> Field:
    """Add a string to the view and decide how it is written."""
    start = builder.length
    text = leaf.value
    events = None
    # HTML first: Markdown would read its lines as blocks of HTML, and the text between apart.
    if not _HTML.search(text) and _MARKDOWN.search(text):
        from claimcheck.readers.markdown import parse

        text, events = parse(text)
    at = 0
    for shown, piece_start, piece_end in leaf.pieces():
        builder.add(text[at : at + len(shown)], piece_start, piece_end)
        at += len(shown)
    field = Field(label, start, builder.length, events)  # type: ignore[arg-type]
    builder.gap()
    return field
