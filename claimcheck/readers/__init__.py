"""Readers: a source of some format as a `Document`.

A format is one module with one function, and one line in the table below.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from pathlib import PurePath

from claimcheck.document import Document
from claimcheck.readers.decode import LIMIT_BYTES, decode, read_file
from claimcheck.source import Source

__all__ = ["LIMIT_BYTES", "READERS", "decode", "read", "read_file", "reader_name"]

READERS = {
    ".txt": "text",
    ".text": "text",
    ".md": "markdown",
    ".markdown": "markdown",
    ".mdown": "markdown",
    ".mkd": "markdown",
    ".qmd": "markdown",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
}
"""Suffix, in lower case, to the module that reads it; any other suffix is read as plain text."""


def reader_name(path: str) -> str:
    """The name of the reader for `path`."""
    return READERS.get(PurePath(path).suffix.lower(), "text")


def read(source: Source, *, suffix: str | None = None, fields: tuple[str, ...] = ()) -> Document:
    """Read `source` as the format that `suffix` (with its dot) or else its path says.

    `fields` are patterns of the keys of front matter and data whose strings are prose; empty means
    the usual ones. Raises `ReadError` where the format itself is broken, as front matter can be.
    """
    name = READERS.get(suffix.lower(), "text") if suffix else reader_name(source.path)
    # Imported here so that a run over plain text never loads a Markdown parser.
    function: Callable[[Source, tuple[str, ...]], Document] = import_module(
        f"claimcheck.readers.{name}"
    ).read
    return function(source, fields)
