"""Writing into a register without disturbing what people wrote: comments, order, layout stay."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml

from claimcheck.errors import RuleError
from claimcheck.evidence.register import Register

_NEW = "# An evidence register. What it may hold: docs/evidence.md\nsources:\n"


def append_sources(path: Path, entries: Sequence[Mapping[str, Any]]) -> None:
    """Add entries at the end of the list `sources` of a register, which is made if missing.

    RuleError if the file is no register, or would not be one afterwards; it is then untouched.
    """
    text = path.read_text("utf-8-sig") if path.exists() else _NEW
    lines = text.splitlines(keepends=True)
    if lines and not lines[-1].endswith("\n"):
        lines[-1] += "\n"
    sources = _sources(text, path)
    if sources is None or not sources.value:
        lines, at, indent = _empty_list(lines, sources, path)
    else:
        if sources.flow_style:
            raise RuleError(
                "the list of sources is written in brackets; write it with dashes",
                path=str(path),
                line=sources.start_mark.line + 1,
                column=sources.start_mark.column + 1,
            )
        at = _end_of(lines, sources.value[-1])
        indent = sources.start_mark.column
    block = ["\n"] if at and lines[at - 1].strip() and sources and sources.value else []
    for number, entry in enumerate(entries):
        block += ["\n"] * bool(number) + _rendered(entry, indent)
    _write(path, "".join(lines[:at] + block + lines[at:]))


def update_sources(path: Path, changes: Mapping[str, Mapping[str, Any]]) -> None:
    """Set keys of entries: entry key -> field -> plain value. Other lines stay as they are.

    RuleError if the file would not be a register afterwards; it is then untouched.
    """
    text = path.read_text("utf-8-sig")
    lines = text.splitlines(keepends=True)
    sources = _sources(text, path)
    edits: list[tuple[int, int, str]] = []
    for node in sources.value if sources is not None else []:
        pairs = {key.value: (key, value) for key, value in node.value}
        wanted = changes.get(str(pairs["id"][1].value)) if "id" in pairs else None
        for name, value in (wanted or {}).items():
            rendered = f"{name}: {_scalar(value)}"
            if name in pairs:
                key, old = pairs[name]
                if old.start_mark.line == old.end_mark.line:
                    line = old.start_mark.line
                    edits.append((line, line + 1, _replaced(lines[line], key, old, value)))
            else:
                line = pairs["id"][1].end_mark.line
                indent = pairs["id"][0].start_mark.column
                edits.append((line + 1, line + 1, " " * indent + rendered + "\n"))
    for start, end, line_text in sorted(edits, key=lambda edit: -edit[0]):
        lines[start:end] = [line_text]
    _write(path, "".join(lines))


def _replaced(line: str, key: yaml.Node, old: yaml.Node, value: Any) -> str:
    del key
    return line[: old.start_mark.column] + _scalar(value) + line[old.end_mark.column :]


def _scalar(value: Any) -> str:
    dumped = yaml.safe_dump(value, default_flow_style=True, allow_unicode=True, width=10_000)
    return dumped.removesuffix("\n").removesuffix("\n...").strip()


def _rendered(entry: Mapping[str, Any], indent: int) -> list[str]:
    dumped = yaml.safe_dump([dict(entry)], sort_keys=False, allow_unicode=True, width=110 - indent)
    return [" " * indent + line if line.strip() else line for line in dumped.splitlines(True)]


def _sources(text: str, path: Path) -> yaml.SequenceNode | None:
    try:
        node = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        raise RuleError(
            error.problem or "not YAML",
            path=str(path),
            line=mark.line + 1 if mark else None,
            column=mark.column + 1 if mark else None,
        ) from error
    except (yaml.YAMLError, RecursionError) as error:
        raise RuleError(f"not YAML: {error}", path=str(path)) from error
    if node is None:
        return None
    if not isinstance(node, yaml.MappingNode):
        raise RuleError("a register is a mapping", path=str(path), line=1, column=1)
    for key, value in node.value:
        if key.value == "sources" and isinstance(value, yaml.SequenceNode):
            return value
    return None


def _empty_list(
    lines: list[str], sources: yaml.SequenceNode | None, path: Path
) -> tuple[list[str], int, int]:
    """Make room for a first entry: the lines, where it goes, how far it is indented."""
    for number, line in enumerate(lines):
        if line.startswith("sources:"):
            rest = line[len("sources:") :].partition("#")[0].strip()
            if rest not in ("", "[]", "null", "~"):
                raise RuleError("sources is not a list", path=str(path), line=number + 1, column=1)
            return [*lines[:number], "sources:\n", *lines[number + 1 :]], number + 1, 2
    del sources
    lines = [*lines, "\n"] if lines else lines
    return [*lines, "sources:\n"], len(lines) + 1, 2


def _end_of(lines: list[str], item: yaml.Node) -> int:
    """The line after an item: its end mark stands at the next token, behind blank lines."""
    end = min(item.end_mark.line, len(lines))
    if item.end_mark.column > 0 and end < len(lines):
        end += 1
    while end > 0 and (not lines[end - 1].strip() or lines[end - 1].lstrip().startswith("#")):
        end -= 1
    return end


def _write(path: Path, text: str) -> None:
    """Replace the file in one step, if what is written is still a register."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=path.name, suffix=".new")
    new = Path(name)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as stream:
            stream.write(text)
        try:
            Register.load([new])
        except RuleError as error:
            raise RuleError(error.message, path=str(path)) from error
        if path.exists():
            new.chmod(path.stat().st_mode)
        new.replace(path)
    finally:
        new.unlink(missing_ok=True)
