"""Where output goes, and what can be shown there."""

from __future__ import annotations

import difflib
import os
import shutil
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import IO, TYPE_CHECKING

import click

from claimcheck.errors import ClaimcheckError, ConfigError

if TYPE_CHECKING:
    from rich.progress import Progress as RichProgress
    from rich.progress import TaskID

    from claimcheck.finding import Result
    from claimcheck.report import RuleInfo, View

# The seconds of work after which a person starts to wonder.
_PATIENCE = 1.0


def colored(no_color: bool, stream: IO[str]) -> bool:
    """Whether to colour: on a terminal, unless the user or the NO_COLOR convention objects."""
    if no_color or os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return stream.isatty() and os.environ.get("TERM") != "dumb"


@dataclass(frozen=True)
class Target:
    """A report format and where it goes: a file, or None for standard output."""

    format: str
    file: str | None


def targets(formats: Sequence[str], output: str | None) -> list[Target]:
    """`text`, `sarif:out.sarif` -> targets; `output` is for the one that names no file.

    Raises ConfigError if a format is unknown or two would share a place.
    """
    from claimcheck.report import FORMATS

    found = []
    for entry in formats or ("text",):
        name, _, file = entry.partition(":")
        if name not in FORMATS:
            close = difflib.get_close_matches(name, FORMATS, 1)
            hint = f"; did you mean {close[0]!r}?" if close else ""
            raise ConfigError(f"no format {name!r}{hint}; there is {', '.join(FORMATS)} (--format)")
        found.append(Target(name, file or None))
    loose = [target for target in found if target.file is None]
    if len(loose) > 1:
        names = " and ".join(target.format for target in loose)
        raise ConfigError(f"{names} cannot share standard output: name a file, as in sarif:FILE")
    if output is not None:
        if not loose:
            raise ConfigError("every format has its file, so --output has nothing to write")
        found = [Target(target.format, target.file or output) for target in found]
    named = [target.file for target in found if target.file is not None]
    if len(set(named)) < len(named):
        raise ConfigError("two formats cannot share a file")
    return found


def write(result: Result, targets: Sequence[Target], view: View) -> None:
    """Render and write every report; the one for the screen comes last."""
    from claimcheck.report import View, render

    paper = View(width=100, quiet=view.quiet, verbose=view.verbose, rules=view.rules)
    for target in sorted(targets, key=lambda target: target.file is None):
        if target.file is not None:
            write_file(target.file, render(target.format, result, paper))
        elif target.format in ("text", "concise"):
            write_screen(render(target.format, result, view))
        else:
            write_bytes(render(target.format, result, paper))


def view_for_screen(
    *, no_color: bool, quiet: bool, verbose: bool, rules: Mapping[str, RuleInfo]
) -> View:
    """The view that standard output asks for."""
    from claimcheck.report import View

    return View(
        width=shutil.get_terminal_size((80, 24)).columns,
        color=colored(no_color, sys.stdout),
        plain=not can_encode("━│…·", sys.stdout),
        quiet=quiet,
        verbose=verbose,
        rules=rules,
    )


def can_encode(text: str, stream: IO[str]) -> bool:
    """Whether a stream's encoding has these characters."""
    try:
        text.encode(getattr(stream, "encoding", None) or "ascii")
    except (LookupError, UnicodeEncodeError):
        return False
    return True


def open_screen() -> None:
    """Replace the standard streams that the caller closed (`>&-`): Python has None for them."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            # Open until the process ends, as the stream would have been.
            setattr(sys, name, Path(os.devnull).open("w", encoding="utf-8"))  # noqa: SIM115


def write_screen(text: str) -> None:
    """Write to standard output; what its encoding lacks is written as an escape.

    A reader who has seen enough (`| head`) is no failure, and the exit status stays as it is.
    Raises ConfigError if the output cannot be written, as on a full disk.
    """
    encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
    with _screen():
        # Also takes care of file names that are not text, which hold lone surrogates.
        sys.stdout.write(text.encode(encoding, "backslashreplace").decode(encoding))
        sys.stdout.flush()


def write_bytes(text: str) -> None:
    """Write to standard output as programs expect it: UTF-8, whatever the terminal is set to."""
    stream = getattr(sys.stdout, "buffer", None)
    if stream is None:
        write_screen(text)
        return
    with _screen():
        sys.stdout.flush()
        stream.write(text.encode("utf-8", "backslashreplace"))
        stream.flush()


@contextmanager
def _screen() -> Iterator[None]:
    try:
        yield
    except BrokenPipeError:
        close_screen()
    except OSError as error:
        close_screen()
        raise ConfigError(f"cannot write to standard output: {error.strerror}") from error


def close_screen() -> None:
    """Send standard output nowhere from now on; else Python complains again on its way out."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def write_file(path: str, text: str) -> None:
    """Write a report, UTF-8. Raises ConfigError if that cannot be."""
    try:
        Path(path).write_text(text, encoding="utf-8", errors="backslashreplace", newline="\n")
    except OSError as error:
        raise ConfigError(f"cannot write the report: {error.strerror}", path=path) from error


def tell(failure: ClaimcheckError | str) -> None:
    """One line on standard error, whatever a file is called."""
    line = "".join(char if char.isprintable() else "\ufffd" for char in str(failure))
    click.echo(f"claimcheck: {line}", err=True)


def note(message: str) -> None:
    """One line on standard error about something that is no failure."""
    tell(f"note: {message}")


class Progress:
    """A bar on standard error, once the work takes long enough for anyone to look.

    Called with the files done and their total, as the engine does.
    """

    def __init__(self, *, show: bool) -> None:
        self._show = show and sys.stderr.isatty()
        self._started: float | None = None
        self._bar: RichProgress | None = None
        self._task: TaskID | None = None

    def __enter__(self) -> Progress:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._bar is not None:
            self._bar.stop()

    def __call__(self, done: int, total: int) -> None:
        """Show that `done` of `total` files are checked."""
        if not self._show:
            return
        import time

        now = time.monotonic()
        if self._started is None:
            self._started = now
        if self._bar is None:
            if now - self._started < _PATIENCE or done >= total:
                return
            self._begin(total)
        if self._bar is not None and self._task is not None:
            self._bar.update(self._task, completed=done)

    def _begin(self, total: int) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, TextColumn
        from rich.progress import Progress as RichProgress

        self._bar = RichProgress(
            TextColumn("checking"),
            BarColumn(bar_width=30),
            MofNCompleteColumn(),
            TextColumn("files"),
            console=Console(stderr=True),
            transient=True,
        )
        self._task = self._bar.add_task("checking", total=total)
        self._bar.start()
