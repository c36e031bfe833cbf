"""Plain text: blocks by blank lines; headings, lists, quotes and references by their look."""

from __future__ import annotations

import re
from dataclasses import dataclass

from claimcheck.document import BlockKind, Document
from claimcheck.readers.flow import Flow, Role
from claimcheck.readers.options import Options
from claimcheck.readers.references import heads_references
from claimcheck.source import Source

_BULLET = re.compile(r"(?:[-*•‣▪▸►➤●◦·○✓✔✅☑–]|\((?=\d))[ \t]+(?=\S)")
_NUMBER = re.compile(r"\(?(\d{1,3})[.)][ \t]+(?=\S)")
_BRACKETED = re.compile(r"\[\d{1,3}\]\s*\S")
_QUOTE = re.compile(r"(?:>[ \t]?)+")
_HASH = re.compile(r"(#{1,6})[ \t]+(?=\S)")
_RULE = re.compile(r"[-=*_~#\s]{3,}")
_UNDERLINE = re.compile(r"={3,}|-{3,}")
_LINE = re.compile(r"[^\r\n]+")
_BREAK = re.compile(r"\r\n|\n|\r")
_ENDS_SENTENCE = re.compile(r"[.!?:;…][\"'”’)\]]*$")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b|https?://|\bdoi\b")
# What stands for a comment where the format has none; the words are not the page's.
_COMMENT = re.compile(r"\[[ \t]*(claimcheck[ \t]*:[^\]]*)\]", re.IGNORECASE)
_TITLE_WORDS = 20
_HEADING_WORDS = 12
# Text that somebody wrapped by hand keeps its lines below this; longer lines are paragraphs.
_WRAP_WIDTH = 130
# Lines that were wrapped and then edited stay longer than this part of the longest.
_FILLED = 0.7


@dataclass(frozen=True, slots=True)
class _Line:
    start: int
    end: int
    text: str


def read(source: Source, options: Options) -> Document:  # noqa: ARG001
    """Read plain text, which has no options."""
    return _Reader(source).read()


class _Reader:
    def __init__(self, source: Source) -> None:
        self.flow = Flow(source)
        self.in_references = False

    def read(self) -> Document:
        chunks = _chunks(self.flow)
        for index, chunk in enumerate(chunks):
            self._chunk(chunk, first=index == 0, last=index == len(chunks) - 1)
        return self.flow.finish("text")

    def _chunk(self, lines: list[_Line], *, first: bool, last: bool) -> None:
        """Read the lines between two blank ones."""
        if len(lines) == 2 and _UNDERLINE.fullmatch(lines[1].text):
            level = 1 if lines[1].text[0] == "=" else 2
            self._heading(lines[0], level, title=first)
            return
        if len(lines) == 1 and self._is_heading(lines[0], first=first, last=last):
            self._heading(lines[0], 2, title=first and not lines[0].text.endswith("?"))
            return
        self._body(lines, first=first)

    def _is_heading(self, line: _Line, *, first: bool, last: bool) -> bool:
        text = line.text
        words = len(text.split())
        if _HASH.match(text) or _RULE.fullmatch(text):
            return False
        if heads_references(text):
            return not last
        if _starts_item(text) or _QUOTE.match(text):
            return False
        if last and not first:
            return False
        if self.in_references and _YEAR.search(text):
            return False
        if first and words <= _TITLE_WORDS:
            return text[-1] not in ".;,:" and not last
        if text.endswith("?"):
            return words <= _TITLE_WORDS
        return words <= _HEADING_WORDS and text[-1] not in ".;,:…"

    def _heading(self, line: _Line, level: int, *, title: bool = False) -> None:
        self.flow.end_block()
        self.in_references = heads_references(line.text)
        kind = BlockKind.TITLE if title and not self.in_references else BlockKind.HEADING
        self.flow.role = Role(kind, level=1 if title else level)
        self.flow.copy(line.start, line.end)
        self.flow.end_block()
        self.flow.role = Role()

    def _body(self, lines: list[_Line], *, first: bool) -> None:
        flow = self.flow
        group = 0
        number = 0
        width = max(len(line.text) for line in lines)
        before: _Line | None = None
        flow.end_block()
        for index, line in enumerate(lines):
            text = line.text
            bullet, numbered = _BULLET.match(text), _NUMBER.match(text)
            hashed, quoted = _HASH.match(text), _QUOTE.match(text)
            if numbered and not (
                before is None or int(numbered[1]) in {1, number + 1} or self.in_references
            ):
                numbered = None
            if _RULE.fullmatch(text):
                flow.end_block()
                before = None
            elif hashed:
                self._heading(
                    _Line(line.start + hashed.end(), line.end, text[hashed.end() :]),
                    len(hashed[1]),
                    title=first and index == 0,
                )
                before, group = None, 0
            elif quoted:
                if before is None or flow.role.kind is not BlockKind.QUOTE:
                    flow.end_block()
                    flow.role = Role(BlockKind.QUOTE, level=quoted[0].count(">"))
                if quoted.end() == len(text):
                    flow.end_block()
                self._line(line.start + quoted.end(), line.end)
                before = line
            elif bullet or numbered or _BRACKETED.match(text):
                flow.end_block()
                if bullet or numbered:
                    group = group or flow.new_group()
                    number = int(numbered[1]) if numbered else 0
                    ordinal = numbered[1] if numbered else ""
                    flow.role = Role(BlockKind.LIST_ITEM, 1, group, ordinal=ordinal)
                else:
                    flow.role = Role()
                mark = bullet or numbered
                self._line(line.start + (mark.end() if mark else 0), line.end)
                before = line
            else:
                if before is not None and not self._joins(before, line, width):
                    flow.end_block()
                    before, group = None, 0
                if before is None:
                    if self._heads(lines, index, width):
                        self._heading(line, 2, title=first and index == 0)
                        continue
                    flow.role = Role()
                self._line(line.start, line.end)
                before = line
        flow.end_block()
        flow.role = Role()

    def _line(self, start: int, end: int) -> None:
        """Print one line; the line end before it is white space."""
        text = self.flow.raw
        begin = start
        while begin and text[begin - 1] in "\r\n":
            begin -= 1
        if begin < start:
            self.flow.space(begin, start)
        else:
            self.flow.space(start, start)
        self.flow.copy(start, end)

    def _joins(self, before: _Line, line: _Line, width: int) -> bool:
        """Whether `line` goes on with the paragraph of `before`."""
        if self.in_references and _ENDS_SENTENCE.search(before.text):
            # References without numbers stand one on a line.
            return not (line.text[:1].isupper() and _YEAR.search(line.text))
        if width <= _WRAP_WIDTH:
            # A line that was not wrapped, ends no sentence and is followed by a capital letter is a
            # line of its own: an address, a slogan.
            short = len(before.text) < _FILLED * width and not _is_full(before, line, width)
            ended = _ENDS_SENTENCE.search(before.text) or before.text[-1] in ",–—-"
            return not (short and not ended and line.text[:1].isupper())
        return not _ENDS_SENTENCE.search(before.text) and not line.text[:1].isupper()

    def _heads(self, lines: list[_Line], index: int, width: int) -> bool:
        """Whether a line that begins a paragraph is a heading glued to what follows."""
        text = lines[index].text
        if index + 1 >= len(lines) or len(text.split()) > _HEADING_WORDS or text[-1] in ".;,:…!":
            return False
        follows = lines[index + 1]
        capital = follows.text[:1].isupper() and not _starts_item(follows.text)
        return capital and not _is_full(lines[index], follows, width)


def _is_full(line: _Line, follows: _Line, width: int) -> bool:
    """Whether the next word had no room in the line, so that it had to be wrapped."""
    return len(line.text) + 1 + len(follows.text.split(None, 1)[0]) > width


def _starts_item(text: str) -> bool:
    return bool(_BULLET.match(text) or _NUMBER.match(text) or _BRACKETED.match(text))


def _chunks(flow: Flow) -> list[list[_Line]]:
    """The lines of the text, stripped, in groups between blank lines and comments."""
    text = flow.source.text
    chunks: list[list[_Line]] = [[]]
    end = 0
    for match in _LINE.finditer(text):
        if chunks[-1] and len(_BREAK.findall(text, end, match.start())) > 1:
            chunks.append([])
        end = match.end()
        stripped = match[0].strip()
        if not stripped:
            # A line of white space is blank too.
            if chunks[-1]:
                chunks.append([])
            continue
        start = match.start() + len(match[0]) - len(match[0].lstrip())
        if comment := _COMMENT.fullmatch(stripped):
            flow.comment(start, start + len(stripped), comment[1])
            chunks.append([])
            continue
        chunks[-1].append(_Line(start, start + len(stripped), stripped))
    return [chunk for chunk in chunks if chunk]
