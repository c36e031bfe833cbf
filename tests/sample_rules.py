"""A small catalogue, for tests that need rules to exist and not what they find."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from claimcheck.rules.catalog import Catalog, Rule, load_catalog
from claimcheck.rules.schema import Authority, ConditionsFile, PrecedenceFile, ProfileFile, RuleFile

_RULES = {
    "CIT001": "unsourced-efficacy-claim",
    "CIT003": "unidentified-study",
    "CER002": "cure-claim",
}


def _rule(code: str, name: str) -> Rule:
    data = {
        "code": code,
        "name": name,
        "summary": f"What {name} finds.",
        "why": "Because.",
        "authorities": [{"id": "X", "mark": "V"}],
        "severity": "warning",
        "since": "0.1.0",
        "trigger": {"phrases": ["claim"]},
        "message": "m",
        "suggestion": "s",
        "examples": {"flag": ["[[claim]]"], "pass": ["none"]},
    }
    return Rule(RuleFile.model_validate(data), Path(f"{name}.yaml"))


def sample_catalog() -> Catalog:
    """Three rules of two families."""
    return Catalog(
        rules=[_rule(code, name) for code, name in sorted(_RULES.items())],
        authorities={
            "X": Authority(issuer="I", title="T", date="2020", jurisdiction="us", verified="V")
        },
        profiles={
            name: ProfileFile(name=name, title=name, summary=name, jurisdictions=[name])
            for name in ("us", "uk", "eu", "strict")
        },
        conditions=ConditionsFile(summary="none", conditions={}),
        precedence=PrecedenceFile(summary="none", most_per_sentence=9, precedence=[]),
        folder=Path(),
    )


@cache
def real_catalog() -> Catalog:
    """The rules of claimcheck, and with them the language model: read once for all tests."""
    return load_catalog()
