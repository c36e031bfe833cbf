"""Reviewdog's diagnostic format, one JSON object a line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from claimcheck.finding import Result
from claimcheck.report import View
from claimcheck.report.places import advice, found, relative, word
from claimcheck.source import Range, Source


def render(result: Result, view: View) -> str:
    """Diagnostics in order."""
    del view
    return "".join(json.dumps(data, ensure_ascii=False) + "\n" for data in _lines(result))


def _lines(result: Result) -> Iterator[dict[str, Any]]:
    for file, source, finding in found(result):
        data: dict[str, Any] = {
            "message": advice(finding),
            "location": {"path": relative(file.path), "range": _range(finding.place, source)},
            "severity": word(finding.severity, "ERROR", "WARNING", "INFO"),
            "source": {"name": "claimcheck"},
            "code": {"value": finding.code},
        }
        suggestions = [
            {"range": _range(suggestion.place, source), "text": suggestion.replacement}
            for suggestion in finding.suggestions
            if suggestion.place is not None and suggestion.replacement is not None
        ]
        if suggestions:
            data["suggestions"] = suggestions
        yield data
    for failure in result.all_failures:
        location: dict[str, Any] = {"path": relative(failure.path) if failure.path else ""}
        if failure.line is not None:
            location["range"] = {"start": {"line": failure.line, "column": failure.column or 1}}
        yield {
            "message": f"could not be checked: {failure.message}",
            "location": location,
            "severity": "ERROR",
            "source": {"name": "claimcheck"},
        }


def _range(place: Range, source: Source) -> dict[str, Any]:
    return {"start": _position(place.start, source), "end": _position(place.end, source)}


def _position(offset: int, source: Source) -> dict[str, int]:
    """Reviewdog counts columns in UTF-8 bytes."""
    place = source.position(offset)
    before = source.text[offset - place.column + 1 : offset]
    return {"line": place.line, "column": len(before.encode("utf-8", "replace")) + 1}
