"""Checkstyle XML, the common denominator of review tools."""

from __future__ import annotations

from collections.abc import Iterator
from xml.sax.saxutils import quoteattr

import claimcheck
from claimcheck.errors import ClaimcheckError
from claimcheck.finding import Result
from claimcheck.report import View
from claimcheck.report.places import for_xml, relative


def render(result: Result, view: View) -> str:
    """The run as `checkstyle`; what could not be checked is an error of its file."""
    del view
    return "".join(f"{line}\n" for line in _lines(result))


def _lines(result: Result) -> Iterator[str]:
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    yield f"<checkstyle version={_attribute(claimcheck.__version__)}>"
    for failure in result.failures:
        yield from _file(failure.path or "claimcheck", [_failure(failure)])
    for file in result.files:
        errors = []
        for finding in file.findings if file.source is not None else ():
            assert file.source is not None
            place = file.source.position(finding.place.start)
            errors.append(
                _error(
                    place.line,
                    place.column,
                    finding.severity.value,
                    finding.message,
                    f"claimcheck.{finding.code}",
                )
            )
        yield from _file(file.path, [*errors, *map(_failure, file.failures)])
    yield "</checkstyle>"


def _file(path: str, errors: list[str]) -> Iterator[str]:
    yield f"  <file name={_attribute(relative(path))}>"
    yield from errors
    yield "  </file>"


def _failure(failure: ClaimcheckError) -> str:
    message = f"could not be checked: {failure.message}"
    return _error(failure.line or 1, failure.column or 1, "error", message, "claimcheck")


def _error(line: int, column: int, severity: str, message: str, source: str) -> str:
    return (
        f'    <error line="{line}" column="{column}" severity="{severity}"'
        f" message={_attribute(' '.join(message.split()))} source={_attribute(source)}/>"
    )


def _attribute(text: str) -> str:
    return quoteattr(for_xml(text))
