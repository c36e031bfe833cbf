"""SARIF 2.1.0, as code-scanning services and editors read it."""

from __future__ import annotations

import json
from typing import Any

import claimcheck
from claimcheck.errors import ClaimcheckError
from claimcheck.finding import FileResult, Finding, Result, Suggestion
from claimcheck.report import RuleInfo, View
from claimcheck.report.places import advice, uri, word
from claimcheck.source import Range, Source

_SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
_ROOT = "%SRCROOT%"


def render(result: Result, view: View) -> str:
    """The run as a SARIF log."""
    rules = _rules(result, view)
    index = {rule["id"]: number for number, rule in enumerate(rules)}
    run = {
        "tool": {
            "driver": {
                "name": "claimcheck",
                "version": claimcheck.__version__,
                "semanticVersion": claimcheck.__version__,
                "rules": rules,
            }
        },
        "columnKind": "unicodeCodePoints",
        "invocations": [
            {
                "executionSuccessful": not result.all_failures,
                "toolExecutionNotifications": [
                    _notification(failure) for failure in result.all_failures
                ],
            }
        ],
        "results": [
            _result(finding, file, file.source, index)
            for file in result.files
            if file.source is not None
            for finding in (*file.findings, *file.suppressed)
        ],
    }
    log = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(log, ensure_ascii=False, indent=2) + "\n"


def _rules(result: Result, view: View) -> list[dict[str, Any]]:
    """The rules that ran, and any other that a finding names."""
    known = dict(view.rules)
    for file in result.files:
        for finding in (*file.findings, *file.suppressed):
            if finding.code not in known:
                known[finding.code] = RuleInfo(
                    finding.code, finding.name, finding.message, "", finding.severity.value
                )
    return [_rule(known[code]) for code in sorted(known)]


def _rule(rule: RuleInfo) -> dict[str, Any]:
    text = [rule.why or rule.summary]
    text += [f"Authority: {authority}" for authority in rule.authorities]
    markdown = [rule.why or rule.summary, *(f"- {authority}" for authority in rule.authorities)]
    if rule.suggestion:
        text.append(f"Try: {rule.suggestion}")
        markdown.append(f"**Try:** {rule.suggestion}")
    return {
        "id": rule.code,
        "name": rule.name,
        "shortDescription": {"text": rule.summary},
        "fullDescription": {"text": rule.why or rule.summary},
        "help": {"text": "\n".join(text), "markdown": "\n\n".join(markdown)},
        "defaultConfiguration": {"level": _level(rule.severity)},
        "properties": {"tags": ["health-claims", rule.code[:3]]},
    }


def _level(severity: str) -> str:
    return {"error": "error", "warning": "warning"}.get(severity, "note")


def _result(
    finding: Finding, file: FileResult, source: Source, index: dict[str, int]
) -> dict[str, Any]:
    place = _location(finding.place, file.path, source)
    around = Range(
        min(finding.sentence.start, finding.place.start),
        max(finding.sentence.end, finding.place.end),
    )
    place["physicalLocation"]["contextRegion"] = _region(around, source)
    data: dict[str, Any] = {
        "ruleId": finding.code,
        "ruleIndex": index[finding.code],
        "level": word(finding.severity, "error", "warning", "note"),
        "message": {"text": advice(finding)},
        "locations": [place],
        "partialFingerprints": {"claimcheck/v1": finding.fingerprint},
        # An empty list says that suppression was looked at, and there is none.
        "suppressions": [],
    }
    if finding.suppression is not None:
        kind = "inSource" if finding.suppression.kind == "directive" else "external"
        entry = {"kind": kind, "status": "accepted"}
        if finding.suppression.reason:
            entry["justification"] = finding.suppression.reason
        data["suppressions"] = [entry]
    if finding.related:
        data["relatedLocations"] = [
            {**_location(related.place, file.path, source), "message": {"text": related.note}}
            for related in finding.related
        ]
    fixes = [
        _fix(suggestion, file.path, source)
        for suggestion in finding.suggestions
        if suggestion.place is not None and suggestion.replacement is not None
    ]
    if fixes:
        data["fixes"] = fixes
    return data


def _location(place: Range, path: str, source: Source) -> dict[str, Any]:
    return {
        "physicalLocation": {
            "artifactLocation": _artifact(path),
            "region": _region(place, source),
        }
    }


def _artifact(path: str) -> dict[str, Any]:
    address = uri(path)
    return {"uri": address} if ":" in address else {"uri": address, "uriBaseId": _ROOT}


def _region(place: Range, source: Source) -> dict[str, Any]:
    start, end = source.position(place.start), source.position(place.end)
    return {
        "startLine": start.line,
        "startColumn": start.column,
        "endLine": end.line,
        "endColumn": end.column,
        "charOffset": place.start,
        "charLength": len(place),
        "snippet": {"text": source.excerpt(place)},
    }


def _fix(suggestion: Suggestion, path: str, source: Source) -> dict[str, Any]:
    assert suggestion.place is not None
    region = _region(suggestion.place, source)
    del region["snippet"]
    change = {
        "artifactLocation": _artifact(path),
        "replacements": [
            {"deletedRegion": region, "insertedContent": {"text": suggestion.replacement}}
        ],
    }
    return {"description": {"text": suggestion.text}, "artifactChanges": [change]}


def _notification(failure: ClaimcheckError) -> dict[str, Any]:
    data: dict[str, Any] = {"level": "error", "message": {"text": str(failure)}}
    if failure.path is not None:
        place: dict[str, Any] = {"artifactLocation": _artifact(failure.path)}
        if failure.line is not None:
            place["region"] = {"startLine": failure.line}
            if failure.column is not None:
                place["region"]["startColumn"] = failure.column
        data["locations"] = [{"physicalLocation": place}]
    return data
