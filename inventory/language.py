"""The language the program speaks: English, or Chinese (zh_CN), from one catalogue.

Source strings are English and looked up when shown, so that one process can speak both. Which
language it is follows INVENTORY_LANG, else the locale of the machine. What leaves the bureau (lists,
marked workbooks, templates) is official Chinese whatever is chosen here (`chinese`).

``_`` marks a string for the catalogue where it is written but not yet shown; ``translate`` is the
look-up. Error templates, wordings of problems and the help of commands need no mark: the extraction
(inventory/locale/extract.py) knows where they stand.
"""

from __future__ import annotations

import gettext
import locale
import os
import sys
from pathlib import Path

from inventory import settings
from inventory.errors import InventoryError
from inventory.vocabulary import Code

DOMAIN = "inventory"
CATALOGUES = Path(__file__).parent / "locale"
ENGLISH = "en"
CHINESE = "zh_CN"


def chosen() -> str:
    """The language in force: ENGLISH or CHINESE."""
    said = settings.load().language or _of_the_machine()
    return CHINESE if said.lower().replace("-", "_").startswith(("zh", "chinese")) else ENGLISH


def install() -> None:
    """Let click's own words, which it looks up by gettext's global domain, come from our catalogue.

    gettext reads its languages from LANGUAGE, so the choice is handed on there.
    """
    os.environ["LANGUAGE"] = chosen()
    gettext.bindtextdomain(DOMAIN, CATALOGUES)
    gettext.textdomain(DOMAIN)


def translate(source: str) -> str:
    """The English source string in the language in force; itself where the catalogue lacks it."""
    return _catalogue().gettext(source) if source else source


def chinese(source: str) -> str:
    """The English source string in official Chinese, whatever language is in force: for what leaves the bureau."""
    return gettext.translation(DOMAIN, CATALOGUES, [CHINESE], fallback=True).gettext(source) if source else source


def ngettext(singular: str, plural: str, n: int) -> str:
    """The form that fits the number, in the language in force."""
    return _catalogue().ngettext(singular, plural, n)


def _(source: str) -> str:
    """Mark a source string for the catalogue; it is translated when shown."""
    return source


class Phrase(str):
    """A source string that is a fact of an error: translated with the sentence it stands in."""

    __slots__ = ()


def said(error: InventoryError) -> str:
    """The error as one line in the language in force."""
    return translate(error.template).format(**{name: shown(fact) for name, fact in error.facts.items()})


def shown(value: object) -> object:
    """A code of a closed list by its official label where Chinese is spoken; a phrase translated; others as is."""
    if isinstance(value, Code) and chosen() == CHINESE:
        return value.label
    if isinstance(value, Phrase):
        return translate(value)
    if isinstance(value, list | tuple | set | frozenset):
        return ", ".join(str(shown(each)) for each in value)
    return value


def _catalogue() -> gettext.NullTranslations:
    return gettext.translation(DOMAIN, CATALOGUES, [chosen()], fallback=True)


def _of_the_machine() -> str:
    """LC_ALL, LC_MESSAGES or LANG where they are set (they are not on Windows), else the user's own locale."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if os.environ.get(name):
            return os.environ[name]
    if sys.platform == "win32":
        import ctypes

        return locale.windows_locale.get(ctypes.windll.kernel32.GetUserDefaultUILanguage(), ENGLISH)
    return ENGLISH
