"""reStructuredText: sections, lists, tables, directives, notes; literals are no prose."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from claimcheck.document import BlockKind, Document
from claimcheck.readers.flow import Flow, Role, with_title
from claimcheck.readers.lines import Line, block_end, split_lines
from claimcheck.readers.options import Options
from claimcheck.source import Source

_ADORNMENT = re.compile(r"([!-/:-@\[-`{-~])\1{2,}")
_BULLET = re.compile(r"[-*+•‣⁃](?:\s+|$)")
_NUMBER = re.compile(
    r"(?:\(?(\d{1,4}|#|[a-zA-Z]|[ivxIVX]{1,6})\)|(\d{1,4}|#|[a-zA-Z]|[ivxIVX]{1,6})\.)\s+"
)
_FIELD = re.compile(r":(?![:\s])((?:[^:\\\n]|\\.){1,80}):(?:\s+|$)")
_DIRECTIVE = re.compile(r"\.\.\s+(?:\|[^|]{1,80}\|\s+)?([\w:+.-]{1,60})::\s*")
_NOTE = re.compile(r"\.\.\s+\[(#?[\w.-]{0,60}|\*)\]\s+")
_TARGET = re.compile(r"\.\.\s+_(`[^`]+`|(?:[^:\\]|\\.){1,200}):\s*(\S*)|__\s+(\S+)")
_GRID = re.compile(r"\+(?:[-=]+\+)+")
_SIMPLE = re.compile(r"=+(?:\s+=+)+")
_OPTION = re.compile(r":([\w-]{1,40}):\s*")
# Directives whose content is code, data, or another file.
_SKIPPED = {
    "code", "code-block", "sourcecode", "literalinclude", "parsed-literal", "math", "raw",
    "include", "contents", "toctree", "highlight", "index", "csv-table", "productionlist",
    "default-role", "role", "sectnum", "unicode", "date", "graphviz", "mermaid", "plot",
    "autoclass", "autofunction", "automodule", "testcode", "doctest", "ipython", "prompt",
    "only", "tabularcolumns", "currentmodule", "module",
}  # fmt: skip
_QUOTES = {"epigraph", "pull-quote", "highlights"}
_DEEPEST = 40
_INLINE = re.compile(
    r"\\(?P<escape>[\s\S])"
    r"|(?P<literal>``[^`\n](?:[^\n]|\n(?!\s*\n)){0,600}?``)"
    r"|:(?P<role>[\w:.+-]{1,40}):`(?P<role_text>[^`]{1,600})`"
    r"|`(?P<link>[^`<]{1,600}?)\s*(?:<(?P<target>[^`>]{1,600})>)?`__?"
    r"|`(?P<text>[^`]{1,600})`(?::[\w:.+-]{1,40}:)?"
    r"|\*\*(?P<strong>[^\s*](?:[^*]|\*(?!\*)){0,600}?)\*\*"
    r"|(?<!\w)\*(?P<emphasis>[^\s*][^*]{0,600}?)\*(?!\w)"
    r"|\[(?P<note>#[\w.-]{0,60}|\d{1,4}|\*|[A-Za-z][\w.-]{0,60})\]_(?!\w)"
    r"|(?P<substitution>\|[^\s|][^|\n]{0,80}\|_{0,2})"
    r"|(?<![\w_])(?P<name>\w+(?:[-.]\w+){0,5}?)(?P<mark>__?)(?!\w)"
)
_CODE_ROLES = {"code", "math", "raw", "literal", "kbd", "command", "samp", "file", "program"}


def read(source: Source, options: Options) -> Document:  # noqa: ARG001
    """Read reStructuredText. What is no valid markup is read as text."""
    return _Reader(Flow(source)).read()


@dataclass(slots=True)
class _Reader:
    flow: Flow
    styles: list[str] = field(default_factory=list)
    targets: dict[str, str] = field(default_factory=dict)
    depth: int = 0

    def read(self) -> Document:
        lines = split_lines(self.flow.raw)
        for line in lines:
            if (match := _TARGET.match(line.text)) and match[1] and match[2]:
                self.targets[_name(match[1])] = match[2]
        self._body(lines, Role())
        return with_title(self.flow.finish("rst"))

    def _body(self, lines: Sequence[Line], role: Role) -> None:
        """Read lines that belong together; those that are indented further are a quotation."""
        lines = _dedent(lines)
        base = min((line.indent for line in lines if line.text), default=0)
        self.depth += 1
        index = 0
        while index < len(lines):
            if not lines[index].text:
                index += 1
            elif lines[index].indent > base and self.depth <= _DEEPEST:
                end = block_end(lines, index, base + 1)
                self._body(lines[index:end], Role(BlockKind.QUOTE, 1))
                index = end
            else:
                index = self._block(lines, index, role)
        self.depth -= 1

    def _block(self, lines: Sequence[Line], index: int, role: Role) -> int:
        """Read the block that begins at a line; the index of the line after it."""
        line = lines[index]
        if self.depth > _DEEPEST:
            return self._paragraph(lines, index, role)
        if line.text.startswith("..") and (len(line.text) == 2 or line.text[2].isspace()):
            end = block_end(lines, index + 1, line.indent + 1)
            self._explicit(lines[index:end], role)
            return end
        if line.text.startswith("__ "):
            return index + 1
        if (end := self._section(lines, index)) > index:
            return end
        if _GRID.fullmatch(line.text):
            return self._grid(lines, index, role)
        if _SIMPLE.fullmatch(line.text):
            return self._simple(lines, index, role)
        if line.text.startswith(">>> "):
            return self._until_blank(lines, index)
        for pattern in (_BULLET, _NUMBER):
            if match := pattern.match(line.text):
                return self._list(lines, index, pattern, role, match)
        if match := _FIELD.match(line.text):
            return self._field(lines, index, match, role)
        if line.text.startswith("| ") or line.text == "|":
            return self._line_block(lines, index, role)
        if index + 1 < len(lines) and lines[index + 1].indent > line.indent:
            return self._definition(lines, index, role)
        return self._paragraph(lines, index, role)

    def _print(self, start: int, end: int, role: Role) -> None:
        self.flow.end_block()
        self.flow.role = role
        self._inline(start, end)
        self.flow.end_block()
        self.flow.role = Role()

    # -- blocks

    def _section(self, lines: Sequence[Line], index: int) -> int:
        texts = [line.text for line in lines[index : index + 3]]
        if _ADORNMENT.fullmatch(texts[0]):
            if len(texts) == 3 and texts[1] and texts[2] == texts[0]:
                self._heading(lines[index + 1], texts[0][0] * 2)
                return index + 3
            return index + 1 if len(texts) == 1 or not texts[1] else index
        underlined = len(texts) > 1 and self.depth == 1 and _ADORNMENT.fullmatch(texts[1])
        # A short line of the same sign under a long text is punctuation.
        if underlined and len(texts[1]) >= min(len(texts[0]), 4):
            self._heading(lines[index], texts[1][0])
            return index + 2
        return index

    def _heading(self, line: Line, style: str) -> None:
        if style not in self.styles:
            self.styles.append(style)
        level = min(self.styles.index(style) + 1, 6)
        self._print(line.start, line.end, Role(BlockKind.HEADING, level))

    def _paragraph(self, lines: Sequence[Line], index: int, role: Role) -> int:
        end = self._until_blank(lines, index)
        start, stop = lines[index].start, lines[end - 1].end
        literal = lines[end - 1].text.endswith("::")
        if literal:
            stop -= 1 if stop - start > 2 and not self.flow.raw[stop - 3].isspace() else 2
        self._print(start, stop, role)
        if literal:
            after = next((at for at in range(end, len(lines)) if lines[at].text), end)
            if after < len(lines) and lines[after].indent > lines[index].indent:
                return block_end(lines, after, lines[index].indent + 1)
        return end

    def _until_blank(self, lines: Sequence[Line], index: int) -> int:
        end = index
        while end < len(lines) and lines[end].text:
            end += 1
        return end

    def _list(
        self,
        lines: Sequence[Line],
        index: int,
        pattern: re.Pattern[str],
        role: Role,
        match: re.Match[str] | None,
    ) -> int:
        indent, group = lines[index].indent, self.flow.new_group()
        level = role.level + 1 if role.kind is BlockKind.LIST_ITEM else 1
        while match:
            line = lines[index]
            ordinal = next((part for part in match.groups() if part and part.isdigit()), "")
            item = Role(BlockKind.LIST_ITEM, level, group, ordinal=ordinal)
            end = block_end(lines, index + 1, indent + 1)
            body = [line.rest(match.end()), *lines[index + 1 : end]]
            self._body(body, role if role.kind is BlockKind.QUOTE else item)
            index = end
            while index < len(lines) and not lines[index].text:
                index += 1
            same = index < len(lines) and lines[index].indent == indent
            match = pattern.match(lines[index].text) if same else None
        return index

    def _field(self, lines: Sequence[Line], index: int, match: re.Match[str], role: Role) -> int:
        end = block_end(lines, index + 1, lines[index].indent + 1)
        self._body([lines[index].rest(match.end()), *lines[index + 1 : end]], role)
        return max(end, index + 1)

    def _line_block(self, lines: Sequence[Line], index: int, role: Role) -> int:
        end = self._until_blank(lines, index)
        self.flow.end_block()
        self.flow.role = role
        for line in lines[index:end]:
            rest = line.rest(1) if line.text.startswith("|") else line
            self.flow.space(line.start, line.start)
            self._inline(rest.start, rest.end)
        self.flow.end_block()
        self.flow.role = Role()
        return end

    def _definition(self, lines: Sequence[Line], index: int, role: Role) -> int:
        """A term and its definition; or, after a literal mark, a paragraph."""
        line = lines[index]
        if line.text.endswith("::"):
            return self._paragraph(lines, index, role)
        self._print(line.start, line.end, role)
        end = block_end(lines, index + 1, line.indent + 1)
        self._body(lines[index + 1 : end], role)
        return end

    def _grid(self, lines: Sequence[Line], index: int, role: Role) -> int:
        end = self._until_blank(lines, index)
        columns = [match.start() for match in re.finditer(r"\+", lines[index].text)]
        row: list[Line] = []
        for line in lines[index:end]:
            if not line.text.startswith("+"):
                row.append(line)
                continue
            self._row(row, columns, role)
            row = []
        self._row(row, columns, role)
        return end

    def _row(self, row: list[Line], columns: list[int], role: Role) -> None:
        """Print the cells of a row, each from its part of the row's lines."""
        group = self.flow.new_group()
        for left, right in pairwise(columns):
            self.flow.end_block()
            cell = Role(BlockKind.TABLE_CELL, group=group)
            self.flow.role = role if role.kind is BlockKind.QUOTE else cell
            for line in row:
                # Where a border is missing the cell spans columns; its text is printed once.
                begin = left + 1 if line.text[left : left + 1] == "|" else left
                stop = right if right + 1 < len(line.text) else len(line.text.rstrip("|"))
                self.flow.space(line.start, line.start)
                self._inline(line.start + min(begin, len(line.text)), line.start + stop)
        self.flow.end_block()
        self.flow.role = Role()

    def _simple(self, lines: Sequence[Line], index: int, role: Role) -> int:
        starts = [match.start() for match in re.finditer(r"=+", lines[index].text)]
        base = lines[index].indent
        at, borders = index + 1, 1
        while at < len(lines):
            line = lines[at]
            if _SIMPLE.fullmatch(line.text):
                borders += 1
                if borders == 3 or at + 1 >= len(lines) or not lines[at + 1].text:
                    return at + 1
            elif line.text:
                self._cells(line, [start - (line.indent - base) for start in starts], role)
            at += 1
        return at

    def _cells(self, line: Line, starts: list[int], role: Role) -> None:
        group = self.flow.new_group()
        ends = [*starts[1:], len(line.text)]
        for start, end in zip(starts, ends, strict=True):
            cell = Role(BlockKind.TABLE_CELL, group=group)
            begin, stop = max(start, 0), max(min(end, len(line.text)), 0)
            if begin < stop:
                kept = role if role.kind is BlockKind.QUOTE else cell
                self._print(line.start + begin, line.start + stop, kept)

    # -- explicit markup

    def _explicit(self, lines: Sequence[Line], role: Role) -> None:
        line = lines[0]
        if match := _NOTE.match(line.text):
            label = match[1].lstrip("#")
            self._body([line.rest(match.end()), *lines[1:]], Role(BlockKind.FOOTNOTE, label=label))
        elif match := _DIRECTIVE.match(line.text):
            self._directive(match[1].lower(), [line.rest(match.end()), *lines[1:]], role)
        elif not _TARGET.match(line.text):
            start, end = line.start, max(part.end for part in lines)
            self.flow.comment(start, end, self.flow.raw[start + 2 : end])

    def _directive(self, name: str, lines: list[Line], role: Role) -> None:
        options = 1
        while options < len(lines) and (match := _OPTION.match(lines[options].text)):
            value = lines[options].rest(match.end())
            if match[1] == "alt":
                self._print(value.start, value.end, Role(BlockKind.ALT_TEXT))
            elif name == "meta" and match[1] == "description":
                self._print(value.start, value.end, Role(BlockKind.META, label="description"))
            options += 1
        if name in _SKIPPED or name in {"image", "meta"}:
            return
        content = list(lines[options:])
        if name == "figure":
            self._body(content, Role(BlockKind.CAPTION))
            return
        first = lines[0]
        if name == "rubric":
            self._print(first.start, first.end, Role(BlockKind.HEADING, 6))
        elif name == "list-table" and first.text:
            self._print(first.start, first.end, Role(BlockKind.CAPTION))
        elif first.text and options == 1:
            # The text may begin in the line of the directive and go on below it.
            content = [first, *content]
        elif first.text and name not in {"class", "container", "replace"}:
            self._print(first.start, first.end, role)
        if name in _QUOTES:
            role = Role(BlockKind.QUOTE, 1)
        if name != "class" or content:
            self._body(content, role)

    # -- inline

    def _inline(self, start: int, end: int) -> None:
        flow, at = self.flow, start
        for match in _INLINE.finditer(flow.raw, start, end):
            flow.copy(at, match.start())
            at = match.end()
            kind = match.lastgroup or ""
            if kind == "escape":
                if not match["escape"].isspace():
                    flow.put(match["escape"], match.start(), match.end())
            elif kind in {"role", "role_text"}:
                if match["role"].rpartition(":")[2] not in _CODE_ROLES:
                    text = re.compile(r"([^<]*?)\s*(?:<[^>]*>)?\Z").match(match["role_text"])
                    begin = match.start("role_text")
                    flow.copy(begin, begin + len(text[1]) if text else match.end("role_text"))
            elif kind in {"link", "target"}:
                self._link(match)
            elif kind == "note":
                flow.marker(match["note"].lstrip("#"), match.start(), match.end())
            elif kind == "substitution":
                flow.space(match.start(), match.end())
            elif kind in {"name", "mark"}:
                self._reference(match)
            elif kind != "literal":
                self._copy_escaped(*match.span(kind))
        flow.copy(at, end)

    def _copy_escaped(self, start: int, end: int) -> None:
        at = start
        for match in re.compile(r"\\([\s\S])").finditer(self.flow.raw, start, end):
            self.flow.copy(at, match.start())
            if not match[1].isspace():
                self.flow.put(match[1], match.start(), match.end())
            at = match.end()
        self.flow.copy(at, end)

    def _link(self, match: re.Match[str]) -> None:
        target = match["target"] or self.targets.get(_name(match["link"]), "")
        if target:
            self.flow.open_link(target)
        self._copy_escaped(*match.span("link"))
        if target:
            self.flow.close_link()

    def _reference(self, match: re.Match[str]) -> None:
        target = self.targets.get(_name(match["name"]))
        if target:
            self.flow.open_link(target)
            self.flow.copy(*match.span("name"))
            self.flow.close_link()
        else:
            # No such target: an underscore is only an underscore.
            self.flow.copy(match.start(), match.end())


def _name(text: str) -> str:
    return " ".join(text.strip("`").lower().split())


def _dedent(lines: Sequence[Line]) -> Sequence[Line]:
    """Lines of which the first may stand at the end of another one."""
    indents = [line.indent for line in lines[1:] if line.text]
    if lines and lines[0].text and indents:
        return [replace(lines[0], indent=min(indents)), *lines[1:]]
    return lines
