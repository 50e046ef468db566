"""What was measured, kept beside the code in figures.json: a run of a part renews that part; the tables show all."""

from __future__ import annotations

import json
import os
import platform
import re
import statistics
import subprocess
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bench.process import Run

KEPT = Path(__file__).with_name("figures.json")

#: whose version is told with the figures
COMPETITORS = ("pandas", "python-calamine", "openpyxl", "frictionless", "sqlalchemy", "psycopg")


@dataclass(frozen=True, slots=True)
class Figure:
    """Medians of several runs of one program on one ledger."""

    seconds: float
    cpu: float
    peak_mb: float
    rounds: int
    rows: int
    #: enterprises in the register before
    known: int = 0


@dataclass(slots=True)
class Figures:
    """All that is known. ``loads``: measure → database → program. ``stages``: database → stage → microseconds a row.

    ``lookups``: database → what was looked up → milliseconds. ``scale``: database → rows → ours.
    """

    machine: dict[str, str] = field(default_factory=dict)
    loads: dict[str, dict[str, dict[str, Figure]]] = field(default_factory=dict)
    stages: dict[str, dict[str, float]] = field(default_factory=dict)
    lookups: dict[str, dict[str, float]] = field(default_factory=dict)
    scale: dict[str, dict[str, Figure]] = field(default_factory=dict)

    def put(self, measure: str, database: str, program: str, figure: Figure) -> None:
        """A new figure in the place of the one before."""
        self.loads.setdefault(measure, {}).setdefault(database, {})[program] = figure

    def get(self, measure: str, database: str, program: str) -> Figure | None:
        """A figure, where it was measured."""
        return self.loads.get(measure, {}).get(database, {}).get(program)


def median(runs: Sequence[Run], rows: int, known: int = 0) -> Figure:
    """The middle of each quantity over the rounds."""
    seconds, cpu, peak = (
        statistics.median(values) for values in zip(*((run.seconds, run.cpu, run.peak_mb) for run in runs), strict=True)
    )
    return Figure(round(seconds, 3), round(cpu, 3), round(peak, 1), len(runs), rows, known)


def read(file: Path = KEPT) -> Figures:
    """What was kept; nothing where nothing was."""
    if not file.exists():
        return Figures()
    kept: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    loads = {
        measure: {database: _figures(programs) for database, programs in databases.items()}
        for measure, databases in kept.pop("loads").items()
    }
    scale = {database: _figures(sizes) for database, sizes in kept.pop("scale").items()}
    return Figures(**kept, loads=loads, scale=scale)


def write(figures: Figures, file: Path = KEPT) -> None:
    """Keep them."""
    file.write_text(json.dumps(asdict(figures), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def machine(python: Path, databases: Iterable[str]) -> dict[str, str]:
    """What the figures were measured on: processor, memory, versions. ``python``: the one the contenders run with."""
    asked = "import importlib.metadata as m, sys;print(*(f'{n} {m.version(n)}' for n in sys.argv[1:]), sep=', ')"
    told = subprocess.run([python, "-c", asked, *COMPETITORS], capture_output=True, text=True, check=False)
    memory = int(_first(r"MemTotal:\s*(\d+)", "/proc/meminfo") or 0) // 1_000_000
    return {
        "on": datetime.now(UTC).date().isoformat(),
        "processor": _first(r"model name\s*: (.+)", "/proc/cpuinfo") or platform.processor() or platform.machine(),
        "cores": str(os.cpu_count()),
        "memory": f"{memory} GB" if memory else "",
        "system": platform.system(),
        # above the number of cores, others worked on the machine too, and every figure is too high
        "load": f"{os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "",
        "python": platform.python_version(),
        "databases": ", ".join(databases),
        "contenders": told.stdout.strip(),
    }


def _figures(kept: Mapping[str, Mapping[str, Any]]) -> dict[str, Figure]:
    return {name: Figure(**said) for name, said in kept.items()}


def _first(pattern: str, file: str) -> str | None:
    found = re.search(pattern, Path(file).read_text(encoding="utf-8")) if Path(file).exists() else None
    return found[1] if found else None
