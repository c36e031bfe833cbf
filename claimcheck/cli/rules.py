"""`claimcheck rules` and `claimcheck explain`: the catalogue for people."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import click

from claimcheck.cli.options import config_options, listed, profile_option, setting_options
from claimcheck.cli.output import write_screen
from claimcheck.cli.rules_test import rules_test
from claimcheck.cli.run import set_up
from claimcheck.errors import ConfigError

if TYPE_CHECKING:
    from claimcheck.finding import Severity
    from claimcheck.report import RuleInfo
    from claimcheck.rules.catalog import Catalog, Rule


@click.group(short_help="List the rules; test them.", invoke_without_command=True)
@click.option(
    "--family", multiple=True, metavar="LETTERS", help="Only these families, such as CIT."
)
@profile_option
@click.option(
    "--severity",
    type=click.Choice(["error", "warning", "info"]),
    help="Only rules of this severity.",
)
@click.option("--format", "form", type=click.Choice(["table", "json"]), default="table")
@config_options
@click.option("--no-color", is_flag=True, help="No colour, also on a terminal.")
@click.pass_context
def rules(
    context: click.Context,
    family: tuple[str, ...],
    profiles: tuple[str, ...],
    severity: str | None,
    form: str,
    config_file: str | None,
    no_config: bool,
    no_color: bool,
) -> None:
    """List the rules, with the severity that they have under a profile.

    Without --profile, every rule is listed with the severity that it has by itself. House rules
    that the configuration names are among them.
    """
    if context.invoked_subcommand is not None:
        return
    catalog = _catalog(config_file, no_config)
    levels = (
        catalog.severities(profiles)
        if profiles
        else {rule.code: rule.file.severity for rule in catalog.rules}
    )
    wanted = catalog.codes_for(listed(family)) if family else set(levels)
    chosen = [
        rule
        for rule in catalog.rules
        if rule.code in wanted and severity in (None, levels.get(rule.code)) and rule.code in levels
    ]
    if form == "json":
        data = [rule_data(catalog, rule, levels[rule.code]) for rule in chosen]
        write_screen(json.dumps(data, ensure_ascii=False, indent=2) + "\n")
    else:
        write_screen(_table(chosen, levels, no_color=no_color))


def _catalog(config_file: str | None, no_config: bool) -> Catalog:
    """The rules of claimcheck and those of the house."""
    from claimcheck.config import load
    from claimcheck.rules.catalog import load_catalog

    return load_catalog(load([], file=config_file, isolated=no_config).settings.rules)


def rule_data(catalog: Catalog, rule: Rule, severity: Severity) -> dict[str, Any]:
    """One rule as plain data."""
    return {
        "code": rule.code,
        "name": rule.name,
        "family": rule.family,
        "severity": severity.value,
        "summary": _flat(rule.file.summary),
        "why": _flat(rule.file.why),
        "suggestion": _flat(rule.file.suggestion),
        "jurisdictions": list(rule.file.jurisdictions),
        "authorities": catalog.authority_lines(rule),
    }


def rule_infos(catalog: Catalog, levels: Mapping[str, Severity]) -> dict[str, RuleInfo]:
    """What reports say about the rules that run, by code; and about directives."""
    from claimcheck.report import RuleInfo
    from claimcheck.suppress import KINDS

    infos = {
        rule.code: RuleInfo(
            rule.code,
            rule.name,
            _flat(rule.file.summary),
            _flat(rule.file.why),
            levels[rule.code].value,
            _flat(rule.file.suggestion),
            catalog.authority_lines(rule),
        )
        for rule in catalog.rules
        if rule.code in levels
    }
    for kind in KINDS:
        infos[kind.code] = RuleInfo(
            kind.code, kind.name, kind.summary, kind.why, kind.severity.value
        )
    return infos


def _flat(text: str) -> str:
    return " ".join(text.split())


def _table(chosen: list[Rule], levels: dict[str, Severity], *, no_color: bool) -> str:
    from rich.table import Table
    from rich.text import Text

    from claimcheck.cli.screen import COLORS, console, printed

    page = console(no_color)
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="dim")
    table.add_column("Code", no_wrap=True)
    table.add_column("Severity", no_wrap=True)
    table.add_column("Name", min_width=12, overflow="fold")
    if page.width >= 60:
        table.add_column("What it finds", ratio=1)
    family = ""
    for rule in chosen:
        if family and rule.family != family:
            table.add_row()
        family = rule.family
        level = levels[rule.code].value
        cells = [Text(rule.code, "bold"), Text(level, COLORS[level]), Text(rule.name)]
        if page.width >= 60:
            cells.append(Text(_flat(rule.file.summary)))
        table.add_row(*cells)
    page.print(table)
    page.print()
    count = f"{len(chosen)} rule" + ("" if len(chosen) == 1 else "s")
    page.print(
        Text(f"{count}. More on one: claimcheck explain {chosen[0].code}", "dim")
        if chosen
        else Text("No rule is so.", "dim")
    )
    return printed(page)


rules.add_command(rules_test)


@click.command(short_help="Explain a rule, or what was decided about a sentence.")
@click.argument("rule", metavar="CODE|NAME", required=False)
@click.option(
    "--trace",
    metavar="FILE:LINE[:COLUMN]",
    help="Show how the sentence there was read, and what each rule made of it.",
)
@setting_options
@config_options
@click.option("--no-color", is_flag=True, help="No colour, also on a terminal.")
def explain(
    rule: str | None,
    trace: str | None,
    config_file: str | None,
    no_config: bool,
    no_color: bool,
    **options: Any,
) -> None:
    """Explain a rule: what it finds, why, whose rule it is, examples, and what clears it.

    With --trace, explain a sentence of a page: its claims, signals and sources, which rules looked
    at it, and what decided each; a CODE then shows that rule only.
    """
    if trace is not None:
        from claimcheck.cli.trace import trace_page

        job = set_up([_file_of(trace)], options, config_file=config_file, no_config=no_config)
        write_screen(trace_page(job, trace, rule, no_color=no_color))
        return
    if rule is None:
        raise click.UsageError("which rule? Name it by code or name, or give --trace FILE:LINE")
    from claimcheck.cli.page import kind_page, rule_page
    from claimcheck.cli.screen import console, printed
    from claimcheck.suppress import KINDS

    page = console(no_color)
    for kind in KINDS:
        if rule.strip().lower() in (kind.code.lower(), kind.name):
            kind_page(page, kind)
            write_screen(printed(page))
            return
    rule_page(page, *find_rule(_catalog(config_file, no_config), rule))
    write_screen(printed(page))


def find_rule(catalog: Catalog, name: str) -> tuple[Catalog, Rule]:
    """The rule of that code or name; ConfigError if there is none."""
    found = catalog.find(name)
    if found is None:
        raise ConfigError(_unknown(catalog, name))
    return catalog, found


def _file_of(place: str) -> str:
    """FILE of FILE:LINE or FILE:LINE:COLUMN."""
    return re.sub(r"(:\d+){1,2}$", "", place)


def _unknown(catalog: Catalog, name: str) -> str:
    try:
        family = sorted(catalog.codes_for([name]))
    except ConfigError as error:
        return str(error)
    return f"{name!r} is a family; explain one of {', '.join(family)}"
