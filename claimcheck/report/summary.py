"""Counts in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from claimcheck.finding import Finding, Result, Severity

SEVERITIES = (Severity.ERROR, Severity.WARNING, Severity.INFO)


def counted(number: int, noun: str) -> str:
    """`1 file`, `2 files`."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def by_severity(findings: Iterable[Finding]) -> dict[Severity, int]:
    """How many findings of each severity there are, the gravest first; none are left out."""
    counts = Counter(finding.severity for finding in findings)
    return {severity: counts[severity] for severity in SEVERITIES}


def severity_words(counts: dict[Severity, int]) -> list[str]:
    """`2 errors`, `1 warning`, `3 info`: an entry for each severity that occurs."""
    return [
        f"{number} info" if severity is Severity.INFO else counted(number, severity.value)
        for severity, number in counts.items()
        if number
    ]


def closing(result: Result) -> str:
    """The run in one line: what was found, in how many files, and what was held back."""
    checked = [file for file in result.files if file.source is not None]
    touched = sum(bool(file.findings) for file in checked)
    words = severity_words(by_severity(result.findings))
    if words:
        files = counted(len(checked), "file")
        place = files if touched == len(checked) else f"{touched} of {files}"
        line = f"{', '.join(words)} in {place}"
    elif checked:
        line = f"No findings in {counted(len(checked), 'file')}"
    else:
        line = "Nothing was checked"
    held = sum(len(file.suppressed) for file in result.files)
    if held:
        line += f" ({held} suppressed)"
    missed = len({failure.path for failure in result.all_failures})
    if missed:
        line += f"; {counted(missed, 'path')} could not be checked"
    return line + "."
