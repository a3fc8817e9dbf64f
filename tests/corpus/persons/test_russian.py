"""Russian names: what a tagger that knows their cases tells resolution."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

import pytest

from corpus.model import Finder
from corpus.persons.names import DocumentNames
from tests.corpus.persons.naming import court, names_of

_MARK = re.compile(r"\[([^\]=]+)(?:=([^\]]+))?\]")


def russian(marked: str, otherwise: Mapping[str, int] | None = None) -> DocumentNames:
    """A document whose mentions are marked `[written=nominative]`, found by the Russian tagger."""
    nominatives = [match[2] or "" for match in _MARK.finditer(marked)]
    names = names_of(_MARK.sub(lambda match: f"{{{match[1]}}}", marked), otherwise=otherwise)
    mentions = zip(names.mentions, nominatives, strict=True)
    settled = (replace(m, by=Finder.NATASHA, nominative=name) for m, name in mentions)
    return replace(names, mentions=tuple(settled))


@pytest.mark.parametrize(
    "marked",
    [
        "[Антона Вересова=Антон Вересов] ждали. Суд поверил [Вересову=Вересов].",
        "Спросили [Веру Крупицкую=Вера Крупицкая]. О [Крупицкой=Крупицкая] молчали.",
        "Письмо [Гаррета Кердпола=Гаррет Кердпол]. Спросили [Кердпола=Кердпол].",
        "Пришли к [Исе Талханову=Иса Талханов]. Ждали [Ису=Иса].",
        "Ждали [Веру Осиповну=Вера Осиповна]. Письмо [Вере Осиповне=Вера Осиповна].",
    ],
)
def test_the_cases_of_a_name_are_one_person_shown_in_the_nominative(marked):
    found = court(russian(marked))
    assert found.persons() == {_MARK.search(marked)[2]}


def test_a_word_that_the_tagger_passes_over_is_no_surname_for_its_ending():
    marked = "[Антона Вересова=Антон Вересов] ждали. Столица Пакистана и Грузинская площадь спали."
    assert court(russian(marked)).texts() == ["Антона Вересова"]


def test_a_surname_that_the_tagger_mostly_takes_for_a_place_is_not_swept():
    marked = "Спросили [Скерра]. В тот год Скерра спала. Скерра молчала."
    assert court(russian(marked, {"Скерра": 2})).texts() == ["Скерра"]
    assert court(russian(marked)).texts() == ["Скерра"] * 3
