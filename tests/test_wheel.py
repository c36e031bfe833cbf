"""What is shipped: the wheel holds the rules and the weights, and works where nothing else is."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    return next(folder.glob("*.whl"))


def test_the_wheel_carries_every_rule_as_it_is(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        shipped = {
            name.removeprefix("claimcheck/_rules/"): archive.read(name)
            for name in archive.namelist()
            if name.startswith("claimcheck/_rules/")
        }
    folder = ROOT / "rules"
    ours = {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }
    assert shipped == ours


def test_the_wheel_carries_the_weights_and_their_licence(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
    assert any(name.startswith("claimcheck/model/") and name.endswith("/model") for name in names)
    assert any(name.startswith("claimcheck/model/") and name.endswith("/LICENSE") for name in names)
    assert not any(name.startswith(("training/", "tests/", "corpus/")) for name in names)


def test_the_wheel_works_from_an_empty_folder(wheel: Path, tmp_path: Path) -> None:
    """Run from the archive's own contents, with the checkout out of reach."""
    site = tmp_path / "site"
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(site)
    empty = tmp_path / "empty"
    empty.mkdir()
    code = f"import sys; sys.path.insert(0, {str(site)!r}); from claimcheck.cli import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", code, "check", "-", "--stdin-filename", "a.txt", "--format", "json"],
        cwd=empty,
        input=b"What we do all day.\n\nOur cleanse cures psoriasis.\n",
        capture_output=True,
        check=False,
    )
    assert done.returncode == 1, done.stderr.decode()
    assert b"CER002" in done.stdout
