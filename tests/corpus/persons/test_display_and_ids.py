"""The name that is shown for a person, and the id that is kept."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.names.parse import parse_name
from corpus.persons.display import display_name, written_out
from corpus.persons.ids import Vote, keep_ids


@pytest.mark.parametrize(
    ("forms", "shown"),
    [
        ({"Varga": 9, "A. Varga": 4, "Anna Varga": 1}, "Anna Varga"),
        ({"Varga": 9, "A. Varga": 1, "VARGA": 20}, "A. Varga"),
        ({"VARGA": 3}, "Varga"),
        ({"VARGA": 3, "Varga": 3}, "Varga"),
        ({"Varga, Anna": 1}, "Anna Varga"),
        ({"Анна Петровна Варга": 3, "Anna Varga": 1}, "Anna Varga"),
        ({"Анна Варга": 3}, "Анна Варга"),
        ({"Anna Varga": 1, "Ana Varga": 5}, "Ana Varga"),
        ({"Pavel Mirkovich": 2, "Mirkovich": 8}, "Pavel Mirkovich"),
        ({"Pavel Petrovich": 2, "Dorin": 8}, "Dorin"),
        ({"G .E.VARGA": 1}, "G. E. Varga"),
    ],
)
def test_the_fullest_form_is_shown(forms, shown):
    assert display_name(forms) == shown


def test_a_form_with_a_word_that_is_no_name_is_not_shown():
    forms = {"Meeting Varga": 1, "A. Varga": 1, "Varga": 5}
    assert display_name(forms, [parse_name("A. Varga")]) == "A. Varga"


@pytest.mark.parametrize(
    ("form", "heading"),
    [
        ("Varga, Anna", "Anna Varga"),
        ("van Holt, Ludwig", "Ludwig van Holt"),
        ("Holt, Jr.", "Holt, Jr."),
        ("John Holt, Jr.", "John Holt, Jr."),
        ("John Holt, K.C.", "John Holt, K. C."),
        ("G .E. VARGA", "G. E. Varga"),
        ("G.E.Varga", "G. E. Varga"),
        ("G E Varga", "G. E. Varga"),
        ("ANNA HOLT-VARGA", "Anna Holt-Varga"),
        ("Anna\n Varga", "Anna Varga"),
    ],
)
def test_a_form_is_written_out_as_a_heading(form, heading):
    assert written_out(form) == heading


@given(st.dictionaries(st.text(st.characters(), max_size=20), st.integers(0, 9), min_size=1, max_size=4))
def test_there_is_always_something_to_show(forms):
    assert isinstance(display_name(forms), str)
    assert display_name(forms) == display_name(dict(reversed(forms.items())))


def mint(n: int, attempt: int) -> str:
    """The ids that new identities get in these tests; the first are alike for all."""
    return "new" if attempt == 0 else f"new-{n}-{attempt}"


@pytest.mark.parametrize(
    ("votes", "known", "ids", "redirects"),
    [
        ([], [], [], {}),
        ([{}], [], ["new"], {}),
        ([{}], ["new"], ["new"], {}),  # nothing speaks for it: of the same name, and nowhere sure
        ([{}, {"new": 1}], ["new"], ["new-0-1", "new"], {}),
        ([{}, {}], [], ["new", "new-1-1"], {}),
        ([{"a": 3}], ["a"], ["a"], {}),
        ([{"a": 1}, {"a": 3}], ["a"], ["new", "a"], {}),  # a split: the larger part keeps the id
        ([{"a": 3, "b": 1}], ["a", "b"], ["a"], {"b": "a"}),  # a merge leaves a redirect
        ([{"a": 2, "b": 5}], ["a", "b"], ["b"], {"a": "b"}),
        ([{"a": 2, "b": 2}], ["a", "b"], ["a"], {"b": "a"}),
        ([{"a": 5, "b": 1}, {"b": 3}], ["a", "b"], ["a", "b"], {}),
        ([{"a": 5, "b": 4}, {"b": 3, "a": 1}], ["a", "b"], ["a", "b"], {}),
        ([{"a": 1}], ["a", "gone"], ["a"], {}),  # nobody has what it named: nowhere to redirect to
    ],
)
def test_ids_are_kept(votes, known, ids, redirects):
    cast = [{entity: Vote(kept=count) for entity, count in found.items()} for found in votes]
    assert keep_ids(cast, known, mint) == (ids, redirects)
    cast = [{entity: Vote(alike=count) for entity, count in found.items()} for found in votes]
    assert keep_ids(cast, known, mint) == (ids, redirects)


def test_an_id_that_others_have_is_not_taken():
    assert keep_ids([{}], ["new"], mint, free=[]) == (["new-0-1"], {})


@pytest.mark.parametrize("alike", [1, 2, 9])
def test_namesakes_who_are_new_leave_an_id_to_the_person_who_has_it(alike):
    newcomer, person = {"a": Vote(alike=alike)}, {"a": Vote(kept=1)}
    assert keep_ids([newcomer, person], ["a"], mint) == (["new", "a"], {})


VOTES = st.lists(
    st.dictionaries(
        st.sampled_from("abcd"), st.builds(Vote, st.integers(0, 4), st.integers(0, 4)), max_size=3
    ),
    max_size=5,
)


@given(VOTES, st.sets(st.sampled_from("abcd")))
def test_ids_are_distinct_and_redirects_lead_to_them(votes, known):
    ids, redirects = keep_ids(votes, known, mint)
    assert len(set(ids)) == len(ids) == len(votes)
    assert set(redirects.values()) <= set(ids)
    assert not set(redirects) & set(ids)
    assert set(redirects) <= known


@given(VOTES, st.sets(st.sampled_from("abcd")))
def test_an_id_that_one_identity_alone_asks_for_is_kept(votes, known):
    ids, _ = keep_ids(votes, known, mint)
    for n, cast in enumerate(votes):
        others = {entity for m, other in enumerate(votes) if m != n for entity in other}
        if cast and not set(cast) & others:
            assert ids[n] in cast
