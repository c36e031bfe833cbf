"""Importing spaCy without its command line, and with one thread for its matrices.

`import spacy` loads its command-line module for the one function `spacy.info`, and with it typer,
weasel, jinja2, requests and httpx: a third of the time (0.19 of 0.58 s). Nothing in a pipeline
needs them. While spaCy is imported here, light modules stand in their place; afterwards they are
gone, so whoever imports `spacy.cli` later gets the real one.

The matrices of one sentence are too small to share: a second thread of OpenBLAS only waits, at the
cost of a processor that another process could use (a fifth of the time of a large run). How many it
starts is settled when numpy is imported; a user's own setting stands.
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from types import ModuleType
from typing import Any

_COMMANDS = "spacy.cli"
_INFO = "spacy.cli.info"
_THREADS = "OPENBLAS_NUM_THREADS"


@contextmanager
def light_import() -> Iterator[None]:
    """Whatever is imported inside gets spaCy without its command line.

    Does nothing if spaCy is loaded already. If spaCy comes to need more of that module than is
    known here, it is imported the usual way.
    """
    if "spacy" in sys.modules:
        yield
        return
    stand_ins = _stand_ins()
    sys.modules.update(stand_ins)
    threads = os.environ.get(_THREADS)
    os.environ.setdefault(_THREADS, "1")
    # The hundred thousand objects that the import makes all stay: looking for garbage among them
    # over and over is a sixth of its time.
    collecting = gc.isenabled()
    gc.disable()
    try:
        try:
            import_module("spacy")
        except (ImportError, AttributeError):
            _forget(stand_ins)
            for name in [name for name in sys.modules if name.partition(".")[0] == "spacy"]:
                del sys.modules[name]
            import_module("spacy")
        yield
    finally:
        _forget(stand_ins)
        if threads is None:
            os.environ.pop(_THREADS, None)
        gc.freeze()
        if collecting:
            gc.enable()


def _stand_ins() -> dict[str, ModuleType]:
    package, module = ModuleType(_COMMANDS), ModuleType(_INFO)
    package.__path__ = []
    module.info = info  # type: ignore[attr-defined]
    return {_COMMANDS: package, _INFO: module}


def _forget(stand_ins: dict[str, ModuleType]) -> None:
    for name, module in stand_ins.items():
        if sys.modules.get(name) is module:
            del sys.modules[name]


def info(*arguments: Any, **options: Any) -> Any:
    """`spacy.info`, which loads the command line when it is called."""
    return import_module(_INFO).info(*arguments, **options)
