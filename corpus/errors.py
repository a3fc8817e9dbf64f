"""Every error that Stenogram raises on purpose.

    StenogramError                  500   something failed; the message says what to do
    ├── NotFoundError               404   no such document, passage, person, collection
    ├── GoneError                   410   a cursor outlived the revision that it belongs to
    ├── InvalidError                422   the request or the setting cannot be understood
    │   ├── QueryError              422   the query text cannot be parsed; knows the place
    │   └── ManifestError           422   a collection.toml or sources.toml cannot be read
    ├── ConflictError               409   another curator decided otherwise meanwhile
    ├── AmbiguousError              409   a name fits several persons
    ├── DocumentError               422   one document cannot be read; the others go on
    └── UnavailableError            503   the engine or the catalogue does not answer
        └── NotIndexedError         503   nothing has been ingested or indexed yet

The HTTP status is a class attribute; the command line exits with `exit_status`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from corpus.catalogue.reading.values import PersonView


class StenogramError(Exception):
    """An error with a message for people and a remedy.

    `message` says what is wrong and where; `remedy` (may be empty) says what to do about it.
    """

    status: ClassVar[int] = 500
    title: ClassVar[str] = "Something failed"
    exit_status: ClassVar[int] = 1

    def __init__(self, message: str, remedy: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy

    def __str__(self) -> str:
        return f"{self.message} {self.remedy}".strip()


class NotFoundError(StenogramError):
    """No such document, passage, person or collection."""

    status = 404
    title = "Not found"


class GoneError(StenogramError):
    """A cursor outlived the revision that it belongs to."""

    status = 410
    title = "This list has changed"


class InvalidError(StenogramError):
    """A request or a setting that cannot be understood."""

    status = 422
    title = "Invalid request"
    exit_status = 2


class QueryError(InvalidError):
    """A query text that cannot be parsed. `position` counts characters from 0."""

    title = "Query not understood"

    def __init__(self, message: str, position: int, remedy: str = "") -> None:
        super().__init__(message, remedy)
        self.position = position


class ManifestError(InvalidError):
    """A collection.toml or sources.toml that cannot be read."""

    title = "Manifest not understood"


class AmbiguousError(StenogramError):
    """A name that fits several persons: `candidates`, the best match first."""

    status = 409
    title = "Several persons fit"
    exit_status = 2

    def __init__(self, message: str, candidates: Sequence[PersonView], remedy: str = "") -> None:
        super().__init__(message, remedy)
        self.candidates = tuple(candidates)


class ConflictError(StenogramError):
    """Another decision speaks against this one; the message names it and its author."""

    status = 409
    title = "Decided otherwise"


class DocumentError(StenogramError):
    """One document that cannot be read; `message` names the reason, the pipeline adds the file."""

    status = 422
    title = "Document not read"


class UnavailableError(StenogramError):
    """The engine or the catalogue does not answer.

    It may after `retry_after` seconds: a server that was restarted needs some, and nobody should ask every
    moment.
    """

    status = 503
    retry_after: ClassVar[int] = 10
    title = "Not available"


class NotIndexedError(UnavailableError):
    """Nothing has been ingested or indexed yet."""

    title = "Nothing indexed yet"
