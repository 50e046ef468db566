"""The frozen benchmark of identity: pairs of invented enterprises, what is expected of each, and how well it is met.

``name_pairs.csv`` was written from what the rules and the ledgers say, before any weight was set, and is not changed
to suit the program. `make pairs` prints precision and recall; `test_likeness` holds the floor.
"""

from __future__ import annotations

import csv
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from inventory.likeness import Decision, Described, decision

FILE = Path(__file__).with_name("name_pairs.csv")
NUMBERS = ("longitude", "latitude")


class Pair(NamedTuple):
    """Two descriptions, the kind of difference between them, and what is to be done with them."""

    kind: str
    expected: Decision
    one: Described
    other: Described


def pairs() -> Iterator[Pair]:
    """All pairs of the benchmark."""
    with FILE.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            yield Pair(row["kind"], Decision(row["expected"]), _described(row, "1"), _described(row, "2"))


def _described(row: dict[str, str], side: str) -> Described:
    said = {field: row[f"{field}_{side}"] for field in {name[:-2] for name in row if name.endswith(("_1", "_2"))}}
    known = {field: float(value) if field in NUMBERS else value for field, value in said.items() if value}
    if "former" in known:
        known["former"] = (known["former"],)
    return Described(**known)


class Score(NamedTuple):
    """Of those decided so, how many rightly (precision); of those that should be, how many are (recall)."""

    decision: Decision
    precision: float
    recall: float
    expected: int


def judged() -> list[tuple[Pair, Decision]]:
    """Every pair with what the program decides."""
    return [(pair, decision(pair.one, pair.other)) for pair in pairs()]


def scores(found: list[tuple[Pair, Decision]]) -> list[Score]:
    """Precision and recall of each decision."""
    met = Counter((pair.expected, made) for pair, made in found)
    expected, made = Counter(pair.expected for pair, _ in found), Counter(made for _, made in found)
    return [
        Score(each, met[each, each] / max(made[each], 1), met[each, each] / expected[each], expected[each])
        for each in Decision
    ]


def main() -> None:
    """Print precision and recall, the kinds that fall short, and with ``-v`` each pair decided otherwise."""
    found = judged()
    print(f"{len(found)} pairs, {len({pair.kind for pair, _ in found})} kinds")
    print("decision    precision  recall  pairs")
    for score in scores(found):
        print(f"{score.decision:<10}  {score.precision:9.3f}  {score.recall:6.3f}  {score.expected:5}")
    short = [(pair, made) for pair, made in found if made != pair.expected]
    sizes = Counter(pair.kind for pair, _ in found)
    for kind, missed in Counter(pair.kind for pair, _ in short).most_common():
        print(f"missed {missed} of {sizes[kind]}: {kind}")
    if "-v" in sys.argv:
        for pair, made in short:
            print(f"{pair.kind}: {pair.one.name} | {pair.other.name}: {made}, not {pair.expected}")


if __name__ == "__main__":
    main()
