"""Samples the process it is imported into: every few milliseconds of processor time, the frames of our own code.

Python imports a `sitecustomize` it finds on its path when it starts. What was seen is written to BENCH_SAMPLES again
and again, since a reading process is not asked before it ends. Python tells a signal between two of its own
instructions: time in a long call of C goes to the frame that made the call, measured, not counted.
"""

from __future__ import annotations

import atexit
import json
import os
import signal
import time
from pathlib import Path
from types import FrameType

_INTERVAL_S = 0.002
_BETWEEN_WRITES_S = 0.1
#: the checkout, whose folders name the frames; what is installed elsewhere is not ours
_ROOT = str(Path(__file__).resolve().parents[3]) + os.sep
_OURS = (f"{_ROOT}inventory{os.sep}", f"{_ROOT}importers{os.sep}")

_seen: dict[str, float] = {}
_began = time.perf_counter()
_last = time.process_time()
_written = 0.0


def _sample(_signal: int, frame: FrameType | None) -> None:
    global _last, _written
    now = time.process_time()
    stack: list[str] = []
    while frame is not None:
        code = frame.f_code
        if code.co_filename.startswith(_OURS):
            stack.append(f"{code.co_filename.removeprefix(_ROOT)}:{code.co_name}".replace(os.sep, "/"))
        frame = frame.f_back
    told = ";".join(reversed(stack))
    _seen[told] = _seen.get(told, 0.0) + now - _last
    _last = now
    if now - _written > _BETWEEN_WRITES_S:
        _written = now
        _write(0.0)


def _write(waited: float) -> None:
    file = Path(os.environ["BENCH_SAMPLES"]) / f"{os.getpid()}.json"
    draft = file.with_suffix(".draft")
    draft.write_text(json.dumps({"stacks": _seen, "waited": waited}), encoding="utf-8")
    draft.replace(file)


def _end() -> None:
    signal.setitimer(signal.ITIMER_PROF, 0)
    _write(max(0.0, time.perf_counter() - _began - time.process_time()))


if os.environ.get("BENCH_SAMPLES"):
    signal.signal(signal.SIGPROF, _sample)
    signal.siginterrupt(signal.SIGPROF, False)
    signal.setitimer(signal.ITIMER_PROF, _INTERVAL_S, _INTERVAL_S)
    atexit.register(_end)
