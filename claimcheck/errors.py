"""What can go wrong, each kind with the place where it did."""

from __future__ import annotations


class ClaimcheckError(Exception):
    """Something could not be checked; shown as one line, `path:line:column: message`.

    `line` and `column` are 1-based and absent where a file has no such place.
    """

    def __init__(
        self,
        message: str,
        *,
        path: str | None = None,
        line: int | None = None,
        column: int | None = None,
    ) -> None:
        # One line whatever the cause said: a report line must stay one line.
        self.message = " ".join(message.split())
        self.path = path
        self.line = line
        self.column = column
        super().__init__(self.message)

    def __str__(self) -> str:
        place = ":".join(str(part) for part in (self.path, self.line, self.column) if part)
        return f"{place}: {self.message}" if place else self.message


class ReadError(ClaimcheckError):
    """A file is missing, too large, unreadable or not text."""


class ConfigError(ClaimcheckError):
    """A configuration file, option, profile or selection is wrong."""


class RuleError(ClaimcheckError):
    """A rule, lexicon, profile or authority file is wrong."""


class PipelineError(ClaimcheckError):
    """The language pipeline is missing or unsuitable."""
