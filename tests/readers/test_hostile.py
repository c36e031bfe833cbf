"""Input is untrusted: whatever it holds, a reader reads it or says in one line why not."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimcheck.document import Document
from claimcheck.errors import ReadError
from claimcheck.readers import DATA_READERS, READERS, decode, read
from claimcheck.source import Source

from .pages import check_shape

# One suffix for each reader.
SUFFIXES = sorted({name: suffix for suffix, name in reversed(READERS.items())}.values())
SUFFIXES += [*DATA_READERS, ".blade.php", ".tpl"]
PIECES = [
    "<", ">", "</", "/>", "<!--", "-->", "--!>", "<![CDATA[", "]]>", "<!doctype", "<?", "?>",
    "=", '"', "'", "&", "&amp;", "&#", "&#x110000;", "&#0;", "&lt", ";", "<p", "<p>", "</p>",
    "<a href='#x'>", "</a>", "<sup>", "</sup>", "1", "[1]", "<script>", "</script>", "<title>",
    "</title>", "<ul>", "<li>", "</ul>", "<table>", "<td>", "<br>", "<img alt='", "<nav>",
    "</nav>", "<div>", "</div>", "<blockquote>", "<a class=btn>", "<q>",
    "<meta name=description content=", "<h1>", "</h1>", "<ol start=-1>", "<code>", "\n", "\r",
    "\r\n", "\n\n", "\t", " ", "    ", "---", "+++", "***", "```", "~~~", "# ", "> ", "- ",
    "1. ", "[", "](", ")", "![", "[^1]", "[^1]:", "|", "|---|", "\\", "*", "_", "`", "~~", "$",
    "{", "}", "{{", "}}", "{%", "%}", "{.btn}", ":", "a: b", "References", "\x00", "\ud800",
    "\u2028", "\ufeff", "\xad", "¹", "é", "😀", "word", "http://x.y", "@", "=====", "?", ".",
]  # fmt: skip
TEXTS = st.lists(st.sampled_from(PIECES) | st.text(max_size=5), max_size=60).map("".join)


@pytest.mark.parametrize("suffix", SUFFIXES)
@given(text=TEXTS)
@settings(settings.get_profile("readers"))
def test_any_text_is_read_or_refused(suffix: str, text: str) -> None:
    with suppress(ReadError):
        check_shape(read(Source(f"page{suffix}", text)))


@pytest.mark.parametrize("path", ["page.html", "page.txt"])
@given(data=st.binary(max_size=200) | TEXTS.map(lambda text: text.encode("utf-8", "replace")))
@settings(settings.get_profile("readers"))
def test_any_bytes_are_decoded_or_refused(path: str, data: bytes) -> None:
    with suppress(ReadError):
        assert "\x00" not in decode(data, path).text


DEEP = 20_000


@pytest.mark.parametrize(
    ("suffix", "text", "word"),
    [
        (".html", "<div>" * DEEP + "word", "word"),
        (".html", "<div>" * DEEP + "word" + "</div>" * DEEP, "word"),
        (".html", "<ul><li>" * DEEP + "word", "word"),
        (".html", "<div>" * DEEP + "</span></section>" * DEEP + "word", "word"),
        (".html", "<a href=x>" * DEEP + "word", "word"),
        (".html", "<a " * DEEP + "word", "word"),
        (".html", "<title>" * DEEP + "word", "word"),
        (".html", "<a b='" * DEEP + "word", "word"),
        (".html", "<sup>" * DEEP + "word", "word"),
        (".html", "<![" * DEEP + "word", "word"),
        (".html", "<!" * DEEP + "word", "word"),
        (".html", "</" * DEEP + "word", "word"),
        (".html", "&" * DEEP + "word", "word"),
        (".html", "<code><p>" * DEEP + "</p>word", "word"),
        (".md", "> " * 5_000 + "word", "word"),
        (".md", "[" * DEEP + "word", "word"),
        (".md", "*a " * DEEP + "word", "word"),
        (".md", "![" * DEEP + "word" + "](x)" * DEEP, "word"),
        (".md", "- " * 2_000 + "word", "word"),
        (".md", "<div>\n\n" * DEEP + "word", "word"),
        (".txt", "> " * DEEP + "word", "word"),
        (".txt", "- " * DEEP + "word", "word"),
        (".txt", "a " * DEEP + "word", "word"),
        (".txt", "a\n" * DEEP + "word", "word"),
        (".txt", "." * DEEP + "word", "word"),
    ],
    ids=lambda value: value[:16] if isinstance(value, str) else "",
)
def test_what_is_nested_or_unclosed_without_end_still_shows(
    suffix: str, text: str, word: str
) -> None:
    document: Document = read(Source(f"page{suffix}", text))
    assert document.text.endswith(word)


@pytest.mark.parametrize(
    ("front_matter", "line", "column", "reason"),
    [
        ("---\ntitle: ok\na: [1\n---\n", 4, 1, "did not find expected ',' or ']'"),
        ("---\na: 'x\n---\n", 3, 1, "unexpected end of stream"),
        ("---\na: b: c\n---\n", 2, 5, "mapping values are not allowed"),
        ("---\na: &a [*a]\n---\n", 2, 1, "an alias refers to itself"),
        ("---\na: !!python/object:os.system x\n---\n", 2, 4, "could not determine a constructor"),
        ("---\na: " + "[" * 500 + "\n---\n", 2, 1, "nested more than"),
        ("---\n" + "- " * 100_000 + "\n---\n", 2, 1, "nested more than"),
        ("---\n? " + "? " * 100_000 + "\n---\n", 2, 1, "nested more than"),
        ("+++\na = 1\nb = x\n+++\n", 3, 5, "Invalid value"),
        ("+++\na = [\n+++\n", 3, 1, "Invalid value"),
    ],
    ids=lambda value: repr(value)[:24] if isinstance(value, str) else "",
)
def test_broken_front_matter_says_where(
    front_matter: str, line: int, column: int, reason: str
) -> None:
    with pytest.raises(ReadError, match="broken front matter") as caught:
        read(Source("page.md", front_matter + "Body"))
    error = caught.value
    assert (error.path, error.line, error.column) == ("page.md", line, column)
    assert reason in str(error)


def test_endless_nesting_in_front_matter_is_refused() -> None:
    """By our limit or by libyaml's own, which it has since 0.2.6 and reaches looking ahead."""
    with pytest.raises(ReadError, match=r"nested more than|exceeded maximum nesting") as caught:
        read(Source("page.md", "---\na: " + "[" * 300_000 + "\n---\nBody"))
    assert (caught.value.path, caught.value.line) == ("page.md", 2)


def test_aliases_may_not_multiply() -> None:
    """Nine lists of nine aliases each are a thousand million values."""
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 9)]
    with pytest.raises(ReadError, match="more than 500,000 values"):
        read(Source("page.md", "---\n" + "\n".join(lines) + "\n---\n"))
