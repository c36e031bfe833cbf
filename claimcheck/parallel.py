"""Pages shared out among processes, where that pays.

A child is a fork of the process that has read the rules and loaded the model, so it costs some
milliseconds; starting afresh would cost a second. Where the system cannot fork, or forking is not
sound (macOS), one process does all.

Pages of one site say the same things, so the processes tell each other what they found out.
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
# One process tells no more than this.
_MOST_TOLD = 32_000_000
_HEARD_AT_ONCE = 65_536


class Exchange:
    """A log in memory for each process, which that one writes and all the others read.

    Nobody waits for anybody: what was told too late has been worked out twice.
    """

    def __init__(self, logs: Sequence[int], own: int) -> None:
        """`logs` are file descriptors, `own` is the one to write to."""
        self._own = own
        self._told = 0
        self._read = {log: 0 for log in logs if log != own}

    def tell(self, messages: Iterable[bytes]) -> None:
        """Let all others know."""
        data = b"".join(len(each).to_bytes(4, "little") + each for each in messages)
        if data and self._told + len(data) <= _MOST_TOLD:
            # What is cut off, for want of memory, would be read as part of what comes next.
            whole = os.write(self._own, data) == len(data)
            self._told += len(data) if whole else _MOST_TOLD

    def hear(self) -> Iterator[bytes]:
        """What the others have told since this was last asked."""
        for log, place in self._read.items():
            data = os.pread(log, _HEARD_AT_ONCE, place)
            at = 0
            while at + 4 <= len(data):
                end = at + 4 + int.from_bytes(data[at : at + 4], "little")
                if end > len(data):
                    if at or len(data) < _HEARD_AT_ONCE:
                        break
                    data = os.pread(log, end, place)  # one message longer than the rest
                    if end > len(data):
                        break
                yield data[at + 4 : end]
                at = end
            self._read[log] = place + at


def usual_jobs() -> int:
    """As many processes as there are processors for us, within reason; 1 without fork."""
    if sys.platform != "linux":
        return 1
    return min(len(os.sched_getaffinity(0)), _MOST)


def check_all(
    check: Check,
    sources: Sequence[Source],
    jobs: int,
    share: Callable[[Exchange | None], None] | None = None,
) -> Iterator[Outcome]:
    """`check` of all sources, in their order, by up to `jobs` processes, each of which is given by
    `share` what it can reach the others with."""
    parts = _shared_out(sources, jobs)
    if len(parts) < 2 or sys.platform != "linux":
        yield from check(sources)
        return
    first, *others = parts
    # What all need is made before they part.
    outcomes = list(check(first[:1]))
    logs = _logs(len(parts)) if share is not None else []

    def joining(number: int) -> Check:
        """`check` by the process with this number."""

        def joined(sources: Iterable[Source]) -> Iterable[Outcome]:
            if share is not None and logs:
                share(Exchange(logs, logs[number]))
            return check(sources)

        return joined

    # Whoever looks for garbage writes to all that it looks at, and what is written to is no longer
    # shared.
    gc.freeze()
    try:
        children = [_Child(joining(number), part) for number, part in enumerate(others, start=1)]
        outcomes += joining(0)(first[1:])
        for child in children:
            outcomes += child.outcomes(check)
    finally:
        if share is not None:
            share(None)
        for log in logs:
            os.close(log)
    yield from outcomes


def _logs(count: int) -> list[int]:
    """Files in memory, where the system has them."""
    try:
        return [os.memfd_create("claimcheck") for _ in range(count)]
    except (AttributeError, OSError):
        return []


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
        self._sources = sources
        self._reading, writing = os.pipe()
        self._process = os.fork()
        if self._process == 0:
            os.close(self._reading)
            # Neither the parent's exit handlers nor its buffers are the child's to run or flush.
            try:
                self._work(check, writing)
            finally:
                os._exit(0)
        os.close(writing)

    def _work(self, check: Check, writing: int) -> None:
        # A line of text a page takes a fraction of the memory of its findings.
        lines = [
            json.dumps(encode_answer(result) if alone and not result.failures else None)
            for result, alone in check(self._sources)
        ]
        with open(writing, "w", encoding="utf-8") as stream:
            stream.writelines(f"{line}\n" for line in lines)

    def outcomes(self, check: Check) -> Iterator[Outcome]:
        """What the child found; what it could not tell is checked here."""
        with open(self._reading, encoding="utf-8") as stream:
            lines = stream.read().splitlines(keepends=True)
        os.waitpid(self._process, 0)
        if len(lines) < len(self._sources) or not lines[-1].endswith("\n"):
            yield from check(self._sources)  # whatever stopped the child is told here
            return
        for source, line in zip(self._sources, lines, strict=True):
            row = json.loads(line)
            if row is None:
                yield from check([source])
            else:
                yield FileResult(source, source.path, *decode_answer(row)), True
