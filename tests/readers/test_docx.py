"""Word documents: their paragraphs as lines, and what is no Word document."""

from __future__ import annotations

import io
import zipfile
from html import escape
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimcheck.document import BlockKind
from claimcheck.errors import ReadError
from claimcheck.readers import decode, read, read_file
from claimcheck.source import Range, Source

from .pages import Draw, Page, check_shape, show

NAMES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
)
STYLES = (
    '<w:style w:styleId="berschrift1"><w:name w:val="heading 1"/></w:style>'
    '<w:style w:styleId="Titel"><w:name w:val="Title"/></w:style>'
    '<w:style w:styleId="Zitat"><w:name w:val="Intense Quote"/></w:style>'
    '<w:style w:styleId="cap"><w:name w:val="caption"/></w:style>'
)
LINKS = '<Relationship Id="rId1" TargetMode="External" Target="https://x.test"/>'


def word(body: str, notes: str = "", *, prolog: str = "") -> bytes:
    """A Word file with this content."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", f"{prolog}<w:document {NAMES}>{body}</w:document>")
        archive.writestr("word/styles.xml", f"<w:styles {NAMES}>{STYLES}</w:styles>")
        archive.writestr("word/_rels/document.xml.rels", f"<Relationships>{LINKS}</Relationships>")
        if notes:
            archive.writestr("word/footnotes.xml", f"<w:footnotes {NAMES}>{notes}</w:footnotes>")
    return stream.getvalue()


def paragraph(text: str, style: str = "", properties: str = "") -> str:
    mark = f'<w:pStyle w:val="{style}"/>' if style else ""
    return f"<w:p><w:pPr>{mark}{properties}</w:pPr>{run(text)}</w:p>"


def run(text: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{escape(text)}</w:t></w:r>"


LIST = '<w:numPr><w:ilvl w:val="1"/><w:numId w:val="4"/></w:numPr>'
RAISED = '<w:vertAlign w:val="superscript"/>'
BODY = (
    paragraph("One", "Titel")
    + paragraph("Two", "berschrift1")
    + f"<w:p>{run('It ')}<w:del><w:r><w:delText>no</w:delText></w:r></w:del>{run('may')}"
    + f'<w:r><w:tab/></w:r><w:hyperlink r:id="rId1">{run("help")}</w:hyperlink>'
    + f'{run(" & heal.")}{run("1,2", RAISED)}<w:r><w:footnoteReference w:id="7"/></w:r>'
    + '<w:r><w:drawing><wp:docPr id="1" descr="A pill"/></w:drawing></w:r></w:p>'
    + "<w:p></w:p>"
    + paragraph("three", properties=LIST)
    + paragraph("It cured me", "Zitat")
    + f"<w:tbl><w:tr><w:tc>{paragraph('four')}</w:tc>"
    + f"<w:tc>{paragraph('five')}</w:tc></w:tr></w:tbl>"
    + paragraph("six", "cap")
    + f"<mc:AlternateContent><mc:Choice>{paragraph('seven')}</mc:Choice>"
    + f"<mc:Fallback>{paragraph('no')}</mc:Fallback></mc:AlternateContent>"
    + f"<w:p>{run('m')}{run('2', RAISED)}</w:p>"
)
NOTES = f'<w:footnote w:id="7">{paragraph("A note.")}</w:footnote>'


def test_paragraphs_are_what_their_styles_call_them() -> None:
    document = read(decode(word(BODY, NOTES), "page.docx"))
    assert show(document) == [
        "title: One",
        "heading: Two",
        "paragraph: It may help & heal.",
        "alt-text: A pill",
        "list-item: three",
        "quote: It cured me",
        "table-cell: four",
        "table-cell: five",
        "caption: six",
        "paragraph: seven",
        "paragraph: m2",
        "footnote 7: A note.",
    ]
    check_shape(document)
    assert [
        (link.target, document.text[link.text.start : link.text.end]) for link in document.links
    ] == [("https://x.test", "help")]
    heal = document.text.index("heal.") + len("heal.")
    assert [(mark.label, mark.text) for mark in document.markers] == [
        (label, Range(heal, heal)) for label in "127"
    ]


def test_a_place_is_a_paragraph_and_a_column(tmp_path: Path) -> None:
    path = tmp_path / "page.docx"
    path.write_bytes(word(BODY, NOTES))
    document = read(read_file(path))
    start = document.source_range(document.blocks[2].text).start
    place = document.source.position(start + 3)
    assert (place.line, place.column) == (3, 4)
    assert document.source.line_text(3) == "It may help & heal."


@st.composite
def word_pages(draw: Draw) -> tuple[bytes, Page]:
    page = Page(draw)
    body = ""
    for _ in page.times(0, 6):
        style, kind = page.pick(
            ("", BlockKind.PARAGRAPH), ("Zitat", BlockKind.QUOTE), ("cap", BlockKind.CAPTION)
        )
        runs = ""
        for _ in page.times(1, 5):
            shown = page.word(kind)
            cut = page.pick(0, 2, len(shown))
            hidden = f"<w:del><w:r><w:delText>{page.name()}</w:delText></w:r></w:del>"
            runs += run(shown[:cut]) + page.pick("", hidden) + run(shown[cut:] + " ")
        body += f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{runs}</w:p>'
    return word(body), page


@given(word_pages())
@settings(settings.get_profile("readers"))
def test_every_word_of_random_documents_has_its_place(example: tuple[bytes, Page]) -> None:
    data, page = example
    document = read(decode(data, "page.docx"))
    check_shape(document)
    found = {}
    for block in document.blocks:
        at = block.text.start
        for shown in document.block_text(block).split():
            at = document.text.index(shown, at)
            place = document.source_range(Range(at, at + len(shown)))
            assert document.source.excerpt(place) == shown
            found[shown] = block.kind
    assert found == page.shown


def test_what_is_no_word_document_says_so() -> None:
    good = word(BODY)
    empty = io.BytesIO()
    with zipfile.ZipFile(empty, "w") as archive:
        archive.writestr("no.txt", "no")
    bomb = word("<w:p><w:r><w:t>" + " " * 61_000_000 + "</w:t></w:r></w:p>")
    entities = word("&a;", prolog='<!DOCTYPE x [<!ENTITY a "no">]>')
    cases = [
        (good[: len(good) // 2], "not a Word document: File is not a zip file"),
        (empty.getvalue(), "not a Word document: it has no text part"),
        (bomb, "too large: word/document.xml unpacks to more than 60,000,000 bytes"),
        (entities, "not a Word document: it declares a document type"),
        (word("<w:p>"), "not a Word document: mismatched tag"),
    ]
    for data, message in cases:
        with pytest.raises(ReadError, match=r"Word|large") as caught:
            decode(data, "page.docx")
        assert message in str(caught.value)


def test_text_under_the_name_of_a_word_document_is_none() -> None:
    with pytest.raises(ReadError, match="not a Word document"):
        read(Source("page.docx", "text"))


@given(st.binary(max_size=200), st.integers(0, 2000), st.integers(0, 40))
@settings(settings.get_profile("readers"))
def test_a_damaged_file_is_read_or_refused(junk: bytes, at: int, length: int) -> None:
    data = word(BODY, NOTES)
    damaged = data[:at] + junk + data[at + length :]
    try:
        document = read(decode(damaged, "page.docx"))
    except ReadError as error:
        assert "\n" not in str(error)  # noqa: PT017
    else:
        check_shape(document)
