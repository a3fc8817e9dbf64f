"""Faults of a server and its address: one line that says what is wrong, a remedy, and no secret."""

from __future__ import annotations

import logging
import subprocess
import sys
import threading
import traceback
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from corpus.errors import InvalidError, NotIndexedError, QueryError, UnavailableError
from search.engines.elastic import Connection, ElasticEngine
from search.engines.elastic.connection import is_supported
from search.engines.elastic.errors import FAULTS, Problem, failure, reported
from search.query import SearchQuery

SECRET = "s3cret"
PRODUCT = {"X-Elastic-Product": "Elasticsearch"}
JSON, HTML = "application/json", "text/html"


@contextmanager
def serving(status, body, kind=JSON, headers=()):
    """The address of a server that answers everything in the same way."""

    class Handler(BaseHTTPRequestHandler):
        def answer(self):
            self.send_response(status)
            for name, value in {"Content-Type": kind, **dict(headers)}.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body.encode())))
            self.end_headers()
            self.wfile.write(body.encode())

        do_GET = do_POST = answer  # noqa: N815

        def log_message(self, *_):
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()


def asked(*addresses, act=ElasticEngine.check, **more):
    """What an engine at these addresses says when it is asked for something."""
    engine = ElasticEngine(Connection(addresses, **more), "abc")
    try:
        act(engine)
    finally:
        engine.close()


def info(version):
    return f'{{"version": {{"number": "{version}"}}}}'


@pytest.mark.parametrize(
    ("status", "body", "kind", "headers", "says"),
    [
        (200, "<html>Hello</html>", HTML, {}, "is not Elasticsearch"),
        (404, "<html>No</html>", HTML, {}, "is not Elasticsearch"),
        (200, info("2.11.0"), JSON, {}, "is not Elasticsearch"),
        (200, '{"hello": 1}', JSON, {}, "is not Elasticsearch"),
        (200, info("8.18.4"), JSON, PRODUCT, r"has version 8\.18\.4.*Use 8\.19 or later"),
        (200, info("7.17.9"), JSON, PRODUCT, r"has version 7\.17\.9"),
        (200, info("10.0.0"), JSON, PRODUCT, r"has version 10\.0\.0"),
        (200, "{}", JSON, PRODUCT, "is not Elasticsearch"),
        (401, '{"error": {"type": "security_exception"}}', JSON, PRODUCT, "does not know who asks.*API_KEY"),
        (403, '{"error": {"type": "security_exception"}}', JSON, PRODUCT, "does not let.*Grant"),
        (503, '{"error": {"type": "master_not_discovered"}}', JSON, PRODUCT, "completely now: master_not"),
        (429, '{"error": {"type": "circuit_breaking_exception"}}', JSON, PRODUCT, "too much to do"),
        (
            406,
            '{"error": {"type": "media_type_header_exception"}}',
            JSON,
            {},
            "version that Stenogram does not",
        ),
        (502, "<html>Bad gateway</html>", HTML, {}, "cannot answer completely now: status 502"),
        (500, "", "text/plain", {}, "cannot answer completely now: status 500"),
    ],
)
@pytest.mark.parametrize("act", [ElasticEngine.check, ElasticEngine.generations])
def test_answers_that_are_of_no_use(status, body, kind, headers, says, act):
    with serving(status, body, kind, headers) as address:
        userinfo = address.replace("http://", f"http://kit:{SECRET}@")
        with pytest.raises(UnavailableError, match=says) as raised:
            asked(userinfo, act=act)
    assert "127.0.0.1" in raised.value.message
    assert raised.value.remedy
    assert "\n" not in str(raised.value)
    assert SECRET not in "".join(traceback.format_exception(raised.value))


def test_nobody_answers(free_port):
    address = f"http://127.0.0.1:{free_port}"
    with pytest.raises(UnavailableError, match=f"at {address} does not answer.*Check that it runs"):
        asked(address)


def test_what_is_said_stays_out_of_the_terminal(free_port):
    """Libraries warn on their own; without handlers Python would print that."""
    code = f"""
from search.engines.elastic import Connection, ElasticEngine
from corpus.errors import UnavailableError
try:
    ElasticEngine(Connection(("http://kit:{SECRET}@127.0.0.1:{free_port}",)), "abc").check()
except UnavailableError as error:
    print(error)
"""
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)
    assert said.stderr == ""
    assert said.stdout.count("\n") == 1
    assert SECRET not in said.stdout


def test_no_secret_is_logged(free_port, caplog):
    caplog.set_level(logging.DEBUG)
    for given in ({"api_key": SECRET}, {"user": "kit", "password": SECRET}, {}):
        with pytest.raises(UnavailableError):
            asked(f"http://kit:{SECRET}@127.0.0.1:{free_port}", **given)
    assert caplog.records
    assert SECRET not in caplog.text


def test_a_certificate_that_nobody_vouches_for_is_told_from_silence():
    with serving(200, info("8.19.0"), headers=PRODUCT) as address, pytest.raises(UnavailableError) as raised:
        asked(address.replace("http:", "https:"))
    assert "not trusted" in str(raised.value) or "does not answer" in str(raised.value)


@pytest.mark.parametrize("content", [None, "no certificate"])
def test_an_authority_that_cannot_be_read(tmp_path, content):
    file = tmp_path / "ca.pem"
    if content is not None:
        file.write_text(content)
    with pytest.raises(InvalidError, match=r"ca\.pem, cannot be read.*STENOGRAM_ENGINE_CA") as raised:
        ElasticEngine(Connection(("https://127.0.0.1:9200",), api_key=SECRET, ca=file), "abc")
    assert SECRET not in "".join(traceback.format_exception(raised.value))


@pytest.mark.parametrize("key", [f"{SECRET}\n{SECRET}", f"{SECRET} ", "", "é"])
def test_a_key_that_cannot_be_sent(free_port, key):
    with pytest.raises((InvalidError, UnavailableError)) as raised:
        asked(f"http://127.0.0.1:{free_port}", api_key=key)
    assert isinstance(raised.value, InvalidError) == (key.strip() not in (SECRET, ""))
    assert SECRET not in "".join(traceback.format_exception(raised.value))


@pytest.mark.parametrize(
    ("address", "place"),
    [
        ("http://localhost:9200", "http://localhost:9200"),
        (" https://example.org ", "https://example.org:443"),
        ("http://example.org/", "http://example.org:80"),
        ("http://kit:p%40ss@example.org:9200/search/", "http://example.org:9200/search"),
        ("http://kit:p@ss@example.org:9200", "http://example.org:9200"),
        ("https://[::1]:9200", "https://[::1]:9200"),
    ],
)
def test_places_are_addresses_without_secrets(address, place):
    assert Connection((address,)).places == (place,)


@pytest.mark.parametrize(
    "address", ["", "localhost:9200", "ftp://kit:s3cret@x", "http://", "http://x:0", "http://x:y"]
)
def test_what_is_no_address(address):
    with pytest.raises(InvalidError) as raised:
        ElasticEngine(Connection((address,)), "abc")
    assert SECRET not in str(raised.value)


@pytest.mark.parametrize("identity", ["", "A", "a-b", "a*", "a" * 33, "ü"])
def test_what_is_no_identity(identity):
    with pytest.raises(InvalidError):
        ElasticEngine(Connection(("http://localhost:9200",)), identity)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({}, {}),
        ({"addresses": ("http://a:9200", "http://kit:p%40ss@b:9200")}, {"basic_auth": ("kit", "p@ss")}),
        ({"user": "u", "password": "p"}, {"basic_auth": ("u", "p")}),
        ({"user": "u", "addresses": ("http://kit:x@b:9200",)}, {"basic_auth": ("u", "")}),
        ({"api_key": " k== ", "user": "u"}, {"api_key": "k=="}),
    ],
)
def test_who_asks(given, expected):
    assert Connection(**{"addresses": ("http://a:9200",), **given}).credentials() == expected


def test_a_connection_does_not_show_its_secrets():
    connection = Connection((f"http://kit:{SECRET}@x:9200",), SECRET, "kit", SECRET)
    assert SECRET not in repr(connection) + str(connection) + connection.at


@pytest.mark.parametrize(
    ("version", "expected"),
    [
        *dict.fromkeys(("8.19.0", "8.19.8-SNAPSHOT", "8.20.1", "9.0.0", "9.4.3"), True).items(),
        *dict.fromkeys(("8.18.9", "8.2.0", "7.17.0", "10.0.0", "", "x"), False).items(),
    ],
)
def test_versions(version, expected):
    assert is_supported(version) is expected


@pytest.mark.parametrize(
    ("problem", "error", "says"),
    [
        (Problem(404, "index_not_found_exception"), NotIndexedError, "not there any more"),
        (Problem(400, "too_many_clauses", "too many clauses"), QueryError, "fits too many words"),
        (Problem(500, "x", "Automaton [a*] expanded to too many terms"), QueryError, "Write more"),
        (Problem(400, "parse", "x" * 10), UnavailableError, "refuses what it was sent: xxx"),
        (Problem(418, ""), UnavailableError, "completely now: status 418"),
    ],
)
def test_problems(problem, error, says):
    raised = failure(problem, "http://x:9200")
    assert type(raised) is error
    assert says in str(raised)


def test_each_fault_says_what_to_do():
    assert all(fault.says and fault.remedy for fault in FAULTS)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (None, Problem(500, "")),
        ({"error": "words"}, Problem(500, "")),
        ({"error": {"type": "a", "reason": "b."}}, Problem(500, "a", "b")),
        (
            {"error": {"type": "a", "root_cause": [{"type": "c", "reason": "d\ne\x1b[1m"}]}},
            Problem(500, "c", "d e [1m"),
        ),
        (
            {"error": {"type": "a", "root_cause": [], "failed_shards": [{"reason": {"type": "e"}}]}},
            Problem(500, "e"),
        ),
    ],
)
def test_what_is_reported(body, expected):
    assert reported(500, body) == expected


@pytest.mark.parametrize(
    ("status", "reason", "passing"),
    [
        (400, "failed to create query: this Analyzer is closed", True),
        (400, "this IndexReader is closed.", True),
        (400, "failed to create query: too many words", False),
        (400, "closed", False),
        (404, "this IndexReader is closed", False),
    ],
)
def test_a_shard_that_moves_away_is_no_fault_of_the_question(status, reason, passing):
    body = {"error": {"type": "query_shard_exception", "reason": reason}}
    assert reported(status, body).is_passing == passing


# --- On the server ---


def test_an_index_of_another_version(elastic, raw, passage):
    engine = elastic()
    engine.build("000001-b", [passage(0, "One.")])
    name = engine._indexes.name("b")
    (content,) = raw.indices.get_mapping(index=name).values()
    for layout, says in ((99, "a newer version.*Upgrade"), (0, "an older version.*stenogram index")):
        raw.indices.put_mapping(index=name, meta=content["mappings"]["_meta"] | {"layout": layout})
        with pytest.raises(UnavailableError, match=says):
            engine.open("000001-b")
        assert engine.generations() == ("000001-b",)
    raw.indices.put_mapping(index=name, meta={"layout": 1})
    with pytest.raises(UnavailableError, match=r"damaged.*stenogram index"):
        engine.open("000001-b")
    engine.build("000001-b", [passage(0, "One.")])


def test_an_index_that_is_deleted_by_others(elastic, raw, passage):
    engine = elastic()
    engine.build("000001-b", [passage(0, "One.")])
    index = engine.open("000001-b")
    assert index.count(SearchQuery()) == 1
    raw.indices.delete(index=engine._indexes.name("b"))
    with pytest.raises(NotIndexedError, match="stenogram index"):
        index.count(SearchQuery())
    with pytest.raises(NotIndexedError):
        engine.open("000001-b")
    index.close()


def test_it_answers(elastic):
    elastic().check()
