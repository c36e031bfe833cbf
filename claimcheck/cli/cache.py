"""`claimcheck cache`: results kept from earlier runs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from claimcheck.cli.options import config_options
from claimcheck.cli.output import write_screen
from claimcheck.errors import ConfigError

if TYPE_CHECKING:
    from claimcheck.cache import Store


@click.group(short_help="Show or remove the results kept from earlier runs.")
def cache() -> None:
    """Show or remove the results kept from earlier runs.

    They lie in .claimcheck_cache/ beside the configuration, else in the current folder. Nothing in
    there is ever out of date: another page, rule, setting or version has another key.
    """


@cache.command(short_help="Say where the results lie, and how many there are.")
@config_options
def show(config_file: str | None, no_config: bool) -> None:
    """Say where the results lie, and how many there are."""
    store = _store(config_file, no_config)
    entries, size = store.count()
    write_screen(f"{store.folder}: {entries} entries, {size / 1000:.0f} kB of text.\n")


@cache.command(short_help="Remove all results.")
@config_options
def clear(config_file: str | None, no_config: bool) -> None:
    """Remove all results; the next run makes new ones."""
    store = _store(config_file, no_config)
    try:
        done = store.clear()
    except OSError as error:
        message = f"cannot be removed: {error.strerror}"
        raise ConfigError(message, path=str(store.folder)) from error
    write_screen(f"Removed {store.folder}.\n" if done else f"Nothing to remove: {store.folder}.\n")


def _store(config_file: str | None, no_config: bool) -> Store:
    from claimcheck.cache import FOLDER, Store
    from claimcheck.config import load

    settings = load([], file=config_file, isolated=no_config).settings
    return Store(settings.root / FOLDER)
