"""Annotated pages: what a careful reviewer would report, against what the tool does."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from claimcheck.config import Settings
from claimcheck.engine import Engine
from claimcheck.errors import ClaimcheckError, ConfigError, ReadError
from claimcheck.evaluate.annotation import Annotation, Clean, Expected
from claimcheck.finding import Finding, Severity
from claimcheck.readers import read_file
from claimcheck.rules.catalog import Catalog
from claimcheck.rules.yamlfile import load_yaml, place_of
from claimcheck.source import Range, Source
from claimcheck.suppress import KINDS

if TYPE_CHECKING:
    from claimcheck.evaluate.score import Evaluation


@dataclass(frozen=True, slots=True)
class Miss:
    """A required finding that was not made; `note` says what was found in its place, if anything.

    `place` is a source range of the page.
    """

    rule: str
    text: str
    place: Range
    severity: Severity | None = None
    why: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class FalseAlarm:
    """A finding on no line of the annotation; `note` says what the annotation has there."""

    finding: Finding
    note: str = ""

    @property
    def code(self) -> str:
        """The code of the rule that was wrong."""
        return self.finding.code


@dataclass(frozen=True)
class Verdict:
    """One page against its annotation.

    `matched` findings answer a required expectation, `tolerated` ones only an optional one; `met`
    are the required expectations with an answer.
    """

    path: str
    source: Source
    findings: Sequence[Finding]
    matched: Sequence[Finding]
    tolerated: Sequence[Finding]
    false_alarms: Sequence[FalseAlarm]
    met: Sequence[Expected]
    missed: Sequence[Miss]


def evaluate(
    annotations: Sequence[Path],
    settings: Settings,
    catalog: Catalog,
    *,
    profiles: Sequence[str] = (),
    progress: Callable[[int, int], None] | None = None,
) -> Evaluation:
    """Check every annotated page under its own profile and product, and compare.

    `profiles` replace those that the annotations name. Rules that `settings` leave out are left
    out of the annotations, too. What cannot be compared is collected as failures.
    """
    from claimcheck.evaluate.score import Evaluation

    examiner = _Examiner(settings, catalog, tuple(profiles))
    evaluation = Evaluation()
    for number, path in enumerate(annotations, start=1):
        try:
            evaluation.verdicts.append(examiner.examine(path))
        except ClaimcheckError as error:
            evaluation.failures.append(error)
        if progress is not None:
            progress(number, len(annotations))
    return evaluation


class _Examiner:
    """Engines are shared between the pages with the same settings."""

    def __init__(self, settings: Settings, catalog: Catalog, profiles: tuple[str, ...]) -> None:
        self._settings = settings
        self._catalog = catalog
        self._profiles = profiles
        self._engines: list[Engine] = []
        # Their finding may stand at any of the places it rests on.
        self._of_pages = {rule.code for rule in catalog.rules if rule.file.scope == "document"}

    def examine(self, path: Path) -> Verdict:
        """One page; ClaimcheckError with its place for anything wrong with it or its annotation."""
        annotation = load_yaml(path, Annotation)
        engine = self._engine(path, annotation)
        source = read_file(path.with_name(annotation.page))
        findings = engine.check(source).findings
        left_out = _left_out(self._catalog, engine.settings)
        profiles = set(engine.settings.profiles)
        expected: list[tuple[Expected, Range]] = []
        for number, entry in enumerate(annotation.findings):
            place = _place(source, entry, path, ("findings", number))
            if not self._catalog.find(entry.rule) and entry.rule not in _DIRECTIVE_CODES:
                raise _wrong(path, f"no rule {entry.rule!r}", "findings", number, "rule")
            asked = entry.profiles is None or profiles & set(entry.profiles)
            known = not entry.register_ or engine.settings.evidence or engine.settings.claims
            if asked and known and entry.rule not in left_out:
                expected.append((entry, place))
        clean = [
            (entry, _place(source, entry, path, ("clean", number)))
            for number, entry in enumerate(annotation.clean)
        ]
        return self._compare(source, findings, expected, clean)

    def _engine(self, path: Path, annotation: Annotation) -> Engine:
        page = path.with_name(annotation.page)
        settings = self._settings.for_path(page)
        changes: dict[str, object] = {}
        if self._profiles or annotation.profile:
            changes["profiles"] = self._profiles or tuple(annotation.profile)
        if annotation.product is not None:
            changes["product"] = annotation.product
        settings = settings.changed(changes)
        for engine in self._engines:
            if engine.settings == settings:
                return engine
        try:
            self._catalog.severities(settings.profiles)
        except ConfigError as error:
            raise _wrong(path, error.message, "profile") from error
        engine = Engine(settings, self._catalog)
        self._engines.append(engine)
        return engine

    def _compare(
        self,
        source: Source,
        findings: Sequence[Finding],
        expected: Sequence[tuple[Expected, Range]],
        clean: Sequence[tuple[Clean, Range]],
    ) -> Verdict:
        matched: list[Finding] = []
        tolerated: list[Finding] = []
        wrong: list[FalseAlarm] = []
        for finding in findings:
            answered = [entry for entry, place in expected if self._answers(finding, entry, place)]
            if any(not entry.optional for entry in answered):
                matched.append(finding)
            elif answered:
                tolerated.append(finding)
            else:
                wrong.append(FalseAlarm(finding, self._alarm_note(finding, expected, clean)))
        met: list[Expected] = []
        missed: list[Miss] = []
        for entry, place in expected:
            if entry.optional:
                continue
            if any(self._answers(finding, entry, place) for finding in findings):
                met.append(entry)
            else:
                note = _miss_note(findings, place)
                missed.append(Miss(entry.rule, entry.text, place, entry.severity, entry.why, note))
        return Verdict(source.path, source, findings, matched, tolerated, wrong, met, missed)

    def _answers(self, finding: Finding, entry: Expected, place: Range) -> bool:
        if not self._at(finding, entry, place):
            return False
        return entry.optional or entry.severity in (None, finding.severity)

    def _at(self, finding: Finding, entry: Expected, place: Range) -> bool:
        return finding.code == entry.rule and (
            entry.rule in self._of_pages or finding.place.overlaps(place)
        )

    def _alarm_note(
        self,
        finding: Finding,
        expected: Sequence[tuple[Expected, Range]],
        clean: Sequence[tuple[Clean, Range]],
    ) -> str:
        for entry, place in expected:
            if entry.severity is not None and self._at(finding, entry, place):
                return f"expected as {entry.severity.value}"
        for fine, place in clean:
            if finding.place.overlaps(place):
                return f"marked as clean: {fine.why}" if fine.why else "marked as clean"
        return ""


_DIRECTIVE_CODES = frozenset(kind.code for kind in KINDS)


def _left_out(catalog: Catalog, settings: Settings) -> set[str]:
    """The rules that the settings deselect, as opposed to those that a profile lacks."""
    codes = catalog.codes_for(settings.ignore)
    for name, severity in settings.severity.items():
        if severity == "off":
            codes |= catalog.codes_for([name])
    if settings.select:
        codes |= {rule.code for rule in catalog.rules} - catalog.codes_for(settings.select)
    return codes


def _miss_note(findings: Sequence[Finding], place: Range) -> str:
    """What is reported where something else was expected."""
    there = [finding for finding in findings if finding.place.overlaps(place)]
    if not there:
        return ""
    return "reported there: " + ", ".join(f"{f.code} as {f.severity.value}" for f in there)


def _place(
    source: Source, entry: Expected | Clean, path: Path, where: tuple[str | int, ...]
) -> Range:
    start = -1
    for seen in range(entry.occurrence):
        start = source.text.find(entry.text, start + 1)
        if start < 0:
            times = f" more than {seen} time{'s' * (seen != 1)}" if seen else ""
            shown = entry.text if len(entry.text) <= 60 else entry.text[:57] + "..."
            message = f"{shown!r} does not stand{times} in {source.path}"
            raise _wrong(path, message, *where, "text")
    return Range(start, start + len(entry.text))


def _wrong(path: Path, message: str, *where: str | int) -> ReadError:
    line, column = place_of(path, where)
    return ReadError(message, path=str(path), line=line, column=column)
