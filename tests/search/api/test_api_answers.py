import pytest

from tests.trial import ANNA, BERTA, EVENING, MORNING, ORME, VERESOV

PASSAGE = {"passage", "document", "source", "start", "end", "text", "speakers", "section"}


def get(client, path, **params):
    answer = client.get(f"/api/v1/{path}", params=params)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "application/json"
    return answer.json()


def lists(trial):
    return ["search", "documents", "persons", f"persons/{VERESOV}/passages"]


def test_every_list_has_the_same_shape(client, trial):
    for path in lists(trial):
        page = get(client, path, limit=1)
        assert {"items", "total", "next", "receipt"} <= page.keys()
        assert len(page["items"]) == 1
        assert page["receipt"]["passages"] == page["receipt"]["indexed"] == 8


def test_a_list_can_be_read_to_its_end(client, trial):
    for path in lists(trial):
        page, seen = get(client, path, limit=1), []
        while True:
            seen += [item["id"] for item in page["items"]]
            if page["next"] is None:
                break
            page = get(client, path, limit=1, cursor=page["next"])
        assert len(seen) == len(set(seen)) == page["total"]


def test_a_passage_has_the_fields_of_json_lines(client, trial):
    texts = dict(zip(trial.documents, (MORNING, EVENING), strict=True))
    for path in ("search", f"persons/{VERESOV}/passages"):
        for item in get(client, path)["items"]:
            assert item.keys() >= PASSAGE
            assert texts[item["document"]][item["start"] : item["end"]] == item["text"]
            assert item["id"] == item["passage"]
            for turn in item["turns"]:
                assert texts[item["document"]].startswith(turn["label"], turn["start"])


def test_each_item_links_to_itself_and_to_its_page(client, trial):
    for path in lists(trial):
        for item in get(client, path)["items"]:
            assert client.get(item["links"]["self"]).json()["id"] == item["id"]
            assert item["links"]["self"] == "/api/v1" + item["links"]["page"]


def test_movements(client):
    page = get(client, f"persons/{VERESOV}/movements")
    assert page["person"] == {"id": VERESOV, "name": "Anton Veresov"}
    assert (page["items"], page["words"], page["total"], page["next"]) == ([], [], 0, None)
    assert client.get("/api/v1/persons/nobody/movements").status_code == 404


def test_search(client):
    page = get(client, "search", q="letters", sort="record")
    assert page["total"] == 2
    assert [item["speakers"] for item in page["items"]] == [["Anton Veresov"], ["THE CLERK"]]
    for item in page["items"]:
        (mark,) = item["highlights"]
        assert item["text"][mark["offset"] :].startswith("letters")
        assert mark["start"] - item["start"] == mark["offset"]
    assert [(v["name"], v["count"]) for v in page["facets"]["person"]] == [("Berta Lind", 1)]
    assert list(page["facets"]) == [
        *("person", "organisation", "speaker", "document", "collection", "year", "form")
    ]


@pytest.mark.parametrize(
    ("params", "total"),
    [
        ({"person": [ANNA]}, 2),
        ({"person": [ANNA, BERTA]}, 3),
        ({"person": [ORME]}, 4),
        ({"person": [ANNA], "year": ["1931"]}, 1),
        ({"speaker": [VERESOV]}, 2),
        ({"q": "court letters"}, 1),
        ({"q": "court letters", "match": "any"}, 4),
        ({"person": ["nobody"]}, 0),
    ],
)
def test_filters(client, params, total):
    assert get(client, "search", **params)["total"] == total


@pytest.mark.parametrize(("values", "persons"), [(0, None), (1, 1), (3, 3)])
def test_how_many_values_a_facet_has(client, values, persons):
    facets = get(client, "search", values=values)["facets"]
    assert (len(facets["person"]) if facets else None) == persons


def test_a_passage(client, trial):
    found = get(client, f"passages/{trial.documents[0]}.4", neighbours=2)
    assert [one["ordinal"] for one in found["before"]] == [2, 3]
    assert found["after"] == []
    assert [(m["text"], [(a["id"], a["tier"]) for a in m["attributions"]]) for m in found["mentions"]] == [
        ("Lind", [(ANNA, "possible"), (BERTA, "possible")]),
        ("Orme", [(VERESOV, "probable")]),
        ("the year 1928", []),
    ]
    assert found["mentions"][2]["value"] == "1928"


def test_documents(client, trial):
    page = get(client, "documents", collection="harbour")
    assert [item["id"] for item in page["items"]] == list(trial.documents)
    document = get(client, f"documents/{trial.documents[0]}")
    assert (document["title"], document["length"], document["passages"]) == ("Morning", len(MORNING), 5)
    assert document["sections"][0] == {
        "start": 0,
        "end": len(MORNING),
        "title": "Session",
        "date": "1931-05-05",
        "passage": 0,
    }
    assert get(client, "documents", collection="elsewhere")["total"] == 0


def test_persons(client):
    page = get(client, "persons", q="Lind", limit=1)
    (anna,) = page["items"]
    assert (anna["id"], anna["name"], page["total"]) == (ANNA, "Anna Lind", 2)
    assert (anna["certain"], anna["probable"], anna["possible"]) == (3, 0, 1)
    assert {form["text"] for form in anna["forms"]} == {"Anna Lind", "Lind"}
    assert page["next"]


def test_a_person(client):
    person = get(client, f"persons/{VERESOV}")
    assert person["relations"] == {"mentioned": 4, "spoken": 1}
    assert [one["id"] for one in person["years"]] == ["1928", "1931", "1932"]
    assert get(client, f"persons/{ORME}")["id"] == VERESOV


@pytest.mark.parametrize(
    ("params", "relations"),
    [
        ({}, ["mentioned", "mentioned", "spoken", "mentioned", "mentioned"]),
        ({"tier": "certain"}, ["mentioned", "mentioned", "spoken", "mentioned"]),
        ({"relation": "spoken"}, ["spoken"]),
        ({"relation": "mentioned", "tier": "certain"}, ["mentioned"] * 3),
    ],
)
def test_passages_of_a_person(client, params, relations):
    page = get(client, f"persons/{VERESOV}/passages", **params)
    assert [item["relation"] for item in page["items"]] == relations
    assert page["total"] == len(relations)
    for item in page["items"]:
        assert bool(item["mentions"]) == (item["relation"] == "mentioned")
        for mention in item["mentions"]:
            assert mention.keys() == {"start", "end", "text", "person", "tier", "reason"}
            assert item["text"][mention["start"] - item["start"] :].startswith(mention["text"])


def test_status(client):
    status = get(client, "status")
    assert (status["documents"], status["passages"], status["indexed"], status["whole"]) == (2, 8, 8, True)
    assert status["failures"][0]["source"] == "trial/torn.txt"
    tiers = {row["tier"] for row in status["mentions"] if row["kind"] == "person"}
    assert tiers == {"certain", "probable", "possible"}


@pytest.mark.parametrize(("path", "status"), [("/healthz", "ok"), ("/readyz", "ready")])
def test_health(client, path, status):
    assert client.get(path).json() == {"status": status}
