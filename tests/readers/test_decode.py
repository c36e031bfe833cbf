"""Bytes to text: encodings, what is no text, and the files that cannot be read."""

from __future__ import annotations

import codecs
from pathlib import Path

import pytest

from claimcheck.errors import ReadError
from claimcheck.readers import decode, read_file

TEXT = "Naïve “cure” – 5 €\r\nsecond line"


@pytest.mark.parametrize(
    "data",
    [
        TEXT.encode(),
        codecs.BOM_UTF8 + TEXT.encode(),
        codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le"),
        codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"),
        codecs.BOM_UTF32_LE + TEXT.encode("utf-32-le"),
        codecs.BOM_UTF32_BE + TEXT.encode("utf-32-be"),
        TEXT.encode("cp1252"),
    ],
    ids=["utf-8", "utf-8-bom", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be", "cp1252"],
)
def test_encodings_give_the_same_text(data: bytes) -> None:
    source = decode(data, "page.txt")
    assert (source.path, source.text) == ("page.txt", TEXT)


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b'<meta charset="koi8-r">\xd7', '<meta charset="koi8-r">в'),
        (b"<meta charset=shift_jis>\x93\xfa", "<meta charset=shift_jis>日"),
        (b"<META http-equiv=x content='text/html; charset=ISO-8859-1'>\x93a\x94", "“a”"),
        (b"<?xml version='1.0' encoding='iso-8859-2'?>\xb1", "ą"),
        (b"<meta charset=iso-2022-jp>\x1b$B%\x22\x1b(B", "ア"),
        # What the bytes say counts for more than what the page says.
        ("<meta charset=iso-8859-1>é".encode(), "é"),
        (b"\xef\xbb\xbf<meta charset=koi8-r>\xc3\xa9", "é"),
        # Names that are no text encoding, and one that hides markup, are ignored.
        (b"<meta charset=rot13>\xe9", "é"),
        (b"<meta charset=zip>\xe9", "é"),
        (b"<meta charset=utf-7>+ADw-\xe9", "+ADw-é"),
        (b"<meta charset=none-such>\xe9", "é"),
    ],
)
def test_a_declared_charset_counts_in_html(data: bytes, text: str) -> None:
    assert decode(data, "page.html").text.endswith(text)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"%PDF-1.7 ...", "page: not text: it is a PDF file"),
        (b"PK\x03\x04", "page: not text: it is a ZIP archive or an office document"),
        (b"{\\rtf1 text}", "page: not text: it is an RTF document"),
        (b"text\x00text", "page: not text, it holds NUL bytes"),
        (b"t\x00e\x00x\x00t\x00", "page: not text, it holds NUL bytes"),
        (b"\xff\x00\x01", "page: not text, it holds NUL bytes"),
        (b"\x01\x02\x03\x04 text", "page: not text"),
        (b"\x81\xfe" * 50, "page: not text in UTF-8 or Windows-1252"),
        # One broken character in sound UTF-8 is damage, not another encoding.
        ("dès\nnaïve ".encode() + b"\xe2\x80 ok", "page:2:7: not UTF-8 text: invalid"),
        (codecs.BOM_UTF8 + b"ab\xff", "page:1:3: not utf-8 text: invalid start byte at byte 5"),
        (codecs.BOM_UTF16_LE + b"a\x00b", "page:1:2: not utf-16-le text: truncated data at byte 4"),
        (b"caf\xe9 \x81 plain text all around it", "page:1:6: not cp1252 text"),
    ],
)
def test_what_is_not_text_is_refused(data: bytes, message: str) -> None:
    with pytest.raises(ReadError) as caught:
        decode(data, "page")
    assert str(caught.value).startswith(message)


def test_an_empty_file_is_an_empty_text(tmp_path: Path) -> None:
    path = tmp_path / "empty.txt"
    path.write_bytes(b"")
    assert read_file(path).text == ""


def test_line_ends_and_the_given_path_are_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "page.txt").write_bytes(b"a\r\nb\rc\nd")
    monkeypatch.chdir(tmp_path)
    source = read_file("page.txt")
    assert (source.path, source.text) == ("page.txt", "a\r\nb\rc\nd")


def test_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="no such file"):
        read_file(tmp_path / "none.txt")


def test_a_directory(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="is a directory"):
        read_file(tmp_path)


def test_a_name_that_no_file_can_have() -> None:
    with pytest.raises(ReadError, match="cannot be read"):
        read_file("a\0b")


def test_a_file_over_the_limit_says_both_sizes(tmp_path: Path) -> None:
    path = tmp_path / "large.txt"
    path.write_bytes(b"a" * 1001)
    with pytest.raises(ReadError, match="too large: 1,001 bytes, the limit is 1,000"):
        read_file(path, limit_bytes=1000)
    assert len(read_file(path, limit_bytes=1001).text) == 1001


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="no endless device on this system")
def test_an_endless_file_is_not_read_to_its_end() -> None:
    with pytest.raises(ReadError, match="too large"):
        read_file("/dev/zero", limit_bytes=1000)
