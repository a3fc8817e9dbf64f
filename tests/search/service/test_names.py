"""Any name, known person or not: the forms that could be it, and the passages that have them."""

import time

import pytest

from corpus.errors import GoneError, InvalidError
from corpus.model import Relation, Tier
from search.indexer import Indexing, refresh
from tests.trial import ANNA, BERTA, COLLECTION, NAMES, ORME, VERESOV, Record, Writer


@pytest.fixture
def ask(trial):
    return trial.service


def forms(answer):
    return [one.form for one in answer.items]


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("Veresov", ["Veresov", "Anton Veresov", "VERESOV"]),
        ("Verezoff", ["Veresov", "Anton Veresov", "VERESOV"]),  # another transliteration
        ("Вересову", ["Veresov", "Anton Veresov", "VERESOV"]),  # and another script, and case
        ("Veresav", ["Veresov", "Anton Veresov", "VERESOV"]),  # a misprint
        ("Verseov", ["Veresov", "Anton Veresov", "VERESOV"]),  # two letters that changed places
        ("Anna Lind", ["Anna Lind", "Lind"]),
        ("A. Lind", ["Anna Lind", "Lind"]),
        ("Lind, Berta", ["Berta Lind", "Lind"]),
        ("Carla Lind", ["Lind"]),
        ("Port Office", []),  # an organisation
        ("Nobody", []),
    ],
)
def test_a_name_expands_to_the_forms_that_could_be_it(ask, name, found):
    answer = ask.names(name)
    assert sorted(forms(answer)) == sorted(found)
    assert answer.total == answer.receipt.found == len(found)
    assert [one.score for one in answer.items] == sorted((one.score for one in answer.items), reverse=True)
    assert all(one.reasons and one.persons for one in answer.items)


@pytest.mark.parametrize(
    ("name", "form", "tier", "reason", "distance"),
    [
        ("Veresov", "Veresov", Tier.CERTAIN, "surname: the same (Veresov)", 0),
        (
            "Veresoff",
            "Veresov",
            Tier.CERTAIN,
            "surname: another transliteration (Veresoff, Veresov; ff for v)",
            0,
        ),
        ("Veresav", "Veresov", Tier.PROBABLE, "surname: a likely misprint (Veresav, Veresov; a for o)", 0.7),
        ("Anna Lind", "Lind", Tier.POSSIBLE, "name: only the surname is known", 0),
    ],
)
def test_each_form_says_why_it_is_there(ask, name, form, tier, reason, distance):
    found = next(one for one in ask.names(name).items if one.form == form)
    assert (found.tier, found.distance) == (tier, distance)
    assert reason in found.reasons


def test_each_form_says_how_often_and_for_whom_it_stands(ask):
    found = {one.form: one for one in ask.names("Lind").items}
    counts = {form: (one.counts.mentions, one.counts.passages) for form, one in found.items()}
    assert counts == {"Anna Lind": (3, 2), "Berta Lind": (1, 1), "Lind": (1, 1)}
    assert (found["Anna Lind"].counts.certain, found["Lind"].counts.possible) == (3, 1)
    assert {(one.id, one.passages) for one in found["Lind"].persons} == {(ANNA, 1), (BERTA, 1)}


def test_a_merged_person_is_shown_as_whom_they_went_to(ask):
    assert [[one.id for one in form.persons] for form in ask.names("Orme").items] == [[VERESOV]]


@pytest.mark.parametrize(
    ("tier", "found"), [(Tier.CERTAIN, {"Anna Lind"}), (Tier.POSSIBLE, {"Anna Lind", "Lind"})]
)
def test_the_lowest_tier_is_chosen(ask, tier, found):
    assert set(forms(ask.names("Anna Lind", tier=tier))) == found


def test_a_collection_counts_what_is_in_it(ask):
    assert forms(ask.names("Veresav", collection=COLLECTION)) == forms(ask.names("Veresav"))
    assert ask.names("Veresav", collection="elsewhere").total == 0


def test_pages_go_on_to_the_end(ask):
    found, cursor = [], None
    while True:
        page = ask.names("Lind", limit=1, cursor=cursor)
        found += forms(page)
        cursor = page.next
        if cursor is None:
            break
    assert found == forms(ask.names("Lind"))
    assert page.total == 3


def test_forms_that_belong_to_nobody_are_found(archive):
    with archive.catalogue.writing() as revision:
        with archive.catalogue.engine.begin() as db:
            writer = Writer(db, revision, NAMES | {"Zora Quill": ()})
            writer.write([Record("session-11.txt", "Zora Quill was called.")])
            writer.write_unclaimed()
        refresh(Indexing(archive.catalogue, archive.engine, revision, now=archive.clock))
    (found,) = archive.service.names("Quil").items
    assert (found.form, found.persons, found.counts.mentions) == ("Zora Quill", (), 1)
    assert found.counts.certain + found.counts.probable + found.counts.possible == 0
    (passage,) = archive.service.form_passages(["Zora Quill"]).items
    assert passage.passage.text == "Zora Quill was called."
    assert [(one.text, one.attributions) for one in passage.mentions] == [("Zora Quill", ())]


@pytest.mark.parametrize(
    "name",
    [
        "",
        "  ",
        "L",
        "L.",
        "A.",
        "Comrade",
        "Dr.",
        "\x00\x1f",
        "\u202e\u200f",
        "1936",
        "?!",
        "Lind " * 2000,
        "x" * 10_000,
        "\ud800",
    ],
)
def test_what_is_no_name_is_refused_at_once(ask, name):
    begun = time.perf_counter()
    with pytest.raises(InvalidError) as caught:
        ask.names(name)
    assert caught.value.remedy
    assert str(caught.value).isprintable()
    assert time.perf_counter() - begun < 0.5


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("Ve\x00re\x1fsov", 3),  # control characters are nothing to see
        ("Vеrеsov", 3),  # two letters of another script
        ("\u202eVeresov\u202c", 3),  # a direction of writing
        ("משה כהן", 0),
        ("محمد علي", 0),
        ("'; DROP TABLE forms; --", 0),
        ("%Lind%", 3),
        ("a" * 200, 0),
        ("-".join(["von"] * 50), 0),
    ],
)
def test_odd_names_are_answered_at_once(ask, name, found):
    begun = time.perf_counter()
    assert ask.names(name).total == found
    assert time.perf_counter() - begun < 1


@pytest.mark.parametrize(
    ("chosen", "texts"),
    [
        (["Lind"], ["Lind was"]),
        (["Anna Lind"], ["Anton Veresov and", "Anna Lind wept"]),
        (["Lind", "Orme", "Lind"], ["Lind was"]),
        (["VERESOV", "Osip Klim"], ["VERESOV: I"]),
        (["Port Office"], []),  # no person's
        (["lind"], []),
    ],
)
def test_passages_of_forms_whoever_they_name(ask, chosen, texts):
    answer = ask.form_passages(chosen)
    found = [one.passage.text.lstrip() for one in answer.items]
    assert [text.startswith(begin) for text, begin in zip(found, texts, strict=True)] == [True] * len(texts)
    assert answer.total == answer.receipt.found == len(texts)
    assert {mention.text for one in answer.items for mention in one.mentions} <= set(chosen)


def test_a_mention_of_a_form_tells_everybody_whom_it_may_name(ask):
    (passage,) = ask.form_passages(["Lind"]).items
    assert {given.entity.id for given in passage.mentions[0].attributions} == {ANNA, BERTA}


def test_passages_of_forms_go_on_to_the_end(ask):
    chosen, found, cursor = ["Veresov", "Anna Lind", "VERESOV"], [], None
    while True:
        page = ask.form_passages(chosen, limit=1, cursor=cursor)
        found += [one.passage.id for one in page.items]
        cursor = page.next
        if cursor is None:
            break
    assert found == [one.passage.id for one in ask.form_passages(chosen).items]
    assert len(found) == page.total == 4
    assert [one.passage.id for one in ask.export_form_passages(chosen)] == found


def test_passages_of_a_form_in_a_collection(ask):
    assert ask.form_passages(["Lind"], collection=COLLECTION).total == 1
    assert ask.form_passages(["Lind"], collection="elsewhere").total == 0


@pytest.mark.parametrize(
    "chosen", [[], [""], ["Lind", " "], ["Li\x00nd"], ["\ud800"], ["x", *map(str, range(20001))]]
)
def test_what_can_be_no_form_is_refused(ask, chosen):
    with pytest.raises(InvalidError):
        ask.form_passages(chosen)


@pytest.mark.parametrize(
    ("person", "chosen", "mentioned", "spoken"),
    [
        (VERESOV, [], 4, 1),
        (VERESOV, ["Anton Veresov", "Veresov", "VERESOV", "Orme"], 4, 1),
        (VERESOV, ["Anton Veresov", "Veresov", "Orme"], 3, 0),  # the turn goes with its label
        (VERESOV, ["VERESOV"], 1, 1),
        (VERESOV, ["Orme"], 1, 0),
        (ORME, ["Orme"], 1, 0),
        (VERESOV, ["Lind"], 0, 0),
    ],
)
def test_a_persons_passages_by_form(ask, person, chosen, mentioned, spoken):
    answer = ask.person_passages(person, written=chosen, limit=100)
    assert (answer.relations.mentioned, answer.relations.spoken) == (mentioned, spoken)
    assert answer.total == len(answer.items) == mentioned + spoken
    if chosen:
        assert {mention.text for one in answer.items for mention in one.mentions} <= set(chosen)
    exported = ask.export_person_passages(person, written=chosen)
    assert [one.passage.id for one in exported] == [one.passage.id for one in answer.items]
    only = ask.person_passages(person, written=chosen, relation=Relation.SPOKEN)
    assert only.total == len(only.items) == spoken


def test_a_cursor_belongs_to_its_forms(ask):
    page = ask.form_passages(["Anna Lind"], limit=1)
    with pytest.raises(InvalidError):
        ask.form_passages(["Anna Lind", "Lind"], limit=1, cursor=page.next)


def test_a_cursor_keeps_its_revision(archive):
    page = archive.service.names("Lind", limit=1)
    passages = archive.service.form_passages(["Anna Lind"], limit=1)
    archive.publish(Record("session-3.txt", "Anna Lind came back."))
    assert archive.service.names("Lind", limit=1, cursor=page.next).total == page.total
    assert archive.service.form_passages(["Anna Lind"], limit=1, cursor=passages.next).total == passages.total
    assert archive.service.form_passages(["Anna Lind"]).total == passages.total + 1
    archive.clock.seconds += 601
    with pytest.raises(GoneError):
        archive.service.names("Lind", limit=1, cursor=page.next)
