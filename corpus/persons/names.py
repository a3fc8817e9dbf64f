"""What resolution works on: the names of one document, without the rest of the catalogue."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from corpus.model import Finder, Section, Turn
from corpus.names.parse import Name, parse_name


@dataclass(frozen=True, slots=True)
class NamedMention:
    """A candidate: where it stands, its form, what found it. `key` is None for what the sweep found.

    `nominative` is the form in the nominative, where a tagger has told its case and it is another; of a
    label that is cut short ("Coll.") the whole surname.
    """

    key: int | None
    start: int
    end: int
    form: str
    by: Finder
    nominative: str = ""

    @property
    def shown(self) -> str:
        """The form as a person is shown under it: in the nominative."""
        return self.nominative or self.form

    @property
    def name(self) -> Name | None:
        """The name, read; None where it is none."""
        return parse_name(self.shown)


@dataclass(frozen=True, slots=True)
class DocumentNames:
    """The names of one version of a document.

    `case` names the folder that it lies in: documents of one case are likelier to mean one person.
    `capitals` are (start, end, word) of all capitalised words in order, `lower` how often the
    document writes a word small (up to 3), `otherwise` how often the tagger took it for no person.
    `turns` are its speeches in order.
    """

    key: int
    id: str
    collection: str
    case: str
    text: str
    sections: tuple[Section, ...]
    mentions: tuple[NamedMention, ...]
    capitals: tuple[tuple[int, int, str], ...]
    lower: Mapping[str, int]
    otherwise: Mapping[str, int]
    turns: tuple[Turn, ...] = ()


@dataclass(frozen=True, slots=True)
class Candidate:
    """A mention with its name as settled by the evidence of the collection.

    It is `unsure` where its initials were not believed, or it may be no name.
    """

    mention: NamedMention
    name: Name
    unsure: bool = False
