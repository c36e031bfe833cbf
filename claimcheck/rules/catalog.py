"""All rules, authorities, profiles and lexicons, loaded once and found by name."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel

from claimcheck.errors import ConfigError, RuleError
from claimcheck.finding import Severity
from claimcheck.rules import house
from claimcheck.rules.context import ContextRules, load_context
from claimcheck.rules.lexicon import Lexicon, Memory, load_lexicon
from claimcheck.rules.place import rules_folder
from claimcheck.rules.schema import (
    Authority,
    AuthorityFile,
    ConditionsFile,
    PrecedenceFile,
    ProfileFile,
    Reference,
    RuleFile,
)
from claimcheck.rules.yamlfile import load_yaml, place_of

M = TypeVar("M", bound=BaseModel)

_NOT_FAMILIES = frozenset({"lexicon", "profiles"})


@dataclass(frozen=True)
class Rule:
    """One rule and the file it was read from."""

    file: RuleFile
    path: Path

    @property
    def code(self) -> str:
        """Three letters for the family and a number, such as CIT001."""
        return self.file.code

    @property
    def name(self) -> str:
        """The rule's name, which reads as "allow <name>"."""
        return self.file.name

    @property
    def family(self) -> str:
        """The family's three letters."""
        return self.file.code[:3]


@dataclass(frozen=True)
class Catalog:
    """The rules with everything they refer to. Lexicon and context are read when first used."""

    rules: Sequence[Rule]
    authorities: Mapping[str, Authority]
    profiles: Mapping[str, ProfileFile]
    conditions: ConditionsFile
    precedence: PrecedenceFile
    folder: Path
    extra: tuple[Path, ...] = ()
    memory: Memory | None = None

    @cached_property
    def lexicon(self) -> Lexicon:
        """Every word list."""
        own = dict.fromkeys(house.home(path) / "lexicon" for path in self.extra)
        return load_lexicon(self.folder / "lexicon", own, self.memory)

    @cached_property
    def context(self) -> ContextRules:
        """The cues for negation, certainty, frames and attribution."""
        return load_context(self.folder / "lexicon" / "context.yaml")

    def find(self, name: str) -> Rule | None:
        """The rule with this code or name, in any case."""
        wanted = name.strip().lower()
        for rule in self.rules:
            if wanted in (rule.code.lower(), rule.name):
                return rule
        return None

    def codes_for(self, prefixes: Iterable[str]) -> set[str]:
        """The codes that prefixes (`CIT`, `CIT001`) or names select; ConfigError if none does."""
        codes: set[str] = set()
        for prefix in prefixes:
            wanted = prefix.strip()
            if wanted.upper() == "ALL":
                codes.update(rule.code for rule in self.rules)
                continue
            matched = {
                rule.code
                for rule in self.rules
                if (wanted and rule.code.startswith(wanted.upper())) or rule.name == wanted.lower()
            }
            if not matched:
                raise ConfigError(f"no rule is called {prefix!r}{self._hint(wanted)}")
            codes |= matched
        return codes

    def _hint(self, wanted: str) -> str:
        names = [name for rule in self.rules for name in (rule.code, rule.name, rule.family)]
        close = difflib.get_close_matches(wanted.upper(), names, 1) or difflib.get_close_matches(
            wanted.lower(), names, 1
        )
        return f"; did you mean {close[0]!r}?" if close else ""

    def severities(self, profiles: Sequence[str]) -> dict[str, Severity]:
        """Code -> severity under these profiles, the strictest wins; a rule not listed is off."""
        result: dict[str, Severity] = {}
        for name in profiles:
            profile = self.profiles.get(name)
            if profile is None:
                close = difflib.get_close_matches(name, list(self.profiles), 1)
                hint = f"; did you mean {close[0]!r}?" if close else ""
                known = ", ".join(sorted(self.profiles))
                raise ConfigError(f"no profile {name!r}{hint} (there are {known})")
            for rule in self.rules:
                severity = _severity(rule, profile)
                if severity is not None and (
                    rule.code not in result or severity.rank > result[rule.code].rank
                ):
                    result[rule.code] = severity
        return result

    def authority_lines(self, rule: Rule, profiles: Sequence[str] = ()) -> tuple[str, ...]:
        """The rule's authorities as a reader may see them, those of the profiles' places first.

        A section number is printed only if somebody read it (V, V2); what is known from memory
        (M) is never printed, as it must not stand for more than it is.
        """
        # Every finding of a rule shows the same lines, and a site has thousands of findings.
        known = self._lines.get((rule.code, *profiles))
        if known is None:
            known = self._lines[rule.code, *profiles] = self._authority_lines(rule, profiles)
        return known

    @cached_property
    def _lines(self) -> dict[tuple[str, ...], tuple[str, ...]]:
        return {}

    def _authority_lines(self, rule: Rule, profiles: Sequence[str]) -> tuple[str, ...]:
        places = {place for name in profiles for place in self.profiles[name].jurisdictions}

        def distance(reference: Reference) -> int:
            jurisdiction = self.authorities[reference.id].jurisdiction
            if not places or jurisdiction in places:
                return 0
            return 1 if jurisdiction == "international" else 2

        shown = [reference for reference in rule.file.authorities if reference.mark != "M"]
        return tuple(self._authority_line(entry) for entry in sorted(shown, key=distance))

    def _authority_line(self, reference: Reference) -> str:
        authority = self.authorities[reference.id]
        section = f", {reference.section}" if reference.section else ""
        return f"{authority.issuer}: {authority.title}{section}"


def _severity(rule: Rule, profile: ProfileFile) -> Severity | None:
    named = {rule.code, rule.name, rule.family}
    if named & set(profile.off):
        return None
    local = {"all", *profile.jurisdictions} & set(rule.file.jurisdictions)
    if not local and not named & set(profile.on):
        return None
    return profile.severity.get(rule.code, rule.file.severity)


def load_catalog(
    extra: Sequence[Path] = (), folder: Path | None = None, memory: Memory | None = None
) -> Catalog:
    """All rules of claimcheck, and the house rules in `extra` (files or folders).

    `memory` is of this very program and its rules, and keeps what takes long to make of them.
    Raises RuleError with path:line:column for the first thing wrong.
    """
    base = folder or rules_folder()
    if not base.is_dir():
        raise RuleError("the rules are missing from this installation", path=str(base))
    parsed, ours = _parsed(memory if folder is None else None)

    def read(path: Path, model: type[M], sets: Mapping[str, Sequence[str]] | None = None) -> M:
        return load_yaml(path, model, trusted=True, sets=sets, parsed=ours)

    authorities = dict(read(base / "authorities.yaml", AuthorityFile).authorities)
    sets = read(base / "conditions.yaml", ConditionsFile).phrases
    conditions, precedence = _added(
        dict.fromkeys(house.home(entry) for entry in extra),
        authorities,
        read(base / "conditions.yaml", ConditionsFile, sets),
        read(base / "precedence.yaml", PrecedenceFile),
    )
    profiles = {
        path.stem: read(path, ProfileFile) for path in sorted((base / "profiles").glob("*.yaml"))
    }
    rules: dict[str, Rule] = {}
    for path in _rule_paths(base):
        _enter(rules, Rule(read(path, RuleFile, sets), path))
    if memory is not None and folder is None and len(ours) > len(parsed):
        memory.remember("rule files", "", ours)
    files = dict.fromkeys(path for entry in extra for path in house.rule_files(entry))
    own = [Rule(load_yaml(path, RuleFile, sets=sets), path) for path in files]
    for rule in own:
        _enter(rules, rule)
    catalog = Catalog(
        rules=[rules[code] for code in sorted(rules)],
        authorities=authorities,
        profiles=profiles,
        conditions=conditions,
        precedence=precedence,
        folder=base,
        extra=tuple(extra),
        memory=memory if folder is None else None,
    )
    house.check(own, catalog)
    return catalog


def _parsed(memory: Memory | None) -> tuple[dict[str, Any], dict[str, Any]]:
    """The data of our files as an earlier run has left them, and a copy to add to."""
    known = memory.recall("rule files", "") if memory is not None else None
    found = known if isinstance(known, dict) else {}
    return found, dict(found)


def _enter(rules: dict[str, Rule], rule: Rule) -> None:
    """Add a rule whose code and name are still free, else RuleError."""
    for other in rules.values():
        for key in ("code", "name"):
            if getattr(rule, key) == getattr(other, key):
                line, column = place_of(rule.path, (key,))
                raise RuleError(
                    f"the {key} {getattr(rule, key)} is taken by {other.path}",
                    path=str(rule.path),
                    line=line,
                    column=column,
                )
    rules[rule.code] = rule


def _added(
    folders: Iterable[Path],
    authorities: dict[str, Authority],
    conditions: ConditionsFile,
    precedence: PrecedenceFile,
) -> tuple[ConditionsFile, PrecedenceFile]:
    """What folders of house rules add to what is shared; nothing of ours is replaced."""
    for folder in folders:
        path = house.shown(folder / house.AUTHORITIES)
        if path.is_file():
            for name, authority in load_yaml(path, AuthorityFile).authorities.items():
                _free(name, authorities, path, "authorities")
                authorities[name] = authority
        path = house.shown(folder / house.CONDITIONS)
        if path.is_file():
            shared = dict(conditions.conditions)
            for name, condition in load_yaml(path, ConditionsFile).conditions.items():
                _free(name, shared, path, "conditions")
                shared[name] = condition
            conditions = conditions.model_copy(update={"conditions": shared})
        path = house.shown(folder / house.PRECEDENCE)
        if path.is_file():
            more = load_yaml(path, PrecedenceFile).precedence
            update = {"precedence": [*precedence.precedence, *more]}
            precedence = precedence.model_copy(update=update)
    return conditions, precedence


def _free(name: str, taken: Mapping[str, object], path: Path, section: str) -> None:
    if name in taken:
        line, column = place_of(path, (section, name))
        raise RuleError(f"{name!r} exists already", path=str(path), line=line, column=column)


def _rule_paths(base: Path) -> list[Path]:
    return [
        path
        for folder in sorted(base.iterdir())
        if folder.is_dir() and folder.name not in _NOT_FAMILIES
        for path in sorted(folder.glob("*.yaml"))
    ]
