"""Loading `context.yaml`: cues compiled and indexed by the words that they need."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from claimcheck.errors import RuleError
from claimcheck.rules.patterns import Pattern, PatternIndex, compile_pattern
from claimcheck.rules.schema import ContextFile
from claimcheck.rules.yamlfile import load_yaml

# What a cue is for: the kind of scope and the direction in which it governs, or `pseudo` (looks
# like a cue of that kind and is none), `stop` (ends a scope of that kind), `voice` (who speaks).
Cue = tuple[str, str]
DIRECTIONS = frozenset({"forward", "backward", "whole"})
# Ends every scope.
STOP: Cue = ("", "stop")


@dataclass(frozen=True, slots=True)
class ContextRules:
    """Everything that changes what a claim means, in one index: a sentence is asked once.

    `tagged` are the patterns that ask for a word's class, `hedges` those of the weakest tier.
    """

    cues: PatternIndex[Cue]
    tagged: tuple[Pattern, ...]
    hedges: tuple[Pattern, ...]


def load_context(path: Path) -> ContextRules:
    """Read the context cues; RuleError with the place of a broken pattern."""
    content = load_yaml(path, ContextFile, trusted=True)
    groups: list[tuple[Cue, Sequence[str]]] = [(STOP, content.stop)]
    for kind, cues in content.cues.items():
        groups += [((kind, name), getattr(cues, name)) for name in type(cues).model_fields]
    groups += [((f"tier-{tier}", "forward"), texts) for tier, texts in content.tiers.items()]
    groups += [((voice, "voice"), texts) for voice, texts in content.voices.items()]
    entries = [(compile_at(text, path), cue) for cue, texts in groups for text in texts]
    tagged = tuple(pattern for pattern, _ in entries if pattern.needs_tags)
    hedges = tuple(pattern for pattern, (kind, _) in entries if kind == "tier-may")
    return ContextRules(PatternIndex(entries), tagged, hedges)


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
