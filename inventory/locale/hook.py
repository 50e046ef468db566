"""What building does beyond copying packages: compile the catalogues, put migrations/ and samples/ inside."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from babel.messages import mofile, pofile
from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class Hook(BuildHookInterface[Any]):
    """Run by hatchling, see pyproject.toml."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        for source in Path(self.root, "inventory", "locale").glob("*/LC_MESSAGES/*.po"):
            fresh = source.with_suffix(".mo.new")
            with source.open("rb") as lines, fresh.open("wb") as compiled:
                mofile.write_mo(compiled, pofile.read_po(lines))
            fresh.replace(source.with_suffix(".mo"))  # at once: a program may be reading the old one
        if version != "editable":
            build_data["force_include"] |= {
                "migrations": "inventory/_migrations",
                "samples": "inventory/_samples",
            }
