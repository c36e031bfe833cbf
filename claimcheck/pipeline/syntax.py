"""Tags and dependencies for the sentences that need them; the part that loads spaCy."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from claimcheck.claim import Wording
from claimcheck.pipeline.token_patterns import build_matcher, find_matches
from claimcheck.rules.schema import TokenPatterns

# More at once is no quicker, and takes 50 MB more.
_BATCH = 32
# A parser trained on the open web has not met "finasteride"; it parses "medicine" well, and only
# the tree is wanted. Longer names keep their last word, which is the one that carries the syntax.
_STAND_INS = (
    ("intervention.drug", "medicine"),
    ("intervention.prescription", "medicine"),
    ("intervention.supplement", "medicine"),
    ("intervention.psychedelic", "medicine"),
    ("condition", "disease"),
    ("symptom", "pain"),
)
# Shorter names are common words, which the model knows.
_RARE_LENGTH = 7
# Labels of spaCy's own English pipelines, which a user may name, as Universal Dependencies says it.
_UNIVERSAL = {
    "nsubjpass": "nsubj:pass",
    "csubjpass": "csubj:pass",
    "auxpass": "aux:pass",
    "dobj": "obj",
    "pobj": "obl",
    "relcl": "acl:relcl",
    "attr": "xcomp",
    "acomp": "xcomp",
}


def add_syntax(wordings: Sequence[Wording], language: Language, patterns: TokenPatterns) -> None:
    """Tag and parse sentences, and note what token patterns find in each."""
    matcher = build_matcher(language.vocab, patterns) if patterns else None
    docs: Any = (_doc(wording, language) for wording in wordings)
    for _, component in language.pipeline:
        docs = component.pipe(docs, batch_size=_BATCH)  # type: ignore[attr-defined]
    for wording, doc in zip(wordings, docs, strict=True):
        _apply(wording, doc)
        if matcher is not None:
            plain = Doc(language.vocab, words=wording.tokens, spaces=wording.spaces)
            wording.token_matches = find_matches(matcher, plain, doc, wording.numbers)


def _doc(wording: Wording, language: Language) -> Doc:
    """The tokens with rare names of drugs and diseases replaced by common nouns."""
    replaced = dict(_stand_ins(wording))
    words = [
        replaced.get(number, text) if number >= 0 else text
        for number, text in zip(wording.numbers, wording.tokens, strict=True)
    ]
    return Doc(language.vocab, words=words, spaces=wording.spaces)


def _stand_ins(wording: Wording) -> Iterator[tuple[int, str]]:
    """Words to replace, and by what; only the first word of a longer name."""
    for signal in wording.signals:
        text = wording.words[signal.start]
        if len(text) < _RARE_LENGTH:
            continue
        for family, stand_in in _STAND_INS:
            if signal.name == family or signal.name.startswith(family + "."):
                plural = text.endswith("s") and not text.endswith(("is", "ss", "us"))
                yield signal.start, stand_in + ("s" if plural else "")


def _apply(wording: Wording, doc: Doc) -> None:
    """Copy tags, dependency labels and heads from the parsed tokens onto the words."""
    tags, deps, heads, numbers = wording.tags, wording.deps, wording.heads, wording.numbers
    above = [token.head.i for token in doc]
    for at, (token, word) in enumerate(zip(doc, numbers, strict=True)):
        if word < 0:
            continue
        tags[word] = token.tag_
        deps[word] = _UNIVERSAL.get(token.dep_, token.dep_)
        head = above[at]
        # A dropped token (a hyphen) passes on its own head; bounded, as trees are acyclic.
        while numbers[head] < 0 and above[head] != head:
            head = above[head]
        heads[word] = numbers[head] if numbers[head] >= 0 else word
    wording.parsed = True
