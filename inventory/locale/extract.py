"""Find every source string of the program and keep the catalogues in step with them.

Strings are found where they are written: marked by ``_`` or shown by ``translate``; templates of
errors; wordings of problems; help of commands and options; headings of printed tables; and click's
own words, which users see as ours. Run as ``python -m inventory.locale.extract update`` or ``check``.
"""

from __future__ import annotations

import ast
import string
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import click
from babel.messages import pofile
from babel.messages.catalog import Catalog, Message

from inventory import errors
from inventory.cli import help as command_help

ROOT = Path(__file__).parents[2]
PACKAGES = ("inventory", "importers")
CATALOGUES = sorted(Path(__file__).parent.glob("*/LC_MESSAGES/*.po"))

#: calls whose first argument is a source string
MARKS = {"_", "gettext", "translate", "progress"}
PLURALS = {"ngettext"}
ERRORS = {name for name, each in vars(errors).items() if isinstance(each, type) and issubclass(each, Exception)}
#: keyword arguments that click shows
SHOWN_BY_CLICK = {"help", "short_help", "prompt"}

#: English, or singular and plural
Source = str | tuple[str, str]


def sources() -> dict[Source, set[str]]:
    """Every source string of the program, with the files it stands in."""
    found: dict[Source, set[str]] = {}
    for package in PACKAGES:
        for file in sorted((ROOT / package).rglob("*.py")):
            for source in _in_file(file, ours=True):
                found.setdefault(source, set()).add(file.relative_to(ROOT).as_posix())
    for file in sorted(Path(click.__file__).parent.glob("*.py")):
        for source in _in_file(file, ours=False):
            found.setdefault(source, set()).add(f"click/{file.name}")
    return found


def faults(catalogue: Catalog) -> list[str]:
    """What is wrong with a catalogue: strings missing, stale, or whose fields differ from the source's."""
    wanted = sources()
    entries = {_source(each): each for each in catalogue if each.id}
    missing = [
        f"missing: {source!r} ({', '.join(sorted(wanted[source]))})"
        for source in wanted
        if not _said(entries.get(source))
    ]
    stale = [f"stale: {source!r}" for source in entries if source not in wanted]
    stale += [f"fuzzy: {source!r}" for source, each in entries.items() if each.fuzzy]
    differing = [
        f"fields differ: {source!r}"
        for source, each in entries.items()
        for text in _said(each)
        if _fields(text) != _fields(source if isinstance(source, str) else source[-1])
    ]
    return missing + stale + differing


def update(file: Path) -> None:
    """Add what is new to a catalogue, drop what is gone, keep what is translated."""
    template = Catalog()
    for source, files in sources().items():
        template.add(source, locations=[(each, 0) for each in sorted(files)])
    catalogue = read(file)
    catalogue.update(template, no_fuzzy_matching=True, update_creation_date=False)
    catalogue.obsolete.clear()
    with file.open("wb") as lines:
        pofile.write_po(lines, catalogue, width=120, sort_by_file=True, include_lineno=False, omit_header=False)


def read(file: Path) -> Catalog:
    """A catalogue as it stands in the checkout."""
    with file.open("rb") as lines:
        return pofile.read_po(lines, locale=file.parts[-3])


def _in_file(file: Path, ours: bool) -> Iterator[Source]:
    tree = ast.parse(file.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield from _in_call(node, _name(node.func), ours)
            if ours and _name(node.func) == "rows" and node.args:
                yield from _headings(node.args[0], tree)
        elif ours and isinstance(node, ast.FunctionDef) and any(_makes_a_command(each) for each in node.decorator_list):
            for paragraph in command_help.paragraphs(ast.get_docstring(node, clean=False)):
                yield from command_help.lines_to_translate(paragraph)


def _in_call(call: ast.Call, name: str, ours: bool) -> Iterator[Source]:
    texts = [list(_texts(each)) for each in call.args]
    if name in PLURALS:
        yield from zip(texts[0], texts[1], strict=True)
    elif name in MARKS or (ours and name in ERRORS):
        yield from (text for position in texts[: 2 if name == "progress" else 1] for text in position)
    elif ours and name == "Kind":
        yield from (text for position in texts for text in position)
    if ours:
        for keyword in call.keywords:
            if keyword.arg in SHOWN_BY_CLICK or (keyword.arg in {"message", "remedy"} and name == "Kind"):
                yield from _texts(keyword.value)


def _headings(columns: ast.expr, tree: ast.Module) -> Iterator[str]:
    """The headings of ``output.rows``: written in the call, or in a constant of the module."""
    if isinstance(columns, ast.Name):
        for node in tree.body:
            target = node.targets[0] if isinstance(node, ast.Assign) else getattr(node, "target", None)
            if (
                isinstance(target, ast.Name)
                and target.id == columns.id
                and isinstance(node, ast.Assign | ast.AnnAssign)
            ):
                yield from _headings(node.value, tree) if node.value else ()
    elif isinstance(columns, ast.Dict):
        yield from (text for value in columns.values for text in _texts(value))
    elif isinstance(columns, ast.Tuple | ast.List):
        yield from (text for value in columns.elts for text in _texts(value))


def _texts(node: ast.expr) -> Iterator[str]:
    """The string of an expression, or both of ``a if c else b``."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value:
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from _texts(node.body)
        yield from _texts(node.orelse)


def _name(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


def _makes_a_command(decorator: ast.expr) -> bool:
    return isinstance(decorator, ast.Call) and _name(decorator.func) in {"command", "group"}


def _source(message: Message) -> Source:
    return message.id if isinstance(message.id, str) else (message.id[0], message.id[1])


def _said(message: Message | None) -> list[str]:
    if message is None or not message.string:
        return []
    return [message.string] if isinstance(message.string, str) else [each for each in message.string if each]


def _fields(text: str) -> set[str]:
    try:
        return {field for _literal, field, _spec, _conversion in string.Formatter().parse(text) if field is not None}
    except ValueError:
        return set()  # click's "%(prog)s" strings may hold a lone brace


def _report(lines: Iterable[str]) -> int:
    found = list(lines)
    sys.stdout.writelines(f"{line}\n" for line in found)
    return 1 if found else 0


if __name__ == "__main__":
    if sys.argv[1:] == ["update"]:
        for each in CATALOGUES:
            update(each)
    else:
        sys.exit(_report(f"{each.name}: {fault}" for each in CATALOGUES for fault in faults(read(each))))
