"""Decisions in the catalogue: rows that are added and never changed. Their content is corpus.curation's."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, delete, func, insert, select

from corpus.catalogue.schema import decisions, unfitting


@dataclass(frozen=True, slots=True)
class DecisionRow:
    """A decision as it is stored. `payload` is JSON, `made_at` an ISO 8601 moment in UTC."""

    number: int
    uid: str
    kind: str
    author: str
    made_at: str
    comment: str
    payload: str
    undoes: int | None


def read_decisions(connection: Connection) -> list[DecisionRow]:
    """All decisions in the order in which they were made."""
    rows = connection.execute(select(decisions).order_by(decisions.c.number))
    return [DecisionRow(*row) for row in rows]


def last_decision(connection: Connection) -> int:
    """The number of the last decision, 0 where there is none."""
    return int(connection.execute(select(func.max(decisions.c.number))).scalar() or 0)


def add_decision(connection: Connection, row: DecisionRow) -> None:
    """Add one, under the writers' lock."""
    values = {name: getattr(row, name) for name in row.__slots__}
    connection.execute(insert(decisions).values(values))


def put_unfitting(connection: Connection, reasons: Mapping[int, str]) -> None:
    """Note all decisions that do not fit, and why, in place of what was noted."""
    connection.execute(delete(unfitting))
    rows = [{"decision": number, "reason": reason} for number, reason in sorted(reasons.items())]
    if rows:
        connection.execute(insert(unfitting), rows)


def read_unfitting(connection: Connection) -> dict[int, str]:
    """The decisions that do not fit, and why."""
    return {row.decision: row.reason for row in connection.execute(select(unfitting))}


def count_decisions(connection: Connection) -> tuple[int, int]:
    """How many decisions there are, undone ones and undos included, and how many do not fit."""
    counts = [select(func.count()).select_from(table) for table in (decisions, unfitting)]
    made, lost = (connection.execute(query).scalar_one() for query in counts)
    return made, lost
