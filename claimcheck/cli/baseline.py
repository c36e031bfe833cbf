"""`claimcheck baseline`: the findings that a team knows."""

from __future__ import annotations

import json
from dataclasses import asdict
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from claimcheck.cli.options import config_options, setting_options
from claimcheck.cli.output import tell, write_screen
from claimcheck.cli.run import set_up
from claimcheck.errors import ConfigError

if TYPE_CHECKING:
    from claimcheck.cli.run import Job
    from claimcheck.finding import Result


@click.group(short_help="Keep a list of known findings, and see only new ones.")
def baseline() -> None:
    """Keep a list of known findings, so that `claimcheck check` reports only new ones.

    The list is claimcheck-baseline.json beside the configuration, or the file that --baseline or
    the setting `baseline` names. Commit it; its entries are sorted, one a line.
    """


_FILE = click.option("--baseline", metavar="FILE", help="The list, instead of the usual file.")


@baseline.command(short_help="Record all findings of today.")
@click.argument("paths", nargs=-1)
@setting_options
@config_options
@_FILE
@click.option("--force", is_flag=True, help="Replace a list that exists.")
def create(
    paths: tuple[str, ...],
    force: bool,
    config_file: str | None,
    no_config: bool,
    **options: Any,
) -> int:
    """Record all findings of today, so that only new ones are reported from now on."""
    from claimcheck.baseline import entries, write

    job = set_up(paths, options, config_file=config_file, no_config=no_config)
    file = _file(job)
    if file.exists() and not force:
        raise ConfigError(
            "exists; `claimcheck baseline update` tidies it up, --force replaces it",
            path=_shown(file),
        )
    result = job.run(progress=True)
    known = entries(result, file.parent)
    write(file, known)
    write_screen(f"Wrote {_shown(file)}: {_findings(len(known))}.\n")
    return _told(result)


@baseline.command(short_help="Drop what is gone; resolve a merge conflict.")
@click.argument("paths", nargs=-1)
@setting_options
@config_options
@_FILE
@click.option("--add", is_flag=True, help="Take in the new findings, too.")
def update(
    paths: tuple[str, ...],
    add: bool,
    config_file: str | None,
    no_config: bool,
    **options: Any,
) -> int:
    """Drop entries whose finding is gone, and refresh those that moved.

    After a merge conflict in the list, both sides are taken and tidied up. New findings stay new,
    unless --add is given.
    """
    from claimcheck.baseline import entries, read, subtract, write

    job = set_up(paths, options, config_file=config_file, no_config=no_config)
    file = _file(job)
    known = read(file, merge=True)
    result = job.run(progress=True)
    done = subtract(result, known, file.parent, job.active)
    answered = {*done.stale, *done.used}
    untouched = [entry for entry in known if entry not in answered]
    fresh = entries(done.result, file.parent)
    kept = entries(result, file.parent)
    if not add:
        for entry in fresh:
            kept.remove(entry)
    write(file, [*untouched, *kept])
    added = len(fresh) if add else 0
    new = "" if add or not fresh else f", {len(fresh)} left as new"
    write_screen(
        f"Wrote {_shown(file)}: {_findings(len(untouched) + len(kept))}"
        f" ({len(done.stale)} dropped, {added} added{new}).\n"
    )
    return _told(result)


@baseline.command(short_help="Show what is known.")
@config_options
@_FILE
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
def show(form: str, config_file: str | None, no_config: bool, **options: Any) -> None:
    """Show the known findings by page."""
    from claimcheck.baseline import read
    from claimcheck.report.layout import one_line

    job = set_up([], options, config_file=config_file, no_config=no_config)
    file = _file(job)
    known = read(file)
    if form == "json":
        data = [asdict(entry) for entry in known]
        write_screen(json.dumps(data, ensure_ascii=False, indent=2) + "\n")
        return
    lines = []
    for path, group in groupby(known, key=lambda entry: entry.path):
        lines.append(one_line(path))
        lines += [f"  {entry.rule}  {one_line(entry.sentence)}" for entry in group]
        lines.append("")
    write_screen("".join(f"{line}\n" for line in lines))
    write_screen(f"{_findings(len(known))} in {_shown(file)}.\n")


def _file(job: Job) -> Path:
    file = job.baseline_file(existing=False)
    assert file is not None
    return file


def _shown(file: Path) -> str:
    return str(file.relative_to(Path.cwd())) if file.is_relative_to(Path.cwd()) else str(file)


def _findings(number: int) -> str:
    return "1 known finding" if number == 1 else f"{number} known findings"


def _told(result: Result) -> int:
    for failure in result.all_failures:
        tell(failure)
    return 2 if result.all_failures else 0
