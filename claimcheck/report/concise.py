"""One line a finding, as editors and compilers' readers know it."""

from __future__ import annotations

from collections.abc import Iterator

from claimcheck.finding import Result
from claimcheck.report import View
from claimcheck.report.layout import one_line, path_line
from claimcheck.report.summary import closing


def render(result: Result, view: View) -> str:
    """`path:line:column: severity CODE name: message`, then a line that sums up."""
    return "".join(f"{line}\n" for line in _lines(result, view))


def _lines(result: Result, view: View) -> Iterator[str]:
    for file in result.files:
        if file.source is None:
            continue
        path = path_line(file.path)
        for finding in file.findings:
            place = file.source.position(finding.place.start)
            yield (
                f"{path}:{place.line}:{place.column}: {finding.severity} {finding.code} "
                f"{finding.name}: {one_line(finding.message)}"
            )
    if not view.quiet:
        yield closing(result)
