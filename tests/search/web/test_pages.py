"""Every page and state over a real catalogue: what it shows, and that its links lead where they say."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import parse_qs, urlencode, urlsplit

import httpx
import pytest

from corpus.catalogue.catalogue import Catalogue
from search.engines.elastic import Connection, ElasticEngine
from search.engines.embedded import EmbeddedEngine
from search.indexer import Indexing, rebuild
from search.service.service import Service

FACET = "//section[@aria-labelledby='facet-{}']"


@pytest.fixture
def pages(record: str) -> list[str]:
    """An address of every page."""
    return [
        "/",
        "/?q=lantern",
        "/?q=nothingofthekind",
        "/persons",
        "/persons?q=Halloran",
        "/persons/p-halloran",
        "/persons/p-halloran?forms=HALLORAN",
        "/names?q=Pettybone",
        "/names?q=nothingofthekind",
        "/passages?forms=Petibone&q=Pettybone",
        f"/passages/{record}.4",
        "/documents",
        f"/documents/{record}",
        "/status",
        "/components",
    ]


def test_every_page_is_whole(read, pages):
    for address in pages:
        page = read(address)
        assert page.response.status_code == 200, address
        assert page.response.headers["content-type"] == "text/html; charset=utf-8"
        assert len(page.root.xpath("//h1")) == 1, address
        assert len(page.root.xpath("//main")) == 1, address
        ids = page.root.xpath("//@id")
        assert len(ids) == len(set(ids)), address


def test_every_page_links_to_its_json(read, client, pages):
    for address in pages:
        page = read(address)
        twins = page.root.xpath("//link[@rel='alternate']/@href")
        if address == "/components":
            assert twins == []
            continue
        assert page.links("//footer")["JSON"] == twins[0]
        assert f'<{twins[0]}>; rel="alternate"' in page.response.headers["link"]
        assert client.get(twins[0]).headers["content-type"].startswith("application/json"), address
        assert client.get(twins[0]).status_code == 200, address


def test_all_links_of_all_pages_lead_somewhere(read, client, pages):
    found = {href for address in pages[:-1] for href in read(address).root.xpath("//a/@href | //link/@href")}
    inside = sorted(href for href in found if href.startswith("/"))
    assert len(inside) > 100
    for href in inside:
        assert client.get(href).status_code == 200, href


# --- Search ---


def test_the_start_page_tells_what_is_in_here(read):
    page = read("/")
    assert page.text("//dl[@class='figures']") == "documents 3 passages 47 persons 3 words 1,376"
    assert page.links("//ol[@class='bars']")["Maud Halloran"] == "/persons/p-halloran"
    for href in page.links("//ul[@class='examples']").values():
        assert "No passage answers" not in read(href).text("//main"), href


def test_examples_are_about_several_persons_and_not_about_who_asks(read):
    words = [item.find("a").text_content() for item in read("/").root.xpath("//ul[@class='examples']/li")]
    assert words == ["Pettibone", '"Maud Halloran"', "Pett*"]


def test_a_search_counts_and_highlights(read, client):
    page = read("/?q=lantern")
    total = client.get("/api/v1/search?q=lantern").json()["total"]
    assert total == 47
    assert page.text("//h1") == "47 passages"
    assert {mark.text for mark in page.root.xpath("//article//mark")} == {"lantern"}
    assert len(page.root.xpath("//article")) == 20


def test_a_hit_cites_its_exact_characters(read, client):
    for item, cite in zip(
        client.get("/api/v1/search?q=day").json()["items"],
        read("/?q=day").root.xpath("//article//cite"),
        strict=True,
    ):
        assert cite.text.endswith(f"(fiction), characters {item['start']}–{item['end']}")


@pytest.mark.parametrize(
    ("address", "total"),
    [
        ("/?q=lantern&person=p-halloran", 46),
        ("/?q=lantern&person=p-halloran&person=p-gall", 47),
        ("/?q=lantern&person=p-halloran&person=p-pettibone&collection=letters", 1),
        ("/?q=lantern&year=1911", 45),
        ("/?person=p-pettibone", 40),
        ("/?q=nobody%20lantern", 0),
        ("/?q=nobody%20lantern&match=any", 47),
    ],
)
def test_facets_narrow(read, address, total):
    assert read(address).text("//h1").split()[0] == str(total)


def test_ticking_and_unticking_come_back_to_the_same_address(read):
    start = "/?q=lantern&sort=record"
    page = read(start)
    box = page.root.xpath(FACET.format("person") + "//a[@class='tick']")[0]
    assert box.get("aria-current") is None
    ticked = read(box.get("href"))
    again = ticked.root.xpath(FACET.format("person") + "//a[@aria-current='true']")[0]
    assert "Maud Halloran" in again.text_content()
    assert again.get("href") == start
    chip = ticked.root.xpath("//ul[@class='chips']//a")[0]
    assert chip.get("href") == start


def test_a_facet_ignores_its_own_selection(read):
    counts = [
        page.root.xpath(FACET.format("person") + "//span[@class='note']/text()")
        for page in (read("/?q=lantern"), read("/?q=lantern&person=p-gall"))
    ]
    assert sorted(counts[0]) == sorted(counts[1])


def test_written_names_narrow_where_a_person_is_chosen(read):
    assert not read("/?q=lantern").root.xpath(FACET.format("form"))
    page = read("/?q=lantern&person=p-halloran")
    (first, *_) = page.root.xpath(FACET.format("form") + "//a[@class='tick']")
    narrowed = read(first.get("href"))
    (chip,) = narrowed.root.xpath("//ul[@class='chips']//a[contains(., 'Form')]")
    assert read(chip.get("href")).text("//h1") == page.text("//h1")


def test_the_box_keeps_filters_sort_and_match(read):
    page = read("/?q=lantern&match=any&sort=record&person=p-halloran&year=1911")
    pairs = page.root.xpath("//form[contains(@class, 'main')]//input[@type='hidden']")
    assert [(pair.get("name"), pair.get("value")) for pair in pairs] == [
        ("match", "any"),
        ("sort", "record"),
        ("person", "p-halloran"),
        ("year", "1911"),
    ]


def test_switches_change_one_thing(read):
    page = read("/?q=lantern&person=p-halloran")
    assert page.links("//nav[@aria-label='Sort']") == {
        "best first": "/?q=lantern&person=p-halloran",
        "in the order of the record": "/?q=lantern&sort=record&person=p-halloran",
    }
    assert page.text("//nav[@aria-label='Match']//a[@aria-current]") == "all words"


def test_pages_follow_one_another_to_the_end(read):
    address, seen, lines = "/?q=lantern&sort=record", [], []
    while address:
        page = read(address)
        seen += page.root.xpath("//article/@id")
        lines.append(page.text("//nav[@aria-label='Pages']/span"))
        address = page.links("//nav[@aria-label='Pages']").get("Next →")
    assert len(seen) == len(set(seen)) == 47
    assert lines == [
        "1–20 of 47 passages.",
        "21–40 of 47 passages.",
        "41–47 of 47 passages: the end of the list.",
    ]


def test_a_name_in_the_query_leads_to_the_person(read):
    assert read("/?q=Halloran").links("//nav[@class='named']") == {"Maud Halloran": "/persons/p-halloran"}
    assert read("/?q=lantern").root.xpath("//nav[@class='named']") == []


def test_a_filter_by_person_shows_why_each_passage_is_here(read):
    page = read("/?q=lantern&person=p-pettibone&person=p-halloran&collection=fiction&sort=record")
    first = page.root.xpath("(//article)[1]")[0]
    grounds = [" ".join(item.text_content().split()) for item in first.xpath(".//ul[@class='grounds']/li")]
    assert set(grounds) == {"HALLORAN certain: speaker label", "Pettibone probable: surname"}
    marked = first.xpath(".//div[@class='text']//span[contains(@class, 'mention')]")
    assert [mark.text_content() for mark in marked] == ["HALLORAN", "Pettibone"]
    assert [mark.text_content() for mark in first.xpath(".//mark")] == ["lantern", "lantern"]


def test_a_filter_by_person_leads_back_to_the_person(read):
    page = read("/?q=Pettibone&person=p-maud")
    assert page.links("//nav[@class='named']") == {
        "Maud Halloran": "/persons/p-halloran",
        "Josiah Pettibone": "/persons/p-pettibone",
    }


def test_without_words_there_is_nothing_to_match_or_rank(read):
    assert read("/?person=p-pettibone").root.xpath("//nav[@class='switch']") == []


@pytest.mark.parametrize(
    ("address", "ways"),
    [
        ("/?q=nobody", {}),
        ("/?q=nobody%20lantern", {"Match any of the words": "/?q=nobody+lantern&match=any"}),
        ("/?q=nobody&person=p-gall", {"Remove all filters": "/?q=nobody"}),
    ],
)
def test_no_answer_shows_ways_on(read, address, ways):
    found = read(address).links("//ul[@class='links onward']")
    words = parse_qs(urlsplit(address).query)["q"][0]
    names = {f"Written names that could be “{words}”": f"/names?{urlencode({'q': words})}"}
    assert found == ways | names | {"Look for another spelling among the persons": "/persons"}


def test_a_merged_person_can_be_unticked(read):
    page = read("/?q=lantern&person=p-maud")
    assert page.text("//h1") == "46 passages"
    assert page.root.xpath("//ul[@class='chips']//a/@href")[0] == "/?q=lantern"


# --- Persons ---


def test_a_person_shows_forms_documents_and_company(read):
    page = read("/persons/p-halloran")
    assert page.text("//h1") == "Maud Halloran"
    rows = page.root.xpath("//table[@class='forms']/tbody/tr")
    assert [row[1].text_content().strip() for row in rows] == ["HALLORAN", "Maud Halloran", "Halloran"]
    assert [row[2].text for row in rows] == ["45", "5", "1"]
    assert "Josiah Pettibone" in page.links("//section[h2='Named with']")
    year = page.links("//ol[@class='years']")["1911: 45 passages 1911"]
    assert read(year).text("//h1") == "45 passages"


@pytest.mark.parametrize(
    ("query", "total", "grounds"),
    [
        ("", 40, "Pettibone probable: surname"),
        ("?tier=possible", 45, "Petibone possible: misspelling"),
        ("?tier=certain", 0, ""),
        ("?relation=mentioned", 40, "Pettibone probable: surname"),
        ("?relation=spoken", 0, ""),
    ],
)
def test_a_person_at_each_tier(read, query, total, grounds):
    page = read(f"/persons/p-pettibone{query}")
    assert page.text("//h2[@id='total']") == f"{total} passages"
    found = {" ".join(item.text_content().split()) for item in page.root.xpath("//ul[@class='grounds']/li")}
    assert grounds in (found or {""})


def test_how_sure_is_chosen_by_mentions(read):
    page = read("/persons/p-pettibone")
    assert page.text("//nav[@aria-label='Mentions']") == (
        "Mentions certain only 0 certain and probable 40 possible too 45"
    )
    assert "Besides, 5 possible mentions." in page.text("//p[@class='lead']")


@pytest.mark.parametrize(("address", "shown"), [("", 0), ("?relation=spoken", 1)])
def test_spoken_is_a_choice_only_where_there_is_one(read, address, shown):
    page = read(f"/persons/p-pettibone{address}")
    assert len(page.root.xpath("//nav[@aria-label='Passages']")) == shown


def test_a_person_leads_to_a_search_with_filters(read):
    href = read("/persons/p-halloran").links("//section[@class='results']/p")["Search and filter"]
    assert href == "/?person=p-halloran"


def test_a_person_marks_only_own_mentions(read):
    page = read("/persons/p-pettibone")
    texts = page.root.xpath("//article//div[@class='text']//*[contains(@class, 'mention')]/text()")
    assert set(texts) == {"Pettibone"}


def test_a_merged_id_says_so(read):
    page = read("/persons/p-maud")
    assert page.text("//h1") == "Maud Halloran"
    assert "p-maud was merged into this person" in page.text("//main")


@pytest.mark.parametrize(
    ("name", "first"),
    [("Pettibone", "Josiah Pettibone"), ("halloran", "Maud Halloran"), ("", "Maud Halloran")],
)
def test_persons_by_name(read, name, first):
    page = read(f"/persons?q={name}")
    assert page.text("//table//tbody/tr[1]/th") == first


def test_nobody_of_this_name(read):
    page = read("/persons?q=Zebedee")
    assert page.text("//h1") == "0 persons named like “Zebedee”"
    assert page.root.xpath("//table") == []
    assert page.links("//p[@class='nothing']") == {
        "all written names that could be it": "/names?q=Zebedee",
        "search the passages": "/?q=Zebedee",
    }


# --- Passages and documents ---


def test_a_passage_stands_between_its_neighbours(read, record):
    page = read(f"/passages/{record}.4")
    assert page.root.xpath("//article/@id") == [f"{record}.3", f"{record}.4", f"{record}.5"]
    marked = page.root.xpath("//div[@class='here']//a[contains(@class, 'mention')]")
    assert [(link.text_content(), link.get("class"), link.get("href")) for link in marked] == [
        ("HALLORAN", "mention person certain", "/persons/p-halloran"),
        ("Petibone", "mention person possible", "/persons/p-pettibone"),
        ("Maud Halloran", "mention person certain", "/persons/p-halloran"),
    ]
    assert page.links("//nav[@aria-label='Where this is']")["First day"] == f"/documents/{record}?first=4"


def test_the_first_and_last_passage_have_one_neighbour(read, record):
    assert list(read(f"/passages/{record}.0").links("//nav[@aria-label='Neighbours']")) == ["After →"]
    assert list(read(f"/passages/{record}.44").links("//nav[@aria-label='Neighbours']")) == ["← Before"]


def test_a_passage_links_organisations_to_a_search(read, record):
    href = read(f"/passages/{record}.0").links("//div[@class='here']")["Lighterage Company"]
    assert href == "/?organisation=o-company"
    assert read(href).text("//h1") == "41 passages"


def test_a_document_is_read_to_its_end(read, record):
    address, seen = f"/documents/{record}", []
    while address:
        page = read(address)
        seen += page.root.xpath("//article/@id")
        address = page.links("//section[@class='results within']/nav").get("Next →")
    assert seen == [f"{record}.{n}" for n in range(45)]


def test_a_document_shows_facts_and_contents(read, record):
    page = read(f"/documents/{record}")
    assert page.links("//section[h2='Contents']") == {
        "First day": f"/documents/{record}",
        "Second day": f"/documents/{record}?first=23",
    }
    assert page.links("//section[h2='Facts']")["https://example.org/lantern"] == "https://example.org/lantern"
    assert "1912" in page.text("//section[h2='Facts']")


def test_a_document_says_its_label_once(read):
    page = read("/documents")
    name = "Letters about the case (fiction) · Second bundle"
    assert page.text(f"//th[a='{name}']").removeprefix(name).strip() == "letters.txt"
    document = read(page.links("//table")[name])
    assert document.text("//h1") == "Letters about the case (fiction)"
    assert document.text("//p[@class='lead']") == "Second bundle"


def test_documents_of_a_collection(read):
    assert read("/documents").text("//h1") == "3 documents"
    assert read("/documents?collection=letters").text("//h1") == "2 documents in letters"


def test_the_receipt(read):
    page = read("/status")
    assert "Nothing is missing" in page.text("//p[contains(@class, 'verdict')]")
    assert "It is empty. Remove it." in page.text("//h2[.='Files that could not be read']/../..")


# --- Errors ---


@pytest.mark.parametrize(
    ("address", "twin"),
    [
        ("/persons/p-nobody?tier=possible", "/api/v1/persons/p-nobody"),
        ("/?match=some&q=%22", "/api/v1/search?match=some&q=%22"),
        ("/nothing", None),
        ("/names?q=L&tier=certain&seen=2", "/api/v1/names?q=L&tier=certain"),
        ("/passages?forms=%00&q=x", "/api/v1/passages?forms=%00"),
        ("/persons/p-nobody?forms=x", "/api/v1/persons/p-nobody"),
    ],
)
def test_errors_have_twins_too(read, client, address, twin):
    page = read(address)
    assert page.links("//footer").get("JSON") == twin
    if twin:
        assert client.get(twin).status_code == page.response.status_code


def test_head_answers_like_get(client):
    assert client.head("/persons").status_code == 200


@pytest.mark.parametrize(
    ("address", "status", "words"),
    [
        ("/nothing", 404, "Not found"),
        ("/persons/p-nobody", 404, "Not found"),
        ("/persons/o-company", 404, "Not found"),
        ("/passages/d.1", 404, "Not found"),
        ("/documents/d", 404, "Not found"),
        ("/?match=some", 422, "match='some' does not exist"),
        ("/?q=lantern&cursor=zz", 422, "cursor"),
        ("/?q=lantern&seen=-1", 422, "seen='-1' is not a number"),
        ("/persons/p-halloran?tier=sure", 422, "Use certain or probable or possible"),
        ("/documents/d?first=" + "9" * 40, 422, "is not a number"),
    ],
)
def test_errors_are_pages(read, address, status, words):
    page = read(address)
    assert page.response.status_code == status
    assert words in page.text("//main")
    assert page.links("//main")["Search"] == "/"


def test_a_query_error_shows_the_place(read):
    page = read("/?q=" + "lantern%20" * 300)
    assert page.response.status_code == 422
    assert len(page.root.xpath("//p[@class='spot']//mark")) == 1


def test_a_stale_cursor_can_start_again(filled_catalogue, serve, read_at):
    catalogue, engine = filled_catalogue
    with serve(Service(catalogue, engine, grace=0)) as address, httpx.Client(base_url=address) as client:
        following = read_at(client, "/?q=lantern").links("//nav[@aria-label='Pages']")["Next →"]
        for _ in range(2):
            _publish_again(catalogue, engine)
        page = read_at(client, following)
    assert page.response.status_code == 410
    assert page.links("//main")["Start again"] == "/?q=lantern"


def test_nothing_indexed_yet(tmp_path: Path, serve, read_at):
    service = Service(Catalogue.create(tmp_path), EmbeddedEngine(tmp_path / "index", memory=15_000_000))
    with serve(service) as address, httpx.Client(base_url=address) as client:
        page = read_at(client, "/")
    assert page.response.status_code == 503
    assert "stenogram ingest" in page.text("//main//pre")


def test_a_server_that_is_away_is_told_kindly_and_to_its_keeper(filled_catalogue, serve, read_at, free_port):
    catalogue, _ = filled_catalogue
    away = ElasticEngine(Connection((f"http://127.0.0.1:{free_port}",)), catalogue.identity())
    with serve(Service(catalogue, away)) as address, httpx.Client(base_url=address) as client:
        page = read_at(client, "/?q=lantern&year=1936")
    assert (page.response.status_code, page.response.headers["retry-after"]) == (503, "10")
    assert page.text("//main//p[@class='lead']").endswith("Nothing is lost: please try again in a minute.")
    assert page.links("//main") == {"Try again": "/?q=lantern&year=1936"}
    assert page.text("//main//p[@class='note']").endswith(
        "Set STENOGRAM_ENGINE to that engine, or run stenogram index to build one here."
    )


def _publish_again(catalogue: Catalogue, engine: EmbeddedEngine) -> None:
    with catalogue.writing() as revision:
        rebuild(Indexing(catalogue, engine, revision, grace=-10))


def test_followers_and_doctrines_of_a_person_are_searches(read):
    page = read("/persons/p-pettibone")
    links = page.links("//section[h2='Followers and doctrine']")
    assert links == {"Pettibonism": "/?q=pettibonism%2A&sort=record"}
    found = read(links["Pettibonism"])
    assert "1 passage" in found.text("//h1")
    assert not read("/persons/p-halloran").root.xpath("//h2[.='Followers and doctrine']")
