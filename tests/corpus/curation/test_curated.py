"""What curators decide holds at once, and over everything that happens afterwards."""

from __future__ import annotations

from collections.abc import Collection, Iterator

import pytest
from sqlalchemy import Connection

from corpus import authority
from corpus.catalogue.decisions import read_unfitting
from corpus.catalogue.named import read_names
from corpus.catalogue.reading.changes import read_changes
from corpus.catalogue.reading.snapshot import open_snapshot
from corpus.curation.decisions import Kind
from corpus.errors import ConflictError, InvalidError, NotFoundError
from corpus.persons.names import DocumentNames
from tests.corpus.curation.desks import Desk, new_desk

A, B = ("court", "a.txt"), ("court", "b.txt")
HARBOUR = (
    "{p:Anna Dorova} came to the harbour. Then {Dorova} spoke.\n"
    "{p:Pavel Mirkovich} met {p:Berta Kruminsh} there; they called him the Heron.\n"
    "{l:MIRKOVICH}: I saw Kruminsh.\nI saw the Heron too."
)
LETTERS = "{p:Anna Mirkovich} wrote. {l:DOROVA}: I read it.\nAnna Dorova read it twice."

CERTAIN, PROBABLE, POSSIBLE = range(3)


@pytest.fixture
def desk() -> Iterator[Desk]:
    with new_desk() as made:
        made.change({A: HARBOUR, B: LETTERS})
        yield made


def assert_same_anew(desk: Desk) -> None:
    """What was decided at once is what a resolution from scratch ends with."""
    at_once = desk.held()
    desk.resolve_anew()
    assert desk.held() == at_once


def test_the_records_hold_four_persons(desk):
    assert desk.names() == ["Anna Dorova", "Anna Mirkovich", "Berta Kruminsh", "Pavel Mirkovich"]


def test_a_merge_leaves_a_redirect_and_an_undo_brings_both_back(desk):
    before = desk.held()
    kept, merged = desk.person("Berta Kruminsh"), desk.person("Anna Dorova")
    made = desk.decide(Kind.MERGE, kept, merged)
    assert desk.persons()[merged] == ("Anna Dorova", kept)
    assert set(desk.who(desk.spot("a.txt", "Anna Dorova"))) == {"Berta Kruminsh"}
    assert_same_anew(desk)
    desk.undo(made.number)
    assert desk.held() == before
    assert_same_anew(desk)


def test_a_merge_goes_on_where_a_mention_of_its_persons_is_one_no_more(desk):
    """The name in a hyphenated word is read as theirs only while others are named in full."""
    desk.change({A: "{p:Klim Dorvalek} came.", B: "{p:Anna Dorova} came."})
    desk.change({("court", "c.txt"): "The Dorova-Dorvalek group met."})
    desk.decide(Kind.MERGE, desk.person("Klim Dorvalek"), desk.person("Anna Dorova"))
    desk.change({A: "{p:Anna Dorova} came."})
    with desk.connect() as db:
        assert len(read_unfitting(db)) == 1
    assert desk.names() == ["Anna Dorova"]
    assert_same_anew(desk)


def test_a_mention_that_may_be_either_is_theirs_once_they_are_one(desk):
    spot = desk.spot("a.txt", "MIRKOVICH")
    desk.change({("court", "c.txt"): "Here {Mirkovich} hid."})
    spot = desk.spot("c.txt", "Mirkovich")
    assert {tier for tier, _ in desk.who(spot).values()} == {POSSIBLE}
    desk.decide(Kind.MERGE, desk.person("Pavel Mirkovich"), desk.person("Anna Mirkovich"))
    assert desk.who(spot) == {"Pavel Mirkovich": (PROBABLE, "curated")}
    assert_same_anew(desk)


def test_a_name_by_a_curator_is_shown_and_found(desk):
    person = desk.person("Anna Dorova")
    desk.decide(Kind.RENAME, person, text="Anna of the Lighthouse")
    assert desk.persons()[person] == ("Anna of the Lighthouse", "")
    assert (person, "Anna of the Lighthouse", 0, 0, 0) in desk.held()["forms"]
    assert_same_anew(desk)


def test_a_form_is_added_wherever_it_is_written(desk):
    person = desk.person("Pavel Mirkovich")
    made = desk.decide(Kind.ADD_FORM, person, text="Heron")
    for nth in (0, 1):
        assert desk.who(desk.spot("a.txt", "Heron", nth)) == {"Pavel Mirkovich": (PROBABLE, "curated")}
    assert_same_anew(desk)
    desk.change({B: LETTERS + "\nThe Heron left."})
    assert set(desk.who(desk.spot("b.txt", "Heron"))) == {"Pavel Mirkovich"}
    desk.undo(made.number)
    assert desk.who(desk.spot("a.txt", "Heron")) == {}
    assert_same_anew(desk)


def test_a_form_that_surely_is_anothers_stays_so(desk):
    desk.decide(Kind.ADD_FORM, desk.person("Pavel Mirkovich"), text="Dorova")
    assert set(desk.who(desk.spot("a.txt", "Dorova", 1))) == {"Anna Dorova"}
    assert_same_anew(desk)


def test_a_form_is_taken_away(desk):
    desk.decide(Kind.REMOVE_FORM, desk.person("Anna Dorova"), text="Dorova")
    assert desk.who(desk.spot("a.txt", "Dorova", 1)) == {}
    assert set(desk.who(desk.spot("a.txt", "Anna Dorova"))) == {"Anna Dorova"}
    assert_same_anew(desk)


def test_a_mention_is_confirmed_for_another(desk):
    spot = desk.spot("a.txt", "Dorova", 1)
    desk.decide(Kind.CONFIRM, desk.person("Berta Kruminsh"), spots=(spot,))
    assert desk.who(spot) == {"Berta Kruminsh": (CERTAIN, "curated")}
    assert_same_anew(desk)


def test_a_mention_that_nobody_found_is_confirmed(desk):
    spot = desk.spot("a.txt", "the Heron", 1)
    made = desk.decide(Kind.CONFIRM, desk.person("Pavel Mirkovich"), spots=(spot,))
    assert desk.who(spot) == {"Pavel Mirkovich": (CERTAIN, "curated")}
    assert_same_anew(desk)
    desk.undo(made.number)
    assert desk.who(spot) == {}
    assert_same_anew(desk)


def test_a_speakers_label_that_is_rejected_speaks_no_more(desk):
    before = desk.held()["speakers"]
    desk.decide(Kind.REJECT, desk.person("Pavel Mirkovich"), spots=(desk.spot("a.txt", "MIRKOVICH"),))
    assert desk.held()["speakers"] < before
    assert_same_anew(desk)


def test_who_has_lost_every_mention_is_there_no_more(desk):
    person = desk.person("Anna Mirkovich")
    made = desk.decide(Kind.REJECT, spots=(desk.spot("b.txt", "Anna Mirkovich"),))
    assert person not in desk.persons()
    assert_same_anew(desk)
    desk.undo(made.number)
    assert desk.persons()[person] == ("Anna Mirkovich", "")
    assert_same_anew(desk)


def test_a_person_is_split_by_a_form_and_by_single_mentions(desk):
    person = desk.person("Anna Dorova")
    spot = desk.spot("b.txt", "Anna Dorova")
    desk.decide(Kind.SPLIT, person, text="Another Dorova", forms=("DOROVA",), spots=(spot,))
    assert set(desk.who(desk.spot("b.txt", "DOROVA"))) == {"Another Dorova"}
    assert desk.who(spot) == {"Another Dorova": (CERTAIN, "curated")}
    assert set(desk.who(desk.spot("a.txt", "Anna Dorova"))) == {"Anna Dorova"}
    assert_same_anew(desk)


def test_a_person_is_split_by_a_document(desk):
    spot = desk.spot("b.txt", "Anna Dorova")
    desk.decide(Kind.SPLIT, desk.person("Anna Dorova"), text="Another", documents=(spot.document,))
    assert set(desk.who(spot)) == {"Another"}
    assert set(desk.who(desk.spot("a.txt", "Anna Dorova"))) == {"Anna Dorova"}
    assert_same_anew(desk)


def test_two_people_stay_two_when_the_machine_would_join_them(desk):
    with new_desk() as other:
        other.change({A: "{p:A. P. Dorova} came.", B: "{p:Anna Ivanovna Dorova} came."})
        assert len(other.names()) == 2
        one, two = other.person("A. P. Dorova"), other.person("Anna Ivanovna Dorova")
        other.decide(Kind.DIFFERENT, one, two)
        with pytest.raises(ConflictError, match=r"Decision 1 \(different\) by Ada"):
            other.decide(Kind.MERGE, one, two)
        assert_same_anew(other)


# --- What is refused ---


@pytest.mark.parametrize(
    ("kind", "more", "error", "message"),
    [
        (Kind.MERGE, {"other": "pnobody"}, NotFoundError, "There is no person 'pnobody'"),
        (Kind.RENAME, {"text": "  "}, InvalidError, "is no name"),
        (Kind.RENAME, {"text": "a\x07b"}, InvalidError, "is no name"),
        (Kind.ADD_FORM, {"text": "x" * 201}, InvalidError, "is no form"),
        (Kind.SPLIT, {"text": "Other"}, InvalidError, "Nothing says which mentions"),
        (Kind.SPLIT, {"text": "Other", "forms": ("Nowhere",)}, InvalidError, "None of the mentions"),
        (Kind.CONFIRM, {"spots": (("dnowhere", 0, 4),)}, NotFoundError, "There is no document"),
        (Kind.CONFIRM, {}, InvalidError, "is of one mention"),
    ],
)
def test_what_cannot_be_decided_changes_nothing(desk, kind, more, error, message):
    from corpus.curation.requests import Spot

    before = desk.held()
    more = {**more, "spots": tuple(Spot(*spot) for spot in more.get("spots", ()))}
    with pytest.raises(error, match=message):
        desk.decide(kind, desk.person("Anna Dorova"), **more)
    assert desk.held() == before


def test_a_decision_that_its_author_has_not_seen_is_a_conflict(desk):
    one, two = desk.person("Anna Dorova"), desk.person("Berta Kruminsh")
    desk.decide(Kind.RENAME, one, text="Anna the Elder", author="Boris")
    with pytest.raises(ConflictError, match=r"Decision 1 \(rename\) by Boris, .* is about Anna Dorova too"):
        desk.decide(Kind.MERGE, two, one, after=0)
    desk.decide(Kind.RENAME, two, text="Berta the Younger", after=0)
    assert desk.decide(Kind.MERGE, two, one, after=2).number == 3


def test_an_undo_is_undone_and_a_second_undo_is_a_conflict(desk):
    one, two = desk.person("Anna Dorova"), desk.person("Berta Kruminsh")
    desk.decide(Kind.MERGE, one, two)
    merged = desk.held()
    desk.undo(1)
    with pytest.raises(ConflictError, match=r"Decision 1 is undone already: Decision 2 \(undo\) by Ada"):
        desk.undo(1)
    desk.undo(2)
    assert desk.held() == merged
    with pytest.raises(ConflictError, match="one person already"):
        desk.decide(Kind.MERGE, one, two)
    with pytest.raises(NotFoundError, match="no decision 9"):
        desk.undo(9)


def test_who_was_split_off_must_be_let_go_before_the_split_is_undone(desk):
    desk.decide(Kind.SPLIT, desk.person("Anna Dorova"), text="Another", forms=("DOROVA",))
    desk.decide(Kind.RENAME, desk.person("Another"), text="Zoya")
    with pytest.raises(ConflictError, match="is about Another, whom this one made"):
        desk.undo(1)
    desk.undo(2)
    desk.undo(1)
    assert "Another" not in desk.names()


def test_decisions_are_no_reason_to_read_everything_again(desk, monkeypatch):
    """A document that comes is resolved with what it touches, and what was decided is written once."""
    decide_one_of_each_kind(desk)
    kept = desk.catalogue.kept
    assert kept is not None
    read: set[int] = set()

    def note(db: Connection, keys: Collection[int]) -> Iterator[DocumentNames]:
        read.update(keys)
        return read_names(db, keys)

    monkeypatch.setattr(authority, "read_names", note)
    desk.change({("court", "c.txt"): "{p:Vilma Orm} came."})
    assert desk.catalogue.kept is kept
    assert len(read) == 1
    with desk.connect() as db:
        at = open_snapshot(db, desk.revision)
        changes = read_changes(at, desk.revision - 1)
        assert len(changes.changed) == 1
        assert not changes.removed
    assert_same_anew(desk)


def test_who_resolved_elsewhere_is_noticed(desk):
    """Another process has written what the machine says: what this one kept is of no use."""
    kept = desk.catalogue.kept
    desk.catalogue.kept = None
    desk.change({("court", "c.txt"): "{p:Vilma Orm} came."})
    desk.catalogue.kept = kept
    desk.change({("court", "d.txt"): "Then {Orm} spoke."})
    assert desk.catalogue.kept is not kept
    assert set(desk.who(desk.spot("d.txt", "Orm"))) == {"Vilma Orm"}
    assert_same_anew(desk)


def decide_one_of_each_kind(desk: Desk) -> None:
    anna, berta = desk.person("Anna Dorova"), desk.person("Berta Kruminsh")
    desk.decide(Kind.MERGE, anna, desk.person("Anna Mirkovich"))
    desk.decide(Kind.RENAME, berta, text="Zoya")
    desk.decide(Kind.ADD_FORM, berta, text="Heron")
    desk.decide(Kind.CONFIRM, berta, spots=(desk.spot("a.txt", "harbour"),))
    desk.decide(Kind.REJECT, berta, spots=(desk.spot("a.txt", "Kruminsh", 1),))


def test_a_decision_sent_twice_is_made_once(desk):
    person = desk.person("Anna Dorova")
    first = desk.decide(Kind.RENAME, person, text="Zoya", uid="once")
    assert desk.decide(Kind.RENAME, person, text="Zoya", uid="once") == first


def test_the_form_of_a_mention_that_names_nobody_is_kept_and_found(desk):
    nobodys = (("", "Anna Mirkovich", 0, 0, 0),)
    made = desk.decide(Kind.REJECT, spots=(desk.spot("b.txt", "Anna Mirkovich"),))
    assert desk.held()["forms"].issuperset(nobodys)
    assert_same_anew(desk)
    desk.undo(made.number)
    assert desk.held()["forms"].isdisjoint(nobodys)
