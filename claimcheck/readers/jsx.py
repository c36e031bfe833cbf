"""Markup among JavaScript: JSX, Astro, Svelte, and the components of MDX.

The code is read only as far as needed to tell where it ends: its strings, comments and brackets.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from claimcheck.document import Document
from claimcheck.readers.elements import VOID
from claimcheck.readers.flow import Flow, with_title
from claimcheck.readers.holes import Hole, fill_holes, note_comments
from claimcheck.readers.markup import HtmlWriter
from claimcheck.readers.options import Options
from claimcheck.readers.view import View
from claimcheck.source import Source

_CODE = re.compile(
    r"""(?P<string>"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`)"""
    r"""|(?P<comment>//[^\n]*|/\*)"""
    r"""|(?P<open>\{)|(?P<close>\})|(?P<tag><(?:[A-Za-z][\w.:-]*|(?=>)))"""
    r"""|(?P<slash>/)|(?P<word>[\w$]+)|(?P<other>[^\s\w])""",
    re.DOTALL,
)
# Bounded, since "/" begins a division as well.
_REGEX = re.compile(r"/(?![*/])(?:[^/\\\n\[]|\\.|\[(?:[^\]\\\n]|\\.){0,99}\]){1,299}/[a-z]*")
_GENERIC = re.compile(r"\s*(?:,|extends\b)")
# After these an expression begins, so "<" begins a tag and "/" a regular expression.
_BEFORE_VALUE = frozenset("(,=?:&|[{};>!")
_WORDS_BEFORE_VALUE = frozenset({"return", "default", "case", "await", "yield", "else"})
_ATTRIBUTE = re.compile(r"""(?P<quoted>"[^"]*"|'[^']*')|(?P<open>\{)|(?P<close>/?>)""")
_NAME = re.compile(r"</?([A-Za-z][\w.:-]*)|</?(?=>)")
_MARK = re.compile(r"[<{]")
_FENCE = re.compile(r"\s*---[ \t]*\r?\n.*?^---[ \t]*$", re.DOTALL | re.MULTILINE)
_PLAIN = re.compile(r"""\{\s*(?:"([^"\\<{]*)"|'([^'\\<{]*)'|`([^`\\<{$]*)`)\s*\}""")
_NOTE = re.compile(r"\{\s*/\*")
_NOTE_END = re.compile(r"\s*\}")
# Svelte ends and divides its blocks so; a "/" would seem to begin a regular expression.
_CONTROL = re.compile(r"\{(?:/(?:if|each|await|key|snippet)\s*|:(?:else|then|catch)\b[^{}\n]*)\}")
_RAW = re.compile(r"<(script|style)\b", re.IGNORECASE)


def read(source: Source, options: Options) -> Document:
    """Read the text of components: `.jsx`, `.tsx`, `.astro`, `.svelte`."""
    code = options.suffix in {".jsx", ".tsx"}
    start = 0
    if options.suffix == ".astro" and (fence := _FENCE.match(source.text)):
        start = fence.end()
    holes = [Hole(0, start)] if start else []
    holes += Scanner(source.text).scan(start, code=code)
    flow = Flow(source, View(fill_holes(source.text, holes)))
    writer = HtmlWriter(flow, fields=options.fields, components=True)
    writer.feed(0, len(source.text))
    writer.finish()
    note_comments(flow, holes)
    return with_title(flow.finish(options.suffix[1:] or "jsx"))


@dataclass(slots=True)
class _Frame:
    """What the scanner is in: code, markup down to the end of its first element, or a tag.

    `start` is where the code that was not yet told begins. Code in a tag is `hidden`, with all
    markup in it: none of it is text.
    """

    kind: str
    start: int
    depth: int = 0
    hidden: bool = False
    shows: bool = True


class Scanner:
    """Tells the code in a text of markup and code apart."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.holes: list[Hole] = []
        self.frames: list[_Frame] = []
        # The last code that means something, to tell a tag from "less than".
        self.before = ";"
        # Ends that the rest of the text is known not to hold.
        self.absent: set[str] = set()

    def scan(self, start: int = 0, *, code: bool) -> list[Hole]:
        """The code from `start` on, which begins in code or in markup."""
        self.frames = [_Frame("code" if code else "markup", start)]
        steps = {"code": self._code, "markup": self._markup, "tag": self._tag}
        at = start
        while at < len(self.text):
            at = steps[self.frames[-1].kind](at)
        for frame in self.frames:
            if frame.kind == "code" and not frame.hidden:
                self._hole(frame.start, len(self.text), prints=False)
        return sorted(self.holes, key=lambda hole: hole.start)

    def _hole(self, start: int, end: int, *, prints: bool, comment: str | None = None) -> None:
        if start < end:
            self.holes.append(Hole(start, end, prints, comment))

    def _code(self, at: int) -> int:
        """Read one piece of code at or after `at`; where to go on."""
        match = _CODE.search(self.text, at)
        if match is None:
            return len(self.text)
        frame, kind = self.frames[-1], match.lastgroup
        if kind == "comment":
            return self._comment(match)
        if kind == "tag" and self._begins_value() and not _GENERIC.match(self.text, match.end()):
            if not frame.hidden:
                self._hole(frame.start, match.start(), prints=False)
                # What comes after the element is told when it has ended.
                frame.start, frame.shows = len(self.text), False
            self.frames.append(_Frame("markup", match.start(), hidden=frame.hidden))
            return match.start()
        if kind == "slash" and self._begins_value():
            literal = _REGEX.match(self.text, match.start())
            if literal:
                self.before = "/"
                return literal.end()
        if kind == "open":
            frame.depth += 1
        elif kind == "close":
            if frame.depth == 0 and len(self.frames) > 1:
                return self._end_code(match.end())
            frame.depth = max(frame.depth - 1, 0)
        self.before = match[0]
        return match.end()

    def _comment(self, match: re.Match[str]) -> int:
        if match[0] != "/*":
            return match.end()
        return self._find("*/", match.end()) or len(self.text)

    def _find(self, close: str, at: int) -> int:
        """The end of the next `close`, 0 where there is none."""
        if close in self.absent:
            return 0
        found = self.text.find(close, at)
        if found < 0:
            self.absent.add(close)
        return found + len(close) if found >= 0 else 0

    def _begins_value(self) -> bool:
        return self.before[-1] in _BEFORE_VALUE or self.before in _WORDS_BEFORE_VALUE

    def _end_code(self, end: int) -> int:
        frame = self.frames.pop()
        outer = self.frames[-1]
        if not outer.hidden:
            self._hole(frame.start, end, prints=frame.shows and outer.kind != "tag")
        return end

    def _markup(self, at: int) -> int:
        """Read up to and over the next tag or expression; where to go on."""
        text, frame = self.text, self.frames[-1]
        match = _MARK.search(text, at)
        if match is None:
            return len(text)
        start = match.start()
        if match[0] == "{":
            return self._expression(start, frame)
        if text.startswith("<!--", start):
            return self._find("-->", start) or len(text)
        if raw := _RAW.match(text, start):
            end = self._find(f"</{raw[1]}>", start)
            if end:
                return self._close_element(end, frame)
        name = _NAME.match(text, start)
        if name is None:
            return start + 1
        if not name[1] and not frame.hidden:
            # A fragment has no name; to HTML it would be text.
            self._hole(start, name.end() + 1, prints=False)
        opens = -1 if name[0].startswith("</") else int(name[1] not in VOID)
        self.frames.append(_Frame("tag", start, depth=opens, hidden=frame.hidden))
        return name.end()

    def _expression(self, start: int, frame: _Frame) -> int:
        if not frame.hidden:
            if plain := _PLAIN.match(self.text, start):
                group = plain.lastindex or 1
                self._hole(start, plain.start(group), prints=False)
                self._hole(plain.end(group), plain.end(), prints=False)
                return plain.end()
            if note := self._note(start):
                return note
        if control := _CONTROL.match(self.text, start):
            if not frame.hidden:
                self._hole(start, control.end(), prints=False)
            return control.end()
        shows = not self.text.startswith("{#", start)
        self.frames.append(_Frame("code", start, hidden=frame.hidden, shows=shows))
        self.before = "{"
        return start + 1

    def _note(self, start: int) -> int:
        """The end of an expression that is only a comment, 0 where it is none."""
        begin = _NOTE.match(self.text, start)
        end = self._find("*/", begin.end()) if begin else 0
        close = _NOTE_END.match(self.text, end) if end else None
        if begin is None or close is None:
            return 0
        comment = self.text[begin.end() : end - 2].strip()
        self._hole(start, close.end(), prints=False, comment=comment)
        return close.end()

    def _tag(self, at: int) -> int:
        """Read on in a tag: up to the code of an attribute, or to its end."""
        tag = self.frames[-1]
        while part := _ATTRIBUTE.search(self.text, at):
            at = part.end()
            if part["open"]:
                self.frames.append(_Frame("code", part.start(), hidden=True))
                self.before = "{"
                return at
            if part["close"]:
                self.frames.pop()
                frame = self.frames[-1]
                frame.depth += 0 if part["close"] == "/>" and tag.depth > 0 else tag.depth
                return self._close_element(at, frame)
        return len(self.text)

    def _close_element(self, end: int, frame: _Frame) -> int:
        """After a tag: the markup ends where its first element does, unless it is the file's."""
        if frame.depth <= 0 and len(self.frames) > 1:
            self.frames.pop()
            if not frame.hidden:
                self.frames[-1].start = end
            self.before = ")"
        return end
