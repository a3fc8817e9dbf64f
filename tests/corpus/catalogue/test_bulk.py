"""Many rows at once are the same rows as one by one, whatever is in them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy import Column, DateTime, Integer, MetaData, String, Table, create_engine, select

from corpus.catalogue.bulk import insert_many

_METADATA = MetaData()
WORDS = Table(
    "words",
    _METADATA,
    Column("key", Integer, primary_key=True),
    Column("order", String, nullable=False),
    Column("note", String, nullable=False, server_default="none"),
)
TIMES = Table("times", _METADATA, Column("key", Integer, primary_key=True), Column("at", DateTime))


@pytest.fixture
def db():
    engine = create_engine("sqlite://")
    with engine.connect() as connection:
        _METADATA.create_all(connection)
        yield connection
    engine.dispose()


@pytest.mark.parametrize("number", [0, 1, 19, 20, 5_000])
def test_as_many_rows_come_out_as_go_in(db, number):
    rows = [{"order": f"'?:x%{n}\n", "key": n} for n in range(number)]
    insert_many(db, WORDS, rows)
    found = db.execute(select(WORDS).order_by(WORDS.c.key)).all()
    assert [tuple(row) for row in found] == [(n, f"'?:x%{n}\n", "none") for n in range(number)]


@pytest.mark.parametrize("number", [1, 100])
def test_what_needs_conversion_is_converted(db, number):
    at = datetime(1911, 5, 9, 12, tzinfo=UTC).replace(tzinfo=None)
    insert_many(db, TIMES, [{"key": n, "at": at} for n in range(number)])
    assert set(db.execute(select(TIMES.c.at)).scalars()) == {at}
