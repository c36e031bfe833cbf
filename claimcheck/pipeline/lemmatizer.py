"""Lemmas from the form and its tag: a table of known forms, then learned endings.

Table and endings are built from the training split (training/lemmas.py). There is nothing to
compute but two dictionary look-ups a word, and every lemma can be explained.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from spacy.language import Language
from spacy.pipeline import Pipe
from spacy.tokens import Doc
from spacy.training import Example, validate_examples
from spacy.vocab import Vocab

from claimcheck.pipeline.tokenizer import normalise

# Tags whose forms inflect alike share what was learned.
FAMILY = {"VBN": "VBD", "NNPS": "NNS"}
NAMES = frozenset(("NNP", "NNPS"))
VERBATIM = frozenset(("ADD", "GW", "FW", "LS", "SYM", "NFP"))
LONGEST_ENDING = 6
_CACHE_ENTRIES = 100_000

Forms = dict[str, dict[str, str]]
Endings = dict[str, dict[str, tuple[int, str]]]


class TableLemmatizer(Pipe):
    """Pipeline component that sets `token.lemma_`; it must run after the tagger."""

    def __init__(
        self, vocab: Vocab, name: str = "lemmatizer", *, scorer: Callable[..., Any] | None = None
    ) -> None:
        self.vocab = vocab
        self.name = name
        self.scorer = scorer
        self.forms: Forms = {}
        self.endings: Endings = {}
        self._cache: dict[tuple[int, int], int] = {}

    def __call__(self, doc: Doc) -> Doc:
        cache = self._cache
        for token in doc:
            key = (token.orth, token.tag)
            lemma = cache.get(key)
            if lemma is None:
                lemma = self.vocab.strings.add(self.lemma(token.text, token.tag_))
                if len(cache) < _CACHE_ENTRIES:
                    cache[key] = lemma
            token.lemma = lemma
        return doc

    def lemma(self, form: str, tag: str) -> str:
        """The lemma of `form` as a word with the Penn tag `tag`."""
        if tag in VERBATIM:
            return form
        word = normalise(form)
        family = FAMILY.get(tag, tag)
        known = self.forms.get(family, {}).get(word)
        if known is None:
            known = word
            endings = self.endings.get(family, {})
            for length in range(min(LONGEST_ENDING, len(word) - 1), -1, -1):
                rule = endings.get(word[len(word) - length :])
                if rule is not None:
                    cut, add = rule
                    known = word[: len(word) - cut] + add or word
                    break
        if tag in NAMES:
            return _cased_like(form, known)
        return known

    def set_tables(self, forms: Forms, endings: Endings) -> None:
        self.forms, self.endings, self._cache = forms, endings, {}

    def score(self, examples: Iterable[Example], **kwargs: Any) -> dict[str, Any]:
        from spacy.scorer import Scorer

        examples = list(examples)
        validate_examples(examples, "TableLemmatizer.score")
        return dict(Scorer.score_token_attr(examples, "lemma", **kwargs))

    def to_bytes(self, **_: Any) -> bytes:
        return json.dumps(
            [self.forms, self.endings], ensure_ascii=False, sort_keys=True, separators=(",", ":")
        ).encode()

    def from_bytes(self, data: bytes, **_: Any) -> TableLemmatizer:
        forms, endings = json.loads(data)
        self.set_tables(forms, {t: {e: tuple(r) for e, r in v.items()} for t, v in endings.items()})
        return self

    def to_disk(self, path: str | Path, **_: Any) -> None:
        Path(path).mkdir(parents=True, exist_ok=True)
        (Path(path) / "tables.json").write_bytes(self.to_bytes())

    def from_disk(self, path: str | Path, **_: Any) -> TableLemmatizer:
        return self.from_bytes((Path(path) / "tables.json").read_bytes())


def _cased_like(form: str, lemma: str) -> str:
    """Names keep the capitals that they are written with: "Enron's", "NIH", "CoolSculpting"."""
    shared = 0
    for shared in range(min(len(form), len(lemma)) + 1):
        if form[:shared].lower() != lemma[:shared]:
            shared -= 1
            break
    return form[:shared] + lemma[shared:]


@Language.factory("claimcheck_lemmatizer", default_config={})
def create_lemmatizer(nlp: Language, name: str) -> TableLemmatizer:
    return TableLemmatizer(nlp.vocab, name)
