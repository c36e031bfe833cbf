"""What one rule makes of its candidates: which stand, and how severe they are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from claimcheck.finding import Severity
from claimcheck.rules.candidate import Candidate, Scene
from claimcheck.rules.catalog import Rule
from claimcheck.rules.compiled import CompiledRule
from claimcheck.rules.decisions import Decision, Hit, Outcome, Trace, nobody

# A document-level finding names at most so many of the places it rests on.
MOST_RELATED = 4
# Words between two finds that are marked as one.
_NEAR = 3
# Weights are weaker evidence than a construction: they never make an error.
_WORDS_ONLY = "its words read like it, taken together"


def in_order(candidates: Sequence[Candidate], rule: Rule, tell: Trace) -> list[Candidate]:
    """By place; of overlapping ones the longest, so that one fault is told once.

    What a sentence only implies stands back behind what it says.
    """
    kept: list[Candidate] = []
    for candidate in sorted(
        candidates,
        key=lambda c: (c.sentence.index, c.implied, -(c.end - c.start), c.start),
    ):
        if not any(
            other.sentence is candidate.sentence
            and other.start < candidate.end
            and candidate.start < other.end
            for other in kept[-12:]
        ):
            kept.append(candidate)
        else:
            tell(Decision(rule, candidate, Outcome.OVERLAPPED))
    kept.sort(key=lambda c: (c.sentence.index, c.start))
    return kept


def settle(
    compiled: CompiledRule,
    candidates: Sequence[Candidate],
    scene: Scene,
    tell: Trace,
) -> list[Hit]:
    """Clear, count and group a rule's candidates, and weigh what is left."""
    rule = compiled.rule
    standing: list[Candidate] = []
    for candidate in candidates:
        cleared = next((test for test in compiled.unless if test.ask(candidate, scene)), None)
        approval = _approval(rule, candidate, scene)
        if approval:
            tell(Decision(rule, candidate, Outcome.CLEARED, approval))
        elif cleared is None:
            standing.append(candidate)
        elif tell is not nobody:
            why = cleared.reason(candidate, scene)
            tell(Decision(rule, candidate, Outcome.CLEARED, why))
    if len(standing) < rule.file.at_least:
        why = f"{len(standing)} of at least {rule.file.at_least} on the page"
        for candidate in standing:
            tell(Decision(rule, candidate, Outcome.TOO_FEW, why))
        return []
    hits: list[Hit] = []
    for group in _groups(standing, rule.file.report):
        # Told is the sentence that reads most like it, and in it what is said in so many words.
        first = min(group, key=lambda c: (-_margin(rule, c), c.implied))
        others = [other for other in group if other is not first]
        for other in others:
            tell(Decision(rule, other, Outcome.JOINED, f"one finding for each {rule.file.report}"))
        severity: Severity | None = compiled.severity
        note = ""
        for test, name in compiled.adjust:
            if test.ask(first, scene):
                severity = None if name == "off" else Severity(name)
                note = test.note
                break
        if severity is None:
            tell(Decision(rule, first, Outcome.OFF, note))
            continue
        if severity is Severity.ERROR and all(one.anchor >= 0 for one in group):
            severity, note = Severity.WARNING, _WORDS_ONLY
        first = _with_neighbours(first, others)
        related = first.related + tuple(
            (other.sentence, "also here") for other in others[:MOST_RELATED]
        )
        hits.append(Hit(rule, severity, first, related, note))
    return hits


def _margin(rule: Rule, candidate: Candidate) -> float:
    reading = candidate.sentence.wording.readings.get(rule.code)
    return 0.0 if reading is None else reading.margin


def _with_neighbours(first: Candidate, others: Sequence[Candidate]) -> Candidate:
    """The candidate, with those that stand beside it in the sentence: "painless and completely
    safe" is marked as a whole."""
    start, end = first.start, first.end
    clause = first.sentence.clause_of(first.start)
    for other in sorted(others, key=lambda c: abs(c.start - first.start)):
        near = other.start - end <= _NEAR and start - other.end <= _NEAR
        beside = other.sentence is first.sentence and clause[0] <= other.start < clause[1]
        if beside and near and not other.implied:
            start, end = min(start, other.start), max(end, other.end)
    return replace(first, start=start, end=end)


def _approval(rule: Rule, candidate: Candidate, scene: Scene) -> str:
    """The entry of the project's library that holds these very words, or an empty string.

    Rules on the page as a whole still apply: an approved benefit needs its risks beside it.
    """
    if rule.file.scope == "document" or candidate.citation is not None:
        return ""
    for note in scene.analysis.notes:
        if (
            note.kind == "approved-wording"
            and note.sentence is candidate.sentence
            and note.start <= candidate.start
            and candidate.end <= note.end
        ):
            return f"an approved statement: {note.detail}"
    return ""


def _groups(candidates: Sequence[Candidate], report: str) -> list[list[Candidate]]:
    if report == "every":
        return [[candidate] for candidate in candidates]
    keys: dict[object, list[Candidate]] = {}
    for candidate in candidates:
        sentence = candidate.sentence
        key: object = {
            "sentence": sentence.index,
            "paragraph": sentence.paragraph,
        }.get(report, 0)
        keys.setdefault(key, []).append(candidate)
    return list(keys.values())
