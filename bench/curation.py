"""How soon a curator's decision is seen by a search: over all passages of bench/scale, on every engine.

    python -m bench curation

Two persons with 10,000 passages each are merged, and the merge is undone; smaller decisions beside them.
The clock runs from the request until a search by the person counts what was decided.
"""

from __future__ import annotations

import shutil
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from sqlalchemy import Connection, select, update

from bench.engines_at_hand import AtHand, engines_at_hand
from bench.figures import Target, show, show_load
from bench.scale import ensure_loaded
from bench.setting import Setting
from corpus.catalogue.catalogue import Catalogue
from corpus.catalogue.schema import attributions, documents, forms, mentions
from corpus.curation.decisions import Kind
from corpus.curation.requests import Request, Spot
from search.indexer import Indexing, rebuild
from search.query import Facet, SearchQuery
from search.service.curating import Signed
from search.service.service import Service

PASSAGES = 10_000
MERGE = {"embedded": Target(1), "Elasticsearch 8": Target(2), "Elasticsearch 9": Target(2)}
SIGNED = Signed("bench")


def main(setting: Setting) -> None:
    """Print how long decisions take on each engine."""
    source = setting.shared / "bench" / "scale" / "old-bailey-passages.jsonl.gz"
    loaded = ensure_loaded(source, setting.data / "scale")
    show_load()
    for found in engines_at_hand():
        with tempfile.TemporaryDirectory() as scratch:
            measure(found, copy_catalogue(loaded, Path(scratch)))
    show_load()


def copy_catalogue(loaded: Path, scratch: Path) -> Path:
    """The catalogue alone, in a folder that may be changed."""
    for file in loaded.glob("catalogue.sqlite*"):
        shutil.copy(file, scratch)
    return scratch


def measure(found: AtHand, data: Path) -> None:
    """Make two large persons, index, decide."""
    with closing(Catalogue.open(data)) as catalogue:
        one, two, spot = catalogue.transact(enlarge)
        with catalogue.writing() as revision:
            rebuild(Indexing(catalogue, found.engine, revision))
        with closing(Service(catalogue, found.engine)) as service:
            decide(found.name, service, one, two, spot)


def decide(name: str, service: Service, one: str, two: str, spot: Spot) -> None:
    """Time each decision until a search shows it."""

    def shown(what: str, act: Callable[[], object], total: int | None, target: Target | None = None) -> None:
        started = time.perf_counter()
        act()
        counted = service.search(SearchQuery().select(Facet.PERSON, one), limit=1, facets={}).total
        show(f"{name}: {what}", time.perf_counter() - started, "s", target)
        if total is not None and counted != total:
            raise AssertionError(f"{what}: {counted} passages instead of {total}")

    merge = Request(Kind.MERGE, one, two)
    both = 2 * PASSAGES
    for time_ in ("first", "second"):
        label = f"merge of {PASSAGES:,} passages, {time_} time"
        shown(label, lambda: service.decide(merge, SIGNED), both, MERGE[name])
        last = service.decisions(limit=1000).total
        shown(f"its undo, {time_} time", lambda last=last: service.undo(last, SIGNED), PASSAGES)
    shown("rename", lambda: service.decide(Request(Kind.RENAME, one, text="Somebody"), SIGNED), PASSAGES)
    reject = Request(Kind.REJECT, one, spots=(spot,))
    shown("reject a mention", lambda: service.decide(reject, SIGNED), None)
    form = Request(Kind.ADD_FORM, one, text="prisoner at the bar")
    shown("add a form", lambda: service.decide(form, SIGNED), None)


def enlarge(db: Connection) -> tuple[str, str, Spot]:
    """Give two persons mentions in 10,000 passages each, and to nobody else there; a mention of the first."""
    persons = list(
        db.execute(select(forms.c.entity).order_by(forms.c.certain.desc(), forms.c.key).limit(2)).scalars()
    )
    db.execute(update(attributions).where(attributions.c.entity.in_(persons)).values(entity="pnobody"))
    query = select(attributions.c.passage).distinct().order_by(attributions.c.passage).limit(2 * PASSAGES)
    passages = list(db.execute(query).scalars())
    for person, part in zip(persons, (passages[:PASSAGES], passages[PASSAGES:]), strict=True):
        within = attributions.c.passage.between(part[0], part[-1])
        db.execute(update(attributions).where(within).values(entity=person))
    place = select(documents.c.id, mentions.c.start, mentions.c.end).join(
        mentions, mentions.c.document == documents.c.key
    )
    return persons[0], persons[1], Spot(*db.execute(place.where(mentions.c.passage == passages[0])).first())
