"""Bibliography files that a document or its configuration names: BibTeX and CSL (JSON, YAML)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from claimcheck.errors import ReadError

_MOST_BYTES = 20_000_000
_ENTRY = re.compile(r"@\s*([A-Za-z]+)\s*([{(])\s*")
_KEY = re.compile(r"[^\s,{}()\"#%~\\]+")
_FIELD = re.compile(r"\s*([A-Za-z][\w-]*)\s*=\s*")
_SKIP = frozenset({"comment", "preamble", "string"})
_ACCENT = re.compile(r"\\[`'^\"~=.uvHtcdbr]\s*\{?\s*\\?([A-Za-z])\}?")
_COMMAND = re.compile(r"\\[a-zA-Z]+\s*|[{}$\\]")


@dataclass(frozen=True, slots=True)
class BibEntry:
    """One work of a bibliography. `authors` are surnames."""

    key: str
    kind: str
    title: str = ""
    authors: tuple[str, ...] = ()
    year: str = ""
    doi: str = ""
    pmid: str = ""
    url: str = ""


def load_bibliography(paths: Iterable[Path]) -> dict[str, BibEntry]:
    """Key -> entry of all files; the first file with a key counts.

    ReadError with path:line:column for a file that is missing, too large or broken.
    """
    entries: dict[str, BibEntry] = {}
    for path in paths:
        for entry in _read(path):
            entries.setdefault(entry.key, entry)
    return entries


def _read(path: Path) -> Iterator[BibEntry]:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise ReadError(error.strerror or "cannot be read", path=str(path)) from error
    if len(data) > _MOST_BYTES:
        raise ReadError(f"larger than {_MOST_BYTES} bytes", path=str(path))
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ReadError("not UTF-8", path=str(path)) from error
    if path.suffix.lower() == ".json":
        return _csl_json(text, path)
    if path.suffix.lower() in (".yaml", ".yml"):
        return _csl_yaml(text, path)
    return parse_bibtex(text, str(path))


# -- BibTeX -----------------------------------------------------------------------------------


def parse_bibtex(text: str, path: str) -> Iterator[BibEntry]:
    """The entries of BibTeX text, in one pass. ReadError where braces do not close."""
    at = 0
    while (match := _ENTRY.search(text, at)) is not None:
        kind = match.group(1).lower()
        at = match.end()
        if kind in _SKIP:
            at = _skip_group(text, match.end() - 1, match, path)
            continue
        key = _KEY.match(text, at)
        if key is None:
            raise _broken("an entry needs a key", text, match.start(), path)
        fields, at = _fields(text, key.end(), match, path)
        yield _entry(key.group(), kind, fields)


def _fields(text: str, at: int, entry: re.Match[str], path: str) -> tuple[dict[str, str], int]:
    closing = "}" if entry.group(2) == "{" else ")"
    fields: dict[str, str] = {}
    while True:
        while at < len(text) and (text[at].isspace() or text[at] == ","):
            at += 1
        if at >= len(text):
            raise _broken("the entry does not end", text, entry.start(), path)
        if text[at] == closing:
            return fields, at + 1
        match = _FIELD.match(text, at)
        if match is None:
            raise _broken("a field is a name, = and a value", text, at, path)
        value, at = _value(text, match.end(), entry, path)
        fields.setdefault(match.group(1).lower(), value)


def _value(text: str, at: int, entry: re.Match[str], path: str) -> tuple[str, int]:
    parts: list[str] = []
    while True:
        if at >= len(text):
            raise _broken("the entry does not end", text, entry.start(), path)
        if text[at] in '{"':
            end = _group_end(text, at, entry, path)
            parts.append(text[at + 1 : end - 1])
        else:
            word = re.compile(r"[^\s,#}){\"]{1,200}").match(text, at)
            if word is None:
                raise _broken("a value is missing", text, at, path)
            end = word.end()
            parts.append(word.group())
        following = re.compile(r"\s*#\s*").match(text, end)
        if following is None:
            return " ".join("".join(parts).split()), end
        at = following.end()


def _group_end(text: str, at: int, entry: re.Match[str], path: str) -> int:
    """The end of `{...}` or `"..."` that begins at `at`, braces inside respected."""
    quoted = text[at] == '"'
    depth = 0
    for end in range(at, len(text)):
        char = text[end]
        if char == "{" and text[end - 1 : end] != "\\":
            depth += 1
        elif char == "}" and text[end - 1 : end] != "\\":
            depth -= 1
            if depth == 0 and not quoted:
                return end + 1
        elif char == '"' and quoted and depth == 0 and end > at:
            return end + 1
    raise _broken("the entry does not end", text, entry.start(), path)


def _skip_group(text: str, at: int, entry: re.Match[str], path: str) -> int:
    brace = text.find(entry.group(2), entry.start())
    return _group_end(text, brace, entry, path) if entry.group(2) == "{" else max(at, brace + 1)


def _entry(key: str, kind: str, fields: Mapping[str, str]) -> BibEntry:
    year = re.search(r"\d{4}", fields.get("year") or fields.get("date") or "")
    names = re.split(r"\s+and\s+", fields.get("author") or fields.get("editor") or "")
    return BibEntry(
        key=key,
        kind=kind,
        title=_plain(fields.get("title", "")),
        authors=tuple(_surname(_plain(name)) for name in names[:50] if name.strip()),
        year=year.group() if year else "",
        doi=_doi(fields.get("doi", "")),
        pmid=fields.get("pmid", ""),
        url=fields.get("url", ""),
    )


def _plain(value: str) -> str:
    return " ".join(_COMMAND.sub("", _ACCENT.sub(r"\1", value)).split())


def _surname(name: str) -> str:
    if "," in name:
        return name.partition(",")[0].strip()
    return name.split()[-1] if name.split() else ""


def _doi(value: str) -> str:
    return re.sub(r"^(?:https?://(?:dx\.)?doi\.org/|doi:\s*)", "", value.strip(), flags=re.I)


def _broken(message: str, text: str, at: int, path: str) -> ReadError:
    before = text[:at]
    return ReadError(
        f"not BibTeX: {message}",
        path=path,
        line=before.count("\n") + 1,
        column=at - (before.rfind("\n") + 1) + 1,
    )


# -- CSL --------------------------------------------------------------------------------------


def _csl_json(text: str, path: Path) -> Iterator[BibEntry]:
    try:
        items = json.loads(text)
    except json.JSONDecodeError as error:
        raise ReadError(
            f"not JSON: {error.msg}", path=str(path), line=error.lineno, column=error.colno
        ) from error
    except RecursionError as error:
        raise ReadError("nested too deeply", path=str(path)) from error
    return _csl(items, path)


def _csl_yaml(text: str, path: Path) -> Iterator[BibEntry]:
    try:
        data = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        raise ReadError(
            f"not YAML: {error.problem}",
            path=str(path),
            line=mark.line + 1 if mark else None,
            column=mark.column + 1 if mark else None,
        ) from error
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        raise ReadError(f"not YAML: {error}", path=str(path)) from error
    return _csl(data.get("references") if isinstance(data, dict) else data, path)


def _csl(items: Any, path: Path) -> Iterator[BibEntry]:
    if isinstance(items, dict):
        items = items.get("items", [items])
    if not isinstance(items, list):
        raise ReadError("CSL is a list of works", path=str(path), line=1, column=1)
    for item in items:
        if not isinstance(item, dict) or not item.get("id"):
            continue
        yield BibEntry(
            key=str(item["id"]),
            kind=str(item.get("type", "")),
            title=str(item.get("title", "")),
            authors=tuple(
                str(author.get("family") or author.get("literal") or "")
                for author in _dicts(item.get("author"))
            ),
            year=_csl_year(item.get("issued")),
            doi=_doi(str(item.get("DOI", ""))),
            pmid=str(item.get("PMID", "")),
            url=str(item.get("URL", "")),
        )


def _dicts(value: Any) -> list[dict[str, Any]]:
    listed = value if isinstance(value, list) else []
    return [each for each in listed[:50] if isinstance(each, dict)]


def _csl_year(issued: Any) -> str:
    if isinstance(issued, dict):
        parts = issued.get("date-parts")
        if isinstance(parts, list) and parts and isinstance(parts[0], list) and parts[0]:
            return str(parts[0][0])
        issued = issued.get("raw") or issued.get("literal") or ""
    found = re.search(r"\d{4}", str(issued or ""))
    return found.group() if found else ""
