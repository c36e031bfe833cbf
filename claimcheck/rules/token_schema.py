"""What a token pattern of a house rule may ask: a bounded part of spaCy's Matcher language.

Left out are expressions (REGEX, FUZZY) and combinations of operators whose time has no bound, and
attributes that the pipeline does not set. Checked here, without spaCy, so that an error has its
place in the file.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping, Sequence
from typing import Any

TEXTS = frozenset({"ORTH", "TEXT", "LOWER", "LEMMA", "SHAPE", "TAG", "POS", "DEP"})
FLAGS = frozenset(
    """
    IS_ALPHA IS_ASCII IS_DIGIT IS_LOWER IS_UPPER IS_TITLE IS_PUNCT IS_STOP IS_BRACKET IS_QUOTE
    IS_CURRENCY LIKE_NUM LIKE_URL LIKE_EMAIL
    """.split()
)
_COMPARISONS = frozenset({"==", "!=", ">=", "<=", ">", "<"})
_SETS = frozenset({"IN", "NOT_IN"})
_KEYS = TEXTS | FLAGS | {"LENGTH", "OP"}
_COUNT = re.compile(r"\{(\d{0,2})(,?)(\d{0,2})\}")
_MOST_TOKENS = 20
# An operator without an upper bound counts as so many ways; each token's ways multiply.
_UNBOUNDED = 20
_MOST_WAYS = 500


def check_token(token: Mapping[str, Any]) -> Mapping[str, Any]:
    """The description of one token, as given; ValueError says what is wrong with it."""
    for key, value in token.items():
        name = str(key).upper()
        if name not in _KEYS:
            close = difflib.get_close_matches(name, sorted(_KEYS), 1)
            hint = f"; did you mean {close[0]}?" if close else ""
            raise ValueError(f"a token has no {key!r} that a rule can ask for{hint}")
        _check_value(name, value)
    return token


def check_length(pattern: Sequence[Mapping[str, Any]]) -> Sequence[Mapping[str, Any]]:
    """A whole pattern, as given; ValueError if it is empty, or costs too much to match."""
    if not pattern:
        raise ValueError("a pattern needs a token")
    if len(pattern) > _MOST_TOKENS:
        raise ValueError(f"a pattern has at most {_MOST_TOKENS} tokens")
    ways = 1
    for token in pattern:
        ways *= _ways(token)
    if ways > _MOST_WAYS:
        raise ValueError("too many tokens with OP: *, +, ? or {n,m} in one pattern")
    if all(_ways(token) > 1 or _op(token) == "!" for token in pattern):
        raise ValueError("a pattern needs a token that has to be there")
    return pattern


def _check_value(name: str, value: Any) -> None:
    if name == "OP":
        if value not in ("!", "?", "+", "*") and not (
            isinstance(value, str) and _COUNT.fullmatch(value) and any(map(str.isdigit, value))
        ):
            raise ValueError(f"OP cannot be {value!r}; there is !, ?, +, *, {{n}} and {{n,m}}")
    elif name in FLAGS:
        if not isinstance(value, bool):
            raise ValueError(f"{name} is true or false")
    elif name == "LENGTH":
        numbers = value.values() if isinstance(value, dict) else [value]
        known = not isinstance(value, dict) or set(value) <= _COMPARISONS
        if not known or not all(type(number) is int for number in numbers):
            raise ValueError('LENGTH is a number, or a comparison such as {">=": 5}')
    elif isinstance(value, dict):
        if not set(value) <= _SETS or not all(_is_texts(texts) for texts in value.values()):
            raise ValueError(f"{name} is a text, or IN or NOT_IN with a list of texts")
    elif not isinstance(value, str):
        raise ValueError(f"{name} is a text")


def _is_texts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(text, str) for text in value)


def _op(token: Mapping[str, Any]) -> str:
    return next((str(value) for key, value in token.items() if str(key).upper() == "OP"), "")


def _ways(token: Mapping[str, Any]) -> int:
    """In how many ways a token can be taken: 1 for one that is simply there."""
    op = _op(token)
    if op in ("*", "+"):
        return _UNBOUNDED
    if op == "?":
        return 2
    count = _COUNT.fullmatch(op)
    if count is None:
        return 1
    least, comma, most = count.groups()
    if not comma:
        # As many states as a repetition has tokens, though only one way through.
        return max(1, int(least) // 2)
    return max(1, (int(most) if most else int(least or 0) + _UNBOUNDED) - int(least or 0) + 1)
