"""One page that shows every component, made of fictional text. For those who change the design."""

from __future__ import annotations

from dataclasses import replace

from corpus.catalogue.reading.values import (
    AttributionView,
    Counted,
    DocumentName,
    MentionView,
    Named,
    PassageView,
    PersonMention,
    PersonPassage,
    Span,
    TurnView,
)
from corpus.model import Relation, Tier
from search.web import addresses
from search.web.cards import make_card, mention_mark, mention_row, person_card
from search.web.charts import bars, year_columns
from search.web.contexts import ComponentsPage
from search.web.frames import make_frame
from search.web.pages.errors import find_spot
from search.web.pieces import (
    Card,
    Chip,
    FacetBox,
    FacetItem,
    Fact,
    FormRow,
    Hidden,
    Link,
    Paging,
    SearchForm,
    Switch,
)

_TEXT = (
    "THE PRESIDENT: Witness Halloran, when did you last see the harbour-master?\n\n"
    "HALLORAN: On the ninth of May, 1911, at the office of the Northern Lighterage Company. "
    "Old Pettibone was there too, and one Petibone the younger, I think. [1]"
)
_DOCUMENT = DocumentName(
    "example", "The Lantern Street Case (fiction)", "", "fiction", "lantern.txt", "lantern.txt", "en"
)
_HALLORAN, _PETTIBONE = Named("p-halloran", "Maud Halloran"), Named("p-pettibone", "Josiah Pettibone")
_YEARS = (("1908", 2), ("1909", 7), ("1911", 31), ("1912", 18), ("1914", 4))


def components_page() -> ComponentsPage:
    """The page; its links lead nowhere in particular."""
    return ComponentsPage(
        frame=make_frame("Components", quick=False),
        form=SearchForm("lantern", (Hidden("sort", "record"),)),
        switches=(Switch("Sort", (Link("best first", "#"), Link("in order", "#", current=True))),),
        chips=(Chip("Persons", "Maud Halloran", "#"), Chip("Years", "1911", "#")),
        facets=(_facet(),),
        cards=_cards(),
        mentions=tuple(mention_row(mention) for mention in _mentions()),
        years=year_columns(_YEARS, lambda found: addresses.search_for(year=found)),
        bars=bars(_counted(), lambda one: addresses.person(one.id)),
        facts=(
            Fact("Publisher", "Nobody"),
            Fact("Source", links=(Link("example.org", "https://example.org/"),)),
        ),
        forms=(
            FormRow(Link("Halloran", "#"), "31", "4", ""),
            FormRow(Link("M. Halloran", "#"), "2", "", "1"),
        ),
        paging=Paging(
            "21–40 of 312 passages.", Link("From the start", "#"), Link("Previous", "#"), Link("Next", "#")
        ),
        spot=find_spot('lantern "street*case"', 15),
    )


def _facet() -> FacetBox:
    items = (
        FacetItem("Maud Halloran", "#", "31", True, "remove the filter"),
        FacetItem("Josiah Pettibone, late of the Northern Lighterage Company", "#", "7", False, "filter by"),
    )
    return FacetBox("person", "Persons", items, Link("more persons", "#"))


def _cards() -> tuple[Card, ...]:
    passage, mentions = _passage(), _mentions()
    hits = [_span("harbour-master"), _span("Old Pettibone")]
    answers = [
        PersonMention(m.start, m.end, m.text, one.entity.id, one.tier, one.reason)
        for m in mentions
        for one in m.attributions
        if one.entity == _PETTIBONE
    ]
    return (
        make_card(passage, marks=[mention_mark(mention) for mention in mentions], hits=hits),
        person_card(PersonPassage(replace(passage, id="example.again"), Relation.MENTIONED, tuple(answers))),
    )


def _passage() -> PassageView:
    label, second = "THE PRESIDENT", _TEXT.index("HALLORAN:")
    turns = (
        TurnView(0, 0, second, label, len(label) + 1, None),
        TurnView(1, second, len(_TEXT), "HALLORAN", second + 9, _HALLORAN),
    )
    return PassageView(
        "example.11", 11, 0, len(_TEXT), _TEXT, _DOCUMENT, "Second day", "1911-11-14", turns, (_span("[1]"),)
    )


def _mentions() -> tuple[MentionView, ...]:
    sure = AttributionView(_HALLORAN, Tier.CERTAIN, "surname")
    label = AttributionView(_HALLORAN, Tier.CERTAIN, "speaker label")
    probable = AttributionView(_PETTIBONE, Tier.PROBABLE, "surname")
    possible = AttributionView(_PETTIBONE, Tier.POSSIBLE, "misspelling", "one letter")
    company = AttributionView(Named("o-company", "Northern Lighterage Company"), Tier.CERTAIN, "full name")
    return (
        _mention("Halloran", "person", "pattern", sure),
        _mention("HALLORAN", "person", "label", label),
        _mention("ninth of May, 1911", "date", "grammar", value="1911-05-09"),
        _mention("Northern Lighterage Company", "organisation", "spacy", company),
        _mention("Pettibone", "person", "spacy", probable),
        _mention("Petibone", "person", "sweep", possible),
    )


def _mention(text: str, kind: str, by: str, *attributions: AttributionView, value: str = "") -> MentionView:
    span = _span(text)
    return MentionView(span.start, span.end, text, kind, by, value, attributions)


def _span(text: str) -> Span:
    start = _TEXT.index(text)
    return Span(start, start + len(text))


def _counted() -> tuple[Counted, ...]:
    return (Counted(_HALLORAN.id, _HALLORAN.name, 31), Counted(_PETTIBONE.id, _PETTIBONE.name, 7))
