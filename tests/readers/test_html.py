"""HTML: what is prose, as what, and what is not."""

from __future__ import annotations

import pytest

from claimcheck.readers import read
from claimcheck.source import Range, Source

from .pages import show

CASES: dict[str, tuple[str, list[str]]] = {
    "a page": (
        "<!DOCTYPE html><html><head><meta charset=utf-8><title>Cure &amp; care</title>\n"
        "<meta name='description' content='We &quot;help&quot;'><link rel=x href=no></head>\n"
        "<body><h1>Help</h1><p>It may help.</body></html>",
        [
            "title: Cure & care",
            'meta-description description: We "help"',
            "heading: Help",
            "paragraph: It may help.",
        ],
    ),
    "without a title the first heading of level 1 is it": (
        "<h2>Before</h2><h1>One</h1><h1>Two</h1>",
        ["heading: Before", "title: One", "heading: Two"],
    ),
    "equal descriptions are one": (
        "<meta name=description content=a><meta property=og:description content=a>"
        "<meta name=twitter:description content=b><meta name=keywords content=no>",
        ["meta-description description: a", "meta-description twitter:description: b"],
    ),
    "white space collapses, no-break spaces too": (
        "<p> one\n\t two&nbsp;&nbsp;three&#10;four\u00a0 </p>",
        ["paragraph: one two three four"],
    ),
    "inline elements join, blocks part": (
        "<p>un<b>break</b>able<div>a</div>b<section>c</section>",
        ["paragraph: unbreakable", "paragraph: a", "paragraph: b", "paragraph: c"],
    ),
    "a line break is a space, two part": (
        "a<br>b<br/>c<br> <br>d",
        ["paragraph: a b c", "paragraph: d"],
    ),
    "entities, with and without semicolon, known and unknown": (
        "<p>&lt;b&gt; &copy &eacute;t&eacute; &#8217; &#x1F600; &bogus; AT&T &#0; &;",
        ["paragraph: <b> © été ’ 😀 &bogus; AT&T \ufffd &;"],
    ),
    "in an attribute a name without semicolon is no entity": (
        "<img alt='a &copy b &amp; c'>",
        ["alt-text: a &copy b & c"],
    ),
    "what shows no prose is skipped": (
        "a <script>if (a<b) no</script><style>no</style><code>no</code> <kbd>no</kbd>"
        "<svg><title>no</title><text>no</text></svg><math>no</math><template><p>no</template>"
        "<noscript>no</noscript><pre>no <b>no</b></pre><textarea>no</textarea>"
        "<nav><ul><li><a href=x>no</a></ul></nav><div role=navigation><p>no</p></div> b",
        ["paragraph: a", "paragraph: b"],
    ),
    "an end tag in what is skipped ends it only if it is its own": (
        "<div><nav><div>no</div> no</nav> yes</div>",
        ["paragraph: yes"],
    ),
    "code left open ends with its block": (
        "<p>a <code>no</p><p>b",
        ["paragraph: a", "paragraph: b"],
    ),
    "lists, end tags or not": (
        "<p>It can:<ul><li>calm<li>lift <ol><li>now</ol></ul><dl><dt>a<dd>b</dl>c",
        [
            "paragraph: It can:",
            "list-item: calm",
            "list-item: lift",
            "list-item: now",
            "list-item: a",
            "list-item: b",
            "paragraph: c",
        ],
    ),
    "tables": (
        "<table><caption>a</caption><thead><tr><th>b<th>c<tbody><tr><td><p>d</p><td>e</table>f",
        [
            "caption: a",
            "table-cell: b",
            "table-cell: c",
            "table-cell: d",
            "table-cell: e",
            "paragraph: f",
        ],
    ),
    "a figure": (
        "<figure><img src=no alt='a pill'><figcaption>It works</figcaption></figure>",
        ["alt-text: a pill", "caption: It works"],
    ),
    "quotations": (
        "<blockquote><p>It cured me<ul><li>truly</ul><footer>Ann</footer></blockquote>"
        "<p>She said <q>it <q>really</q> did</q>.",
        [
            "quote: It cured me",
            "quote: truly",
            "quote: Ann",
            "paragraph: She said “it “really” did”.",
        ],
    ),
    "calls to action": (
        "<p>Now <a class='x btn-large' href=/a>buy</a> it <button>go <i>on</i></button>"
        "<a href=/b role=button>more</a><input type=submit value='send &amp; win'><input value=no>",
        [
            "paragraph: Now",
            "call-to-action: buy",
            "paragraph: it",
            "call-to-action: go on",
            "call-to-action: more",
            "call-to-action: send & win",
        ],
    ),
    "reference marks are no text, powers and ordinals are": (
        "<p>It helps.<sup>1</sup> So<sup>[2, 3]</sup> do<a href='#n4'>4</a> we<a href=#n5>[5]</a>, "
        "10<sup>6</sup> m<sup>2</sup> the 1<sup>st</sup> Brand<sup>®</sup> step <a href=#s>2</a>",
        ["paragraph: It helps. So do we, 106 m2 the 1st Brand® step 2"],
    ),
    "references under their heading": (
        "<h2>References</h2><ol><li>Smith. 2020.<li value=7>Doe.</ol><h2>About</h2><ol><li>We</ol>",
        [
            "heading: References",
            "reference 1: Smith. 2020.",
            "reference 7: Doe.",
            "heading: About",
            "list-item: We",
        ],
    ),
    "references and notes that a class or role names": (
        "<ol class=references start=3><li>Smith. 2020.<li>Great service!</ol>"
        "<section role=doc-endnotes><ol><li id=a>A note. <a href='#b'>↩</a></ol></section>",
        ["reference 3: Smith. 2020.", "list-item: Great service!", "footnote 1: A note."],
    ),
    "comments, declarations and instructions are no prose": (
        "a<!-- no --><!-- no --!>b<!no><?no?><![CDATA[no]]></no>c<!-->d<!--->e",
        ["paragraph: abcde"],
    ),
    "a comment without end goes to the end": ("a<!-- no <p>no", ["paragraph: a"]),
    "what looks like a tag": ("a < b <3 c<d e", ["paragraph: a < b <3 c<d e"]),
    "a quote that is not closed": (
        "<p title='no>yes</p><p>too",
        ["paragraph: yes", "paragraph: too"],
    ),
    "tag names and attributes in any case": (
        "<IMG ALT=pill><H2 CLASS=x>One</h2><A\nHREF=x>two</A>",
        ["alt-text: pill", "heading: One", "paragraph: two"],
    ),
    "nothing": ("<div> &nbsp;<b></b></div>", []),
}


@pytest.mark.parametrize(("markup", "shown"), CASES.values(), ids=CASES)
def test_blocks(markup: str, shown: list[str]) -> None:
    assert show(read(Source("page.html", markup))) == shown


def test_links_lead_where_the_attribute_says() -> None:
    markup = (
        "<a href='/x?a=1&amp;b=2&copy=3'>one <b>two</b></a> <a name=y>three</a> <a href=''>four</a>"
    )
    document = read(Source("page.html", markup))
    assert [
        (link.target, document.text[link.text.start : link.text.end]) for link in document.links
    ] == [("/x?a=1&b=2&copy=3", "one two")]


def test_a_link_around_blocks_is_one_in_each() -> None:
    document = read(Source("page.html", "<a href=/x><h3>one</h3><p>two</p></a><p>three"))
    assert [document.text[link.text.start : link.text.end] for link in document.links] == [
        "one",
        "two",
    ]


def test_a_mark_bears_the_label_of_the_note_that_it_links_to() -> None:
    document = read(
        Source(
            "page.html",
            "<p>It helps.<sup><a href='#cite-b'>[3]</a></sup> So.<sup><a href=http://x.test>9</a></sup>"
            "<h2>References</h2><ol><li id=cite-a>Smith. 2019.<li id=cite-b>Doe. 2020.</ol>",
        )
    )
    assert [(mark.label, mark.text) for mark in document.markers] == [
        ("2", Range(9, 9)),
        ("9", Range(13, 13)),
    ]
    # The mark that leads out of the page is a link as well, though it prints nothing.
    assert [(link.target, link.text) for link in document.links] == [
        ("http://x.test", Range(13, 13))
    ]


def test_attribute_text_has_its_exact_place() -> None:
    markup = '<meta\n content = "It\'s &eacute;asy" name=description>'
    document = read(Source("page.html", markup))
    place = document.source_range(document.blocks[0].text)
    assert document.source.excerpt(place) == "It's &eacute;asy"


def test_meta_data_is_kept() -> None:
    markup = (
        "<html lang=en-GB><meta name=author content='A &amp; B'>"
        '<script type=\'application/ld+json\'>{"@type": "Drug"}</script>'
    )
    assert read(Source("page.html", markup)).meta == {
        "lang": "en-GB",
        "author": "A & B",
        "json-ld": ['{"@type": "Drug"}'],
    }


def test_comments_have_their_places() -> None:
    document = read(Source("page.html", "a <!-- one --> b<!--two-->"))
    assert [
        (comment.content, document.source.excerpt(comment.source)) for comment in document.comments
    ] == [
        ("one", "<!-- one -->"),
        ("two", "<!--two-->"),
    ]


def test_levels_and_groups() -> None:
    document = read(
        Source("page.html", "<ul><li>a<ul><li>b</ul><li>c</ul><table><tr><td>d<td>e<tr><td>f")
    )
    level = {document.block_text(block): block.level for block in document.blocks}
    group = {document.block_text(block): block.group for block in document.blocks}
    assert (level["a"], level["b"], level["c"]) == (1, 2, 1)
    assert group["a"] == group["c"] != group["b"]
    assert group["d"] == group["e"] != group["f"]
    assert len({group["a"], group["b"], group["d"], group["f"]}) == 4
