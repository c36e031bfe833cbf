"""Pages shared out among processes, where that pays.

A child is a fork of the process that has read the rules and loaded the model, so it costs some
milliseconds; starting afresh would cost a second. Where the system cannot fork, or forking is not
sound (macOS), one process does all.
"""

from __future__ import annotations

import gc
import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence

from claimcheck.cache.results import decode_answer, encode_answer
from claimcheck.finding import FileResult
from claimcheck.source import Source

Outcome = tuple[FileResult, bool]
Check = Callable[[Iterable[Source]], Iterable[Outcome]]

# Below, a second process costs more than it saves.
_WORTH_CHARACTERS = 60_000
_MOST = 8


def usual_jobs() -> int:
    """As many processes as there are processors for us, within reason; 1 without fork."""
    if sys.platform != "linux":
        return 1
    return min(len(os.sched_getaffinity(0)), _MOST)


def check_all(check: Check, sources: Sequence[Source], jobs: int) -> Iterator[Outcome]:
    """`check` of all sources, in their order, by up to `jobs` processes."""
    parts = _shared_out(sources, jobs)
    if len(parts) < 2 or sys.platform != "linux":
        yield from check(sources)
        return
    first, *others = parts
    # What all need is made before they part.
    outcomes = list(check(first[:1]))
    # Whoever looks for garbage writes to all that it looks at, and what is written to is no longer
    # shared.
    gc.freeze()
    children = [_Child(check, part) for part in others]
    outcomes += check(first[1:])
    for child in children:
        outcomes += child.outcomes()
    yield from outcomes


def _shared_out(sources: Sequence[Source], jobs: int) -> list[Sequence[Source]]:
    """The sources in runs of about the same size, as many as are worth a process."""
    total = sum(len(source.text) for source in sources)
    count = min(jobs, len(sources), total // _WORTH_CHARACTERS)
    if count < 2:
        return [sources]
    parts: list[list[Source]] = [[] for _ in range(count)]
    before = 0
    for source in sources:
        middle = before + len(source.text) // 2
        parts[min(middle * count // total, count - 1)].append(source)
        before += len(source.text)
    return [part for part in parts if part]


class _Child:
    """A process that checks some sources and sends back what it found, as text."""

    def __init__(self, check: Check, sources: Sequence[Source]) -> None:
        self._check = check
        self._sources = sources
        self._reading, writing = os.pipe()
        self._process = os.fork()
        if self._process == 0:
            os.close(self._reading)
            # Neither the parent's exit handlers nor its buffers are the child's to run or flush.
            try:
                self._work(writing)
            finally:
                os._exit(0)
        os.close(writing)

    def _work(self, writing: int) -> None:
        rows = [
            encode_answer(result) if alone and not result.failures else None
            for result, alone in self._check(self._sources)
        ]
        with open(writing, "w", encoding="utf-8") as stream:
            json.dump(rows, stream)

    def outcomes(self) -> Iterator[Outcome]:
        """What the child found; what it could not tell is checked here."""
        with open(self._reading, encoding="utf-8") as stream:
            text = stream.read()
        os.waitpid(self._process, 0)
        try:
            rows = json.loads(text)
        except ValueError:
            yield from self._check(self._sources)  # whatever stopped the child is told here
            return
        for source, row in zip(self._sources, rows, strict=True):
            if row is None:
                yield from self._check([source])
            else:
                yield FileResult(source, source.path, *decode_answer(row)), True
