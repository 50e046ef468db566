"""`python -m bench`: measure, tell, keep the figures, and write the READMEs' tables from them."""

from __future__ import annotations

import argparse
import fnmatch
import sys
import tempfile
from pathlib import Path

from bench import contenders, figures, registers, tables
from bench.measures import LARGE, MEASURES, Bench, Sizes

PROGRAMS = ("ours", *contenders.PROGRAMS)


def main(arguments: list[str] | None = None) -> None:
    """Measure what was asked for."""
    asked = _asked(arguments)
    known = figures.read(asked.figures)
    measures = {name: each for name, each in (MEASURES | LARGE).items() if _is_wanted(name, asked)}
    if not measures:
        raise SystemExit(f"no measure is called {asked.only}; there are: {', '.join(MEASURES | LARGE)}")
    with (
        tempfile.TemporaryDirectory(dir=asked.folder, prefix="bench-") as folder,
        registers.places(asked.databases.split(","), Path(folder)) as places,
    ):
        known.machine = figures.machine(asked.python, (place.version() for place in places.values()))
        bench = Bench(
            folder=Path(folder),
            python=asked.python,
            registers={name: registers.Registers(place, Path(folder)) for name, place in places.items()},
            rounds=asked.rounds,
            among=asked.among.split(","),
            sizes=Sizes(asked.small, asked.large, asked.known, tuple(map(int, asked.scale.split(",")))),
            figures=known,
            tell=lambda line: print(line, file=sys.stderr, flush=True),
        )
        for name, measure in measures.items():
            for database in places:
                measure(bench, name, database)
                if asked.write:
                    figures.write(known, asked.figures)
    print(tables.section(known, "en"))
    if asked.write and asked.figures == figures.KEPT:
        tables.write(known)


def _asked(arguments: list[str] | None) -> argparse.Namespace:
    sizes = Sizes()
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    parser.add_argument(
        "--only", default="", help=f"measures, by pattern, parted by commas: {', '.join(MEASURES | LARGE)}"
    )
    parser.add_argument("--databases", default="sqlite,postgresql")
    parser.add_argument("--among", default=",".join(PROGRAMS), help=f"of {', '.join(PROGRAMS)}")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--scale", default=",".join(map(str, sizes.scale)), help="rows of the measure `scale`")
    for name in ("small", "large", "known"):
        parser.add_argument(f"--{name}", type=int, default=getattr(sizes, name))
    parser.add_argument("--large-too", action="store_true", help="the measure `scale` too: up to a million rows")
    parser.add_argument("--write", action="store_true", help="keep the figures and write the READMEs' tables")
    parser.add_argument("--figures", type=Path, default=figures.KEPT)
    parser.add_argument("--python", type=Path, default=Path(sys.executable), help="the one the contenders run with")
    parser.add_argument("--folder", type=Path, default=None, help="where ledgers and databases stand meanwhile")
    asked = parser.parse_args(arguments)
    asked.python = asked.python.absolute()
    return asked


def _is_wanted(name: str, asked: argparse.Namespace) -> bool:
    if not asked.only:
        return name in MEASURES or asked.large_too
    return any(fnmatch.fnmatch(name, pattern) for pattern in asked.only.split(","))


if __name__ == "__main__":
    main()
