"""The strings of a TOML text and where they stand, which the standard parser does not tell."""

from __future__ import annotations

import re
from collections.abc import Iterator

from claimcheck.readers.data import Piece, Text

_BLANK = re.compile(r"(?:[ \t\r\n]|#[^\r\n]*)*")
_KEY = re.compile(r"""[A-Za-z0-9_-]+|"(?:[^"\\\r\n]|\\.)*"|'[^'\r\n]*'""")
_STRING = re.compile(
    r'"{3}(?P<many>(?:[^"\\]|\\.|"{1,2}(?!"))*(?:"{1,2}(?="{3}(?!")))?)"{3}'
    r"|'{3}(?P<raw>(?:[^']|'{1,2}(?!'))*(?:'{1,2}(?='{3}(?!')))?)'{3}"
    r'|"(?P<one>(?:[^"\\\r\n]|\\.)*)"'
    r"|'(?P<literal>[^'\r\n]*)'",
    re.DOTALL,
)
_OTHER = re.compile(r"[^,\]}#\r\n]*")
_ESCAPE = re.compile(
    r"\\(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|x([0-9a-fA-F]{2})|[ \t]*(?:\r\n|\n)\s*|(.))"
)
_SIMPLE = {"b": "\b", "t": "\t", "n": "\n", "f": "\f", "r": "\r", "e": "\x1b"}

Path = tuple[str, ...]


def toml_leaves(text: str, base: int = 0) -> Iterator[tuple[Path, Text]]:
    """Every string of a valid TOML text with the keys that lead to it, places in arrays left out.

    `text` begins at `base` of the source. Raises `ValueError` where it is no TOML after all.
    """
    at = _skip(text, 0)
    table: Path = ()
    while at < len(text):
        if text[at] == "[":
            brackets = 2 if text.startswith("[[", at) else 1
            table, at = _key(text, at + brackets)
            at = _skip(text, at + brackets)
            continue
        path, at = _key(text, at)
        found, at = _value(text, _skip(text, at + 1), (*table, *path), base)
        yield from found
        at = _skip(text, at)


def _skip(text: str, at: int) -> int:
    match = _BLANK.match(text, at)
    return match.end() if match else at


def _key(text: str, at: int) -> tuple[Path, int]:
    path: Path = ()
    while True:
        match = _KEY.match(text, _skip(text, at))
        if match is None:
            raise ValueError("no key")
        path = (*path, match[0].strip("\"'"))
        at = _skip(text, match.end())
        if not text.startswith(".", at):
            return path, at
        at += 1


def _value(text: str, at: int, path: Path, base: int) -> tuple[list[tuple[Path, Text]], int]:
    """The strings of the value at `at`, and where it ends."""
    match = _STRING.match(text, at)
    if match:
        return [(path, _text(text, match, base))], match.end()
    if not text.startswith(("[", "{"), at):
        other = _OTHER.match(text, at)
        return [], other.end() if other else at
    found: list[tuple[Path, Text]] = []
    named, close = text[at] == "{", "]" if text[at] == "[" else "}"
    at = _skip(text, at + 1)
    while not text.startswith(close, at):
        inner = path
        if named:
            key, at = _key(text, at)
            inner, at = (*path, *key), _skip(text, at + 1)
        begun = at
        more, at = _value(text, at, inner, base)
        found += more
        at = _skip(text, at)
        if text.startswith(",", at):
            at = _skip(text, at + 1)
        elif at == begun:
            raise ValueError("no value")
    return found, at + 1


def _text(text: str, match: re.Match[str], base: int) -> Text:
    name = match.lastgroup or "one"
    start, end = match.span(name)
    if name in {"many", "raw"}:
        # A line end right after the quotes is no part of the string.
        newline = re.compile(r"\r?\n").match(text, start, end)
        start = newline.end() if newline else start
    pieces = _pieces(text, start, end, name in {"one", "many"})
    value = "".join(shown for shown, _, _ in pieces)
    return Text(value, lambda: [(shown, a + base, b + base) for shown, a, b in pieces])


def _pieces(text: str, start: int, end: int, escaped: bool) -> list[Piece]:
    if not escaped:
        return [(text[start:end], start, end)]
    pieces: list[Piece] = []
    at = start
    for match in _ESCAPE.finditer(text, start, end):
        pieces.append((text[at : match.start()], at, match.start()))
        digits = match[1] or match[2] or match[3]
        shown = chr(int(digits, 16)) if digits else _SIMPLE.get(match[4] or "", match[4] or "")
        pieces.append((shown, *match.span()))
        at = match.end()
    pieces.append((text[at:end], at, end))
    return pieces
