"""The fixtures that open pages: a real Chromium shows a page and runs its script."""

from playwright.sync_api import Page

PAGE = """
    <h1>Record</h1>
    <script>document.querySelector("h1").textContent += " of trial"</script>
"""


def test_a_page_runs_script(page: Page) -> None:
    page.set_content(PAGE)
    assert page.get_by_role("heading").inner_text() == "Record of trial"


def test_no_page_is_open_beside_it(page: Page) -> None:
    assert page.context.pages == [page]
    assert page.context.cookies() == []
