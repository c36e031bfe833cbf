"""Directives in a page: findings that its author has looked at and keeps.

    <!-- claimcheck: ignore CIT001, CER -- reviewed by Dr Lee -->

`ignore` holds for its own line, or for the next block if it stands alone; `ignore-next-line` for
the next line; `off` until `on`, else to the end; `ignore-file` for the page. `until 2027-03-01`
lets it lapse after that day. In plain text the comment is `[claimcheck: ...]`; in front matter,
the key `claimcheck`. A directive that does nothing is reported: it hides what comes next.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from claimcheck.config import Settings
from claimcheck.document import Document
from claimcheck.errors import ConfigError
from claimcheck.finding import Finding, Severity, Suggestion, Suppression, fingerprint
from claimcheck.rules.catalog import Catalog
from claimcheck.source import Range

VERBS = ("ignore", "ignore-next-line", "ignore-file", "off", "on")


@dataclass(frozen=True, slots=True)
class Kind:
    """What can be wrong with a directive, told like a rule."""

    code: str
    name: str
    severity: Severity
    summary: str
    why: str


UNUSED = Kind(
    "SUP001",
    "unused-suppression",
    Severity.INFO,
    "A directive that holds nothing back.",
    "It would hide the next finding on its lines, which nobody has looked at yet.",
)
WRONG = Kind(
    "SUP002",
    "wrong-suppression",
    Severity.WARNING,
    "A directive that cannot be understood, or names no rule that exists.",
    "Its author believes that a finding was dealt with, and it was not.",
)
LAPSED = Kind(
    "SUP003",
    "lapsed-suppression",
    Severity.INFO,
    "A directive whose day has passed.",
    "Somebody wanted the sentence to be looked at again by now.",
)
UNREASONED = Kind(
    "SUP004",
    "unreasoned-suppression",
    Severity.WARNING,
    "A directive that gives no reason, where the configuration requires one.",
    "In a year nobody will know whether the reason still holds.",
)
KINDS = (UNUSED, WRONG, LAPSED, UNREASONED)

_DIRECTIVE = re.compile(
    r"""\s* claimcheck \s* : \s* (?P<verb>[\w-]+)
        (?P<rules> (?: [\s,]+ (?!until\b|--|[\u2013\u2014]) [^\s,]+ )* )
        (?: \s+ until \s+ (?P<until>\S+) )?
        (?: \s* (?: --+ | [\u2013\u2014] ) \s* (?P<reason>.*?) )? \s*""",
    re.VERBOSE | re.DOTALL | re.IGNORECASE,
)
_REMOVE = "Remove it, so that it cannot hide the next finding."
_FORM = "Write: claimcheck: ignore CIT001 -- reason"
_LAPSED = "Look at the sentence again; then set a later date, or remove this."
_MENTION = re.compile(r"\s*claimcheck\s*:", re.IGNORECASE)
_BRACKETED = re.compile(r"\[([ \t]*claimcheck[ \t]*:[^\]\n\r]*)\]", re.IGNORECASE)
_META_KEY = re.compile(r"^[ \t]*[\"']?claimcheck\b", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a page's directives left: findings to report, and findings held back."""

    kept: list[Finding]
    suppressed: list[Finding]


@dataclass
class _Directive:
    """One directive: where it stands, what it covers, and which of its names were needed.

    `codes` are the rules by the names that the directive gives them; `ends` says where an `off`
    ends for a rule that is switched on again.
    """

    place: Range
    verb: str
    names: list[str]
    reason: str
    until: str
    region: Range = field(default=Range(0, 0))
    codes: dict[str, set[str]] = field(default_factory=dict)
    ends: dict[str, int] = field(default_factory=dict)
    used: set[str] = field(default_factory=set)

    def take(self, finding: Finding) -> bool:
        """Whether the finding falls under the directive."""
        region = Range(self.region.start, self.ends.get(finding.code, self.region.end))
        touches = region.overlaps(finding.place) or region.overlaps(finding.sentence)
        if self.verb != "ignore-file" and not touches:
            return False
        needed = {name for name, codes in self.codes.items() if finding.code in codes}
        self.used |= needed
        return bool(needed)


def apply(
    document: Document,
    findings: Sequence[Finding],
    settings: Settings,
    catalog: Catalog,
    active: Collection[str],
) -> Outcome:
    """Hold back what the page's directives name, and report directives that are wrong or idle.

    `active` are the codes of the rules that ran: only those can show that a directive is idle.
    """
    reader = _Reader(document, settings, catalog)
    directives = reader.directives()
    kept: list[Finding] = []
    suppressed: list[Finding] = []
    for finding in findings:
        if any(entry.place.contains(finding.place) for entry in reader.found):
            continue  # the words of a directive are nobody's claim
        takers = [entry for entry in directives if entry.take(finding)]
        if takers:
            reason = next((entry.reason for entry in takers if entry.reason), "")
            suppressed.append(replace(finding, suppression=Suppression("directive", reason)))
        else:
            kept.append(finding)
    for entry in directives:
        idle = [
            name
            for name, codes in entry.codes.items()
            if name not in entry.used and codes & set(active)
        ]
        if idle:
            reader.report(UNUSED, entry.place, f"Nothing here needs {', '.join(idle)}.", _REMOVE)
    kept += reader.problems
    kept.sort(key=lambda finding: (finding.place.start, finding.place.end, finding.code))
    return Outcome(kept, suppressed)


class _Reader:
    """Finds the directives of one document and says what is wrong with them."""

    def __init__(self, document: Document, settings: Settings, catalog: Catalog) -> None:
        self._document = document
        self._source = document.source
        self._settings = settings
        self._catalog = catalog
        self._today = settings.today or date.today()
        self.found: list[_Directive] = []
        self.problems: list[Finding] = []

    def directives(self) -> list[_Directive]:
        """Those that hold, in the order of the page, their regions set."""
        self.found = sorted(
            [*self._from_comments(), *self._from_meta()], key=lambda entry: entry.place
        )
        holding = [entry for entry in self.found if self._holds(entry)]
        self._set_regions(holding)
        return [entry for entry in holding if entry.verb != "on"]

    def report(self, kind: Kind, place: Range, message: str, suggestion: str = "") -> None:
        """Add a finding on a directive."""
        text = self._source.excerpt(place)
        count = sum(
            problem.code == kind.code and problem.excerpt == text for problem in self.problems
        )
        self.problems.append(
            Finding(
                code=kind.code,
                name=kind.name,
                severity=kind.severity,
                message=message,
                why=kind.why,
                place=place,
                sentence=place,
                excerpt=text,
                suggestions=(Suggestion(suggestion),) if suggestion else (),
                fingerprint=fingerprint(kind.code, text, "", "", count),
            )
        )

    def _from_comments(self) -> Iterator[_Directive]:
        comments = {comment.source: comment.content for comment in self._document.comments}
        if self._document.format == "text":
            for match in _BRACKETED.finditer(self._source.text):
                comments.setdefault(Range(match.start(), match.end()), match.group(1))
        for place, content in comments.items():
            if _MENTION.match(content):
                yield from self._parsed(place, content)

    def _parsed(self, place: Range, content: str) -> Iterator[_Directive]:
        match = _DIRECTIVE.fullmatch(content)
        if match is None:
            self.report(WRONG, place, "This is no directive.", _FORM)
            return
        verb = match["verb"].lower()
        if verb not in VERBS:
            close = difflib.get_close_matches(verb, VERBS, 1)
            hint = f"; did you mean {close[0]!r}?" if close else "."
            self.report(WRONG, place, f"There is no directive {verb!r}{hint}", _FORM)
            return
        names = [name for name in re.split(r"[\s,]+", match["rules"] or "") if name]
        yield _Directive(place, verb, names, match["reason"] or "", match["until"] or "")

    def _from_meta(self) -> Iterator[_Directive]:
        value = self._document.meta.get("claimcheck")
        if value is None:
            return
        match = _META_KEY.search(self._source.text)
        place = Range(match.start(), match.end()) if match else Range(0, 0)
        if isinstance(value, str):
            for entry in self._parsed(place, f"claimcheck: {value}"):
                entry.verb = "ignore-file"
                yield entry
        elif isinstance(value, Mapping) and "ignore" in value:
            names = value["ignore"] if isinstance(value["ignore"], list) else [value["ignore"]]
            yield _Directive(
                place,
                "ignore-file",
                [part for name in names for part in re.split(r"[\s,]+", str(name)) if part],
                _text(value.get("reason")),
                _text(value.get("until")),
            )
        elif not isinstance(value, Mapping):
            self.report(WRONG, place, "This is no directive.", _FORM)

    def _holds(self, entry: _Directive) -> bool:
        """Whether a directive can be used; if not, it has been reported."""
        if entry.verb == "on":
            names = entry.names or ["all"]
        elif not entry.names:
            self.report(WRONG, entry.place, "This names no rule.", _FORM)
            return False
        else:
            names = entry.names
        for name in names:
            try:
                entry.codes[name] = self._catalog.codes_for([name])
            except ConfigError as error:
                message = error.message[:1].upper() + error.message[1:]
                self.report(WRONG, entry.place, f"{message.rstrip('.?')}.", _FORM)
        if entry.verb == "on":
            return True
        if entry.until:
            try:
                last = date.fromisoformat(entry.until)
            except ValueError:
                self.report(WRONG, entry.place, f"{entry.until!r} is no date.", _FORM)
                return False
            if last < self._today:
                self.report(LAPSED, entry.place, f"This held until {last}.", _LAPSED)
                return False
        if self._settings.require_reason and not entry.reason:
            self.report(UNREASONED, entry.place, "This gives no reason.", _FORM)
            return False
        return bool(entry.codes)

    def _set_regions(self, entries: list[_Directive]) -> None:
        size = len(self._source.text)
        open_: list[_Directive] = []
        for entry in entries:
            if entry.verb == "off":
                entry.region = Range(entry.place.end, size)
                open_.append(entry)
            elif entry.verb == "on":
                self._close(entry, open_)
            elif entry.verb == "ignore-next-line":
                entry.region = self._next_line(entry.place)
            elif entry.verb == "ignore":
                alone = self._alone(entry.place)
                entry.region = self._next_block(entry.place) if alone else self._lines(entry.place)

    def _close(self, entry: _Directive, open_: list[_Directive]) -> None:
        named = set().union(*entry.codes.values())
        closed = 0
        for other in open_:
            for code in named & set().union(*other.codes.values()) - set(other.ends):
                other.ends[code] = entry.place.start
                closed += 1
        if not closed and entry.codes:
            self.report(UNUSED, entry.place, "Nothing was off before this.", _REMOVE)

    def _lines(self, place: Range) -> Range:
        """The lines that `place` stands on."""
        first = self._source.position(place.start).line
        last = self._source.position(max(place.end - 1, place.start)).line
        return Range(self._source.line_starts[first - 1], self._line_end(last))

    def _line_end(self, line: int) -> int:
        starts = self._source.line_starts
        return starts[line] if line < len(starts) else len(self._source.text)

    def _alone(self, place: Range) -> bool:
        """Whether nothing else stands on the lines of `place`."""
        lines, text = self._lines(place), self._source.text
        return not (text[lines.start : place.start] + text[place.end : lines.end]).strip()

    def _next_line(self, place: Range) -> Range:
        last = self._source.position(max(place.end - 1, place.start)).line
        return Range(self._line_end(last), self._line_end(last + 1))

    def _next_block(self, place: Range) -> Range:
        """The source of the first block behind `place`, else nothing."""
        blocks = (self._document.source_range(block.text) for block in self._document.blocks)
        behind = [
            block
            for block in blocks
            # Not another comment of the plain-text form, which a reader takes for prose.
            if block.start >= place.end and not self._is_directive(block)
        ]
        return min(behind, default=Range(place.end, place.end))

    def _is_directive(self, block: Range) -> bool:
        return any(entry.place.overlaps(block) for entry in self.found)


def _text(value: Any) -> str:
    return "" if value is None else str(value)
