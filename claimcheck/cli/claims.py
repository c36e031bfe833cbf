"""`claimcheck claims`: the library of approved statements, and all claims in the copy."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from claimcheck.cli.evidence import load_settings, show
from claimcheck.cli.options import config_options, setting_options
from claimcheck.cli.output import tell, write_bytes, write_file, write_screen
from claimcheck.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from claimcheck.claim import Analysis
    from claimcheck.cli.run import Job
    from claimcheck.config import Settings
    from claimcheck.evidence import Library
    from claimcheck.evidence.extract import Row
    from claimcheck.finding import Finding

library_option = click.option(
    "--library",
    "files",
    multiple=True,
    metavar="FILE",
    help="A library of approved statements.  [default: the configured ones]",
)


@click.group(short_help="Approved statements, and all claims in the copy.")
def claims() -> None:
    """Keep the library of approved statements, and list the claims that the copy makes."""


@claims.command("list")
@library_option
@click.option("--format", "form", type=click.Choice(["table", "json"]), default="table")
@config_options
def list_(files: tuple[str, ...], form: str, config_file: str | None, no_config: bool) -> int:
    """List the approved statements."""
    library = _library(files, load_settings(config_file, no_config))
    if form == "json":
        data = [claim.model_dump(mode="json", by_alias=True) for claim in library.claims]
        write_screen(json.dumps(data, ensure_ascii=False, indent=2) + "\n")
        return 0
    width = max((len(claim.id) for claim in library.claims), default=0)
    for claim in library.claims:
        markets = ", ".join(claim.markets) or "all markets"
        until = f", until {claim.expires}" if claim.expires else ""
        write_screen(f"{claim.id:<{width}}  {claim.text}\n{'':<{width}}  {markets}{until}\n")
    return 0


@claims.command()
@library_option
@click.option(
    "--soon",
    default=30,
    show_default=True,
    metavar="DAYS",
    help="Tell of approvals ending by then.",
)
@config_options
def check(files: tuple[str, ...], soon: int, config_file: str | None, no_config: bool) -> int:
    """Say what in the library needs a person: expired, without evidence, resting on a retraction.

    Exit status: 0 nothing, 1 something, 2 a file cannot be read.
    """
    from claimcheck.evidence import Register, upkeep

    settings = load_settings(config_file, no_config)
    library = _library(files, settings)
    register = Register.load(settings.evidence)
    remarks = upkeep.review_library(library, register, settings.today or date.today(), soon)
    show(remarks, ", ".join(str(path) for path in _files(files, settings)))
    return 1 if remarks else 0


@claims.command()
@click.argument("paths", nargs=-1)
@library_option
@setting_options
@config_options
def unused(
    paths: tuple[str, ...],
    files: tuple[str, ...],
    config_file: str | None,
    no_config: bool,
    **options: Any,
) -> int:
    """List the approved statements that no page in PATHS makes.

    Exit status: 0 all are used, 1 some are not, 2 a page could not be read.
    """
    from claimcheck.cli.run import set_up

    job = set_up(paths, options, config_file=config_file, no_config=no_config)
    library = _library(files, job.settings)
    found: set[str] = set()
    failed = False
    for _, analysis, _ in _analysed(job):
        if analysis is None:
            failed = True
            continue
        for sentence in analysis.sentences:
            found |= {match.claim.id for match in library.find(sentence)}
    idle = [claim for claim in library.claims if claim.id not in found]
    for claim in idle:
        write_screen(f"{claim.id}: {claim.text}\n")
    return 2 if failed else 1 if idle else 0


@claims.command()
@click.argument("paths", nargs=-1)
@click.option("--format", "form", type=click.Choice(["csv", "json", "md"]), default="md")
@click.option("--output", metavar="FILE", help="Write to FILE.")
@setting_options
@config_options
def extract(
    paths: tuple[str, ...],
    form: str,
    output: str | None,
    config_file: str | None,
    no_config: bool,
    **options: Any,
) -> int:
    """List every claim in PATHS with its kind, certainty, source and status.

    The start of the substantiation file that a regulator asks for.
    Exit status: 0 done, 2 a page could not be read.
    """
    from claimcheck.cli.run import set_up
    from claimcheck.evidence.extract import render, rows

    job = set_up(paths, options, config_file=config_file, no_config=no_config)
    table: list[Row] = []
    failed = False
    for path, analysis, findings in _analysed(job):
        if analysis is None:
            failed = True
        else:
            table += rows(path, analysis, findings)
    rendered = render(table, form)
    if output is not None:
        write_file(output, rendered)
    elif form == "csv":
        write_bytes(rendered)
    else:
        write_screen(rendered)
    return 2 if failed else 0


def _analysed(job: Job) -> Iterator[tuple[str, Analysis | None, Sequence[Finding]]]:
    """Each page with its analysis (None where it could not be read, which is told) and findings."""
    from claimcheck.discover import find_files
    from claimcheck.engine import Engine
    from claimcheck.errors import ReadError
    from claimcheck.readers import READERS, read_file

    found = find_files(job.paths, job.settings, READERS)
    for failure in found.failures:
        tell(failure)
        yield "", None, ()
    engines: dict[int, Engine] = {}
    first = Engine(job.settings, job.catalog)
    for file in found.files:
        settings = job.settings.for_path(file.path)
        engine = first
        if settings != job.settings:
            engine = next((each for each in engines.values() if each.settings == settings), first)
            if engine is first:
                engine = engines[len(engines)] = Engine(settings, job.catalog, first.knowledge)
        try:
            source = read_file(file.path, limit_bytes=settings.max_bytes)
            analysis = engine.analyse(source)
            yield file.path, analysis, engine.weigh(source, analysis).findings
        except ReadError as error:
            tell(error)
            yield file.path, None, ()


def _files(files: tuple[str, ...], settings: Settings) -> tuple[Path, ...]:
    return tuple(map(Path, files)) or settings.claims


def _library(files: tuple[str, ...], settings: Settings) -> Library:
    from claimcheck.evidence import Library

    paths = _files(files, settings)
    if not paths:
        raise ConfigError("no library of approved statements is configured (--library)")
    return Library.load(paths)
