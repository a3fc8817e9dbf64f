"""A server behind https, whose certificate an authority of one's own has signed; users and API keys."""

from __future__ import annotations

import traceback
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from secrets import token_hex

import pytest
from elasticsearch import Elasticsearch

from corpus.catalogue.catalogue import Catalogue
from corpus.errors import UnavailableError
from search.engines.elastic import Connection, ElasticEngine
from search.query import SearchQuery
from tests.servers.fixtures import ElasticsearchServer
from tests.tls import Authority
from tests.trial import Writer

pytestmark = [pytest.mark.once, pytest.mark.elasticsearch]

GENERATION = "000001-tls"
WRONG = "geheim-12345"


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority.create(tmp_path_factory.mktemp("authority") / "ours")


@pytest.fixture(scope="module")
def stranger(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    """An authority that has not signed the server's certificate."""
    return Authority.create(tmp_path_factory.mktemp("authority") / "theirs")


@pytest.fixture(scope="module")
def door(authority: Authority, elasticsearch: ElasticsearchServer) -> Iterator[str]:
    """The https address of the real server."""
    if not elasticsearch.user:
        pytest.skip("the Elasticsearch asks nobody who they are")
    with authority.door(elasticsearch.addresses[0]) as address:
        yield address


@pytest.fixture
def connect(door: str, authority: Authority) -> Callable[..., ElasticEngine]:
    """An engine that asks by https: `connect(user="...", password="...")`."""

    def connect(ca: Path | None = authority.certificate, **who: str) -> ElasticEngine:
        return ElasticEngine(Connection((door,), ca=ca, **who), f"tls{token_hex(4)}")

    return connect


@pytest.fixture(params=["password", "key"])
def who(
    request: pytest.FixtureRequest, elasticsearch: ElasticsearchServer, raw: Elasticsearch
) -> dict[str, str]:
    """Who may do everything, by password and by API key."""
    if request.param == "key":
        made = raw.security.create_api_key(name=token_hex(4))
        return {"api_key": str(made["encoded"])}
    return credentials(elasticsearch)


def test_who_is_known_is_answered_behind_https(connect, who, passage):
    with closing(connect(**who)) as engine:
        assert engine.build(GENERATION, [passage(0, "The letters were read.")]) == 1
        engine.publish(GENERATION)
        with closing(engine.open(GENERATION)) as index:
            assert index.count(SearchQuery("letters")) == 1
        engine.drop(GENERATION)


@pytest.mark.parametrize("given", [{"user": "elastic", "password": WRONG}, {"api_key": WRONG}, {}])
def test_who_is_not_known_is_told_so_without_a_secret(connect, given):
    with closing(connect(**given)) as engine:
        assert "does not know who asks. Set STENOGRAM_ENGINE_API_KEY" in refused(engine)


@pytest.mark.parametrize("trusts", ["another authority", "the public ones"])
def test_a_certificate_of_an_authority_that_is_not_trusted(connect, stranger, trusts):
    ca = stranger.certificate if trusts == "another authority" else None
    with closing(connect(ca, user="elastic", password=WRONG)) as engine:
        assert "is not trusted. Let STENOGRAM_ENGINE_CA name" in refused(engine)


def refused(engine: ElasticEngine) -> str:
    """What is said, in one line and without a secret, of whichever way it is asked."""
    says = set()
    for ask in (engine.check, engine.generations, lambda: engine.open(GENERATION)):
        with pytest.raises(UnavailableError) as raised:
            ask()
        says.add(str(raised.value))
        assert WRONG not in "".join(traceback.format_exception(raised.value))
    (said,) = says
    assert "\n" not in said
    return said


def test_the_command_line_trusts_the_authority_that_is_named(
    door, authority, stranger, elasticsearch, stenogram_command, tmp_path
):
    with closing(Catalogue.create(tmp_path / "data")) as catalogue, catalogue.writing() as revision:
        catalogue.transact(lambda db: Writer(db, revision).write())
        identity = catalogue.identity()
    index = ("index", "--data", tmp_path / "data", "--engine", door)
    user = {f"STENOGRAM_ENGINE_{name.upper()}": value for name, value in credentials(elasticsearch).items()}

    failed = stenogram_command(*index, STENOGRAM_ENGINE_CA=str(stranger.certificate), **user)
    assert (failed.returncode, failed.stdout, failed.stderr.count("\n")) == (1, "", 1)
    assert f"The certificate of Elasticsearch at {door} is not trusted." in failed.stderr
    assert elasticsearch.password not in failed.stderr

    done = stenogram_command(*index, STENOGRAM_ENGINE_CA=str(authority.certificate), **user)
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr.startswith("Indexed and published 8 passages.")
    connection = Connection((door,), ca=authority.certificate, **credentials(elasticsearch))
    with closing(ElasticEngine(connection, identity)) as engine:
        for generation in engine.generations():
            engine.drop(generation)


def credentials(server: ElasticsearchServer) -> dict[str, str]:
    return {"user": server.user, "password": server.password}
