"""Markdown: what is prose, as what, and what is not."""

from __future__ import annotations

import subprocess
import sys

import pytest

from claimcheck.document import BlockKind
from claimcheck.readers import read
from claimcheck.source import Range, Source

from .pages import show

CASES: dict[str, tuple[str, list[str]]] = {
    "the first heading of level 1 is the title": (
        "## Before\n# One *two* #\ntext\n# Three",
        ["heading: Before", "title: One two", "paragraph: text", "heading: Three"],
    ),
    "line breaks, soft and hard, are spaces": (
        "one\ntwo  \nthree\\\nfour",
        ["paragraph: one two three four"],
    ),
    "emphasis, escapes, entities, strikethrough": (
        r"a**b**c \*d\* &amp; &eacute; ~~gone~~",
        ["paragraph: abc *d* & é gone"],
    ),
    "code, addresses and comments are no prose": (
        "Use `code` at <https://x.test> now.<!-- no -->\n\n```\nno\n```\n\n    no\n\n<!-- no -->",
        ["paragraph: Use at now."],
    ),
    "links show their text": (
        "[one](http://x.test 'no') [two][ref] [three]\n\n[ref]: /no\n[three]: /no 'no'",
        ["paragraph: one two three"],
    ),
    "the text of an image is a block of its own, after its paragraph": (
        "It ![a *big* pill](x.png 'no') works.",
        ["paragraph: It works.", "alt-text: a big pill"],
    ),
    "lists, with further paragraphs and lists inside": (
        "It can:\n\n- calm\n- lift\n\n  your mood\n  1. now\n- [x] done",
        [
            "paragraph: It can:",
            "list-item: calm",
            "list-item: lift",
            "list-item: your mood",
            "list-item: now",
            "list-item: done",
        ],
    ),
    "a quotation and what is in it": (
        "> It cured\n> me.\n>\n> - Truly\n> # So\n\nSo they say.",
        ["quote: It cured me.", "quote: Truly", "title: So", "paragraph: So they say."],
    ),
    "a note box is no quotation": ("> [!NOTE]\n> It may help.", ["paragraph: It may help."]),
    "cells": (
        "| a | b *c* |\n|---|---|\n| d \\| e | `no` |",
        ["table-cell: a", "table-cell: b c", "table-cell: d | e"],
    ),
    "footnotes": (
        "It helps.[^n]\n\n[^n]: Smith *et al.* 2020.\n    More.",
        ["paragraph: It helps.", "footnote n: Smith et al. 2020. More."],
    ),
    "tags are no prose, their text is": (
        "It <b class='no'>can</b> help.<sup>1</sup>\n\n<div title='no'>\nIn a <i>box</i>.\n</div>",
        ["paragraph: It can help.", "paragraph: In a box."],
    ),
    "HTML that goes on over Markdown": (
        "<blockquote>\n\nIt cured *me*.\n\n</blockquote>\n\nSo they say.",
        ["quote: It cured me.", "paragraph: So they say."],
    ),
    "HTML inside a quotation": (
        "> <div\n> title='no'>\n> in <!-- no\n> no -->\n> the box\n> </div>",
        ["quote: in the box"],
    ),
    "an end tag in a list closes nothing outside": (
        "- <div>one\n- two </div></blockquote>\n\nthree",
        ["list-item: one", "list-item: two", "paragraph: three"],
    ),
    "a button by its class": (
        "[Buy now](/buy){.btn .btn-primary} or [read on](/more){: .link}.",
        ["call-to-action: Buy now", "paragraph: or read on."],
    ),
    "references under their heading": (
        "It helps.\n\n## References\n\n1. Smith. <https://x.test>\n1. Doe.\n\n## About\n\n1. We",
        [
            "paragraph: It helps.",
            "heading: References",
            "reference 1: Smith.",
            "reference 2: Doe.",
            "heading: About",
            "list-item: We",
        ],
    ),
    "references under a line in bold": (
        "It helps.\n\n**References**\n\n- Smith. 2020.",
        ["paragraph: It helps.", "heading: References", "reference: Smith. 2020."],
    ),
    "front matter is no prose": (
        "---\nlayout: no\ntags: [no, 'no']\nimage: {src: no.png, alt: A pill}\n---\nYes.",
        ["front-matter image.alt: A pill", "paragraph: Yes."],
    ),
    "except for its title and description": (
        "+++\ntitle = 'One'\n[seo]"
        '\nmeta-description = """\nT\\u0077o \\\n  *three*"""\n+++\n# Four',
        ["front-matter title: One", "front-matter seo.meta-description: Two three", "title: Four"],
    ),
    "a title in front matter stands in for a heading": (
        "---\ntitle: One\n---\n## Two",
        ["title title: One", "heading: Two"],
    ),
    "fields may hold Markdown or HTML": (
        "---\nsummary: |\n  One *two*.\n\n  - three\nexcerpt: <p>four<p>five\nlead: /six\n---\n",
        [
            "front-matter summary: One two.",
            "list-item: three",
            "front-matter excerpt: four",
            "front-matter excerpt: five",
        ],
    ),
    "a thematic break is no front matter": (
        "---\n\nNot: a field.\n\n---\n\nYes.",
        ["paragraph: Not: a field.", "paragraph: Yes."],
    ),
    "text between two breaks is no front matter": (
        "---\nA heading\n---\nYes.",
        ["heading: A heading", "paragraph: Yes."],
    ),
    "nothing": ("\n \n", []),
}


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"], ids=["LF", "CRLF", "CR"])
@pytest.mark.parametrize(("text", "shown"), CASES.values(), ids=CASES)
def test_blocks(text: str, shown: list[str], end: str) -> None:
    assert show(read(Source("page.md", text.replace("\n", end)))) == shown


@pytest.mark.parametrize(
    ("fields", "shown"),
    [
        ((), ["title title: One"]),
        (("strap",), ["front-matter strap: Two"]),
        (("t*",), ["title title: One"]),
        (("box.strap",), []),
        (("*",), ["title title: One", "front-matter strap: Two", "front-matter box.x: Three"]),
        (("box.*",), ["front-matter box.x: Three"]),
    ],
)
def test_fields_are_chosen_by_patterns_of_their_keys(
    fields: tuple[str, ...], shown: list[str]
) -> None:
    text = "---\ntitle: One\nstrap: Two\nbox: {x: Three, y: /four}\n---\n"
    assert show(read(Source("page.md", text), fields=fields)) == shown


def test_front_matter_is_data() -> None:
    text = "---\ntitle: Größe\ntags: [a, b]\ndate: 2024-02-31\n---\n"
    assert read(Source("page.md", text)).meta == {
        "title": "Größe",
        "tags": ["a", "b"],
        # No such day: it stays what was written.
        "date": "2024-02-31",
    }


def test_links_markers_and_comments_have_their_places() -> None:
    text = "Né [a *b*](/x) c[^1] d<sup>2,4–6</sup> <https://y.test>. <!-- ignore -->\n\n[^1]: n"
    document = read(Source("page.md", text))
    assert document.text.startswith("Né a b c d .")
    assert [(link.target, link.text) for link in document.links] == [
        ("/x", Range(3, 6)),
        ("https://y.test", Range(10, 10)),
    ]
    assert [(mark.label, mark.text.start) for mark in document.markers] == [
        ("1", 8),
        ("2", 10),
        ("4", 10),
        ("5", 10),
        ("6", 10),
    ]
    assert [document.source.excerpt(mark.source) for mark in document.markers[:2]] == [
        "[^1]",
        "<sup>2,4–6</sup>",
    ]
    (comment,) = document.comments
    assert (comment.content, document.source.excerpt(comment.source)) == (
        "ignore",
        "<!-- ignore -->",
    )


def test_items_share_the_number_of_their_list_and_cells_that_of_their_row() -> None:
    document = read(Source("page.md", "- a\n  - b\n- c\n\n| d | e |\n|-|-|\n| f | g |"))
    groups = {document.block_text(block): block.group for block in document.blocks}
    assert groups["a"] == groups["c"] != groups["b"]
    assert groups["d"] == groups["e"] != groups["f"] == groups["g"]
    levels = {document.block_text(block): block.level for block in document.blocks}
    assert (levels["a"], levels["b"]) == (1, 2)


def test_a_heading_keeps_its_level() -> None:
    document = read(Source("page.md", "# One\n## Two\n###### Six"))
    assert [(block.kind, block.level) for block in document.blocks] == [
        (BlockKind.TITLE, 1),
        (BlockKind.HEADING, 2),
        (BlockKind.HEADING, 6),
    ]


def test_plain_text_never_loads_the_markdown_parser() -> None:
    code = (
        "import sys; from claimcheck.readers import read; from claimcheck.source import Source;"
        "read(Source('a.txt', 'x')); read(Source('a.html', 'x'));"
        "assert 'pyromark' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
