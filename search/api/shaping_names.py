"""From the service's values of written names to the API's shapes."""

from __future__ import annotations

from corpus.catalogue.reading.form_passages import FormPassage
from search.api import models
from search.api.shaping import counted, mention, page_fields, passage_fields
from search.service import values as answers


def names_page(answer: answers.NamesAnswer) -> models.NamesPage:
    """What a name could be."""
    return models.NamesPage(
        items=[_expansion(one) for one in answer.items],
        name=answer.name,
        tier=answer.tier,
        **page_fields(answer),
    )


def form_passages_page(answer: answers.FormPassagesAnswer) -> models.FormPassagesPage:
    """A list of passages that have some forms."""
    return models.FormPassagesPage(
        items=[_form_passage(one) for one in answer.items], forms=list(answer.forms), **page_fields(answer)
    )


def _expansion(one: answers.Expansion) -> models.Expansion:
    return models.Expansion(
        form=one.form,
        tier=one.tier,
        score=one.score,
        distance=one.distance,
        reasons=list(one.reasons),
        persons=[counted(person) for person in one.persons],
        mentions=one.counts.mentions,
        passages=one.counts.passages,
        certain=one.counts.certain,
        probable=one.counts.probable,
        possible=one.counts.possible,
    )


def _form_passage(one: FormPassage) -> models.FormPassage:
    return models.FormPassage(
        mentions=[mention(found) for found in one.mentions], **passage_fields(one.passage)
    )
