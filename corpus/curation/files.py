"""Decisions in a file: JSON lines that a person can read, and that another catalogue understands."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

from pydantic import ValidationError
from sqlalchemy import Connection

from corpus.catalogue.decisions import add_decision, last_decision
from corpus.catalogue.storable import as_storable
from corpus.curation.deciding import Said, apply_anew
from corpus.curation.decisions import Decision
from corpus.curation.records import load_decisions, read_act, row_of
from corpus.curation.requests import LONGEST_NAME
from corpus.curation.wording import say
from corpus.errors import InvalidError

FIELDS = ("decision", "uid", "kind", "says", "author", "made_at", "comment", "act")

# The fields that hold names.
_NAMES = ("name", "form", "forms", "id")

# A line with more is none that was written by `write_lines`.
_LONGEST_LINE = 1_000_000


@dataclass(frozen=True, slots=True)
class Import:
    """What became of a file: decisions added, known before, lines that are none (number, why), unfitting."""

    added: int
    known: int
    problems: tuple[tuple[int, str], ...]
    unfitting: int


def write_lines(decisions: Sequence[Decision]) -> Iterator[str]:
    """A line for each decision. `says` is for people: reading ignores it."""
    numbers = {decision.uid: decision.number for decision in decisions}
    for decision in decisions:
        values = (
            decision.number,
            decision.uid,
            decision.kind.value,
            say(decision.act, numbers),
            decision.author,
            decision.made_at,
            decision.comment,
            asdict(decision.act),
        )
        yield json.dumps(dict(zip(FIELDS, values, strict=True)), ensure_ascii=False)


def read_lines(text: str) -> tuple[list[Decision], list[tuple[int, str]]]:
    """The decisions of a file, and what is wrong with each line that is none."""
    found: list[Decision] = []
    problems: list[tuple[int, str]] = []
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            try:
                found.append(_read_line(line))
            except (ValueError, InvalidError) as error:
                problems.append((number, _reason(error)))
    return found, problems


def add_all(connection: Connection, revision: int, text: str) -> Import:
    """Add the decisions of a file that are not here yet, in its order, and apply all anew.

    They keep author, time and comment, and get the next numbers.
    """
    found, problems = read_lines(text)
    made = load_decisions(connection)
    numbers = {decision.uid: decision.number for decision in made}
    new = list(_unknown(found, numbers))
    first = last_decision(connection) + 1
    numbered = [replace(decision, number=first + n) for n, decision in enumerate(new)]
    numbers |= {decision.uid: decision.number for decision in numbered}
    for decision in numbered:
        add_decision(connection, row_of(decision, numbers))
    unfitting = apply_anew(connection, revision, (*made, *numbered)) if numbered else {}
    lost = sum(decision.number in unfitting for decision in numbered)
    return Import(len(numbered), len(found) - len(numbered), tuple(problems), lost)


def _unknown(found: Iterable[Decision], known: Iterable[str]) -> Iterator[Decision]:
    seen = set(known)
    for decision in found:
        if decision.uid not in seen:
            seen.add(decision.uid)
            yield decision


def _read_line(line: str) -> Decision:
    if len(line) > _LONGEST_LINE:
        raise ValueError("it is too long for a decision")
    row = json.loads(line)
    if not isinstance(row, dict):
        raise ValueError("it has no fields")
    if missing := [name for name in FIELDS if name not in row and name != "says"]:
        raise ValueError(f"it lacks {', '.join(missing)}")
    uid, author, made_at, comment = (_text(row, name) for name in ("uid", "author", "made_at", "comment"))
    datetime.fromisoformat(made_at)
    Said(uid, author, made_at, comment).check()
    act = read_act(_text(row, "kind"), row["act"])
    _check_texts(asdict(act))
    return Decision(0, uid, act, author, made_at, comment)


def _check_texts(value: Any, name: str = "") -> None:  # noqa: ANN401
    """Raise `ValueError` for a text that cannot be kept, or a name that is none."""
    if isinstance(value, dict):
        for key, one in value.items():
            _check_texts(one, key)
    elif isinstance(value, list | tuple):
        for one in value:
            _check_texts(one, name)
    elif isinstance(value, str):
        if as_storable(value) != value:
            raise ValueError(f"{name} holds a NUL character or half a character")
        if name in _NAMES and not (value.strip() and value.isprintable() and len(value) <= LONGEST_NAME):
            raise ValueError(f"{name} is no name of 1 to {LONGEST_NAME} printable characters")


def _text(row: dict[str, Any], name: str) -> str:
    if not isinstance(row[name], str):
        raise ValueError(f"{name} is no text")
    return str(row[name])


def _reason(error: Exception) -> str:
    if isinstance(error, json.JSONDecodeError):
        return f"is no JSON ({error.msg} at character {error.pos}). Every line is one JSON object."
    if isinstance(error, ValidationError):
        first = error.errors()[0]
        return f"is no decision: {'.'.join(map(str, first['loc']))}: {first['msg']}."
    return f"is no decision: {str(error).rstrip('.')}."
