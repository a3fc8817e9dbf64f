"""Authority files: what they say is kept, linked and joined; what is wrong with them is told by line."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from corpus.catalogue.known import read_known
from corpus.catalogue.reading.snapshot import open_snapshot
from corpus.curation.deciding import Said
from corpus.errors import InvalidError
from corpus.known.entries import Entry, check_entries, name_key
from corpus.known.files import read_file, write_csv, write_json
from corpus.known.importing import export_known, import_known
from tests.corpus.curation.desks import MOMENT, Desk, new_desk

A, B = ("court", "a.txt"), ("court", "b.txt")
TEXTS = {
    A: "{p:Anna Dorova} came. Then {Dorova} spoke.\n{l:KRUMINSH}: I saw {p:Pavel Mirkovich}.",
    B: "{p:Zoya Veltman} wrote. {p:Boris Holm} and {p:Klim Holm} read it; Holm wept.",
    ("court", "c.txt"): "{p:Boris Orme} and {p:Klim Orme} came.\nBoris Orme, then Klim Orme spoke.",
    ("court", "d.txt"): "{p:Emil Brandt} came. Then {Brandt} spoke.",
}


@pytest.fixture
def desk() -> Iterator[Desk]:
    with new_desk() as made:
        made.change(TEXTS)
        yield made


def load(desk: Desk, text: str, name: str = "persons.csv"):
    uid = next(desk.uids)
    said = Said(uid, "Ada", MOMENT)
    return desk.write(lambda db, at: import_known(db, at, name, text, said))


def known(desk: Desk, person: str | None = None):
    with desk.connect() as db:
        return read_known(open_snapshot(db, desk.revision), person)


PERSONS = """\
id,name,aliases,birth,death,links
Q1,"Dorova, Anna",Kruminsh|A. Dorova,1883-09-23,1936,https://example.org/q1|https://example.org/x
Q2,Pavel Mirkovich,Zoya Veltman,1890~,,
Q3,Osip Nowhere,,,,
"""


def test_names_link_and_aliases_join(desk):
    done = load(desk, PERSONS)
    assert (done.entries, done.linked, done.joined, done.troubles) == (3, 2, 2, ())
    anna = desk.person("Anna Dorova")
    assert desk.who(desk.spot("a.txt", "KRUMINSH")) == {"Anna Dorova": (1, "alias")}
    assert set(desk.who(desk.spot("b.txt", "Zoya Veltman"))) == {"Pavel Mirkovich"}
    (one,) = known(desk, anna)
    assert (one.id, one.birth, one.death, len(one.links)) == ("Q1", "1883-09-23", "1936", 2)
    assert [entry.person for entry in known(desk) if entry.id == "Q3"] == [""]
    assert (anna, "A. Dorova", 0, 0, 0) in desk.held()["forms"]
    at_once = desk.held()
    desk.resolve_anew()
    assert desk.held() == at_once


def test_the_same_file_again_decides_nothing(desk):
    load(desk, PERSONS)
    before = desk.held()
    with desk.connect() as db:
        from corpus.catalogue.decisions import last_decision

        assert last_decision(db) == 2
    again = load(desk, PERSONS)
    assert (again.linked, again.joined) == (2, 0)
    with desk.connect() as db:
        assert last_decision(db) == 2
    assert desk.held() == before


def test_a_link_can_be_undone(desk):
    before = desk.held()
    load(desk, PERSONS)
    desk.undo(1)
    desk.undo(2)
    assert desk.held() == before
    assert known(desk, desk.person("Anna Dorova")) == []


@pytest.mark.parametrize("write", [write_csv, write_json])
def test_what_is_exported_is_understood(desk, write):
    load(desk, PERSONS)
    with desk.connect() as db:
        at = open_snapshot(db, desk.revision)
        entries, everybody = export_known(at), export_known(at, everybody=True)
    assert {entry.name for entry in everybody} >= {"Boris Holm", "Klim Holm", "Osip Nowhere"}
    read, troubles = read_file("x.csv" if write is write_csv else "x.json", write(entries))
    assert troubles == []
    assert [without_line(entry) for entry in read] == [without_line(entry) for entry in entries]


def without_line(entry: Entry):
    return (entry.id, entry.name, entry.aliases, entry.birth, entry.death, entry.links, entry.person)


def test_wikidatas_json_is_read():
    item = {
        "id": "Q7",
        "labels": {"ru": {"value": "Анна Дорова"}, "en": {"value": "Anna Dorova"}},
        "aliases": {"en": [{"value": "Kruminsh"}]},
        "claims": {
            "P569": [
                {"mainsnak": {"datavalue": {"value": {"time": "+1883-09-00T00:00:00Z", "precision": 10}}}}
            ],
            "P570": [{"mainsnak": {"snaktype": "somevalue"}}],
        },
        "sitelinks": {"enwiki": {"url": "https://example.org/Anna"}},
    }
    for content in ({"entities": {"Q7": item}}, [item]):
        (entry,), troubles = read_file("x.json", json.dumps(content))
        assert (entry.name, entry.birth, entry.death, troubles) == ("Anna Dorova", "1883-09", "", [])
        assert (set(entry.aliases), entry.links) == (
            {"Анна Дорова", "Kruminsh"},
            ("https://example.org/Anna",),
        )


@pytest.mark.parametrize(
    ("rows", "line", "said"),
    [
        ("Q1,Anna Dorova,,,,\nQ1,Boris Holm,,,,", 3, "Q1 stands in line 2 already"),
        ("Q1,Anna Dorova,,,,\nQ2,ANNA DOROVA,,,,", 3, "Both stay apart"),
        ("Q1,Anna Dorova,Boris Holm,,,\nQ2,Boris Holm,Anna Dorova,,,", 2, "in a circle"),
        ("Q1,Anna Dorova,Heron,,,\nQ2,Boris Holm,Heron,,,", 2, "an alias can belong to one person only"),
        ("Q1,Anna Dorova,,23.9.1883,,", 2, "'23.9.1883' is no date"),
        ("Q1,Anna Dorova,,1936,1883,", 2, "comes before the birth"),
        ("Q1,Anna Dorova,,,,javascript:alert(1)", 2, "is no link"),
        ("Q1,,,,,", 2, "'' is no name"),
        ("Q1,The Two,Boris Orme|Klim Orme,,,", 2, "fits 2 persons"),
        ("Q1,Anna Dorova,Brandt,,,", 2, "has others too and stays apart"),
        (f"Q1,{'x' * 300},,,,", 2, "is no name"),
    ],
)
def test_what_is_wrong_is_told_and_the_rest_goes_on(desk, rows, line, said):
    done = load(desk, f"id,name,aliases,birth,death,links\n{rows}\nQ9,Zoya Veltman,,,,")
    assert [trouble for trouble in done.troubles if trouble.line == line and said in trouble.message]
    assert known(desk, desk.person("Zoya Veltman"))


def test_a_stated_person_tells_namesakes_apart(desk):
    anna, boris = desk.person("Anna Dorova"), desk.person("Boris Holm")
    load(desk, f"id,name,person\nQ1,The Heron,{anna}\nQ2,The Heron,{boris}\nQ3,Klim,pnobody")
    assert [one.id for one in known(desk, anna)] == ["Q1"]
    assert [one.id for one in known(desk, boris)] == ["Q2"]


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("x.txt", "", "no authority file"),
        ("x.csv", "", "no column name"),
        ("x.csv", "who,when\n", "no column name"),
        ("x.json", "{", "Line 1 is no JSON"),
        ("x.json", "3", "holds no items"),
    ],
)
def test_what_is_no_authority_file_is_refused(name, text, said):
    with pytest.raises(InvalidError, match=said):
        read_file(name, text)


@pytest.mark.parametrize(
    ("one", "other"), [("Dorova, Anna", "ANNA DOROVA"), ("A.P. Holm", "A. P. Holm"), ("Žofie", "Zofie")]
)
def test_names_that_are_written_alike(one, other):
    assert name_key(one) == name_key(other)


def test_names_of_other_scripts_do_not_fall_together():
    assert name_key("אברהם") != name_key("יצחק")


def test_many_entries_are_checked_quickly():
    import time

    entries = [Entry(f"Q{n}", f"Person {n}", (f"Alias {n}", "Everybody"), line=n) for n in range(3000)]
    started = time.perf_counter()
    checked = check_entries(entries)
    assert (len(checked.entries), len(checked.troubles)) == (3000, 3000)
    assert time.perf_counter() - started < 20
