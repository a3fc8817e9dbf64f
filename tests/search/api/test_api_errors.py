"""Every error has one shape, and each status is met."""

import pytest
from sqlalchemy.exc import OperationalError, TimeoutError

from corpus.catalogue.catalogue import Catalogue
from corpus.errors import AmbiguousError
from search.app import check_bind
from search.service.service import Service
from tests.trial import VERESOV, Record


def problem(answer, status):
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    found = answer.json()
    assert found["status"] == status
    assert found["title"]
    assert found["detail"]
    return found


@pytest.mark.parametrize(
    "path",
    [
        "passages/nowhere.1",
        "documents/nowhere",
        "persons/nobody",
        "persons/nobody/passages",
        "nothing",
        "passages/a/b/c",
        "",
    ],
)
def test_404(client, path):
    found = problem(client.get(f"/api/v1/{path}"), 404)
    assert found["instance"] == f"/api/v1/{path}"


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options"])
def test_405(client, method):
    answer = getattr(client, method)("/api/v1/search")
    problem(answer, 405)
    assert answer.headers["allow"] == "GET, HEAD"


@pytest.mark.parametrize(
    ("path", "instance"),
    [
        ("/api/v1/persons/Ж%20%3Fx%00", "/api/v1/persons/%D0%96%20%3Fx%00"),
        ("/api/v1/passages/%22%3Cb%3E", "/api/v1/passages/%22%3Cb%3E"),
    ],
)
def test_what_was_asked_for_is_given_back_as_an_address(client, path, instance):
    assert problem(client.get(path), 404)["instance"] == instance


@pytest.mark.parametrize(
    ("path", "field"),
    [
        ("search?limit=0", "limit"),
        ("search?limit=1001", "limit"),
        ("search?limit=many", "limit"),
        ("search?sort=best", "sort"),
        ("search?match=some", "match"),
        ("search?persn=x", "persn"),
        (f"search?q={'a' * 1001}", "q"),
        ("documents?limit=-1", "limit"),
        (f"persons?q={'a' * 301}", "q"),
        (f"persons/{VERESOV}?tier=certain", "tier"),
        (f"persons/{VERESOV}/passages?tier=sure", "tier"),
        (f"persons/{VERESOV}/passages?relation=seen", "relation"),
        ("passages/x?neighbours=21", "neighbours"),
        (f"documents/{'x' * 301}", "document"),
        ("status?verbose=1", "verbose"),
        ("search?q=lamp&q=reef", "q"),
        ("search?year=1930&year=1931&limit=1&limit=2", "limit"),
        ("documents?collection=a&collection=b", "collection"),
        (f"persons/{VERESOV}/passages?tier=certain&tier=possible", "tier"),
        ("names", "q"),
        (f"names?q={'a' * 301}", "q"),
        ("names?q=Lind&tier=sure", "tier"),
        ("names?q=Lind&q=Orme", "q"),
        ("passages", "forms"),
        ("passages?forms=Lind&collection=a&collection=b", "collection"),
    ],
)
def test_422_names_the_parameter(client, path, field):
    found = problem(client.get(f"/api/v1/{path}"), 422)
    assert [error["field"] for error in found["errors"]] == [field]


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("names?q=", "No name"),
        ("names?q=%20", "No name"),
        ("names?q=L", "holds no name"),
        ("names?q=Comrade", "holds no name"),
        ("names?q=%00%07", "holds no name"),
        ("names?q=!%3F", "holds no name"),
        (f"names?q={'a' * 250}", "250 characters"),
        ("passages?forms=", "no written name"),
        ("passages?forms=Lind%00", "no written name"),
        (f"persons/{VERESOV}/passages?forms=%20", "no written name"),
    ],
)
def test_422_what_is_no_name(client, path, said):
    found = problem(client.get(f"/api/v1/{path}"), 422)
    assert said in found["detail"]
    assert found["remedy"]


def test_422_query_tells_the_place(client):
    found = problem(client.get("/api/v1/search", params={"q": "a " * 200}), 422)
    assert found["title"] == "Query not understood"
    assert found["position"] > 0


@pytest.mark.parametrize(
    "path",
    [
        "search",
        "documents",
        "persons",
        f"persons/{VERESOV}/passages",
        "names?q=Lind",
        "passages?forms=Lind",
    ],
)
def test_422_cursor_of_another_list(client, path):
    problem(client.get(f"/api/v1/{path}{'&' if '?' in path else '?'}cursor=made-up"), 422)


def test_410_links_to_the_start(archive, connect):
    client = connect(archive.service)
    page = client.get("/api/v1/search", params={"q": "court", "limit": 1}).json()
    archive.publish(Record("session-3.txt", "The court rose."))
    kept = client.get("/api/v1/search", params={"q": "court", "limit": 1, "cursor": page["next"]})
    assert kept.json()["total"] == page["total"]
    archive.clock.seconds += 601
    gone = client.get("/api/v1/search", params={"q": "court", "limit": 1, "cursor": page["next"]})
    found = problem(gone, 410)
    assert found["restart"] == "/api/v1/search?q=court&limit=1"
    assert client.get(found["restart"]).json()["total"] == page["total"] + 1


def test_503_before_anything_is_indexed(tmp_path, trial, connect):
    client = connect(Service(Catalogue.create(tmp_path), trial.engine))
    for path in ("/api/v1/search", "/api/v1/status", "/readyz"):
        found = problem(client.get(path), 503)
        assert "stenogram" in found["remedy"]
    assert client.get("/healthz").status_code == 200


class Failing:
    """A service in which something fails."""

    def __init__(self, error):
        self._error = error

    def close(self):
        pass

    def __getattr__(self, name):
        def fail(*_, **__):
            raise self._error

        return fail


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (RuntimeError("secret of the house"), 500),
        (OperationalError("SELECT secret", {}, Exception("locked")), 503),
        (TimeoutError("QueuePool secret"), 503),
        (AmbiguousError("Two persons fit.", ()), 409),
    ],
)
def test_what_fails_inside_is_not_told(connect, error, status):
    client = connect(Failing(error))
    found = problem(client.get("/api/v1/status"), status)
    assert "secret" not in str(found)
    page = client.get("/status")
    assert page.status_code == status
    assert "secret" not in page.text
    assert page.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(
    ("path", "status"), [("/nowhere", 404), ("/passages/nowhere", 404), ("/persons?cursor=x", 422)]
)
def test_pages_answer_with_pages(client, path, status):
    answer = client.get(path)
    assert answer.status_code == status
    assert answer.headers["content-type"].startswith("text/html")


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.7", "example.org", ""])
def test_other_addresses_need_a_key(host):
    from corpus.errors import InvalidError

    with pytest.raises(InvalidError, match="network"):
        check_bind(host, "")
    check_bind(host, "a long secret")


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "::1", "[::1]", "127.8.8.8"])
def test_this_machine_needs_none(host):
    check_bind(host, "")
