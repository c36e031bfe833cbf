"""What changes the meaning of a claim: negation, certainty, frames and attribution, as scopes.

The method is ConText's: a cue governs the words after (or before) it up to a terminator; a
pseudo-cue looks like a cue and is none. All cues are data (`rules/lexicon/context.yaml`).
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from claimcheck.claim import Context, Match, Scope, Sentence
from claimcheck.document import BlockKind
from claimcheck.rules.context import DIRECTIONS, STOP, ContextRules, Cue
from claimcheck.rules.patterns import sentence_keys

# A clause ends here whatever the cue.
_HARD = frozenset({";", ":", "—", "–", "(", ")", "[", "]", "…", "|", "•"})
_FIRST_PERSON = frozenset({"i", "my", "me", "myself", "mine"})
# A quotation shorter than this is a term or a scare quote, not somebody's words.
_QUOTATION_WORDS = 4
# An aside in brackets is looked over up to this many words.
_ASIDE = 30


def add_context(sentence: Sentence, rules: ContextRules) -> Context:
    """Give a sentence its clauses and every scope in it.

    Returns all that was found: only quotes and the kind of block make a difference between
    sentences of the same wording.
    """
    quoted = sentence.block.kind is BlockKind.QUOTE
    known = sentence.wording.contexts
    key = (quoted, *sentence.quotes)
    context = known.get(key)
    if context is None:
        context = known[key] = _context(sentence, rules)
    sentence.clauses, sentence.scopes = context.clauses, context.scopes
    return context


def _context(sentence: Sentence, rules: ContextRules) -> Context:
    found: dict[Cue, list[Match]] = {}
    for pattern, cue in rules.cues.candidates(sentence_keys(sentence.wording)):
        matches = pattern.matches(sentence.wording)
        if matches:
            found.setdefault(cue, []).extend(matches)
    stops = {number for number, word in enumerate(sentence.words) if word in _HARD}
    stops.update(match.start for match in found.get(STOP, ()))
    scopes: list[Scope] = []
    for (kind, direction), matches in found.items():
        if direction in DIRECTIONS:
            pseudo = found.get((kind, "pseudo"), ())
            own = {match.start for match in found.get((kind, "stop"), ())}
            scopes += [
                _scope(sentence, kind, direction, match, stops | own if own else stops)
                for match in matches
                if not _is_pseudo(match, pseudo)
            ]
    scopes += _speech(sentence)
    if sentence.words[-1:] == ["?"]:
        scopes.append(Scope("question", 0, len(sentence.words), 0, 0))
    voices = [
        (kind, " ".join(sentence.words[match.start : match.end]))
        for (kind, direction), matches in found.items()
        if direction == "voice"
        for match in _widest(matches)
    ]
    return Context(_clauses(sentence, stops), scopes, voices)


def _widest(matches: Sequence[Match]) -> list[Match]:
    """Matches that are not part of a longer one: "ask your doctor" is one cue, not two."""
    return [
        match
        for match in matches
        if not any(
            other.start <= match.start
            and match.end <= other.end
            and other.end - other.start > match.end - match.start
            for other in matches
        )
    ]


def _clauses(sentence: Sentence, stops: set[int]) -> list[tuple[int, int]]:
    cuts = sorted({0, *stops, len(sentence.words)})
    return [(start, end) for start, end in pairwise(cuts) if end > start]


def _is_pseudo(match: Match, pseudo: Sequence[Match]) -> bool:
    return any(other.start <= match.start < other.end for other in pseudo)


def _scope(sentence: Sentence, kind: str, direction: str, match: Match, stops: set[int]) -> Scope:
    if direction == "whole":
        return Scope(kind, 0, len(sentence.words), match.start, match.end)
    if direction == "backward":
        start = match.start
        while start > 0 and start - 1 not in stops:
            start -= 1
        return Scope(kind, start, match.end, match.start, match.end)
    end = _forward(sentence, match.end, stops)
    return Scope(kind, match.start, end, match.start, match.end)


def _forward(sentence: Sentence, start: int, stops: set[int]) -> int:
    """Where a scope that begins at `start` ends; an aside in brackets neither ends nor hides it."""
    end = start
    words = sentence.words
    while end < len(words):
        if words[end] == "(" and end > start and ")" in words[end : end + _ASIDE]:
            end = words.index(")", end) + 1
            continue
        if end in stops:
            break
        end += 1
    return end


def _speech(sentence: Sentence) -> list[Scope]:
    """Quotations and testimonials: a quoted passage, a quote block, a first-person story."""
    scopes: list[Scope] = []
    count = len(sentence.words)
    for start, end in sentence.quotes:
        words = sentence.words[start:end]
        if end - start < _QUOTATION_WORDS:
            continue
        kind = "testimonial" if _FIRST_PERSON & set(words) else "quotation"
        scopes.append(Scope(kind, start, end, start, start))
    if sentence.block.kind is BlockKind.QUOTE:
        kind = "testimonial" if _FIRST_PERSON & set(sentence.words) else "quotation"
        scopes.append(Scope(kind, 0, count, 0, 0))
    return scopes
