"""Document to Analysis: the route through the language components, in the order of their cost."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property

from spacy.language import Language
from spacy.matcher import Matcher
from spacy.tokens import Doc

from claimcheck.citations import find_citations, supporting
from claimcheck.claim import Analysis, Citation, Claim, Reach, Sentence
from claimcheck.document import Document
from claimcheck.pipeline.claims import find_claims
from claimcheck.pipeline.context import add_context
from claimcheck.pipeline.model import load_model
from claimcheck.pipeline.sentences import apply_syntax, build_sentences
from claimcheck.pipeline.signals import add_signals
from claimcheck.pipeline.token_patterns import TokenPatterns, build_matcher, find_matches
from claimcheck.rules.catalog import Catalog
from claimcheck.rules.patterns import PatternIndex, sentence_keys

# Owner words (a shop's, a clinic's) and public-information words a page needs to be called one.
_VOICE_CUES = 2
_BATCH = 128


class Pipeline:
    """The language side of a check; loads the model once, when the first sentence needs it."""

    def __init__(
        self,
        catalog: Catalog,
        triggers: PatternIndex[None],
        model: str | None = None,
        token_patterns: TokenPatterns | None = None,
    ) -> None:
        self._catalog = catalog
        self._triggers = triggers
        self._model_name = model
        self._token_patterns = token_patterns or {}
        self._language: Language | None = None

    @property
    def language(self) -> Language:
        """The spaCy pipeline. PipelineError if it is missing or unsuitable."""
        if self._language is None:
            self._language = load_model(self._model_name)
        return self._language

    @cached_property
    def _matcher(self) -> Matcher | None:
        if not self._token_patterns:
            return None
        return build_matcher(self.language.vocab, self._token_patterns)

    def analyse(
        self, document: Document, *, own: Iterable[str] = (), keys: Iterable[str] | None = None
    ) -> Analysis:
        """Everything the rules may ask about the document.

        `own` are hosts of the publisher; `keys` the entries of its bibliography, if one was read.
        """
        built = build_sentences(document, self.language.tokenizer)
        sentences = [sentence for sentence, _, _ in built]
        citations = find_citations(document, own=own, keys=keys)
        _attach(document, sentences, citations)
        waiting: list[tuple[Sentence, Doc, list[int]]] = []
        for sentence, doc, numbers in built:
            add_signals(sentence, self._catalog.lexicon)
            if self._has_trigger(sentence):
                waiting.append((sentence, doc, numbers))
        matches = self._parse(waiting)
        claims: list[Claim] = []
        for sentence in sentences:
            add_context(sentence, self._catalog.context)
            claims += find_claims(sentence)
        analysis = Analysis(document, sentences, claims, citations, token_matches=matches)
        analysis.voice = self._voice(sentences)
        return analysis

    def _has_trigger(self, sentence: Sentence) -> bool:
        if self._token_patterns:
            return True  # a token pattern may ask for tags of any sentence
        if any(s.name.startswith(("predicate", "property")) for s in sentence.signals):
            return True
        return bool(self._triggers.candidates(sentence_keys(sentence)))

    def _parse(
        self, waiting: Sequence[tuple[Sentence, Doc, list[int]]]
    ) -> dict[str, list[tuple[int, int, int]]]:
        """Give the sentences their syntax; what token patterns find, by rule code."""
        matches: dict[str, list[tuple[int, int, int]]] = {}
        docs: object = (
            _with_known_words(sentence, doc, numbers) for sentence, doc, numbers in waiting
        )
        for _, component in self.language.pipeline:
            docs = component.pipe(docs, batch_size=_BATCH)  # type: ignore[attr-defined]
        for (sentence, _, numbers), doc in zip(waiting, docs, strict=True):  # type: ignore[call-overload]
            apply_syntax(sentence, doc, numbers)
            if self._matcher is not None:
                for code, start, end in find_matches(self._matcher, doc, numbers):
                    matches.setdefault(code, []).append((sentence.index, start, end))
        return matches

    def _voice(self, sentences: Sequence[Sentence]) -> str:
        """Who speaks: `owner` (sells), `public` (informs), `unknown`."""
        counts = {"owner": 0, "public": 0}
        for sentence in sentences:
            keys = sentence_keys(sentence)
            for voice in counts:
                counts[voice] += sum(
                    1
                    for pattern in self._catalog.context.voices.get(voice, ())
                    if pattern.may_match(keys) and pattern.found_in(sentence)
                )
        if counts["owner"] and counts["owner"] * 2 >= counts["public"]:
            return "owner"
        return "public" if counts["public"] >= _VOICE_CUES else "unknown"


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
_COMMON_LENGTH = 7


def _with_known_words(sentence: Sentence, doc: Doc, numbers: Sequence[int]) -> Doc:
    """The tokens with rare names of drugs and diseases replaced by common nouns."""
    replaced: dict[int, str] = {}
    for signal in sentence.signals:
        for family, stand_in in _STAND_INS:
            if signal.name == family or signal.name.startswith(family + "."):
                for word in range(signal.start, signal.end):
                    text = sentence.words[word]
                    rare = signal.end - signal.start == 1 or word == signal.start
                    if rare and len(text) >= _COMMON_LENGTH and word not in replaced:
                        ending = "s" if text.endswith("s") and not text.endswith("is") else ""
                        replaced[word] = stand_in + ending
    if not replaced:
        return doc
    words = [
        replaced.get(number, token.text) if number >= 0 else token.text
        for token, number in zip(doc, numbers, strict=True)
    ]
    return Doc(doc.vocab, words=words, spaces=[bool(token.whitespace_) for token in doc])


def _attach(
    document: Document, sentences: Sequence[Sentence], citations: Sequence[Citation]
) -> None:
    """Give every sentence the citations that support it, with their reach."""
    if not citations:
        return
    ranges = [sentence.text for sentence in sentences]
    for sentence in sentences:
        sentence.support = [
            (citation, reach)
            for citation, reach in supporting(document, citations, sentence.text, ranges)
            if reach <= Reach.PARAGRAPH
        ]
        sentence.citations = [
            citation for citation, reach in sentence.support if reach <= Reach.SENTENCE
        ]
