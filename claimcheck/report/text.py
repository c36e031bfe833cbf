"""The report for a person at a terminal: the sentence, what is wrong with it, what to do."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache, partial

from claimcheck.finding import FileResult, Finding, Result
from claimcheck.report import View
from claimcheck.report.layout import Line, excerpt, path_line, wrap
from claimcheck.report.summary import by_severity, closing, severity_words
from claimcheck.source import Range, Source

# The sixteen colours of the terminal's own theme: they are readable on its background.
_STYLES = {
    "error": "bold red",
    "warning": "bold yellow",
    "info": "bold cyan",
    "error span": "bold underline red",
    "warning span": "bold underline yellow",
    "info span": "bold underline cyan",
    "strong": "bold",
    "faint": "dim",
    "path": "bold underline",
    "good": "bold green",
}
# Longer lines of prose are hard to read, however wide the terminal is.
_WIDEST = 92
_EXCERPT_LINES = 4
_LABEL = 11
# Whose rule it is, in short; `claimcheck explain` has them all.
_AUTHORITIES = 2


def render(result: Result, view: View) -> str:
    """The report as text, with escape sequences where the view allows colour."""
    return "".join(f"{line}\n" for line in _Text(view).lines(result))


@cache
def _painter(style: str) -> Callable[[str], str]:
    # Imported for colours only: a report into a file or a pipe need not wait for rich.
    from rich.color import ColorSystem
    from rich.style import Style

    return partial(Style.parse(_STYLES[style]).render, color_system=ColorSystem.STANDARD)


class _Text:
    def __init__(self, view: View) -> None:
        self._view = view
        self._indent = "  " if view.width < 60 else "    "
        self._width = max(min(view.width - len(self._indent) - 1, _WIDEST), 10)
        self._gutter = "| " if view.plain else "│ "
        self._rule = "^" if view.plain else "━"
        self._dots = "..." if view.plain else "…"
        self._dot = "-" if view.plain else "·"

    def _paint(self, style: str, text: str) -> str:
        if not self._view.color or not text:
            return text
        return _painter(style)(text)

    def lines(self, result: Result) -> Iterator[str]:
        for file in result.files:
            if file.findings and file.source is not None:
                yield from self._file(file, file.source)
        if not self._view.quiet:
            yield from self._closing(result)

    def _file(self, file: FileResult, source: Source) -> Iterator[str]:
        counts = f" {self._dot} ".join(severity_words(by_severity(file.findings)))
        path = path_line(file.path)
        yield self._paint("path", path) + "  " + self._paint("faint", counts)
        yield ""
        explained: dict[str, str] = {}
        for finding in file.findings:
            place = source.position(finding.place.start)
            spot = f"{place.line}:{place.column}"
            yield from self._finding(finding, source, spot, explained.get(finding.code))
            explained.setdefault(finding.code, spot)
            yield ""

    def _finding(
        self, finding: Finding, source: Source, spot: str, explained: str | None
    ) -> Iterator[str]:
        severity = finding.severity.value
        rule = f"{self._paint('strong', finding.code)} {finding.name}"
        yield f"  {self._paint('faint', spot)}  {self._paint(severity, severity)}  {rule}"
        for line in self._excerpt(finding, source):
            yield from self._marked(line, severity)
        for words in wrap(finding.message, self._width):
            yield self._indent + words
        if explained is None or self._view.verbose:
            yield from self._row("why", finding.why)
            yield from self._authorities(finding)
        elif finding.why or finding.authorities:
            # The same paragraph under each of twenty findings hides the twenty sentences.
            yield from self._row("why", f"as at {explained}")
        for suggestion in finding.suggestions:
            yield from self._row("try", suggestion.text)
        if self._view.verbose:
            yield from self._row("because", "; ".join(finding.because))
        for related in finding.related:
            place = source.position(related.place.start)
            yield from self._row("see", f"{place.line}:{place.column} {related.note}")

    def _excerpt(self, finding: Finding, source: Source) -> list[Line]:
        place, around = finding.place, finding.sentence
        if not around.overlaps(place) and not around.contains(place):
            around = place
        around = Range(min(around.start, place.start), max(around.end, place.end))
        return excerpt(
            source.text[around.start : place.start],
            source.excerpt(place),
            source.text[place.end : around.end],
            self._width - len(self._gutter),
            _EXCERPT_LINES,
            self._dots,
        )

    def _marked(self, line: Line, severity: str) -> Iterator[str]:
        before, inside, after = (
            line.text[: line.start],
            line.text[line.start : line.end],
            line.text[line.end :],
        )
        gutter = self._indent + self._paint("faint", self._gutter)
        if self._view.color:
            yield gutter + before + self._paint(f"{severity} span", inside) + after
            return
        yield self._indent + self._gutter + line.text
        offset, length = line.mark
        if length:
            yield self._indent + self._gutter + " " * offset + self._rule * length

    def _authorities(self, finding: Finding) -> Iterator[str]:
        most = len(finding.authorities) if self._view.verbose else _AUTHORITIES
        shown = list(finding.authorities[:most])
        more = len(finding.authorities) - len(shown)
        if more:
            shown[-1] += f" (and {more} more: claimcheck explain {finding.code})"
        for number, authority in enumerate(shown):
            yield from self._row("" if number else "authority", authority)

    def _row(self, label: str, text: str) -> Iterator[str]:
        """A labelled paragraph; where there is room, the label's column stays free below it."""
        roomy = self._width >= 50
        head = label.ljust(_LABEL) if roomy else f"{label or 'and'}: "
        hang = " " * (_LABEL if roomy else 2)
        for index, line in enumerate(wrap(text, self._width - len(hang), len(head) - len(hang))):
            yield self._indent + (hang if index else self._paint("faint", head)) + line

    def _closing(self, result: Result) -> Iterator[str]:
        worst = next((s for s, number in by_severity(result.findings).items() if number), None)
        style = worst.value if worst else ("strong" if result.all_failures else "good")
        for line in wrap(closing(result), max(self._view.width - 1, 10)):
            yield self._paint(style, line)
        if worst is not None:
            code = next(f.code for f in result.findings if f.severity is worst)
            hint = f"More on a rule: claimcheck explain {code}"
            yield self._paint("faint", hint)
