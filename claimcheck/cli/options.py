"""Options that several commands share, and the settings that they make."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import click

from claimcheck.config import FAIL_ON, PRODUCTS

F = TypeVar("F", bound=Callable[..., Any])


def listed(values: Sequence[str]) -> tuple[str, ...]:
    """`("a,b", "c")` -> `("a", "b", "c")`: repeated and comma-separated values alike."""
    return tuple(part.strip() for value in values for part in value.split(",") if part.strip())


def _comma(context: click.Context, option: click.Parameter, values: Sequence[str]) -> Any:
    del context, option
    return listed(values)


def profile_option(command: F) -> F:
    """--profile, repeatable and comma-separated."""
    return click.option(
        "--profile",
        "profiles",
        multiple=True,
        callback=_comma,
        metavar="NAME",
        help="Whose rules apply: us, uk, eu, au, ca, editorial, strict. Several add up.",
    )(command)


def setting_options(command: F) -> F:
    """The options that say what to check for."""
    for option in reversed(
        [
            profile_option,
            click.option(
                "--select",
                multiple=True,
                callback=_comma,
                metavar="RULE",
                help="Only these rules: codes (CIT001), families (CIT) or names.",
            ),
            click.option(
                "--ignore",
                multiple=True,
                callback=_comma,
                metavar="RULE",
                help="Not these rules: codes, families or names.",
            ),
            click.option(
                "--product",
                type=click.Choice(PRODUCTS),
                help="What the pages sell, where rules differ by it.",
            ),
            click.option(
                "--fail-on",
                type=click.Choice(FAIL_ON),
                help="The least severity that makes the exit status 1.  [default: warning]",
            ),
        ]
    ):
        command = option(command)
    return command


def changes(**options: Any) -> dict[str, Any]:
    """The options that were given, as changes of settings."""
    return {name: value for name, value in options.items() if value not in (None, (), False)}
