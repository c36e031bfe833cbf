"""Rule data to findings: the one place where it is decided what is reported."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import Any

from claimcheck.claim import Analysis, Attribution, Claim, Sentence, Tier
from claimcheck.finding import Finding, Related, Severity, Suggestion, fingerprint
from claimcheck.rules.candidate import Candidate, Scene
from claimcheck.rules.catalog import Catalog, Rule
from claimcheck.rules.conditions import (
    Test,
    attribution,
    compile_condition,
    is_kind,
    tier,
)
from claimcheck.rules.context import compile_at
from claimcheck.rules.judgements import JUDGEMENTS
from claimcheck.rules.lexicon import Memory
from claimcheck.rules.patterns import Pattern, PatternIndex, pack, unpack
from claimcheck.rules.schema import ClaimQuery, Trigger
from claimcheck.source import Range

# A document-level finding names at most so many of the places it rests on.
_MOST_RELATED = 4


class Outcome(StrEnum):
    """What became of a candidate."""

    NOT_MEANT = "not meant"
    OVERLAPPED = "part of a longer match"
    CLEARED = "cleared"
    TOO_FEW = "not often enough"
    JOINED = "told together with another"
    OFF = "switched off here"
    YIELDED = "left to another rule"
    DEMOTED = "lowered"
    CROWDED = "one finding too many"
    REPORTED = "reported"


@dataclass(frozen=True)
class Decision:
    """What a rule made of a candidate, for `explain --trace`; `note` says why, in words."""

    rule: Rule
    candidate: Candidate
    outcome: Outcome
    note: str = ""
    severity: Severity | None = None


Trace = Callable[[Decision], None]


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


class Judge:
    """The rules that are on, compiled together."""

    def __init__(self, catalog: Catalog, severities: Mapping[str, Severity]) -> None:
        self._catalog = catalog
        memory, codes = catalog.memory, ",".join(severities)
        known = memory is not None and _recall_patterns(memory, codes)
        self._rules = [
            _compile(rule, severities[rule.code], catalog)
            for rule in catalog.rules
            if rule.code in severities
        ]
        entries = [
            (pattern, (number, trigger))
            for number, compiled in enumerate(self._rules)
            for trigger in compiled.triggers
            for pattern in trigger.patterns
        ]
        # What makes a sentence matter: the pipeline asks it, and leaves what it finds with the
        # sentence.
        self.triggers: PatternIndex[tuple[int, CompiledTrigger]] = PatternIndex(entries)
        if memory is not None and not known:
            _ = catalog.context  # its patterns, too
            memory.remember("patterns", codes, pack())

    @property
    def tagged(self) -> list[Pattern]:
        """The patterns in the conditions of the rules that ask for a word's class."""
        return [
            pattern
            for compiled in self._rules
            for test in (
                *(trigger.when for trigger in compiled.triggers if trigger.when is not None),
                *compiled.unless,
                *(test for test, _ in compiled.adjust),
            )
            for pattern in test.tagged
        ]

    @property
    def needs_words(self) -> bool:
        """Whether these rules find nothing on a page without a claim, a citation, or a sentence
        that `triggers` find something in."""
        return not any(
            trigger.trigger.pattern is not None
            or (trigger.trigger.document and not _asks_for_benefits(trigger.trigger))
            for compiled in self._rules
            for trigger in compiled.triggers
        )

    @property
    def token_patterns(self) -> dict[str, list[list[dict[str, Any]]]]:
        """The spaCy patterns of the rules that have any, by code."""
        return {
            compiled.rule.code: patterns
            for compiled in self._rules
            if (
                patterns := [
                    pattern
                    for trigger in compiled.triggers
                    for pattern in trigger.trigger.pattern or ()
                ]
            )
        }

    def judge(
        self,
        analysis: Analysis,
        profiles: tuple[str, ...],
        product: str | None,
        trace: Trace | None = None,
    ) -> list[Finding]:
        """All findings of the document, in its order; `trace` is told of every decision."""
        scene = Scene(analysis, profiles, product)
        tell = trace or _nobody
        hits: list[_Hit] = []
        for compiled, candidates in self._candidates(scene, tell):
            hits += _settle(compiled, candidates, scene, tell)
        hits = self._apply_precedence(_behind_others(hits, tell), tell)
        for hit in hits:
            tell(Decision(hit.rule, hit.candidate, Outcome.REPORTED, hit.note, hit.severity))
        return _finish(hits, scene, self._catalog)

    def _candidates(self, scene: Scene, tell: Trace) -> list[tuple[CompiledRule, list[Candidate]]]:
        found: list[list[Candidate]] = [[] for _ in self._rules]
        for sentence in scene.sentences:
            for pattern, (number, trigger), matches in sentence.wording.found:
                for match in matches:
                    candidate = Candidate(
                        sentence,
                        *match.mark,
                        match.start,
                        match.end,
                        pattern=pattern.text,
                        kind=trigger.trigger.kind,
                    )
                    if _is_meant(self._rules[number].rule, trigger, candidate, scene, tell):
                        found[number].append(candidate)
        for number, compiled in enumerate(self._rules):
            for trigger in compiled.triggers:
                if not trigger.patterns:
                    found[number] += [
                        replace(candidate, kind=trigger.trigger.kind)
                        for candidate in _other_candidates(compiled.rule.code, trigger, scene)
                        if _is_meant(compiled.rule, trigger, candidate, scene, tell)
                    ]
        return [
            (compiled, _in_order(candidates, compiled.rule, tell))
            for compiled, candidates in zip(self._rules, found, strict=True)
            if candidates
        ]

    def _apply_precedence(self, hits: list[_Hit], tell: Trace) -> list[_Hit]:
        data = self._catalog.precedence
        dropped: set[int] = set()
        for entry in data.precedence:
            leaders = [
                hit for n, hit in enumerate(hits) if hit.code in entry.when and n not in dropped
            ]
            if not leaders:
                continue
            by_sentence: dict[int, list[_Hit]] = {}
            for leader in leaders:
                by_sentence.setdefault(leader.candidate.sentence.index, []).append(leader)
            for number, hit in enumerate(hits):
                if hit.code not in entry.suppress and hit.code not in entry.demote:
                    continue
                # Of the whole page the first two will do: one of them is not the hit itself.
                around = (
                    leaders[:2]
                    if entry.within == "document"
                    else by_sentence.get(hit.candidate.sentence.index, ())
                )
                near = [leader for leader in around if _near(leader, hit, entry.within)]
                if near and number not in dropped and hit.code in entry.suppress:
                    dropped.add(number)
                    why = f"{near[0].code}: {entry.note}"
                    tell(Decision(hit.rule, hit.candidate, Outcome.YIELDED, why, hit.severity))
                elif near and hit.code in entry.demote:
                    why = f"{near[0].code}: {entry.note}"
                    tell(Decision(hit.rule, hit.candidate, Outcome.DEMOTED, why, hit.severity))
                    hits[number] = replace(hit, severity=Severity.INFO)
        kept = [hit for number, hit in enumerate(hits) if number not in dropped]
        return _at_most(kept, data.most_per_sentence, tell)


def _asks_for_benefits(trigger: Trigger) -> bool:
    when = trigger.when
    if when is None or isinstance(when, str):
        return False
    parts = [when, *(part for part in when.all or () if not isinstance(part, str))]
    return any(part.benefits for part in parts)


def _recall_patterns(memory: Memory, codes: str) -> bool:
    """Whether an earlier run has left what it knew of the patterns of these rules."""
    try:
        unpack(memory.recall("patterns", codes))
    except (IndexError, KeyError, TypeError, ValueError):
        return False
    return True


def _nobody(decision: Decision) -> None:
    """What listens to decisions when nobody does."""


def _is_meant(
    rule: Rule, trigger: CompiledTrigger, candidate: Candidate, scene: Scene, tell: Trace
) -> bool:
    """Whether what the trigger asks of its surroundings holds."""
    if trigger.when is None or trigger.when.ask(candidate, scene):
        return True
    tell(Decision(rule, candidate, Outcome.NOT_MEANT, f"asks for: {trigger.when.note}"))
    return False


@dataclass(frozen=True)
class _Hit:
    rule: Rule
    severity: Severity
    candidate: Candidate
    related: tuple[tuple[Sentence, str], ...]
    note: str = ""

    @property
    def code(self) -> str:
        return self.rule.code


def _compile(rule: Rule, severity: Severity, catalog: Catalog) -> CompiledRule:
    shared = catalog.conditions.conditions
    file = rule.file

    def test(condition: object) -> Test:
        return compile_condition(condition, shared, rule.path)  # type: ignore[arg-type]

    return CompiledRule(
        rule=rule,
        severity=severity,
        triggers=tuple(_compile_trigger(trigger, rule.path, test) for trigger in file.trigger),
        unless=tuple(test(condition) for condition in file.unless),
        adjust=tuple((test(entry.when), str(entry.severity)) for entry in file.adjust),
    )


def _compile_trigger(
    trigger: Trigger, path: Path, test: Callable[[object], Test]
) -> CompiledTrigger:
    return CompiledTrigger(
        trigger=trigger,
        patterns=tuple(compile_at(text, path) for text in trigger.phrases or ()),
        when=test(trigger.when) if trigger.when is not None else None,
    )


def _other_candidates(code: str, trigger: CompiledTrigger, scene: Scene) -> list[Candidate]:
    """Candidates that no phrase finds: claims, citations, judgements on the whole document."""
    source = trigger.trigger
    if source.claims is not None:
        return [
            _claim_candidate(claim)
            for claim in scene.analysis.claims
            if _answers(claim, source.claims)
        ]
    if source.citations is not None:
        return _citation_candidates(scene, source.citations)
    if source.judgement is not None:
        return JUDGEMENTS[source.judgement](scene)
    if source.pattern is not None:
        return [
            Candidate(scene.sentences[index], start, end, start, end)
            for index, start, end in scene.analysis.token_matches.get(code, ())
        ]
    if source.records is not None:
        return [
            Candidate(
                note.sentence, note.start, note.end, note.start, note.end,
                note=f"the project's records say: {note.detail}", detail=note.detail,
            )
            for note in scene.analysis.notes
            if note.kind in source.records
        ]  # fmt: skip
    if source.document and scene.sentences:
        first = scene.sentences[0]
        return [Candidate(first, 0, len(first.words), 0, len(first.words), note="the whole page")]
    return []


def _answers(claim: Claim, query: ClaimQuery) -> bool:
    return (
        (query.kind is None or claim.kind in query.kind)
        and (query.tier is None or int(claim.tier) in query.tier)
        and (query.subject is None or is_kind(claim.subject_kind, query.subject))
        and (query.target is None or is_kind(claim.target_kind, query.target))
    )


def _claim_candidate(claim: Claim) -> Candidate:
    note = f"reads as a claim of {claim.kind}"
    return Candidate(
        claim.sentence, claim.start, claim.end, claim.start, claim.end, claim, None, note
    )


def _citation_candidates(scene: Scene, problems: Sequence[str]) -> list[Candidate]:
    found: list[Candidate] = []
    for citation in scene.analysis.citations:
        if citation.problem not in problems:
            continue
        sentence = scene.sentence_at(citation.text)
        if sentence is None:
            continue
        inside = [
            number
            for number, start in enumerate(sentence.starts)
            if start < citation.text.end and sentence.ends[number] > citation.text.start
        ] or [0]
        start, end = inside[0], inside[-1] + 1
        found.append(Candidate(sentence, start, end, start, end, None, citation, citation.detail))
    return found


def _in_order(candidates: Sequence[Candidate], rule: Rule, tell: Trace) -> list[Candidate]:
    """By place; of overlapping ones the longest, so that one fault is told once.

    What a sentence only implies stands back behind what it says.
    """
    kept: list[Candidate] = []
    for candidate in sorted(
        candidates,
        key=lambda c: (c.sentence.index, _is_implied(c), -(c.end - c.start), c.start),
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


def _is_implied(candidate: Candidate) -> bool:
    return candidate.claim is not None and candidate.claim.kind == "implied"


def _behind_others(hits: Sequence[_Hit], tell: Trace) -> list[_Hit]:
    """Without what a sentence only implies, where another rule says what is wrong with it."""
    plain = {
        hit.candidate.sentence.index
        for hit in hits
        if not _is_implied(hit.candidate) and hit.severity is not Severity.INFO
    }
    kept: list[_Hit] = []
    for hit in hits:
        if _is_implied(hit.candidate) and hit.candidate.sentence.index in plain:
            why = "another rule says what is wrong with the sentence"
            tell(Decision(hit.rule, hit.candidate, Outcome.YIELDED, why, hit.severity))
        else:
            kept.append(hit)
    return kept


def _settle(
    compiled: CompiledRule,
    candidates: Sequence[Candidate],
    scene: Scene,
    tell: Trace,
) -> list[_Hit]:
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
        elif tell is not _nobody:
            why = cleared.reason(candidate, scene)
            tell(Decision(rule, candidate, Outcome.CLEARED, why))
    if len(standing) < rule.file.at_least:
        why = f"{len(standing)} of at least {rule.file.at_least} on the page"
        for candidate in standing:
            tell(Decision(rule, candidate, Outcome.TOO_FEW, why))
        return []
    hits: list[_Hit] = []
    for group in _groups(standing, rule.file.report):
        first = group[0]
        for other in group[1:]:
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
        related = first.related + tuple(
            (other.sentence, "also here") for other in group[1 : 1 + _MOST_RELATED]
        )
        hits.append(_Hit(rule, severity, first, related, note))
    return hits


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


def _near(leader: _Hit, hit: _Hit, within: str) -> bool:
    if leader is hit:
        return False
    if within == "document":
        return True
    if leader.candidate.sentence is not hit.candidate.sentence:
        return False
    return within == "sentence" or (
        leader.candidate.start < hit.candidate.end and hit.candidate.start < leader.candidate.end
    )


def _at_most(hits: Sequence[_Hit], most: int, tell: Trace) -> list[_Hit]:
    """The most severe findings of each sentence; a reader is told enough, not everything."""
    by_sentence: dict[int, list[_Hit]] = {}
    for hit in hits:
        by_sentence.setdefault(hit.candidate.sentence.index, []).append(hit)
    kept: list[_Hit] = []
    for group in by_sentence.values():
        group.sort(key=lambda hit: -hit.severity.rank)
        kept += group[:most]
        for hit in group[most:]:
            why = f"a sentence gets at most {most}"
            tell(Decision(hit.rule, hit.candidate, Outcome.CROWDED, why, hit.severity))
    kept.sort(key=lambda h: (h.candidate.sentence.index, h.candidate.start, h.code))
    return kept


def _finish(hits: Sequence[_Hit], scene: Scene, catalog: Catalog) -> list[Finding]:
    analysis = scene.analysis
    document = analysis.document
    seen: dict[tuple[str, str], int] = {}
    findings: list[Finding] = []
    for hit in hits:
        sentence = hit.candidate.sentence
        place = _span(hit)
        text = document.text[place.start : place.end]
        key = (hit.code, " ".join(text.lower().split()))
        seen[key] = seen.get(key, 0) + 1
        findings.append(
            Finding(
                code=hit.code,
                name=hit.rule.name,
                severity=hit.severity,
                message=_fill(hit.rule.file.message, hit, text),
                place=document.source_range(place),
                sentence=document.source_range(sentence.text),
                excerpt=text,
                why=hit.rule.file.why.strip(),
                authorities=tuple(catalog.authority_lines(hit.rule, scene.profiles)),
                because=_because(hit),
                related=tuple(
                    Related(document.source_range(other.text), note)
                    for other, note in hit.related[:_MOST_RELATED]
                ),
                suggestions=_suggestions(hit, text, document.source_range(place)),
                fingerprint=fingerprint(
                    hit.code,
                    text,
                    _neighbour(analysis, sentence, -1),
                    _neighbour(analysis, sentence, 1),
                    seen[key],
                ),
            )
        )
    return findings


def _neighbour(analysis: Analysis, sentence: Sentence, step: int) -> str:
    index = sentence.index + step
    if not 0 <= index < len(analysis.sentences):
        return ""
    place = analysis.sentences[index].text
    return analysis.document.text[place.start : place.end]


def _span(hit: _Hit) -> Range:
    candidate = hit.candidate
    sentence = candidate.sentence
    kind = hit.rule.file.span
    if candidate.citation is not None:
        return candidate.citation.text
    if kind == "sentence":
        return sentence.text
    if kind == "block":
        return sentence.block.text
    start, end = candidate.start, candidate.end
    if kind == "clause":
        start, end = sentence.clause_of(start)
    elif kind == "subject" and candidate.claim is not None:
        claim = candidate.claim
        start = min(claim.start, claim.subject[0]) if claim.subject else claim.start
        end = claim.predicate + 1
    return sentence.range_of(start, end)


def _fill(message: str, hit: _Hit, text: str) -> str:
    """Put the text into the message; plain replacement, as a rule file is not trusted."""
    values = {
        "text": text,
        "detail": hit.candidate.citation.detail if hit.candidate.citation else hit.candidate.detail,
        "target": _words(hit.candidate, "target"),
        "subject": _words(hit.candidate, "subject"),
    }
    for name, value in values.items():
        message = message.replace("{" + name + "}", value)
    return " ".join(message.split())


def _words(candidate: Candidate, part: str) -> str:
    span = getattr(candidate.claim, part, None) if candidate.claim else None
    return " ".join(candidate.sentence.cased[span[0] : span[1]]) if span else ""


def _because(hit: _Hit) -> tuple[str, ...]:
    candidate = hit.candidate
    reasons = [candidate.note] if candidate.note else []
    if candidate.citation is not None:
        return tuple(reasons)
    certainty = {
        Tier.FLAT: "stated flatly",
        Tier.CAN: "“can” or “helps” is not a hedge",
        Tier.MAY: "hedged",
    }
    reasons.append(certainty[tier(candidate)])
    source = {
        Attribution.NONE: "no source in reach",
        Attribution.VAGUE: "credited to nobody by name",
        Attribution.STUDY: "told of a study that is not named",
        Attribution.IDENTIFIED: "a source is given",
    }
    reasons.append(source[attribution(candidate)])
    return tuple(reasons)


def _suggestions(hit: _Hit, text: str, place: Range) -> tuple[Suggestion, ...]:
    advice = Suggestion(_fill(hit.rule.file.suggestion, hit, text))
    replacements: list[Suggestion] = []
    for entry in hit.rule.file.replacements:
        found = re.search(rf"(?<!\w){re.escape(entry.replace)}(?!\w)", text, re.IGNORECASE)
        # Only where the prose is the source, letter for letter, is the place of a part of it known.
        if found is not None and len(text) == len(place):
            part = Range(place.start + found.start(), place.start + found.end())
            note = f"write “{entry.with_}”" if entry.with_ else f"leave out “{found.group()}”"
            replacements.append(Suggestion(note, part, entry.with_, entry.safe))
    return (advice, *replacements)
