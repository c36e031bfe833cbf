"""Loading of the language pipeline: the bundled one, or an installed one by name.

Importing this module imports spaCy (about 0.6 s); a model is loaded on the first call only.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import spacy
from spacy.about import __version__ as spacy_version
from spacy.language import Language
from spacy.util import is_package

# Importing it registers the language that the bundled model's configuration names.
import claimcheck.pipeline.language  # noqa: F401
from claimcheck.errors import PipelineError

BUNDLED = Path(__file__).resolve().parent.parent / "model" / "en_claimcheck"

_NEEDED = ("tagger", "parser")


def load_model(name: str | None = None) -> Language:
    """Load the pipeline `name`, or the bundled English one for None. The same object every time.

    Only installed packages are taken, never a path: a configuration file of a checked repository
    must not be able to point at data that is then executed or unpacked.

    Raises:
        PipelineError: no such package is installed, it cannot be loaded by this version of spaCy,
            or it lacks a tagger or a parser.
    """
    return _load_bundled() if name is None else _load_installed(name)


@cache
def _load_installed(name: str) -> Language:
    if not is_package(name):
        raise PipelineError(
            f"the pipeline {name!r} is not installed; install it (for example with `python -m spacy"
            f" download {name}`) or remove the setting `pipeline` to use the bundled one"
        )
    try:
        nlp = spacy.load(name, exclude=["ner", "textcat", "entity_linker", "entity_ruler"])
    # Whatever a foreign package does on loading, the user needs to know which one and that it did.
    except Exception as error:
        raise PipelineError(
            f"the pipeline {name!r} cannot be loaded ({error}); install a version that fits"
            f" spaCy {spacy_version} or remove the setting `pipeline`"
        ) from error
    missing = [component for component in _NEEDED if component not in nlp.pipe_names]
    if missing:
        raise PipelineError(
            f"the pipeline {name!r} has no {' and no '.join(missing)}; name one that tags and"
            " parses, or remove the setting `pipeline` to use the bundled one"
        )
    return nlp


@cache
def _load_bundled() -> Language:
    try:
        return spacy.load(BUNDLED)
    except (OSError, ValueError) as error:
        raise PipelineError(
            f"the bundled pipeline is damaged or does not fit spaCy {spacy_version}"
            f" ({error}); install claimcheck-lint again"
        ) from error
