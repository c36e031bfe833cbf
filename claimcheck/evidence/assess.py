"""Claims against the register: what the project's own evidence says about the words.

Unknown stays unknown: a text that speaks of something the register does not hold gets no note.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from claimcheck.citations.sources import records
from claimcheck.claim import Analysis, Claim, Note, Sentence, Tier
from claimcheck.evidence.approvals import approval_notes
from claimcheck.evidence.bibliography import BibEntry
from claimcheck.evidence.numbers import comparison, number_conflict, sample_conflict, time_conflict
from claimcheck.evidence.register import Register
from claimcheck.evidence.schema import LOW, NONCLINICAL, UNCONTROLLED, Conclusion, Source
from claimcheck.evidence.terms import matches_any
from claimcheck.evidence.view import View

BENEFIT = frozenset({"efficacy", "cure", "prevention", "vanish", "support", "property"})


def assess(
    analysis: Analysis, register: Register, bibliography: Mapping[str, BibEntry] | None = None
) -> list[Note]:
    """All notes of the register on one document, in its order.

    `bibliography` leads from citation keys to works.
    """
    if not register:
        return []
    view = View(analysis, register, bibliography or {})
    notes: list[Note] = []
    for claim in analysis.claims:
        notes += _on_claim(view, claim)
    for sentence in analysis.sentences:
        notes += _on_sentence(view, sentence)
    notes += approval_notes(analysis, register, view.asserted)
    notes.sort(key=lambda note: (note.sentence.index, note.start, note.kind))
    return _once(notes)


# -- one claim ----------------------------------------------------------------------------------


def _on_claim(view: View, claim: Claim) -> Iterator[Note]:
    if claim.kind not in BENEFIT or not view.asserted(claim):
        return
    sources = view.cited(claim.sentence)
    backed = False
    for source in sources:
        found = [note for note in _on_source(claim, source) if note is not None]
        yield from found
        backed = backed or not found
    if backed:
        # The register holds a source that says so, and the sentence names it.
        first = sources[0]
        yield _note("supported", claim, first.id, f"{first.label} is cited for it")
        return
    for number, conclusion in enumerate(view.register.conclusions):
        kind, detail = _against(conclusion, claim)
        if kind and view.speaks_of(claim, number):
            note = _note(kind, claim, conclusion.id, detail)
            # The finding shows whom the claim is about where that decided.
            begin = min(note.start, view.population(claim.sentence, number, note.start))
            yield replace(note, start=begin)
            return


def _against(conclusion: Conclusion, claim: Claim) -> tuple[str, str]:
    says = f": {conclusion.says.rstrip('.')}" if conclusion.says else ""
    if conclusion.finding == "negative":
        return "opposite", f"{conclusion.id} holds the opposite{says}"
    if conclusion.finding in ("null", "not-studied") and claim.tier is not Tier.MAY:
        shown = "no such effect" if conclusion.finding == "null" else "no study of it"
        return "null", f"{conclusion.id} holds {shown}{says}"
    if conclusion.finding == "mixed" and claim.tier is not Tier.MAY:
        return "mixed", f"{conclusion.id} holds mixed results{says}"
    low = conclusion.certainty in LOW
    if conclusion.finding == "positive" and low and claim.tier is not Tier.MAY:
        return (
            "certainty",
            f"{conclusion.id} puts the certainty of the evidence at {conclusion.certainty}{says}",
        )
    return "", ""


def _on_source(claim: Claim, source: Source) -> Iterator[Note]:
    """What is wrong with a cited source as support for this claim; nothing if it will do."""
    sentence = claim.sentence
    if not source.exists:
        yield _note("missing", claim, source.id, f"{source.label} could not be found")
        return
    if source.retracted:
        yield _note("retracted", claim, source.id, f"{source.label} was retracted")
        return
    words = {word.lower() for word in sentence.words}
    if source.design in NONCLINICAL:
        if not words & records().not_people:
            what = "animals" if source.design == "animal" else "cells"
            yield _note(
                "nonclinical", claim, source.id, f"{source.label} is work in {what}, not in people"
            )
        return
    outcomes = [
        outcome for outcome in source.outcomes if matches_any(sentence.words, outcome.outcome)
    ] or source.outcomes
    directions = {outcome.direction for outcome in outcomes}
    result = next((outcome.result for outcome in outcomes if outcome.result), "")
    says = f": {result.rstrip('.')}" if result else ""
    if directions and directions <= {"worse", "none"}:
        kind = "opposite" if "worse" in directions else "null"
        found = "the opposite" if kind == "opposite" else "no such effect"
        yield _note(kind, claim, source.id, f"{source.label} found {found}{says}")
        return
    certainties = {outcome.certainty for outcome in outcomes if outcome.certainty}
    if claim.tier is not Tier.MAY and certainties and certainties <= LOW:
        worst = "very low" if "very-low" in certainties else "low"
        yield _note(
            "certainty",
            claim,
            source.id,
            f"{source.label} gives evidence of {worst} certainty, and the words are certain",
        )
    elif (
        source.design in UNCONTROLLED
        and claim.tier is not Tier.MAY
        and not words & records().weak_design
    ):
        design = source.design.replace("-", " ")
        yield _note("design", claim, source.id, f"{source.label} ({design}) compared with nothing")


def _note(kind: str, claim: Claim, entry: str, detail: str) -> Note:
    start = min(claim.start, claim.subject[0]) if claim.subject else claim.start
    return Note(kind, claim.sentence, start, claim.end, entry, detail)


# -- one sentence -------------------------------------------------------------------------------


def _on_sentence(view: View, sentence: Sentence) -> Iterator[Note]:
    """Comparisons, numbers and times, which need no claim to be checked."""
    claims = view.claims_in(sentence)
    span = comparison(sentence)
    if span is not None:
        yield from _on_comparison(view, sentence, claims, span)
    for source in view.cited(sentence, near=True):
        if source.retracted or not source.exists:
            continue
        for check, kind in (
            (sample_conflict, "numbers"),
            (number_conflict, "numbers"),
            (time_conflict, "timing"),
        ):
            found = check(sentence, source)
            if found is not None:
                start, end, detail = found
                yield Note(kind, sentence, start, end, source.id, detail)


def _on_comparison(
    view: View, sentence: Sentence, claims: Sequence[Claim], span: tuple[int, int, int]
) -> Iterator[Note]:
    start, other, end = span
    asserted = [
        claim
        for claim in claims
        if claim.kind in BENEFIT and view.asserted(claim) and claim.tier is not Tier.MAY
    ]
    if not asserted:
        return
    words = sentence.words[other:end]
    sources = [source for source in view.cited(sentence) if source.comparator]
    if sources:
        if not any(matches_any(words, source.comparator) for source in sources):
            known = ", ".join(dict.fromkeys(sources[0].comparator))
            yield Note(
                "comparator",
                sentence,
                start,
                end,
                sources[0].id,
                f"{sources[0].label} compared with {known}",
            )
        return
    for number, conclusion in enumerate(view.register.conclusions):
        if not conclusion.comparators or matches_any(words, conclusion.comparators):
            continue
        if any(view.speaks_of(claim, number) for claim in asserted):
            known = ", ".join(conclusion.comparators)
            yield Note(
                "comparator",
                sentence,
                start,
                end,
                conclusion.id,
                f"{conclusion.id} knows only comparisons with {known}",
            )
            return


def _once(notes: Sequence[Note]) -> list[Note]:
    seen: set[tuple[int, str, str]] = set()
    kept = []
    for note in notes:
        key = (note.sentence.index, note.kind, note.entry)
        if key not in seen:
            seen.add(key)
            kept.append(note)
    return kept
