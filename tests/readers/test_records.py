"""Data files: which strings are prose, and rich text in the shapes that content systems use."""

from __future__ import annotations

import json
from typing import Any

import pytest

from claimcheck.errors import ReadError
from claimcheck.readers import read
from claimcheck.source import Source

from .pages import show

CONTENTFUL = {
    "fields": {
        "slug": "no-no",
        "body": {
            "nodeType": "document",
            "data": {},
            "content": [
                {"nodeType": "heading-2", "content": [{"nodeType": "text", "value": "One"}]},
                {
                    "nodeType": "paragraph",
                    "content": [
                        {"nodeType": "text", "value": "It ", "marks": []},
                        {"nodeType": "text", "value": "may", "marks": [{"type": "bold"}]},
                        {"nodeType": "text", "value": "no", "marks": [{"type": "code"}]},
                        {
                            "nodeType": "hyperlink",
                            "data": {"uri": "/x"},
                            "content": [{"nodeType": "text", "value": " help"}],
                        },
                        {"nodeType": "text", "value": "."},
                    ],
                },
                {
                    "nodeType": "unordered-list",
                    "content": [
                        {
                            "nodeType": "list-item",
                            "content": [
                                {
                                    "nodeType": "paragraph",
                                    "content": [{"nodeType": "text", "value": "two"}],
                                }
                            ],
                        }
                    ],
                },
                {
                    "nodeType": "blockquote",
                    "content": [
                        {
                            "nodeType": "paragraph",
                            "content": [{"nodeType": "text", "value": "It cured me"}],
                        }
                    ],
                },
            ],
        },
    }
}
STATAMIC = """
title: One
id: 1b4f-22
content:
  - type: heading
    attrs: {level: 3}
    content: [{type: text, text: Two}]
  - type: paragraph
    content:
      - {type: text, text: 'It '}
      - type: text
        marks: [{type: link, attrs: {href: /x}}]
        text: helps
  - type: set
    attrs:
      values: {type: callout, text: "A *set*", image: no.png}
  - type: bullet_list
    content:
      - {type: list_item, content: [{type: paragraph, content: [{type: text, text: three}]}]}
"""
PORTABLE = [
    {
        "_type": "block",
        "style": "h2",
        "children": [{"_type": "span", "text": "One", "marks": []}],
    },
    {
        "_type": "block",
        "style": "normal",
        "markDefs": [{"_key": "k", "_type": "link", "href": "/x"}],
        "children": [
            {"_type": "span", "text": "It ", "marks": []},
            {"_type": "span", "text": "helps", "marks": ["strong", "k"]},
        ],
    },
    {"_type": "block", "listItem": "bullet", "children": [{"_type": "span", "text": "two"}]},
    {"_type": "image", "alt": "A pill"},
]
EDITORJS = {
    "blocks": [
        {"type": "header", "data": {"text": "One", "level": 3}},
        {"type": "paragraph", "data": {"text": "It <b>may</b> help &amp; <a href='/x'>heal</a>."}},
        {"type": "list", "data": {"style": "ordered", "items": ["two", {"content": "three"}]}},
        {"type": "quote", "data": {"text": "It cured me", "caption": "Ann"}},
        {"type": "code", "data": {"code": "no"}},
    ]
}
LEXICAL = {
    "root": {
        "type": "root",
        "children": [
            {"type": "heading", "tag": "h2", "children": [{"type": "text", "text": "One"}]},
            {
                "type": "paragraph",
                "children": [
                    {"type": "text", "text": "It"},
                    {"type": "linebreak"},
                    {"type": "link", "url": "/x", "children": [{"type": "text", "text": "helps"}]},
                ],
            },
        ],
    }
}
SLATE = [
    {"type": "paragraph", "children": [{"text": "It "}, {"text": "helps", "bold": True}]},
    {"type": "list", "children": [{"type": "list-item", "children": [{"text": "two"}]}]},
]

CASES: dict[str, tuple[str, str, list[str]]] = {
    "fields of JSON": (
        "page.json",
        json.dumps(
            {"title": "One", "seo": {"metaDescription": "Two “\n3”"}, "url": "no", "n": [1, None]}
        ),
        ["title title: One", "front-matter seo.metaDescription: Two “ 3”"],
    ),
    "fields of YAML, several documents": (
        "page.yml",
        "headline: One\nsrc: no\n---\nbody: |\n  Two *three*.\n\n  ## Four\n",
        ["front-matter headline: One", "front-matter body: Two three.", "heading: Four"],
    ),
    "Contentful": (
        "page.json",
        json.dumps(CONTENTFUL),
        ["heading: One", "paragraph: It may help.", "list-item: two", "quote: It cured me"],
    ),
    "Statamic": (
        "page.yaml",
        STATAMIC,
        [
            "title title: One",
            "heading: Two",
            "paragraph: It helps",
            "front-matter content.attrs.values.text: A set",
            "list-item: three",
        ],
    ),
    "Portable Text": (
        "page.json",
        json.dumps(PORTABLE),
        ["heading: One", "paragraph: It helps", "list-item: two", "front-matter alt: A pill"],
    ),
    "Editor.js": (
        "page.json",
        json.dumps(EDITORJS),
        [
            "heading: One",
            "paragraph: It may help & heal.",
            "list-item: two",
            "list-item: three",
            "quote: It cured me",
            "quote: Ann",
        ],
    ),
    "Lexical": ("page.json", json.dumps(LEXICAL), ["heading: One", "paragraph: It helps"]),
    "Slate": ("page.json", json.dumps(SLATE), ["paragraph: It helps", "list-item: two"]),
    "no prose": ("page.json", "[1, true, {}, [], null]", []),
    "nothing": ("page.yaml", "", []),
}


@pytest.mark.parametrize(("path", "text", "shown"), CASES.values(), ids=CASES)
def test_blocks(path: str, text: str, shown: list[str]) -> None:
    assert show(read(Source(path, text))) == shown


@pytest.mark.parametrize("data", [CONTENTFUL, PORTABLE, LEXICAL])
def test_rich_text_keeps_its_links(data: Any) -> None:
    document = read(Source("page.json", json.dumps(data)))
    (link,) = document.links
    assert link.target == "/x"
    assert document.text[link.text.start : link.text.end] in {"help", "helps"}


@pytest.mark.parametrize(
    ("path", "text", "message"),
    [
        ("a.json", '{"title": "x",\n "b": }', "a.json:2:7: broken JSON: Expecting value"),
        ("a.json", "", "a.json:1:1: broken JSON: Expecting value"),
        ("a.json", "[" * 500 + "]" * 500, "a.json:1:1: broken JSON: nested more than 60 deep"),
        ("a.json", "[" * 200_000, "a.json:1:1: broken JSON: "),
        ("a.yaml", "a: [1", "a.yaml:1:6: broken YAML: did not find expected"),
        ("a.yaml", "[" * 500, "a.yaml:1:1: broken YAML: nested more than 60 deep"),
        ("a.yaml", "[" * 200_000, "a.yaml:1:"),  # by our limit, or by libyaml's own
    ],
    ids=lambda value: value[:12],
)
def test_broken_data_says_where(path: str, text: str, message: str) -> None:
    with pytest.raises(ReadError) as caught:
        read(Source(path, text))
    assert str(caught.value).startswith(message)


def test_half_a_character_does_no_harm() -> None:
    document = read(Source("page.json", '{"title": "It \\ud83d\\ude00 \\ud83d"}'))
    assert document.text == "It 😀 \ufffd"
