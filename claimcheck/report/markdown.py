"""A summary in Markdown, for a pull-request comment or a job's summary page."""

from __future__ import annotations

import re
from collections.abc import Iterator

from claimcheck.finding import FileResult, Finding, Result
from claimcheck.report import View
from claimcheck.report.layout import one_line
from claimcheck.report.places import relative
from claimcheck.report.summary import by_severity, closing, severity_words
from claimcheck.source import Source

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>()#+!|~&-])")
# A page that quotes @somebody or #12 must not call somebody, or link an issue.
_CALL = re.compile(r"(?<=[@#])(?=\w)")
# GitHub takes 65,536 characters in a comment; the rest of the findings is counted, not shown.
_MOST = 60_000


def render(result: Result, view: View) -> str:
    """Counts, then every file with its findings, folded."""
    del view
    text = f"### claimcheck\n\n{_escaped(closing(result))}\n"
    for failure in result.all_failures:
        text += f"\n> could not be checked: {_escaped(str(failure))}\n"
    files = [file for file in result.files if file.findings and file.source is not None]
    for number, file in enumerate(files):
        assert file.source is not None
        section = "\n" + "\n".join(_file(file, file.source)) + "\n"
        if len(text) + len(section) > _MOST:
            left = sum(len(other.findings) for other in files[number:])
            return text + f"\n… and {left} more in {len(files) - number} files.\n"
        text += section
    return text


def _file(file: FileResult, source: Source) -> Iterator[str]:
    counts = ", ".join(severity_words(by_severity(file.findings)))
    # A heading inside summary would not be drawn as code; HTML is, in both places.
    yield f"<details><summary><code>{_html(relative(file.path))}</code> {counts}</summary>"
    yield ""
    yield "| Line | Rule | Text | What to do |"
    yield "|---:|---|---|---|"
    for finding in file.findings:
        yield _row(finding, source)
    yield ""
    yield "</details>"


def _row(finding: Finding, source: Source) -> str:
    place = source.position(finding.place.start)
    words = one_line(source.excerpt(finding.place))
    words = words if len(words) <= 160 else words[:159] + "…"
    todo = " ".join([finding.message, *(s.text for s in finding.suggestions[:1])])
    rule = f"{finding.severity.value} **{finding.code}** {finding.name}"
    cells = (str(place.line), rule, f"“{_escaped(words)}”", _escaped(one_line(todo)))
    return f"| {' | '.join(cells)} |"


def _escaped(text: str) -> str:
    return _CALL.sub("\u2060", _SPECIAL.sub(r"\\\1", one_line(text)))


def _html(text: str) -> str:
    return one_line(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
