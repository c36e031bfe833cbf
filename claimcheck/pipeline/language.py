"""The language class of the bundled pipeline: its lexical features, its storage, its arithmetic."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, Literal

from spacy.attrs import NORM, PREFIX, SUFFIX
from spacy.lang.en import English, EnglishDefaults
from spacy.language import Language
from spacy.util import registry
from thinc.api import Model

# Importing it registers the factory that the bundled model's configuration names.
import claimcheck.pipeline.lemmatizer  # noqa: F401
from claimcheck.pipeline.ops import MatmulOps
from claimcheck.pipeline.tokenizer import CopyTokenizer, normalise

LANGUAGE = "en_claimcheck"


def _prefix(word: str) -> str:
    return normalise(word)[:3]


def _suffix(word: str) -> str:
    return normalise(word)[-3:]


class ClaimcheckEnglishDefaults(EnglishDefaults):
    """English without spaCy's tokenizer tables, which `CopyTokenizer` does not use.

    Prefix and suffix are taken from the normalised form, so that "HEALING" ends like "healing" and
    only the shape tells them apart.
    """

    tokenizer_exceptions: dict[str, list[dict[int, str]]] = {}  # noqa: RUF012
    prefixes = suffixes = infixes = []  # noqa: RUF012
    token_match = url_match = None
    lex_attr_getters: dict[int, Callable[[str], Any]] = {  # noqa: RUF012
        **EnglishDefaults.lex_attr_getters,
        NORM: normalise,
        PREFIX: _prefix,
        SUFFIX: _suffix,
    }


@registry.languages(LANGUAGE)
class ClaimcheckEnglish(English):  # type: ignore[no-untyped-call]  # of spaCy's __init_subclass__
    """English as the bundled pipeline was trained on it.

    On disk the weights are half precision, which halves the size and costs 0.02 points; in memory
    they are single precision.
    """

    lang = LANGUAGE
    Defaults = ClaimcheckEnglishDefaults

    def to_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> None:
        self._cast("float16")
        try:
            super().to_disk(path, exclude=exclude)
        finally:
            self._cast("float32")

    def from_disk(
        self,
        path: str | Path,
        *,
        exclude: Iterable[str] = (),
        overrides: dict[str, Any] | None = None,
    ) -> Language:
        super().from_disk(path, exclude=exclude, overrides=overrides or {})
        self._cast("float32")
        ops = MatmulOps()
        for node in self._nodes():
            node.ops = ops
        return self

    def _nodes(self) -> Iterator[Model[Any, Any]]:
        for _, component in self.pipeline:
            model = getattr(component, "model", None)
            if isinstance(model, Model):
                yield from model.walk()

    def _cast(self, kind: Literal["float16", "float32"]) -> None:
        for node in self._nodes():
            for name in node.param_names:
                if node.has_param(name):
                    weights: Any = node.get_param(name)
                    node.set_param(name, weights.astype(kind))


@registry.tokenizers("claimcheck.CopyTokenizer.v1")  # type: ignore[untyped-decorator]
def create_copy_tokenizer() -> Callable[[Language], CopyTokenizer]:
    """For `[nlp.tokenizer]` of the pipeline's configuration."""
    return lambda nlp: CopyTokenizer(nlp.vocab)
