"""What is reported, put into words: the message, the place, the reasons, what to do."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from claimcheck.claim import Analysis, Attribution, Sentence, Tier
from claimcheck.finding import Finding, Related, Suggestion, fingerprint
from claimcheck.rules.candidate import Candidate, Scene
from claimcheck.rules.catalog import Catalog
from claimcheck.rules.conditions import attribution, tier
from claimcheck.rules.decisions import Hit
from claimcheck.rules.settle import MOST_RELATED
from claimcheck.source import Range


def findings_of(hits: Sequence[Hit], scene: Scene, catalog: Catalog) -> list[Finding]:
    """The findings that a document's hits are."""
    analysis = scene.analysis
    document = analysis.document
    seen: dict[tuple[str, str], int] = {}
    findings: list[Finding] = []
    for hit in hits:
        sentence = hit.candidate.sentence
        place = _span(hit)
        in_source = document.source_range(place)
        text = document.text[place.start : place.end]
        key = (hit.code, " ".join(text.lower().split()))
        seen[key] = seen.get(key, 0) + 1
        findings.append(
            Finding(
                code=hit.code,
                name=hit.rule.name,
                severity=hit.severity,
                message=_fill(hit.rule.file.message, hit, text),
                place=in_source,
                sentence=document.source_range(sentence.text),
                excerpt=text,
                why=hit.rule.file.why.strip(),
                authorities=catalog.authority_lines(hit.rule, scene.profiles),
                because=_because(hit),
                related=tuple(
                    Related(document.source_range(other.text), note)
                    for other, note in hit.related[:MOST_RELATED]
                ),
                suggestions=_suggestions(hit, text, in_source),
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


def _span(hit: Hit) -> Range:
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


def _fill(message: str, hit: Hit, text: str) -> str:
    """Put the text into the message; plain replacement, as a rule file is not trusted."""
    message = _line(message)
    if "{" not in message:
        return message
    values = {
        "text": text,
        "detail": hit.candidate.citation.detail if hit.candidate.citation else hit.candidate.detail,
        "target": _words(hit.candidate, "target"),
        "subject": _words(hit.candidate, "subject"),
    }
    for name, value in values.items():
        message = message.replace("{" + name + "}", value)
    return " ".join(message.split())


@lru_cache(maxsize=1_000)
def _line(message: str) -> str:
    return " ".join(message.split())


def _words(candidate: Candidate, part: str) -> str:
    span = getattr(candidate.claim, part, None) if candidate.claim else None
    return " ".join(candidate.sentence.cased[span[0] : span[1]]) if span else ""


def _because(hit: Hit) -> tuple[str, ...]:
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
    return _shared(*reasons)


@lru_cache(maxsize=1_000)
def _shared(*reasons: str) -> tuple[str, ...]:
    """One object for equal reasons: thousands of findings rest on the same few."""
    return reasons


def _suggestions(hit: Hit, text: str, place: Range) -> tuple[Suggestion, ...]:
    advice = Suggestion(_fill(hit.rule.file.suggestion, hit, text))
    replacements: list[Suggestion] = []
    for entry in hit.rule.file.replacements:
        # Only where the prose is the source, letter for letter, is the place of a part of it known.
        if len(text) != len(place) or entry.replace.lower() not in text.lower():
            continue
        found = re.search(rf"(?<!\w){re.escape(entry.replace)}(?!\w)", text, re.IGNORECASE)
        if found is not None:
            part = Range(place.start + found.start(), place.start + found.end())
            note = f"write “{entry.with_}”" if entry.with_ else f"leave out “{found.group()}”"
            replacements.append(Suggestion(note, part, entry.with_, entry.safe))
    return (advice, *replacements)
