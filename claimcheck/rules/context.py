"""Loading `context.yaml`: cues compiled and indexed by the words that they need."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from claimcheck.errors import RuleError
from claimcheck.rules.patterns import Pattern, PatternIndex, compile_pattern
from claimcheck.rules.schema import ContextFile
from claimcheck.rules.yamlfile import load_yaml

Index = PatternIndex[None]


@dataclass(frozen=True, slots=True)
class CueSet:
    """The cues of one kind by direction, with what only looks like one and what ends a scope."""

    forward: Index
    backward: Index
    whole: Index
    pseudo: Index
    stop: Index


@dataclass(frozen=True, slots=True)
class ContextRules:
    """Everything that changes what a claim means."""

    stop: Index
    cues: dict[str, CueSet]
    tiers: dict[str, Index]
    voices: dict[str, list[Pattern]]


def load_context(path: Path) -> ContextRules:
    """Read the context cues; RuleError with the place of a broken pattern."""
    content = load_yaml(path, ContextFile, trusted=True)

    def index(patterns: Sequence[str]) -> Index:
        return PatternIndex([(compile_at(text, path), None) for text in patterns])

    return ContextRules(
        stop=index(content.stop),
        cues={
            kind: CueSet(
                forward=index(cues.forward),
                backward=index(cues.backward),
                whole=index(cues.whole),
                pseudo=index(cues.pseudo),
                stop=index(cues.stop),
            )
            for kind, cues in content.cues.items()
        },
        tiers={tier: index(patterns) for tier, patterns in content.tiers.items()},
        voices={
            voice: [compile_at(text, path) for text in patterns]
            for voice, patterns in content.voices.items()
        },
    )


def compile_at(text: str, path: Path, *, keyed: bool = True) -> Pattern:
    """Compile a pattern of a file; a RuleError names the line that holds it.

    A `keyed` pattern is looked up by its words and needs at least one.
    """
    try:
        pattern = compile_pattern(text)
        if keyed and not pattern.keys:
            raise RuleError(f"pattern {text!r}: needs a word or <signal> that is not optional")
        return pattern
    except RuleError as error:
        line, column = _find(path, text)
        raise RuleError(error.message, path=str(path), line=line, column=column) from error


def _find(path: Path, text: str) -> tuple[int | None, int | None]:
    try:
        lines = path.read_text("utf-8").splitlines()
    except OSError:
        return None, None
    for number, line in enumerate(lines, start=1):
        column = line.find(text)
        if column >= 0:
            return number, column + 1
    return None, None
