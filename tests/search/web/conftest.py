"""A small catalogue of fiction, indexed for real: a record of two days, and a document that means harm."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from threading import Thread

import httpx
import pytest
import uvicorn
from lxml.html import HtmlElement, document_fromstring
from sqlalchemy import Connection, insert, select

from corpus.catalogue.catalogue import Catalogue
from corpus.catalogue.schema import (
    attributions,
    entities,
    form_keys,
    forms,
    mentions,
    passage_turns,
    speakers,
)
from corpus.catalogue.writing import put_collection, put_document, put_failure
from corpus.model import (
    Bibliography,
    Document,
    Failure,
    Finder,
    Mention,
    MentionKind,
    Passage,
    Reading,
    Section,
    Source,
    Turn,
)
from corpus.names.keys import lookup_keys
from search.app import create_app
from search.engines.embedded import EmbeddedEngine
from search.indexer import Indexing, rebuild
from search.service.service import Service

HOSTILE = '<script>alert("x")</script>'
HOSTILE_NAME = 'Ann "><img src=x onerror=alert(1)> Gall'

# form: entity, kind, tier (0 certain, 1 probable, 2 possible), reason
NAMED: dict[str, tuple[str, MentionKind, int, str]] = {
    "HALLORAN": ("p-halloran", MentionKind.PERSON, 0, "speaker label"),
    "Maud Halloran": ("p-halloran", MentionKind.PERSON, 0, "full name"),
    "Halloran": ("p-halloran", MentionKind.PERSON, 0, "surname"),
    "Pettibone": ("p-pettibone", MentionKind.PERSON, 1, "surname"),
    "Petibone": ("p-pettibone", MentionKind.PERSON, 2, "misspelling"),
    "Lighterage Company": ("o-company", MentionKind.ORGANISATION, 0, "full name"),
    HOSTILE_NAME: ("p-gall", MentionKind.PERSON, 0, "full name"),
    "9 May 1911": ("", MentionKind.DATE, 0, ""),
}
NAMES = {
    "p-halloran": "Maud Halloran",
    "p-pettibone": "Josiah Pettibone",
    "p-gall": HOSTILE_NAME,
    "o-company": "Northern Lighterage Company",
}
LABELS = {"HALLORAN": "p-halloran"}

QUESTION = "THE PRESIDENT: Witness, where were you on day {n}? Did the lantern burn? "
ANSWER = "HALLORAN: On 9 May 1911 I saw Pettibone at the Lighterage Company, and the lantern was out. "
MISPRINT = "HALLORAN: It may have been Petibone the younger; I told Maud Halloran, my aunt, of it. "


@dataclass(frozen=True)
class Written:
    """A document as a test writes it: passages are lists of turns or plain stretches."""

    collection: str
    relative: str
    bibliography: Bibliography
    passages: tuple[tuple[str, ...], ...]
    sections: tuple[tuple[int, str, str], ...] = ((0, "", ""),)


RECORD = Written(
    "fiction",
    "record.txt",
    Bibliography(
        title="The Lantern Street Case (fiction)",
        publisher="Nobody",
        published="1912",
        language="en",
        url="https://example.org/lantern",
    ),
    tuple((QUESTION.format(n=n), MISPRINT if n % 9 == 4 else ANSWER) for n in range(45)),
    ((0, "First day", "1911-11-14"), (23, "Second day", "1911-11-15")),
)
LETTERS = Written(
    "letters",
    "letters.txt",
    Bibliography(title="Letters about the case (fiction)", label="Second bundle", language="en"),
    (
        (
            "Dear aunt, Halloran was asked about the lantern again, and the Lighterage Company pays. "
            "They call it Pettibonism. ",
        ),
    ),
)
HARM = Written(
    "letters",
    f"harm-{HOSTILE}.txt",
    Bibliography(
        title=HOSTILE, url="javascript:alert(1)", language='en" onload="alert(1)', publisher=HOSTILE
    ),
    ((f"{HOSTILE} {HOSTILE_NAME} came in. <b onclick=alert(1)>ampersand &amp; lantern</b> \u202e\x01 ",),),
    ((0, HOSTILE, ""),),
)


@contextmanager
def filled(folder: Path) -> Iterator[tuple[Catalogue, EmbeddedEngine]]:
    """The catalogue of fiction, indexed."""
    catalogue = Catalogue.create(folder)
    engine = EmbeddedEngine(folder / "index", memory=15_000_000)
    with catalogue.writing() as revision:
        with catalogue.engine.begin() as db:
            _fill(db, revision)
        rebuild(Indexing(catalogue, engine, revision))
    yield catalogue, engine
    catalogue.close()


@pytest.fixture(scope="session")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """A service over the catalogue of fiction."""
    with filled(tmp_path_factory.mktemp("web")) as (catalogue, engine):
        service = Service(catalogue, engine)
        yield service
        service.close()


@dataclass(frozen=True)
class Local:
    """Settings of a server for this machine."""

    host: str = "127.0.0.1"
    key: str = ""


@contextmanager
def serving(service: Service) -> Iterator[str]:
    """The application on a free port of this machine; gives its address."""
    config = uvicorn.Config(create_app(service, Local()), port=0, log_level="error", lifespan="off")
    server = uvicorn.Server(config)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        server.should_exit = True
        thread.join(10)


@pytest.fixture(scope="session")
def site(service: Service) -> Iterator[str]:
    """The address of the application."""
    with serving(service) as address:
        yield address


@pytest.fixture(scope="session")
def client(site: str) -> Iterator[httpx.Client]:
    """The application as a browser without JavaScript sees it."""
    with httpx.Client(base_url=site, timeout=20) as client:
        yield client


@dataclass(frozen=True)
class Html:
    """A page as it was answered."""

    response: httpx.Response
    root: HtmlElement

    def links(self, path: str) -> dict[str, str]:
        """The links below an XPath: address by text, white space folded."""
        found = self.root.xpath(f"{path}//a")
        return {" ".join(link.text_content().split()): link.get("href") for link in found}

    def text(self, path: str) -> str:
        """The text of the first element at an XPath, its pieces one space apart."""
        return " ".join(" ".join(self.root.xpath(path)[0].itertext()).split())


Read = Callable[..., Html]


def read_page(client: httpx.Client, address: str) -> Html:
    """Get and parse a page, whatever its status."""
    response = client.get(address)
    return Html(response, document_fromstring(response.text))


@pytest.fixture
def read(client: httpx.Client) -> Read:
    """Reads a page: `read("/persons")`."""
    return partial(read_page, client)


@pytest.fixture
def read_at() -> Read:
    """Reads a page of another server: `read_at(client, "/")`."""
    return read_page


@pytest.fixture
def serve() -> Callable[[Service], AbstractContextManager[str]]:
    """Serves another service: `with serve(service) as address`."""
    return serving


@pytest.fixture
def filled_catalogue(tmp_path: Path) -> Iterator[tuple[Catalogue, EmbeddedEngine]]:
    """A catalogue of fiction of one's own, and its engine."""
    with filled(tmp_path) as found:
        yield found


@pytest.fixture(scope="session")
def record(client: httpx.Client) -> str:
    """The id of the record of two days."""
    items = client.get("/api/v1/documents").json()["items"]
    return next(item["id"] for item in items if item["title"].startswith("The Lantern"))


@pytest.fixture(scope="session")
def harm(client: httpx.Client) -> str:
    """The id of the document that means harm."""
    items = client.get("/api/v1/documents").json()["items"]
    return next(item["id"] for item in items if item["title"] == HOSTILE)


def _fill(db: Connection, revision: int) -> None:
    put_collection(db, "fiction", "Fiction of the harbour", "")
    put_collection(db, "letters", f"Letters {HOSTILE}", "")
    for written in (RECORD, LETTERS, HARM):
        put_document(db, make_document(written), revision)
    put_failure(db, Failure(Source("fiction", f"bad-{HOSTILE}.txt", "bad.txt"), "It is empty.", "Remove it."))
    for entity, name in NAMES.items():
        kind = "person" if entity.startswith("p") else "organisation"
        db.execute(insert(entities).values(id=entity, kind=kind, name=name, born=revision))
    db.execute(
        insert(entities).values(id="p-maud", kind="person", name="Maud", redirect="p-halloran", born=revision)
    )
    _attribute(db, revision)
    _count_forms(db, revision)


def make_document(written: Written) -> Document:
    """The document with everything that ingest would have found."""
    text, passages, turns = "", [], []
    starts = [start for start, _, _ in written.sections]
    for ordinal, stretches in enumerate(written.passages):
        begin, first = len(text), len(turns)
        for stretch in stretches:
            label = stretch.partition(":")[0]
            if label.isupper() and ":" in stretch:
                turns.append(Turn(len(text), len(text) + len(stretch), label, len(text) + len(label) + 2))
            text += stretch
        section = sum(start <= ordinal for start in starts) - 1
        passages.append(Passage(ordinal, begin, len(text), section, tuple(range(first, len(turns)))))
    bounds = [passages[start].start for start in starts] + [len(text)]
    sections = [
        Section(bounds[n], bounds[n + 1], title, date) for n, (_, title, date) in enumerate(written.sections)
    ]
    return Document(
        source=Source(written.collection, f"in/{written.relative}", written.relative),
        media_type="text/plain",
        sha256="0" * 64,
        size=len(text),
        recipe="test",
        reading=Reading(text, (), written.bibliography),
        sections=tuple(sections),
        turns=tuple(turns),
        passages=tuple(passages),
        mentions=tuple(find_mentions(text)),
        words=len(text.split()),
    )


def find_mentions(text: str) -> list[Mention]:
    """Every form of `NAMED` in a text, longer ones first, none within another."""
    found: list[Mention] = []
    for form in sorted(NAMED, key=len, reverse=True):
        start = text.find(form)
        while start >= 0:
            end = start + len(form)
            if all(end <= other.start or other.end <= start for other in found):
                kind = NAMED[form][1]
                by = Finder.LABEL if form.isupper() else Finder.PATTERN
                value = "1911-05-09" if kind is MentionKind.DATE else ""
                found.append(Mention(start, end, form, kind, by, form, value))
            start = text.find(form, end)
    return sorted(found, key=lambda mention: mention.start)


def _attribute(db: Connection, revision: int) -> None:
    rows = db.execute(select(mentions.c.key, mentions.c.passage, mentions.c.form)).all()
    for row in rows:
        entity, _, tier, reason = NAMED[row.form]
        if entity:
            db.execute(
                insert(attributions).values(
                    mention=row.key,
                    passage=row.passage,
                    entity=entity,
                    tier=tier,
                    reason=reason,
                    detail="",
                    born=revision,
                )
            )
    labelled = {row.passage: row for row in rows if row.form in LABELS}
    for link in db.execute(select(passage_turns)).all():
        if link.turn % 2 and link.passage in labelled:
            db.execute(
                insert(speakers).values(
                    document=1,
                    turn=link.turn,
                    passage=link.passage,
                    entity="p-halloran",
                    tier=0,
                    born=revision,
                )
            )


def _count_forms(db: Connection, revision: int) -> None:
    rows = db.execute(select(mentions.c.form)).scalars().all()
    for form, (entity, _, tier, _) in NAMED.items():
        if entity:
            counts = dict.fromkeys(("certain", "probable", "possible"), 0)
            counts[list(counts)[tier]] = rows.count(form)
            key = db.execute(
                insert(forms).values(entity=entity, text=form, born=revision, **counts)
            ).inserted_primary_key[0]
            for lookup in lookup_keys(form):
                db.execute(insert(form_keys).values(form=key, lookup=lookup))
