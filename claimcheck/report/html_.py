"""One HTML file to read: the pages' text with the claims marked, and what to do about each.

Everything is inside the file, and its policy forbids it to ask any network. Without scripts the
marks are links to the notes beside the text.
"""

from __future__ import annotations

import base64
import hashlib
import html
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from importlib.resources import files
from itertools import pairwise
from pathlib import PurePath

from claimcheck.finding import FileResult, Finding, Result
from claimcheck.report import View
from claimcheck.report.layout import one_line, printable
from claimcheck.report.places import relative
from claimcheck.report.summary import SEVERITIES, by_severity, closing, counted, severity_words
from claimcheck.source import Range, Source

_MARKUP_SUFFIXES = {".html", ".htm", ".xhtml"}
_MARKUP = re.compile(
    r"<!--.*?(?:-->|\Z)|<(?P<raw>script|style|template)\b.*?(?:</(?P=raw)\s*>|\Z)|<[/!?a-z][^>]*(?:>|\Z)",
    re.DOTALL | re.IGNORECASE,
)
_MARKUP_RUN = re.compile(rf"(?:(?:{_MARKUP.pattern})\s*)+", _MARKUP.flags)
# More than this many pages open at once is more than anybody reads.
_OPEN_FILES = 10


def render(result: Result, view: View) -> str:
    """The whole report as one HTML document."""
    style, script = _asset("style.css"), _asset("script.js")
    policy = (
        f"default-src 'none'; style-src '{_digest(style)}'; script-src '{_digest(script)}'; "
        "base-uri 'none'; form-action 'none'"
    )
    parts = [
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n',
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n',
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n',
        f"<title>claimcheck: {_escape(closing(result))}</title>\n<style>{style}</style>\n",
        '</head>\n<body>\n<a class="skip" href="#pages">Skip to the pages</a>\n',
        '<div class="wrap">\n',
        *_header(result),
        *_overview(result),
        *_controls(result),
        '<main id="pages">\n',
        *_pages(result, view),
        "</main>\n</div>\n",
        '<div id="card" role="dialog" aria-label="About this claim" tabindex="-1" hidden>'
        '<button id="close" class="close" type="button" aria-label="Close">×</button>'
        '<div id="card-content"></div></div>\n',
        f"<script>{script}</script>\n</body>\n</html>\n",
    ]
    return "".join(parts)


def _asset(name: str) -> str:
    return files("claimcheck.report").joinpath("page", name).read_text(encoding="utf-8")


def _digest(text: str) -> str:
    digest = hashlib.sha256(text.encode("utf-8")).digest()
    return f"sha256-{base64.b64encode(digest).decode()}"


def _escape(text: str) -> str:
    return html.escape(printable(text))


def _header(result: Result) -> Iterator[str]:
    counts = " ".join(
        f'<span class="count {severity}">{words}</span>'
        for severity, words in zip(
            [s for s, n in by_severity(result.findings).items() if n],
            severity_words(by_severity(result.findings)),
            strict=True,
        )
    )
    yield f"<header>\n<h1>Claims to look at</h1>\n<p>{counts}</p>\n"
    yield f'<p class="soft">{_escape(closing(result))} A finding is a reason to look, '
    yield "not a verdict.</p>\n</header>\n"


def _overview(result: Result) -> Iterator[str]:
    if result.all_failures:
        yield '<section class="box failures" aria-label="Could not be checked">'
        yield "<h2>Could not be checked</h2><ul>"
        for failure in result.all_failures:
            yield f"<li>{_escape(str(failure))}</li>"
        yield "</ul></section>\n"
    if not result.findings:
        return
    yield '<div class="overview">\n<section class="box" aria-labelledby="by-rule">'
    yield '<h2 id="by-rule">By rule</h2><ul>'
    names = {finding.code: finding.name for finding in result.findings}
    for code, number in sorted(
        Counter(finding.code for finding in result.findings).items(),
        key=lambda item: (-item[1], item[0]),
    ):
        yield (
            f"<li><span><code>{_escape(code)}</code> {_escape(names[code])}</span>"
            f'<button type="button" data-pick="{_escape(code)}"'
            f' aria-label="{counted(number, "finding")} of {_escape(code)}: show only these">'
            f"{number}</button></li>"
        )
    yield '</ul></section>\n<section class="box" aria-labelledby="by-page">'
    yield '<h2 id="by-page">By page</h2><ul>'
    for number, (file, _) in enumerate(_with_findings(result)):
        yield (
            f'<li><a href="#page-{number}">{_escape(relative(file.path))}</a>'
            f'<span class="soft">{len(file.findings)}</span></li>'
        )
    yield "</ul></section>\n</div>\n"


def _controls(result: Result) -> Iterator[str]:
    yield '<form class="controls box" hidden><fieldset><legend>Show</legend>'
    for severity in SEVERITIES:
        yield (
            f'<label><input type="checkbox" name="level" value="{severity}" checked>'
            f'<span class="level {severity}">{severity}</span></label>'
        )
    yield '<label>Rule <select id="rule"><option value="">all</option>'
    for code, name in sorted({(finding.code, finding.name) for finding in result.findings}):
        yield f'<option value="{_escape(code)}">{_escape(code)} {_escape(name)}</option>'
    yield '</select></label><span id="shown" class="soft" role="status"></span>'
    yield "</fieldset></form>\n"


def _with_findings(result: Result) -> list[tuple[FileResult, Source]]:
    return [
        (file, file.source) for file in result.files if file.source is not None and file.findings
    ]


def _pages(result: Result, view: View) -> Iterator[str]:
    del view
    first = 1
    for number, (file, source) in enumerate(_with_findings(result)):
        counts = ", ".join(severity_words(by_severity(file.findings)))
        is_open = " open" if number < _OPEN_FILES else ""
        yield f'<details class="file" id="page-{number}"{is_open}><summary>'
        yield f'<h2>{_escape(relative(file.path))}</h2> <span class="soft">{counts}</span>'
        yield '</summary><div class="columns">\n<div class="text">'
        yield from _text(file.path, source, file.findings, first)
        yield '</div>\n<ol class="notes" aria-label="Findings">\n'
        for offset, finding in enumerate(file.findings):
            yield from _note(finding, source, first + offset)
        yield "</ol>\n</div></details>\n"
        first += len(file.findings)


def _text(path: str, source: Source, findings: Sequence[Finding], first: int) -> Iterator[str]:
    """The text of a page; each stretch under the same findings is one link to their notes."""
    text = source.text
    gaps = _gaps(path, text)
    edges = {0, len(text)}
    for place in (*gaps, *(finding.place for finding in findings)):
        edges |= {place.start, place.end}
    starts = {place.start: place for place in gaps}
    skip = 0
    for start, end in pairwise(sorted(edges)):
        gap = starts.get(start)
        if gap is not None:
            skip = gap.end
        shown = gaps[gap] if gap is not None else "" if start < skip else text[start:end]
        over = [n for n, f in enumerate(findings) if f.place.start <= start and end <= f.place.end]
        ends = [n for n in over if findings[n].place.end == end]
        yield _piece(html.unescape(shown) if gaps else shown, over, ends, findings, first)


def _gaps(path: str, text: str) -> dict[Range, str]:
    """Where an HTML page holds what nobody reads (tags, scripts, comments) with the white space
    around it, and the white space that stays."""
    if PurePath(path).suffix.lower() not in _MARKUP_SUFFIXES:
        return {}
    gaps = {}
    last = 0
    for match in _MARKUP_RUN.finditer(text):
        start = match.start()
        while start > last and text[start - 1].isspace():
            start -= 1
        space = text[start : match.start()] + _MARKUP.sub("", match.group())
        lines = space.count("\n")
        gaps[Range(start, match.end())] = "\n" * min(lines, 2) or " " * bool(space)
        last = match.end()
    return gaps


def _piece(
    text: str, over: list[int], ends: list[int], findings: Sequence[Finding], first: int
) -> str:
    if not over:
        return _escape(text)
    worst = max((findings[n].severity for n in over), key=lambda severity: severity.rank)
    ids = " ".join(f"note-{first + n}" for n in over)
    marks = "".join(f"<sup>{first + n}</sup>" for n in ends)
    if not text.strip() and not marks:
        return _escape(text)
    return (
        f'<a class="claim {worst}" href="#note-{first + over[0]}" data-notes="{ids}">'
        f"{_escape(text)}{marks}</a>"
    )


def _note(finding: Finding, source: Source, number: int) -> Iterator[str]:
    place = source.position(finding.place.start)
    yield (
        f'<li class="note {finding.severity}" id="note-{number}" tabindex="-1"'
        f' data-level="{finding.severity}" data-rule="{_escape(finding.code)}">'
        f'<h3><span class="soft">{number}.</span> <span class="level {finding.severity}">'
        f"{finding.severity}</span> <code>{_escape(finding.code)}</code>"
        f' {_escape(finding.name)} <span class="soft">line {place.line}</span></h3>'
    )
    words = one_line(finding.excerpt)
    if words:
        yield f"<blockquote>“{_escape(words)}”</blockquote>"
    yield f"<p>{_escape(one_line(finding.message))}</p>"
    rows = [("What to do", suggestion.text) for suggestion in finding.suggestions]
    rows += [("Why", finding.why)] if finding.why else []
    rows += [
        ("See also", f"line {source.position(related.place.start).line}: {related.note}")
        for related in finding.related
    ]
    yield "<dl>"
    for title, text in rows:
        yield f"<dt>{title}</dt><dd>{_escape(one_line(text))}</dd>"
    yield "</dl>"
    if finding.authorities:
        yield "<details><summary>Whose rule it is</summary><ul>"
        for authority in finding.authorities:
            yield f"<li>{_escape(one_line(authority))}</li>"
        yield "</ul></details>"
    yield "</li>\n"
