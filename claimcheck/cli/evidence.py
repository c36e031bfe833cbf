"""`claimcheck evidence`: keep the register of evidence."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from claimcheck.cli.options import config_options
from claimcheck.cli.output import tell
from claimcheck.errors import ClaimcheckError, ConfigError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from claimcheck.config import Settings
    from claimcheck.evidence.upkeep import Remark

USUAL_FILE = "evidence.yaml"

contact_option = click.option(
    "--contact",
    metavar="EMAIL",
    help="The address that the services may write to; or set CLAIMCHECK_CONTACT.",
)
register_option = click.option(
    "--register",
    "file",
    metavar="FILE",
    help="The register.  [default: the configured one, else evidence.yaml]",
)


@click.group(short_help="Keep the register of evidence.")
def evidence() -> None:
    """Keep the register that claims are held against.

    Only `add` and `refresh` use the network; they ask Crossref, PubMed and OpenAlex.
    """


@evidence.command()
@click.argument("identifiers", nargs=-1, required=True)
@register_option
@contact_option
@config_options
def add(
    identifiers: tuple[str, ...],
    file: str | None,
    contact: str | None,
    config_file: str | None,
    no_config: bool,
) -> int:
    """Add works to the register by DOI or PubMed number.

    What the services know is filled in. Design, population, comparator and outcomes are for a
    person to read in the work itself; the entry lists them under `unchecked`.
    """
    from claimcheck.evidence import upkeep
    from claimcheck.evidence.fetch import Fetcher

    wanted = [upkeep.parse_wanted(text) for text in identifiers]
    path = _register(file, load_settings(config_file, no_config))
    failed = False
    with Fetcher(_contact(contact)) as fetcher:
        for each, outcome in upkeep.add(path, wanted, fetcher, date.today()):
            if isinstance(outcome, ClaimcheckError):
                failed = True
                tell(f"{each.value}: {outcome}")
            else:
                click.echo(f"{each.value} is {outcome} in {path}; read it and complete the entry")
    return 2 if failed else 0


@evidence.command()
@register_option
@contact_option
@click.option("--dry-run", is_flag=True, help="Say what has changed; change nothing.")
@config_options
def refresh(
    file: str | None,
    contact: str | None,
    dry_run: bool,
    config_file: str | None,
    no_config: bool,
) -> int:
    """Ask the services again about every entry: retracted since, or gone?

    Exit status: 0 nothing new, 1 something to look at, 2 a service could not be asked.
    """
    from claimcheck.evidence import upkeep
    from claimcheck.evidence.fetch import Fetcher

    path = _register(file, load_settings(config_file, no_config), existing=True)
    remarks: list[Remark] = []
    failed = False
    with Fetcher(_contact(contact)) as fetcher:
        for outcome in upkeep.refresh(path, fetcher, date.today(), write=not dry_run):
            if isinstance(outcome, ClaimcheckError):
                failed = True
                tell(outcome)
            else:
                remarks.append(outcome)
                show([outcome], str(path))
    if failed:
        return 2
    return 1 if any(remark.level != "info" for remark in remarks) else 0


@evidence.command()
@register_option
@click.option(
    "--max-age", default=365, show_default=True, metavar="DAYS", help="Older checks are told."
)
@config_options
def check(file: str | None, max_age: int, config_file: str | None, no_config: bool) -> int:
    """Say what in the register needs a person. Asks nobody.

    Exit status: 0 nothing, 1 something, 2 the register cannot be read.
    """
    from claimcheck.evidence import Register, upkeep

    path = _register(file, load_settings(config_file, no_config), existing=True)
    register = Register.load([path])
    remarks = upkeep.review(register, date.today(), max_age)
    show(remarks, str(path))
    count = len(register.sources)
    click.echo(f"{count} source{'' if count == 1 else 's'}, {len(remarks)} to look at")
    return 1 if remarks else 0


def load_settings(config_file: str | None, no_config: bool) -> Settings:
    """The settings that hold in the current folder."""
    from claimcheck.config import load

    return load([], {}, file=config_file, isolated=no_config).settings


def show(remarks: Sequence[Remark], path: str) -> None:
    """One line a remark."""
    for remark in remarks:
        click.echo(f"{path}: {remark.level}: {remark.key}: {remark.text}")


def _register(file: str | None, settings: Settings, *, existing: bool = False) -> Path:
    if file is None and len(settings.evidence) > 1:
        raise ConfigError("several registers are configured; say which (--register)")
    path = Path(file) if file else (*settings.evidence, settings.root / USUAL_FILE)[0]
    shown = Path(os.path.relpath(path)) if not file else path
    if existing and not path.is_file():
        raise ConfigError(f"there is no register {str(shown)!r} (--register)")
    return shown


def _contact(option: str | None) -> str:
    return option or os.environ.get("CLAIMCHECK_CONTACT", "")
