"""spaCy token patterns of house rules, matched over parsed sentences."""

from __future__ import annotations

from collections.abc import Sequence

from spacy.matcher import Matcher
from spacy.tokens import Doc
from spacy.vocab import Vocab

from claimcheck.errors import RuleError
from claimcheck.rules.schema import TokenPatterns

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


# A pattern with two "any number of" looks at the third power of this; a longer sentence, which is
# no sentence, is looked at in pieces.
_MOST_TOKENS = 200


def build_matcher(vocab: Vocab, patterns: TokenPatterns) -> Matcher:
    """A matcher for all token patterns, by rule code; RuleError for one that spaCy refuses.

    What a pattern may ask for is settled when its rule is read.
    """
    matcher = Matcher(vocab, validate=True)
    for code, alternatives in patterns.items():
        try:
            matcher.add(code, list(alternatives), greedy="LONGEST")
        except Exception as error:  # spaCy raises several unrelated kinds for a bad pattern
            raise RuleError(f"{code}: not a spaCy pattern: {error}") from error
    return matcher


def find_matches(
    matcher: Matcher, doc: Doc, parsed: Doc, numbers: Sequence[int]
) -> list[tuple[str, int, int]]:
    """Matches as (rule code, first word, end word).

    `doc` has the words of the text; its syntax comes from `parsed`, in which the parser was shown
    common words in the place of rare names.
    """
    if parsed is not doc:
        for token, other in zip(doc, parsed, strict=True):
            token.tag_, token.dep_ = other.tag_, other.dep_
            token.lemma_ = other.lemma_ if token.text == other.text else token.lower_
    for token in doc:
        token.pos_ = _COARSE.get(token.tag_, "X")
    found: list[tuple[str, int, int]] = []
    for first in range(0, len(doc), _MOST_TOKENS):
        for key, start, end in matcher(doc[first : first + _MOST_TOKENS]):
            here = range(first + start, first + end)
            words = [numbers[token] for token in here if numbers[token] >= 0]
            if words:
                found.append((doc.vocab.strings[key], words[0], words[-1] + 1))
    return found
