"""GitLab code quality: a JSON list that merge requests show beside the changed lines."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from typing import Any

from claimcheck.finding import Finding, Result
from claimcheck.report import View
from claimcheck.report.places import found, relative, word


def render(result: Result, view: View) -> str:
    """The findings, each with a fingerprint of its own."""
    del view
    seen: Counter[tuple[str, str]] = Counter()
    entries: list[dict[str, Any]] = []
    for file, source, finding in found(result):
        path = relative(file.path)
        key = (path, finding.fingerprint)
        start, end = source.position(finding.place.start), source.position(finding.place.end)
        message = " ".join(finding.message.split())
        entries.append(
            {
                "description": f"{finding.code} {finding.name}: {message}",
                "check_name": finding.code,
                "fingerprint": _fingerprint(path, finding, seen[key]),
                "severity": word(finding.severity, "major", "minor", "info"),
                "location": {
                    "path": path,
                    "lines": {"begin": start.line, "end": end.line},
                },
            }
        )
        seen[key] += 1
    for failure in result.all_failures:
        path = relative(failure.path) if failure.path else "claimcheck"
        digest = hashlib.sha256(f"{path}\x1f{failure.message}".encode(errors="replace"))
        entries.append(
            {
                "description": f"could not be checked: {failure.message}",
                "check_name": "claimcheck",
                "fingerprint": digest.hexdigest(),
                "severity": "blocker",
                "location": {"path": path, "lines": {"begin": failure.line or 1}},
            }
        )
    return json.dumps(entries, ensure_ascii=False, indent=2) + "\n"


def _fingerprint(path: str, finding: Finding, count: int) -> str:
    """The same text on two pages is two findings, for GitLab too."""
    parts = (path, finding.code, finding.fingerprint, str(count))
    return hashlib.sha256("\x1f".join(parts).encode(errors="replace")).hexdigest()
