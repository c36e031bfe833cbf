"""Runs of commands, timed from outside as a user waits for them, with the memory they take."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

_SAMPLE = 0.02
_NO_BYTECODE = "PYTHONDONTWRITEBYTECODE"


@dataclass(frozen=True)
class Run:
    """Seconds of wall-clock time, and the most memory at once in MB (0 where it is not told)."""

    seconds: float
    megabytes: float


def run(
    command: Sequence[str],
    folder: Path,
    *,
    environment: Mapping[str, str] | None = None,
    memory: bool = False,
) -> Run:
    """One run; RuntimeError if it could not check (exit status above 1)."""
    start = time.perf_counter()
    with subprocess.Popen(
        command,
        cwd=folder,
        env={**_environment(), **(environment or {})},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        most = 0.0
        while memory and process.poll() is None:
            most = max(most, _memory(process.pid))
            time.sleep(_SAMPLE)
        _, errors = process.communicate()
    seconds = time.perf_counter() - start
    if process.returncode > 1:
        raise RuntimeError(f"{command[0]}: {errors.strip().splitlines()[-1:]}")
    return Run(seconds, most)


def _environment() -> dict[str, str]:
    """Ours, but with compiled modules kept: they are on a user's machine."""
    return {name: value for name, value in os.environ.items() if name != _NO_BYTECODE}


def _memory(process: int) -> float:
    """Memory in MB of a process and its children; what they share counts once."""
    total = 0.0
    for each in (process, *_children(process)):
        try:
            text = Path(f"/proc/{each}/smaps_rollup").read_text()
        except OSError:
            continue
        for line in text.splitlines():
            if line.startswith("Pss:"):
                total += int(line.split()[1]) / 1000
    return total


def _children(process: int) -> list[int]:
    try:
        found = Path(f"/proc/{process}/task/{process}/children").read_text().split()
    except OSError:
        return []
    return [int(child) for child in found]


def middle(runs: Sequence[Run]) -> float:
    """The median time."""
    return median(each.seconds for each in runs)


def exponent(sizes: Sequence[float], seconds: Sequence[float]) -> float:
    """How time grows with size, from the two largest sizes: 1 is in proportion, 2 its square."""
    from math import log

    (small, large), (first, last) = sizes[-2:], seconds[-2:]
    return log(last / first) / log(large / small)
