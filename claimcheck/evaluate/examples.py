"""The examples of the rules, run: what was to be found, what was, and what decided."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from claimcheck.claim import Analysis
from claimcheck.config import Settings
from claimcheck.engine import Engine
from claimcheck.errors import RuleError
from claimcheck.evidence import Knowledge, Register
from claimcheck.evidence.schema import RegisterFile
from claimcheck.finding import Finding, Severity
from claimcheck.rules.catalog import Catalog, Rule
from claimcheck.rules.decisions import Decision
from claimcheck.rules.schema import ExampleText
from claimcheck.rules.yamlfile import place_of
from claimcheck.source import Range, Source

_SUFFIXES = {"text": ".txt", "markdown": ".md", "html": ".html"}
_MARK = re.compile(r"\[\[(.*?)\]\](?!\])", re.DOTALL)


@dataclass(frozen=True)
class ExampleResult:
    """One example of a rule: what was to be found, what was, and what else fired.

    `kind` and `number` (from 0) say which example it is; ranges are of `source`. `also` are the
    other rules that the example itself expects. `active` says whether the rule is on at all under
    `profiles`. `decisions` are those of all rules.
    """

    rule: Rule
    kind: Literal["flag", "pass"]
    number: int
    source: Source
    profiles: tuple[str, ...]
    active: bool
    expected: tuple[Range, ...]
    findings: tuple[Finding, ...]
    also: tuple[str, ...]
    severity: Severity | None
    analysis: Analysis
    decisions: tuple[Decision, ...]

    @property
    def text(self) -> str:
        """The example without its marks."""
        return self.source.text

    @property
    def found(self) -> tuple[Range, ...]:
        """Where the rule fired."""
        return tuple(f.place for f in self.findings if f.code == self.rule.code)

    @property
    def severities(self) -> tuple[Severity, ...]:
        """How severe the rule's findings are."""
        return tuple(f.severity for f in self.findings if f.code == self.rule.code)

    @property
    def others(self) -> tuple[Finding, ...]:
        """What other rules found."""
        return tuple(f for f in self.findings if f.code != self.rule.code)

    @property
    def passed(self) -> bool:
        """Whether the rule fired on exactly the marked words, at the severity asked for."""
        if self.kind == "flag" and not self.expected:
            return False  # nothing is marked, so nothing is shown
        return sorted(self.expected) == sorted(self.found) and (
            self.severity is None or set(self.severities) <= {self.severity}
        )

    def place(self) -> tuple[int, int]:
        """The line and column of the example in the rule's file."""
        return place_of(self.rule.path, ("examples", self.kind, self.number))


class ExampleRunner:
    """Runs the examples of rules; engines are shared between those with the same settings."""

    def __init__(self, catalog: Catalog, settings: Settings | None = None) -> None:
        self._catalog = catalog
        self._settings = settings or Settings()
        self._engines: dict[tuple[tuple[str, ...], str | None], Engine] = {}

    def run(self, rule: Rule) -> list[ExampleResult]:
        """All examples of one rule. RuleError, with its place, for one that cannot be run."""
        examples = rule.file.examples
        return [
            *(self._run(rule, "flag", n, example) for n, example in enumerate(examples.flag)),
            *(self._run(rule, "pass", n, example) for n, example in enumerate(examples.pass_)),
        ]

    def _run(
        self, rule: Rule, kind: Literal["flag", "pass"], number: int, example: str | ExampleText
    ) -> ExampleResult:
        entry = ExampleText(text=example) if isinstance(example, str) else example
        text, marks = unmark(entry.text)
        profiles = tuple(entry.profile or _home(rule))
        for name in profiles:
            if name not in self._catalog.profiles:
                line, column = place_of(rule.path, ("examples", kind, number, "profile"))
                raise RuleError(
                    f"no profile {name!r}", path=str(rule.path), line=line, column=column
                )
        engine = self._engine(profiles, entry.product)
        if entry.evidence is not None:
            content = RegisterFile.model_validate(entry.evidence)
            engine = Engine(engine.settings, self._catalog, Knowledge(Register.of(content)))
        source = Source("example" + _SUFFIXES[entry.format], text)
        analysis = engine.analyse(source)
        decisions: list[Decision] = []
        result = engine.weigh(source, analysis, decisions.append)
        return ExampleResult(
            rule=rule,
            kind=kind,
            number=number,
            source=source,
            profiles=profiles,
            active=rule.code in engine.active,
            expected=tuple(marks) if kind == "flag" else (),
            findings=tuple(result.findings),
            also=tuple(entry.also),
            severity=entry.severity,
            analysis=analysis,
            decisions=tuple(decisions),
        )

    def _engine(self, profiles: tuple[str, ...], product: str | None) -> Engine:
        key = (profiles, product)
        if key not in self._engines:
            settings = self._settings.changed({"profiles": profiles, "product": product})
            self._engines[key] = Engine(settings, self._catalog)
        return self._engines[key]


def unmark(text: str) -> tuple[str, Sequence[Range]]:
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
