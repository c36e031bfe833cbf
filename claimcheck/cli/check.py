"""`claimcheck check`."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import click

from claimcheck.cli.options import changes, check_names, config_options, setting_options
from claimcheck.cli.output import Progress, targets, tell, view_for_screen, write
from claimcheck.cli.rules import rule_infos

if TYPE_CHECKING:
    from claimcheck.config import Settings
    from claimcheck.finding import Result


@click.command(short_help="Check pages and folders.")
@click.argument("paths", nargs=-1)
@setting_options
@config_options
@click.option(
    "--format",
    "formats",
    multiple=True,
    metavar="NAME[:FILE]",
    help="text, concise, json, jsonl, sarif, github, gitlab, junit, checkstyle, rdjsonl or "
    "markdown; several may be given, each but one with a FILE.  [default: text]",
)
@click.option("--output", metavar="FILE", help="Write the report to FILE.")
@click.option(
    "--stdin-filename",
    metavar="PATH",
    help="What to call standard input (-); its suffix decides how it is read.",
)
@click.option(
    "--force-exclude",
    is_flag=True,
    help="Exclude also files that are named outright, as pre-commit names them.",
)
@click.option("-q", "--quiet", is_flag=True, help="Nothing but findings.")
@click.option("--no-color", is_flag=True, help="No colour, also on a terminal.")
def check(
    paths: tuple[str, ...],
    formats: tuple[str, ...],
    output: str | None,
    stdin_filename: str | None,
    quiet: bool,
    no_color: bool,
    config_file: str | None,
    no_config: bool,
    **options: Any,
) -> int:
    """Check PATHS: files, folders, or - for standard input.

    Without PATHS, checks what the configuration includes, else the current folder.
    Exit status: 0 nothing found, 1 findings, 2 something could not be checked.
    """
    from claimcheck.config import load

    wanted = targets(formats, output)
    named = [path for path in paths if path != "-"]
    configuration = load(
        [*named, stdin_filename] if stdin_filename else named,
        changes(**options),
        file=config_file,
        isolated=no_config,
    )
    settings = configuration.settings
    stdin = _stdin(paths, stdin_filename, settings)
    from claimcheck.rules.catalog import load_catalog

    # Before the engine is imported: a typing error should not wait for spaCy.
    catalog = load_catalog(settings.rules)
    check_names(configuration, catalog)
    from claimcheck import engine

    with Progress(show=not quiet) as progress:
        result = engine.run(named, settings, stdin=stdin, progress=progress, catalog=catalog)
    rules = rule_infos(catalog, engine.active_rules(catalog, settings))
    write(result, wanted, view_for_screen(no_color=no_color, quiet=quiet, rules=rules))
    for failure in result.all_failures:
        tell(failure)
    return status(result, settings)


def _stdin(
    paths: tuple[str, ...], name: str | None, settings: Settings
) -> tuple[str, bytes] | None:
    if "-" not in paths:
        if name:
            raise click.UsageError("--stdin-filename needs - among the paths")
        return None
    if sys.stdin.isatty():
        click.echo("Reading from the keyboard; end with Ctrl-D (Ctrl-Z on Windows).", err=True)
    # One byte more than allowed is enough to know that it is too long.
    return name or "-", sys.stdin.buffer.read(settings.max_bytes + 1)


def status(result: Result, settings: Settings) -> int:
    """The exit status: 2 beats 1, because an unchecked page may hide anything."""
    from claimcheck.finding import Severity

    if result.all_failures:
        return 2
    if settings.fail_on == "never":
        return 0
    least = Severity(settings.fail_on).rank
    return int(any(finding.severity.rank >= least for finding in result.findings))
