"""MDX: Markdown with components, expressions and modules among it."""

from __future__ import annotations

import re

from claimcheck.document import Document
from claimcheck.readers.fields import front_matter, start_flow
from claimcheck.readers.flow import with_title
from claimcheck.readers.holes import Hole, fill_holes, note_comments
from claimcheck.readers.jsx import Scanner
from claimcheck.readers.markdown import MarkdownWriter, parse
from claimcheck.readers.markup import HtmlWriter
from claimcheck.readers.options import Options
from claimcheck.readers.view import HOLE
from claimcheck.source import Source

# An import or export goes on to the next blank line.
_MODULE = re.compile(
    r"(?:^|(?<=\n\n)|(?<=\n\r\n))(?:import|export)\b[^\n]*(?:\n(?![ \t]*\r?\n)[^\n]*)*"
)
_CODE = re.compile(
    r"^([ \t]*)(`{3,8}|~{3,8})[^\n]*\n.*?^[ \t]*\2[ \t]*$|(`+)[^`\n]+\3",
    re.DOTALL | re.MULTILINE,
)
_INDENT = re.compile(r"(?<=\n)[ \t]{2,}(?=\S)(?![-*+>]|\d+[.)])")

# To Markdown a tag has no dot in its name.
_DOTTED = re.compile(r"</?[A-Z][\w-]*\.[\w.-]*(?=[^<>]*>)")


def read(source: Source, options: Options) -> Document:
    """Read MDX. Raises `ReadError` where the front matter is broken."""
    front = front_matter(source)
    start = front.body if front else 0
    holes = _holes(source.text, start)
    text = _DOTTED.sub(_dashed, fill_holes(source.text, holes, lines=True))
    # MDX has no code by indentation: what is indented is inside of a component.
    body = _INDENT.sub(lambda match: HOLE * len(match[0]), text[start:])
    text, events = parse(text[:start] + body, start)
    flow = start_flow(source, text, front, options.fields)
    writer = MarkdownWriter(HtmlWriter(flow, fields=options.fields, components=True))
    writer.play(events)
    writer.html.finish()
    note_comments(flow, holes)
    return with_title(flow.finish("mdx"))


def _dashed(match: re.Match[str]) -> str:
    return match[0].replace(".", "-")


def _holes(text: str, start: int) -> list[Hole]:
    """Modules and expressions; what is in code stays, it is no prose anyway."""
    code = [match.span() for match in _CODE.finditer(text, start)]
    hidden = "".join(
        part
        for span, following in zip([(start, start), *code], [*code, (len(text), 0)], strict=True)
        for part in ("x" * (span[1] - span[0]), text[span[1] : following[0]])
    )
    modules = [Hole(match.start(), match.end()) for match in _MODULE.finditer(hidden)]
    scanned = Scanner(fill_holes(hidden, modules)).scan(0, code=False)
    found = [*modules, *scanned]
    return sorted(
        (Hole(h.start + start, h.end + start, h.prints, h.comment) for h in found),
        key=lambda hole: hole.start,
    )
