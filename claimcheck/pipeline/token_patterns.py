"""spaCy token patterns of house rules, matched over parsed sentences."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from spacy.matcher import Matcher
from spacy.tokens import Doc
from spacy.vocab import Vocab

from claimcheck.errors import RuleError

TokenPatterns = Mapping[str, Sequence[list[dict[str, Any]]]]

# These run an expression of the rule's author over the text, with no bound on the time it takes.
_UNBOUNDED = frozenset({"REGEX", "FUZZY"})
# The bundled tagger writes Penn tags; patterns may ask for the coarse ones as well.
_COARSE = {
    tag: coarse
    for coarse, tags in {
        "ADJ": "JJ JJR JJS AFX",
        "ADP": "IN RP",
        "ADV": "RB RBR RBS WRB",
        "AUX": "MD",
        "CCONJ": "CC",
        "DET": "DT PDT WDT",
        "INTJ": "UH",
        "NOUN": "NN NNS",
        "NUM": "CD",
        "PART": "POS TO",
        "PRON": "EX PRP PRP$ WP WP$",
        "PROPN": "NNP NNPS",
        "PUNCT": "-LRB- -RRB- , . : '' `` HYPH NFP",
        "SYM": "$ SYM",
        "VERB": "VB VBD VBG VBN VBP VBZ",
    }.items()
    for tag in tags.split()
}


def build_matcher(vocab: Vocab, patterns: TokenPatterns) -> Matcher:
    """A matcher for all token patterns, by rule code; RuleError for one that spaCy refuses."""
    matcher = Matcher(vocab, validate=True)
    for code, alternatives in patterns.items():
        for pattern in alternatives:
            if _mentions(pattern, _UNBOUNDED):
                raise RuleError(f"{code}: REGEX and FUZZY are not allowed in a pattern")
        try:
            matcher.add(code, list(alternatives), greedy="LONGEST")
        except Exception as error:  # spaCy raises several unrelated kinds for a bad pattern
            raise RuleError(f"{code}: not a spaCy pattern: {error}") from error
    return matcher


def find_matches(matcher: Matcher, doc: Doc, numbers: Sequence[int]) -> list[tuple[str, int, int]]:
    """Matches as (rule code, first word, end word)."""
    for token in doc:
        token.pos_ = _COARSE.get(token.tag_, "X")
    found: list[tuple[str, int, int]] = []
    for key, start, end in matcher(doc):
        words = [numbers[token] for token in range(start, end) if numbers[token] >= 0]
        if words:
            found.append((doc.vocab.strings[key], words[0], words[-1] + 1))
    return found


def _mentions(value: object, names: frozenset[str]) -> bool:
    if isinstance(value, dict):
        return any(
            any(name in str(key).upper() for name in names) or _mentions(inner, names)
            for key, inner in value.items()
        )
    if isinstance(value, list):
        return any(_mentions(inner, names) for inner in value)
    return False
