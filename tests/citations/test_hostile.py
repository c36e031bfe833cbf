"""Whatever a page holds, citations end in linear time and stand at real places."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimcheck.citations import find_citations, supporting
from claimcheck.document import Block, BlockKind, Document, Link, Marker, Segment
from claimcheck.source import Range, Source

_WORDS = st.sampled_from(
    [
        "[1]",
        "[2-9]",
        "[",
        "]",
        "(",
        ")",
        "(Brandt 2019)",
        "Brandt et al.",
        " and ",
        "2019",
        "¹",
        "m²",
        "[^a]",
        "[@key]",
        "doi:10.",
        "10.5555/a",
        "PMID 1",
        "http://a.example/b",
        "JAMA",
        "FDA",
        "guideline",
        ";",
        "Journal of ",
        "The Ab Society ",
        "study by ",
        "published in ",
        "read this ",
        "good ",
        "click here for ",
        "more from ",
        ". ",
        "\n",
        "\n\n",
        " ",
        "x",
        "Aa",
        "&",
        ",",
        "[ref]",
        "*",
        "’s ",
        "🙂",
        "é",
        "Source:",
    ]
)


def page(text: str, cuts: list[int] | None = None, links: tuple[Link, ...] = ()) -> Document:
    """A document of paragraphs and one reference, cut at the given places."""
    edges = sorted({0, len(text), *(cut % (len(text) + 1) for cut in cuts or [])})
    kinds = [BlockKind.PARAGRAPH, BlockKind.LIST_ITEM, BlockKind.TABLE_CELL, BlockKind.REFERENCE]
    blocks = [
        Block(kinds[at % 4], Range(start, end), group=at // 3, label=str(at))
        for at, (start, end) in enumerate(pairwise(edges))
    ]
    whole = Range(0, len(text))
    markers = tuple(Marker(Range(edge, edge), Range(edge, edge), "2") for edge in edges[1:-1])
    return Document(Source("p.txt", text), text, [Segment(whole, whole)], blocks, links, markers)


@given(st.lists(_WORDS, max_size=60).map("".join), st.lists(st.integers(0, 500), max_size=6))
def test_every_citation_stands_somewhere(text: str, cuts: list[int]) -> None:
    document = page(text, cuts)
    found = find_citations(document)
    assert [each.text for each in found] == sorted(each.text for each in found)
    for each in found:
        assert 0 <= each.text.start <= each.text.end <= len(text)
        assert not (each.problem and not each.detail)
        assert not (each.problem == "malformed" and (each.identified or each.clears))
    ranges = [block.text for block in document.blocks]
    for block in document.blocks:
        for citation, _ in supporting(document, found, block.text, ranges):
            assert citation in found


@pytest.mark.parametrize(
    "unit",
    [
        "A ",
        "Aa & ",
        "Aa, ",
        "(",
        "[",
        "[1]",
        "1,",
        "(Aa 2019; ",
        "van de ",
        "Journal of ",
        "JAMA 2019 ",
        "FDA 2019 ",
        "et al. ",
        "study by Aa ",
        "published in Aa of ",
        "http://a",
        "doi:10.5555/a)",
        "read this good ",
        "click here for the good ",
        "more information ",
        "[@a;",
        "^[",
        "a¹,",
        "a. ",
        "\n",
        "The Aa Society of ",
        "x",
    ],
)
def test_one_long_line_of_anything_ends(unit: str) -> None:
    # Quadratic work on a line of this length would take minutes.
    text = unit * (100_000 // len(unit))
    found = find_citations(page(text))
    assert all(each.text.end <= len(text) for each in found)


def test_very_many_links() -> None:
    sentence = "See this study here. "
    count = 5_000
    text = sentence * count
    links = tuple(
        Link(
            Range(at * len(sentence) + 4, at * len(sentence) + 14),
            f"https://b.example/products/{at}",
        )
        for at in range(count)
    )
    assert len(find_citations(page(text, links=links))) == count
