"""The whole route: a source goes in, findings come out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import cached_property

from claimcheck import suppress
from claimcheck.claim import Analysis
from claimcheck.config import Settings
from claimcheck.discover import Found, find_files
from claimcheck.errors import ReadError
from claimcheck.evidence import Knowledge
from claimcheck.finding import FileResult, Result, Severity
from claimcheck.pipeline.analyse import Pipeline
from claimcheck.readers import READERS, decode, read, read_file
from claimcheck.rules.catalog import Catalog, load_catalog
from claimcheck.rules.judge import Judge, Trace
from claimcheck.source import Source


class Engine:
    """One set of settings, ready to check any number of sources."""

    def __init__(
        self,
        settings: Settings,
        catalog: Catalog | None = None,
        knowledge: Knowledge | None = None,
    ) -> None:
        self.settings = settings
        self.catalog = catalog or load_catalog(settings.rules)
        self.knowledge = knowledge or Knowledge.load(
            evidence=settings.evidence,
            claims=settings.claims,
            bibliography=settings.bibliography,
            root=settings.root,
        )

    @cached_property
    def active(self) -> dict[str, Severity]:
        """The rules that these settings turn on, by code."""
        return active_rules(self.catalog, self.settings)

    @cached_property
    def judge(self) -> Judge:
        """What asks those rules."""
        return Judge(self.catalog, self.active)

    @cached_property
    def pipeline(self) -> Pipeline:
        """The language side, loaded when first used."""
        return Pipeline(
            self.catalog, self.judge.triggers, self.settings.pipeline, self.judge.token_patterns
        )

    def check(self, source: Source) -> FileResult:
        """All findings of one source."""
        return self.weigh(source, self.analyse(source))

    def analyse(self, source: Source) -> Analysis:
        """What the pipeline makes of a source; ReadError if it cannot be read as its format."""
        document = read(source, fields=self.settings.fields)
        entries = self.knowledge.entries_for(document)
        analysis = self.pipeline.analyse(document, own=self.settings.site, keys=entries)
        analysis.notes = self.knowledge.notes(
            analysis, self.settings.profiles, self.settings.today or date.today(), entries
        )
        return analysis

    def weigh(self, source: Source, analysis: Analysis, trace: Trace | None = None) -> FileResult:
        """The findings that an analysis gives; `trace` is told of every decision on the way."""
        document = analysis.document
        product = str(document.meta.get("product") or self.settings.product or "") or None
        findings = self.judge.judge(analysis, self.settings.profiles, product, trace)
        outcome = suppress.apply(document, findings, self.settings, self.catalog, self.active)
        return FileResult(source, source.path, outcome.kept, outcome.suppressed)


def active_rules(catalog: Catalog, settings: Settings) -> dict[str, Severity]:
    """Code -> severity of the rules that the settings turn on; ConfigError for an unknown one."""
    severities = catalog.severities(settings.profiles)
    if settings.select:
        chosen = catalog.codes_for(settings.select)
        severities = {code: severity for code, severity in severities.items() if code in chosen}
    for code in catalog.codes_for(settings.ignore):
        severities.pop(code, None)
    for name, severity in settings.severity.items():
        for code in catalog.codes_for([name]):
            if severity == "off":
                severities.pop(code, None)
            else:
                severities[code] = Severity(severity)
    return severities


def run(
    paths: Sequence[str],
    settings: Settings,
    *,
    stdin: tuple[str, bytes] | None = None,
    progress: Callable[[int, int], None] | None = None,
    catalog: Catalog | None = None,
) -> Result:
    """Check files and folders, or what came in on standard input.

    `stdin` is the name to give it, which also decides its format, and its bytes; it is checked
    instead of the configured folder. What cannot be checked is collected, the rest still checked;
    ConfigError and RuleError, which concern the whole run, are raised before any file is read.
    """
    engines = _Engines(settings, catalog)
    _ = engines.main.judge
    found = find_files(paths, settings, READERS) if paths or stdin is None else Found((), ())
    files: list[FileResult] = []
    total = len(found.files) + (1 if stdin else 0)
    if stdin is not None:
        files.append(_check(engines, stdin[0], stdin[1]))
    for file in found.files:
        files.append(_check(engines, file.path))
        if progress is not None:
            progress(len(files), total)
    return Result(files, found.failures)


class _Engines:
    """One engine for each set of settings that per-path overrides make."""

    def __init__(self, settings: Settings, catalog: Catalog | None = None) -> None:
        self.settings = settings
        self.main = Engine(settings, catalog)
        self._made: list[Engine] = [self.main]

    def for_path(self, path: str) -> Engine:
        """The engine for a file; all share one catalogue and, with it, one loaded model."""
        settings = self.settings.for_path(path)
        for engine in self._made:
            if engine.settings == settings:
                return engine
        same_rules = settings.rules == self.settings.rules
        engine = Engine(settings, self.main.catalog if same_rules else None)
        self._made.append(engine)
        return engine


def _check(engines: _Engines, path: str, data: bytes | None = None) -> FileResult:
    try:
        engine = engines.for_path(path)
        if data is None:
            source = read_file(path, limit_bytes=engine.settings.max_bytes)
        else:
            source = decode(data, path)
        return engine.check(source)
    except ReadError as error:
        return FileResult(None, path, failures=[error])
