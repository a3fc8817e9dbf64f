"""Which documents an answer has to be given again when a block changes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from corpus.names.parse import Name
from corpus.persons.assigning import Answers, Reach
from corpus.persons.blocks import EVERYWHERE, Block, Blocks, Shift
from corpus.persons.identities import Identity, bears, first_keys, first_names
from corpus.persons.reading import Reading


class Reached:
    """The documents by the blocks, and the names without surname, that they were answered from."""

    def __init__(self, blocks: Blocks) -> None:
        self._blocks = blocks
        self._loose: dict[str, dict[Name, set[int]]] = {}

    def note(self, key: int, answers: Answers) -> None:
        """Note from where a document was answered."""
        for sound, reach in answers.reach.items():
            self._blocks.block(sound).documents[key] = reach
        for name in answers.loose:
            for first in first_keys(name):
                self._loose.setdefault(first, {}).setdefault(name, set()).add(key)

    def forget(self, key: int, answers: Answers) -> None:
        """Forget what was noted."""
        for sound in answers.reach:
            self._blocks.block(sound).documents.pop(key, None)
        for name in answers.loose:
            for first in first_keys(name):
                self._loose[first][name].discard(key)

    def concerned(self, block: Block, shift: Shift, readings: Mapping[int, Reading]) -> Iterator[int]:
        """The documents for which a shift of a block may matter."""
        for key, reach in block.documents.items():
            document = readings[key].document
            if (
                document.id in shift.places
                or document.case in shift.places
                or (reach >= Reach.COLLECTION and document.collection in shift.places)
                or (reach >= Reach.EVERYWHERE and EVERYWHERE in shift.places)
            ):
                yield key
        for identity in (*shift.come, *shift.gone, *shift.moved):
            for name, keys in self._loose_of(identity):
                if bears(identity, name):
                    yield from (k for k in keys if _is_near(name, identity, readings[k]))

    def of_sound(self, sound: str) -> Iterator[int]:
        """The documents that were answered from a block."""
        yield from self._blocks.block(sound).documents

    def of_identity(self, identity: Identity) -> Iterator[int]:
        """The documents in which an identity may have mentions."""
        yield from self.of_sound(identity.block)
        for _, keys in self._loose_of(identity):
            yield from keys

    def _loose_of(self, identity: Identity) -> Iterator[tuple[Name, set[int]]]:
        firsts = first_names(identity) or {identity.block.partition(" ")[0]}
        for first in firsts:
            yield from self._loose.get(first, {}).items()


def _is_near(name: Name, identity: Identity, reading: Reading) -> bool:
    """A single given name means somebody of the document, or somebody who was."""
    return len(name.given) > 1 or reading.document.id in identity.places
