"""Reference marks: the small raised numbers that lead to a note or a source."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from claimcheck.readers.flow import Flow
from claimcheck.readers.labels import mark_labels

_MARK = r"(?:\d{1,3}|[*†‡§¶#]{1,4}|[ivx]{1,5}|(?:note|ref|fn)\s?\d{1,3}|[a-z])"
_LABELS = re.compile(rf"[\[(]?\s*{_MARK}(?:\s*[,;–-]\s*{_MARK})*\s*[\])]?", re.IGNORECASE)
_BRACKETED = re.compile(rf"\[\s*{_MARK}(?:\s*[,;–-]\s*{_MARK})*\s*\]", re.IGNORECASE)
_BARE = re.compile(r"\(?\d{1,3}\)?|[*†‡§¶]{1,4}")
_BACK = re.compile("[\\s↩↑⤴⏎^\ufe0e\ufe0f]+")
# "10<sup>6</sup>", "m<sup>2</sup>", "CO<sup>2</sup>": an exponent, not a mark.
_POWER = re.compile(r"(?:\d|\b[a-zA-Z]|\b(?:mm|cm|dm|km|kg|mg|ft|in|mi|yd|sq|CO|Na|Ca|Mg))$")
_LONGEST = 40


@dataclass(slots=True)
class Held:
    """Prose held back until it is known whether it is a mark: a superscript, a short link.

    `name` is the element that ends it. Each piece is a call of `Flow` yet to be made.
    """

    name: str
    start: int
    pieces: list[tuple[str, str, int, int]] = field(default_factory=list)
    depth: int = 1

    def add(self, action: str, text: str, start: int, end: int) -> None:
        """Hold back one more piece."""
        self.pieces.append((action, text, start, end))

    @property
    def targets(self) -> list[str]:
        """What the links in it lead to."""
        return [text for action, text, _, _ in self.pieces if action == "open"]

    def is_long(self) -> bool:
        """Whether it holds more than any mark."""
        return len(self.shown) > _LONGEST or len(self.pieces) > _LONGEST

    @property
    def shown(self) -> str:
        """The text of it."""
        return "".join(text for action, text, _, _ in self.pieces if action in {"copy", "put"})

    def write(self, flow: Flow) -> None:
        """Print it as ordinary prose."""
        for action, text, start, end in self.pieces:
            if action == "copy":
                flow.copy(start, end)
            elif action == "put":
                flow.put(text, start, end)
            elif action == "open":
                flow.open_link(text)
            else:
                flow.close_link()


def settle(flow: Flow, held: Held, end: int) -> None:
    """Print what was held as the mark that it is, or else as prose."""
    shown = " ".join(held.shown.split())
    targets = held.targets
    anchor = next((target[1:] for target in targets if target.startswith("#")), "")
    if anchor and shown and _BACK.fullmatch(shown):
        return
    if not _is_mark(shown, held, flow.tail):
        held.write(flow)
        if held.name == "a":
            flow.close_link()
        return
    labels = mark_labels(shown)
    for label in labels:
        flow.marker(label, held.start, end, anchor=anchor if len(labels) == 1 else "")
    for target in targets:
        if not target.startswith("#"):
            flow.point_link(target)


def _is_mark(shown: str, held: Held, tail: str) -> bool:
    if held.name == "sup":
        if not _LABELS.fullmatch(shown):
            return False
        if held.targets or shown.startswith("["):
            return True
        # A letter alone may be an exponent or an ordinal; without a link it proves nothing.
        if shown.isalpha():
            return False
        return not (shown.isdigit() and _POWER.search(tail))
    if _BRACKETED.fullmatch(shown):
        return True
    # "see step <a href="#s2">2</a>" is prose; "depression<a href="#n2">2</a>" is a mark.
    return bool(_BARE.fullmatch(shown)) and bool(tail) and not tail[-1].isspace()
