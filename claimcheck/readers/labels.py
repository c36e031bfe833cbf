"""The labels of reference marks, as they are written."""

from __future__ import annotations

import re

PLAIN_DIGITS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")
"""Superscript digits to plain ones, for `str.translate`."""

_PART = re.compile(r"(\d{1,3})\s*[–-]\s*(\d{1,3})|\d{1,3}|[*†‡§¶#]{1,4}|[a-z]+", re.IGNORECASE)
# A mark names few sources; a longer range is something else, or an attack.
_MOST = 30


def mark_labels(shown: str) -> list[str]:
    """The labels that a mark such as "1,3–5" or "[note 2]" names, one by one."""
    labels: list[str] = []
    for part in _PART.finditer(shown):
        if part[1]:
            first, last = int(part[1]), int(part[2])
            labels.extend(str(number) for number in range(first, min(last, first + _MOST) + 1))
        elif part[0].lower() not in {"note", "ref", "fn"}:
            labels.append(part[0])
    return labels[:_MOST]
