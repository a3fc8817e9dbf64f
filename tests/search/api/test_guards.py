import time
from base64 import b64encode

import pytest
from structlog.testing import capture_logs

from search.api.guards import given_key, is_loopback

KEY = "correct horse battery"


def basic(password, user="reader"):
    return "Basic " + b64encode(f"{user}:{password}".encode()).decode()


@pytest.mark.parametrize(
    ("header", "key"),
    [
        ("", None),
        ("Bearer abc", "abc"),
        ("bearer abc", "abc"),
        ("Bearer ключ".encode().decode("latin-1"), "ключ"),  # as ASGI hands it on
        ("Bearer clé", "clé"),
        (basic("p:w"), "p:w"),
        (basic("ключ"), "ключ"),
        ("Basic !!!", None),
        ("Basic " + b64encode(b"no colon").decode(), None),
        ("Basic " + b64encode(b"\xff:\xff").decode(), None),
        ("Digest abc", None),
    ],
)
def test_the_key_in_a_header(header, key):
    assert given_key(header) == key


@pytest.mark.parametrize("path", ["/api/v1/status", "/", "/static/none.css", "/api/v1/openapi.json"])
@pytest.mark.parametrize(
    ("header", "admitted"),
    [
        (None, False),
        ("Bearer wrong", False),
        (basic("wrong"), False),
        (f"Bearer {KEY}", True),
        (basic(KEY), True),
        (basic(KEY, user=""), True),
    ],
)
def test_a_key_is_asked_for_everywhere(trial, connect, path, header, admitted):
    client = connect(trial.service, host="0.0.0.0", key=KEY)
    headers = {"host": "example.org"} | ({"authorization": header} if header else {})
    answer = client.get(path, headers={name: value.encode() for name, value in headers.items()})
    assert (answer.status_code != 401) == admitted
    if not admitted:
        assert answer.headers["content-type"] == "application/problem+json"
        scheme = "Bearer" if path.startswith("/api/") else "Basic"
        assert answer.headers["www-authenticate"].startswith(scheme)


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_health_is_open(trial, connect, path):
    assert connect(trial.service, key=KEY).get(path).status_code == 200


@pytest.mark.parametrize(
    ("host", "local"),
    [
        ("127.0.0.1", True),
        ("127.0.0.1:8000", True),
        ("localhost:1", True),
        ("LOCALHOST", True),
        ("[::1]:8000", True),
        ("[::1]", True),
        ("evil.example", False),
        ("localhost.evil.example", False),
        ("127.0.0.1.evil.example:8000", False),
        ("localhost:x", False),
        ("", False),
    ],
)
def test_only_this_machines_names_are_answered(client, host, local):
    assert is_loopback(host) == local
    answer = client.get("/api/v1/status", headers={"host": host})
    assert answer.status_code == (200 if local else 421)
    if not local:
        assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("path", ["/", "/api/v1/search", "/api/v1/nothing", "/static/none.css"])
def test_every_answer_forbids_foreign_script(client, path):
    headers = client.get(path).headers
    assert headers["content-security-policy"].startswith("default-src 'self'")
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"


def test_refusals_have_the_headers_too(client):
    answer = client.get("/", headers={"host": "evil.example"})
    assert answer.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(
    "path",
    ["/", "/api/v1/search?limit=1", "/api/v1/openapi.json", "/api/v1/persons/nobody", "/nothing", "/healthz"],
)
def test_head_is_get_without_the_content(client, path):
    got, headed = client.get(path), client.head(path)
    assert (headed.status_code, headed.content) == (got.status_code, b"")
    for name in ("content-type", "content-length", "content-security-policy"):
        assert headed.headers[name] == got.headers[name]


def test_head_is_logged_as_head(trial, connect):
    client = connect(trial.service)
    with capture_logs() as logs:
        client.head("/api/v1/status")
        wait_until(lambda: bool(logs))
    assert [line["method"] for line in logs if line["event"] == "request"] == ["HEAD"]


def test_the_log_does_not_tell_the_question(trial, connect):
    client = connect(trial.service)
    with capture_logs() as logs:
        client.get("/api/v1/search", params={"q": "confidential"}, headers={"authorization": "Bearer abc"})
        wait_until(lambda: bool(logs))  # the line is written when the answer has gone out
    (line,) = [line for line in logs if line["event"] == "request"]
    assert (line["method"], line["path"], line["status"]) == ("GET", "/api/v1/search", 200)
    assert line["ms"] >= 0
    assert "confidential" not in str(line)
    assert "abc" not in str(line)


def wait_until(happened, seconds=5.0):
    end = time.monotonic() + seconds
    while not happened() and time.monotonic() < end:
        time.sleep(0.01)
