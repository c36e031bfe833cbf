"""Rules compiled: their patterns and conditions, ready to be asked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from claimcheck.finding import Severity
from claimcheck.rules.catalog import Rule
from claimcheck.rules.conditions import Conditions, Test
from claimcheck.rules.context import compile_at
from claimcheck.rules.patterns import Pattern
from claimcheck.rules.schema import Condition, Trigger


@dataclass(frozen=True)
class CompiledTrigger:
    """One way into a rule: where to look, and what must hold there."""

    trigger: Trigger
    patterns: tuple[Pattern, ...]
    when: Test | None


@dataclass(frozen=True)
class CompiledRule:
    """A rule ready to be asked."""

    rule: Rule
    severity: Severity
    triggers: tuple[CompiledTrigger, ...]
    unless: tuple[Test, ...]
    adjust: tuple[tuple[Test, str], ...]


def compile_rule(rule: Rule, severity: Severity, conditions: Conditions) -> CompiledRule:
    """Compile a rule; RuleError for the first thing wrong in it."""
    file = rule.file

    def test(condition: Condition | str) -> Test:
        return conditions.compile(condition, rule.path)

    return CompiledRule(
        rule=rule,
        severity=severity,
        triggers=tuple(_compile_trigger(trigger, rule.path, test) for trigger in file.trigger),
        unless=tuple(test(condition) for condition in file.unless),
        adjust=tuple((test(entry.when), str(entry.severity)) for entry in file.adjust),
    )


def _compile_trigger(
    trigger: Trigger, path: Path, test: Callable[[Condition | str], Test]
) -> CompiledTrigger:
    return CompiledTrigger(
        trigger=trigger,
        patterns=tuple(compile_at(text, path) for text in trigger.phrases or ()),
        when=test(trigger.when) if trigger.when is not None else None,
    )
