"""Rows of the authority as values, without what only the catalogue knows of them."""

from __future__ import annotations

from typing import NamedTuple


class EntityRow(NamedTuple):
    """An entity as it is stored, without its id."""

    kind: str
    name: str
    redirect: str


class FormRow(NamedTuple):
    """The mentions of a form by tier."""

    certain: int
    probable: int
    possible: int

    def changed(self, by: FormRow) -> FormRow:
        """With so many mentions more, or less."""
        return FormRow(self.certain + by.certain, self.probable + by.probable, self.possible + by.possible)


class Given(NamedTuple):
    """An attribution without its mention."""

    entity: str
    tier: int
    reason: str
    detail: str
