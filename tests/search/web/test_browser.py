"""The pages in a real browser: the main job, without script too, readable by everybody."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

pytestmark = pytest.mark.browser

PAGES = ["start", "search", "nothing", "persons", "person", "passage", "documents", "document"]
PAGES += ["names", "forms", "status", "components", "error"]


@pytest.fixture
def addresses(site: str, record: str) -> dict[str, str]:
    """The address of a page of each kind."""
    paths = {
        "start": "/",
        "search": "/?q=lantern&person=p-halloran",
        "nothing": "/?q=nothingofthekind",
        "persons": "/persons?q=Halloran",
        "person": "/persons/p-halloran",
        "names": "/names?q=Pettybone",
        "forms": "/passages?q=Pettybone&forms=Petibone",
        "passage": f"/passages/{record}.4",
        "documents": "/documents",
        "document": f"/documents/{record}?first=20",
        "status": "/status",
        "components": "/components",
        "error": "/persons/p-nobody",
    }
    return {name: site + path for name, path in paths.items()}


def do_the_main_job(page: Page, site: str) -> None:
    """Search, tick two facets, open a person, go to a passage, come back."""
    page.goto(site)
    page.get_by_role("searchbox", name="Search the passages").fill("lantern")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("47 passages")
    page.get_by_role("region", name="Persons").get_by_role("link", name="Josiah Pettibone").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("40 passages")
    page.get_by_role("region", name="Years").get_by_role("link", name="1911").click()
    chips = page.get_by_role("list", name="Filters").get_by_role("link", name="Remove filter")
    expect(chips).to_have_count(2)
    searched = page.url
    page.locator("article").first.get_by_role("link", name="Maud Halloran").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Maud Halloran")
    page.get_by_role("link", name="Passage 5", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Passage 5")
    expect(page.locator(".here article .mention.possible")).to_have_text("Petibone")
    page.go_back()
    page.go_back()
    assert page.url == searched
    expect(chips).to_have_count(2)
    chips.first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("45 passages")


def test_the_main_job(page: Page, site: str):
    page.set_viewport_size({"width": 1280, "height": 900})
    do_the_main_job(page, site)


def test_the_main_job_without_script(browser: Browser, site: str):
    with browser.new_context(java_script_enabled=False) as context:
        do_the_main_job(context.new_page(), site)


def untick_an_expansion(page: Page, site: str) -> None:
    """Ask for a name that nobody has, untick one of the forms, read the passages, tick it again."""
    page.goto(f"{site}/persons?q=Pettybon")
    page.get_by_role("link", name="all written names that could be").click()
    page.get_by_role("checkbox", name="Petibone").uncheck()
    page.get_by_role("button", name="Show the passages of what is ticked").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("40 passages")
    page.get_by_role("checkbox", name="Petibone").check()
    page.get_by_role("button", name="Apply").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("45 passages")


def test_an_expansion_is_unticked(page: Page, site: str):
    page.set_viewport_size({"width": 1280, "height": 900})
    untick_an_expansion(page, site)


def test_an_expansion_is_unticked_without_script(browser: Browser, site: str):
    with browser.new_context(java_script_enabled=False) as context:
        untick_an_expansion(context.new_page(), site)


def test_facets_fold_on_a_phone(page: Page, addresses):
    page.set_viewport_size({"width": 390, "height": 800})
    page.goto(addresses["search"])
    tick = page.get_by_role("link", name="Josiah Pettibone")
    expect(tick).to_be_hidden()
    page.get_by_text("Narrow down").click()
    tick.click()
    expect(page.get_by_role("list", name="Filters").get_by_role("listitem")).to_have_count(3)


def test_keys_reach_the_box_and_the_content(page: Page, addresses):
    page.goto(addresses["person"])
    page.keyboard.press("Tab")
    expect(page.get_by_text("Skip to the content")).to_be_focused()
    page.keyboard.press("/")
    box = page.get_by_role("searchbox", name="Search the passages")
    expect(box).to_be_focused()
    page.keyboard.type("a/b")
    expect(box).to_have_value("a/b")


def test_a_citation_is_copied(page: Page, addresses):
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(addresses["passage"])
    page.locator(".here").get_by_role("button", name="Copy the citation").click()
    expect(page.locator(".here").get_by_text("Copied")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == page.locator(".here cite").inner_text()


def test_a_hostile_page_runs_nothing(page: Page, site: str, harm: str):
    ran: list[str] = []
    page.on("dialog", lambda dialog: (ran.append(dialog.message), dialog.dismiss()))
    page.on("console", lambda message: ran.append(message.text) if message.type == "error" else None)
    for path in (f"/documents/{harm}", f"/passages/{harm}.0", "/persons/p-gall", "/persons", "/"):
        page.goto(site + path)
    assert ran == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", PAGES)
def test_everybody_can_read_it(page: Page, addresses, name, scheme):
    page.emulate_media(color_scheme=scheme)
    page.goto(addresses[name])
    results = Axe().run(page, options={"rules": {"target-size": {"enabled": True}}})
    assert results.violations_count == 0, results.generate_report()


@pytest.mark.parametrize("name", PAGES)
def test_nothing_scrolls_sideways_on_a_small_phone(page: Page, addresses, name):
    page.set_viewport_size({"width": 360, "height": 700})
    page.goto(addresses[name])
    for fold in page.locator("details > summary").all():
        fold.click()
    assert page.evaluate("document.documentElement.scrollWidth") == 360


OVERFLOW = "(box) => [box.scrollWidth - box.clientWidth, box.scrollHeight - box.clientHeight]"


@pytest.mark.parametrize("name", ["persons", "documents"])
def test_tables_fit_a_small_phone(page: Page, addresses, name):
    page.set_viewport_size({"width": 360, "height": 700})
    page.goto(addresses[name])
    assert page.locator(".wide").evaluate(OVERFLOW) == [0, 0]
    expect(page.get_by_role("row")).not_to_have_count(0)


def test_the_passage_itself_shows_at_once_on_a_phone(page: Page, addresses):
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(addresses["passage"])
    expect(page.locator(".here .text")).to_be_in_viewport()


def test_the_years_show_their_last_label_and_no_scroll_bar(page: Page, addresses):
    page.goto(addresses["start"])
    assert page.locator(".years").evaluate(OVERFLOW) == [0, 0]


def test_print_leaves_out_what_cannot_be_followed(page: Page, addresses):
    page.emulate_media(media="print")
    page.goto(addresses["search"])
    expect(page.get_by_role("search")).to_have_count(0)
    expect(page.locator("article").first).to_be_visible()
