"""Rules against rules: what is left where several find something in the same words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from claimcheck.finding import Severity
from claimcheck.rules.candidate import Candidate
from claimcheck.rules.decisions import Decision, Hit, Outcome, Trace
from claimcheck.rules.schema import PrecedenceFile

# How much more than it must a second reason weighs.
_SECOND = 1.0


def behind_others(hits: Sequence[Hit], tell: Trace) -> list[Hit]:
    """Without what a sentence only implies, where another rule says what is wrong with it.

    An implied claim stands behind any other finding of the sentence. A reading that shares words
    with what is said in so many words is a second reason, and has to be clear.
    """
    told = [hit for hit in hits if hit.severity is not Severity.INFO]
    plain = {
        hit.candidate.sentence.index
        for hit in told
        if not (hit.candidate.implied and hit.candidate.claim is not None)
    }
    said = [hit.candidate for hit in told if not hit.candidate.implied]
    by_sentence: dict[int, list[Candidate]] = {}
    for candidate in said:
        by_sentence.setdefault(candidate.sentence.index, []).append(candidate)
    kept: list[Hit] = []
    for hit in hits:
        candidate = hit.candidate
        number = candidate.sentence.index
        if not candidate.implied:
            behind = False
        elif candidate.claim is not None:
            behind = number in plain
        else:
            behind = candidate.margin < _SECOND and _shares_words(
                candidate, by_sentence.get(number, ())
            )
        if behind:
            why = "another rule says what is wrong with the sentence"
            tell(Decision(hit.rule, candidate, Outcome.YIELDED, why, hit.severity))
        else:
            kept.append(hit)
    return kept


def _shares_words(candidate: Candidate, others: Sequence[Candidate]) -> bool:
    return any(other.start < candidate.end and candidate.start < other.end for other in others)


def apply_precedence(hits: list[Hit], data: PrecedenceFile, tell: Trace) -> list[Hit]:
    """Without the findings that yield to others, and with those lowered that weigh less then."""
    dropped: set[int] = set()
    for entry in data.precedence:
        leaders = [hit for n, hit in enumerate(hits) if hit.code in entry.when and n not in dropped]
        if not leaders:
            continue
        by_sentence: dict[int, list[Hit]] = {}
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


def _near(leader: Hit, hit: Hit, within: str) -> bool:
    if leader is hit:
        return False
    if within == "document":
        return True
    if leader.candidate.sentence is not hit.candidate.sentence:
        return False
    return within == "sentence" or (
        leader.candidate.start < hit.candidate.end and hit.candidate.start < leader.candidate.end
    )


def _at_most(hits: Sequence[Hit], most: int, tell: Trace) -> list[Hit]:
    """The most severe findings of each sentence; a reader is told enough, not everything."""
    by_sentence: dict[int, list[Hit]] = {}
    for hit in hits:
        by_sentence.setdefault(hit.candidate.sentence.index, []).append(hit)
    kept: list[Hit] = []
    for group in by_sentence.values():
        group.sort(key=lambda hit: -hit.severity.rank)
        kept += group[:most]
        for hit in group[most:]:
            why = f"a sentence gets at most {most}"
            tell(Decision(hit.rule, hit.candidate, Outcome.CROWDED, why, hit.severity))
    kept.sort(key=lambda h: (h.candidate.sentence.index, h.candidate.start, h.code))
    return kept
