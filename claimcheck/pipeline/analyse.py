"""Document to Analysis: the route through the language components, in the order of their cost."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from claimcheck.citations import find_citations, supporting
from claimcheck.claim import Analysis, Citation, Claim, Reach, Sentence, Wording
from claimcheck.document import HEADINGS, NO_PROSE, BlockKind, Document
from claimcheck.pipeline.claims import claims_in
from claimcheck.pipeline.context import add_context
from claimcheck.pipeline.light import light_import
from claimcheck.pipeline.sentences import build_sentences
from claimcheck.pipeline.sharing import Exchange
from claimcheck.pipeline.wordings import Wordings
from claimcheck.rules.catalog import Catalog
from claimcheck.rules.patterns import PatternIndex
from claimcheck.rules.schema import TokenPatterns

# Public-information words that a page needs to be called that; one seller's word makes a seller.
_PUBLIC_CUES = 3
# A text of so few words is a slogan, a caption or a line from a page: it had no room to say who
# speaks. A page that informs needs no more than this to sound like it.
_SNIPPET_WORDS = 60
# The mean tone of a page. Of pages not trained on that sell, 94 % sound at least like the first, of
# those that inform 3 %; from the second on they are 97 and 8 %, from the third 99 and 19, from the
# last 100 and 41.
_ADVERT = 0.85
_PROMOTES = 0.6
_INFORMS = 0.3
_LEAFLET = -0.1
# One line tells less than a page.
_DRY = -1.5
_SHOP = 1.8
_IMPLYING_WORDS = 6
_FULL_STOPS = frozenset(".!…")


@dataclass
class Draft:
    """A document on its way: its sentences, of which some wait for their syntax."""

    document: Document
    sentences: list[Sentence]

    @property
    def waiting(self) -> int:
        """How many of them wait; one that is said twice counts twice."""
        return sum(
            sentence.wording.needs_syntax and not sentence.wording.parsed
            for sentence in self.sentences
        )


class Pipeline:
    """The language side of a check; spaCy is loaded when the first sentence needs it."""

    def __init__(
        self,
        catalog: Catalog,
        triggers: PatternIndex[Any],
        asks_for_tags: Callable[[Wording], bool] = lambda wording: bool(wording.found),
        model: str | None = None,
        token_patterns: TokenPatterns | None = None,
    ) -> None:
        """`triggers` are what the rules look for; `asks_for_tags` tells whether they need to know
        the classes of the words around what was found."""
        self._catalog = catalog
        self._model_name = model
        self._token_patterns = token_patterns or {}
        self._wordings = Wordings(
            catalog.lexicon,
            triggers,
            # Token patterns may ask for the tags of any sentence.
            (lambda _: True) if token_patterns else asks_for_tags,
        )

    def analyse(
        self, document: Document, *, own: Iterable[str] = (), keys: Iterable[str] | None = None
    ) -> Analysis:
        """Everything the rules may ask about one document: all steps below."""
        draft = self.draft(document)
        self.parse([draft])
        return self.finish(draft, own=own, keys=keys)

    def draft(self, document: Document) -> Draft:
        """The sentences of a document with their signals; those that matter are marked."""
        return Draft(document, build_sentences(document, self._wordings.read))

    def share(self, exchange: Exchange | None) -> None:
        """From now on, share with other processes what is found out of wordings."""
        self._wordings.share(exchange)

    def parse(self, drafts: Sequence[Draft]) -> None:
        """Give the sentences of several documents the syntax that they need.

        Raises PipelineError if any needs it and the pipeline is missing or unsuitable.
        """
        waiting = {
            id(sentence.wording): sentence.wording
            for draft in drafts
            for sentence in draft.sentences
            if sentence.wording.needs_syntax and not sentence.wording.parsed
        }
        if waiting:
            self._parse(list(waiting.values()))
        self._wordings.tell()

    def _parse(self, waiting: Sequence[Wording]) -> None:
        # Imported here: a page without a trigger never pays for spaCy.
        with light_import():
            from claimcheck.pipeline.model import load_model
            from claimcheck.pipeline.syntax import add_syntax

        # Of like length together: a batch takes as many steps as its longest sentence has words.
        wordings = sorted(waiting, key=lambda wording: len(wording.tokens))
        add_syntax(wordings, load_model(self._model_name), self._token_patterns)
        for wording in wordings:
            self._wordings.parsed(wording)

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
        # One line is held up as it is; on a page, a heading or a name implies nothing by itself.
        short = _is_short(sentences) and len({sentence.paragraph for sentence in sentences}) == 1
        for sentence in sentences:
            context = add_context(sentence, self._catalog.context)
            for voice, words in context.voices:
                voices.setdefault(voice, set()).add(words)
            claims += claims_in(
                sentence, context, implied=short or _may_imply(sentence), alone=short
            )
        return Analysis(
            document,
            sentences,
            claims,
            citations,
            voice=_voice(voices, sentences),
            token_matches=_token_matches(sentences),
        )


def _token_matches(sentences: Sequence[Sentence]) -> dict[str, list[tuple[int, int, int]]]:
    """What token patterns found, by rule code: sentence, first word, end word."""
    found: dict[str, list[tuple[int, int, int]]] = {}
    for sentence in sentences:
        for code, start, end in sentence.wording.token_matches:
            found.setdefault(code, []).append((sentence.index, start, end))
    return found


def _voice(heard: dict[str, set[str]], sentences: Sequence[Sentence]) -> str:
    """Who speaks: `owner` (sells), `public` (informs), `informing` (a little), `unknown`, or a
    `snippet` that says too little to tell.

    What is said twice counts once. Where cues do not settle it, the tone of all sentences does; a
    page that a cue makes a seller's must not sound like a leaflet, nor the other way round.
    """
    owner, public = len(heard["owner"]), len(heard["public"])
    tones = [s.wording.tone for s in sentences if s.block.kind not in NO_PROSE]
    tone = sum(tones) / max(len(tones), 1)
    short = _is_short(sentences)
    if owner and owner * 2 >= public and (owner > 1 or tone > _LEAFLET or short):
        return "owner"
    if public >= _PUBLIC_CUES and (short or tone < _ADVERT):
        return "public"
    if short:
        return "informing" if tone < (_SHOP if public else _DRY) else "snippet"
    if tone >= (_ADVERT if public else _PROMOTES):
        return "owner"
    return "informing" if public or owner or tone < _INFORMS else "unknown"


def _is_short(sentences: Sequence[Sentence]) -> bool:
    """Whether the text is a slogan, a caption or a line from a page."""
    return sum(len(sentence.words) for sentence in sentences) <= _SNIPPET_WORDS


def _may_imply(sentence: Sentence) -> bool:
    """Whether a sentence of a page says enough to imply a claim."""
    words = sentence.words
    whole = words[-1] in _FULL_STOPS or sentence.block.kind is BlockKind.LIST_ITEM
    return whole and len(words) >= _IMPLYING_WORDS and sentence.block.kind not in HEADINGS


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
