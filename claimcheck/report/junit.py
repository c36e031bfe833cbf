"""JUnit XML, which every CI server draws: a suite a file, a failed test a finding."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from xml.sax.saxutils import escape, quoteattr

from claimcheck.errors import ClaimcheckError
from claimcheck.finding import FileResult, Result
from claimcheck.report import View
from claimcheck.report.places import advice, for_xml, relative


def render(result: Result, view: View) -> str:
    """The run as `testsuites`; a page without findings is one test that passed."""
    del view
    return "".join(f"{line}\n" for line in _lines(result))


def _lines(result: Result) -> Iterator[str]:
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    suites = [_suite(file) for file in result.files]
    if result.failures:
        suites.append(_failures("claimcheck", result.failures))
    findings = len(result.findings)
    errors = len(result.all_failures)
    tests = sum(suite[0] for suite in suites)
    counts = f'tests="{tests}" failures="{findings}" errors="{errors}"'
    yield f'<testsuites name="claimcheck" {counts}>'
    for _, lines in suites:
        yield from lines
    yield "</testsuites>"


def _suite(file: FileResult) -> tuple[int, list[str]]:
    path = relative(file.path)
    if file.source is None or file.failures:
        return _failures(path, file.failures)
    cases = []
    for finding in file.findings:
        place = file.source.position(finding.place.start)
        name = f"{finding.code} {finding.name} at {place.line}:{place.column}"
        body = f"{advice(finding)}\n\n{path}:{place.line}:{place.column}\n{finding.excerpt}"
        cases.append(
            f"    <testcase name={_attribute(name)} classname={_attribute(path)}"
            f' file={_attribute(path)} line="{place.line}">'
            f"<failure type={_attribute(finding.severity.value)}"
            f" message={_attribute(finding.message)}>{escape(for_xml(body))}</failure></testcase>"
        )
    if not cases:
        cases = [f'    <testcase name="no findings" classname={_attribute(path)}/>']
    return len(cases), _wrapped(path, cases, len(file.findings), 0)


def _failures(name: str, failures: Sequence[ClaimcheckError]) -> tuple[int, list[str]]:
    cases = [
        f'    <testcase name="could not be checked" classname={_attribute(name)}>'
        f"<error message={_attribute(str(failure))}/></testcase>"
        for failure in failures
    ]
    return len(cases), _wrapped(name, cases, 0, len(cases))


def _wrapped(name: str, cases: list[str], failures: int, errors: int) -> list[str]:
    counts = f'tests="{len(cases)}" failures="{failures}" errors="{errors}"'
    return [f"  <testsuite name={_attribute(name)} {counts}>", *cases, "  </testsuite>"]


def _attribute(text: str) -> str:
    return quoteattr(for_xml(text))
