"""HTML as tokens with exact places, in linear time, whatever is wrong with it.

The standard library's parser gives no places inside attributes, and its time on broken markup
depends on the Python release. This follows the tokenizer of the HTML standard, but loses less: a
quote or tag that never ends is taken for text instead of swallowing the rest of the page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape

from claimcheck.readers.view import GAP, HOLE, NOTHING

# A tag whose name a template computes is still a tag.
_NAME = re.compile(rf"</?([a-zA-Z{HOLE}{GAP}][^\s/>]*)")
_ATTRIBUTE = re.compile(
    r"""[\s/]*(?:(?P<end>>)|(?P<name>[^\s/>][^\s/>=]*)"""
    r"""(?:\s*=\s*(?:"(?P<double>[^"]*)"|'(?P<single>[^']*)'|(?P<bare>[^\s>"'][^\s>]*))?)?)"""
)
_ANGLE = re.compile("[<>]")
_COMMENT_END = re.compile("--!?>")
_RAW = {"script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes"}
_ENTITY = re.compile(r"&(?:#\d{1,7};?|#[xX][0-9a-fA-F]{1,6};?|[a-zA-Z][a-zA-Z0-9]{1,31};?)")


@dataclass(frozen=True, slots=True)
class Attribute:
    """The raw value of an attribute and where it stands, without its quotes."""

    value: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class TextToken:
    """Text between tags. In `raw` text an ampersand is an ampersand."""

    start: int
    end: int
    raw: bool = False


@dataclass(frozen=True, slots=True)
class TagToken:
    """A start tag, or an end tag where `closing`; the name in lower case."""

    name: str
    start: int
    end: int
    closing: bool = False
    empty: bool = False
    attributes: dict[str, Attribute] = field(default_factory=dict)

    def get(self, name: str) -> str:
        """The value of an attribute, references decoded; empty where it is absent."""
        attribute = self.attributes.get(name)
        if attribute is None:
            return ""
        value = attribute.value
        pieces = decode_entities(value, 0, len(value), attribute=True)
        shown_value = "".join(value[a:b] if shown is None else shown for shown, a, b in pieces)
        return shown_value.translate(NOTHING)


@dataclass(frozen=True, slots=True)
class CommentToken:
    """A comment with what it says, or a declaration, which says nothing."""

    start: int
    end: int
    content: str | None


Token = TextToken | TagToken | CommentToken


def scan(
    text: str, start: int = 0, end: int | None = None, *, components: bool = False
) -> Iterator[Token]:
    """The tokens of `text` between two offsets; all places are offsets into `text`.

    With `components`, a name that begins with a capital letter keeps its case: `Title` is no
    `title` in code.
    """
    stop = len(text) if end is None else end
    at = begin = start
    # Known once, so that a thousand declarations without an end are not a thousand searches.
    last_close = text.rfind(">", start, stop)
    loose = False  # no tag may run over "<" any more, since one did not end
    endless: set[str] = set()
    while (found := text.find("<", at, stop)) >= 0:
        token: Token | None
        if name := _NAME.match(text, found, stop):
            limit = stop
            if loose:
                angle = _ANGLE.search(text, found + 1, stop)
                limit = angle.end() if angle and angle[0] == ">" else found
            token = _tag(text, name, limit, components) if limit > found else None
            if token is None:
                loose = True
        else:
            token = _declaration(text, found, stop, last_close)
        if token is None:
            at = found + 1
            continue
        if begin < found:
            yield TextToken(begin, found)
        yield token
        at = begin = token.end
        if isinstance(token, TagToken) and not token.closing and token.name in _RAW:
            if token.name in endless:
                continue
            close = re.compile(rf"</{token.name}(?=[\s/>])", re.IGNORECASE).search(text, at, stop)
            if close is None:
                endless.add(token.name)
                if token.name in {"title", "textarea"}:
                    continue
            until = close.start() if close else stop
            if at < until:
                yield TextToken(at, until, raw=token.name not in {"title", "textarea"})
            at = begin = until
    if begin < stop:
        yield TextToken(begin, stop)


def _tag(text: str, name: re.Match[str], stop: int, components: bool) -> TagToken | None:
    """The tag that begins at `name`, or None where it does not end before `stop`."""
    attributes: dict[str, Attribute] = {}
    at = name.end()
    closing = text.startswith("</", name.start())
    while match := _ATTRIBUTE.match(text, at, stop):
        at = match.end()
        if match["end"]:
            empty = text[match.end() - 2] == "/"
            kept = name[1] if components and name[1][0].isupper() else name[1].lower()
            return TagToken(kept, name.start(), at, closing, empty, attributes)
        key = match["name"].lower()
        # The first of two equal attributes counts, says the standard.
        if key not in attributes:
            group = match.lastgroup if match.lastgroup in {"double", "single", "bare"} else None
            if group:
                attributes[key] = Attribute(match[group], *match.span(group))
            else:
                attributes[key] = Attribute("", at, at)
    return None


def _declaration(text: str, at: int, stop: int, last_close: int) -> CommentToken | None:
    """A comment, doctype or processing instruction at `at`; None where "<" is text."""
    if text.startswith("<!--", at):
        for short in ("<!-->", "<!--->"):
            if text.startswith(short, at):
                return CommentToken(at, at + len(short), "")
        close = _COMMENT_END.search(text, at + 4, stop)
        inner, end = (close.start(), close.end()) if close else (stop, stop)
        return CommentToken(at, end, text[at + 4 : inner])
    if at < last_close and text.startswith(("<!", "<?", "</"), at):
        return CommentToken(at, text.find(">", at, stop) + 1, None)
    return None


def decode_entities(
    text: str, start: int, end: int, *, attribute: bool = False
) -> Iterator[tuple[str | None, int, int]]:
    """Pieces of `text`: None for one that stands for itself, else what an entity shows.

    In an attribute, a name without its semicolon is no entity (it is mostly part of an address).
    """
    at = start
    for match in _ENTITY.finditer(text, start, end):
        entity = match[0]
        if attribute and not entity.endswith(";"):
            continue
        shown = unescape(entity)
        if shown == entity:
            continue
        if at < match.start():
            yield None, at, match.start()
        yield shown, match.start(), match.end()
        at = match.end()
    if at < end:
        yield None, at, end
