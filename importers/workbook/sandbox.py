"""Reading in a child process, so that no crafted or damaged file can take the program down.

`guarded` runs a generator in a fresh interpreter under a limit of time and of memory and hands its items over as they
come. A fresh interpreter rather than a fork: the same on Windows, safe beside threads, and it does not inherit the
parent's memory, which would count against the limit. It costs some 30 ms plus the imports of the function's module.

On Windows the memory limit cannot be set; there only the time limit holds.
"""

from __future__ import annotations

import contextlib
import math
import os
import pickle
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import IO, TypeVar, cast

from inventory import settings
from inventory.errors import InventoryError, NotUnderstood, WorkbookError

T = TypeVar("T")
_ORDINARY_SIZE = 20_000_000
_STEP = 0.1


@dataclass(frozen=True, slots=True)
class Limits:
    """What reading one file may use: seconds of waiting for it, bytes of memory; meant for files up to 20 MB."""

    seconds: float = 30.0
    bytes: int = 1_500_000_000

    @classmethod
    def usual(cls) -> Limits:
        """Those that the environment sets, else the ones above.

        :raises NotUnderstood: it sets one to what is no number above zero.
        """
        said = settings.load()
        seconds = _amount(settings.READ_SECONDS, said.read_seconds)
        megabytes = _amount(settings.READ_MEGABYTES, said.read_megabytes)
        return cls(seconds or cls().seconds, int(megabytes * 1_000_000) if megabytes else cls().bytes)

    def grown(self, size: int) -> Limits:
        """The limits for a file of so many bytes: above 20 MB they grow with it."""
        factor = max(1.0, size / _ORDINARY_SIZE)
        return Limits(self.seconds * factor, int(self.bytes * factor))


def _amount(name: str, said: str | None) -> float | None:
    """A number above zero that the environment sets."""
    if said is None:
        return None
    try:
        amount = float(said)
    except ValueError:
        amount = math.nan
    if not 0 < amount < math.inf:
        raise NotUnderstood("{name} is {said}; set it to a number above 0, or to nothing", name=name, said=said)
    return amount


def guarded(
    function: Callable[..., Iterator[T]], *args: object, limits: Limits | None = None, size: int = 0
) -> Iterator[T]:
    """The items of ``function(*args)``, a generator of module level, run in a child process.

    The clock runs only while an item is waited for, so a slow consumer does not use up the time. Closing the
    iterator, or an exception in the consumer, ends the child.

    :param limits: by default those of `Limits.usual`.
    :param size: of the file in bytes; the limits grow with it.
    :raises InventoryError: whatever the function raised of that family, unchanged.
    :raises WorkbookError: over the limits, or the child failed; ``reason`` holds the technical reason.
    """
    held = (limits or Limits.usual()).grown(size)
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "PYTHONUTF8": "1"}
    child = subprocess.Popen(
        [sys.executable, "-m", "importers.workbook.child"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=environment,
    )
    watch = _Watch(child, held.seconds)
    try:
        yield from _received(child, watch, pickle.dumps((function, args, held), pickle.HIGHEST_PROTOCOL), held)
    finally:
        watch.stop()
        child.kill()
        for pipe in (child.stdin, child.stdout):
            # there may be something left to be written to a child that is gone
            with contextlib.suppress(OSError):
                cast(IO[bytes], pipe).close()
        child.wait()


def _received(child: subprocess.Popen[bytes], watch: _Watch, job: bytes, held: Limits) -> Iterator[T]:
    job_pipe, items = cast(IO[bytes], child.stdin), cast(IO[bytes], child.stdout)
    # where the child has died already, reading from it says how
    with watch, contextlib.suppress(OSError):
        job_pipe.write(job)
        job_pipe.close()
    while True:
        try:
            with watch:
                verdict, item = pickle.load(items)  # noqa: S301 - written by our own child
        except (EOFError, pickle.UnpicklingError, OSError) as error:
            raise _end(watch, child, held) from error
        if verdict == "item":
            yield item
        elif verdict == "end":
            return
        elif isinstance(item, InventoryError):
            raise item
        elif verdict == "memory":
            raise _too_large(held)
        else:
            raise _unreadable(str(item))


def _end(watch: _Watch, child: subprocess.Popen[bytes], held: Limits) -> WorkbookError:
    if watch.has_run_out:
        return WorkbookError(
            "reading took longer than {seconds:.0f} seconds and was stopped: "
            "copy the ledger alone into a new workbook, save it as .xlsx and hand it in again",
            seconds=held.seconds,
        )
    code = child.wait()
    # killed from outside (out of memory) or ended by its own abort where an allocation failed
    return _too_large(held) if code in (-9, -6) else _unreadable(f"the reading process ended with {code}")


def _too_large(held: Limits) -> WorkbookError:
    return WorkbookError(
        "reading needed more than {megabytes} MB of memory and was stopped: "
        "copy the ledger alone into a new workbook, save it as .xlsx and hand it in again",
        megabytes=held.bytes // 1_000_000,
    )


def _unreadable(reason: str) -> WorkbookError:
    return WorkbookError(
        "the workbook cannot be read: open it in the spreadsheet program, save it as .xlsx and hand it in again",
        reason=reason,
    )


class _Watch:
    """Kills the child when the time spent waiting for it is used up; entered around every wait."""

    def __init__(self, child: subprocess.Popen[bytes], seconds: float) -> None:
        self.has_run_out = False
        self._child = child
        self._left = seconds
        self._since: float | None = None
        self._stopped = threading.Event()
        threading.Thread(target=self._run, daemon=True).start()

    def __enter__(self) -> None:
        self._since = time.monotonic()

    def __exit__(self, *_: object) -> None:
        since, self._since = self._since, None
        if since is not None:
            self._left -= time.monotonic() - since

    def stop(self) -> None:
        self._stopped.set()

    def _run(self) -> None:
        while not self._stopped.wait(_STEP):
            since = self._since
            if since is not None and time.monotonic() - since > self._left:
                self.has_run_out = True
                self._child.kill()
                return
