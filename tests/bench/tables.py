"""The part of both READMEs that is written from the figures, with the targets beside them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from bench.figures import Figure, Figures
from bench.stages import STAGES

ROOT = Path(__file__).parents[2]
READMES = {"en": ROOT / "README.md", "zh_CN": ROOT / "README.zh-CN.md"}
BEGIN, END = "<!-- make bench writes from here -->", "<!-- to here -->"
DATABASES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}

#: English → what the Chinese README says
CHINESE = {
    "rows × 25 columns": "行 × 25 列",
    "into": "导入到",
    "an empty register": "空登记库",
    "a register of {n} enterprises": "已有 {n} 家企业的登记库",
    "ledger": "台账",
    "program": "程序",
    "seconds": "秒",
    "× floor": "× 下限",
    "MB": "MB",
    "ours": "本程序",
    "floor: calamine, one bulk statement, the same indexes": "下限：calamine，一条批量语句，索引相同",
    "pandas (calamine), `to_sql`": "pandas（calamine）+ `to_sql`",
    "frictionless, checks only": "frictionless，只校验",
    "pandas (openpyxl), `to_sql`": "pandas（openpyxl）+ `to_sql`",
    "openpyxl, one ORM object a row": "openpyxl，逐行 ORM 对象",
    "target": "目标",
    "measured": "实测项",
    "{n} rows, whole import, × floor": "{n} 行全部导入，相当于下限的倍数",
    "{n} rows, peak memory of all processes, MB": "{n} 行，全部进程内存峰值，MB",
    "{n} rows, start of the program included, s": "{n} 行，含程序启动，秒",
    "{n} rows, the same file again, s": "{n} 行，同一文件再次导入，秒",
    "{n} rows, unchanged in a new file, × reading it": "{n} 行，内容不变的新文件，相当于只读的倍数",
    "`inventory --help`, s": "`inventory --help`，秒",
    "`enterprise review` of {n} enterprises, s": "`enterprise review`，{n} 家企业中的疑似重复，秒",
    "name search of two characters, ms": "按两个字查企业名称，毫秒",
    "pages, the slowest, ms": "各页面，最慢者，毫秒",
    "status, ms": "进度统计，毫秒",
    "stage, µs a row": "环节，微秒/行",
    "starting": "启动",
    "reading": "读取文件",
    "handing over": "进程间传递",
    "headings": "表头",
    "dates": "日期",
    "validation": "校验",
    "folding": "名称归一",
    "matching": "企业匹配",
    "row storage": "原始行存储",
    "facts": "事实",
    "other": "其他",
    "waiting": "等待",
    "rows": "行数",
    "s": "秒",
    "µs a row": "微秒/行",
    "KB a row": "KB/行",
    "as": "同",
    "Medians of {rounds} rounds, programs in turn, each a process of its own; memory of its processes added.": (
        "{rounds} 轮的中位数，各程序轮流运行，各为独立进程；内存为其全部进程之和的峰值。"
    ),
    "Where the time of a row goes, {n} rows into an empty register (processor time of both processes, which "
    "overlap; waiting for the database or the reader is what the clock shows beyond):": (
        "每行时间的去向，{n} 行导入空登记库（两个进程的处理器时间，互有重叠；等待指主进程等数据库或读取进程的时间）："
    ),
    "Ledgers of many sizes into an empty register (`make bench LARGE=1`):": (
        "不同大小的台账导入空登记库（`make bench LARGE=1`）："
    ),
}

PROGRAMS = {
    "floor": "floor: calamine, one bulk statement, the same indexes",
    "ours": "ours",
    "pandas_calamine": "pandas (calamine), `to_sql`",
    "frictionless": "frictionless, checks only",
    "pandas_openpyxl": "pandas (openpyxl), `to_sql`",
    "openpyxl_orm": "openpyxl, one ORM object a row",
}


@dataclass(frozen=True, slots=True)
class Target:
    """What a measure must stay below, and how it is told."""

    label: str
    #: None: none was set
    limit: float | None
    digits: int
    value: Callable[[Figures, str], float | None]
    rows_of: str | None = None


def _seconds(measure: str, program: str = "ours") -> Callable[[Figures, str], float | None]:
    return lambda figures, database: (found := figures.get(measure, database, program)) and found.seconds


def _peak(measure: str) -> Callable[[Figures, str], float | None]:
    return lambda figures, database: (found := figures.get(measure, database, "ours")) and found.peak_mb


def _ratio(measure: str, program: str, to: str) -> Callable[[Figures, str], float | None]:
    def value(figures: Figures, database: str) -> float | None:
        one, other = figures.get(measure, database, program), figures.get(measure, database, to)
        return one.seconds / other.seconds if one and other else None

    return value


def _looked_up(*names: str) -> Callable[[Figures, str], float | None]:
    def value(figures: Figures, database: str) -> float | None:
        found = figures.lookups.get(database, {})
        return max((found[name] for name in found if name.startswith(names)), default=None)

    return value


TARGETS = (
    Target("{n} rows, whole import, × floor", 3, 1, _ratio("large-empty", "ours", "floor"), "large-empty"),
    Target("{n} rows, peak memory of all processes, MB", 700, 0, _peak("large-empty"), "large-empty"),
    Target("{n} rows, start of the program included, s", 1.5, 2, _seconds("small-empty"), "small-empty"),
    Target("{n} rows, the same file again, s", 0.5, 2, _seconds("again", "same"), "again"),
    Target("{n} rows, unchanged in a new file, × reading it", 1.5, 2, _ratio("again", "unchanged", "read"), "again"),
    Target("`inventory --help`, s", 0.3, 2, _seconds("help")),
    Target("`enterprise review` of {n} enterprises, s", None, 2, _seconds("review"), "review"),
    Target("name search of two characters, ms", 50, 1, _looked_up("name search")),
    Target("pages, the slowest, ms", 50, 1, _looked_up("page")),
    Target("status, ms", 200, 0, _looked_up("status")),
)


def section(figures: Figures, language: str) -> str:
    """All tables, in one language."""

    def say(words: str, **parameters: object) -> str:
        return (CHINESE[words] if language == "zh_CN" else words).format(**parameters)

    parts = [_conditions(figures, say), _loads(figures, say), _targets(figures, say)]
    parts += [_stages(figures, say), _scale(figures, say)]
    return "\n\n".join(filter(None, parts))


def write(figures: Figures) -> None:
    """Put the tables into both READMEs, between their marks."""
    for language, file in READMES.items():
        before, _, rest = file.read_text(encoding="utf-8").partition(BEGIN)
        _, mark, after = rest.partition(END)
        if not mark:
            raise ValueError(f"{file.name} lacks the lines {BEGIN} and {END}")
        file.write_text(f"{before}{BEGIN}\n{section(figures, language)}\n{END}{after}", encoding="utf-8")


Say = Callable[..., str]


def _conditions(figures: Figures, say: Say) -> str:
    rounds = min(
        (
            each.rounds
            for databases in figures.loads.values()
            for programs in databases.values()
            for each in programs.values()
        ),
        default=0,
    )
    said = say(
        "Medians of {rounds} rounds, programs in turn, each a process of its own; memory of its processes added.",
        rounds=rounds,
    )
    machine = figures.machine
    if not machine:
        return said
    told = [machine["processor"], f"{machine['cores']} cores", machine["memory"], machine["system"]]
    told += [f"load at the start {machine['load']}"] if machine.get("load") else []
    told += [f"Python {machine['python']}", machine["databases"], machine["contenders"], machine["on"]]
    return f"{said}\n{'; '.join(filter(None, told))}."


def _loads(figures: Figures, say: Say) -> str:
    lines = []
    for measure in ("large-empty", "large-known", "small-empty", "small-known"):
        for program, label in PROGRAMS.items():
            cells = []
            rows = known = 0
            for database in DATABASES:
                found = figures.get(measure, database, program)
                floor = figures.get(measure, database, "floor")
                rows, known = (found.rows, found.known) if found else (rows, known)
                ratio = f"{found.seconds / floor.seconds:.1f}" if found and floor else ""
                cells += [f"{found.seconds:.2f}", ratio, f"{found.peak_mb:.0f}"] if found else ["", "", ""]
            if rows:
                where = say("a register of {n} enterprises", n=_number(known)) if known else say("an empty register")
                lines.append([f"{_number(rows)} {say('rows × 25 columns')}, {where}", say(label), *cells])
    heads = [
        f"{name}, {say(unit)}" if unit == "seconds" else say(unit)
        for name in DATABASES.values()
        for unit in ("seconds", "× floor", "MB")
    ]
    return _table([say("ledger"), say("program"), *heads], lines, left=2)


def _targets(figures: Figures, say: Say) -> str:
    lines = []
    for target in TARGETS:
        measured = figures.loads.get(target.rows_of or "", {})
        sample = next((figure for programs in measured.values() for figure in programs.values()), None)
        values = [target.value(figures, database) for database in DATABASES]
        if any(value is not None for value in values):
            label = say(target.label, n=_number(sample.rows) if sample else "")
            shown = ["" if value is None else f"{value:.{target.digits}f}" for value in values]
            lines.append([label, f"< {target.limit:g}" if target.limit else "", *shown])
    return _table([say("measured"), say("target"), *DATABASES.values()], lines)


def _stages(figures: Figures, say: Say) -> str:
    if not figures.stages:
        return ""
    lines = [
        [say(stage), *(f"{figures.stages.get(database, {}).get(stage, 0):.0f}" for database in DATABASES)]
        for stage in STAGES
    ]
    large: Mapping[str, Mapping[str, Figure]] = figures.loads.get("large-empty", {})
    rows = next((figure.rows for programs in large.values() for figure in programs.values()), 100_000)
    introduction = say(
        "Where the time of a row goes, {n} rows into an empty register (processor time of both processes, which "
        "overlap; waiting for the database or the reader is what the clock shows beyond):",
        n=_number(rows),
    )
    return f"{introduction}\n\n{_table([say('stage, µs a row'), *DATABASES.values()], lines)}"


def _scale(figures: Figures, say: Say) -> str:
    sizes = sorted({int(rows) for found in figures.scale.values() for rows in found})
    if not sizes:
        return ""
    lines = []
    for rows in sizes:
        cells = []
        for database in DATABASES:
            found = figures.scale.get(database, {}).get(str(rows))
            cells += (
                [f"{found.seconds:.1f}", f"{found.seconds * 1e6 / rows:.0f}", f"{found.peak_mb:.0f}"]
                if found
                else ["", "", ""]
            )
        lines.append([_number(rows), *cells])
    heads = [
        f"{name}, {say(unit)}" if unit == "s" else say(unit)
        for name in DATABASES.values()
        for unit in ("s", "µs a row", "MB")
    ]
    introduction = say("Ledgers of many sizes into an empty register (`make bench LARGE=1`):")
    return f"{introduction}\n\n{_table([say('rows'), *heads], lines)}"


def _table(heads: list[str], lines: list[list[str]], left: int = 1) -> str:
    rules = ["---"] * left + ["---:"] * (len(heads) - left)
    return "\n".join(f"| {' | '.join(cells)} |" for cells in (heads, rules, *lines)) if lines else ""


def _number(value: int) -> str:
    return f"{value:,}".replace(",", " ")
