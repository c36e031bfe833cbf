"""AsciiDoc: sections, lists, tables, delimited blocks, notes; listings are no prose."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from claimcheck.document import BlockKind, Document
from claimcheck.readers.flow import Flow, Role, with_title
from claimcheck.readers.labels import mark_labels
from claimcheck.readers.lines import Line, split_lines
from claimcheck.readers.options import Options
from claimcheck.source import Source

_HEADING = re.compile(r"(={1,6}|#{1,6})[ \t]+(?=\S)")
_ATTRIBUTE = re.compile(r":(!?[\w-]{1,60}!?):(?:[ \t]+|$)")
_DELIMITER = re.compile(r"(?:-{4,}|\.{4,}|\+{4,}|/{4,}|={4,}|\*{4,}|_{4,}|--|```\w*|[|,:!]={3,})")
_STYLE = re.compile(r"\[[^\[\]]*\]|\[\[[^\]]*\]\]")
_MACRO = re.compile(
    r"(image|video|audio|include|toc|ifdef|ifndef|ifeval|endif)::([^\[]*)\[([^\]]*)\]"
)
_LIST = re.compile(r"(\*{1,6}|-|\.{1,6}|<[.\d]+>|\d{1,3}\.)[ \t]+(?=\S)")
_CHECK = re.compile(r"\[[ x*]\][ \t]+")
_TERM = re.compile(r"(?=\S)(.{1,200}?)(?::{2,4}|;;)(?:[ \t]+|$)")
_ADMONITION = re.compile(r"(?:NOTE|TIP|IMPORTANT|WARNING|CAUTION):[ \t]+")
_CELL = re.compile(r"(?<!\\)(?:(?<![^\s|])(?:\d*(?:\.\d+)?[*+])?[<^>.]{0,4}[adehlmsv]?)?\|")
_QUOTED = re.compile(r"quote|verse", re.IGNORECASE)
_INLINE = re.compile(
    r"\\(?P<escape>[*_`#+^~{<\[])"
    r"|(?P<mono>(?<![\w`])`(?!\s)[^`\n]{1,400}`(?!\w)|\+\+[^+\n]{1,400}\+\+|pass:\w{0,9}\[[^\]]{0,400}\])"
    r"|(?P<hidden>\[\[[^\]\n]{1,99}\]\]|\{[\w-]{1,60}\}|\(\(\([^)\n]{1,200}\)\)\)"
    r"|(?:kbd|icon|stem|latexmath|asciimath|indexterm):\w{0,9}\[[^\]]{0,400}\])"
    r"|footnote(?:ref)?:[\w-]{0,40}\[(?P<note>[^\]]{0,900})\]"
    r"|image:(?P<image>[^\s:\[][^\s\[]{0,200})\[(?P<alt>[^\],]{0,400})[^\]]{0,400}\]"
    r"|(?:link:|xref:|mailto:)?(?P<target>(?:(?<=link:)|(?<=xref:)|(?<=mailto:)|https?://)[^\s\[\]<>]{1,300})"
    r"\[(?P<text>[^\]]{0,600})\]"
    r"|<<(?P<anchor>[^,>\n]{1,99})(?:,(?P<label>[^>\n]{0,200}))?>>"
    r"|\^(?P<super>[^\s^]{1,40})\^|~(?P<sub>[^\s~]{1,40})~"
    r"|(?P<role>\[\.?[\w.#-]{1,60}\](?=[#*_]))"
    r"|(?P<mark>\*\*|__|\#\#|(?<!\w)[*_#](?=\S)|(?<=[^\s])[*_#](?!\w))"
)
_LITERAL = {"-", ".", "+", "`"}


def read(source: Source, options: Options) -> Document:  # noqa: ARG001
    """Read AsciiDoc. What is no valid markup is read as text."""
    flow = Flow(source)
    _Reader(flow, split_lines(source.text)).read()
    return with_title(flow.finish("asciidoc"))


@dataclass(slots=True)
class _Reader:
    flow: Flow
    lines: Sequence[Line]
    index: int = 0
    group: int = 0
    notes: int = 0
    # The style of the next block, as the line in brackets before it gives it.
    style: str = ""
    # Open quotations, by the line that will end them.
    quotes: tuple[str, ...] = ()

    def read(self) -> None:
        while self.index < len(self.lines):
            line = self.lines[self.index]
            if not line.text:
                self.flow.end_block()
                self.index += 1
            elif not self._block(line):
                self._paragraph()

    def _role(self) -> Role:
        return Role(BlockKind.QUOTE, len(self.quotes)) if self.quotes else Role()

    def _block(self, line: Line) -> bool:
        """Read a block that its first line tells; False where it is a paragraph."""
        text = line.text
        if text.startswith("//") and not text.startswith("////"):
            self.flow.comment(line.start, line.end, text[2:])
        elif text in {"'''", "<<<", "+"} or _ATTRIBUTE.match(text):
            self._attribute(line)
        elif _DELIMITER.fullmatch(text):
            self._delimited(line)
            return True
        elif match := _HEADING.match(text):
            self._print(line.rest(match.end()), Role(BlockKind.HEADING, len(match[1])))
            if match[1] == "=":
                self._header()
        elif macro := _MACRO.fullmatch(text):
            alt = macro[3].split(",")[0]
            if macro[1] == "image" and alt.strip():
                start = line.start + macro.start(3)
                self._print(Line(start, start + len(alt), 0, alt), Role(BlockKind.ALT_TEXT))
        elif _STYLE.fullmatch(text):
            self.style = text
        elif text[0] == "." and len(text) > 1 and (text[1].isalnum() or text[1] in "“\"'*_"):
            self._print(line.rest(1), Role(BlockKind.CAPTION))
        elif match := _LIST.match(text):
            self._item(line, match)
            return True
        elif (match := _TERM.match(text)) and "::" not in match[1]:
            self._print(Line(line.start, line.start + match.end(1), 0, match[1]), self._role())
            self.lines = list(self.lines)
            self.lines[self.index] = line.rest(match.end())
            if self.lines[self.index].text:
                return False
        elif line.indent and not self.group and not self.style:
            # An indented paragraph is literal.
            self._skip_paragraph()
            return True
        else:
            return False
        self.index += 1
        return True

    def _header(self) -> None:
        """After the title come its author, its revision and attributes, up to a blank line."""
        while self.index + 1 < len(self.lines) and (line := self.lines[self.index + 1]).text:
            if _ATTRIBUTE.match(line.text):
                self._attribute(line)
            elif line.text.startswith("//"):
                self.flow.comment(line.start, line.end, line.text[2:])
            self.index += 1

    def _attribute(self, line: Line) -> None:
        self.flow.end_block()
        match = _ATTRIBUTE.match(line.text)
        if match and match[1] in {"description", "summary"}:
            self._print(line.rest(match.end()), Role(BlockKind.META, label=match[1]))

    def _print(self, line: Line, role: Role) -> None:
        self.flow.end_block()
        self.flow.role = role
        self._inline(line.start, line.end)
        self.flow.end_block()
        self.flow.role = Role()

    def _delimited(self, line: Line) -> None:
        """A line of signs begins or ends a block."""
        text, style = line.text, self.style
        self.style, self.group = "", 0
        self.flow.end_block()
        self.index += 1
        sign = text[0]
        if text in self.quotes:
            self.quotes = self.quotes[: self.quotes.index(text)]
        elif len(text) == 4 and text[1:] == "===" and sign in "|,:!":
            self._table(text)
        elif sign == "/" or (sign in _LITERAL and text != "--"):
            begin = self.index
            closing = "```" if sign == "`" else text
            while self.index < len(self.lines) and self.lines[self.index].text != closing:
                self.index += 1
            if sign == "/" and begin < self.index:
                start, end = self.lines[begin].start, self.lines[self.index - 1].end
                self.flow.comment(line.start, end, self.flow.raw[start:end])
            self.index += 1
        elif sign == "_" or _QUOTED.search(style):
            self.quotes = (*self.quotes, text)

    def _skip_paragraph(self) -> None:
        while self.index < len(self.lines) and self.lines[self.index].text:
            self.index += 1

    def _paragraph(self) -> None:
        first = self.lines[self.index]
        style, self.style = self.style, ""
        if re.match(r"\[(?:source|listing|literal|stem|pass|latexmath)\b", style):
            self._skip_paragraph()
            return
        role = Role(BlockKind.QUOTE, 1) if _QUOTED.search(style) else self._role()
        if first.indent == 0:
            self.group = 0
        self.flow.end_block()
        self.flow.role = role
        skip = _ADMONITION.match(first.text)
        self._run(first.rest(skip.end()) if skip else first)
        self.flow.role = Role()

    def _run(self, first: Line) -> None:
        """Print lines up to a blank one or a block that interrupts them, as one range."""
        end = first.end
        self.index += 1
        while self.index < len(self.lines):
            line = self.lines[self.index]
            ends = not line.text or _DELIMITER.fullmatch(line.text) or line.text == "+"
            if ends or _LIST.match(line.text) or _STYLE.fullmatch(line.text):
                break
            if line.text.startswith("//"):
                break
            end = line.end
            self.index += 1
        self._inline(first.start, end)
        self.flow.end_block()

    def _item(self, line: Line, match: re.Match[str]) -> None:
        self.style = ""
        before = self.lines[self.index - 1].text if self.index else ""
        if not self.group or (before and not self.group):
            self.group = self.flow.new_group()
        mark = match[1]
        level = len(mark) if mark[0] in "*." else 1
        ordinal = mark.strip(".<>") if mark.strip(".<>").isdigit() else ""
        self.flow.end_block()
        item = Role(BlockKind.LIST_ITEM, level, self.group, ordinal=ordinal)
        self.flow.role = self._role() if self.quotes else item
        rest = line.rest(match.end())
        check = _CHECK.match(rest.text)
        self._run(rest.rest(check.end()) if check else rest)
        self.flow.role = Role()

    def _table(self, delimiter: str) -> None:
        """Print cells, each from its sign to the next; a row is a line with cells."""
        start = self.index
        while self.index < len(self.lines) and self.lines[self.index].text != delimiter:
            self.index += 1
        rows = self.lines[start : self.index]
        self.index += 1
        if delimiter[0] != "|":
            return
        group = self.flow.new_group()
        for line in rows:
            cells = list(_CELL.finditer(line.text))
            if not line.text or cells:
                self.flow.end_block()
            if cells:
                group = self.flow.new_group()
            ends = [*(cell.start() for cell in cells), len(line.text)]
            self.flow.space(line.start, line.start)
            self.flow.role = Role(BlockKind.TABLE_CELL, group=group)
            self._inline(line.start, line.start + ends[0])
            for cell, end in zip(cells, ends[1:], strict=True):
                self.flow.end_block()
                self._inline(line.start + cell.end(), line.start + end)
        self.flow.end_block()
        self.flow.role = Role()

    # -- inline

    def _inline(self, start: int, end: int) -> None:
        flow, at = self.flow, start
        for match in _INLINE.finditer(flow.raw, start, end):
            flow.copy(at, match.start())
            at = match.end()
            if match["escape"]:
                flow.put(match["escape"], match.start(), match.end())
            elif match["note"] is not None:
                self._note(match)
            elif match["alt"] is not None:
                pieces = [(match["alt"], *match.span("alt"))]
                flow.aside(Role(BlockKind.ALT_TEXT), pieces)
            elif match["target"]:
                flow.open_link(match["target"])
                text = match["text"].rstrip("^")
                flow.copy(match.start("text"), match.start("text") + len(text))
                flow.close_link()
            elif match["label"]:
                flow.copy(*match.span("label"))
            elif match["super"]:
                self._raised(match)
            elif match["sub"]:
                flow.copy(*match.span("sub"))
        flow.copy(at, end)

    def _raised(self, match: re.Match[str]) -> None:
        shown = match["super"].strip("[]()")
        if shown.replace(",", "").isdigit() and re.search(
            r"[^\W\d]{3}$|[.,;:!?)]$", self.flow.tail
        ):
            for label in mark_labels(shown):
                self.flow.marker(label, match.start(), match.end())
        else:
            self.flow.copy(*match.span("super"))

    def _note(self, match: re.Match[str]) -> None:
        self.notes += 1
        label = str(self.notes)
        self.flow.marker(label, match.start(), match.end())
        if match["note"].strip():
            pieces = [(match["note"], *match.span("note"))]
            self.flow.aside(Role(BlockKind.FOOTNOTE, label=label), pieces)
