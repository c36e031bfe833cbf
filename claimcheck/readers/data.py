"""YAML, JSON and TOML as a tree of strings that know where each of their characters stands."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

import yaml

Piece = tuple[str, int, int]
"""Text and the range of the source that it stands for."""

_YAML_ESCAPE = re.compile(
    r"\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|(\r\n|.))", re.DOTALL
)
_JSON_ESCAPE = re.compile(r"\\u[dD][89abAB]..\\u[dD][c-fC-F]..|\\u....|\\.", re.DOTALL)
_FOLD = re.compile(r"(?:(?:\r\n?|\n)[ \t]*)+")
_SURROGATE = re.compile("[\ud800-\udfff]")
_LINES = re.compile(r"[^\r\n]*(?:\r\n?|\n|\Z)")
_SIMPLE = {
    "0": "\0", "a": "\a", "b": "\b", "t": "\t", "\t": "\t", "n": "\n", "v": "\v", "f": "\f",
    "r": "\r", "e": "\x1b", "N": "\x85", "_": "\xa0", "L": "\u2028", "P": "\u2029",
}  # fmt: skip
_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[\[\]{},:]|[^\s\[\]{},:"]+', re.DOTALL)


@dataclass(slots=True)
class Text:
    """A string of the data: its value, and how to find its pieces in the source."""

    value: str
    find: Callable[[], list[Piece]]

    def pieces(self) -> list[Piece]:
        """The pieces that make up the value, in order; one for all of it where they would not."""
        pieces = self.find()
        if "".join(shown for shown, _, _ in pieces) == self.value:
            return pieces
        start, end = min(p[1] for p in pieces), max(p[2] for p in pieces)
        return [(self.value, start, end)]


Node = Text | dict[str, "Node"] | list["Node"] | int | None
"""Strings, mappings, sequences and whole numbers; other values are None."""

DEEPEST = 60
"""How far data may be nested: far more than a page needs, and no stack overflows."""


def leaves(root: Node) -> Iterator[tuple[tuple[str, ...], Text]]:
    """Every string with the keys that lead to it (the places in sequences left out), in order."""
    stack: list[tuple[tuple[str, ...], Node]] = [((), root)]
    while stack:
        path, node = stack.pop()
        if isinstance(node, Text):
            yield path, node
        elif isinstance(node, dict):
            stack.extend(((*path, key), value) for key, value in reversed(node.items()))
        elif isinstance(node, list):
            stack.extend((path, item) for item in reversed(node))


def yaml_tree(node: yaml.Node, text: str, base: int) -> Node:
    """The tree of a composed YAML node; `text` begins at `base` of the source.

    The node must be neither deep nor cyclic. Of equal keys the last counts.
    """
    if isinstance(node, yaml.MappingNode):
        return {
            str(key.value): yaml_tree(value, text, base)
            for key, value in node.value
            if isinstance(key, yaml.ScalarNode)
        }
    if isinstance(node, yaml.SequenceNode):
        return [yaml_tree(item, text, base) for item in node.value]
    if not isinstance(node, yaml.ScalarNode):
        return None
    if node.tag != "tag:yaml.org,2002:str":
        return int(node.value) if re.fullmatch(r"\d{1,9}", node.value) else None
    start, end = node.start_mark.index, node.end_mark.index
    return Text(node.value, lambda: _yaml_pieces(text, start, end, node.style, node.value, base))


def _yaml_pieces(
    text: str, start: int, end: int, style: str | None, value: str, base: int
) -> list[Piece]:
    if style == '"':
        found = _quoted(text, start + 1, end - 1, _YAML_ESCAPE, _yaml_escape)
    elif style == "'":
        found = _quoted(text, start + 1, end - 1, re.compile("''"), lambda _: "'")
    elif style in {"|", ">"}:
        found = _block_scalar(text, start, end, value)
    else:
        found = _quoted(text, start, end, re.compile(r"(?!)"), lambda _: "")
    return [(shown, a + base, b + base) for shown, a, b in found]


def _quoted(
    text: str,
    start: int,
    end: int,
    escape: re.Pattern[str],
    decode: Callable[[re.Match[str]], str],
) -> list[Piece]:
    """The pieces of a flow scalar: escapes decoded, lines folded."""
    pieces: list[Piece] = []
    special = re.compile(f"({escape.pattern})|(?P<fold>{_FOLD.pattern})", re.DOTALL)
    at = start
    for match in special.finditer(text, start, end):
        before = text[at : match.start()]
        if match["fold"] is not None:
            before = before.rstrip(" \t")
            pieces.append((before, at, at + len(before)))
            breaks = len(re.findall(r"\r\n?|\n", match["fold"]))
            shown = " " if breaks == 1 else "\n" * (breaks - 1)
            pieces.append((shown, at + len(before), match.end()))
            at = match.end()
        else:
            pieces.append((before, at, match.start()))
            exact = escape.match(text, match.start(), end)
            if exact is None:
                break
            at = exact.end()
            shown = decode(exact)
            if not shown:
                # A backslash at the end of a line joins it with the next, indented or not.
                while at < end and text[at] in " \t":
                    at += 1
            pieces.append((shown, exact.start(), at))
    pieces.append((text[at:end], at, end))
    return pieces


def _yaml_escape(match: re.Match[str]) -> str:
    digits = match[1] or match[2] or match[3]
    if digits:
        return chr(int(digits, 16))
    if match[4] in {"\n", "\r", "\r\n"}:
        return ""
    return _SIMPLE.get(match[4], match[4])


def _block_scalar(text: str, start: int, end: int, value: str) -> list[Piece]:
    """The pieces of a literal or folded scalar: its lines without their indentation.

    Each line is looked for in the value, which says what became of the white space between.
    """
    pieces: list[Piece] = []
    at = 0
    lines = _LINES.finditer(text, start, end)
    header = next(lines)
    before = header.end()
    for line in lines:
        words = line[0].strip()
        if not words:
            continue
        found = value.find(words, at)
        if found < 0 or value[at:found].strip():
            break
        place = line.start() + line[0].index(words)
        pieces.append((value[at:found], before, place))
        before = place + len(words)
        pieces.append((words, place, before))
        at = found + len(words)
    pieces.append((value[at:], before, max(before, end)))
    return pieces


def json_tree(text: str) -> Node:
    """The tree of a JSON text. Raises `json.JSONDecodeError` or `ValueError` where it is broken."""
    json.loads(text)
    root: list[Node] = []
    stack: list[dict[str, Node] | list[Node]] = [root]
    keys: list[str | None] = [None]
    for match in _TOKEN.finditer(text):
        token, top = match[0], stack[-1]
        if token in ",:":
            continue
        if token in "]}":
            stack.pop()
            keys.pop()
            continue
        if isinstance(top, dict) and keys[-1] is None:
            keys[-1] = json.loads(token)
            continue
        node: Node = None
        if token == "{":
            node = {}
        elif token == "[":
            node = []
        elif token[0] == '"':
            node = _json_text(text, match.start(), match.end())
        elif re.fullmatch(r"\d{1,9}", token):
            node = int(token)
        if isinstance(top, dict):
            top[str(keys[-1])] = node
            keys[-1] = None
        else:
            top.append(node)
        if isinstance(node, (dict, list)):
            if len(stack) > DEEPEST:
                raise ValueError(f"nested more than {DEEPEST} deep")
            stack.append(node)
            keys.append(None)
    return root[0]


def _json_text(text: str, start: int, end: int) -> Text:
    value = _SURROGATE.sub("\ufffd", json.loads(text[start:end]))
    return Text(value, lambda: list(_json_pieces(text, start + 1, end - 1)))


def _json_pieces(text: str, start: int, end: int) -> Iterable[Piece]:
    at = start
    for match in _JSON_ESCAPE.finditer(text, start, end):
        yield text[at : match.start()], at, match.start()
        yield _SURROGATE.sub("\ufffd", json.loads(f'"{match[0]}"')), match.start(), match.end()
        at = match.end()
    yield text[at:end], at, end
