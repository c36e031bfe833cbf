"""Which keys of front matter, data and components name prose."""

from __future__ import annotations

import re
from collections.abc import Sequence
from fnmatch import fnmatchcase
from functools import lru_cache

DEFAULT_FIELDS = (
    "title",
    "*title",
    "headline",
    "*heading",
    "subheading",
    "tagline",
    "slogan",
    "*description",
    "*summary",
    "excerpt",
    "abstract",
    "lead",
    "lede",
    "intro",
    "introduction",
    "teaser",
    "blurb",
    "body",
    "content",
    "text",
    "copy",
    "html",
    "markdown",
    "*_text",
    "*_html",
    "*message",
    "question",
    "answer",
    "quote",
    "testimonial",
    "*takeaways",
    "*benefits",
    "caption",
    "alt",
    "*_alt",
    "imagealt",
    "cta",
    "cta_*",
    "button",
    "button_*",
)
"""Patterns of keys, in lower case, whose strings are prose; with a dot they name a path."""

# One word that is an address, a path, a file, an identifier or a colour.
_NO_PROSE = re.compile(
    r"[a-zA-Z][\w+.-]*:\S*|\S*[/_=@]\S*|[.#]\S*|[\w-]+\.\w{2,5}|[0-9a-f-]{16,}|\W*|[\d\W]*"
)


def is_chosen(path: Sequence[str], patterns: tuple[str, ...]) -> bool:
    """Whether the field at `path` holds prose by one of the patterns (or by the default ones)."""
    return bool(path) and _matches(path[-1], ".".join(path), patterns or DEFAULT_FIELDS)


@lru_cache(maxsize=10_000)
def _matches(key: str, path: str, patterns: tuple[str, ...]) -> bool:
    for pattern in patterns:
        name = path if "." in pattern else key
        lowered = pattern.lower()
        # "metaDescription", "meta-description" and "meta_description" are one key.
        snake = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|[- ]", "_", name).lower()
        if fnmatchcase(name.lower(), lowered) or fnmatchcase(snake, lowered):
            return True
    return False


def is_prose(value: str) -> bool:
    """Whether a string says something, rather than naming an address, a file or a class."""
    words = value.split(None, 1)
    return len(words) > 1 or (len(words) == 1 and _NO_PROSE.fullmatch(words[0]) is None)
