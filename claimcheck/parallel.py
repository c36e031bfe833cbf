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
# Bytes for the number of a source, and how many numbers a pipe holds in any case.
_NUMBER = 4
_MOST_QUEUED = 10_000


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
    count = min(jobs, len(sources), sum(len(one.text) for one in sources) // _WORTH_CHARACTERS)
    if count < 2 or len(sources) > _MOST_QUEUED or sys.platform != "linux":
        yield from check(sources)
        return
    # What all need is made before they part.
    outcomes = dict(enumerate(check(sources[:1])))
    queue = _Queue(range(1, len(sources)))
    logs = _logs(count) if share is not None else []

    def work(number: int) -> Iterator[tuple[int, Outcome]]:
        """What the process with this number makes of the sources that it comes to take."""
        if share is not None and logs:
            share(Exchange(logs, logs[number]))
        taken: list[int] = []

        def take() -> Iterator[Source]:
            for at in queue:
                taken.append(at)
                yield sources[at]

        for done, outcome in enumerate(check(take())):
            yield taken[done], outcome

    # Whoever looks for garbage writes to all that it looks at, and what is written to is no longer
    # shared.
    gc.freeze()
    try:
        children = [_Child(work(number)) for number in range(1, count)]
        outcomes.update(work(0))
        for child in children:
            outcomes.update(child.outcomes(sources))
    finally:
        queue.close()
        if share is not None:
            share(None)
        for log in logs:
            os.close(log)
    # What a child could not tell, or what stopped it, is told here.
    missing = [at for at in range(len(sources)) if at not in outcomes]
    outcomes.update(zip(missing, check([sources[at] for at in missing]), strict=True))
    yield from (outcomes[at] for at in range(len(sources)))


class _Queue:
    """Numbers that several processes take from, each number once: who is done takes the next, so
    that none waits for one whose processor is slower."""

    def __init__(self, numbers: Iterable[int]) -> None:
        """At most `_MOST_QUEUED` numbers."""
        self._reading, writing = os.pipe()
        with open(writing, "wb") as stream:
            stream.writelines(number.to_bytes(_NUMBER, "little") for number in numbers)

    def __iter__(self) -> Iterator[int]:
        # The system gives the bytes of one call to one process.
        while number := os.read(self._reading, _NUMBER):
            yield int.from_bytes(number, "little")

    def close(self) -> None:
        os.close(self._reading)


def _logs(count: int) -> list[int]:
    """Files in memory, where the system has them."""
    try:
        return [os.memfd_create("claimcheck") for _ in range(count)]
    except (AttributeError, OSError):
        return []


class _Child:
    """A process that does some of the work and sends back what it found, as text."""

    def __init__(self, work: Iterator[tuple[int, Outcome]]) -> None:
        self._reading, writing = os.pipe()
        self._process = os.fork()
        if self._process == 0:
            os.close(self._reading)
            # Neither the parent's exit handlers nor its buffers are the child's to run or flush.
            try:
                self._tell(work, writing)
            finally:
                os._exit(0)
        os.close(writing)

    def _tell(self, work: Iterator[tuple[int, Outcome]], writing: int) -> None:
        # A line of text a page takes a fraction of the memory of its findings.
        lines = [
            json.dumps([number, encode_answer(result)])
            for number, (result, alone) in work
            if alone and not result.failures
        ]
        with open(writing, "w", encoding="utf-8") as stream:
            stream.writelines(f"{line}\n" for line in lines)

    def outcomes(self, sources: Sequence[Source]) -> Iterator[tuple[int, Outcome]]:
        """What the child found that can be told as text: of what depends on more than its source,
        and of what failed, it tells nothing."""
        with open(self._reading, encoding="utf-8") as stream:
            lines = stream.read().splitlines(keepends=True)
        os.waitpid(self._process, 0)
        for line in lines:
            if line.endswith("\n"):
                number, row = json.loads(line)
                source = sources[number]
                yield number, (FileResult(source, source.path, *decode_answer(row)), True)
