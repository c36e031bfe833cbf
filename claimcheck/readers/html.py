"""HTML, whole pages and fragments."""

from __future__ import annotations

from claimcheck.document import Document
from claimcheck.readers.fields import start_flow
from claimcheck.readers.flow import with_title
from claimcheck.readers.frontmatter import read_front_matter
from claimcheck.readers.markup import HtmlWriter
from claimcheck.source import Source


def read(source: Source, fields: tuple[str, ...] = ()) -> Document:
    """Read a page or a fragment of HTML, and of its front matter the `fields` that hold prose.

    Raises `ReadError` where the front matter is broken.
    """
    front = read_front_matter(source)
    flow = start_flow(source, source.text, front, fields)
    writer = HtmlWriter(flow)
    writer.feed(front.body if front else 0, len(source.text))
    writer.finish()
    return with_title(flow.finish("html"))
