"""The shapes of the API's answers. Public: fields may be added, none changes or goes."""

from search.api.models.decisions import Decision, DecisionRequest, DecisionsPage, MentionPlace, Signature
from search.api.models.documents import Document, DocumentsPage, DocumentWithSections, Section
from search.api.models.errors import FieldError, Problem
from search.api.models.names import Expansion, FormPassage, FormPassagesPage, NamesPage
from search.api.models.passages import (
    Attribution,
    FacetValue,
    FoundPassage,
    Highlight,
    Mention,
    Passage,
    PassageWithNeighbours,
    SearchPage,
    Turn,
)
from search.api.models.persons import (
    Form,
    KnownPerson,
    MovementsPage,
    Person,
    PersonMention,
    PersonPassage,
    PersonPassagesPage,
    PersonsPage,
    PersonWithPassages,
    Relations,
)
from search.api.models.shared import Counted, Links, Name, Page, Receipt, Shape
from search.api.models.status import Failure, Health, MentionCount, Status

__all__ = [
    "Attribution",
    "Counted",
    "Decision",
    "DecisionRequest",
    "DecisionsPage",
    "Document",
    "DocumentWithSections",
    "DocumentsPage",
    "Expansion",
    "FacetValue",
    "Failure",
    "FieldError",
    "Form",
    "FormPassage",
    "FormPassagesPage",
    "FoundPassage",
    "Health",
    "Highlight",
    "KnownPerson",
    "Links",
    "Mention",
    "MentionCount",
    "MentionPlace",
    "MovementsPage",
    "Name",
    "NamesPage",
    "Page",
    "Passage",
    "PassageWithNeighbours",
    "Person",
    "PersonMention",
    "PersonPassage",
    "PersonPassagesPage",
    "PersonWithPassages",
    "PersonsPage",
    "Problem",
    "Receipt",
    "Relations",
    "SearchPage",
    "Section",
    "Shape",
    "Signature",
    "Status",
    "Turn",
]
