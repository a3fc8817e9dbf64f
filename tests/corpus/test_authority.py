"""The authority follows the documents: what comes one by one ends like what comes at once, ids are kept."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, func, select

from corpus.authority import update_authority
from corpus.catalogue.catalogue import Catalogue
from corpus.catalogue.ids import document_id
from corpus.catalogue.schema import alive, attributions, documents, entities, forms, mentions, metadata
from corpus.catalogue.writing import put_document, remove_document
from tests.corpus.catalogue.publishing import publish, rows
from tests.corpus.persons.naming import document_of
from tests.corpus.persons.records import RECORDS, TEXTS

Key = tuple[str, str]
Place = tuple[str, int, int]


class Archive:
    """A catalogue in which every change is a published revision."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self.revision = 0

    def change(self, records: Mapping[Key, str | None]) -> bool:
        """Write documents (None removes one), resolve, publish."""
        with self.catalogue.writing() as revision:
            with self.catalogue.engine.begin() as db:
                for (collection, path), text in records.items():
                    if text is None:
                        remove_document(db, document_id(collection, path), revision)
                    else:
                        put_document(db, document_of(text, path, collection=collection), revision)
            changed = update_authority(self.catalogue, revision)
            with self.catalogue.engine.begin() as db:
                publish(db, revision)
        self.revision = revision
        return changed

    def connect(self) -> Connection:
        return self.catalogue.engine.connect()

    def attributed(self, revision: int = 0) -> dict[tuple[Place, str], tuple[int, str, str]]:
        """Tier, reason, detail by place and person, at a revision (the last one)."""
        at = revision or self.revision
        query = (
            select(documents.c.id, mentions.c.start, mentions.c.end, attributions)
            .join(mentions, mentions.c.document == documents.c.key)
            .join(attributions, attributions.c.mention == mentions.c.key)
            .where(*(alive(table, at) for table in (documents, mentions, attributions)))
        )
        with self.connect() as db:
            return {
                ((row.id, row.start, row.end), row.entity): (row.tier, row.reason, row.detail)
                for row in db.execute(query)
            }

    def partition(self) -> set[frozenset[tuple[Place, int, str, str]]]:
        """The persons as sets of places with tier and reason, without ids."""
        persons: dict[str, set[tuple[Place, int, str, str]]] = {}
        for (place, entity), row in self.attributed().items():
            persons.setdefault(entity, set()).add((place, *row))
        return {frozenset(found) for found in persons.values()}

    def of(self, path: str, text: str) -> set[str]:
        """The persons of the mentions with a text in a document of the collection `court`."""
        name = document_id("court", path)
        query = (
            select(attributions.c.entity)
            .join(mentions, mentions.c.key == attributions.c.mention)
            .join(documents, documents.c.key == mentions.c.document)
            .where(documents.c.id == name, mentions.c.text == text)
            .where(*(alive(table, self.revision) for table in (documents, mentions, attributions)))
        )
        with self.connect() as db:
            return set(db.execute(query).scalars())

    def persons(self, revision: int = 0) -> dict[str, tuple[str, str]]:
        """Name and redirect by id."""
        with self.connect() as db:
            found = rows(db, revision or self.revision, "entities", "id", "name", "redirect")
        assert len({row[0] for row in found}) == len(found)
        return {row[0]: (row[1], row[2]) for row in found}


@contextmanager
def new_archive() -> Iterator[Archive]:
    with tempfile.TemporaryDirectory() as folder:
        catalogue = Catalogue.create(Path(folder))
        yield Archive(catalogue)
        catalogue.close()


@pytest.fixture
def archive() -> Iterator[Archive]:
    with new_archive() as made:
        yield made


A, B, C = ("court", "a.txt"), ("court", "b.txt"), ("press", "c.txt")
ANNA = "{p:Anna Dorova} came. Then {Dorova} spoke, and Dorova left.\n{l:DOROVA}: I saw it.\nI saw it all."


def test_persons_forms_and_speakers_are_written(archive):
    assert archive.change({A: ANNA})
    (person,) = archive.persons()
    assert archive.persons()[person] == ("Anna Dorova", "")
    with archive.connect() as db:
        counted = rows(db, 1, "forms", "entity", "text", "certain", "probable", "possible")
        assert counted == [
            (person, "Anna Dorova", 1, 0, 0),
            (person, "DOROVA", 1, 0, 0),
            (person, "Dorova", 2, 0, 0),
        ]
        ordinals = dict(rows(db, 1, "passages", "key", "ordinal"))
        spoken = rows(db, 1, "speakers", "passage", "entity", "tier")
        assert {(ordinals[passage], entity, tier) for passage, entity, tier in spoken} == {
            (1, person, 0),
            (2, person, 0),
        }


def test_nothing_is_done_where_no_document_has_changed(archive):
    archive.change({A: ANNA})
    before = archive.attributed()
    assert not archive.change({})
    assert archive.attributed() == before


def test_the_mentions_of_the_sweep_are_kept_with_their_text(archive):
    archive.change({A: ANNA})
    with archive.connect() as db:
        swept = [row for row in rows(db, 1, "mentions", "by", "start", "end", "text") if row[0] == "sweep"]
        (text,) = (row[0] for row in rows(db, 1, "texts", "text"))
    assert [row[3] for row in swept] == ["Dorova"]
    assert all(text[start:end] == found for _, start, end, found in swept)


def born_or_died(db: Connection, revision: int) -> dict[str, int]:
    """How many rows of each table a revision began or ended."""
    return {
        name: db.execute(
            select(func.count())
            .select_from(table)
            .where((table.c.born == revision) | (table.c.died == revision))
        ).scalar_one()
        for name, table in metadata.tables.items()
        if "born" in table.c
    }


def test_what_does_not_change_is_not_written_again(archive):
    archive.change({A: ANNA, B: "{p:Klim Holm} came. Then {Holm} spoke."})
    archive.change({C: "{p:Vilma Orm} came."})
    with archive.connect() as db:
        changed = born_or_died(db, 2)
        assert changed == {
            "documents": 1,
            "passages": 1,
            "mentions": 1,
            "attributions": 1,
            "entities": 1,
            "forms": 1,
            "speakers": 0,
        }


def test_a_reader_at_the_old_revision_sees_the_old_persons(archive):
    archive.change({A: "{l:DOROVA}: I came."})
    before, persons = archive.attributed(1), archive.persons(1)
    archive.change({B: "{p:Anna Dorova} came, and {p:Berta Dorova}."})
    assert archive.attributed() != before
    assert (archive.attributed(1), archive.persons(1)) == (before, persons)


def test_resolving_twice_in_one_revision_leaves_no_row_of_the_first_time(archive):
    with archive.catalogue.writing() as revision:
        for text in ("{p:Berta Holm} came. Then Holm left.", ANNA):
            with archive.catalogue.engine.begin() as db:
                put_document(db, document_of(text, "a.txt"), revision)
            update_authority(archive.catalogue, revision)
    archive.revision = revision
    assert {name for name, _ in archive.persons().values()} == {"Anna Dorova"}
    with archive.connect() as db:
        for table in (entities, forms, attributions, mentions):
            assert (
                db.execute(select(func.count()).select_from(table).where(table.c.died.isnot(None))).scalar()
                == 0
            )
            stale = select(func.count()).select_from(table).where(~alive(table, revision))
            assert db.execute(stale).scalar() == 0


def test_forms_that_belong_to_nobody_are_kept_as_long_as_they_are_mentioned(archive):
    archive.change({A: ANNA, B: "{p:Guilty} was said. They were guilty, said the clerk."})
    first = archive.revision
    assert nobodys_forms(archive, first) == {"Guilty"}
    archive.change({C: ANNA})
    assert nobodys_forms(archive, archive.revision) == {"Guilty"}
    archive.change({B: None})
    assert nobodys_forms(archive, archive.revision) == set()
    assert nobodys_forms(archive, first) == {"Guilty"}


def nobodys_forms(archive: Archive, revision: int) -> set[str]:
    with archive.connect() as db:
        return {form for entity, form in rows(db, revision, "forms", "entity", "text") if not entity}


# --- Ids ---


def test_a_person_keeps_the_id_when_a_fuller_name_comes(archive):
    archive.change({A: "{p:A. Dorova} came. Then {Dorova} spoke."})
    (before,) = archive.persons()
    archive.change({B: "{p:Anna Petrovna Dorova} came."})
    assert archive.persons() == {before: ("Anna Petrovna Dorova", "")}


def test_a_person_keeps_the_id_when_the_document_is_replaced(archive):
    archive.change({A: ANNA})
    before = archive.persons()
    archive.change({A: "A new first line.\n" + ANNA})
    assert archive.persons() == before


def test_a_person_whose_document_was_away_comes_back_with_the_same_id(archive):
    archive.change({A: ANNA, B: "{p:Klim Holm} came."})
    (before,) = archive.of("a.txt", "Anna Dorova")
    archive.change({A: None})
    assert before not in archive.persons()
    archive.change({A: ANNA})
    assert archive.of("a.txt", "Anna Dorova") == {before}


def test_a_merge_leaves_a_redirect(archive):
    lost = merged(archive)
    (kept,) = archive.of("a.txt", "Pavel Holm")
    assert archive.persons()[lost][1] == kept
    assert archive.of("a.txt", "Kruminsh") == {kept}


def merged(archive: Archive) -> str:
    """Two persons become one when a text says so; gives the id that redirects."""
    archive.change({A: "{p:Pavel Holm} came. " * 4 + "Then {Kruminsh} came, and {Kruminsh} left."})
    (lost,) = archive.of("a.txt", "Kruminsh")
    archive.change({B: "{p:Pavel Holm}, alias {Kruminsh}, came."})
    assert lost != archive.of("a.txt", "Pavel Holm")
    return lost


def test_a_redirect_stays_when_other_documents_come(archive):
    lost = merged(archive)
    (kept,) = archive.of("a.txt", "Pavel Holm")
    archive.change({C: "{p:Vilma Orm} came."})
    archive.change({C: "{p:Vilma Orm} went."})
    assert archive.persons().get(lost) == ("Kruminsh", kept)


def test_a_redirect_ends_when_its_person_is_back(archive):
    lost = merged(archive)
    archive.change({B: None})
    assert archive.of("a.txt", "Kruminsh") != archive.of("a.txt", "Pavel Holm")
    redirect = archive.persons()[lost][1] if lost in archive.persons() else None
    assert redirect in ("", *archive.of("a.txt", "Kruminsh"))


def test_redirects_lead_to_persons(archive):
    lost = merged(archive)
    archive.change({C: "{p:Pavel Nikitich Holm} came. {l:KRUMINSH}: I came."})
    for _, redirect in archive.persons().values():
        assert not redirect or archive.persons()[redirect][1] == ""
    assert lost in archive.persons()


def test_two_persons_of_one_name_have_two_ids(archive):
    archive.change(
        {
            ("one", "a.txt"): "{l:HOLM}: I came.",
            ("two", "a.txt"): "{l:HOLM}: I came.",
            ("three", "a.txt"): "{p:Anna Holm} and {p:Berta Holm} came.",
        }
    )
    names = sorted(name for name, _ in archive.persons().values())
    assert names == ["Anna Holm", "Berta Holm", "Holm", "Holm"]


# --- One by one, and all at once ---


@settings(max_examples=15, deadline=None)
@given(RECORDS)
def test_one_by_one_ends_like_all_at_once(records):
    with new_archive() as stepwise, new_archive() as at_once:
        for key, text in records.items():
            stepwise.change({key: text})
        at_once.change(records)
        assert stepwise.partition() == at_once.partition()


@settings(max_examples=8, deadline=None)
@given(RECORDS, RECORDS)
def test_a_new_process_goes_on_where_another_ended(records, more):
    more = {key: text for key, text in more.items() if key not in records}
    with new_archive() as one, new_archive() as at_once:
        one.change(records)
        before = by_places(one)
        one.catalogue.kept = None
        one.change(more)
        at_once.change({**records, **more})
        assert one.partition() == at_once.partition()
        after = by_places(one)
        assert all(after.get(places, entity) == entity for places, entity in before.items())
        assert_consistent(one)


@settings(max_examples=15, deadline=None)
@given(RECORDS, TEXTS, st.data())
def test_after_a_replacement_and_a_removal_too(records, text, data):
    with new_archive() as stepwise, new_archive() as at_once:
        stepwise.change(records)
        left = dict(records)
        for change in (text, None):
            if left:
                key = data.draw(st.sampled_from(sorted(left)))
                stepwise.change({key: change})
                left = {k: v for k, v in {**left, key: change}.items() if v is not None}
        at_once.change(left)
        assert stepwise.partition() == at_once.partition()
        assert_consistent(stepwise)


@settings(max_examples=15, deadline=None)
@given(RECORDS, RECORDS)
def test_an_untouched_person_keeps_the_id(records, more):
    """A person whose mentions are the same before and after a change has the same id."""
    with new_archive() as archive:
        archive.change(records)
        before = by_places(archive)
        archive.change({key: text for key, text in more.items() if key not in records})
        after = by_places(archive)
        for places, entity in before.items():
            assert after.get(places, entity) == entity
        assert_consistent(archive)


def by_places(archive: Archive) -> dict[frozenset[Place], str]:
    """The persons by the places that are surely theirs."""
    places: dict[str, set[Place]] = {}
    for (place, entity), (tier, _, _) in archive.attributed().items():
        if tier < 2:
            places.setdefault(entity, set()).add(place)
    return {frozenset(found): entity for entity, found in places.items()}


def assert_consistent(archive: Archive) -> None:
    """Attributions name persons that are there; redirects lead to such persons; forms count mentions."""
    persons = archive.persons()
    living = {entity for entity, (_, redirect) in persons.items() if not redirect}
    given_to = [entity for _, entity in archive.attributed()]
    assert set(given_to) == living
    assert {redirect for _, redirect in persons.values() if redirect} <= living
    with archive.connect() as db:
        counted = rows(db, archive.revision, "forms", "certain", "probable", "possible")
    assert sum(map(sum, counted)) == len(given_to)
