"""What is measured. Programs take turns within a round, and each begins on a database of its own."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench import contenders, ledgers, lookups, process, registers, stages
from bench.figures import Figures, median
from bench.process import Run
from bench.registers import Registers

CONTENDERS = Path(contenders.__file__)

#: they store nothing, so that one database is as good as another
STORES_NOTHING = {"frictionless"}


@dataclass(frozen=True, slots=True)
class Sizes:
    """Rows of the small and the large ledger, enterprises in the filled register, rows of `bench --large`."""

    small: int = 5_000
    large: int = 100_000
    known: int = 50_000
    scale: tuple[int, ...] = (10_000, 100_000, 300_000, 1_000_000)


@dataclass(frozen=True, slots=True)
class Bench:
    """One call: where, how often, whom.

    :param folder: for ledgers and SQLite files. :param python: has the contenders' packages.
    :param among: the programs that take part, "ours" among them.
    """

    folder: Path
    python: Path
    registers: dict[str, Registers]
    rounds: int
    among: Collection[str]
    sizes: Sizes
    figures: Figures
    tell: Callable[[str], None]

    def ledger(self, rows: int, known: int = 0, filed: str | None = None) -> Path:
        """A ledger of so many rows, written once; of kilns where some of its enterprises are ``known``."""
        file = self.folder / f"rows{rows}{'known' if known else ''}{'later' if filed else ''}.xlsx"
        if not file.exists():
            self.tell(f"writing {file.name}")
            said = {"filed": filed} if filed else {}
            if known:
                ledgers.kilns(file, rows, known, **said)
            else:
                ledgers.scattered(file, rows, **said)
        return file

    def contender(self, program: str, file: Path, url: str) -> Run:
        """One run of another program."""
        return process.run([self.python, CONTENDERS, program, file, url], {}, self.folder)

    def taken(self, file: Path, url: str) -> Run:
        """One run of ours."""
        return registers.inventory(url, self.folder, "ledger", "import", file, "--by", "bench")

    def note(self, measure: str, database: str, program: str, runs: Sequence[Run], rows: int, known: int = 0) -> None:
        """Medians into the figures."""
        figure = median(runs, rows, known)
        self.figures.put(measure, database, program, figure)
        self.tell(
            f"{measure} {database} {program}: {figure.seconds:.2f} s, {figure.cpu:.2f} s CPU, {figure.peak_mb:.0f} MB"
        )


def load(bench: Bench, measure: str, database: str, rows: int, known: int) -> None:
    """A ledger into an empty register, by everybody; or into a filled one, by ours and the floor."""
    held = bench.registers[database]
    file = bench.ledger(rows, known)
    programs = [each for each in ("ours", *contenders.PROGRAMS) if each in bench.among]
    if known:
        programs = [each for each in programs if each in ("ours", "floor")]
    if database != next(iter(bench.registers)):
        programs = [each for each in programs if each not in STORES_NOTHING]
    begun: dict[str, str | None] = dict.fromkeys(programs)
    if "ours" in programs:
        begun["ours"] = held.after(held.empty(), bench.ledger(known)) if known else held.empty()
    if "floor" in programs and known:
        begun["floor"] = held.kept("floor", None, lambda url: bench.contender("floor", bench.ledger(known), url))
    runs: dict[str, list[Run]] = {program: [] for program in programs}
    for turn in range(bench.rounds):
        for program in programs[turn % len(programs) :] + programs[: turn % len(programs)]:
            url = held.place.new(begun[program])
            runs[program].append(bench.taken(file, url) if program == "ours" else bench.contender(program, file, url))
            held.place.drop(url)
    for program in programs:
        bench.note(measure, database, program, runs[program], rows, known)


def again(bench: Bench, measure: str, database: str) -> None:
    """The same bytes once more; an unchanged ledger in a new file, beside reading it alone."""
    held, rows = bench.registers[database], bench.sizes.large
    file = bench.ledger(rows)
    later = bench.ledger(rows, filed="2019年5月25日")
    begun = held.after(held.empty(), file)
    runs: dict[str, list[Run]] = {"same": [], "unchanged": [], "read": []}
    for _ in range(bench.rounds):
        url = held.place.new(begun)
        runs["same"].append(bench.taken(file, url))
        runs["read"].append(registers.inventory(url, bench.folder, "ledger", "read", later))
        runs["unchanged"].append(bench.taken(later, url))
        held.place.drop(url)
    for program, found in runs.items():
        bench.note(measure, database, program, found, rows)


def help_(bench: Bench, measure: str, database: str) -> None:
    """The help, which every clerk sees first."""
    runs = [registers.inventory(None, bench.folder, "--help") for _ in range(max(3, bench.rounds))]
    bench.note(measure, database, "ours", runs, 0)


def review(bench: Bench, measure: str, database: str) -> None:
    """Which enterprises may be the same: the search for candidates, in the filled register."""
    held = bench.registers[database]
    known = bench.sizes.known
    begun = held.after(held.after(held.empty(), bench.ledger(known)), bench.ledger(bench.sizes.small, known))
    url = held.place.new(begun)
    runs = [registers.inventory(url, bench.folder, "enterprise", "review") for _ in range(bench.rounds)]
    held.place.drop(url)
    bench.note(measure, database, "ours", runs, known)


def look_up(bench: Bench, measure: str, database: str) -> None:
    """Names, pages and the status in a register of 100,000 enterprises."""
    held = bench.registers[database]
    begun = held.kept("looked-up", held.empty(), lookups.fill)
    url = held.place.new(begun)
    bench.figures.lookups[database] = lookups.milliseconds(url, bench.rounds)
    held.place.drop(url)
    for name, milliseconds in bench.figures.lookups[database].items():
        bench.tell(f"{measure} {database} {name}: {milliseconds:.1f} ms")


def profile(bench: Bench, _measure: str, database: str) -> None:
    """Where the time of an import into an empty register goes, in a run apart, since watching costs time too."""
    held, rows = bench.registers[database], bench.sizes.large
    url = held.place.new(held.empty())
    samples = bench.folder / "samples"
    run, found = stages.watched(url, bench.folder, samples, bench.ledger(rows))
    held.place.drop(url)
    bench.figures.stages[database] = {stage: round(seconds * 1e6 / rows, 1) for stage, seconds in found.items()}
    bench.tell(f"profile {database}: {run.seconds:.1f} s; microseconds a row:")
    for stage, microseconds in bench.figures.stages[database].items():
        bench.tell(f"  {stage:14} {microseconds:7.1f}")


def scale(bench: Bench, _measure: str, database: str) -> None:
    """Ledgers of many sizes into an empty register: time and memory by the row."""
    held = bench.registers[database]
    for rows in bench.sizes.scale:
        url = held.place.new(held.empty())
        figure = median([bench.taken(bench.ledger(rows), url)], rows)
        held.place.drop(url)
        bench.figures.scale.setdefault(database, {})[str(rows)] = figure
        bench.tell(
            f"{rows} rows {database}: {figure.seconds:.1f} s, {figure.seconds * 1e6 / rows:.0f} µs a row, "
            f"{figure.peak_mb:.0f} MB"
        )


Measure = Callable[[Bench, str, str], None]

MEASURES: dict[str, Measure] = {
    "small-empty": lambda bench, name, database: load(bench, name, database, bench.sizes.small, 0),
    "small-known": lambda bench, name, database: load(bench, name, database, bench.sizes.small, bench.sizes.known),
    "large-empty": lambda bench, name, database: load(bench, name, database, bench.sizes.large, 0),
    "large-known": lambda bench, name, database: load(bench, name, database, bench.sizes.large, bench.sizes.known),
    "again": again,
    "help": help_,
    "review": review,
    "lookups": look_up,
    "profile": profile,
}
LARGE: dict[str, Measure] = {"scale": scale}
