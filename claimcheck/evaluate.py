"""Findings compared with what people expect: annotated pages, and the examples of the rules."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pydantic import Field

from claimcheck.config import Settings
from claimcheck.engine import Engine
from claimcheck.errors import ReadError
from claimcheck.finding import Finding, Severity
from claimcheck.readers import read_file
from claimcheck.rules.catalog import Catalog, Rule
from claimcheck.rules.schema import ExampleText, Product, Strict, Strings
from claimcheck.rules.yamlfile import load_yaml
from claimcheck.source import Range, Source

# Rules about the page as a whole: their finding may stand at any of the places it rests on.
DOCUMENT_RULES = frozenset(
    """
    CIT005 DIS001 DIS002 DIS004 DIS005 REG001 REG004 REG005 STR001 STR002
    """.split()
)
ANNOTATION_SUFFIX = ".expected.yaml"
_SUFFIXES = {"text": ".txt", "markdown": ".md", "html": ".html"}
_MARK = re.compile(r"\[\[(.*?)\]\](?!\])", re.DOTALL)


class Expected(Strict):
    """One finding that a careful reviewer would make, as an annotation file says it."""

    rule: str
    text: str
    occurrence: int = Field(1, ge=1)
    severity: Severity | None = None
    optional: bool = False
    register_: bool = Field(False, alias="register")
    profiles: Strings | None = None
    why: str = ""


class Clean(Strict):
    """A sentence that tempts, and must stay without a finding at warning or error."""

    text: str
    occurrence: int = Field(1, ge=1)
    why: str = ""


class Annotation(Strict):
    """An annotation file, `<page>.expected.yaml` beside its page."""

    page: str
    profile: Strings
    product: Product | None = None
    field: str = ""
    findings: list[Expected] = Field(default_factory=list)
    clean: list[Clean] = Field(default_factory=list)


@dataclass(frozen=True)
class Verdict:
    """One page against its annotation.

    `hits` are (rule, required) of expectations that were met; `missed` the required ones that were
    not; `false_alarms` the findings that match no expectation, or stand on a clean sentence.
    """

    path: str
    source: Source
    findings: Sequence[Finding]
    hits: Sequence[tuple[str, bool]]
    missed: Sequence[Expected]
    false_alarms: Sequence[Finding]


@dataclass
class Score:
    """Counts of matched findings, false alarms, and required findings met and missed."""

    matched: int = 0
    false_alarms: int = 0
    met: int = 0
    missed: int = 0

    @property
    def precision(self) -> float:
        """Of the findings made, the share that an annotation asks for or tolerates."""
        made = self.matched + self.false_alarms
        return self.matched / made if made else 1.0

    @property
    def recall(self) -> float:
        """Of the required findings, the share that was made."""
        required = self.met + self.missed
        return self.met / required if required else 1.0

    @property
    def f1(self) -> float:
        """The harmonic mean of both."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


@dataclass
class Evaluation:
    """All pages with their scores by rule; families and the total are sums of these."""

    verdicts: list[Verdict] = field(default_factory=list)

    def scores(self) -> dict[str, Score]:
        """Rule code -> its score, sorted by code."""
        scores: dict[str, Score] = {}
        for verdict in self.verdicts:
            _count(scores, verdict)
        return dict(sorted(scores.items()))

    def total(self, prefix: str = "") -> Score:
        """The sum over the rules whose code starts with `prefix`."""
        total = Score()
        for code, score in self.scores().items():
            if code.startswith(prefix):
                total.matched += score.matched
                total.false_alarms += score.false_alarms
                total.met += score.met
                total.missed += score.missed
        return total


def find_annotations(paths: Iterable[Path]) -> list[Path]:
    """The annotation files that `paths` (files, pages or folders) name or hold, sorted."""
    found: set[Path] = set()
    for path in paths:
        if path.is_dir():
            found.update(path.rglob(f"*{ANNOTATION_SUFFIX}"))
        elif path.name.endswith(ANNOTATION_SUFFIX):
            found.add(path)
        else:
            found.add(path.with_name(path.stem + ANNOTATION_SUFFIX))
    return sorted(found)


def evaluate(annotations: Sequence[Path], settings: Settings, catalog: Catalog) -> Evaluation:
    """Check every annotated page under its own profile and product.

    Raises RuleError for a broken annotation, ReadError for a missing page or a text that does not
    stand in it.
    """
    engines: dict[tuple[tuple[str, ...], str | None], Engine] = {}
    evaluation = Evaluation()
    for path in annotations:
        annotation = load_yaml(path, Annotation)
        profiles = tuple(annotation.profile)
        key = (profiles, annotation.product)
        if key not in engines:
            changed = settings.changed({"profiles": profiles, "product": annotation.product})
            engines[key] = Engine(changed, catalog)
        evaluation.verdicts.append(_judge_page(path, annotation, engines[key]))
    return evaluation


def _judge_page(path: Path, annotation: Annotation, engine: Engine) -> Verdict:
    page = path.with_name(annotation.page)
    source = read_file(page)
    findings = engine.check(source).findings
    profiles = set(engine.settings.profiles)
    expected = [
        (entry, _place(source, entry.text, entry.occurrence, path))
        for entry in annotation.findings
        if not entry.register_ and (entry.profiles is None or profiles & set(entry.profiles))
    ]
    clean = [_place(source, entry.text, entry.occurrence, path) for entry in annotation.clean]
    wrong: list[Finding] = []
    for finding in findings:
        wanted = any(_matches(finding, entry, place) for entry, place in expected)
        forbidden = finding.severity is not Severity.INFO and any(
            finding.place.overlaps(place) for place in clean
        )
        if not wanted or (forbidden and finding.code not in DOCUMENT_RULES):
            wrong.append(finding)
    hits: list[tuple[str, bool]] = []
    missed: list[Expected] = []
    for entry, place in expected:
        if any(_matches(finding, entry, place) for finding in findings):
            hits.append((entry.rule, not entry.optional))
        elif not entry.optional:
            missed.append(entry)
    return Verdict(str(page), source, findings, hits, missed, wrong)


def _matches(finding: Finding, entry: Expected, place: Range) -> bool:
    if finding.code != entry.rule:
        return False
    if entry.severity is not None and not entry.optional and finding.severity != entry.severity:
        return False
    return entry.rule in DOCUMENT_RULES or finding.place.overlaps(place)


def _place(source: Source, text: str, occurrence: int, path: Path) -> Range:
    start = -1
    for _ in range(occurrence):
        start = source.text.find(text, start + 1)
        if start < 0:
            raise ReadError(f"{text!r} does not stand in {source.path}", path=str(path))
    return Range(start, start + len(text))


def _count(scores: dict[str, Score], verdict: Verdict) -> None:
    for code, required in verdict.hits:
        scores.setdefault(code, Score()).met += int(required)
    for entry in verdict.missed:
        scores.setdefault(entry.rule, Score()).missed += 1
    wrong = {id(finding) for finding in verdict.false_alarms}
    for finding in verdict.findings:
        score = scores.setdefault(finding.code, Score())
        if id(finding) in wrong:
            score.false_alarms += 1
        else:
            score.matched += 1


@dataclass(frozen=True)
class ExampleResult:
    """One example of a rule: what was to be found, what was, and what else fired.

    `also` are the other rules that the example itself expects.
    """

    rule: Rule
    text: str
    expected: tuple[Range, ...]
    found: tuple[Range, ...]
    others: tuple[Finding, ...]
    also: tuple[str, ...]
    severity: Severity | None
    severities: tuple[Severity, ...]

    @property
    def passed(self) -> bool:
        """Whether the rule fired on exactly the marked words, at the severity asked for."""
        return sorted(self.expected) == sorted(self.found) and (
            self.severity is None or set(self.severities) <= {self.severity}
        )


class ExampleRunner:
    """Runs the examples of rules; engines are shared between those with the same settings."""

    def __init__(self, catalog: Catalog, settings: Settings | None = None) -> None:
        self._catalog = catalog
        self._settings = settings or Settings()
        self._engines: dict[tuple[tuple[str, ...], str | None], Engine] = {}

    def run(self, rule: Rule) -> list[ExampleResult]:
        """All examples of one rule."""
        examples = rule.file.examples
        return [
            *(self._run(rule, example, flag=True) for example in examples.flag),
            *(self._run(rule, example, flag=False) for example in examples.pass_),
        ]

    def _run(self, rule: Rule, example: str | ExampleText, *, flag: bool) -> ExampleResult:
        entry = ExampleText(text=example) if isinstance(example, str) else example
        text, marks = unmark(entry.text)
        engine = self._engine(tuple(entry.profile or _home(rule)), entry.product)
        result = engine.check(Source("example" + _SUFFIXES[entry.format], text))
        own = [finding for finding in result.findings if finding.code == rule.code]
        return ExampleResult(
            rule=rule,
            text=text,
            expected=tuple(marks) if flag else (),
            found=tuple(finding.place for finding in own),
            others=tuple(finding for finding in result.findings if finding.code != rule.code),
            also=tuple(entry.also),
            severity=entry.severity,
            severities=tuple(finding.severity for finding in own),
        )

    def _engine(self, profiles: tuple[str, ...], product: str | None) -> Engine:
        key = (profiles, product)
        if key not in self._engines:
            settings = self._settings.changed({"profiles": profiles, "product": product})
            self._engines[key] = Engine(settings, self._catalog)
        return self._engines[key]


def unmark(text: str) -> tuple[str, list[Range]]:
    """An example without its `[[...]]` marks, and where they stood."""
    plain = ""
    marks: list[Range] = []
    end = 0
    for match in _MARK.finditer(text):
        plain += text[end : match.start()]
        marks.append(Range(len(plain), len(plain) + len(match.group(1))))
        plain += match.group(1)
        end = match.end()
    return plain + text[end:], marks


def _home(rule: Rule) -> list[str]:
    """The profile in which a rule's examples are read unless they say otherwise."""
    places = rule.file.jurisdictions
    return ["us"] if {"all", "us"} & set(places) else [places[0]]
