"""What machine-readable formats share: addresses of files, clean text, gravity in their words."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path, PurePath
from urllib.parse import quote

from claimcheck.finding import FileResult, Finding, Result, Severity
from claimcheck.source import Source

# All that XML 1.0 cannot carry, not even escaped.
_NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def found(result: Result) -> Iterator[tuple[FileResult, Source, Finding]]:
    """Every reported finding with its file and source, in order."""
    for file in result.files:
        if file.source is not None:
            for finding in file.findings:
                yield file, file.source, finding


def relative(path: str) -> str:
    """A path with forward slashes, relative to the current folder if it lies below."""
    try:
        near = os.path.relpath(path)
    except ValueError:  # another drive, on Windows
        near = path
    if near.startswith(os.pardir):
        near = path
    return PurePath(near).as_posix()


def uri(path: str) -> str:
    """A path as a URI reference; absolute only where there is no other way."""
    name = relative(path)
    if Path(name).is_absolute():
        return Path(name).as_uri()
    return quote(name.encode("utf-8", "surrogateescape"))


def for_xml(text: str) -> str:
    """`text` without the characters that XML cannot hold, shown as U+FFFD."""
    return _NO_XML.sub("\ufffd", text)


def advice(finding: Finding) -> str:
    """All that a finding says, as paragraphs: message, why, authorities, suggestions."""
    parts = [finding.message, finding.why]
    parts += [f"Authority: {authority}" for authority in finding.authorities]
    parts += [f"Try: {suggestion.text}" for suggestion in finding.suggestions]
    return "\n".join(" ".join(part.split()) for part in parts if part.strip())


def word(severity: Severity, error: str, warning: str, info: str) -> str:
    """The word that a format has for a severity."""
    return {Severity.ERROR: error, Severity.WARNING: warning, Severity.INFO: info}[severity]
