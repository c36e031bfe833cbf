"""Document to Analysis: the route through the language components, in the order of their cost."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from claimcheck.citations import find_citations, supporting
from claimcheck.claim import Analysis, Citation, Claim, Reach, Sentence
from claimcheck.document import Document
from claimcheck.pipeline.claims import find_claims, may_claim
from claimcheck.pipeline.context import add_context
from claimcheck.pipeline.light import light_import
from claimcheck.pipeline.sentences import Tokens, build_sentences
from claimcheck.pipeline.signals import add_signals
from claimcheck.pipeline.tokenizer import CopyTokenizer
from claimcheck.rules.catalog import Catalog
from claimcheck.rules.patterns import PatternIndex, sentence_keys
from claimcheck.rules.schema import TokenPatterns

# Public-information words that a page needs to be called that; one seller's word makes a seller.
_PUBLIC_CUES = 3


@dataclass
class Draft:
    """A document on its way: its sentences, and those that wait for their syntax.

    `matches` are what token patterns found, by rule code: sentence, first word, end word.
    """

    document: Document
    sentences: list[Sentence]
    waiting: list[tuple[Sentence, Tokens]]
    matches: dict[str, list[tuple[int, int, int]]] = field(default_factory=dict)


class Pipeline:
    """The language side of a check; spaCy is loaded when the first sentence needs it."""

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
        self._tokenizer = CopyTokenizer()

    def analyse(
        self, document: Document, *, own: Iterable[str] = (), keys: Iterable[str] | None = None
    ) -> Analysis:
        """Everything the rules may ask about one document: all steps below."""
        draft = self.draft(document)
        self.parse([draft])
        return self.finish(draft, own=own, keys=keys)

    def draft(self, document: Document) -> Draft:
        """The sentences of a document with their signals; those that matter are marked."""
        built = build_sentences(document, self._tokenizer)
        for sentence, _ in built:
            add_signals(sentence, self._catalog.lexicon)
            sentence.triggered = self._is_triggered(sentence)
        return Draft(
            document,
            [sentence for sentence, _ in built],
            [entry for entry in built if entry[0].triggered],
        )

    def parse(self, drafts: Sequence[Draft]) -> None:
        """Give the marked sentences of several documents their syntax.

        Raises PipelineError if any has one and the pipeline is missing or unsuitable.
        """
        waiting = [(draft, entry) for draft in drafts for entry in draft.waiting]
        if not waiting:
            return
        # Imported here: a page without a trigger never pays for spaCy.
        with light_import():
            from claimcheck.pipeline.model import load_model
            from claimcheck.pipeline.syntax import add_syntax

        found = add_syntax(
            [entry for _, entry in waiting], load_model(self._model_name), self._token_patterns
        )
        for (draft, (sentence, _)), matches in zip(waiting, found, strict=True):
            for code, start, end in matches:
                draft.matches.setdefault(code, []).append((sentence.index, start, end))
        for draft in drafts:
            draft.waiting = []

    def finish(
        self, draft: Draft, *, own: Iterable[str] = (), keys: Iterable[str] | None = None
    ) -> Analysis:
        """Everything the rules may ask about a document whose sentences have been parsed.

        `own` are hosts of the publisher; `keys` the entries of its bibliography, if one was read.
        """
        document, sentences = draft.document, draft.sentences
        citations = find_citations(document, own=own, keys=keys)
        _attach(document, sentences, citations)
        claims: list[Claim] = []
        voices: dict[str, set[str]] = {"owner": set(), "public": set()}
        for sentence in sentences:
            for voice, words in add_context(sentence, self._catalog.context):
                voices.setdefault(voice, set()).add(words)
            if sentence.triggered:
                claims += find_claims(sentence)
        return Analysis(
            document,
            sentences,
            claims,
            citations,
            voice=_voice(voices),
            token_matches=draft.matches,
        )

    def _is_triggered(self, sentence: Sentence) -> bool:
        """Whether a rule or a claim may be found here once the syntax is known.

        Before that, a pattern that asks for a tag is given every one.
        """
        if self._token_patterns:
            return True  # a token pattern may ask for tags of any sentence
        if may_claim(sentence):
            return True
        return any(
            pattern.found_in(sentence)
            for pattern, _ in self._triggers.candidates(sentence_keys(sentence))
        )


def _voice(heard: dict[str, set[str]]) -> str:
    """Who speaks: `owner` (sells), `public` (informs), `informing` (a little), `unknown`.

    What is said twice counts once. On real pages, none that sold without saying so used even one
    word of public information, and four of five that informed did.
    """
    owner, public = len(heard["owner"]), len(heard["public"])
    if owner and owner * 2 >= public:
        return "owner"
    if public >= _PUBLIC_CUES:
        return "public"
    return "informing" if public and not owner else "unknown"


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
