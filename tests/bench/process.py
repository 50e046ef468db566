"""One run of a command: how long, how much processor time, and the most memory all its processes held at once."""

from __future__ import annotations

import os
import subprocess
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

#: between two looks at the memory
_INTERVAL_S = 0.02


@dataclass(frozen=True, slots=True)
class Run:
    """Seconds by the clock, seconds of processor time, peak memory in MB (resident, processes added; 0: unknown)."""

    seconds: float
    cpu: float
    peak_mb: float
    out: str


def run(command: Sequence[str | Path], environment: Mapping[str, str], cwd: Path) -> Run:
    """Run it to its end.

    :raises RuntimeError: it failed; the message holds what it said.
    """
    import resource

    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    began = time.perf_counter()
    with subprocess.Popen(
        [str(each) for each in command],
        env={**os.environ, **environment},
        cwd=cwd,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as child:
        watch = _Watch(child.pid)
        out, error = child.communicate()
        seconds = time.perf_counter() - began
        watch.stop()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if child.returncode:
        raise RuntimeError(f"{' '.join(map(str, command))} ended with {child.returncode}: {error or out}")
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Run(seconds, cpu, watch.peak / 1_000_000, out)


class _Watch(threading.Thread):
    """Adds up the memory of a process and all below it, again and again. Only Linux tells."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self.peak = 0
        self._pid = pid
        self._ended = threading.Event()
        self.start()

    def stop(self) -> None:
        self._ended.set()
        self.join()

    def run(self) -> None:
        page = os.sysconf("SC_PAGE_SIZE")
        while not self._ended.wait(_INTERVAL_S):
            total = 0
            for pid in _tree(self._pid):
                with suppress(OSError):  # it ended meanwhile
                    total += int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * page
            self.peak = max(self.peak, total)


def _tree(pid: int) -> Iterator[int]:
    yield pid
    with suppress(OSError):
        for task in Path(f"/proc/{pid}/task").iterdir():
            for child in (task / "children").read_text().split():
                yield from _tree(int(child))
