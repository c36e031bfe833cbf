"""What a reader may need to know besides the source."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Options:
    """How to read a source.

    `suffix` is the one that chose the reader, in lower case with its dot. `fields` are patterns of
    the keys whose strings are prose; none means the usual ones.
    """

    suffix: str = ""
    fields: tuple[str, ...] = ()
