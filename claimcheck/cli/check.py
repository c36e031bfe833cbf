"""`claimcheck check`."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from claimcheck.cli.options import config_options, setting_options
from claimcheck.cli.output import note, targets, tell, view_for_screen, write, write_screen
from claimcheck.cli.run import set_up

if TYPE_CHECKING:
    from claimcheck.cli.run import Job
    from claimcheck.config import Settings
    from claimcheck.finding import Result
    from claimcheck.report import RuleInfo


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
@click.option("--fix", is_flag=True, help="Apply the safe replacements that findings offer.")
@click.option("--unsafe-fixes", is_flag=True, help="With --fix or --diff: the others, too.")
@click.option("--diff", is_flag=True, help="Show what --fix would change; change nothing.")
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
@click.option("--no-cache", is_flag=True, help="Neither use results of earlier runs nor keep any.")
@click.option(
    "--jobs",
    type=click.IntRange(1, 64),
    metavar="N",
    help="Share many pages among N processes (on Linux).  [default: one a processor]",
)
@click.option("-q", "--quiet", is_flag=True, help="Nothing but findings.")
@click.option(
    "-v", "--verbose", is_flag=True, help="Shorten nothing, and say what decided each finding."
)
@click.option("--no-color", is_flag=True, help="No colour, also on a terminal.")
def check(
    paths: tuple[str, ...],
    formats: tuple[str, ...],
    output: str | None,
    no_baseline: bool,
    changed_since: str | None,
    fix: bool,
    unsafe_fixes: bool,
    diff: bool,
    stdin_filename: str | None,
    jobs: int | None,
    quiet: bool,
    verbose: bool,
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
    if (fix or diff) and job.stdin:
        raise click.UsageError("--fix and --diff work on files, not on standard input")
    if unsafe_fixes and not (fix or diff):
        raise click.UsageError("--unsafe-fixes needs --fix or --diff")

    def run() -> Result:
        result = job.run(progress=not quiet, changed_since=changed_since, jobs=jobs)
        if baseline is None:
            return result
        return _without_known(result, baseline, job, quiet=quiet)

    if not quiet:
        _tell_unknown(job.paths)
    result = run()
    if diff:
        for fixed in job.fixes(result, unsafe=unsafe_fixes):
            write_screen(fixed.diff())
    elif fix and _fixed(job, result, unsafe=unsafe_fixes, quiet=quiet):
        result = run()
    rules = _RuleInfos(lambda: _rule_infos(job))
    view = view_for_screen(no_color=no_color, quiet=quiet, verbose=verbose, rules=rules)
    if not diff:
        write(result, wanted, view)
    for failure in result.all_failures:
        tell(failure)
    return status(result, job.settings)


def _rule_infos(job: Job) -> Mapping[str, RuleInfo]:
    from claimcheck.cli.rules import rule_infos

    return rule_infos(job.catalog, job.active)


class _RuleInfos(Mapping[str, "RuleInfo"]):
    """What reports say about the rules, read when one asks: most do not."""

    def __init__(self, read: Callable[[], Mapping[str, RuleInfo]]) -> None:
        self._read = read

    @cached_property
    def _infos(self) -> Mapping[str, RuleInfo]:
        return self._read()

    def __getitem__(self, code: str) -> RuleInfo:
        return self._infos[code]

    def __iter__(self) -> Iterator[str]:
        return iter(self._infos)

    def __len__(self) -> int:
        return len(self._infos)


def _tell_unknown(paths: Sequence[str]) -> None:
    """A suffix that no reader claims is read as plain text; its author should know."""
    from claimcheck.readers import DATA_READERS, READERS

    known = (*READERS, *DATA_READERS)
    for path in paths:
        if Path(path).is_file() and not path.lower().endswith(known):
            note(f"{path}: no reader for this kind of file, read as plain text")


def _without_known(result: Result, path: Path, job: Job, *, quiet: bool) -> Result:
    from claimcheck.baseline import read, subtract
    from claimcheck.report.summary import counted

    done = subtract(result, read(path), path.parent, job.active)
    if done.stale and not quiet:
        gone = counted(len(done.stale), "known finding")
        note(f"{path.name}: {gone} no longer there; `claimcheck baseline update` tidies up")
    return done.result


def _fixed(job: Job, result: Result, *, unsafe: bool, quiet: bool) -> int:
    """Fix pages; how many replacements were made."""
    from claimcheck.fix import save
    from claimcheck.report.summary import counted

    applied = 0
    for fixed in job.fixes(result, unsafe=unsafe):
        if fixed.refused and not quiet:
            count = counted(fixed.refused, "replacement")
            note(f"{fixed.source.path}: {count} would not have helped: left out")
        if fixed.applied:
            save(fixed)
            applied += fixed.applied
    if not quiet:
        note(f"{counted(applied, 'replacement')} made")
    return applied


def status(result: Result, settings: Settings) -> int:
    """The exit status: 2 beats 1, because an unchecked page may hide anything."""
    from claimcheck.finding import Severity

    if result.all_failures:
        return 2
    if settings.fail_on == "never":
        return 0
    least = Severity(settings.fail_on).rank
    return int(any(finding.severity.rank >= least for finding in result.findings))
