"""Which fields of front matter and data files hold prose, and how their text is written."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from fnmatch import fnmatchcase
from functools import lru_cache

from claimcheck.document import BlockKind
from claimcheck.readers.data import Text
from claimcheck.readers.flow import Flow, Role
from claimcheck.readers.frontmatter import FrontMatter
from claimcheck.readers.markup import HtmlWriter
from claimcheck.readers.view import View, ViewBuilder
from claimcheck.source import Source

DEFAULT_FIELDS = (
    "title",
    "*title",
    "headline",
    "*heading",
    "subheading",
    "tagline",
    "slogan",
    "*description",
    "*summary",
    "excerpt",
    "abstract",
    "lead",
    "lede",
    "intro",
    "introduction",
    "teaser",
    "blurb",
    "body",
    "content",
    "text",
    "copy",
    "html",
    "markdown",
    "*_text",
    "*_html",
    "*message",
    "question",
    "answer",
    "quote",
    "testimonial",
    "*takeaways",
    "*benefits",
    "caption",
    "alt",
    "*_alt",
    "imagealt",
    "cta",
    "cta_*",
    "button",
    "button_*",
)
"""Patterns of keys, in lower case, whose strings are prose; with a dot they name a path."""

# One word that is an address, a path, a file, an identifier or a colour.
_NO_PROSE = re.compile(
    r"[a-zA-Z][\w+.-]*:\S*|\S*[/_=@]\S*|[.#]\S*|[\w-]+\.\w{2,5}|[0-9a-f-]{16,}|\W*|[\d\W]*"
)
_HTML = re.compile(
    r"</?(?:p|br|b|i|strong|em|a|ul|ol|li|h[1-6]|div|span|blockquote|table|sup|sub)\b[^<>]*>|&\w+;",
    re.IGNORECASE,
)
_MARKDOWN = re.compile(
    r"\*\w|\w\*|(?<!\w)_\w|\]\(|\]\[|\[\^|`|~~|^\s{0,3}(?:#{1,6}|[-*+>]|\d+[.)])\s", re.MULTILINE
)


def is_chosen(path: Sequence[str], patterns: tuple[str, ...]) -> bool:
    """Whether the field at `path` holds prose by one of the patterns (or by the default ones)."""
    return bool(path) and _matches(path[-1], ".".join(path), patterns or DEFAULT_FIELDS)


@lru_cache(maxsize=10_000)
def _matches(key: str, path: str, patterns: tuple[str, ...]) -> bool:
    for pattern in patterns:
        name = path if "." in pattern else key
        lowered = pattern.lower()
        # "metaDescription", "meta-description" and "meta_description" are one key.
        snake = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|[- ]", "_", name).lower()
        if fnmatchcase(name.lower(), lowered) or fnmatchcase(snake, lowered):
            return True
    return False


def is_prose(value: str) -> bool:
    """Whether a string says something, rather than naming an address, a file or a class."""
    words = value.split(None, 1)
    return len(words) > 1 or (len(words) == 1 and _NO_PROSE.fullmatch(words[0]) is None)


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
