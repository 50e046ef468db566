"""The child process of `importers.workbook.sandbox`: one job in, its items out, all pickled."""

from __future__ import annotations

import gc
import os
import pickle
import sys
import traceback

from importers.workbook.sandbox import Limits
from inventory.errors import InventoryError

_GRACE = 10


def confine(limits: Limits) -> None:
    """Sets the memory limit, and a limit of processor time behind the parent's clock, where the system has them."""
    try:
        import resource
    except ImportError:
        return  # Windows: the parent's clock is the only limit
    for what, most in ((resource.RLIMIT_AS, limits.bytes), (resource.RLIMIT_CPU, int(limits.seconds) + _GRACE)):
        _, hard = resource.getrlimit(what)
        most = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(what, (most, hard))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def main() -> None:
    """Reads the job from standard input, writes (verdict, item) pairs to what was standard output."""
    out = os.fdopen(os.dup(1), "wb")
    # whatever prints must not end up between the items
    os.dup2(2, 1)

    def send(verdict: str, item: object) -> None:
        pickle.dump((verdict, item), out, pickle.HIGHEST_PROTOCOL)
        out.flush()

    try:
        job = sys.stdin.buffer.read()
        function, args, limits = pickle.loads(job)  # noqa: S301 - written by our own parent
        del job
        confine(limits)
        # millions of cells and hardly a cycle among them: collecting at the usual pace costs a sixth of the time
        gc.set_threshold(50_000, 20, 100)
        for item in function(*args):
            send("item", item)
        send("end", None)
    except InventoryError as error:
        send("error", error)
    except MemoryError:
        send("memory", None)
    except BaseException as error:  # noqa: BLE001 - a reader's panic is no Exception; the parent says it in one sentence
        send("failure", f"{error!r}\n{traceback.format_exc()}")


if __name__ == "__main__":
    main()
