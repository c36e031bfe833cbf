"""`claimcheck evaluate`: what is found, against what people marked."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from claimcheck.cli.options import config_options, profile_option
from claimcheck.cli.output import Progress, tell, write_bytes, write_screen
from claimcheck.cli.run import set_up

if TYPE_CHECKING:
    from rich.table import Table

    from claimcheck.evaluate import Evaluation, Score, Verdict
    from claimcheck.source import Range, Source

VERSION = 1
_SHARE = click.FloatRange(0, 1)


@click.command(short_help="Measure the findings on annotated pages.")
@click.argument("paths", nargs=-1, metavar="PATHS...")
@profile_option
@click.option("--select", multiple=True, metavar="RULE", help="Measure only these rules.")
@click.option("--ignore", multiple=True, metavar="RULE", help="Do not measure these rules.")
@config_options
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
@click.option(
    "--min-precision",
    type=_SHARE,
    default=1.0,
    show_default=True,
    help="The share of the findings that must be right.",
)
@click.option(
    "--min-recall",
    type=_SHARE,
    default=1.0,
    show_default=True,
    help="The share of what should be found that must be.",
)
@click.option("-q", "--quiet", is_flag=True, help="Only the rates, no list.")
@click.option("--no-color", is_flag=True, help="No colour, also on a terminal.")
def evaluate(
    paths: tuple[str, ...],
    profiles: tuple[str, ...],
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    config_file: str | None,
    no_config: bool,
    form: str,
    min_precision: float,
    min_recall: float,
    quiet: bool,
    no_color: bool,
) -> int:
    """Compare findings with annotations: PATHS are annotated pages, or folders of them.

    The annotation of page.md is page.expected.yaml beside it. Pages are read under the profile and
    product that the annotation names; --profile reads them under another.

    Exit status: 0 as good as asked for, 1 not so (without --min-precision and --min-recall: any
    miss or false alarm), 2 something could not be compared.
    """
    from claimcheck.cli.options import listed
    from claimcheck.evaluate import evaluate as run
    from claimcheck.evaluate import find_annotations

    options: dict[str, Any] = {"select": listed(select), "ignore": listed(ignore)}
    if profiles:
        options["profiles"] = profiles
    job = set_up(paths or ["."], options, config_file=config_file, no_config=no_config)
    found = find_annotations(Path(path) for path in paths or ["."])
    with Progress(show=not quiet) as bar:
        evaluation = run(found, job.settings, job.catalog, profiles=profiles, progress=bar)
    if form == "json":
        data = _data(evaluation)
        write_bytes(json.dumps(data, ensure_ascii=False, indent=2) + "\n")
    else:
        write_screen(_text(evaluation, quiet=quiet, no_color=no_color))
    for failure in evaluation.failures:
        tell(failure)
    if evaluation.failures:
        return 2
    total = evaluation.total()
    return int(total.precision < min_precision or total.recall < min_recall)


def _data(evaluation: Evaluation) -> dict[str, Any]:
    return {
        "version": VERSION,
        "pages": [_page_data(verdict) for verdict in evaluation.verdicts],
        "total": _score_data(evaluation.total()),
        "families": {name: _score_data(s) for name, s in evaluation.families().items()},
        "rules": {code: _score_data(s) for code, s in evaluation.scores().items()},
        "failures": [str(failure) for failure in evaluation.failures],
    }


def _score_data(score: Score) -> dict[str, Any]:
    return {
        "matched": score.matched,
        "tolerated": score.tolerated,
        "falseAlarms": score.false_alarms,
        "met": score.met,
        "missed": score.missed,
        "precision": round(score.precision, 4) if score.matched + score.false_alarms else None,
        "recall": round(score.recall, 4) if score.met + score.missed else None,
        "f1": round(score.f1, 4),
    }


def _page_data(verdict: Verdict) -> dict[str, Any]:
    source = verdict.source
    return {
        "path": verdict.path,
        "misses": [
            {
                "rule": miss.rule,
                **_where(source, miss.place),
                "text": miss.text,
                "why": miss.why,
                "note": miss.note,
            }
            for miss in verdict.missed
        ],
        "falseAlarms": [
            {
                "rule": alarm.code,
                **_where(source, alarm.finding.place),
                "text": alarm.finding.excerpt,
                "severity": alarm.finding.severity.value,
                "message": alarm.finding.message,
                "note": alarm.note,
            }
            for alarm in verdict.false_alarms
        ],
    }


def _where(source: Source, place: Range) -> dict[str, int]:
    at = source.position(place.start)
    return {"line": at.line, "column": at.column}


def _text(evaluation: Evaluation, *, quiet: bool, no_color: bool) -> str:
    from rich.text import Text

    from claimcheck.cli.screen import console, printed

    page = console(no_color)
    if not quiet:
        for verdict in evaluation.verdicts:
            rows = _rows(verdict)
            if rows:
                page.print(Text(verdict.path, "bold"))
                page.print(_listing(rows))
                page.print()
    page.print(_rates(evaluation))
    page.print()
    total = evaluation.total()
    pages = len(evaluation.verdicts)
    page.print(
        f"{pages} page{'s' * (pages != 1)}: {total.met} of {total.met + total.missed} expected "
        f"findings made, {total.false_alarms} false alarm{'s' * (total.false_alarms != 1)}."
    )
    return printed(page)


def _rows(verdict: Verdict) -> list[tuple[str, str, str, str, str]]:
    """Misses and false alarms in the order of the page: place, kind, rule, words, note."""
    rows = [
        (miss.place, "missed", miss.rule, miss.text, "; ".join(filter(None, (miss.why, miss.note))))
        for miss in verdict.missed
    ]
    for alarm in verdict.false_alarms:
        finding = alarm.finding
        note = alarm.note or f"{finding.severity.value}: {finding.message}"
        rows.append((finding.place, "false", alarm.code, finding.excerpt, note))
    rows.sort()
    return [(_at(verdict.source, row[0]), *row[1:]) for row in rows]


def _at(source: Source, place: Range) -> str:
    at = source.position(place.start)
    return f"{at.line}:{at.column}"


def _listing(rows: Sequence[tuple[str, str, str, str, str]]) -> Table:
    from rich.table import Table
    from rich.text import Text

    from claimcheck.report.layout import one_line

    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(width=8, no_wrap=True)
    table.add_column(width=6, no_wrap=True)
    table.add_column(width=6, no_wrap=True)
    table.add_column(ratio=1, overflow="fold")
    for place, kind, rule, words, note in rows:
        style = "bold red" if kind == "false" else "bold yellow"
        table.add_row(Text(f"  {place}"), Text(kind, style), Text(rule), Text(one_line(words)))
        if note:
            table.add_row("", "", "", Text(one_line(note), "dim"))
    return table


def _rates(evaluation: Evaluation) -> Table:
    """The rates by rule, each family's below its rules if it has several, and in total."""
    from rich.table import Table

    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="dim")
    table.add_column("Rule", no_wrap=True)
    for name in ("Right", "False", "Made", "Missed", "Precision", "Recall", "F1"):
        table.add_column(name, justify="right", no_wrap=True)
    scores = evaluation.scores()
    for family, sum_ in evaluation.families().items():
        inside = [code for code in scores if code.startswith(family)]
        for code in inside:
            table.add_row(*_cells(f"  {code}", scores[code]))
        table.add_row(*_cells(family, sum_), style="bold", end_section=True)
    table.add_row(*_cells("Total", evaluation.total()), style="bold")
    return table


def _cells(name: str, score: Score) -> list[str]:
    made, required = score.matched + score.false_alarms, score.met + score.missed
    return [
        name,
        str(score.matched),
        str(score.false_alarms),
        str(score.met),
        str(score.missed),
        f"{score.precision:.2f}" if made else "-",
        f"{score.recall:.2f}" if required else "-",
        f"{score.f1:.2f}" if made or required else "-",
    ]
