"""The command line: parse options, call one function, print, exit.

Exit status: 0 nothing to report, 1 findings, 2 something could not be checked, 130 interrupted.
Modules of this package import what they need when they run: `--help` must not wait for spaCy.
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence
from typing import NoReturn

import click

import claimcheck
from claimcheck.cli.baseline import baseline
from claimcheck.cli.cache import cache
from claimcheck.cli.check import check
from claimcheck.cli.claims import claims
from claimcheck.cli.config import config, init
from claimcheck.cli.evaluate import evaluate
from claimcheck.cli.evidence import evidence
from claimcheck.cli.output import close_screen, open_screen, tell
from claimcheck.cli.rules import explain, rules
from claimcheck.cli.rules_test import rules_test
from claimcheck.errors import ClaimcheckError

INTERRUPTED = 130


@click.group(
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


for _command in (check, rules, explain, evaluate, baseline, config, init, evidence, claims, cache):
    cli.add_command(_command)
rules.add_command(rules_test)


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
