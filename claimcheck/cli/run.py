"""What `check` and `baseline` share: from the command line to a result."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from claimcheck.cli.options import changes, check_names
from claimcheck.cli.output import Progress

if TYPE_CHECKING:
    from claimcheck.cache import Memory
    from claimcheck.config import Configuration, Settings
    from claimcheck.engine import Engine
    from claimcheck.finding import Finding, Result, Severity
    from claimcheck.fix import Fixed
    from claimcheck.rules.catalog import Catalog
    from claimcheck.source import Source


@dataclass(frozen=True)
class Job:
    """A run that has been understood: every name in it exists."""

    configuration: Configuration
    paths: Sequence[str]
    stdin: tuple[str, bytes] | None
    memory: Memory | None = None

    @property
    def settings(self) -> Settings:
        """The settings for the run as a whole."""
        return self.configuration.settings

    @cached_property
    def catalog(self) -> Catalog:
        """All rules; reading them takes longer than answering a page that is known."""
        from claimcheck.rules.catalog import load_catalog

        return load_catalog(self.settings.rules, None, self.memory)

    @cached_property
    def active(self) -> Mapping[str, Severity]:
        """The rules that run, by code."""
        from claimcheck import engine

        return engine.active_rules(self.catalog, self.settings)

    def run(
        self, *, progress: bool, changed_since: str | None = None, jobs: int | None = None
    ) -> Result:
        """Check; with `changed_since`, only changed files, and report only changed lines."""
        from claimcheck import engine
        from claimcheck.finding import Result
        from claimcheck.parallel import usual_jobs

        run = partial(
            engine.run,
            catalog=lambda: self.catalog,
            store=self.memory.store if self.memory is not None else None,
            jobs=usual_jobs() if jobs is None else jobs,
        )
        with Progress(show=progress) as bar:
            if changed_since is None:
                return run(self.paths, self.settings, stdin=self.stdin, progress=bar)
            from claimcheck.changed import changes_since, only_changed
            from claimcheck.discover import find_files
            from claimcheck.readers import READERS

            since = changes_since(changed_since)
            found = find_files(self.paths, self.settings, READERS)
            names = [file.path for file in found.files if since.touches(file.path)]
            result = Result([], found.failures)
            if names:
                checked = run(names, self.settings, progress=bar)
                failures = [*found.failures, *checked.failures]
                result = only_changed(Result(checked.files, failures), since, self._whole_page())
            return result

    def fixes(self, result: Result, *, unsafe: bool) -> Iterator[Fixed]:
        """The pages with their replacements, those that have any."""
        from claimcheck.engine import Engine
        from claimcheck.fix import fix

        for file in result.files:
            engine = Engine(self.settings.for_path(file.path), self.catalog)
            fixed = fix(file, partial(_findings, engine), unsafe=unsafe)
            if fixed is not None:
                yield fixed

    def _whole_page(self) -> set[str]:
        """The rules that judge a page as a whole: a change anywhere can bring them up."""
        return {
            rule.code
            for rule in self.catalog.rules
            if "document" in (rule.file.scope, rule.file.report)
        }

    def baseline_file(self, *, existing: bool) -> Path | None:
        """The configured baseline, else the usual file beside the configuration.

        `existing` leaves the usual file out where there is none; a configured one must be there.
        """
        from claimcheck.baseline import FILE_NAME

        usual = self.settings.root / FILE_NAME
        return self.settings.baseline or (usual if not existing or usual.exists() else None)


def _findings(engine: Engine, source: Source) -> Sequence[Finding]:
    return engine.check(source).findings


def set_up(
    paths: Sequence[str],
    options: Mapping[str, Any],
    *,
    config_file: str | None,
    no_config: bool,
    stdin_filename: str | None = None,
) -> Job:
    """Read the configuration, and check every name in it against the rules.

    Raises ConfigError, RuleError or click.UsageError. Nothing here imports spaCy: a typing error
    should not wait for it. Rules are not read where it is known that all names are theirs.
    """
    from claimcheck.cache import Memory
    from claimcheck.config import load

    named = [path for path in paths if path != "-"]
    configuration = load(
        [*named, stdin_filename] if stdin_filename else named,
        changes(**options),
        file=config_file,
        isolated=no_config,
        memory=Memory.beside,
    )
    settings = configuration.settings
    memory = Memory.beside(settings.root) if settings.cache else None
    stdin = _stdin(paths, stdin_filename, configuration.settings.max_bytes)
    job = Job(configuration, named, stdin, memory)
    _check_names(job)
    return job


def _check_names(job: Job) -> None:
    from claimcheck.cache.version import rules_digest

    if job.memory is None:
        check_names(job.configuration, job.catalog)
        return
    # Severities and profiles are part of the answer, so equal texts have equal names.
    names = [[named.kind, named.name] for named in job.configuration.named()]
    text = json.dumps([names, rules_digest(job.settings.rules)])
    if job.memory.recall("names", text) is None:
        check_names(job.configuration, job.catalog)
        job.memory.remember("names", text, True)


def _stdin(paths: Sequence[str], name: str | None, limit: int) -> tuple[str, bytes] | None:
    if "-" not in paths:
        if name:
            raise click.UsageError("--stdin-filename needs - among the paths")
        return None
    if sys.stdin is None:
        raise click.UsageError("standard input is closed")
    if sys.stdin.isatty():
        click.echo("Reading from the keyboard; end with Ctrl-D (Ctrl-Z on Windows).", err=True)
    # One byte more than allowed is enough to know that it is too long.
    return name or "-", sys.stdin.buffer.read(limit + 1)
