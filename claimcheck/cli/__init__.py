"""The command line: parse options, call one function, print, exit.

Exit status: 0 nothing to report, 1 findings, 2 something could not be checked, 130 interrupted.
Modules of this package import what they need when they run: `--help` must not wait for spaCy.
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import NoReturn

import click

import claimcheck
from claimcheck.cli.output import close_screen, open_screen, tell
from claimcheck.errors import ClaimcheckError

INTERRUPTED = 130
_COMMANDS = (
    "check", "rules", "explain", "evaluate", "baseline", "config", "init", "evidence", "claims",
    "cache",
)  # fmt: skip
# Commands that share the module of another.
_MODULES = {"explain": "rules", "init": "config"}


class _Commands(click.Group):
    """Commands whose modules are imported when they are asked for: `check` waits for no other."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All of them, the most used first."""
        del ctx
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of this name, imported now."""
        del ctx
        if cmd_name not in _COMMANDS:
            return None
        module = import_module(f"claimcheck.cli.{_MODULES.get(cmd_name, cmd_name)}")
        command: click.Command = getattr(module, cmd_name)
        return command


@click.group(
    cls=_Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    invoke_without_command=True,
)
@click.version_option(claimcheck.__version__, prog_name="claimcheck")
@click.pass_context
def cli(context: click.Context) -> None:
    """Find claims in health copy that say more than the text shows.

    \b
    claimcheck check page.md      check a page, a folder, or - for standard input
    claimcheck rules              list the rules
    claimcheck explain CER002     what a rule means and whose it is
    """
    if context.invoked_subcommand is None:
        click.echo(context.get_help())


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run the command line and exit; `arguments` default to those of the process."""
    code = 0
    # Rules and word lists are a million objects that all stay: looking for garbage among them, as
    # often as Python does by itself, took a quarter of the time.
    gc.set_threshold(50_000, 20, 20)
    open_screen()
    try:
        code = cli.main(
            args=None if arguments is None else list(arguments),
            prog_name="claimcheck",
            standalone_mode=False,
        )
    except click.exceptions.Abort:
        code = INTERRUPTED
    except click.ClickException as error:
        code = _fail(_usage(error))
    except ClaimcheckError as error:
        code = _fail(str(error))
    except KeyboardInterrupt:
        code = INTERRUPTED
    except BrokenPipeError:
        close_screen()
    except Exception as error:
        # Whatever a page made us do, its author should not have to read our stack.
        if os.environ.get("CLAIMCHECK_DEBUG"):
            raise
        code = _fail(
            f"internal error: {type(error).__name__}: {error} (CLAIMCHECK_DEBUG=1 says more)"
        )
    sys.exit(code)


def _usage(error: click.ClickException) -> str:
    message = error.format_message().rstrip(".")
    context = getattr(error, "ctx", None)
    return f"{message} (see {context.command_path} --help)" if context else message


def _fail(message: str) -> int:
    tell(" ".join(message.split()))
    return 2
