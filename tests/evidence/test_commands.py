"""`claimcheck evidence` and `claimcheck claims` as a person runs them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

pytest.importorskip("httpx")

from claimcheck.cli import cli
from claimcheck.errors import ClaimcheckError
from claimcheck.evidence import Register, fetch
from tests.evidence.services import Services, serve

LIBRARY = """\
claims:
  - id: MAG
    text: Magnesium contributes to normal psychological function.
    markets: [uk, eu]
    evidence: [EFSA]
    approved-by: Jo Marsh
    approved-on: 2024-01-01
    expires: 2025-01-01
  - id: TEA
    text: Copperleaf tea relieves tension headaches.
    approved-by: Jo Marsh
    approved-on: 2026-01-01
"""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("CLAIMCHECK_CONTACT", raising=False)
    return tmp_path


uses_services = pytest.mark.usefixtures("services")


@pytest.fixture
def services(monkeypatch: pytest.MonkeyPatch) -> Iterator[Services]:
    with serve() as running:
        original = fetch.Fetcher.__enter__

        def quick(self: fetch.Fetcher) -> fetch.Fetcher:
            self.endpoints = running.endpoints
            self.manners = fetch.Manners(timeout=0.5, tries=1, pause=0)
            return original(self)

        monkeypatch.setattr(fetch.Fetcher, "__enter__", quick)
        yield running


def run(*arguments: str) -> Result:
    return CliRunner().invoke(cli, arguments, standalone_mode=False)


def status(result: Result) -> int:
    """What `main` would exit with."""
    if isinstance(result.exception, ClaimcheckError):
        return 2
    assert result.exception is None, result.exception
    return int(result.return_value or 0)


@uses_services
def test_add_then_check(folder: Path) -> None:
    result = run("evidence", "add", "10.5555/zn.19.1", "--contact", "me@press.example")
    assert status(result) == 0
    assert "Brandt-2019" in result.output
    assert Register.load([folder / "evidence.yaml"]).sources[0].year == 2019
    result = run("evidence", "check")
    assert status(result) == 1
    assert "nobody has checked: design" in result.output


def test_add_says_what_failed_and_keeps_the_rest(folder: Path, services: Services) -> None:
    services.faults = {"crossref": [404], "openalex": [404]}
    result = run("evidence", "add", "10.5555/no.1", "12345678", "--contact", "me@press.example")
    assert status(result) == 2
    assert "10.5555/no.1: " in result.stderr
    assert len(Register.load([folder / "evidence.yaml"]).sources) == 1


def test_refresh_tells_a_retraction(folder: Path, services: Services) -> None:
    (folder / "evidence.yaml").write_text(
        "sources:\n  - {id: Z, doi: 10.5555/zn.19.1, design: rct, checked: 2026-01-01}\n"
        "  - id: Y\n    doi: 10.5555/zn.19.2\n    design: rct\n"
    )
    services.answers["openalex"] = services.answers["openalex"] | {"is_retracted": True}
    result = run("evidence", "refresh", "--contact", "me@press.example", "--dry-run")
    assert status(result) == 1
    assert "error: Y: was retracted" in result.output
    assert not Register.load([folder / "evidence.yaml"]).sources[1].retracted


@pytest.mark.parametrize(
    "arguments",
    [
        ("evidence", "add", "zinc"),
        ("evidence", "add", "10.5555/zn.19.1"),
        ("evidence", "refresh", "--contact", "me@press.example"),
        ("evidence", "check"),
        ("evidence", "check", "--register", "none.yaml"),
        ("claims", "list"),
        ("claims", "list", "--library", "none.yaml"),
    ],
)
def test_what_cannot_be_done_is_one_line(arguments: tuple[str, ...]) -> None:
    result = run(*arguments)
    assert status(result) == 2
    assert "\n" not in str(result.exception)


def test_claims_list_and_check(folder: Path) -> None:
    (folder / "claims.yaml").write_text(LIBRARY)
    (folder / "claimcheck.toml").write_text('claims = "claims.yaml"\n')
    listed = run("claims", "list")
    assert status(listed) == 0
    assert "uk, eu, until 2025-01-01" in listed.output
    data = json.loads(run("claims", "list", "--format", "json").output)
    assert [claim["approved-by"] for claim in data] == ["Jo Marsh", "Jo Marsh"]
    checked = run("claims", "check")
    assert status(checked) == 1
    assert "error: MAG: expired on 2025-01-01" in checked.output
    assert "warning: TEA: names no evidence" in checked.output


def test_claims_unused(folder: Path) -> None:
    (folder / "claims.yaml").write_text(LIBRARY)
    (folder / "page.md").write_text("Copperleaf tea relieves tension headaches.\n")
    result = run("claims", "unused", "page.md", "--library", "claims.yaml")
    assert status(result) == 1
    assert result.output.startswith("MAG: ")
    assert "TEA" not in result.output


def test_claims_extract(folder: Path) -> None:
    (folder / "page.md").write_text("Ginger relieves nausea.\n")
    (folder / "broken.md").write_bytes(b"\xff\xfe\x00\xd8 broken")
    result = run("claims", "extract", "page.md", "--format", "json")
    assert status(result) == 0
    assert [row["claim"] for row in json.loads(result.output)] == ["Ginger relieves nausea"]
    result = run("claims", "extract", "page.md", "--format", "csv", "--output", "out.csv")
    assert (folder / "out.csv").read_bytes().count(b"\r\n") == 2
    result = run("claims", "extract", "page.md", "none.md", "--format", "json")
    assert status(result) == 2
    assert "Ginger relieves nausea" in result.stdout


def test_help_waits_for_no_model_and_no_network() -> None:
    for name in ("evidence", "claims"):
        result = run(name, "--help")
        assert "Commands:" in result.output
