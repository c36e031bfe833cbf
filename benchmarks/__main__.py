"""Measures, prints a table, writes JSON and a plot: `python -m benchmarks [--quick]`."""

from __future__ import annotations

import argparse
import json
import platform
import shutil
import subprocess
import sys
import tempfile
from contextlib import suppress
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from benchmarks.corpus import Maker, shapes
from benchmarks.measure import Run, exponent, middle, run
from benchmarks.peers import Peer, installed
from benchmarks.plot import plot

_ROOT = Path(__file__).parent.parent
_CHECK = (sys.executable, "-m", "claimcheck", "check", "--format", "concise", "--quiet")
_FILES = 200
_CHARACTERS = 5_000


class Bench:
    """One run of all measurements in one folder."""

    def __init__(self, folder: Path, *, rounds: int, quick: bool) -> None:
        self.folder = folder
        self.rounds = rounds
        self.quick = quick
        self.maker = Maker()
        self.words = self.maker.folder(folder / "site", _FILES, _CHARACTERS)
        self.varied_words = Maker(varied=True).folder(folder / "varied", _FILES, _CHARACTERS)
        (folder / "claimcheck.toml").write_text('profile = ["strict", "us", "uk", "eu"]\n')
        self.page = folder / "page.md"
        self.clean = folder / "clean.md"
        self.peers = installed(folder)

    def claimcheck(self, *arguments: str, root: Path = _ROOT, memory: bool = False) -> Run:
        """One run of claimcheck, of this or another checkout."""
        command = (*_CHECK, *arguments)
        return run(command, self.folder, environment={"PYTHONPATH": str(root)}, memory=memory)

    def forget(self) -> None:
        """No results, but the rules read before: what a page costs that is new."""
        shutil.rmtree(self.folder / ".claimcheck_cache", ignore_errors=True)
        self.clean.write_text("The library opens at nine.\n")
        self.claimcheck("clean.md")

    def single(self) -> dict[str, float]:
        """One page: new, known, without anything to find, and the very first."""
        results: dict[str, list[Run]] = {}

        def add(name: str, one: Run) -> None:
            results.setdefault(name, []).append(one)

        for number in range(self.rounds):
            add("python", run([sys.executable, "-c", "pass"], self.folder))
            add("import spacy", run([sys.executable, "-c", "import spacy"], self.folder))
            shutil.rmtree(self.folder / ".claimcheck_cache", ignore_errors=True)
            self.page.write_text(self.maker.page(_CHARACTERS))
            add("first ever", self.claimcheck("page.md"))
            self.page.write_text(self.maker.page(_CHARACTERS))
            add("new page", self.claimcheck("page.md"))
            add("known page", self.claimcheck("page.md"))
            self.clean.write_text(f"The library opens at nine. Bring a card, please.\n{number}\n")
            add("new page, no trigger", self.claimcheck("clean.md"))
            add("known page, no finding", self.claimcheck("clean.md"))
            for peer in self.peers:
                with suppress(RuntimeError):
                    add(peer.name, run([*peer.command, "page.md"], self.folder))
        return {name: middle(runs) for name, runs in results.items()}

    def bulk(self) -> dict[str, float]:
        """The 200 files: new, known, one changed; and what the peers take for them."""
        results: dict[str, list[Run]] = {}
        pages = sorted(path.name for path in (self.folder / "site").iterdir())
        rounds = max(self.rounds // 3, 1)

        def add(name: str, one: Run) -> None:
            results.setdefault(name, []).append(one)

        for number in range(rounds):
            for peer in self.peers:
                with suppress(RuntimeError):
                    command = [*peer.command, *pages]
                    (self.folder / "site" / ".textlintrc.json").write_bytes(
                        (self.folder / ".textlintrc.json").read_bytes()
                    )
                    add(peer.name, run(command, self.folder / "site"))
            self.forget()
            add("new", self.claimcheck("site"))
            add("known", self.claimcheck("site"))
            add("known", self.claimcheck("site"))
            changed = self.folder / "site" / pages[number]
            changed.write_text(changed.read_text() + "\nOur tea cures migraine.\n")
            add("one changed", self.claimcheck("site"))
            self.forget()
            add("new, one process", self.claimcheck("site", "--jobs", "1"))
            self.forget()
            add("new, no sentence twice", self.claimcheck("varied"))
        return {name: middle(runs) for name, runs in results.items()}

    def memory(self) -> dict[str, float]:
        """The most memory at once, of all processes together, in MB."""
        self.forget()
        one = self.claimcheck("site", "--jobs", "1", memory=True).megabytes
        self.forget()
        return {
            "200 files, one process": one,
            "200 files": self.claimcheck("site", memory=True).megabytes,
        }

    def files(self) -> dict[str, Any]:
        """From 10 to 10,000 files of 500 characters, new each time."""
        counts = [10, 100, 1000] if self.quick else [10, 100, 1000, 10_000]
        seconds, known, megabytes = [], [], []
        for count in counts:
            folder = self.folder / f"many-{count}"
            self.maker.folder(folder, count, 500)
            self.forget()
            one = self.claimcheck(folder.name, memory=True)
            seconds.append(one.seconds)
            megabytes.append(one.megabytes)
            known.append(self.claimcheck(folder.name).seconds)
            shutil.rmtree(folder)
        return {
            "files": counts,
            "new": seconds,
            "known": known,
            "megabytes": megabytes,
            "exponent new": exponent(counts, seconds),
            "exponent known": exponent(counts, known),
        }

    def sizes(self) -> dict[str, Any]:
        """Pages up to the largest allowed, hard in several ways."""
        sizes = [10_000, 50_000, 200_000] if self.quick else [10_000, 100_000, 1_000_000]
        found: dict[str, Any] = {}
        names = list(shapes(self.maker, 1000))
        for name in names:
            largest = [*sizes, 9_900_000] if name == "prose" and not self.quick else sizes
            seconds, megabytes = [], []
            for size in largest:
                self.forget()
                (self.folder / "large.md").write_text(shapes(self.maker, size)[name])
                one = self.claimcheck("large.md", memory=True)
                seconds.append(one.seconds)
                megabytes.append(one.megabytes)
            found[name] = {
                "characters": largest,
                "seconds": seconds,
                "megabytes": megabytes,
                "exponent": exponent(largest, seconds),
            }
            print(f"  {name}: {seconds[-1]:.1f} s, exponent {found[name]['exponent']:.2f}")
        return found

    def before(self, revision: str) -> dict[str, Any]:
        """The same of an earlier commit, by turns with this one."""
        place = self.folder / "before"
        git = ["git", "-C", str(_ROOT), "worktree"]
        subprocess.run([*git, "add", "--detach", str(place), revision], check=True,
                       capture_output=True)  # fmt: skip
        times: dict[str, list[Run]] = {"now": [], "before": []}
        bulk: dict[str, list[Run]] = {"now": [], "before": []}
        try:
            for _ in range(max(self.rounds // 3, 1)):
                for name, root in (("now", _ROOT), ("before", place)):
                    shutil.rmtree(self.folder / ".claimcheck_cache", ignore_errors=True)
                    self.claimcheck("clean.md", root=root)
                    self.page.write_text(self.maker.page(_CHARACTERS))
                    times[name].append(self.claimcheck("page.md", root=root))
                    bulk[name].append(self.claimcheck("site", root=root))
        finally:
            subprocess.run([*git, "remove", "--force", str(place)], check=False,
                           capture_output=True)  # fmt: skip
        return {
            "revision": revision,
            "new page": {name: middle(runs) for name, runs in times.items()},
            "200 files": {name: middle(runs) for name, runs in bulk.items()},
        }


def machine(peers: list[Peer]) -> dict[str, Any]:
    """What the figures were measured on and with."""
    model = next(
        (
            line.split(":", 1)[1].strip()
            for line in Path("/proc/cpuinfo").read_text().splitlines()
            if line.startswith("model name")
        )
        if Path("/proc/cpuinfo").exists()
        else iter(()),
        platform.processor(),
    )
    import os

    names = ("spacy", "thinc", "numpy", "pydantic", "pyromark")
    return {
        "date": datetime.now(UTC).date().isoformat(),
        "processor": model,
        "processors": os.cpu_count(),
        "load": os.getloadavg()[0],
        "system": platform.platform(),
        "python": platform.python_version(),
        "libraries": {name: version(name) for name in names},
        "peers": {peer.name: peer.version for peer in peers},
    }


def table(title: str, seconds: dict[str, float], base: str, words: int = 0) -> None:
    """Print times with their ratio to one of them."""
    print(f"\n{title}")
    for name, value in sorted(seconds.items(), key=lambda entry: entry[1]):
        ratio = f"{value / seconds[base]:6.2f} x {base}" if base in seconds else ""
        speed = f"{words / value:10,.0f} words/s" if words else ""
        print(f"  {name:26} {value:8.3f} s {speed} {ratio}")


def save(results: dict[str, Any], output: Path) -> None:
    """Write what has been measured so far: a long run that is stopped has not been for nothing."""
    output.write_text(json.dumps(results, indent=1) + "\n")
    output.with_suffix(".svg").write_text(plot(results))


def main() -> None:
    """Measure what was asked for."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="smaller sizes, fewer rounds")
    parser.add_argument("--against", metavar="REV", help="compare with another commit")
    parser.add_argument("--only", action="append", choices=("single", "bulk", "files", "sizes"))
    parser.add_argument("--output", type=Path, default=Path(__file__).parent / "results.json")
    arguments = parser.parse_args()
    wanted = arguments.only or ("single", "bulk", "files", "sizes")
    results: dict[str, Any] = {}
    with suppress(OSError, ValueError):
        results = json.loads(arguments.output.read_text())
    with tempfile.TemporaryDirectory() as place:
        bench = Bench(Path(place), rounds=3 if arguments.quick else 9, quick=arguments.quick)
        results["machine"] = machine(bench.peers)
        results["words"] = bench.words
        if "single" in wanted:
            results["single"] = bench.single()
            save(results, arguments.output)
            base = "proselint" if "proselint" in results["single"] else "import spacy"
            table("One page", results["single"], base)
        if "bulk" in wanted:
            results["bulk"] = bench.bulk()
            base = "proselint" if "proselint" in results["bulk"] else "new"
            table(f"{_FILES} files, {bench.words:,} words", results["bulk"], base, bench.words)
            save(results, arguments.output)
            results["memory"] = bench.memory()
            for name, megabytes in results["memory"].items():
                print(f"  {name}: {megabytes:.0f} MB at most")
        if "files" in wanted:
            results["files"] = bench.files()
            save(results, arguments.output)
            print("\nNumber of files:", json.dumps(results["files"]))
        if "sizes" in wanted:
            print("\nSize of a page")
            results["sizes"] = bench.sizes()
        if arguments.against:
            results["before"] = bench.before(arguments.against)
            print("\nAgainst", json.dumps(results["before"], indent=1))
    save(results, arguments.output)
    print(f"\nWrote {arguments.output} and {arguments.output.with_suffix('.svg').name}.")


if __name__ == "__main__":
    main()
