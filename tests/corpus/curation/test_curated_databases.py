"""Decisions in both kinds of database, and their way from one to the other."""

from __future__ import annotations

from contextlib import closing

import pytest

from corpus.catalogue.catalogue import Catalogue
from corpus.catalogue.copying import copy_catalogue
from corpus.curation.deciding import Said
from corpus.curation.decisions import Kind
from corpus.curation.files import add_all, write_lines
from corpus.curation.records import load_decisions
from corpus.known.importing import import_known
from tests.corpus.catalogue.databases import DATABASES, empty_address
from tests.corpus.curation.desks import MOMENT, Desk

A, B = ("court", "a.txt"), ("court", "b.txt")
TEXTS = {
    A: "{p:Anna Dorova} came. Then {Dorova} spoke of the Heron.\n{l:MIRKOVICH}: I saw {p:Berta Kruminsh}.",
    B: "{p:Pavel Mirkovich} wrote of the Heron_ 100% and of the Heron.",
}


@pytest.fixture(params=DATABASES)
def desk(request, tmp_path):
    with (
        empty_address(request, request.param) as address,
        closing(Catalogue.create(tmp_path / "data", address)) as catalogue,
    ):
        made = Desk(catalogue)
        made.change(TEXTS)
        yield made


def decide_all(desk: Desk) -> None:
    """A decision of each kind."""
    anna, berta, pavel = (desk.person(n) for n in ("Anna Dorova", "Berta Kruminsh", "Pavel Mirkovich"))
    desk.decide(Kind.RENAME, anna, text="Anna of the Lamp", comment="“quoted”; 100% \N{SNOWMAN}")
    desk.decide(Kind.ADD_FORM, pavel, text="Heron")
    desk.decide(Kind.SPLIT, anna, text="Another", forms=("Dorova",))
    desk.decide(Kind.CONFIRM, berta, spots=(desk.spot("b.txt", "wrote"),))
    desk.decide(Kind.REJECT, spots=(desk.spot("a.txt", "MIRKOVICH"),))
    desk.decide(Kind.DIFFERENT, anna, berta)
    desk.decide(Kind.MERGE, pavel, berta)
    desk.decide(Kind.REMOVE_FORM, pavel, text="Pavel Mirkovich")
    desk.undo(8)
    known = "id,name,aliases\nQ1,Anna Dorova,Another"
    said = Said(next(desk.uids), "Ada", MOMENT)
    desk.write(lambda db, at: import_known(db, at, "x.csv", known, said))


def test_every_kind_is_decided_and_ends_like_from_scratch(desk):
    decide_all(desk)
    at_once = desk.held()
    assert "Anna of the Lamp" in desk.names()
    desk.resolve_anew()
    assert desk.held() == at_once


def test_a_copy_takes_decisions_along(desk, tmp_path):
    decide_all(desk)
    with closing(Catalogue.create(tmp_path / "copy")) as target:
        copy_catalogue(desk.catalogue, target)
        copied = Desk(target)
        copied.revision = 1
        assert copied.held() == desk.held()
        copied.resolve_anew()
        assert copied.held() == desk.held()
        before = len(copied.names())
        copied.undo(7, uid="later")
        assert len(copied.names()) == before + 1


def test_decisions_in_a_file_say_the_same_elsewhere(desk, tmp_path):
    decide_all(desk)
    with desk.connect() as db:
        text = "\n".join(write_lines(load_decisions(db)))
    with closing(Catalogue.create(tmp_path / "other")) as target:
        other = Desk(target)
        other.change(TEXTS)
        done = other.write(lambda db, at: add_all(db, at, text))
        assert (done.known, done.problems, done.unfitting) == (0, (), 0)
        assert other.held() == desk.held()
        assert other.write(lambda db, at: add_all(db, at, text)).added == 0
