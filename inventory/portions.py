"""Long lists by the portion that one statement, or one step in memory, takes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

Value = TypeVar("Value")

#: values a statement: databases limit its parameters
AT_ONCE = 5_000


def of(values: Iterable[Value], at_once: int = AT_ONCE) -> Iterator[list[Value]]:
    """The values in lists of ``at_once`` or fewer."""
    each = iter(values)
    while portion := list(islice(each, at_once)):
        yield portion
