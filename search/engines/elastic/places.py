"""The place after which a list goes on: what `after` of a hit holds."""

from __future__ import annotations

import math
from typing import NamedTuple

from corpus.errors import InvalidError

After = tuple[str | float, ...]

_RECORD, _SCORE = "record", "score"


class Scored(NamedTuple):
    """A place in the order of relevance. It holds for the point in time that gave it."""

    score: float
    position: str
    moment: str

    def after(self) -> After:
        """As a hit holds it."""
        return (_SCORE, self.score, self.position, self.moment)


def after_record(position: str) -> After:
    """A place in the order of the record, as a hit holds it."""
    return (_RECORD, position)


def read_record(after: After) -> str:
    """The position. Raises `InvalidError` for what is none."""
    match after:
        case (str(kind), str(position)) if kind == _RECORD:
            return position
    raise _invalid()


def read_scored(after: After) -> Scored:
    """The place in the order of relevance. Raises `InvalidError` for what is none."""
    match after:
        case (str(kind), float() | int() as score, str(position), str(moment)) if kind == _SCORE:
            if math.isfinite(score):
                return Scored(float(score), position, moment)
    raise _invalid()


def _invalid() -> InvalidError:
    return InvalidError("The place to go on from is not one of this list.", "Start again without a cursor.")
