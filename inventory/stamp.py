"""A short text that changes whenever anything is handed in, read, decided or taken back.

The register is a function of what came in and what people decided (`models`), and these are only ever added to or
withdrawn: their highest ids and the number withdrawn tell one state from another without looking at the facts.
"""

from __future__ import annotations

import hashlib

from sqlalchemy import Table, func, select
from sqlalchemy.orm import Session

from inventory.models import Base, Decision, Reading, RemediationEvent, Submission


def of(session: Session) -> str:
    """The stamp of the register as it is now."""
    digest = hashlib.sha256()
    for table in _tables():
        withdrawn = func.count(table.c.withdrawn_at) if "withdrawn_at" in table.c else func.count()
        found = session.execute(select(func.max(table.c.id), withdrawn)).one()
        digest.update(repr((table.name, *found)).encode())
    return digest.hexdigest()[:16]


def _tables() -> list[Table]:
    decided = [mapper.local_table for mapper in Base.registry.mappers if issubclass(mapper.class_, Decision)]
    received = [model.__table__ for model in (Submission, Reading, RemediationEvent)]
    tables = [table for table in (*decided, *received) if isinstance(table, Table)]
    return sorted(tables, key=lambda table: table.name)
