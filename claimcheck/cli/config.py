"""`claimcheck config` and `claimcheck init`."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import click

from claimcheck.cli.options import changes, config_options, setting_options
from claimcheck.cli.output import colored, write_screen
from claimcheck.errors import ConfigError

START = """\
# Settings of claimcheck. Every line that starts with # shows what can be said; remove the # to
# say it. `claimcheck config` shows what holds, and where it was said.

# Whose rules apply: "us", "uk", "eu", "au", "ca", "editorial", "strict"; several add up.
profile = "us"

# What to check when no path is given, and what to leave out of folders, as in a .gitignore.
# include = ["content/", "*.html"]
# exclude = ["content/archive/"]

# Rules by code ("CIT001"), family ("CIT") or name. `claimcheck rules` lists them.
# select = ["CIT", "CER", "SAF"]
# ignore = ["TIM"]

# The least severity that makes the exit status 1: "error", "warning", "info", "never".
# fail-on = "warning"

# What the pages sell, where rules differ by it:
# "supplement", "prescription-drug", "device", "service".
# product = "supplement"

# Findings that are known and not to be shown again; `claimcheck baseline create` writes it.
# baseline = "claimcheck-baseline.json"

# Whether every suppression in a page has to say why.
# require-reason = true

# Rules of your own; what you know and have approved; where your citation keys lead; and the hosts
# that are yours, which are no source for your own claims.
# rules = ["house-rules/"]
# evidence = ["evidence.yaml"]
# claims = ["approved-claims.yaml"]
# bibliography = ["references.bib"]
# site = ["example.com"]

# Another severity for a rule, or "off".
# [severity]
# CIT007 = "off"

# Other settings for some paths; later entries win.
# [[overrides]]
# paths = ["blog/**"]
# profile = "uk"
# ignore = ["TIM"]
"""
_FILE = "claimcheck.toml"


@click.command(short_help="Show the settings that hold, and where each was said.")
@click.argument("path", required=False)
@setting_options
@config_options
@click.option("--format", "form", type=click.Choice(["toml", "json"]), default="toml")
@click.option("--schema", is_flag=True, help="Print the JSON Schema of a configuration file.")
@click.option("--no-color", is_flag=True, help="No colour, also on a terminal.")
def config(
    path: str | None,
    form: str,
    schema: bool,
    no_color: bool,
    config_file: str | None,
    no_config: bool,
    **options: Any,
) -> None:
    """Show the settings that hold for PATH (the current folder), and where each was said."""
    from claimcheck.config.load import effective, load

    if schema:
        from claimcheck.config.schema import json_schema

        write_screen(json.dumps(json_schema(), indent=2) + "\n")
        return
    found = load([path] if path else [], changes(**options), file=config_file, isolated=no_config)
    from claimcheck.cli.options import check_names
    from claimcheck.rules.catalog import load_catalog

    check_names(found, load_catalog(found.settings.rules))
    values = effective(found.settings)
    origins = {key: found.origins(_setting(key)) for key in values}
    if path:
        for key, value in effective(found.settings.for_path(path)).items():
            if value != values[key]:
                values[key] = value
                origins[key].append("overrides")
    if form == "json":
        data = {key: {"value": value, "from": origins[key]} for key, value in values.items()}
        write_screen(json.dumps(data, ensure_ascii=False, indent=2) + "\n")
        return
    color = colored(no_color, sys.stdout)
    width = max(len(_line(key, value)) for key, value in values.items() if len(str(value)) < 40)
    for key, value in values.items():
        if value is None:
            write_screen(f"# {key} is not set\n")
            continue
        comment = f"# {', '.join(origins[key])}"
        if color and origins[key] == ["default"]:
            comment = click.style(comment, dim=True)
        write_screen(f"{_line(key, value):{width}}  {comment}\n")


def _setting(key: str) -> str:
    return "profiles" if key == "profile" else key.replace("-", "_")


def _line(key: str, value: object) -> str:
    """A setting as TOML."""
    if isinstance(value, dict):
        pairs = ", ".join(f"{json.dumps(k)} = {json.dumps(v)}" for k, v in value.items())
        return f"{key} = {{ {pairs} }}" if pairs else f"{key} = {{}}"
    return f"{key} = {json.dumps(value, ensure_ascii=False)}"


@click.command(short_help="Write a first claimcheck.toml.")
@click.argument("folder", default=".", type=click.Path(file_okay=False))
def init(folder: str) -> None:
    """Write a first claimcheck.toml, with a comment on every setting, in FOLDER."""
    path = Path(folder) / _FILE
    try:
        # "x": what somebody has written is never overwritten.
        with path.open("x", encoding="utf-8", newline="\n") as stream:
            stream.write(START)
    except FileExistsError:
        raise ConfigError("exists already, left as it is", path=str(path)) from None
    except OSError as error:
        raise ConfigError(f"cannot be written: {error.strerror}", path=str(path)) from error
    write_screen(f"Wrote {path}. Now: claimcheck check\n")
