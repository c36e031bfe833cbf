"""Front matter: the YAML or TOML between fences at the head of a page."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from typing import Any

import yaml

from claimcheck.errors import ReadError
from claimcheck.readers.data import DEEPEST, Node, Text, leaves, yaml_tree
from claimcheck.readers.toml import toml_leaves
from claimcheck.source import Source

_END = r"(?:\r\n?|\n)"
# As Pandoc has it: "---" and an empty line is a thematic break.
_YAML = re.compile(
    rf"---[ \t]*{_END}(?![ \t]*{_END})(.*?)(?<=[\r\n])(?:---|\.\.\.)[ \t]*(?:{_END}|\Z)", re.DOTALL
)
_TOML = re.compile(rf"\+\+\+[ \t]*{_END}(.*?)(?<=[\r\n])\+\+\+[ \t]*(?:{_END}|\Z)", re.DOTALL)
_TOML_PLACE = re.compile(r"\s*\(at (?:line (\d+), column (\d+)|end of document)\)")
_MOST_VALUES = 500_000

_SafeLoader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Loader(_SafeLoader):  # type: ignore[misc]  # either of two classes
    """Safe YAML in which a date that no calendar has stays the text that it is."""


def _construct_date(loader: Any, node: yaml.ScalarNode) -> object:
    try:
        return loader.construct_yaml_timestamp(node)
    except ValueError:
        return node.value


_Loader.add_constructor("tag:yaml.org,2002:timestamp", _construct_date)


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """The data, its strings with their places, and where the body begins (in code points)."""

    data: dict[str, object]
    texts: tuple[tuple[tuple[str, ...], Text], ...]
    body: int


def read_front_matter(source: Source) -> FrontMatter | None:
    """The front matter of `source`, None where it has none.

    Raises `ReadError` with line and column when it is broken.
    """
    if match := _YAML.match(source.text):
        data, tree = _load_yaml(
            source, match.start(1), match.end(1), "front matter", construct=True
        )
        if isinstance(data, dict) or data is None:
            return FrontMatter(_named(data), tuple(leaves(tree)), match.end())
        # Text between two thematic breaks, not fields.
        return None
    if match := _TOML.match(source.text):
        data = _parse_toml(source, match.start(1), match.end(1))
        texts = toml_leaves(match[1], match.start(1))
        return FrontMatter(data, tuple(texts), match.end())
    return None


def parse_yaml(source: Source, start: int, end: int, what: str) -> Node:
    """The YAML in a part of `source` as a tree; several documents are a sequence.

    Raises `ReadError` naming `what` where it is broken, nested too deep or expands too far.
    """
    _, tree = _load_yaml(source, start, end, what, construct=False)
    return tree


def _load_yaml(
    source: Source, start: int, end: int, what: str, *, construct: bool
) -> tuple[object, Node]:
    text = source.text[start:end]
    try:
        _check_depth(text)
        loader = _Loader(text)
        try:
            nodes = []
            while loader.check_node():
                nodes.append(loader.get_node())
                _check_size(nodes[-1])
            if construct and len(nodes) > 1:
                raise ValueError("more than one document")
            data = loader.construct_document(nodes[0]) if construct and nodes else None
            trees = [yaml_tree(node, text, start) for node in nodes]
            return data, trees[0] if len(trees) == 1 else list(trees)
        finally:
            loader.dispose()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        offset = start + (mark.index if mark else 0)
        problem = error.problem or error.context or "cannot be parsed"
    except yaml.reader.ReaderError as error:
        offset, problem = start, f"the character {error.character!r} is not allowed"
    except (ValueError, OverflowError, RecursionError, TypeError) as error:
        offset, problem = start, str(error)
    place = source.position(min(offset, len(source.text)))
    raise ReadError(
        f"broken {what}: {problem}", path=source.path, line=place.line, column=place.column
    )


def _check_depth(text: str) -> None:
    """Refuse deep nesting by the parser's events: libyaml's composer recurses until it crashes."""
    depth = 0
    for event in yaml.parse(text, Loader=_Loader):
        if isinstance(event, yaml.events.CollectionStartEvent):
            depth += 1
            if depth > DEEPEST:
                raise ValueError(f"nested more than {DEEPEST} deep")
        elif isinstance(event, yaml.events.CollectionEndEvent):
            depth -= 1


def _check_size(root: yaml.Node) -> None:
    """Count the values with aliases expanded, as any reader of the data would meet them."""
    sizes: dict[int, int] = {}

    def size(node: yaml.Node) -> int:
        known = sizes.get(id(node))
        if known is not None:
            if known < 0:
                raise ValueError("an alias refers to itself")
            return known
        sizes[id(node)] = -1
        total = 1
        if isinstance(node, yaml.MappingNode):
            total += sum(size(key) + size(value) for key, value in node.value)
        elif isinstance(node, yaml.SequenceNode):
            total += sum(size(item) for item in node.value)
        if total > _MOST_VALUES:
            raise ValueError(f"more than {_MOST_VALUES:,} values")
        sizes[id(node)] = total
        return total

    size(root)


def _parse_toml(source: Source, start: int, end: int) -> dict[str, object]:
    text = re.sub(_END, "\n", source.text[start:end])
    line = source.position(start).line
    column = 1
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        problem = str(error)
        if place := _TOML_PLACE.search(problem):
            problem = _TOML_PLACE.sub("", problem)
            line, column = (
                (line + int(place[1]) - 1, int(place[2]))
                if place[1]
                else (source.position(end).line, 1)
            )
    except (ValueError, RecursionError) as error:
        problem = str(error)
    raise ReadError(f"broken front matter: {problem}", path=source.path, line=line, column=column)


def _named(data: object) -> dict[str, object]:
    return {str(key): value for key, value in data.items()} if isinstance(data, dict) else {}
