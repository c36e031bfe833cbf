"""Results -> what people and programs read. One module a format, each with `render`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any, Protocol, cast

from claimcheck.errors import ConfigError
from claimcheck.finding import Result

# Imported when asked for: a piped run need not load rich, nor a terminal run the XML writers.
FORMATS: Mapping[str, str] = {
    "text": "claimcheck.report.text",
    "concise": "claimcheck.report.concise",
    "json": "claimcheck.report.json_",
    "jsonl": "claimcheck.report.jsonl",
    "sarif": "claimcheck.report.sarif",
    "github": "claimcheck.report.github",
    "gitlab": "claimcheck.report.gitlab",
    "junit": "claimcheck.report.junit",
    "checkstyle": "claimcheck.report.checkstyle",
    "rdjsonl": "claimcheck.report.rdjsonl",
    "markdown": "claimcheck.report.markdown",
    "html": "claimcheck.report.html_",
}


@dataclass(frozen=True)
class RuleInfo:
    """What a report may say about a rule, apart from any finding."""

    code: str
    name: str
    summary: str
    why: str
    severity: str
    suggestion: str = ""
    authorities: Sequence[str] = ()


@dataclass(frozen=True)
class View:
    """For whom a report is written.

    `width` is the terminal's, in columns; `color` allows escape sequences; `plain` asks for ASCII
    decoration, where the output cannot encode more. `quiet` leaves out what is not a finding,
    `verbose` shortens nothing.
    `rules` are the rules that ran, by code, for the formats that describe them.
    """

    width: int = 80
    color: bool = False
    plain: bool = False
    quiet: bool = False
    verbose: bool = False
    rules: Mapping[str, RuleInfo] = field(default_factory=dict)


class _Reporter(Protocol):
    def render(self, result: Result, view: View) -> str: ...


def render(name: str, result: Result, view: View) -> str:
    """The whole report in one format, ending in a line end unless it is empty.

    Raises ConfigError if there is no such format.
    """
    if name not in FORMATS:
        raise ConfigError(f"no report format {name!r}; there is {', '.join(FORMATS)}")
    module: Any = import_module(FORMATS[name])
    return cast(_Reporter, module).render(result, view)
