"""From the service's values to the API's shapes."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from corpus.catalogue.reading import values
from search.api import models
from search.service import values as answers

PREFIX = "/api/v1"


def links(kind: str, name: str) -> models.Links:
    """Where a passage, document or person is found; the path of its page is that of the API's."""
    path = f"/{kind}/{quote(name, safe='')}"
    return models.Links(self=PREFIX + path, page=path)


def search_page(answer: answers.SearchAnswer) -> models.SearchPage:
    """A search's answer."""
    return models.SearchPage(
        items=[found_passage(item) for item in answer.items],
        facets={
            facet.facet: [
                models.FacetValue(value=v.value, name=v.name, count=v.count, selected=v.selected)
                for v in facet.values
            ]
            for facet in answer.facets
        },
        **page_fields(answer),
    )


def found_passage(found: answers.FoundPassage) -> models.FoundPassage:
    """A passage that answers a search."""
    return models.FoundPassage(
        score=found.score,
        highlights=[models.Highlight(start=h.start, end=h.end, offset=h.offset) for h in found.highlights],
        **passage_fields(found.passage),
    )


def passage(answer: answers.PassageAnswer) -> models.PassageWithNeighbours:
    """One passage with mentions and neighbours."""
    return models.PassageWithNeighbours(
        mentions=[mention(one) for one in answer.mentions],
        before=[models.Passage(**passage_fields(one)) for one in answer.before],
        after=[models.Passage(**passage_fields(one)) for one in answer.after],
        receipt=receipt(answer.receipt),
        **passage_fields(answer.passage),
    )


def mention(one: values.MentionView) -> models.Mention:
    """A mention with whom it names."""
    return models.Mention(
        start=one.start,
        end=one.end,
        text=one.text,
        kind=one.kind,
        by=one.by,
        value=one.value or None,
        attributions=[
            models.Attribution(
                id=given.entity.id,
                name=given.entity.name,
                tier=given.tier,
                reason=given.reason,
                detail=given.detail,
            )
            for given in one.attributions
        ],
    )


def documents_page(answer: answers.DocumentsAnswer) -> models.DocumentsPage:
    """A list of documents."""
    return models.DocumentsPage(
        items=[models.Document(**_document(one)) for one in answer.items], **page_fields(answer)
    )


def document(answer: answers.DocumentAnswer) -> models.DocumentWithSections:
    """One document with its sections."""
    return models.DocumentWithSections(
        sections=[
            models.Section(start=s.start, end=s.end, title=s.title, date=s.date, passage=s.passage)
            for s in answer.sections
        ],
        copies=[models.Document(**_document(one)) for one in answer.copies],
        persons=[counted(one) for one in answer.persons],
        receipt=receipt(answer.receipt),
        **_document(answer.document),
    )


def persons_page(answer: answers.PersonsAnswer) -> models.PersonsPage:
    """A list of persons."""
    return models.PersonsPage(
        items=[models.Person(**_person(one)) for one in answer.items], **page_fields(answer)
    )


def person(answer: answers.PersonAnswer) -> models.PersonWithPassages:
    """One person."""
    return models.PersonWithPassages(
        relations=relations(answer.relations),
        years=[counted(one) for one in answer.years],
        documents=[counted(one) for one in answer.documents],
        named_with=[counted(one) for one in answer.named_with],
        known=[
            models.KnownPerson(
                id=one.id,
                name=one.name,
                aliases=list(one.aliases),
                birth=one.birth,
                death=one.death,
                links=list(one.links),
                source=one.source,
            )
            for one in answer.known
        ],
        receipt=receipt(answer.receipt),
        **_person(answer.person),
    )


def person_passages_page(answer: answers.PersonPassagesAnswer) -> models.PersonPassagesPage:
    """A list of a person's passages."""
    return models.PersonPassagesPage(
        items=[_person_passage(one) for one in answer.items],
        person=models.Name(id=answer.person.id, name=answer.person.name),
        tier=answer.tier,
        forms=list(answer.forms),
        relations=relations(answer.relations),
        **page_fields(answer),
    )


def movements_page(answer: answers.MovementsAnswer) -> models.MovementsPage:
    """A list of passages that name followers or a doctrine of a person."""
    return models.MovementsPage(
        items=[found_passage(item) for item in answer.items],
        person=models.Name(id=answer.person.id, name=answer.person.name),
        words=[counted(word) for word in answer.words],
        **page_fields(answer),
    )


def status(answer: answers.Status) -> models.Status:
    """The receipt of everything."""
    held = answer.holdings
    return models.Status(
        generation=answer.generation,
        revision=held.revision,
        engine=answer.engine,
        whole=answer.whole,
        indexed=answer.indexed,
        passages=held.passages,
        documents=held.documents,
        words=held.words,
        persons=held.persons,
        organisations=held.organisations,
        collections=list(held.collections),
        decisions=held.decisions,
        unfitting=held.unfitting,
        mentions=[
            models.MentionCount(
                kind=row.kind, by=row.by, tier=row.tier or None, reason=row.reason or None, count=row.count
            )
            for row in held.mentions
        ],
        failures=[
            models.Failure(
                document=one.document,
                collection=one.collection,
                source=one.source,
                reason=one.reason,
                remedy=one.remedy,
            )
            for one in held.failures
        ],
    )


def counted(one: values.Counted) -> models.Counted:
    """Something counted in passages."""
    return models.Counted(id=one.id, name=one.name, passages=one.passages)


def relations(counts: values.RelationCounts) -> models.Relations:
    """Both relations counted."""
    return models.Relations(mentioned=counts.mentioned, spoken=counts.spoken)


def receipt(one: answers.Receipt) -> models.Receipt:
    """What an answer was drawn from."""
    return models.Receipt(
        generation=one.generation,
        revision=one.revision,
        documents=one.documents,
        failed=one.failed,
        passages=one.passages,
        indexed=one.indexed,
        found=one.found,
    )


_List = (
    answers.SearchAnswer
    | answers.DocumentsAnswer
    | answers.PersonsAnswer
    | answers.PersonPassagesAnswer
    | answers.MovementsAnswer
    | answers.NamesAnswer
    | answers.FormPassagesAnswer
)


def page_fields(answer: _List) -> dict[str, Any]:
    """What all lists have beside their items."""
    return {"total": answer.total, "next": answer.next, "receipt": receipt(answer.receipt)}


def _person_passage(one: values.PersonPassage) -> models.PersonPassage:
    return models.PersonPassage(
        relation=one.relation,
        mentions=[
            models.PersonMention(
                start=m.start, end=m.end, text=m.text, person=m.person, tier=m.tier, reason=m.reason
            )
            for m in one.mentions
        ],
        **passage_fields(one.passage),
    )


def passage_fields(one: values.PassageView) -> dict[str, Any]:
    """What all passages have."""
    return {
        "passage": one.id,
        "document": one.document.id,
        "source": one.document.source,
        "start": one.start,
        "end": one.end,
        "text": one.text,
        "speakers": list(one.speakers),
        "section": one.section,
        "id": one.id,
        "ordinal": one.ordinal,
        "title": one.document.name,
        "collection": one.document.collection,
        "date": one.section_date,
        "turns": [_turn(turn) for turn in one.turns],
        "links": links("passages", one.id),
    }


def _turn(turn: values.TurnView) -> models.Turn:
    speaker = models.Name(id=turn.speaker.id, name=turn.speaker.name) if turn.speaker else None
    return models.Turn(start=turn.start, end=turn.end, label=turn.label, speaker=speaker)


def _document(one: values.DocumentView) -> dict[str, Any]:
    shown = models.Document.model_fields.keys() - {"links"}
    return {name: getattr(one, name) for name in shown} | {"links": links("documents", one.id)}


def _person(one: values.PersonView) -> dict[str, Any]:
    return {
        "id": one.id,
        "name": one.name,
        "mentions": one.mentions,
        "passages": one.passages,
        "certain": one.certain,
        "probable": one.probable,
        "possible": one.possible,
        "forms": [
            models.Form(text=f.text, certain=f.certain, probable=f.probable, possible=f.possible)
            for f in one.forms
        ],
        "links": links("persons", one.id),
    }
