"""Options that several commands share, and the settings that they make."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from claimcheck.errors import ConfigError

if TYPE_CHECKING:
    from claimcheck.config import Configuration
    from claimcheck.rules.catalog import Catalog

# As in claimcheck.config.schema, which --help need not import.
FAIL_ON = ("error", "warning", "info", "never")
PRODUCTS = ("supplement", "prescription-drug", "device", "service")

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
                "--evidence",
                multiple=True,
                metavar="FILE",
                type=click.Path(exists=True, dir_okay=False),
                help="A register of evidence to hold claims against.",
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


def config_options(command: F) -> F:
    """--config and --no-config."""
    command = click.option("--no-config", is_flag=True, help="Read no configuration file.")(command)
    return click.option(
        "--config",
        "config_file",
        metavar="FILE",
        type=click.Path(exists=True, dir_okay=False),
        help="The configuration file, instead of the nearest one upwards.",
    )(command)


def check_names(configuration: Configuration, catalog: Catalog) -> None:
    """Raise ConfigError, with its place, for the first rule or profile that does not exist."""
    for named in configuration.named():
        try:
            if named.kind == "profile":
                catalog.severities([named.name])
            else:
                catalog.codes_for([named.name])
        except ConfigError as error:
            raise named.error(error.message) from error


def changes(**options: Any) -> dict[str, Any]:
    """The options that were given, as changes of settings."""
    keep = not options.pop("no_cache", False)
    given = {name: value for name, value in options.items() if value not in (None, (), False)}
    if not keep:
        given["cache"] = False
    if "evidence" in given:
        given["evidence"] = tuple(Path(os.path.abspath(name)) for name in given["evidence"])
    if "baseline" in given:
        given["baseline"] = Path(os.path.abspath(given["baseline"]))
    return given
