"""Which citation stands behind a claim: clause, sentence, next mark, paragraph, row, lead-in."""

from __future__ import annotations

import re

import pytest

from claimcheck.citations import find_citations, supporting
from claimcheck.claim import Reach
from claimcheck.document import Document
from claimcheck.source import Range
from tests.citations.documents import document, place

LIST = """

## References

1. Brandt K. Zinc and the common cold. J Winter Med 2019;4:11–19.
2. Osei P, Lindqvist T. Sleep after shift work. Rest 2020.
3. Varga I, et al. Ginger for nausea: a trial. 2021. doi:10.5555/gin.21.3
"""


def sentences_of(page: Document) -> list[Range]:
    """Sentences by full stop and capital: good enough for these texts."""
    found = []
    for block in page.blocks:
        start = block.text.start
        for match in re.finditer(
            r"(?<!et al)[.!?](?:\[\d\])*(?=\s+[A-Z])", page.text[: block.text.end]
        ):
            if match.end() > start:
                found.append(Range(start, match.end()))
                start = match.end() + 1
        found.append(Range(start, block.text.end))
    return found


def support(text: str, claim: str, suffix: str = ".md") -> list[tuple[str, str]]:
    """The labels of what supports the words of `claim`, with the reach of each."""
    page = document(text, suffix)
    found = supporting(page, find_citations(page), place(page, claim), sentences_of(page))
    return [(citation.label, reach.name.lower()) for citation, reach in found]


@pytest.mark.parametrize(
    ("text", "claim", "expected"),
    [
        # In the same clause, in the same sentence
        ("Zinc shortens colds [1].", "shortens colds", [("1", "clause")]),
        ("Zinc shortens colds.[1] It is cheap.", "shortens colds", [("1", "clause")]),
        ("Zinc shortens colds (Brandt 2019).", "shortens colds", [("Brandt 2019", "clause")]),
        ("Brandt et al. (2019) saw that zinc shortens colds.", "shortens colds",
         [("Brandt et al. 2019", "clause")]),
        ("Zinc shortens colds, and it is found in oysters [1].", "shortens colds",
         [("1", "sentence")]),
        ("In a trial in Maturitas (2020), zinc was tried; it shortened colds.", "shortened colds",
         [("Maturitas 2020", "sentence")]),
        ("Zinc [shortens colds](https://rest.example/2021/zinc) in adults.", "shortens colds",
         [("https://rest.example/2021/zinc", "clause")]),
        # Each mark for its own words
        ("Zinc shortens colds [1] and ginger settles nausea [3].", "shortens colds",
         [("1", "clause")]),
        ("Zinc shortens colds [1] and ginger settles nausea [3].", "settles nausea",
         [("3", "clause")]),
        ("Zinc shortens colds [1], and ginger settles nausea.", "settles nausea",
         [("1", "sentence")]),
        ("Zinc shortens colds [1][2].", "shortens colds", [("1", "clause"), ("2", "clause")]),
        ("Zinc shortens colds (Brandt 2019; Osei 2020).", "shortens colds",
         [("Brandt 2019", "clause"), ("Osei 2020", "clause")]),
        ("Zinc shortens colds (Brandt 2019, doi:10.5555/zn.19.1).", "shortens colds",
         [("Brandt 2019", "clause"), ("10.5555/zn.19.1", "clause")]),
        # Back to the previous mark within a paragraph
        ("Zinc shortens colds. It was given for a week. Nobody was harmed [1].", "shortens colds",
         [("1", "paragraph")]),
        ("Zinc shortens colds. Ginger helps [3]. Rest helps [2].", "shortens colds",
         [("3", "paragraph")]),
        ("Ginger helps [3]. Zinc shortens colds. Rest helps [2].", "shortens colds",
         [("2", "paragraph")]),
        # A report that goes on
        ("A trial in 212 adults tested zinc (Brandt 2019). Colds were shorter by a day.",
         "shorter by a day", [("Brandt 2019", "paragraph")]),
        ("Brandt (2019) gave zinc to adults. Colds were shorter by a day.", "shorter by a day",
         [("Brandt 2019", "paragraph")]),
        ("Zinc is a metal [1]. The authors saw shorter colds.", "shorter colds",
         [("1", "paragraph")]),
    ],
)  # fmt: skip
def test_in_a_paragraph(text: str, claim: str, expected: list[tuple[str, str]]) -> None:
    references = LIST if "[" in text and "](" not in text else ""
    assert support(text + references, claim) == expected


@pytest.mark.parametrize(
    ("text", "claim"),
    [
        ("Zinc is a metal [1]. Zinc cures colds.", "cures colds"),
        ("Zinc is a metal [1].\n\nZinc cures colds.", "cures colds"),
        ("Zinc cures colds.\n\nZinc is a metal [1].", "cures colds"),
        ("Zinc cures colds.", "cures colds"),
        ("## Zinc cures colds\n\nRead on.", "cures colds"),
        ("- Zinc cures colds.\n- Ginger helps [3].", "cures colds"),
        ("| Zinc cures colds | fast |\n|---|---|\n| Ginger helps | slowly [3] |", "cures colds"),
        ("Some facts first [1].\n\n- Zinc cures colds.", "cures colds"),
        ("Some facts first: one is old [1]. We think otherwise:\n\n- Zinc cures colds.",
         "cures colds"),
    ],
)  # fmt: skip
def test_out_of_reach(text: str, claim: str) -> None:
    # Every page ends in a list of sources, and that supports nothing.
    assert support(text + LIST, claim) == []


def test_a_table_row_shares_its_source() -> None:
    text = (
        "| Herb | Use | Source |\n|---|---|---|\n"
        "| Ginger | settles nausea | [3] |\n| Sage | cures colds | |"
    )
    assert support(text + LIST, "settles nausea") == [("3", "paragraph")]
    assert support(text + LIST, "cures colds") == []


def test_a_cited_lead_in_speaks_for_its_items() -> None:
    text = "A review found that zinc [1]:\n\n- shortens colds\n- eases coughs\n\nand more."
    assert support(text + LIST, "shortens colds") == [("1", "paragraph")]
    assert support(text + LIST, "eases coughs") == [("1", "paragraph")]


def test_items_do_not_speak_for_each_other_but_each_for_itself() -> None:
    text = "Zinc:\n\n- shortens colds [1]\n- eases coughs"
    assert support(text + LIST, "shortens colds") == [("1", "clause")]
    assert support(text + LIST, "eases coughs") == []


def test_a_source_line_speaks_for_the_block_above() -> None:
    text = "> Zinc shortens colds.\n\nSource: Brandt et al. (2019)\n\nGinger settles nausea."
    assert support(text, "shortens colds") == [("Brandt et al. 2019", "paragraph")]
    assert support(text, "settles nausea") == []


def test_footnotes_and_superscripts_support_what_stands_before_them() -> None:
    text = "Zinc shortens colds.[^1] Ginger settles nausea.\n\n[^1]: Brandt K. Zinc. Rest 2019;1:2."
    assert support(text, "shortens colds") == [("1", "clause")]
    assert support(text, "settles nausea") == []
    page = (
        "<p>Zinc shortens colds.<sup>1</sup> Ginger settles nausea.</p>"
        "<h2>Sources</h2><ol><li>Brandt K. Zinc. Rest 2019;1:2.</li></ol>"
    )
    assert support(page, "shortens colds", ".html") == [("1", "clause")]
    assert support(page, "settles nausea", ".html") == []


def test_what_is_wrong_is_handed_on_too() -> None:
    page = document("Zinc shortens colds [9]." + LIST)
    [(citation, reach)] = supporting(
        page, find_citations(page), place(page, "shortens colds"), sentences_of(page)
    )
    assert (citation.problem, citation.identified, reach) == ("dangling", False, Reach.CLAUSE)


def test_nothing_supports_what_stands_in_the_list() -> None:
    page = document("Zinc shortens colds [1]." + LIST)
    assert supporting(page, find_citations(page), place(page, "nausea"), sentences_of(page)) == []
