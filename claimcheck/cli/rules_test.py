"""`claimcheck rules test`: whether every example of a rule does what it says, and else why not."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from claimcheck.cli.options import config_options
from claimcheck.cli.output import Progress, tell, write_bytes, write_screen
from claimcheck.errors import ClaimcheckError

if TYPE_CHECKING:
    from rich.console import Console

    from claimcheck.claim import Sentence
    from claimcheck.evaluate import ExampleResult
    from claimcheck.rules.catalog import Catalog, Rule
    from claimcheck.source import Range

VERSION = 1
# What is shown of an example that is a whole page.
_MOST_SENTENCES = 6


@click.command("test", short_help="Run the examples of rules.")
@click.argument("paths", nargs=-1)
@config_options
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
@click.option("-q", "--quiet", is_flag=True, help="Nothing but failures.")
@click.option("--no-color", is_flag=True, help="No colour, also on a terminal.")
def rules_test(
    paths: tuple[str, ...],
    config_file: str | None,
    no_config: bool,
    form: str,
    quiet: bool,
    no_color: bool,
) -> int:
    """Run the examples of the rules in PATHS: rule files or folders of them.

    Without PATHS, those of every rule, house rules of the configuration included. For an example
    that fails, the page shows what was marked, what was found, and how its words were read.

    Exit status: 0 every example does what it says, 1 one does not, 2 a rule could not be read.
    """
    from claimcheck.evaluate import ExampleRunner

    catalog, chosen = _chosen(paths, config_file, no_config)
    runner = ExampleRunner(catalog)
    failed: list[ExampleResult] = []
    failures: list[ClaimcheckError] = []
    count = 0
    with Progress(show=not quiet) as bar:
        for number, rule in enumerate(chosen, start=1):
            try:
                results = runner.run(rule)
            except ClaimcheckError as error:
                failures.append(error)
                continue
            count += len(results)
            failed += [result for result in results if not result.passed]
            bar(number, len(chosen))
    if form == "json":
        data = {
            "version": VERSION,
            "rules": len(chosen),
            "examples": count,
            "failed": [_data(result) for result in failed],
            "failures": [str(failure) for failure in failures],
        }
        write_bytes(json.dumps(data, ensure_ascii=False, indent=2) + "\n")
    else:
        write_screen(_text(chosen, count, failed, quiet=quiet, no_color=no_color))
    for failure in failures:
        tell(failure)
    return 2 if failures else int(bool(failed))


def _chosen(
    paths: Sequence[str], config_file: str | None, no_config: bool
) -> tuple[Catalog, list[Rule]]:
    """The catalogue with everything in `paths`, and the rules that are meant."""
    from claimcheck.config import load
    from claimcheck.rules import house
    from claimcheck.rules.catalog import load_catalog
    from claimcheck.rules.place import rules_folder

    configured = load(paths, file=config_file, isolated=no_config).settings.rules
    if not paths:
        catalog = load_catalog(configured)
        return catalog, list(catalog.rules)
    files = {file.resolve() for path in paths for file in house.rule_files(Path(path))}
    known = {file.resolve() for entry in configured for file in house.rule_files(entry)}
    shipped = rules_folder().resolve()
    own = [
        Path(path)
        for path in paths
        if not Path(path).resolve().is_relative_to(shipped)
        and not {file.resolve() for file in house.rule_files(Path(path))} <= known
    ]
    catalog = load_catalog([*configured, *own])
    return catalog, [rule for rule in catalog.rules if rule.path.resolve() in files]


def _text(
    chosen: Sequence[Rule],
    count: int,
    failed: Sequence[ExampleResult],
    *,
    quiet: bool,
    no_color: bool,
) -> str:
    from rich.text import Text

    from claimcheck.cli.screen import WIDEST, console, printed

    page = console(no_color)
    page.width = min(page.width, WIDEST)
    for result in failed:
        line, column = result.place()
        title = Text(f"{result.rule.path}:{line}:{column}", "bold")
        title.append(f"  {result.rule.code} {result.rule.name}, to {result.kind}")
        page.print(title)
        _show(page, result)
        page.print()
    if not quiet or failed:
        rules = f"{len(chosen)} rule{'s' * (len(chosen) != 1)}"
        examples = f"{count} example{'s' * (count != 1)}"
        page.print(Text(f"{examples} of {rules}: {len(failed) or 'none'} failed.", "bold"))
    return printed(page)


def _show(page: Console, result: ExampleResult) -> None:
    from rich.padding import Padding
    from rich.table import Table
    from rich.text import Text

    from claimcheck.report.layout import one_line

    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(width=8)
    table.add_column(ratio=1, overflow="fold")
    rows = [("text", result.text), ("marked", _places(result, result.expected))]
    if result.kind == "flag" and not result.expected:
        rows[1] = ("marked", "nothing: mark the words to find with [[...]]")
    found = _places(result, result.found)
    if result.found:
        found += " as " + ", ".join(severity.value for severity in result.severities)
    rows.append(("found", found))
    if result.severity is not None:
        rows.append(("wanted", f"the severity {result.severity.value}"))
    rows += [("why", why) for why in _reasons(result)]
    others = ", ".join(f"{finding.code} “{finding.excerpt}”" for finding in result.others)
    if others:
        rows.append(("others", others))
    for sentence in result.analysis.sentences[:_MOST_SENTENCES]:
        rows.append(("words", _words(sentence)))
        rows.append(("signals", _signals(sentence) or "none"))
    for name, value in rows:
        table.add_row(Text(name, "dim"), Text(one_line(value)))
    page.print(Padding(table, (0, 0, 0, 2)))


def _places(result: ExampleResult, places: Sequence[Range]) -> str:
    words = [f"“{result.source.excerpt(place)}” at {place.start}" for place in sorted(places)]
    return ", ".join(words) or "nothing"


def _reasons(result: ExampleResult) -> list[str]:
    """What the rule made of the words that it looked at."""
    if not result.active:
        return [f"the rule is off under the profile {', '.join(result.profiles)}"]
    reasons = []
    for decision in result.decisions:
        if decision.rule.code == result.rule.code:
            found = decision.candidate
            words = " ".join(found.sentence.cased[found.start : found.end])
            by = f", by the pattern {found.pattern}" if found.pattern else ""
            note = f" ({decision.note})" if decision.note else ""
            reasons.append(f"“{words}”{by}: {decision.outcome.value}{note}")
    return reasons or ["none of its triggers finds anything here"]


def _words(sentence: Sentence) -> str:
    return " ".join(
        f"{word}/{tag}" if tag else word
        for word, tag in zip(sentence.cased, sentence.tags, strict=True)
    )


def _signals(sentence: Sentence) -> str:
    return ", ".join(
        f"<{signal.name}> “{' '.join(sentence.cased[signal.start : signal.end])}”"
        for signal in sentence.signals
    )


def _data(result: ExampleResult) -> dict[str, Any]:
    line, column = result.place()

    def spans(places: Sequence[Range]) -> list[dict[str, Any]]:
        return [
            {"start": place.start, "end": place.end, "text": result.source.excerpt(place)}
            for place in sorted(places)
        ]

    return {
        "rule": result.rule.code,
        "path": str(result.rule.path),
        "line": line,
        "column": column,
        "kind": result.kind,
        "text": result.text,
        "expected": spans(result.expected),
        "found": spans(result.found),
        "why": _reasons(result),
        "sentences": [
            {
                "words": list(sentence.cased),
                "tags": list(sentence.tags),
                "signals": [
                    {"name": signal.name, "start": signal.start, "end": signal.end}
                    for signal in sentence.signals
                ],
            }
            for sentence in result.analysis.sentences
        ],
    }
