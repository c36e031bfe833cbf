"""House rules: where they lie, how many there may be, and whether every name in them exists.

A misspelt signal matches nothing and a misspelt placeholder prints itself; the author of a house
rule should hear of both when the rule is loaded. The shipped rules are tested for the same.
"""

from __future__ import annotations

import difflib
import json
import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from claimcheck.errors import RuleError
from claimcheck.rules.conditions import PATTERN_KEYS, Conditions
from claimcheck.rules.context import compile_at
from claimcheck.rules.place import rules_folder
from claimcheck.rules.schema import Condition, RuleFile, Trigger
from claimcheck.rules.yamlfile import place_of

if TYPE_CHECKING:
    from claimcheck.rules.catalog import Catalog, Rule

Where = tuple[str | int, ...]

# Files of a folder of house rules that are no rules.
AUTHORITIES = "authorities.yaml"
CONDITIONS = "conditions.yaml"
PRECEDENCE = "precedence.yaml"
_NO_RULES = frozenset({AUTHORITIES, CONDITIONS, PRECEDENCE})
_SUFFIXES = (".yaml", ".yml")
_MOST_FILES = 500
_MOST_PATTERNS = 5_000

# Signals that are counted, not listed, and what a claim's subject can be besides a signal.
BUILT_IN = frozenset({"number", "percent", "year", "money", "time", "count"})
SUBJECTS = frozenset({"owner", "person", "pronoun", "unknown", "reader", "infinitive", "none"})
CLAIM_KINDS = frozenset(
    {
        "efficacy",
        "cure",
        "prevention",
        "support",
        "vanish",
        "implied",
        "property",
        "service",
        "result",
        "treatable",
    }
)
PROBLEMS = frozenset(
    {"dangling", "uncited", "malformed", "uninformative", "duplicate", "own-site", "weak-source"}
)
PLACEHOLDERS = frozenset({"text", "target", "subject", "detail"})
_SIGNAL = re.compile(r"<([^<>\s]+)>")
_PLACEHOLDER = re.compile(r"\{(\w*)\}")


def home(entry: Path) -> Path:
    """The folder whose authorities, conditions, precedence and lexicon go with a file or folder."""
    return entry if entry.is_dir() else entry.parent


def rule_files(entry: Path) -> list[Path]:
    """The rule files that `entry`, a file or folder, stands for, sorted.

    Raises RuleError if there is none, or there are more than anybody can mean.
    """
    if entry.is_file():
        return [shown(entry)]
    if not entry.is_dir():
        raise RuleError("no such rule file or folder", path=str(shown(entry)))
    found = sorted(
        path
        for path in entry.rglob("*")
        if path.suffix in _SUFFIXES
        and path.is_file()
        and "lexicon" not in path.relative_to(entry).parts[:-1]
        and path.name not in _NO_RULES
    )
    if not found:
        raise RuleError("there is no rule (*.yaml) in this folder", path=str(shown(entry)))
    if len(found) > _MOST_FILES:
        raise RuleError(f"more than {_MOST_FILES} rules", path=str(shown(entry)))
    return [shown(path) for path in found]


def shown(path: Path) -> Path:
    """The path as a user would write it: relative where it lies below the current folder."""
    absolute = Path(os.path.abspath(path))
    return absolute.relative_to(Path.cwd()) if absolute.is_relative_to(Path.cwd()) else absolute


def check(rules: Sequence[Rule], catalog: Catalog) -> None:
    """Raise RuleError, with its place, for the first thing in house rules that cannot work."""
    total = 0
    for rule in rules:
        names = _Names(rule, catalog)
        for where, text in patterns(rule.file):
            total += 1
            names.lists(where, text)
            compile_at(text, rule.path, keyed=where[0] == "trigger" and "when" not in where)
            names.signals(where, _SIGNAL.findall(text))
        if total > _MOST_PATTERNS:
            raise RuleError(f"more than {_MOST_PATTERNS} patterns in all", path=str(rule.path))
        for number, trigger in enumerate(rule.file.trigger):
            names.trigger(("trigger", number), trigger)
        for where, condition in conditions(rule.file):
            names.condition(where, condition)
        for key in ("message", "suggestion"):
            names.placeholders(key, getattr(rule.file, key))
        names.authorities()


@cache
def _readings() -> frozenset[str]:
    """The rules that weights ship for."""
    return frozenset(json.loads((rules_folder() / "lexicon" / "readings.json").read_text("utf-8")))


class _Names:
    """Looks up what one rule names."""

    def __init__(self, rule: Rule, catalog: Catalog) -> None:
        self._path = rule.path
        self._file = rule.file
        self._catalog = catalog
        self._signals = known_signals(catalog)
        self._shared = catalog.conditions.conditions
        self._conditions = Conditions(self._shared)
        self._kinds_of = CLAIM_KINDS | {trigger.kind for trigger in rule.file.trigger}

    def trigger(self, where: Where, trigger: Trigger) -> None:
        if trigger.reading and self._file.code not in _readings():
            message = "weights ship for the project's own rules only"
            raise self._error((*where, "reading"), message)
        if trigger.claims is not None:
            claims = (*where, "claims")
            self._look_up((*claims, "kind"), "kind of claim", trigger.claims.kind, CLAIM_KINDS)
            self._kinds(claims, trigger.claims.subject, trigger.claims.target)
        self._look_up((*where, "citations"), "problem of citations", trigger.citations, PROBLEMS)

    def condition(self, where: Where, condition: Condition | str) -> None:
        if isinstance(condition, str):
            self._look_up(where, "shared condition", [condition], self._shared)
            return
        self._conditions.compile(condition, self._path)
        self._look_up((*where, "kind"), "kind", condition.kind, self._kinds_of)
        self._look_up((*where, "profile"), "profile", condition.profile, self._catalog.profiles)
        self._kinds(where, condition.subject, condition.target)

    def _kinds(
        self, where: Where, subject: Sequence[str] | None, target: Sequence[str] | None
    ) -> None:
        known = self._signals | SUBJECTS
        self._look_up((*where, "subject"), "kind of subject", subject, known)
        self._look_up((*where, "target"), "kind of target", target, known)

    def signals(self, where: Where, names: Iterable[str]) -> None:
        self._look_up(where, "signal", list(names), self._signals)

    def lists(self, where: Where, text: str) -> None:
        if text.startswith("@"):  # the lists that exist stand here by their phrases already
            raise self._error(where, f"no list of phrases {text[1:]!r}")

    def placeholders(self, key: str, text: str) -> None:
        self._look_up((key,), "placeholder", _PLACEHOLDER.findall(text), PLACEHOLDERS)

    def authorities(self) -> None:
        for number, reference in enumerate(self._file.authorities):
            where = ("authorities", number, "id")
            self._look_up(where, "authority", [reference.id], self._catalog.authorities)
        if all(reference.mark == "M" for reference in self._file.authorities):
            message = "needs an authority with the mark V or V2: something that somebody has read"
            raise self._error(("authorities",), message)

    def _look_up(
        self, where: Where, what: str, names: Sequence[str] | None, known: Iterable[str]
    ) -> None:
        for name in names or ():
            if name not in known:
                close = difflib.get_close_matches(name, sorted(known), 1)
                hint = f"; did you mean {close[0]!r}?" if close else ""
                raise self._error(where, f"no {what} {name!r}{hint}")

    def _error(self, where: Where, message: str) -> RuleError:
        line, column = place_of(self._path, where)
        return RuleError(message, path=str(self._path), line=line, column=column)


def known_signals(catalog: Catalog) -> set[str]:
    """Every signal that can be named: those of the lexicons, what is above them, the built-in."""
    names = set(BUILT_IN)
    for name in catalog.lexicon.names:
        while name:
            names.add(name)
            name = name.rpartition(".")[0]
    return names


def patterns(file: RuleFile) -> Iterator[tuple[Where, str]]:
    """Every pattern of a rule, with where it stands."""
    for number, trigger in enumerate(file.trigger):
        for index, text in enumerate(trigger.phrases or ()):
            yield ("trigger", number, "phrases", index), text
    for where, condition in conditions(file):
        if isinstance(condition, Condition):
            yield from condition_patterns(where, condition)


def condition_patterns(where: Where, condition: Condition) -> Iterator[tuple[Where, str]]:
    """The patterns of one condition, its parts left out."""
    for key in PATTERN_KEYS:
        for index, text in enumerate(getattr(condition, key) or ()):
            yield (*where, key, index), text
    if condition.somewhere is not None:
        for index, text in enumerate(condition.somewhere.phrases):
            yield (*where, "somewhere", "phrases", index), text


def conditions(file: RuleFile) -> Iterator[tuple[Where, Condition | str]]:
    """Every condition of a rule with its parts, and where each stands."""
    for number, trigger in enumerate(file.trigger):
        if trigger.when is not None:
            yield from parts(("trigger", number, "when"), trigger.when)
    for number, condition in enumerate(file.unless):
        yield from parts(("unless", number), condition)
    for number, adjustment in enumerate(file.adjust):
        yield from parts(("adjust", number, "when"), adjustment.when)


def parts(where: Where, condition: Condition | str) -> Iterator[tuple[Where, Condition | str]]:
    """A condition and what it is made of."""
    yield where, condition
    if isinstance(condition, str):
        return
    inner: Mapping[Where, Sequence[Condition | str] | None] = {
        ("any",): condition.any,
        ("all",): condition.all,
        ("none",): condition.none,
        ("somewhere", "unless"): condition.somewhere.unless if condition.somewhere else None,
    }
    for key, found in inner.items():
        for number, part in enumerate(found or ()):
            yield from parts((*where, *key, number), part)
