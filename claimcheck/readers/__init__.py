"""Readers: a source of some format as a `Document`.

A format is one module with one function, and one line in the table below.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from pathlib import PurePath

from claimcheck.document import Document
from claimcheck.readers.decode import LIMIT_BYTES, decode, read_file
from claimcheck.readers.options import Options
from claimcheck.source import Source

__all__ = ["DATA_READERS", "LIMIT_BYTES", "READERS", "decode", "is_known", "read", "read_file"]

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
    # Templates of HTML; their code is read around.
    ".php": "html",
    ".blade.php": "html",
    ".twig": "html",
    ".liquid": "html",
    ".njk": "html",
    ".jinja": "html",
    ".jinja2": "html",
    ".j2": "html",
    ".hbs": "html",
    ".handlebars": "html",
    ".mustache": "html",
    ".erb": "html",
    ".ejs": "html",
    ".tpl": "html",
    # Components.
    ".vue": "html",
    ".jsx": "jsx",
    ".tsx": "jsx",
    ".astro": "jsx",
    ".svelte": "jsx",
    ".mdx": "mdx",
    ".docx": "docx",
    ".rst": "rst",
    ".adoc": "asciidoc",
    ".asciidoc": "asciidoc",
}
"""Suffix, in lower case, to the module that reads it; any other suffix is read as plain text."""

DATA_READERS = {".json": "records", ".yaml": "records", ".yml": "records"}
"""The same for data, which is read only where it is asked for: most of it is no page."""

_TEMPLATES = {".twig", ".liquid", ".njk", ".jinja", ".jinja2", ".j2", ".hbs", ".erb", ".ejs"}
_Reader = Callable[[Source, Options], Document]


def is_known(path: str) -> bool:
    """Whether there is a reader for files of this name; any other is read as plain text."""
    suffix = _suffix(path)
    return suffix in READERS or suffix in DATA_READERS


def read(source: Source, *, suffix: str | None = None, fields: tuple[str, ...] = ()) -> Document:
    """Read `source` as the format that `suffix` (with its dot) or else its path says.

    `fields` are patterns of the keys of front matter and data whose strings are prose; empty means
    the usual ones. Raises `ReadError` where the format itself is broken, as front matter can be.
    """
    chosen = suffix.lower() if suffix else _suffix(source.path)
    name = _reader_name(chosen)
    # Imported here so that a run over plain text never loads a Markdown parser.
    function: _Reader = import_module(f"claimcheck.readers.{name}").read
    return function(source, Options(chosen, fields))


def _reader_name(suffix: str) -> str:
    return READERS.get(suffix) or DATA_READERS.get(suffix, "text")


def _suffix(path: str) -> str:
    """The suffix that decides: the longest known one; of "page.md.njk" the inner one."""
    suffixes = [suffix.lower() for suffix in PurePath(path).suffixes[-2:]]
    double = "".join(suffixes)
    if double in READERS:
        return double
    if len(suffixes) == 2 and suffixes[1] in _TEMPLATES and READERS.get(suffixes[0]) == "markdown":
        return suffixes[0]
    return suffixes[-1] if suffixes else ""
