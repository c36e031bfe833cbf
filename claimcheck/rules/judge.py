"""Rule data to findings: the one place where it is decided what is reported."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cached_property
from typing import Any

from claimcheck.claim import BENEFIT, Analysis
from claimcheck.finding import Finding, Severity
from claimcheck.rules.candidate import Candidate, Scene
from claimcheck.rules.catalog import Catalog, Rule
from claimcheck.rules.classes import WordClasses
from claimcheck.rules.compiled import CompiledRule, CompiledTrigger, compile_rule
from claimcheck.rules.conditions import Conditions
from claimcheck.rules.decisions import Decision, Hit, Outcome, Trace, nobody
from claimcheck.rules.findings import findings_of
from claimcheck.rules.lexicon import Memory
from claimcheck.rules.patterns import PatternIndex, pack, unpack
from claimcheck.rules.precedence import apply_precedence, behind_others
from claimcheck.rules.schema import Trigger
from claimcheck.rules.settle import in_order, settle
from claimcheck.rules.triggers import other_candidates


class Judge:
    """The rules that are on, compiled together."""

    def __init__(self, catalog: Catalog, severities: Mapping[str, Severity]) -> None:
        self._catalog = catalog
        memory, codes = catalog.memory, ",".join(severities)
        known = memory is not None and _recall_patterns(memory, codes)
        conditions = Conditions(catalog.conditions.conditions)
        self._rules = [
            compile_rule(rule, severities[rule.code], conditions)
            for rule in catalog.rules
            if rule.code in severities
        ]
        entries = [
            (pattern, (number, trigger))
            for number, compiled in enumerate(self._rules)
            for trigger in compiled.triggers
            for pattern in trigger.patterns
        ]
        # What makes a sentence matter: the pipeline asks it, and leaves what it finds with the
        # sentence.
        self.triggers: PatternIndex[tuple[int, CompiledTrigger]] = PatternIndex(entries)
        self._without_patterns = [
            (number, trigger)
            for number, compiled in enumerate(self._rules)
            for trigger in compiled.triggers
            if not trigger.patterns
        ]
        if memory is not None and not known:
            _ = catalog.context  # its patterns, too
            memory.remember("patterns", codes, pack())

    @cached_property
    def word_classes(self) -> WordClasses:
        """What tells where the class of a word can decide something."""
        return WordClasses(self._rules, self._catalog.context.tagged, BENEFIT)

    @property
    def needs_words(self) -> bool:
        """Whether these rules find nothing on a page without a claim, a citation, or a sentence
        that `triggers` find something in."""
        return not any(
            trigger.trigger.pattern is not None
            or (trigger.trigger.document and not _asks_for_benefits(trigger.trigger))
            for compiled in self._rules
            for trigger in compiled.triggers
        )

    @property
    def token_patterns(self) -> dict[str, list[list[dict[str, Any]]]]:
        """The spaCy patterns of the rules that have any, by code."""
        return {
            compiled.rule.code: patterns
            for compiled in self._rules
            if (
                patterns := [
                    pattern
                    for trigger in compiled.triggers
                    for pattern in trigger.trigger.pattern or ()
                ]
            )
        }

    def judge(
        self,
        analysis: Analysis,
        profiles: tuple[str, ...],
        product: str | None,
        trace: Trace | None = None,
    ) -> list[Finding]:
        """All findings of the document, in its order; `trace` is told of every decision."""
        scene = Scene(analysis, profiles, product)
        tell = trace or nobody
        hits: list[Hit] = []
        for compiled, candidates in self._candidates(scene, tell):
            hits += settle(compiled, candidates, scene, tell)
        hits = apply_precedence(behind_others(hits, tell), self._catalog.precedence, tell)
        for hit in hits:
            tell(Decision(hit.rule, hit.candidate, Outcome.REPORTED, hit.note, hit.severity))
        return findings_of(hits, scene, self._catalog)

    def _candidates(self, scene: Scene, tell: Trace) -> list[tuple[CompiledRule, list[Candidate]]]:
        found: list[list[Candidate]] = [[] for _ in self._rules]
        # Where a rule knows the construction, that decides, and not what the sentence reads like.
        known: set[tuple[int, int]] = set()
        for sentence in scene.sentences:
            for pattern, (number, trigger), matches in sentence.wording.found:
                for match in matches:
                    candidate = Candidate(
                        sentence,
                        *match.mark,
                        match.start,
                        match.end,
                        pattern=pattern.text,
                        kind=trigger.trigger.kind,
                    )
                    if _is_meant(self._rules[number].rule, trigger, candidate, scene, tell):
                        found[number].append(candidate)
                        known.add((number, sentence.index))
        for number, trigger in self._without_patterns:
            rule = self._rules[number].rule
            kind = trigger.trigger.kind
            found[number] += [
                replace(candidate, kind=kind) if kind else candidate
                for candidate in other_candidates(rule.code, trigger, scene)
                if not (candidate.anchor >= 0 and (number, candidate.sentence.index) in known)
                and _is_meant(rule, trigger, candidate, scene, tell)
            ]
        return [
            (compiled, in_order(candidates, compiled.rule, tell))
            for compiled, candidates in zip(self._rules, found, strict=True)
            if candidates
        ]


def _asks_for_benefits(trigger: Trigger) -> bool:
    when = trigger.when
    if when is None or isinstance(when, str):
        return False
    parts = [when, *(part for part in when.all or () if not isinstance(part, str))]
    return any(part.benefits for part in parts)


def _recall_patterns(memory: Memory, codes: str) -> bool:
    """Whether an earlier run has left what it knew of the patterns of these rules."""
    try:
        unpack(memory.recall("patterns", codes))
    except (IndexError, KeyError, TypeError, ValueError):
        return False
    return True


def _is_meant(
    rule: Rule, trigger: CompiledTrigger, candidate: Candidate, scene: Scene, tell: Trace
) -> bool:
    """Whether what the trigger asks of its surroundings holds."""
    if trigger.when is None or trigger.when.ask(candidate, scene):
        return True
    if tell is not nobody:  # putting a condition into words takes longer than asking it
        tell(Decision(rule, candidate, Outcome.NOT_MEANT, f"asks for: {trigger.when.note}"))
    return False
