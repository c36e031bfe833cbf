"""Random documents whose prose is known: what must be read, as what, and what must not."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from hypothesis import strategies as st

from claimcheck.document import BlockKind, Document
from claimcheck.source import Range

Draw = Callable[[st.SearchStrategy[Any]], Any]

STEMS = ["pain", "relief", "naïve", "Größe", "don’t", "日本", "😀", "e-mail", "👩‍⚕️", "ÉTÉ", "ﬁt"]


@dataclass
class Page:
    """A document and its prose: each word occurs once, so it can be told apart."""

    draw: Draw
    shown: dict[str, BlockKind | None] = field(default_factory=dict)
    links: list[tuple[str, str]] = field(default_factory=list)
    marks: int = 0
    comments: int = 0
    _count: int = 0

    def name(self) -> str:
        """A word that no other place of the page has."""
        self._count += 1
        return f"{self.draw(st.sampled_from(STEMS))}x{self._count}w"

    def word(self, kind: BlockKind | None) -> str:
        """A word that the page shows."""
        word = self.name()
        self.shown[word] = kind
        return word

    def append(self, word: str, tail: str) -> str:
        """The page shows `tail` glued to `word`."""
        self.shown[word + tail] = self.shown.pop(word)
        return word

    def pick(self, *options: Any) -> Any:
        return self.draw(st.sampled_from(options))

    def times(self, least: int, most: int) -> range:
        return range(self.draw(st.integers(least, most)))


def check(document: Document, page: Page, undo: Callable[[str], str]) -> None:
    """The document shows the words of the page and no others, each where it stands.

    `undo` takes what the format writes around or inside a word off its source.
    """
    check_shape(document)
    words = [(match[0], match.start(), match.end()) for match in re.finditer(r"\S+", document.text)]
    assert Counter(word for word, _, _ in words) == Counter(page.shown.keys())
    for word, start, end in words:
        excerpt = document.source.excerpt(document.source_range(Range(start, end)))
        assert undo(excerpt) == word
    for block in document.blocks:
        for word in document.block_text(block).split():
            assert page.shown[word] in {None, block.kind}
    shown_links = [
        (link.target, document.text[link.text.start : link.text.end]) for link in document.links
    ]
    assert Counter(shown_links) == Counter(page.links)
    assert len(document.markers) == page.marks
    assert len(document.comments) == page.comments


def check_shape(document: Document) -> None:
    """What holds for every document whatever was read."""
    text, source = document.text, document.source.text
    assert text == "\n\n".join(document.block_text(block) for block in document.blocks)
    for block in document.blocks:
        body = document.block_text(block)
        assert body
        assert body == " ".join(body.split())
    end = 0
    for segment in document.segments:
        assert text[end : segment.text.start] in {"", "\n\n"}
        assert segment.text.start < segment.text.end
        assert 0 <= segment.source.start <= segment.source.end <= len(source)
        printed = text[segment.text.start : segment.text.end]
        if len(segment.text) == len(segment.source) and printed != " ":
            found = source[segment.source.start : segment.source.end]
            # A parser may show what no text should hold as a replacement character.
            found = re.sub("[\\s\ue001]", " ", found)
            assert all(a in {b, "\ufffd"} for a, b in zip(printed, found, strict=True))
        end = segment.text.end
    assert end == len(text)
    for place in [link.text for link in document.links] + [mark.text for mark in document.markers]:
        assert 0 <= place.start <= place.end <= len(text)
    for place in [mark.source for mark in document.markers] + [
        comment.source for comment in document.comments
    ]:
        assert 0 <= place.start < place.end <= len(source)


def show(document: Document) -> list[str]:
    """The blocks as lines: "kind label: text"."""
    return [
        " ".join([block.kind.value, *([block.label] if block.label else [])])
        + f": {document.block_text(block)}"
        for block in document.blocks
    ]
