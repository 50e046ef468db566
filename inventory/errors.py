"""What ends an operation, and how it tells the user.

::

    InventoryError
     ├─ InputError              what was handed in cannot be used
     │   ├─ WorkbookError         not a workbook, empty, encrypted, damaged, over the limits
     │   ├─ RecognitionError      no ledger found in it, or kind, unit cannot be told
     │   └─ NotUnderstood         a value given on the command line (date, quarter, unit, address)
     ├─ NotFound                nothing in the register answers to that name or number
     ├─ Ambiguous               more than one does
     ├─ Refused                 the register's rules forbid the step
     │   └─ Conflict              somebody else changed the same thing first
     └─ DatabaseError           no database, an outdated or newer one, or not reachable

A problem in one cell is no exception: it is a `reading.Problem`, stored, listed and marked in the
county's workbook. Every exception carries its facts as keyword attributes and says what to do next;
``template`` is the English source string, translated when shown.
"""

from __future__ import annotations

from typing import ClassVar


class InventoryError(Exception):
    """The root of the tree. Shown as one line; the command line exits with ``exit_code``.

    :param template: English source string with ``{name}`` fields, looked up in the catalogue when shown.
    :param facts: the values of the fields, kept as attributes.
    """

    exit_code: ClassVar[int] = 1

    def __init__(self, template: str, **facts: object) -> None:
        super().__init__(template)
        self.template = template
        self.facts = facts
        self.__dict__.update(facts)

    def __str__(self) -> str:
        return self.template.format(**self.facts)

    def __reduce__(self) -> tuple[object, ...]:
        # reading happens in a child process: the facts must survive the way back
        return (_rebuild, (type(self), self.template, self.facts))


def _rebuild(kind: type[InventoryError], template: str, facts: dict[str, object]) -> InventoryError:
    return kind(template, **facts)


class InputError(InventoryError):
    """What was handed in cannot be used as it is."""


class WorkbookError(InputError):
    """The file is no readable workbook: wrong format, empty, encrypted, damaged or over the limits."""


class RecognitionError(InputError):
    """No ledger was found in the workbook, or its kind or unit cannot be told."""


class NotUnderstood(InputError):
    """A value given to a command (date, quarter, unit, address) cannot be read."""

    exit_code = 2


class NotFound(InventoryError):
    """Nothing in the register answers to what was asked for."""


class Ambiguous(InventoryError):
    """More than one thing in the register answers to what was asked for."""


class Refused(InventoryError):
    """The rules of the register forbid the step."""


class Conflict(Refused):
    """Somebody else changed the same thing first."""


class DatabaseError(InventoryError):
    """There is no database, it is at another version, or it cannot be reached."""
