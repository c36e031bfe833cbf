"""`claimcheck check`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from claimcheck.cli.options import config_options, setting_options
from claimcheck.cli.output import note, targets, tell, view_for_screen, write
from claimcheck.cli.rules import rule_infos
from claimcheck.cli.run import set_up

if TYPE_CHECKING:
    from pathlib import Path

    from claimcheck.cli.run import Job
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
    help="text, concise, json, jsonl, sarif, github, gitlab, junit, checkstyle, rdjsonl, "
    "markdown or html; several may be given, each but one with a FILE.  [default: text]",
)
@click.option("--output", metavar="FILE", help="Write the report to FILE.")
@click.option("--baseline", metavar="FILE", help="Leave out the findings that FILE knows.")
@click.option("--no-baseline", is_flag=True, help="Report known findings, too.")
@click.option(
    "--changed-since",
    metavar="REV",
    help="Only findings on lines that changed in git since REV, such as origin/main.",
)
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
    no_baseline: bool,
    changed_since: str | None,
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
    wanted = targets(formats, output)
    job = set_up(
        paths,
        options,
        config_file=config_file,
        no_config=no_config,
        stdin_filename=stdin_filename,
    )
    baseline = None if no_baseline else job.baseline_file(existing=True)
    if changed_since and job.stdin:
        raise click.UsageError("--changed-since knows files, not standard input")
    result = job.run(progress=not quiet, changed_since=changed_since)
    if baseline is not None:
        result = _without_known(result, baseline, job, quiet=quiet)
    view = view_for_screen(
        no_color=no_color, quiet=quiet, rules=rule_infos(job.catalog, job.active)
    )
    write(result, wanted, view)
    for failure in result.all_failures:
        tell(failure)
    return status(result, job.settings)


def _without_known(result: Result, path: Path, job: Job, *, quiet: bool) -> Result:
    from claimcheck.baseline import read, subtract
    from claimcheck.report.summary import counted

    done = subtract(result, read(path), path.parent, job.active)
    if done.stale and not quiet:
        gone = counted(len(done.stale), "known finding")
        note(f"{path.name}: {gone} no longer there; `claimcheck baseline update` tidies up")
    return done.result


def status(result: Result, settings: Settings) -> int:
    """The exit status: 2 beats 1, because an unchecked page may hide anything."""
    from claimcheck.finding import Severity

    if result.all_failures:
        return 2
    if settings.fail_on == "never":
        return 0
    least = Severity(settings.fail_on).rank
    return int(any(finding.severity.rank >= least for finding in result.findings))
