"""Template code in pages: where it stands, so that readers read around it.

Known are PHP, Blade, ERB and EJS, the family of Mustache (Handlebars, Go, Vue, Hugo shortcodes),
the family of Jinja (Twig, Nunjucks, Liquid) and Smarty.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from claimcheck.readers.flow import Flow
from claimcheck.readers.view import GAP, HOLE

_OPENERS = r"<\?(?:php\b|=|\s)|<%|\{\{|\{%|\{\#"
_BLADE = r"|\{!!|(?<![\w@])@(?P<directive>[a-zA-Z]+)\b"
_SMARTY = r"|\{(?=[$/a-zA-Z*\"'])"
# What prints nothing: control, comments, includes of other files.
_CONTROL = re.compile(
    r"<\?(?!=)|<%(?![=-])|\{%|\{\{[-~]?\s*(?:[#/^>!%<*]|/\*|--|(?:if|else|end|range|with|block|define"
    r"|template|partial|each|unless)\b)|@|\{[/*]|\{(?:if|else|elseif|foreach|section|include|for)\b"
)
_COMMENT = re.compile(r"\{\#|\{\{!|\{\{[-~]?\s*/\*|\{\{--|<%\#|<%--|\{\*|\{%[-+~]?\s*comment\b")
_TRIM = re.compile(
    r"^(?:\{\#-?|\{\{!(?:--)?|\{\{[-~]?\s*/\*|\{\{--|<%\#|<%--|\{\*|\{%[-+~]?\s*comment\b[^%]*%\})"
    r"|(?:-?\#\}|(?:--)?\}\}|\*/\s*[-~]?\}\}|(?:--)?%>|\*\}|\{%[^%]*%\})$"
)
# Their content is code or another comment, up to the tag that ends them.
_TAG = re.compile(r"\{%[-+~]?\s*(comment|schema|javascript|style|stylesheet|highlight|code)\b")
_SHORTCODE = re.compile(
    r"\{\{[<%]\s*(highlight|code|mermaid|math|katex|gist)\b(?![^\n]{0,300}/[>%]\}\})"
)
_DIRECTIVES = frozenset(
    "append auth aware break can canany cannot case checked choice class component continue csrf dd"
    " default disabled dump each else elseauth elsecan elseguest elseif empty env error extends for"
    " foreach forelse fragment guest hasSection if include includeFirst includeIf includeUnless"
    " includeWhen inject isset js json lang livewire livewireScripts livewireStyles method once"
    " parent php prepend prependOnce production props push pushOnce readonly required section"
    " sectionMissing selected session show slot stack stop style switch unless use verbatim vite"
    " while yield".split()
)
_MARKUP = re.compile(r"</?[a-zA-Z]|\n[ \t]*\r?\n")
# Longer than any tag of a template.
_LONGEST = 3_000


@dataclass(frozen=True, slots=True)
class Hole:
    """Template code from `start` to `end`; `prints` something there, or is a comment."""

    start: int
    end: int
    prints: bool = False
    comment: str | None = None


def find_holes(text: str, suffix: str = "", *, page: bool = False) -> list[Hole]:
    """The template code in a text, in order, none inside another.

    `suffix` says which dialects are possible. In a `page`, which need not be a template at all, a
    tag must end soon and enclose no markup: it may be a script, or talk of templates.
    """
    openers = _OPENERS
    if suffix == ".blade.php":
        openers += _BLADE
    elif suffix == ".tpl":
        openers += _SMARTY
    return list(_Finder(text, re.compile(openers), page).holes())


def fill_holes(text: str, holes: list[Hole], *, lines: bool = False) -> str:
    """The text with marks in place of template code, of the same length.

    With `lines`, code that prints nothing and has a line for itself leaves a blank line, so that it
    parts paragraphs.
    """
    parts: list[str] = []
    done = 0
    for hole in holes:
        mark = GAP if hole.prints else HOLE
        filled = mark * (hole.end - hole.start)
        if lines and not hole.prints and _is_alone(text, hole):
            filled = re.sub(r"[^\r\n]", " ", text[hole.start : hole.end])
        parts += [text[done : hole.start], filled]
        done = hole.end
    return "".join([*parts, text[done:]]) if parts else text


def _is_alone(text: str, hole: Hole) -> bool:
    before, after = text[max(hole.start - 200, 0) : hole.start], text[hole.end : hole.end + 200]
    return not re.split(r"[\r\n]", before)[-1].strip() and not re.split(r"[\r\n]", after)[0].strip()


def note_comments(flow: Flow, holes: list[Hole]) -> None:
    """Template comments are comments of the document."""
    for hole in holes:
        if hole.comment is not None:
            flow.comment(hole.start, hole.end, hole.comment)


class _Finder:
    def __init__(self, text: str, openers: re.Pattern[str], page: bool) -> None:
        self.text = text
        self.openers = openers
        self.page = page
        # Ends that the rest of the text is known not to hold.
        self.absent: set[str] = set()
        # How much may still be searched in vain for the ends of parentheses.
        self.budget = 300 * _LONGEST

    def holes(self) -> Iterator[Hole]:
        at = 0
        while opener := self.openers.search(self.text, at):
            end = self._end(opener)
            if end <= opener.start():
                at = opener.end()
                continue
            code = self.text[opener.start() : end]
            comment = _TRIM.sub("", code).strip() if _COMMENT.match(code) else None
            prints = comment is None and _CONTROL.match(code) is None
            yield Hole(opener.start(), end, prints, comment)
            at = end

    def _end(self, opener: re.Match[str]) -> int:
        """Where the code ends; at most its start where it is none."""
        text, start = self.text, opener.start()
        mark = opener[0]
        if mark.startswith("<?"):
            end = text.find("?>", start)
            return len(text) if end < 0 else end + 2
        if mark.startswith("<%"):
            return self._find("--%>" if text.startswith("<%--", start) else "%>", start)
        if mark == "{{":
            return self._braces(start)
        if mark == "{%":
            return self._block(_TAG, start, r"\{%[-+~]?\s*end", "%}")
        if mark == "{#":
            return self._find("#}", start)
        if mark == "{!!":
            return self._find("!!}", start)
        if mark.startswith("@"):
            return self._directive(opener)
        return self._find("*}" if text.startswith("{*", start) else "}", start)

    def _braces(self, start: int) -> int:
        text = self.text
        if text.startswith(("{{--", "{{!--"), start):
            return self._find("--}}", start)
        if text.startswith("{{{", start):
            return self._find("}}}", start)
        return self._block(_SHORTCODE, start, r"\{\{[<%]\s*/\s*", "}}")

    def _block(self, names: re.Pattern[str], start: int, ending: str, close: str) -> int:
        """The end of a tag, or of all that it encloses where that is no prose."""
        end = self._find(close, start)
        name = names.match(self.text, start)
        if end <= start or name is None or (key := ending + name[1]) in self.absent:
            return end
        last = re.compile(rf"{ending}{name[1]}\b").search(self.text, end)
        if last is None:
            self.absent.add(key)
            return end
        return max(end, self._find(close, last.start()))

    def _directive(self, opener: re.Match[str]) -> int:
        name, at = opener["directive"], opener.end()
        if name not in _DIRECTIVES and name.removeprefix("end") not in _DIRECTIVES:
            return opener.start()
        if name == "php" and not self.text.startswith("(", at):
            return max(at, self._find("@endphp", at))
        spaces = re.compile(r"[ \t]*\(").match(self.text, at)
        if spaces is None or self.budget <= 0:
            return at
        end = _closing(self.text, spaces.end())
        self.budget -= _LONGEST if end == spaces.end() else 0
        return end

    def _find(self, close: str, start: int) -> int:
        if close in self.absent:
            return start
        limit = min(len(self.text), start + _LONGEST) if self.page else len(self.text)
        found = self.text.find(close, start + 2, limit)
        if found < 0:
            if limit == len(self.text):
                self.absent.add(close)
            return start
        if self.page and _MARKUP.search(self.text, start + 2, found):
            return start
        return found + len(close)


def _closing(text: str, at: int) -> int:
    """The end of the parenthesis that was opened before `at`, strings in it skipped."""
    depth = 1
    part = re.compile(r"""[()]|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'""")
    for match in part.finditer(text, at, min(len(text), at + _LONGEST)):
        depth += {"(": 1, ")": -1}.get(match[0], 0)
        if depth == 0:
            return match.end()
    return at
