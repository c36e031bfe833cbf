"""The whole route: a source goes in, findings come out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property, partial
from typing import TYPE_CHECKING, TypeAlias

from claimcheck import parallel
from claimcheck.cache import Memory, Results, Store, answered, version
from claimcheck.config import Settings
from claimcheck.discover import Found, find_files
from claimcheck.errors import ReadError
from claimcheck.finding import FileResult, Result, Severity
from claimcheck.readers import READERS, decode, read, read_file
from claimcheck.source import Source

if TYPE_CHECKING:
    from claimcheck.claim import Analysis
    from claimcheck.document import Document
    from claimcheck.evidence import Knowledge
    from claimcheck.pipeline.analyse import Draft, Pipeline
    from claimcheck.pipeline.screen import Screen
    from claimcheck.rules.catalog import Catalog
    from claimcheck.rules.decisions import Trace
    from claimcheck.rules.judge import Judge

# Pages read before any is checked: bounds the memory of a run, and fills the parser's batches.
_ROUND_PAGES = 256
_ROUND_CHARACTERS = 1_500_000
# Pages whose sentences are parsed together: as many as fill a batch of the parser with sentences
# that are not known yet. Their drafts take some thirty times the memory of their text.
_BATCH_SENTENCES = 32
_BATCH_CHARACTERS = 30_000


# A source with its draft, or with what keeps it from being read.
_Drafted: TypeAlias = "tuple[Source, Draft | ReadError]"


class Engine:
    """One set of settings, ready to check any number of sources; `catalog` may be given, or how to
    come by it.

    The rules are loaded when first asked for; so are the language side and what the project knows.
    What is imported inside is what a page that was answered before does not need.
    """

    def __init__(
        self,
        settings: Settings,
        catalog: Catalog | Callable[[], Catalog] | None = None,
        knowledge: Knowledge | None = None,
    ) -> None:
        self.settings = settings
        self._given = catalog
        if knowledge is not None:
            self.knowledge = knowledge

    @cached_property
    def catalog(self) -> Catalog:
        """The rules; RuleError for the first thing wrong in one."""
        from claimcheck.rules.catalog import load_catalog

        if self._given is None:
            return load_catalog(self.settings.rules)
        return self._given() if callable(self._given) else self._given

    @cached_property
    def knowledge(self) -> Knowledge:
        """The project's register, library and bibliography; RuleError or ReadError likewise."""
        from claimcheck.evidence import Knowledge

        return Knowledge.load(
            evidence=self.settings.evidence,
            claims=self.settings.claims,
            bibliography=self.settings.bibliography,
            root=self.settings.root,
        )

    @cached_property
    def active(self) -> dict[str, Severity]:
        """The rules that these settings turn on, by code."""
        return active_rules(self.catalog, self.settings)

    @cached_property
    def judge(self) -> Judge:
        """What asks those rules."""
        from claimcheck.rules.judge import Judge

        return Judge(self.catalog, self.active)

    @cached_property
    def pipeline(self) -> Pipeline:
        """The language side, loaded when first used."""
        from claimcheck.pipeline.analyse import Pipeline

        judge = self.judge
        return Pipeline(
            self.catalog,
            judge.triggers,
            judge.word_classes.decide,
            self.settings.pipeline,
            judge.token_patterns,
        )

    @property
    def _has_files(self) -> bool:
        """Whether the project knows anything; most do not, and need not wait for what reads it."""
        settings = self.settings
        given = "knowledge" in vars(self)
        return given or bool(settings.evidence or settings.claims or settings.bibliography)

    def screen(self) -> Screen | None:
        """What tells pages in which these rules find nothing, where words can tell."""
        if self._has_files or self.settings.rules or not self.judge.needs_words:
            return None
        from claimcheck.pipeline.screen import Screen, pack_screen

        triggers = [pattern for pattern, _ in self.judge.triggers]
        return Screen(pack_screen(triggers, self.catalog.context.hedges), self.catalog.lexicon)

    def prepare(self) -> None:
        """Load everything that a broken file of rules or knowledge can make fail."""
        _ = self.judge
        if self._has_files:
            _ = self.knowledge

    def check(self, source: Source) -> FileResult:
        """All findings of one source."""
        return self.weigh(source, self.analyse(source))

    def analyse(self, source: Source) -> Analysis:
        """What the pipeline makes of a source; ReadError if it cannot be read as its format."""
        draft = self._draft(source)
        self.pipeline.parse([draft])
        return self._finished(draft)

    def check_all(self, sources: Iterable[Source]) -> Iterator[tuple[FileResult, bool]]:
        """The results of several sources, in their order, and whether each depends on its source
        alone; what cannot be read is told in its result.

        Sentences of several pages are parsed together, which takes half the time of page by page.
        """
        for batch in self._batched(sources):
            self.pipeline.parse([draft for _, draft in batch if not isinstance(draft, ReadError)])
            for source, draft in batch:
                try:
                    if isinstance(draft, ReadError):
                        raise draft
                    result = self.weigh(source, self._finished(draft))
                    yield result, "bibliography" not in draft.document.meta
                except ReadError as error:
                    yield FileResult(None, source.path, failures=[error]), False

    def _batched(self, sources: Iterable[Source]) -> Iterator[list[_Drafted]]:
        batch: list[_Drafted] = []
        size = waiting = 0
        for source in sources:
            try:
                draft = self._draft(source)
                batch.append((source, draft))
                waiting += draft.waiting
            except ReadError as error:
                batch.append((source, error))
            size += len(source.text)
            if waiting >= _BATCH_SENTENCES or size >= _BATCH_CHARACTERS:
                yield batch
                batch, size, waiting = [], 0, 0
        if batch:
            yield batch

    def share(self, exchange: parallel.Exchange | None) -> None:
        """From now on, share with other processes what is found out of sentences; None to stop."""
        self.pipeline.share(exchange)

    @property
    def is_ready(self) -> bool:
        """Whether the rules have been read."""
        return "judge" in vars(self)

    def read(self, source: Source) -> Document:
        """A source as prose; ReadError if it is not of its format."""
        return read(source, fields=self.settings.fields)

    def _draft(self, source: Source) -> Draft:
        return self.pipeline.draft(self.read(source))

    def _finished(self, draft: Draft) -> Analysis:
        if not self._has_files and "bibliography" not in draft.document.meta:
            return self.pipeline.finish(draft, own=self.settings.site)
        entries = self.knowledge.entries_for(draft.document)
        analysis = self.pipeline.finish(draft, own=self.settings.site, keys=entries)
        analysis.notes = self.knowledge.notes(
            analysis, self.settings.profiles, self.settings.today or date.today(), entries
        )
        return analysis

    def weigh(self, source: Source, analysis: Analysis, trace: Trace | None = None) -> FileResult:
        """The findings that an analysis gives; `trace` is told of every decision on the way."""
        from claimcheck import suppress

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
    catalog: Catalog | Callable[[], Catalog] | None = None,
    store: Store | None = None,
    jobs: int = 1,
) -> Result:
    """Check files and folders, or what came in on standard input.

    `stdin` is the name to give it, which also decides its format, and its bytes; it is checked
    instead of the configured folder. What cannot be checked is collected, the rest still checked;
    ConfigError and RuleError, which concern the whole run, are raised before any page is checked.
    Pages that `store` knows are answered from it, without their rules being read. At most `jobs`
    processes share the rest, where there is enough of it and the system can fork.
    """
    engines = _Engines(settings, catalog, store)
    found = find_files(paths, settings, READERS) if paths or stdin is None else Found((), ())
    total = len(found.files) + (1 if stdin else 0)
    if not total:
        engines.main.prepare()  # a broken rule is told even where there is nothing to check
    files: list[FileResult] = []
    for pages in _rounds(_pages(engines, stdin, [file.path for file in found.files])):
        files += engines.check(pages, jobs)
        if progress is not None:
            progress(len(files), total)
    return Result(files, found.failures)


Page = tuple["Engine", Source | FileResult]


def _pages(
    engines: _Engines, stdin: tuple[str, bytes] | None, paths: Sequence[str]
) -> Iterator[Page]:
    """What was read, or what came of trying, each with the engine for its path."""
    if stdin is not None:
        yield _page(engines, stdin[0], partial(decode, stdin[1], stdin[0]))
    for path in paths:
        limit = engines.for_path(path).settings.max_bytes
        yield _page(engines, path, partial(read_file, path, limit_bytes=limit))


def _page(engines: _Engines, path: str, reading: Callable[[], Source]) -> Page:
    engine = engines.for_path(path)
    try:
        return engine, reading()
    except ReadError as error:
        return engine, FileResult(None, path, failures=[error])


def _rounds(pages: Iterable[Page]) -> Iterator[list[Page]]:
    """Pages in portions that fit into memory."""
    portion: list[Page] = []
    size = 0
    for page in pages:
        portion.append(page)
        size += len(page[1].text) if isinstance(page[1], Source) else 0
        if len(portion) >= _ROUND_PAGES or size >= _ROUND_CHARACTERS:
            yield portion
            portion, size = [], 0
    if portion:
        yield portion


class _Engines:
    """One engine for each set of settings that per-path overrides make."""

    def __init__(
        self,
        settings: Settings,
        catalog: Catalog | Callable[[], Catalog] | None = None,
        store: Store | None = None,
    ) -> None:
        self.settings = settings
        self.main = Engine(settings, catalog)
        self._made: list[Engine] = [self.main]
        self._results = Results(store) if store is not None else None
        self._today = str(settings.today or date.today())
        self._program = version.program(store) if store is not None else ""
        self._memory = Memory(store, self._program) if store is not None else None
        self._versions: dict[int, str] = {}
        self._screens: dict[str, Screen | None] = {}
        self._kept: set[str] = set()

    def for_path(self, path: str) -> Engine:
        """The engine for a file; all share one catalogue and, with it, one loaded model."""
        settings = self.settings.for_path(path)
        for engine in self._made:
            if engine.settings == settings:
                return engine
        same_rules = settings.rules == self.settings.rules
        engine = Engine(settings, (lambda: self.main.catalog) if same_rules else None)
        self._made.append(engine)
        return engine

    def check(self, pages: Sequence[Page], jobs: int) -> list[FileResult]:
        """The results of these pages, in their order."""
        done: dict[int, FileResult] = {}
        keys: dict[int, str] = {}
        for number, (engine, source) in enumerate(pages):
            if isinstance(source, FileResult):
                done[number] = source
            elif self._results is not None:
                keys[number] = Results.key(self._version(engine), source, self._today)
        if self._results is not None:
            known = self._results.find(list(keys.values()))
            for number, key in keys.items():
                source = pages[number][1]
                if key in known and isinstance(source, Source):
                    done[number] = answered(source, known[key])
        open_ = [number for number in range(len(pages)) if number not in done]
        for number in self._clear(pages, open_):
            source = pages[number][1]
            done[number] = FileResult(source if isinstance(source, Source) else None, source.path)
            if self._results is not None:
                self._results.add(keys[number], done[number])
        open_ = [number for number in open_ if number not in done]
        for engine, numbers in _by_engine(pages, open_).items():
            engine.prepare()
            self._keep_screen(engine)
            sources = [source for n in numbers if isinstance(source := pages[n][1], Source)]
            outcomes = parallel.check_all(engine.check_all, sources, jobs, engine.share)
            for number, (result, alone) in zip(numbers, outcomes, strict=True):
                done[number] = result
                if self._results is not None and alone and not result.failures:
                    self._results.add(keys[number], result)
        if self._results is not None:
            self._results.save()
        return [done[number] for number in range(len(pages))]

    def _clear(self, pages: Sequence[Page], numbers: Sequence[int]) -> Iterator[int]:
        """The pages up to the first one that needs the rules, if none has needed them yet."""
        for number in numbers:
            engine, source = pages[number]
            if isinstance(source, FileResult) or engine.is_ready:
                return
            screen = self._screen(engine)
            try:
                if screen is None or not screen.is_clear(engine.read(source)):
                    return
            except ReadError:
                return
            yield number

    def _screen(self, engine: Engine) -> Screen | None:
        """What an earlier run has left for such settings."""
        if self._memory is None:
            return None
        name = self._version(engine)
        if name not in self._screens:
            self._screens[name] = _recall_screen(self._memory, name)
        return self._screens[name]

    def _keep_screen(self, engine: Engine) -> None:
        """Leave a screen for the next run, once for each set of settings."""
        name = self._version(engine)
        if self._memory is None or name in self._kept:
            return
        self._kept.add(name)
        if self._screen(engine) is None:
            screen = engine.screen()
            if screen is not None:
                self._memory.remember("screen", name, screen.data)
        # Now that the rules are there, no page is asked about any more.
        self._screens[name] = None

    def _version(self, engine: Engine) -> str:
        known = self._versions.get(id(engine))
        if known is None:
            known = version.of(engine.settings, self._program, self._today)
            self._versions[id(engine)] = known
        return known


def _recall_screen(memory: Memory, name: str) -> Screen | None:
    data = memory.recall("screen", name)
    if data is None:
        return None
    from claimcheck.pipeline.screen import Screen
    from claimcheck.rules.lexicon import known_lexicon

    lexicon = known_lexicon(memory)
    try:
        return None if lexicon is None else Screen(data, lexicon)
    except (LookupError, TypeError, ValueError):
        return None


def _by_engine(pages: Sequence[Page], numbers: Sequence[int]) -> Mapping[Engine, list[int]]:
    found: dict[Engine, list[int]] = {}
    for number in numbers:
        found.setdefault(pages[number][0], []).append(number)
    return found
