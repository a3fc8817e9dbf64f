"""Decisions as they are kept: from rows of the catalogue and lines of a file to values, and back."""

from __future__ import annotations

import json
from dataclasses import asdict
from functools import cache
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import Connection

from corpus.catalogue.decisions import DecisionRow, read_decisions
from corpus.curation.decisions import ACTS, Act, Decision, Kind, Undo, kind_of


def load_decisions(connection: Connection) -> tuple[Decision, ...]:
    """All decisions of the catalogue, in order."""
    return tuple(map(decision_of, read_decisions(connection)))


def decision_of(row: DecisionRow) -> Decision:
    """A row's decision."""
    act = read_act(row.kind, json.loads(row.payload))
    return Decision(row.number, row.uid, act, row.author, row.made_at, row.comment)


def row_of(decision: Decision, numbers: dict[str, int]) -> DecisionRow:
    """A decision's row; `numbers` are those of the decisions by uid."""
    act = decision.act
    return DecisionRow(
        decision.number,
        decision.uid,
        kind_of(act).value,
        decision.author,
        decision.made_at,
        decision.comment,
        json.dumps(asdict(act), ensure_ascii=False),
        numbers.get(act.uid) if isinstance(act, Undo) else None,
    )


def read_act(kind: str, payload: Any) -> Act:  # noqa: ANN401
    """The act of a kind that JSON describes. Raises `ValueError` for what describes none."""
    return _adapter(Kind(kind)).validate_python(payload)


@cache
def _adapter(kind: Kind) -> TypeAdapter[Act]:
    return TypeAdapter(ACTS[kind])
