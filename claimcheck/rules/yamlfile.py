"""YAML files that people write: read safely, checked by a schema, errors with their place."""

from __future__ import annotations

import difflib
import re
from collections.abc import Hashable, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from claimcheck.errors import RuleError

M = TypeVar("M", bound=BaseModel)

# A rule or lexicon is a few kilobytes; this bounds time and memory on a hostile one.
_MOST_BYTES = 2_000_000
_DEEPEST = 40
_Base: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Loader(_Base):  # type: ignore[misc]
    """Safe YAML in which `no` is a word, not a boolean, and a repeated key is an error."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        seen: set[Any] = set()
        for key_node, _ in node.value:
            key = self.construct_object(key_node, deep=True)
            if not isinstance(key, Hashable) or key in seen:
                raise yaml.constructor.ConstructorError(
                    None, None, f"duplicate key {key!r}", key_node.start_mark
                )
            seen.add(key)
        mapping: dict[Hashable, Any] = super().construct_mapping(node, deep)
        return mapping


# YAML 1.1 reads yes, no, on and off as booleans, 12:30 as a number and 2027-03-01 as a date;
# in these files `no` is a negation.
_Loader.yaml_implicit_resolvers = {
    first: [(tag, regex) for tag, regex in resolvers if not tag.endswith((":bool", ":timestamp"))]
    for first, resolvers in _Base.yaml_implicit_resolvers.items()
}
_Loader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"^(?:true|false)$"), list("tf"))


def load_yaml(
    path: Path,
    model: type[M],
    *,
    trusted: bool = False,
    sets: Mapping[str, Sequence[str]] | None = None,
    parsed: dict[str, Any] | None = None,
) -> M:
    """Read `path` as `model`; RuleError with path:line:column for anything wrong in it.

    In a list, `"@name"` stands for the entries of that one of `sets`.

    Files that are not ours (`trusted`) must neither nest deeply, which the parser answers with a
    crash, nor use aliases, by which a short file stands for an endless one.

    `parsed` has the data of files by their paths, where they are known; what is read here is added.
    """
    if parsed is not None and str(path) in parsed:
        text, data = "", parsed[str(path)]
    else:
        text = _read(path)
        data = _data(text, path, trusted=trusted)
        if parsed is not None:
            parsed[str(path)] = data
    try:
        return model.model_validate(_with_sets(data, sets) if sets else data)
    except ValidationError as error:
        # A key that does not exist explains the one that is missing.
        entries = error.errors()
        first = next((e for e in entries if e["type"] == "extra_forbidden"), entries[0])
        line, column = locate(text or _read(path), first["loc"])
        raise RuleError(
            _explained(first, model),
            path=str(path),
            line=line,
            column=column,
        ) from error


def _data(text: str, path: Path, *, trusted: bool) -> Any:
    try:
        if not trusted:
            _check_shape(text)
        return yaml.load(text, Loader=_Loader)  # a safe loader
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise RuleError(
            error.problem or "not YAML",
            path=str(path),
            line=mark.line + 1 if mark else None,
            column=mark.column + 1 if mark else None,
        ) from error
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        raise RuleError(f"not YAML: {error}", path=str(path)) from error


def _explained(error: Any, model: type[BaseModel]) -> str:
    """A pydantic error in the words of the file."""
    place = ".".join(str(part) for part in error["loc"])
    if error["type"] == "extra_forbidden":
        name = str(error["loc"][-1])
        known = [field.alias or key for key, field in model.model_fields.items()]
        close = difflib.get_close_matches(name, known, 1) if len(error["loc"]) == 1 else []
        hint = f"; did you mean {close[0]!r}?" if close else ""
        return f"{place}: there is no such key{hint}"
    message = error["msg"].removeprefix("Value error, ")
    return f"{place}: {message}" if place else str(message)


def _with_sets(data: Any, sets: Mapping[str, Sequence[str]]) -> Any:
    """The data with every `"@name"` in a list replaced by what it stands for."""
    if isinstance(data, dict):
        return {key: _with_sets(value, sets) for key, value in data.items()}
    if isinstance(data, list):
        return [
            entry
            for value in data
            for entry in (
                sets[value[1:]]
                if isinstance(value, str) and value[:1] == "@" and value[1:] in sets
                else [_with_sets(value, sets)]
            )
        ]
    return data


def _check_shape(text: str) -> None:
    depth = 0
    for event in yaml.parse(text, Loader=_Base):
        problem = ""
        if isinstance(event, yaml.AliasEvent):
            problem = "aliases (*name) are not read here; write it out"
        elif isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            problem = "nested too deeply" if depth > _DEEPEST else ""
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if problem:
            mark: Any = event.start_mark
            raise yaml.constructor.ConstructorError(None, None, problem, mark)


def locate(text: str, where: tuple[int | str, ...]) -> tuple[int, int]:
    """The 1-based line and column of a key path in YAML text, or of the nearest parent."""
    try:
        _check_shape(text)
        node = yaml.compose(text, Loader=_Base)
    except (yaml.YAMLError, RecursionError):
        return 1, 1
    mark = node.start_mark if node is not None else None
    for part in where:
        if isinstance(node, yaml.MappingNode):
            pair = next((pair for pair in node.value if pair[0].value == str(part)), None)
            if pair is None:
                continue  # pydantic names union members in the path; YAML has no such step
            mark, node = pair[0].start_mark, pair[1]
        elif isinstance(node, yaml.SequenceNode) and isinstance(part, int):
            if part >= len(node.value):
                break
            node = node.value[part]
            mark = node.start_mark
    return (mark.line + 1, mark.column + 1) if mark else (1, 1)


def place_of(path: Path, where: Sequence[str | int]) -> tuple[int, int]:
    """`locate` in a file; line 1, column 1 if it cannot be read."""
    try:
        return locate(_read(path), tuple(where))
    except RuleError:
        return 1, 1


def _read(path: Path) -> str:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise RuleError(error.strerror or "cannot be read", path=str(path)) from error
    if len(data) > _MOST_BYTES:
        raise RuleError(f"larger than {_MOST_BYTES} bytes", path=str(path))
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise RuleError("not UTF-8", path=str(path)) from error
