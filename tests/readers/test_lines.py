"""Formats whose structure is in their lines: reStructuredText and AsciiDoc."""

from __future__ import annotations

import pytest

from claimcheck.readers import read
from claimcheck.source import Source

from .pages import show

RST: dict[str, tuple[str, list[str]]] = {
    "sections by their lines": (
        "=====\nOne\n=====\n\nTwo\n---\n\nText.\n\nThree\n-----\n\nFour\n~~~~\n",
        ["title: One", "heading: Two", "paragraph: Text.", "heading: Three", "heading: Four"],
    ),
    "inline markup": (
        r"It *may* **help** ``no`` `people <http://x.test>`_ :ref:`now <no>` :code:`no` |no| "
        r"\*so\* Wo\ rd [1]_ snake_case_ and_.",
        ["paragraph: It may help people now *so* Word snake_case_ and_."],
    ),
    "lists": (
        "- one\n  more\n- two\n\n  - three\n\n1. four\n2. five",
        [
            "list-item: one more",
            "list-item: two",
            "list-item: three",
            "list-item: four",
            "list-item: five",
        ],
    ),
    "definitions, fields and lines": (
        "term\n  What it is.\n\n:Author: Ann\n\n| one\n| two",
        ["paragraph: term", "paragraph: What it is.", "paragraph: Ann", "paragraph: one two"],
    ),
    "what is indented is a quotation": (
        "She wrote:\n\n   It cured me.\n\n   Truly.\n\nSo.",
        ["paragraph: She wrote:", "quote: It cured me.", "quote: Truly.", "paragraph: So."],
    ),
    "literal blocks are no prose": (
        "See::\n\n  no\n\n  no\n\nThen ::\n\n  no\n\n::\n\n  no\n\n>>> no\n\nEnd.",
        ["paragraph: See:", "paragraph: Then", "paragraph: End."],
    ),
    "directives": (
        ".. note:: It is\n   noted.\n\n.. warning::\n   :class: no\n\n   Careful.\n\n"
        ".. code-block:: python\n\n   no\n\n.. image:: no.png\n   :alt: A pill\n\n"
        ".. figure:: no.png\n   :alt: A jar\n\n   It works.\n\n.. epigraph::\n\n   It cured me.\n\n"
        ".. meta::\n   :description: About it",
        [
            "paragraph: It is noted.",
            "paragraph: Careful.",
            "alt-text: A pill",
            "alt-text: A jar",
            "caption: It works.",
            "quote: It cured me.",
            "meta-description description: About it",
        ],
    ),
    "tables": (
        "+---+----+\n| a | b  |\n+===+====+\n| c | d  |\n|   | e  |\n+---+----+\n\n"
        "=== ===\nf   g h\n=== ===\ni   j\n=== ===\n",
        [
            "table-cell: a",
            "table-cell: b",
            "table-cell: c",
            "table-cell: d e",
            "table-cell: f",
            "table-cell: g h",
            "table-cell: i",
            "table-cell: j",
        ],
    ),
    "notes and targets": (
        "It helps [#a]_.\n\n.. [#a] Smith 2020.\n   More.\n.. _no: http://x.test\n.. a comment",
        ["paragraph: It helps .", "footnote a: Smith 2020. More."],
    ),
}

ADOC: dict[str, tuple[str, list[str]]] = {
    "a header and sections": (
        "= One\nAnn <no@x.test>\n:toc:\n:description: About it\n\n== Two\n\nText.",
        [
            "title: One",
            "meta-description description: About it",
            "heading: Two",
            "paragraph: Text.",
        ],
    ),
    "inline markup": (
        "It *may* _help_ `no` https://x.test[people^] <<no,now>> link:no[so] {no} H~2~O x^2^ \\*a "
        "un**break**able [.red]#red# (((no)))",
        ["paragraph: It may help people now so H2O x2 *a unbreakable red"],
    ),
    "lists": (
        "* one\nmore\n** two\n. three\n- [x] four\n\nterm:: What it is.",
        [
            "list-item: one more",
            "list-item: two",
            "list-item: three",
            "list-item: four",
            "paragraph: term",
            "paragraph: What it is.",
        ],
    ),
    "blocks": (
        "NOTE: It is noted.\n\n[source,js]\n----\nno\n----\n\n....\nno\n....\n\n====\nAn example.\n"
        "====\n\n[quote, Ann]\n____\nIt cured me.\n\nTruly.\n____\n\n[quote]\nIt did.\n\n"
        "////\nno\n////\n// no\n\n[listing]\nno\n\n literal no\n\n"
        ".A caption\nimage::no.png[A pill,100]",
        [
            "paragraph: It is noted.",
            "paragraph: An example.",
            "quote: It cured me.",
            "quote: Truly.",
            "quote: It did.",
            "caption: A caption",
            "alt-text: A pill",
        ],
    ),
    "tables": (
        "|===\n|a |b c\n\n2+|d\n|e\nf\n|===\n\nEnd.",
        [
            "table-cell: a",
            "table-cell: b c",
            "table-cell: d",
            "table-cell: e f",
            "paragraph: End.",
        ],
    ),
    "notes": (
        "It helps.footnote:[Smith 2020.] So it does.^1,2^",
        ["paragraph: It helps. So it does.", "footnote 1: Smith 2020."],
    ),
}


@pytest.mark.parametrize(("text", "shown"), RST.values(), ids=RST)
def test_rst(text: str, shown: list[str]) -> None:
    assert show(read(Source("page.rst", text))) == shown


@pytest.mark.parametrize(("text", "shown"), ADOC.values(), ids=ADOC)
def test_asciidoc(text: str, shown: list[str]) -> None:
    assert show(read(Source("page.adoc", text))) == shown


def test_rst_links_marks_and_comments() -> None:
    text = "It `helps`_ people_ [1]_.\n\n.. _helps: /x\n.. _people: /y\n.. claimcheck: off\n"
    document = read(Source("page.rst", text))
    assert [link.target for link in document.links] == ["/x", "/y"]
    assert [mark.label for mark in document.markers] == ["1"]
    assert [comment.content for comment in document.comments] == ["claimcheck: off"]


def test_asciidoc_marks_and_comments() -> None:
    document = read(Source("page.adoc", "a.footnote:[b] word^1,2^\n\n// claimcheck: off"))
    assert [mark.label for mark in document.markers] == ["1", "1", "2"]
    assert [comment.content for comment in document.comments] == ["claimcheck: off"]
