"""Where the class of a word (`#NOUN`) can decide something: only such sentences are tagged."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from claimcheck.claim import Wording
from claimcheck.rules.compiled import CompiledRule
from claimcheck.rules.conditions import Test
from claimcheck.rules.patterns import Pattern, PatternIndex


class WordClasses:
    """Knows which patterns of rules and context ask for a word's class, and of which sentences."""

    def __init__(
        self, rules: Sequence[CompiledRule], context: Iterable[Pattern], implying: str
    ) -> None:
        """`context` are patterns asked of every sentence in which anything was found; `implying` is
        the reading by which a sentence may claim something in no construction."""
        elsewhere = list(context)
        self._of_rule: dict[int, tuple[Pattern, ...]] = {}
        self._by_reading: dict[str, list[int]] = {}
        for number, rule in enumerate(rules):
            tests = tuple(_tests(rule))
            elsewhere += [pattern for test in tests for pattern in test.tagged_elsewhere]
            asked = tuple(dict.fromkeys(pattern for test in tests for pattern in test.tagged))
            if not asked:
                continue
            self._of_rule[number] = asked
            for trigger in rule.triggers:
                if trigger.trigger.reading:
                    self._by_reading.setdefault(rule.rule.code, []).append(number)
                if trigger.trigger.claims is not None:
                    self._by_reading.setdefault(implying, []).append(number)
        self._elsewhere: PatternIndex[None] = PatternIndex([(p, None) for p in elsewhere if p.keys])
        self._anything = [pattern for pattern in elsewhere if not pattern.keys]

    def decide(self, wording: Wording) -> bool:
        """Whether the class of a word can decide anything about what was found in a sentence; until
        it is known, a word may be of any class."""
        if not wording.found and not wording.readings:
            return False
        rules = {number for _, (number, _), _ in wording.found}
        for reading in wording.readings:
            rules.update(self._by_reading.get(reading, ()))
        return (
            any(pattern.needs_tags for pattern, _, _ in wording.found)
            or any(p.found_in(wording) for n in rules for p in self._of_rule.get(n, ()))
            or any(pattern.found_in(wording) for pattern in self._anything)
            or bool(self._elsewhere.find(wording))
        )


def _tests(rule: CompiledRule) -> Iterable[Test]:
    yield from (trigger.when for trigger in rule.triggers if trigger.when is not None)
    yield from rule.unless
    yield from (test for test, _ in rule.adjust)
