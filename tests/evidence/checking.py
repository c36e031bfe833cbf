"""Texts checked with records of a project, through the real pipeline and the real rules."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Any

from claimcheck.claim import Analysis
from claimcheck.config import Settings
from claimcheck.engine import Engine
from claimcheck.evidence import Knowledge, Library, Register
from claimcheck.evidence.library import ApprovedClaim
from claimcheck.evidence.schema import RegisterFile
from claimcheck.finding import Finding
from claimcheck.source import Source

TODAY = date(2026, 3, 1)


@cache
def _engine(profiles: tuple[str, ...]) -> Engine:
    return Engine(Settings(profiles=profiles, today=TODAY))


def _with(knowledge: Knowledge, profiles: tuple[str, ...]) -> Engine:
    shared = _engine(profiles)
    engine = Engine(shared.settings, shared.catalog, knowledge)
    # The model is loaded once for all tests.
    engine.__dict__ |= {"judge": shared.judge, "pipeline": shared.pipeline}
    return engine


def register(**content: Any) -> Register:
    """A register of plain data."""
    return Register.of(RegisterFile.model_validate(content))


def library(*claims: Mapping[str, Any]) -> Library:
    """A library of plain data; what a test does not care about is filled in."""
    made = Library()
    for number, claim in enumerate(claims, start=1):
        usual = {"id": f"C{number}", "approved-by": "Jo Marsh", "approved-on": "2026-01-01"}
        made.add(ApprovedClaim.model_validate({**usual, **claim}))
    return made


def analyse(
    text: str, knowledge: Knowledge, *, suffix: str = ".md", profiles: tuple[str, ...] = ("us",)
) -> Analysis:
    """The analysis of a text, with notes."""
    return _with(knowledge, profiles).analyse(Source(f"page{suffix}", text))


def notes(text: str, knowledge: Knowledge, **options: Any) -> list[tuple[str, str]]:
    """Kind and entry of all notes."""
    return [(note.kind, note.entry) for note in analyse(text, knowledge, **options).notes]


def findings(
    text: str, knowledge: Knowledge | None = None, profiles: tuple[str, ...] = ("us",)
) -> list[Finding]:
    """All findings of a text."""
    engine = _with(knowledge or Knowledge(), profiles)
    return list(engine.check(Source("page.md", text)).findings)
