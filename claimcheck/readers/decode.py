"""Bytes to `Source`: which encoding, and whether it is text at all."""

from __future__ import annotations

import codecs
import re
from pathlib import Path

from claimcheck.errors import ReadError
from claimcheck.source import Source

LIMIT_BYTES = 10_000_000
"""The largest file that is read unless the caller says otherwise."""

STDIN = "-"

# UTF-32 first: its little-endian mark begins with the UTF-16 one.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SIGNATURES = (
    (b"%PDF-", "a PDF file"),
    (b"PK\x03\x04", "a ZIP archive or an office document"),
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"{\\rtf", "an RTF document"),
    (b"\xd0\xcf\x11\xe0", "an old office document"),
    (b"\x1f\x8b", "a gzip archive"),
)
_MARKUP = {".html", ".htm", ".xhtml"}
# The HTML standard looks for the declaration in the first 1024 bytes.
_DECLARED = re.compile(
    rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([a-zA-Z0-9_.:-]{1,40})"""
    rb"""|<\?xml[^>]{0,200}?encoding\s*=\s*["']([a-zA-Z0-9_.:-]{1,40})""",
    re.IGNORECASE,
)
# Encodings whose bytes are all ASCII: valid UTF-8 proves nothing about them.
_SEVEN_BIT = re.compile(r"iso-?2022|^hz", re.IGNORECASE)
_MULTIBYTE = re.compile(
    rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}"
)
_CONTROL = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_HIGH = re.compile(rb"[\x80-\xff]+")


def read_file(path: str | Path, *, limit_bytes: int = LIMIT_BYTES) -> Source:
    """Read one file as text.

    `path` is kept in the `Source` as given. Raises `ReadError` when the file is missing, a
    directory, unreadable, larger than `limit_bytes`, or not text.
    """
    name = str(path)
    try:
        with open(path, "rb") as stream:
            # One byte more than allowed tells a large file without reading it all, and an
            # endless one (a device, a pipe) without waiting for its end.
            data = stream.read(limit_bytes + 1)
            size = Path(path).stat().st_size if len(data) > limit_bytes else len(data)
    except FileNotFoundError:
        raise ReadError("no such file", path=name) from None
    except IsADirectoryError:
        raise ReadError("is a directory", path=name) from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise ReadError(f"cannot be read: {reason}", path=name) from None
    if len(data) > limit_bytes:
        shown = f"{max(size, len(data)):,} bytes"
        raise ReadError(f"too large: {shown}, the limit is {limit_bytes:,}", path=name)
    return decode(data, name)


def decode(data: bytes, path: str) -> Source:
    """Decode the content of `path`; in HTML, by its suffix, a declared charset counts.

    Of a Word document the text is taken out.

    A byte-order mark decides, then UTF-8, then the declared charset, then Windows-1252 where the
    bytes are plausible in it. Raises `ReadError` when the bytes are not text.
    """
    if Path(path).suffix.lower() == ".docx" and data.startswith(b"PK"):
        # Imported here, as few runs meet one.
        from claimcheck.readers.docx import extract

        return extract(data, path)
    for signature, what in _SIGNATURES:
        if data.startswith(signature):
            raise ReadError(f"not text: it is {what}", path=path)
    text = _decode_text(data, path, Path(path).suffix.lower() in _MARKUP)
    controls = len(_CONTROL.findall(text))
    if "\x00" in text or controls > max(2, len(text) // 100):
        hint = "" if "\x00" not in text else ", it holds NUL bytes"
        raise ReadError(f"not text{hint}", path=path)
    return Source(path, text)


def _decode_text(data: bytes, path: str, markup: bool) -> str:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _strict(data[len(mark) :], encoding, path, skipped=len(mark))
    declared = _declared(data) if markup else ""
    if declared and _SEVEN_BIT.search(declared):
        return _strict(data, declared, path)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        if b"\x00" in data:
            raise ReadError("not text, it holds NUL bytes", path=path) from None
        if declared and declared != "utf-8":
            return _strict(data, declared, path)
        # Other characters that are sound UTF-8 mean that the file is UTF-8 and damaged here; to
        # read it as Windows-1252 would garble them all.
        if _MULTIBYTE.search(data):
            raise _broken(data, error, path, "UTF-8") from None
        high = sum(map(len, _HIGH.findall(data)))
        if high * 10 > len(data) * 3:
            raise ReadError("not text in UTF-8 or Windows-1252", path=path) from None
        return _strict(data, "cp1252", path)


def _declared(data: bytes) -> str:
    match = _DECLARED.search(data, 0, 1024)
    if match is None:
        return ""
    name = (match[1] or match[2]).decode("ascii").lower()
    # As browsers do: the Latin-1 that pages declare is Windows-1252.
    name = {"iso-8859-1": "cp1252", "latin1": "cp1252", "us-ascii": "cp1252"}.get(name, name)
    try:
        info = codecs.lookup(name)
        # Not every codec decodes text (rot13, zip), and UTF-7 hides markup.
        sample = b"text".decode(name) if info.name != "utf-7" else ""
    except (LookupError, ValueError):
        return ""
    return info.name if sample == "text" else ""


def _strict(data: bytes, encoding: str, path: str, *, skipped: int = 0) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise _broken(data, error, path, encoding, skipped) from None
    except ValueError as error:
        raise ReadError(f"not {encoding} text: {error}", path=path) from None


def _broken(
    data: bytes, error: UnicodeDecodeError, path: str, encoding: str, skipped: int = 0
) -> ReadError:
    before = data[: error.start].decode(error.encoding, "replace")
    place = Source(path, before).position(len(before))
    return ReadError(
        f"not {encoding} text: {error.reason} at byte {error.start + skipped}",
        path=path,
        line=place.line,
        column=place.column,
    )
