"""The schema: made anew or step by step it is the same, and what an older catalogue holds stays."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, delete, func, insert, inspect, select, text

from corpus.catalogue import versions
from corpus.catalogue.addresses import make_database, parse_address
from corpus.catalogue.catalogue import Catalogue, get_state, set_state
from corpus.catalogue.schema import (
    SCHEMA_VERSION,
    attributions,
    documents,
    entities,
    form_keys,
    forms,
    generations,
    mentions,
    metadata,
    passages,
    state,
)
from corpus.catalogue.versions import make_version, prepare, read_version
from corpus.catalogue.writing import put_document
from corpus.errors import StenogramError
from corpus.names.keys import lookup_keys
from tests.corpus.catalogue.publishing import counts, rows
from tests.trial import NAMES, TRIAL, make_document, write_trial

ROOT = Path(__file__).parents[3]


@pytest.fixture
def engine(address: str, tmp_path: Path) -> Iterator[Engine]:
    """An empty database: the file of a data folder, or one of a server."""
    made = make_database(parse_address(address or f"sqlite:///{tmp_path / 'catalogue.sqlite'}"))
    yield made
    made.dispose()


def make_first(engine: Engine) -> None:
    """A catalogue as the first Stenogram made it: without alembic, with a document and its persons."""
    with engine.begin() as db:
        make_version(db, 1)
        db.execute(text("DROP TABLE alembic_version"))
    with engine.begin() as db:
        write_trial(db, 1)


# Columns that the first version did not have.
ADDED = ("behind",)


def all_rows(db: Connection) -> dict[str, list[Any]]:
    """The rows of each table that holds any, but the catalogue's own state and what later versions added."""
    there = set(inspect(db).get_table_names()) - {state.name}
    tables = [table for table in metadata.sorted_tables if table.name in there]
    columns = {table: [one for one in table.c if one.key not in ADDED] for table in tables}
    found = {
        table.name: sorted(db.execute(select(*chosen)).all(), key=repr) for table, chosen in columns.items()
    }
    return {name: rows for name, rows in found.items() if rows}


def plain(index: Any) -> tuple[str, str, str]:
    """An index with its condition, which is not told as text by each database."""
    conditions = {name: str(value) for name, value in index.get("dialect_options", {}).items()}
    return index["name"], str(index["column_names"]), str(conditions)


def described(db: Connection) -> dict[str, Any]:
    """All that a database says of the tables, in the order of names."""
    found = inspect(db)
    return {
        name: (
            [(c["name"], repr(c["type"]), c["nullable"], c["default"]) for c in found.get_columns(name)],
            found.get_pk_constraint(name),
            sorted(map(str, found.get_foreign_keys(name))),
            sorted(map(plain, found.get_indexes(name))),
        )
        for name in sorted(found.get_table_names())
    }


def test_every_version_has_its_file_and_the_last_is_the_one_that_is_made():
    script = ScriptDirectory(str(ROOT / "corpus" / "catalogue" / "migrations"))
    assert [step.revision for step in script.walk_revisions()] == [
        f"{n:04d}" for n in range(SCHEMA_VERSION, 0, -1)
    ]


def test_step_by_step_gives_the_schema_that_is_made_at_once(engine):
    with engine.connect() as db:
        prepare(engine)
        made = described(db)
        db.rollback()
    with engine.begin() as db:
        for name in ("alembic_version", *(table.name for table in reversed(metadata.sorted_tables))):
            db.execute(text(f"DROP TABLE {name}"))
        for version in range(1, SCHEMA_VERSION + 1):
            make_version(db, version)
    with engine.connect() as db:
        assert compare_metadata(MigrationContext.configure(db), metadata) == []
        assert described(db) == made


def test_a_catalogue_of_the_first_version_keeps_all_that_it_holds(engine, tmp_path, address):
    make_first(engine)
    with engine.connect() as db:
        before = all_rows(db)
    with closing(Catalogue.open(tmp_path, address)) as catalogue, catalogue.engine.connect() as db:
        assert get_state(db, "schema") == str(SCHEMA_VERSION)
        assert compare_metadata(MigrationContext.configure(db), metadata) == []
        assert all_rows(db) == before
        assert sum(map(len, before.values())) > 50
        assert len(catalogue.identity()) == 8
    with closing(Catalogue.open(tmp_path, address)) as catalogue, catalogue.writing() as revision:
        catalogue.transact(lambda db: put_document(db, make_document(TRIAL[0], NAMES), revision + 1))


def test_an_older_catalogue_gets_the_lookup_keys_of_today_and_forms_of_nobody(engine, tmp_path, address):
    make_first(engine)
    with engine.begin() as db:
        before = sorted(db.execute(select(form_keys)).all())
        db.execute(delete(form_keys))
        db.execute(insert(form_keys), [{"form": form, "lookup": "?old"} for form, _ in before[:1]])
        row = {"engine": "embedded", "revision": 1, "state": "published", "created_at": 0}
        db.execute(insert(generations).values(id="000001-00000000", **row))
        klim = select(mentions.c.key).where(mentions.c.form == "Osip Klim")
        db.execute(delete(attributions).where(attributions.c.mention.in_(klim)))
    with closing(Catalogue.open(tmp_path, address)) as catalogue, catalogue.engine.connect() as db:
        nobodys = db.execute(select(forms).where(forms.c.entity == "")).all()
        assert [(row.text, row.born, row.certain) for row in nobodys] == [("Osip Klim", 1, 0)]
        own = [(row.form, row.lookup) for row in db.execute(select(form_keys)) if row.form != nobodys[0].key]
        assert sorted(own) == before
        new = select(form_keys.c.lookup).where(form_keys.c.form == nobodys[0].key)
        assert set(db.execute(new).scalars()) == lookup_keys("Osip Klim")


def test_an_upgrade_that_fails_leaves_the_version_before(engine, monkeypatch):
    make_first(engine)
    made = []

    def break_down(db: Connection, version: int) -> None:
        make_version(db, version)
        made.append(version)
        if version == SCHEMA_VERSION:
            raise KeyboardInterrupt

    monkeypatch.setattr(versions, "make_version", break_down)
    with pytest.raises(KeyboardInterrupt):
        prepare(engine)
    with engine.connect() as db:
        assert read_version(db) == SCHEMA_VERSION - 1
        assert counts(db)["documents"] == len(TRIAL)
    monkeypatch.undo()
    prepare(engine)
    with engine.connect() as db:
        assert read_version(db) == SCHEMA_VERSION
        assert compare_metadata(MigrationContext.configure(db), metadata) == []


OPEN = """
import sys
from pathlib import Path
from corpus.catalogue.catalogue import Catalogue
catalogue = Catalogue.create(Path(sys.argv[1]), sys.argv[2])
print(catalogue.identity())
catalogue.close()
"""


@pytest.mark.parametrize("older", [False, True])
def test_processes_that_open_it_at_once_make_one_catalogue(engine, tmp_path, address, older):
    if older:
        make_first(engine)
    command = [sys.executable, "-c", OPEN, str(tmp_path), address]
    running = [
        subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        for _ in range(3)
    ]
    outcomes = [process.communicate(timeout=120) for process in running]
    assert [error for _, error in outcomes] == [""] * 3
    assert len({identity for identity, _ in outcomes}) == 1
    with engine.connect() as db:
        assert read_version(db) == SCHEMA_VERSION
        assert compare_metadata(MigrationContext.configure(db), metadata) == []


@pytest.mark.parametrize("version", ["0", str(SCHEMA_VERSION + 1), "99", "next", ""])
def test_what_a_newer_stenogram_made_is_refused_and_untouched(tmp_path, catalogue, address, version):
    with catalogue.engine.begin() as db:
        set_state(db, "schema", version)
    said = f"newer Stenogram.*{version}.*reads schema {SCHEMA_VERSION}"
    with pytest.raises(StenogramError, match=said) as caught:
        Catalogue.open(tmp_path / "data", address)
    assert caught.value.remedy
    with catalogue.engine.connect() as db:
        assert get_state(db, "schema") == version


def test_another_programs_tables_are_refused_and_untouched(engine, tmp_path, address):
    with engine.begin() as db:
        db.execute(text("CREATE TABLE documents (number INTEGER)"))
    with pytest.raises(StenogramError, match="another program's"):
        Catalogue.create(tmp_path, address)
    with engine.connect() as db:
        assert inspect(db).get_table_names() == ["documents"]


def test_opening_what_is_up_to_date_loads_no_alembic(tmp_path, catalogue, address):
    code = OPEN + "assert 'alembic' not in sys.modules"
    command = [sys.executable, "-c", code, str(tmp_path / "data"), address]
    assert subprocess.run(command, cwd=ROOT).returncode == 0


def test_upgrading_says_nothing(engine, tmp_path, address):
    make_first(engine)
    command = [sys.executable, "-W", "error", "-c", OPEN, str(tmp_path), address]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert (run.returncode, run.stderr, len(run.stdout.strip())) == (0, "", 8)


# --- What the columns promise ---


def test_texts_sort_by_code_point(catalogue):
    """As Python sorts them: engines and pages rely on the same order."""
    words = ["a", "B", "ä", "Ж", "a b", "a-b", "a\x1fb", "A", "ab", "\U0001f600", "\ufb01"]
    with catalogue.engine.begin() as db:
        for number, word in enumerate(words):
            set_state(db, word, str(number))
        found = db.execute(select(state.c.name).where(state.c.name.in_(words)).order_by(state.c.name))
        assert found.scalars().all() == sorted(words)


def test_keys_and_sizes_may_pass_two_to_the_31(catalogue):
    large = 2**40
    with catalogue.engine.begin() as db:
        put_document(db, make_document(TRIAL[0], NAMES), 1)
        row = dict(db.execute(select(documents)).mappings().one())
        db.execute(insert(documents).values({**row, "id": "dother", "key": large, "size": large}))
        passage = dict(db.execute(select(passages).limit(1)).mappings().one())
        db.execute(insert(passages).values({**passage, "key": large, "document": large}))
        put_document(db, make_document(TRIAL[1], NAMES), 1)
        assert db.execute(select(func.max(documents.c.key))).scalar() == large + 1
        assert db.execute(select(func.max(mentions.c.passage))).scalar() > large


def test_a_row_without_a_key_gets_the_next(catalogue):
    with catalogue.engine.begin() as db:
        for name in ("one", "two"):
            row = {"id": name, "kind": "person", "name": name, "redirect": "", "born": 1}
            db.execute(insert(entities).values(row))
        assert rows(db, 1, "entities", "key", "id") == [(1, "one"), (2, "two")]
