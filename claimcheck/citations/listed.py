"""Sources that a page lists outside its prose: in front matter, or in JSON-LD for machines.

Themes print such lists, so numbers and authors in the text may lead there. They have no place in
the prose, and like any list they clear nothing by themselves.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

# Front-matter keys under which Hugo, Jekyll, Quarto and others keep a page's sources.
_KEYS = ("references", "sources", "citations", "footnotes")
_MOST = 500
_DEEPEST = 6
_LONGEST_JSON = 500_000


def listed_sources(meta: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    """Label and text of each listed source. The label is its key, else its number, else empty."""
    for key in _KEYS:
        entries = meta.get(key)
        if isinstance(entries, list):
            for number, entry in enumerate(entries[:_MOST], start=1):
                text = _text(entry)
                if text:
                    label = entry.get("id") or entry.get("key") if isinstance(entry, dict) else ""
                    yield str(label or number), text
    blocks = meta.get("json-ld")
    for block in blocks[:20] if isinstance(blocks, list) else []:
        for text in _from_json(block):
            yield "", text


def listed_keys(meta: Mapping[str, object]) -> frozenset[str]:
    """The keys of works that the front matter itself describes, as Pandoc and Quarto read them."""
    entries = meta.get("references")
    listed = entries if isinstance(entries, list) else []
    return frozenset(
        str(entry["id"]) for entry in listed[:_MOST] if isinstance(entry, dict) and entry.get("id")
    )


def _from_json(block: object) -> Iterator[str]:
    if not isinstance(block, str) or len(block) > _LONGEST_JSON:
        return
    try:
        data = json.loads(block)
    except (ValueError, RecursionError):
        return
    yield from _citations(data, 0)


def _citations(data: Any, depth: int) -> Iterator[str]:
    """The values of every `citation` in schema.org data."""
    if depth > _DEEPEST:
        return
    if isinstance(data, list):
        for part in data[:_MOST]:
            yield from _citations(part, depth + 1)
    elif isinstance(data, dict):
        for key, value in data.items():
            if key == "citation":
                for entry in (value if isinstance(value, list) else [value])[:_MOST]:
                    text = _text(entry)
                    if text:
                        yield text
            elif isinstance(value, dict | list):
                yield from _citations(value, depth + 1)


def _text(entry: object, depth: int = 0) -> str:
    """An entry as one line, whatever shape its author gave it."""
    if isinstance(entry, str | int | float):
        return str(entry)[:2000]
    if depth > 3:
        return ""
    if isinstance(entry, list):
        parts = [_text(part, depth + 1) for part in entry[:20]]
    elif isinstance(entry, dict):
        parts = [
            _text(value, depth + 1)
            for key, value in list(entry.items())[:30]
            if not str(key).startswith("@") and key not in ("id", "key", "type")
        ]
    else:
        return ""
    return ", ".join(part for part in parts if part)[:2000]
