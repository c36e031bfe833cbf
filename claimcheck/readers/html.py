"""HTML, whole pages and fragments, with or without template code."""

from __future__ import annotations

from claimcheck.document import Document
from claimcheck.readers.fields import front_matter, start_flow
from claimcheck.readers.flow import with_title
from claimcheck.readers.holes import fill_holes, find_holes, note_comments
from claimcheck.readers.markup import HtmlWriter
from claimcheck.readers.options import Options
from claimcheck.source import Source

_PAGES = {".html", ".htm", ".xhtml"}


def read(source: Source, options: Options) -> Document:
    """Read a page, a fragment or a template of HTML, and the prose of its front matter.

    Raises `ReadError` where the front matter is broken.
    """
    front = front_matter(source)
    holes = find_holes(source.text, options.suffix, page=options.suffix in _PAGES)
    flow = start_flow(source, fill_holes(source.text, holes), front, options.fields)
    writer = HtmlWriter(flow, fields=options.fields, components=options.suffix == ".vue")
    writer.feed(front.body if front else 0, len(source.text))
    writer.finish()
    note_comments(flow, holes)
    return with_title(flow.finish("html"))
