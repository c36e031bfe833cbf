"""Where rules look that have no phrases: claims, citations, records, judgements on the page."""

from __future__ import annotations

from collections.abc import Sequence

from claimcheck.claim import Claim, Reading, Sentence
from claimcheck.document import NO_PROSE
from claimcheck.rules.candidate import Candidate, Scene, clause_at
from claimcheck.rules.compiled import CompiledTrigger
from claimcheck.rules.conditions import is_kind
from claimcheck.rules.judgements import JUDGEMENTS
from claimcheck.rules.schema import ClaimQuery


def other_candidates(code: str, trigger: CompiledTrigger, scene: Scene) -> list[Candidate]:
    """Candidates that no phrase finds: claims, citations, judgements on the whole document."""
    source = trigger.trigger
    if source.claims is not None:
        query = source.claims
        return [candidate for claim, candidate in scene.claim_candidates if _answers(claim, query)]
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
    if source.reading:
        return [
            candidate
            for sentence, reading in scene.readings.get(code, ())
            if (candidate := _reading_candidate(sentence, reading)) is not None
        ]
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


def _reading_candidate(sentence: Sentence, reading: Reading) -> Candidate | None:
    """The clause around the word that says most; what is no prose reads like nothing."""
    if (
        sentence.block.kind in NO_PROSE
        or len(sentence.words) < _LEAST_WORDS
        or any(scope.kind == "denial" for scope in sentence.scopes)
    ):
        return None
    start, end = clause_at(sentence, reading.at)
    if start == end:
        return None
    note = "reads like it, by the weights of its words"
    return Candidate(
        sentence, start, end, start, end, note=note,
        implied=True, anchor=reading.at, margin=reading.margin,
    )  # fmt: skip


# A name, a label, a caption.
_LEAST_WORDS = 5


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
