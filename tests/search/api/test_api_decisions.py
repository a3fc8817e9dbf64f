"""Decisions over HTTP: made by JSON from here, refused from elsewhere, seen by the next answer."""

from __future__ import annotations

import pytest

from corpus.catalogue.authority import mark_current
from tests.trial import ANNA, BERTA, KLIM, VERESOV

PATH = "/api/v1/decisions"
MERGE = {"kind": "merge", "person": ANNA, "other": BERTA, "author": "Ada", "comment": "sisters, one person"}


@pytest.fixture
def client(archive, connect):
    archive.catalogue.transact(mark_current)
    return connect(archive.service)


def problem(answer, status):
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    return answer.json()


def passages(client, person):
    return client.get("/api/v1/search", params={"person": person}).json()["total"]


def test_a_merge_is_seen_at_once_and_so_is_its_undo(client):
    before = passages(client, ANNA), passages(client, BERTA)
    made = client.post(PATH, json=MERGE)
    assert made.status_code == 201, made.text
    assert made.json() | {"made_at": ""} == {
        "decision": 1,
        "kind": "merge",
        "says": f"Berta Lind ({BERTA}) is Anna Lind ({ANNA}).",
        "persons": [{"id": ANNA, "name": "Anna Lind"}, {"id": BERTA, "name": "Berta Lind"}],
        "author": "Ada",
        "made_at": "",
        "comment": "sisters, one person",
        "undone_by": None,
        "unfitting": "",
    }
    assert client.get(f"/api/v1/persons/{BERTA}").json()["id"] == ANNA
    assert passages(client, ANNA) == 4
    undo = client.post(f"{PATH}/1/undo", json={"author": "Boris"})
    assert (undo.status_code, undo.json()["decision"]) == (201, 2)
    assert (passages(client, ANNA), passages(client, BERTA)) == before
    assert client.get(f"{PATH}/1").json()["undone_by"] == 2


def test_decisions_are_listed(client):
    client.post(PATH, json={"kind": "rename", "person": KLIM, "name": "Old Klim", "author": "Ada"})
    client.post(PATH, json={"kind": "different", "person": ANNA, "other": BERTA, "author": "Ada"})
    page = client.get(PATH, params={"limit": 1}).json()
    assert (page["total"], [one["decision"] for one in page["items"]]) == (2, [1])
    rest = client.get(PATH, params={"limit": 1, "cursor": page["next"]}).json()
    assert ([one["decision"] for one in rest["items"]], rest["next"]) == ([2], None)
    assert client.get(PATH, params={"person": ANNA}).json()["total"] == 1
    assert client.get(PATH, params={"unfitting": "true"}).json()["total"] == 0
    assert client.get("/api/v1/persons", params={"q": "Old Klim"}).json()["items"][0]["id"] == KLIM


def test_409_names_the_decision_that_was_not_seen(client):
    client.post(PATH, json={"kind": "rename", "person": ANNA, "name": "Anna", "author": "Boris"})
    found = problem(client.post(PATH, json={**MERGE, "after": 0}), 409)
    assert found["detail"].startswith("Decision 1 (rename) by Boris")
    assert client.post(PATH, json={**MERGE, "after": 1}).status_code == 201
    assert "one person already" in problem(client.post(PATH, json=MERGE), 409)["detail"]


@pytest.mark.parametrize(
    ("change", "status", "said"),
    [
        ({"kind": "marry"}, 422, "kind"),
        ({"author": ""}, 422, "author"),
        ({"author": "a\x07"}, 422, "author"),
        ({"colour": "red"}, 422, "colour"),
        ({"other": None}, 422, "merge needs other"),
        ({"name": "Anna"}, 422, "merge has no name"),
        ({"other": "pnobody"}, 404, "There is no person 'pnobody'"),
        (
            {"kind": "confirm", "other": None, "mentions": [{"document": "d", "start": 0, "end": 4}]},
            404,
            "'d'",
        ),
        ({"comment": "x" * 2001}, 422, "comment"),
    ],
)
def test_what_cannot_be_decided_is_a_problem(client, change, status, said):
    asked = {name: value for name, value in {**MERGE, **change}.items() if value is not None}
    assert said in problem(client.post(PATH, json=asked), status)["detail"]
    assert client.get(PATH).json()["total"] == 0


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"content-type": "text/plain"}, 422),
        ({"content-type": "application/x-www-form-urlencoded"}, 422),
        ({"origin": "https://elsewhere.example"}, 403),
        ({"origin": "null"}, 403),
        ({"sec-fetch-site": "cross-site"}, 403),
        ({"sec-fetch-site": "same-site"}, 403),
    ],
)
def test_a_page_of_another_site_cannot_decide(client, headers, status):
    import json

    sent = {"content-type": "application/json", **headers}
    problem(client.post(PATH, content=json.dumps(MERGE), headers=sent), status)
    assert client.get(PATH).json()["total"] == 0


def test_a_page_of_this_server_can(client):
    origin = str(client.base_url).rstrip("/")
    assert client.post(PATH, json=MERGE, headers={"origin": origin}).status_code == 201


def test_a_key_is_asked_for_where_one_is_set(archive, connect):
    client = connect(archive.service, key="correct horse")
    problem(client.post(PATH, json=MERGE), 401)


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("DELETE", PATH, "GET, HEAD, POST"),
        ("GET", f"{PATH}/1/undo", "POST"),
        ("POST", f"{PATH}/1", "GET, HEAD"),
        ("POST", f"/api/v1/persons/{VERESOV}", "GET, HEAD"),
    ],
)
def test_405_says_what_is_possible(client, method, path, allowed):
    answer = client.request(method, path)
    assert allowed in problem(answer, 405)["remedy"]
    assert answer.headers["allow"] == allowed
