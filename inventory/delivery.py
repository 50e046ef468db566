"""Files that people asked for appear whole or not at all, and never half written in the place of an older one."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path


@contextlib.contextmanager
def appearing(file: Path) -> Iterator[Path]:
    """A file beside the one wanted, to be written; it takes the name and place once it is whole and on the disk.

    A failure (folder read-only, disk full, file open in another program) names the file wanted. What is no ordinary
    file, a device or a pipe, is written directly.
    """
    wanted = file.resolve()
    if wanted.exists() and not wanted.is_file():
        yield wanted
        return
    partial = wanted.with_name(f".{wanted.name}.{os.getpid()}.partial")
    try:
        yield partial
        with partial.open("rb+") as written:
            os.fsync(written.fileno())
        partial.replace(wanted)
    except OSError as error:
        if error.filename in (None, str(partial)):
            raise OSError(error.errno, error.strerror or str(error), str(file)) from error
        raise
    finally:
        # a folder that is none, or not ours, holds nothing to be removed
        with contextlib.suppress(NotADirectoryError, PermissionError):
            partial.unlink(missing_ok=True)


def put(file: Path, content: bytes) -> None:
    """Write the file."""
    with appearing(file) as partial:
        try:
            partial.write_bytes(content)
        except OSError as error:
            # a write that fails names no file
            raise OSError(error.errno, error.strerror, str(file)) from error
