"""Where the time of an import goes: its processes are sampled, and each sample goes to the stage of its module."""

from __future__ import annotations

import json
import os
import re
import shutil
import sys
from collections import Counter
from pathlib import Path

from bench import process

#: `sitecustomize` of this folder samples every Python process that has the folder on its path
SAMPLER = Path(__file__).with_name("profiling")

#: in the order of the table
STAGES = (
    "starting",
    "reading",
    "handing over",
    "headings",
    "dates",
    "validation",
    "folding",
    "matching",
    "row storage",
    "facts",
    "other",
    "waiting",
)

#: The first that fits the innermost of our frames; modules not named here work on behalf of their caller.
_STAGE_OF = (
    ("handing over", r"importers/workbook/(sandbox|child|transfer)|importers/__init__"),
    ("reading", r"importers/workbook/"),
    ("headings", r"importers/(layout|headings|recognition|labels|phrases|classes|sectional|sections|ledger|units)\b"),
    ("validation", r"importers/"),
    ("dates", r"inventory/values/dates"),
    ("folding", r"inventory/(identity|naming|values/script)\b"),
    ("validation", r"inventory/(values|records|fields)\b"),
    ("folding", r"inventory/intake/traits"),
    ("row storage", r"inventory/intake/(rows|arrival|__init__)"),
    (
        "matching",
        (
            r"inventory/(intake/(ties|sites?|legal_persons|owners|serials)\b|matching|judging|candidates|likeness"
            r"|description|succession|duplicates|force|anchors)"
        ),
    ),
    ("facts", r"inventory/(intake/(?!columns)|resolution|claims|cases|caseload|remediation|absence)"),
    ("other", r"inventory/cli"),
)


def watched(url: str, folder: Path, samples: Path, ledger: Path) -> tuple[process.Run, dict[str, float]]:
    """One import under watch: the run, and seconds of processor time by stage; "waiting" is the clock's rest.

    The processes overlap: the stages add up to more than the clock shows.
    """
    shutil.rmtree(samples, ignore_errors=True)
    samples.mkdir()
    command = [Path(sys.executable).parent / "inventory", "ledger", "import", ledger, "--by", "bench"]
    path = os.pathsep.join(filter(None, (str(SAMPLER), os.environ.get("PYTHONPATH"))))
    environment = {"PYTHONPATH": path, "BENCH_SAMPLES": str(samples), "INVENTORY_DATABASE_URL": url}
    run = process.run(command, environment, folder)
    found = dict.fromkeys(STAGES, 0.0)
    for file in samples.glob("*.json"):
        told = json.loads(file.read_text(encoding="utf-8"))
        for stack, seconds in told["stacks"].items():
            found[stage(stack)] += seconds
        if told["waited"]:
            found["waiting"] += told["waited"]
    return run, found


def stage(stack: str) -> str:
    """The stage of a stack, its frames from the outermost, `file:function`, parted by ``;``."""
    frames = stack.split(";")
    if not stack or frames[-1].endswith(":<module>"):
        return "starting"
    for frame in reversed(frames):
        for name, pattern in _STAGE_OF:
            if re.match(pattern, frame):
                return name
    return "other"


def hottest(samples: Path, count: int = 25) -> list[tuple[str, float]]:
    """The functions of ours that took longest themselves, with what they called elsewhere, in seconds."""
    found: Counter[str] = Counter()
    for file in samples.glob("*.json"):
        for stack, seconds in json.loads(file.read_text(encoding="utf-8"))["stacks"].items():
            found[stack.rpartition(";")[2]] += seconds
    return found.most_common(count)
