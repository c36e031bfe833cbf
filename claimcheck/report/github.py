"""GitHub annotations: workflow commands that mark the lines of a pull request."""

from __future__ import annotations

from collections.abc import Iterator

from claimcheck.finding import Result
from claimcheck.report import View
from claimcheck.report.places import advice, found, relative, word


def render(result: Result, view: View) -> str:
    """`::error file=...::message`, one a line."""
    del view
    return "".join(f"{line}\n" for line in _lines(result))


def _lines(result: Result) -> Iterator[str]:
    for file, source, finding in found(result):
        start, end = source.position(finding.place.start), source.position(finding.place.end)
        values = {
            "file": relative(file.path),
            "line": str(start.line),
            "endLine": str(end.line),
            "title": f"{finding.code} {finding.name}",
        }
        if start.line == end.line:  # GitHub refuses columns otherwise
            values |= {"col": str(start.column), "endColumn": str(end.column)}
        level = word(finding.severity, "error", "warning", "notice")
        yield _command(level, values, advice(finding))
    for failure in result.all_failures:
        values = {"title": "claimcheck could not check this"}
        if failure.path is not None:
            values["file"] = relative(failure.path)
        if failure.line is not None:
            values["line"] = str(failure.line)
        yield _command("error", values, str(failure))


def _command(level: str, values: dict[str, str], message: str) -> str:
    properties = ",".join(f"{key}={_property(value)}" for key, value in values.items())
    return f"::{level} {properties}::{_data(message)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
