"""The wheel, alone in an empty environment, works from any folder: migrations, catalogues, samples included."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


def run(*arguments: str | Path, **options):
    done = subprocess.run(list(map(str, arguments)), capture_output=True, encoding="utf-8", check=False, **options)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    folder = tmp_path_factory.mktemp("wheel")
    # its own build, from what git would hand out: no network, the locked build tools of this environment
    run(sys.executable, "-m", "pip", "wheel", "--no-deps", "--no-build-isolation", "--no-index", "-w", folder, ROOT)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel, tmp_path_factory):
    """An environment that holds the wheel and, by a path file, the libraries of this one, but not this checkout."""
    folder = tmp_path_factory.mktemp("environment")
    venv.create(folder, with_pip=False, symlinks=os.name != "nt")
    paths = sysconfig.get_paths(vars={"base": str(folder), "platbase": str(folder)})
    run(
        sys.executable, "-m", "pip", "--python", paths["scripts"] + ("/python.exe" if os.name == "nt" else "/python"),
        "install", "--no-deps", "--no-index", wheel,
    )  # fmt: skip
    # a line of a .pth file joins sys.path, but the .pth files found there (the editable checkout) do not run
    Path(paths["purelib"], "libraries.pth").write_text(sysconfig.get_path("purelib"), encoding="utf-8")
    return Path(paths["scripts"])


def test_the_wheel_holds_what_the_program_needs_and_nothing_of_the_workshop(wheel):
    names = zipfile.ZipFile(wheel).namelist()
    for wanted in (
        "importers/ledgers/_common.toml",
        "inventory/locale/zh_CN/LC_MESSAGES/inventory.mo",
        "inventory/_migrations/env.py",
    ):
        assert wanted in names
    assert [name for name in names if name.startswith("inventory/_samples/") and name.endswith(".xlsx")]
    assert [
        name for name in names if name.startswith("tests/") or name.endswith("extract.py") or "__pycache__" in name
    ] == []


def test_the_installed_program_makes_a_register_from_any_folder(installed, tmp_path):
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("INVENTORY_", "PYTHON"))}
    environment["INVENTORY_LANG"] = "zh_CN"
    options = {"cwd": tmp_path, "env": environment}
    where = run(installed / "python", "-c", "import inventory; print(inventory.__file__)", **options)
    assert ROOT not in Path(where).parents
    assert "用法" in run(installed / "inventory", "--help", **options)
    run(installed / "inventory", "db", "init", **options)
    assert (tmp_path / "inventory.db").exists()
    run(installed / "inventory", "db", "check", **options)
    run(installed / "inventory", "ledger", "kinds", **options)
