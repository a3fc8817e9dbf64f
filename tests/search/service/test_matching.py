import pytest

from corpus.catalogue.reading.persons import Candidate
from corpus.errors import AmbiguousError
from corpus.names.compare import Grade
from search.service.matching import Match, choose, fitting, rank_matches
from tests.trial import ANNA, BERTA, ORME, VERESOV, Record


def matches(*pairs):
    return [Match(f"p{number}", grade, passages) for number, (grade, passages) in enumerate(pairs)]


@pytest.mark.parametrize(
    ("ranked", "chosen"),
    [
        ([], None),
        ([(Grade.NEAR, 0)], "p0"),
        ([(Grade.EXACT, 1), (Grade.SURNAME, 500)], "p0"),
        ([(Grade.EXACT, 10), (Grade.EXACT, 1)], "p0"),
        ([(Grade.EXACT, 9), (Grade.EXACT, 1)], None),
        ([(Grade.EXACT, 99), (Grade.EXACT, 10), (Grade.EXACT, 1)], None),
        ([(Grade.EXACT, 1), (Grade.EXACT, 0)], "p0"),
        ([(Grade.EXACT, 0), (Grade.EXACT, 0)], None),
    ],
)
def test_who_is_meant(ranked, chosen):
    found = choose(matches(*ranked))
    assert (found.person if found else None) == chosen


def test_the_best_form_counts_then_passages_then_the_id():
    candidates = [
        Candidate("b", "Lind"),
        Candidate("a", "Lind"),
        Candidate("c", "Anna Lind"),
        Candidate("c", "Berta Lind"),
        Candidate("d", "Otto Maier"),
    ]
    ranked = rank_matches("Anna Lind", candidates, {"a": 5, "b": 5, "c": 1})
    assert [(match.person, match.grade) for match in ranked] == [
        ("c", Grade.EXACT),
        ("a", Grade.SURNAME),
        ("b", Grade.SURNAME),
    ]


def test_another_given_name_does_not_fit():
    ranked = rank_matches("Anna Lind", [Candidate("b", "Berta Lind")], {})
    assert [match.grade for match in ranked] == [Grade.CONFLICT]
    assert fitting(ranked) == []


@pytest.mark.parametrize(
    ("asked", "person"),
    [
        ("Veresov", VERESOV),
        (" Anton Veresov ", VERESOV),
        ("A. Veresov", VERESOV),
        (VERESOV, VERESOV),
        (ORME, VERESOV),
        ("Orme", VERESOV),
        ("Anna Lind", ANNA),
        ("B. Lind", BERTA),
    ],
)
def test_one_person_is_found_by_any_form_or_id(trial, asked, person):
    assert trial.service.find_person(asked).id == person


def test_several_persons_are_listed(trial):
    with pytest.raises(AmbiguousError, match="2 persons fit 'Lind'") as caught:
        trial.service.find_person("Lind")
    assert [one.id for one in caught.value.candidates] == [ANNA, BERTA]
    assert caught.value.exit_status == 2


def test_ten_times_the_passages_decide(archive):
    more = "\n".join(["Anna Lind spoke."] * 9)
    archive.publish(Record("session-3.txt", more))
    assert archive.service.find_person("Lind").id == ANNA
