"""Findings that a team knows and does not want to see again: read, write, subtract.

An entry is known by its fingerprint; if its neighbours were edited or it moved, by rule, words and
sentence. Each entry answers for one finding, so a second identical sentence is new.
"""

from __future__ import annotations

import json
import os
import re
from collections import defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Sequence
from dataclasses import astuple, dataclass, replace
from pathlib import Path, PurePath
from typing import Any

from claimcheck.errors import ConfigError
from claimcheck.finding import FileResult, Finding, Result, Suppression
from claimcheck.source import Source

FILE_NAME = "claimcheck-baseline.json"
VERSION = 1
_MOST_BYTES = 100_000_000
_CONFLICT = re.compile(r"^(?:<{7}|={7}|>{7}|\|{7})(?: .*)?$", re.MULTILINE)
_ENTRY = re.compile(r"^\s*(\{.*\}),?\s*$")


@dataclass(frozen=True, slots=True, order=True)
class Entry:
    """One known finding; `path` is relative to the baseline's folder, with forward slashes."""

    path: str
    rule: str
    sentence: str
    text: str
    fingerprint: str


def entries(result: Result, folder: Path) -> list[Entry]:
    """An entry for every finding of a run, sorted; `folder` is the baseline's."""
    return sorted(
        _entry(file, file.source, finding, folder)
        for file in result.files
        if file.source is not None
        for finding in file.findings
    )


def _entry(file: FileResult, source: Source, finding: Finding, folder: Path) -> Entry:
    return Entry(
        path=_relative(file.path, folder),
        rule=finding.code,
        sentence=_normal(source.excerpt(finding.sentence)),
        text=_normal(finding.excerpt),
        fingerprint=finding.fingerprint,
    )


def _normal(text: str) -> str:
    """Without what re-wrapping or a capital letter changes."""
    return " ".join(text.lower().split())


def _relative(path: str, folder: Path) -> str:
    try:
        return PurePath(os.path.relpath(path, folder)).as_posix()
    except ValueError:  # another drive, on Windows
        return PurePath(path).as_posix()


@dataclass(frozen=True, slots=True)
class Subtracted:
    """A run without its known findings, and the entries that no finding answered to."""

    result: Result
    stale: list[Entry]
    used: list[Entry]


def subtract(
    result: Result, known: Sequence[Entry], folder: Path, active: Collection[str]
) -> Subtracted:
    """Move known findings to the suppressed ones.

    An entry is stale if its page was checked, or is gone, and its rule (`active` are those that
    ran) found nothing there any more.
    """
    own = [
        (number, finding, _entry(file, file.source, finding, folder))
        for number, file in enumerate(result.files)
        if file.source is not None
        for finding in file.findings
    ]
    left = list(known)
    held: set[tuple[int, int]] = set()
    used: list[Entry] = []
    # From the surest sign to the weakest; all findings get a chance at one before the next.
    for sign in _SIGNS:
        waiting: defaultdict[Hashable, list[Entry]] = defaultdict(list)
        for entry in reversed(left):
            waiting[sign(entry)].append(entry)
        for number, finding, entry in own:
            key = (number, id(finding))
            if key not in held and waiting[sign(entry)]:
                used.append(waiting[sign(entry)].pop())
                held.add(key)
        left = sorted(entry for entries in waiting.values() for entry in entries)
    files = [_split(number, file, held) for number, file in enumerate(result.files)]
    checked = {_relative(file.path, folder) for file in result.files if file.source is not None}
    stale = [
        entry
        for entry in left
        if entry.rule in active
        and (entry.path in checked or not os.path.lexists(folder / entry.path))
    ]
    return Subtracted(Result(files, result.failures), stale, sorted(used))


_SIGNS: tuple[Callable[[Entry], Hashable], ...] = (
    lambda entry: (entry.path, entry.fingerprint, entry.sentence),
    lambda entry: (entry.path, entry.rule, entry.text, entry.sentence),
    # Moved to another page.
    lambda entry: (entry.rule, entry.text, entry.sentence),
)


def _split(number: int, file: FileResult, held: set[tuple[int, int]]) -> FileResult:
    kept = [finding for finding in file.findings if (number, id(finding)) not in held]
    known = [
        replace(finding, suppression=Suppression("baseline"))
        for finding in file.findings
        if (number, id(finding)) in held
    ]
    return replace(file, findings=kept, suppressed=[*file.suppressed, *known])


def write(path: Path, known: Iterable[Entry]) -> None:
    """Write a baseline, an entry a line, so that versions compare and merge by line.

    Raises ConfigError if the file cannot be written.
    """
    lines = [json.dumps(_data(entry), ensure_ascii=False) for entry in sorted(known)]
    body = ",\n".join(f"    {line}" for line in lines)
    text = f'{{\n  "version": {VERSION},\n  "findings": [\n{body}\n  ]\n}}\n'
    try:
        path.write_text(text, encoding="utf-8", errors="backslashreplace", newline="\n")
    except OSError as error:
        raise ConfigError(f"cannot be written: {error.strerror}", path=str(path)) from error


def _data(entry: Entry) -> dict[str, str]:
    names = ("path", "rule", "sentence", "text", "fingerprint")
    return dict(zip(names, astuple(entry), strict=True))


def read(path: Path, *, merge: bool = False) -> list[Entry]:
    """Read a baseline. `merge` accepts the marks of a merge conflict and takes both sides.

    Raises ConfigError with path and line for a file that is none.
    """
    text = _text(path)
    conflict = _CONFLICT.search(text)
    if conflict is not None:
        if merge:
            return sorted(set(_lines(text, str(path))))
        raise ConfigError(
            "holds a merge conflict; `claimcheck baseline update` resolves it",
            path=str(path),
            line=text.count("\n", 0, conflict.start()) + 1,
        )
    try:
        data = json.loads(text)
    except (json.JSONDecodeError, RecursionError) as error:
        line = getattr(error, "lineno", None)
        column = getattr(error, "colno", None)
        message = getattr(error, "msg", "nested too deeply")
        raise ConfigError(
            f"not JSON: {message}", path=str(path), line=line, column=column
        ) from error
    if not isinstance(data, dict) or data.get("version") != VERSION:
        raise ConfigError(f"no baseline of version {VERSION}", path=str(path))
    found = data.get("findings")
    if not isinstance(found, list):
        raise ConfigError("findings must be a list", path=str(path))
    return sorted(_parsed(entry, f"entry {n + 1}", str(path)) for n, entry in enumerate(found))


def _lines(text: str, path: str) -> Iterator[Entry]:
    """The entries of both sides of a conflict, which stand one to a line."""
    for number, line in enumerate(text.splitlines()):
        match = _ENTRY.match(line)
        if match is not None:
            try:
                data = json.loads(match[1])
            except json.JSONDecodeError as error:
                raise ConfigError(f"not JSON: {error.msg}", path=path, line=number + 1) from error
            yield _parsed(data, f"line {number + 1}", path)


def _parsed(data: Any, where: str, path: str) -> Entry:
    names = ("path", "rule", "sentence", "text", "fingerprint")
    if not isinstance(data, dict) or not all(isinstance(data.get(name), str) for name in names):
        raise ConfigError(f"{where} must have {', '.join(names)} as texts", path=path)
    return Entry(*(data[name] for name in names))


def _text(path: Path) -> str:
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise ConfigError(f"larger than {_MOST_BYTES} bytes", path=str(path))
        return path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError as error:
        raise ConfigError(
            "no such baseline; `claimcheck baseline create` writes one", path=str(path)
        ) from error
    except OSError as error:
        raise ConfigError(error.strerror or "cannot be read", path=str(path)) from error
    except UnicodeDecodeError as error:
        raise ConfigError("not UTF-8", path=str(path)) from error
