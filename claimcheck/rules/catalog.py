"""All rules, authorities, profiles and lexicons, loaded once and found by name."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from claimcheck.errors import ConfigError, RuleError
from claimcheck.finding import Severity
from claimcheck.rules.context import ContextRules, load_context
from claimcheck.rules.lexicon import Lexicon, load_lexicon
from claimcheck.rules.schema import (
    Authority,
    AuthorityFile,
    ConditionsFile,
    PrecedenceFile,
    ProfileFile,
    Reference,
    RuleFile,
)
from claimcheck.rules.yamlfile import load_yaml

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

    @cached_property
    def lexicon(self) -> Lexicon:
        """Every word list."""
        return load_lexicon(
            [self.folder / "lexicon", *(path / "lexicon" for path in self.extra if path.is_dir())]
        )

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

    def authority_lines(self, rule: Rule, profiles: Sequence[str] = ()) -> list[str]:
        """The rule's authorities as a reader may see them, those of the profiles' places first.

        A section number is printed only if somebody read it (V, V2); what is known from memory
        (M) is never printed, as it must not stand for more than it is.
        """
        places = {place for name in profiles for place in self.profiles[name].jurisdictions}

        def distance(reference: Reference) -> int:
            jurisdiction = self.authorities[reference.id].jurisdiction
            if not places or jurisdiction in places:
                return 0
            return 1 if jurisdiction == "international" else 2

        shown = [reference for reference in rule.file.authorities if reference.mark != "M"]
        return [self._authority_line(reference) for reference in sorted(shown, key=distance)]

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


def rules_folder() -> Path:
    """Where the rules lie: inside the installed package, or beside it in a checkout."""
    package = Path(__file__).resolve().parent.parent
    beside = package.parent / "rules"
    # The checkout wins: an editable install may hold an old copy.
    if (beside / "authorities.yaml").is_file():
        return beside
    return package / "_rules"


def load_catalog(extra: Sequence[Path] = (), folder: Path | None = None) -> Catalog:
    """All rules of claimcheck, and the house rules in `extra` (files or folders).

    Raises RuleError with path:line:column for the first thing wrong.
    """
    base = folder or rules_folder()
    if not base.is_dir():
        raise RuleError("the rules are missing from this installation", path=str(base))
    authorities = dict(load_yaml(base / "authorities.yaml", AuthorityFile).authorities)
    for path in extra:
        own = path / "authorities.yaml"
        if path.is_dir() and own.is_file():
            authorities |= load_yaml(own, AuthorityFile).authorities
    conditions = load_yaml(base / "conditions.yaml", ConditionsFile)
    profiles = {
        path.stem: load_yaml(path, ProfileFile)
        for path in sorted((base / "profiles").glob("*.yaml"))
    }
    rules: dict[str, Rule] = {}
    for path in [*_rule_paths(base), *(p for entry in extra for p in _extra_paths(entry))]:
        rule = Rule(load_yaml(path, RuleFile), path)
        if rule.code in rules:
            raise RuleError(
                f"code {rule.code} is taken by {rules[rule.code].path.name}", path=str(path)
            )
        for reference in rule.file.authorities:
            if reference.id not in authorities:
                raise RuleError(f"no authority {reference.id!r}", path=str(path))
        rules[rule.code] = rule
    return Catalog(
        rules=[rules[code] for code in sorted(rules)],
        authorities=authorities,
        profiles=profiles,
        conditions=conditions,
        precedence=load_yaml(base / "precedence.yaml", PrecedenceFile),
        folder=base,
        extra=tuple(extra),
    )


def _rule_paths(base: Path) -> list[Path]:
    return [
        path
        for folder in sorted(base.iterdir())
        if folder.is_dir() and folder.name not in _NOT_FAMILIES
        for path in sorted(folder.glob("*.yaml"))
    ]


def _extra_paths(entry: Path) -> list[Path]:
    if entry.is_file():
        return [entry]
    if not entry.is_dir():
        raise RuleError("no such rule file or folder", path=str(entry))
    return sorted(
        path
        for path in entry.rglob("*.yaml")
        if "lexicon" not in path.relative_to(entry).parts[:-1]
        and path.name not in ("authorities.yaml", "conditions.yaml")
    )
