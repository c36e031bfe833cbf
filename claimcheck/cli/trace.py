"""`claimcheck explain --trace`: how a sentence was read, and what each rule made of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from textwrap import shorten
from typing import TYPE_CHECKING

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from claimcheck.claim import BENEFIT, Attribution, Reach, Tier
from claimcheck.cli.screen import COLORS, WIDEST, console, item, paragraph, printed, section
from claimcheck.engine import Engine
from claimcheck.errors import ConfigError
from claimcheck.pipeline.score import scorer
from claimcheck.readers import read_file
from claimcheck.report.layout import one_line
from claimcheck.rules.decisions import Outcome
from claimcheck.rules.words import notes
from claimcheck.source import Range, Source

if TYPE_CHECKING:
    from claimcheck.claim import Analysis, Claim, Sentence
    from claimcheck.cli.run import Job
    from claimcheck.finding import FileResult
    from claimcheck.rules.candidate import Candidate
    from claimcheck.rules.catalog import Catalog, Rule
    from claimcheck.rules.decisions import Decision

_PLACE = re.compile(r"(.+?):(\d{1,9})(?::(\d{1,9}))?", re.DOTALL)
_LONGEST = 600
_SAID = {
    Tier.FLAT: "flatly (tier 1)",
    Tier.CAN: "with “can”, which is no hedge (tier 2)",
    Tier.MAY: "with “may” or weaker (tier 3)",
}
_CREDITED = {
    Attribution.NONE: "nobody",
    Attribution.VAGUE: "somebody without a name",
    Attribution.STUDY: "a study that is not named",
    Attribution.IDENTIFIED: "a source that can be found",
}
_REACH = {
    Reach.CLAUSE: "in the clause",
    Reach.SENTENCE: "in the sentence",
    Reach.PARAGRAPH: "for the paragraph",
    Reach.DOCUMENT: "on the page",
}


def trace_page(job: Job, place: str, only: str | None, *, no_color: bool) -> str:
    """The page for `place` (FILE:LINE or FILE:LINE:COLUMN), about the rule `only` or all.

    Raises ConfigError for a place that is none or holds no sentence, ReadError for the file.
    """
    match = _PLACE.fullmatch(place)
    if match is None:
        raise ConfigError(f"{place!r} is not FILE:LINE or FILE:LINE:COLUMN (--trace)")
    path, line, column = match[1], int(match[2]), int(match[3]) if match[3] else None
    rule = None
    if only is not None:
        from claimcheck.cli.rules import find_rule

        rule = find_rule(job.catalog, only)[1]
    settings = job.settings.for_path(path)
    engine = Engine(settings, job.catalog if settings.rules == job.settings.rules else None)
    source = read_file(path, limit_bytes=settings.max_bytes)
    analysis = engine.analyse(source)
    decisions: list[Decision] = []
    result = engine.weigh(source, analysis, decisions.append)
    sentences = _sentences_at(source, analysis, path, line, column)
    page = console(no_color)
    page.width = min(page.width, WIDEST)
    for number, sentence in enumerate(sentences):
        if number:
            page.print()
        _Tracer(page, analysis, job.catalog, result).show(
            sentence,
            [
                decision
                for decision in decisions
                if decision.candidate.sentence is sentence
                and (rule is None or decision.rule.code == rule.code)
            ],
            rule,
            on=rule is None or rule.code in engine.active,
        )
    return printed(page)


def _sentences_at(
    source: Source, analysis: Analysis, path: str, line: int, column: int | None
) -> list[Sentence]:
    if not 1 <= line <= len(source.line_starts):
        raise ConfigError(f"there are only {len(source.line_starts)} lines", path=path, line=line)
    start = source.line_starts[line - 1]
    wanted = Range(start, start + max(len(source.line_text(line)), 1))
    if column is not None:
        wanted = Range(start + column - 1, start + column)
    found = [
        sentence
        for sentence in analysis.sentences
        if analysis.document.source_range(sentence.text).overlaps(wanted)
    ]
    if not found:
        raise ConfigError("no sentence stands there", path=path, line=line, column=column)
    return found


_MOST_WEIGHTS = 6


class _Tracer:
    """Prints sentences of one page."""

    def __init__(
        self, page: Console, analysis: Analysis, catalog: Catalog, result: FileResult
    ) -> None:
        self._page = page
        self._analysis = analysis
        self._catalog = catalog
        self._result = result

    def show(
        self, sentence: Sentence, decisions: Sequence[Decision], only: Rule | None, *, on: bool
    ) -> None:
        """Everything about one sentence."""
        document = self._analysis.document
        place = document.source_range(sentence.text)
        at = document.source.position(place.start)
        text = document.text[sentence.text.start : sentence.text.end]
        title = Text(f"{document.source.path}:{at.line}:{at.column}", "bold")
        title.append(f"  {sentence.block.kind.value}", "dim")
        self._page.print(title)
        paragraph(self._page, one_line(text))
        section(self._page, "Words, with their tags")
        self._words(sentence)
        section(self._page, "Signals")
        self._pairs((s.name, _quoted(sentence, s.start, s.end)) for s in sentence.signals)
        section(self._page, "What changes the meaning")
        self._pairs(
            (
                scope.kind,
                f"{_quoted(sentence, scope.cue_start, scope.cue_end)} over "
                f"{_quoted(sentence, scope.start, scope.end)}",
            )
            for scope in sentence.scopes
        )
        section(self._page, "Claims")
        claims = [claim for claim in self._analysis.claims if claim.sentence is sentence]
        for claim in claims:
            self._claim(claim)
        if not claims:
            paragraph(self._page, "none")
        section(self._page, "Sources in reach")
        self._pairs(
            (
                f"{citation.label or citation.kind} ({citation.kind})",
                f"{_REACH[reach]}; {_worth(citation.identified, citation.clears)}"
                + (f"; {citation.detail}" if citation.detail else ""),
            )
            for citation, reach in sentence.support
        )
        records = [note for note in self._analysis.notes if note.sentence is sentence]
        if records:
            section(self._page, "What your records say")
            self._pairs((f"{note.kind} ({note.entry})", note.detail) for note in records)
        section(self._page, "Rules that looked here")
        if not decisions:
            name = only.code if only else "No rule"
            why = "found nothing to look at" if on else "is off under these settings"
            paragraph(self._page, f"{name} {why}.")
        for group in _by_candidate(decisions):
            self._decisions(group)

    def _words(self, sentence: Sentence) -> None:
        text = Text()
        for word, tag in zip(sentence.cased, sentence.tags, strict=True):
            text.append(one_line(word))
            text.append(f"/{tag} " if tag else " ", "dim")
        self._page.print(Padding(text, (0, 0, 0, 2)))
        if not sentence.parsed:
            paragraph(self._page, "(not parsed: no rule and no claim needed its syntax)")

    def _pairs(self, pairs: Iterable[tuple[str, str]]) -> None:
        table = Table.grid(padding=(0, 2, 0, 0))
        table.add_column(min_width=12, max_width=40, overflow="fold")
        table.add_column(ratio=1, overflow="fold")
        for name, value in pairs:
            table.add_row(Text(one_line(name)), Text(one_line(value)))
        if table.row_count:
            self._page.print(Padding(table, (0, 0, 0, 2)))
        else:
            paragraph(self._page, "none")

    def _claim(self, claim: Claim) -> None:
        sentence = claim.sentence
        words = _quoted(sentence, claim.start, claim.end)
        item(self._page, Text.assemble((claim.kind, "bold"), f": {words}"))
        lines = [
            ("subject", _part(sentence, claim.subject, claim.subject_kind)),
            ("target", _part(sentence, claim.target, claim.target_kind)),
            ("said", _SAID[claim.tier] + (", and denied" if claim.negated else ", not denied")),
            ("stands in", ", ".join(sorted(frame.value for frame in claim.frames)) or "no frame"),
            ("credited to", _CREDITED[claim.attribution]),
        ]
        if claim.kind == "implied":
            lines.append(("reads so by", _weighed(sentence, BENEFIT)))
        self._details(lines)

    def _decisions(self, group: Sequence[Decision]) -> None:
        last = group[-1]
        candidate = last.candidate
        title = Text.assemble((last.rule.code, "bold"), f" {last.rule.name}: ")
        reported = last.outcome is Outcome.REPORTED and last.severity is not None
        if reported and last.severity is not None:
            title.append(f"reported as {last.severity.value}", COLORS[last.severity.value])
        else:
            title.append(last.outcome.value, "bold")
        item(self._page, title)
        lines = [("words", _quoted(candidate.sentence, candidate.start, candidate.end))]
        lines.append(("found by", _found_by(candidate)))
        if candidate.anchor >= 0:
            lines.append(("reads so by", _weighed(candidate.sentence, last.rule.code)))
        for decision in group:
            if decision.outcome is Outcome.DEMOTED:
                lines.append(("lowered", decision.note))
            elif decision.outcome is Outcome.REPORTED and decision.note:
                lines.append(("severity", f"{last.severity}, as {decision.note}"))
            elif decision.note:
                lines.append(("because", decision.note))
        if reported:
            lines += self._held_back(last)
            clearing = dict.fromkeys(self._clearing(last.rule))
            if clearing:
                lines.append(("not the case", "; ".join(clearing)))
        self._details(lines)

    def _held_back(self, decision: Decision) -> list[tuple[str, str]]:
        document = self._analysis.document
        place = document.source_range(decision.candidate.sentence.text)
        return [
            ("held back", f"by a directive: {finding.suppression.reason or 'no reason given'}")
            for finding in self._result.suppressed
            if finding.code == decision.rule.code
            and finding.sentence == place
            and finding.suppression is not None
        ]

    def _clearing(self, rule: Rule) -> list[str]:
        shared = self._catalog.conditions.conditions
        return [note for condition in rule.file.unless for note in notes(shared, condition)]

    def _details(self, lines: Iterable[tuple[str, str]]) -> None:
        table = Table.grid(padding=(0, 2, 0, 0))
        table.add_column(width=12)
        table.add_column(ratio=1, overflow="fold")
        for name, value in lines:
            table.add_row(Text(name, "dim"), Text(shorten(one_line(value), _LONGEST)))
        self._page.print(Padding(table, (0, 0, 0, 4)))


def _by_candidate(decisions: Sequence[Decision]) -> list[list[Decision]]:
    """The decisions on each candidate, reported ones first, then by rule."""
    groups: dict[tuple[str, int, int, str], list[Decision]] = {}
    for decision in decisions:
        found = decision.candidate
        key = (decision.rule.code, found.start, found.end, found.pattern)
        groups.setdefault(key, []).append(decision)
    return sorted(
        groups.values(),
        key=lambda group: (group[-1].outcome is not Outcome.REPORTED, group[-1].rule.code),
    )


def _found_by(candidate: Candidate) -> str:
    if candidate.pattern:
        return f"the pattern {candidate.pattern}"
    if candidate.claim is not None:
        return f"a claim of {candidate.claim.kind}"
    if candidate.citation is not None:
        return f"a {candidate.citation.kind} source"
    return candidate.note or "a token pattern"


def _worth(identified: bool, clears: bool) -> str:
    if not identified:
        return "cannot be found with what is given"
    return "can back a claim" if clears else "cannot back a claim"


def _part(sentence: Sentence, span: tuple[int, int] | None, kind: str) -> str:
    if span is None:
        return f"none ({kind})" if kind not in ("", "none") else "none"
    return f"{_quoted(sentence, *span)} ({kind or 'unknown'})"


def _weighed(sentence: Sentence, reading: str) -> str:
    """The words and signals that speak most for a reading, with their weights."""
    strongest = scorer().strongest(sentence.wording, reading)[:_MOST_WEIGHTS]
    return ", ".join(f"{_feature(name)} {weight:+.2f}" for name, _, weight in strongest)


def _feature(name: str) -> str:
    kind, _, text = name.partition(":")
    return f"<{text}>" if kind == "s" else f"“{text.replace('_', ' ')}”"


def _quoted(sentence: Sentence, start: int, end: int) -> str:
    return f"“{' '.join(sentence.cased[start:end])}”"
