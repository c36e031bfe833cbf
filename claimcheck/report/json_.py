"""The report for programs. Its shape is published in docs/report.schema.json."""

from __future__ import annotations

import json
from typing import Any

import claimcheck
from claimcheck.errors import ClaimcheckError
from claimcheck.finding import FileResult, Finding, Result, Suggestion
from claimcheck.report import View
from claimcheck.report.summary import by_severity
from claimcheck.source import Range, Source

# Raised when a key changes its meaning or goes; new keys may come without.
VERSION = 1


def render(result: Result, view: View) -> str:
    """The run as one JSON object."""
    del view  # the same for every reader
    data = {
        "version": VERSION,
        "tool": {"name": "claimcheck", "version": claimcheck.__version__},
        "summary": {
            "files": sum(file.source is not None for file in result.files),
            **{str(severity): n for severity, n in by_severity(result.findings).items()},
            "suppressed": sum(len(file.suppressed) for file in result.files),
            "failures": len(result.all_failures),
        },
        "files": [file_data(file) for file in result.files],
        "failures": [failure_data(failure) for failure in result.failures],
    }
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def file_data(file: FileResult) -> dict[str, Any]:
    """One file with its findings, as plain data."""
    source = file.source
    findings = [] if source is None else [finding_data(f, source) for f in file.findings]
    held = [] if source is None else [finding_data(f, source) for f in file.suppressed]
    return {
        "path": file.path,
        "findings": findings,
        "suppressed": held,
        "failures": [failure_data(failure) for failure in file.failures],
    }


def finding_data(finding: Finding, source: Source) -> dict[str, Any]:
    """One finding as plain data; lines and columns count from 1, offsets from 0."""
    data: dict[str, Any] = {
        "code": finding.code,
        "name": finding.name,
        "severity": finding.severity.value,
        "message": finding.message,
        "excerpt": finding.excerpt,
        "place": place_data(finding.place, source),
        "sentence": {
            "text": source.excerpt(finding.sentence),
            **place_data(finding.sentence, source),
        },
        "why": finding.why,
        "authorities": list(finding.authorities),
        "because": list(finding.because),
        "related": [
            {"note": related.note, "place": place_data(related.place, source)}
            for related in finding.related
        ],
        "suggestions": [_suggestion(suggestion, source) for suggestion in finding.suggestions],
        "fingerprint": finding.fingerprint,
    }
    if finding.suppression is not None:
        data["suppression"] = {
            "kind": finding.suppression.kind,
            "reason": finding.suppression.reason,
        }
    return data


def place_data(place: Range, source: Source) -> dict[str, Any]:
    """A range by its two ends, the second one behind the last code point."""
    start, end = source.position(place.start), source.position(place.end)
    return {
        "start": {"line": start.line, "column": start.column, "offset": place.start},
        "end": {"line": end.line, "column": end.column, "offset": place.end},
    }


def _suggestion(suggestion: Suggestion, source: Source) -> dict[str, Any]:
    data: dict[str, Any] = {"text": suggestion.text}
    if suggestion.place is not None and suggestion.replacement is not None:
        data["replacement"] = suggestion.replacement
        data["place"] = place_data(suggestion.place, source)
        data["safe"] = suggestion.safe
    return data


def failure_data(failure: ClaimcheckError) -> dict[str, Any]:
    """What could not be checked; absent places are null."""
    return {
        "message": failure.message,
        "path": failure.path,
        "line": failure.line,
        "column": failure.column,
    }
