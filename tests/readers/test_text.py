"""Plain text: what stands for a title, a heading, a list, a quote, a reference."""

from __future__ import annotations

from pathlib import Path

import pytest

from claimcheck.readers import is_known, read, read_file
from claimcheck.source import Source

from .pages import show

ARTICLE = Path(__file__).parents[2] / "corpus" / "ketamine-ptsd" / "ketamine-ptsd.txt"


def test_the_article_has_its_title_headings_and_paragraphs() -> None:
    document = read(read_file(ARTICLE))
    starts = [(block.kind.value, document.block_text(block)[:30]) for block in document.blocks]
    assert starts == [
        ("title", "Ketamine and PTSD: How it Can "),
        ("heading", "What is PTSD?"),
        ("paragraph", "Post-traumatic stress disorder"),
        ("heading", "How is PTSD typically treated?"),
        ("paragraph", "PTSD is often treated with a c"),
        ("heading", "Ketamine therapy for PTSD"),
        ("paragraph", "Recently, there has been growi"),
        ("paragraph", "During a ketamine therapy sess"),
        ("heading", "How effective is ketamine ther"),
        ("paragraph", "While more research is needed,"),
        ("paragraph", "Another study found that ketam"),
        ("heading", "Why is ketamine therapy effect"),
        ("paragraph", "Current treatments for PTSD ar"),
        ("paragraph", "Ketamine therapy is also belie"),
        ("paragraph", "While more research is needed,"),
    ]


PARAGRAPH = "A paragraph that says something about the thing, and says it at some length."
LONG = (
    "This line is a whole paragraph that an editor wraps on the screen only, since it is longer "
    "than anybody wraps lines by hand, so that its end is the end of the paragraph."
)

CASES: dict[str, tuple[str, list[str]]] = {
    "a wrapped paragraph is one block, its line ends are spaces": (
        "It may help\nsome people\r\nwith pain.\n\nNot all.",
        ["paragraph: It may help some people with pain.", "paragraph: Not all."],
    ),
    "one line a paragraph, without blank lines": (
        f"{LONG}\n{LONG}\nA short one.\n{LONG}",
        [
            f"paragraph: {LONG}",
            f"paragraph: {LONG}",
            "paragraph: A short one.",
            f"paragraph: {LONG}",
        ],
    ),
    "the first short block is the title": (
        f"Ketamine helps\n\n{PARAGRAPH}",
        ["title: Ketamine helps", f"paragraph: {PARAGRAPH}"],
    ),
    "a first question is a heading": (
        f"Does it help?\n\n{PARAGRAPH}",
        ["heading: Does it help?", f"paragraph: {PARAGRAPH}"],
    ),
    "a first sentence is a paragraph": (
        f"It helps.\n\n{PARAGRAPH}",
        ["paragraph: It helps.", f"paragraph: {PARAGRAPH}"],
    ),
    "a text of one line is no title": ("Ketamine helps", ["paragraph: Ketamine helps"]),
    "a line of twelve words at most without an end is a heading": (
        f"{PARAGRAPH}\n\nThe benefits\n\nIt helps,\n\nMore of it;\n\nThese are:\n\n{PARAGRAPH}",
        [
            f"paragraph: {PARAGRAPH}",
            "heading: The benefits",
            "paragraph: It helps,",
            "paragraph: More of it;",
            "paragraph: These are:",
            f"paragraph: {PARAGRAPH}",
        ],
    ),
    "thirteen words are a paragraph, unless they ask": (
        f"{PARAGRAPH}\n\na b c d e f g h i j k l m\n\na b c d e f g h i j k l m?\n\nEnd.",
        [
            f"paragraph: {PARAGRAPH}",
            "paragraph: a b c d e f g h i j k l m",
            "heading: a b c d e f g h i j k l m?",
            "paragraph: End.",
        ],
    ),
    "a heading heads something": (
        f"{PARAGRAPH}\n\nKetamine Clinic Austin",
        [f"paragraph: {PARAGRAPH}", "paragraph: Ketamine Clinic Austin"],
    ),
    "lines that were never wrapped": (
        "Call us today\nKetamine Clinic Austin\nIt may help you, we believe, and\nnot only you.",
        [
            "title: Call us today",
            "heading: Ketamine Clinic Austin",
            "paragraph: It may help you, we believe, and not only you.",
        ],
    ),
    "a sentence a line is still one paragraph": (
        "It may help.\nIt may not, as far as anybody knows today.\nAsk us.",
        ["paragraph: It may help. It may not, as far as anybody knows today. Ask us."],
    ),
    "a heading glued to its paragraph": (
        f"{PARAGRAPH}\n\nWhat is it?\n{PARAGRAPH}\n\nBenefits\n{PARAGRAPH}",
        [
            f"paragraph: {PARAGRAPH}",
            "heading: What is it?",
            f"paragraph: {PARAGRAPH}",
            "heading: Benefits",
            f"paragraph: {PARAGRAPH}",
        ],
    ),
    "underlined and marked headings": (
        f"Title\n=====\n\n{PARAGRAPH}\n\nPart\n----\n\n## Other part\n{PARAGRAPH}",
        [
            "title: Title",
            f"paragraph: {PARAGRAPH}",
            "heading: Part",
            "heading: Other part",
            f"paragraph: {PARAGRAPH}",
        ],
    ),
    "bullets of several kinds, wrapped items, a lead-in": (
        "It can:\n- calm\n- lift\n  your mood\n\n* one\n• two\n– three\n\n1. first\n2) second",
        [
            "paragraph: It can:",
            "list-item: calm",
            "list-item: lift your mood",
            "list-item: one",
            "list-item: two",
            "list-item: three",
            "list-item: first",
            "list-item: second",
        ],
    ),
    "a number that begins a wrapped line begins no list": (
        "It has been used in\n10. of the clinics.",
        ["paragraph: It has been used in 10. of the clinics."],
    ),
    "a sign before a number is no bullet": (
        "It was cold, about\n-5 degrees.",
        ["paragraph: It was cold, about -5 degrees."],
    ),
    "quotes": (
        "She wrote:\n> It cured\n> me.\n>\n> Truly.\n\nSo she did.",
        [
            "paragraph: She wrote:",
            "quote: It cured me.",
            "quote: Truly.",
            "paragraph: So she did.",
        ],
    ),
    "rules are no prose": (
        "One.\n\n* * *\n\n-----\n\nTwo.",
        ["paragraph: One.", "paragraph: Two."],
    ),
    "a list of references under its heading, up to the next one": (
        f"{PARAGRAPH}\n\nReferences\n1. Smith J. On it. 2019.\n2. Doe A. On\n   that. 2020.\n\n"
        "About us\n\nWe are here.",
        [
            f"paragraph: {PARAGRAPH}",
            "heading: References",
            "reference 1: Smith J. On it. 2019.",
            "reference 2: Doe A. On that. 2020.",
            "heading: About us",
            "paragraph: We are here.",
        ],
    ),
    "references without numbers": (
        f"{PARAGRAPH}\n\nSources:\n\nSmith J (2019). On it. J Pain.\nDoe A (2020). On that.",
        [
            f"paragraph: {PARAGRAPH}",
            "heading: Sources:",
            "reference: Smith J (2019). On it. J Pain.",
            "reference: Doe A (2020). On that.",
        ],
    ),
    "a numbered run at the end needs no heading": (
        f"{PARAGRAPH}\n\n[1] Smith, On it.\n[2] Doe, On that.\n\n© 2024 The clinic",
        [
            f"paragraph: {PARAGRAPH}",
            "reference 1: [1] Smith, On it.",
            "reference 2: [2] Doe, On that.",
            "paragraph: © 2024 The clinic",
        ],
    ),
    "sources of food are no sources": (
        f"{PARAGRAPH}\n\nSources\n\n- Spinach\n- Nuts\n\n{PARAGRAPH}",
        [
            f"paragraph: {PARAGRAPH}",
            "heading: Sources",
            "list-item: Spinach",
            "list-item: Nuts",
            f"paragraph: {PARAGRAPH}",
        ],
    ),
    "prose under a reference heading stays prose": (
        f"{PARAGRAPH}\n\nNotes\n\nKetamine cures everything, and we mean it.",
        [
            f"paragraph: {PARAGRAPH}",
            "heading: Notes",
            "paragraph: Ketamine cures everything, and we mean it.",
        ],
    ),
    "steps at the end are no references": (
        f"{PARAGRAPH}\n\n1. Call us.\n2. Come in.",
        [f"paragraph: {PARAGRAPH}", "list-item: Call us.", "list-item: Come in."],
    ),
    "raised numbers are marks, powers are not": (
        "It helps.¹ It lasts²,³ and is 5 m² or 10⁶ large.",
        ["paragraph: It helps. It lasts and is 5 m² or 10⁶ large."],
    ),
    "marks that nobody sees do not break words": (
        "It cu\u00adres\u200b pain\u00a0well.",
        ["paragraph: It cures pain well."],
    ),
    "nothing": (" \n\t\n", []),
}


@pytest.mark.parametrize(("text", "shown"), CASES.values(), ids=CASES)
def test_blocks(text: str, shown: list[str]) -> None:
    assert show(read(Source("page.txt", text))) == shown


@pytest.mark.parametrize("path", ["README", "page.unknown", "-", "page.TXT", ".hidden"])
def test_other_suffixes_are_read_as_text(path: str) -> None:
    assert read(Source(path, "Some *text*.")).format == "text"


@pytest.mark.parametrize(
    ("path", "known"),
    [
        ("a.md", True),
        ("a/B.HTML", True),
        ("a.blade.php", True),
        ("a.md.njk", True),
        ("a.json", True),
        ("a.docx", True),
        ("a.unknown", False),
        ("README", False),
        ("-", False),
    ],
)
def test_it_can_be_told_which_files_have_a_reader(path: str, known: bool) -> None:
    assert is_known(path) is known


def test_raised_numbers_name_their_sources() -> None:
    document = read(Source("page.txt", "It helps.¹ It lasts²,⁴⁻⁶ for long."))
    marks = [(mark.label, document.text[: mark.text.start]) for mark in document.markers]
    assert marks == [("1", "It helps.")] + [(label, "It helps. It lasts") for label in "2456"]


def test_addresses_in_the_text_are_links() -> None:
    document = read(Source("page.txt", "See https://a.test/b?c=d, or (www.e.test/f)."))
    assert [(document.text[link.text.start : link.text.end]) for link in document.links] == [
        "https://a.test/b?c=d",
        "www.e.test/f",
    ]


def test_a_list_has_a_number_of_its_own() -> None:
    document = read(Source("page.txt", "One:\n- a\n- b\n\nTwo:\n- c"))
    groups = [block.group for block in document.blocks]
    assert groups == [0, groups[1], groups[1], 0, groups[4]]
    assert len({0, groups[1], groups[4]}) == 3


def test_the_gold_of_the_article_names_the_same_places() -> None:
    """What the reader calls a block begins where the reviewed annotation says a sentence does."""
    expected = [0, 36, 51, 326, 358, 610, 637, 917, 1256, 1301, 1591, 1781, 1826, 2126, 2464]
    document = read(read_file(ARTICLE))
    assert [document.source_range(block.text).start for block in document.blocks] == expected
