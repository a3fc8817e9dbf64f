"""No document, name or query can run script: whatever they hold is shown as text."""

from __future__ import annotations

import re
from urllib.parse import quote

import pytest

from search.web.rendering import HERE, STATIC

ATTACKS = [
    '<script>alert("x")</script>',
    '"><img src=x onerror=alert(1)>',
    "' onfocus=alert(1) autofocus '",
    "javascript:alert(1)",
    "{{ 7 * 191 }}{% raw %}",
    "</title></textarea><svg onload=alert(1)>",
    "\u202eexe.txt\x01\x07",
]
EVENTS = "//@*[starts-with(name(), 'on')]"
TEMPLATES = sorted((HERE / "templates").rglob("*.html"))


def check_harmless(page):
    """Nothing inline, nothing from elsewhere, no link that runs."""
    assert page.root.xpath("//script/@src") == ["/static/stenogram.js"]
    assert page.root.xpath("//script[not(@src)] | //style | //iframe | //object | //img | //b") == []
    assert page.root.xpath(f"{EVENTS} | //@style") == []
    for href in page.root.xpath("//@href | //@src | //@action"):
        assert href.startswith(("/", "#", "https://example.org/")), href


@pytest.mark.parametrize("attack", ATTACKS)
@pytest.mark.parametrize(
    "address",
    [
        "/?q={}",
        "/?q=lantern&person={}",
        "/?q=lantern&year={}",
        "/?q=lantern&sort={}",
        "/?q=lantern&cursor={}",
        "/?q=lantern&more={}",
        "/?q=lantern&seen={}",
        "/persons?q={}",
        "/persons/{}",
        "/persons/p-halloran?tier={}",
        "/persons/p-halloran?forms={}",
        "/names?q={}",
        "/names?q=Halloran&collection={}",
        "/passages?forms={}",
        "/passages?forms=Petibone&q={}",
        "/passages/{}",
        "/documents/{}",
        "/documents?collection={}",
        "/{}",
    ],
)
def test_queries_do_no_harm(read, address, attack):
    page = read(address.format(quote(attack, safe="")))
    assert page.response.status_code in (200, 404, 422)
    check_harmless(page)
    assert "1337" not in page.response.text


def test_documents_do_no_harm(read, harm):
    for address in (
        f"/documents/{harm}",
        f"/passages/{harm}.0",
        "/persons/p-gall",
        "/persons",
        "/documents",
        "/?q=came",
        "/",
        "/status",
        "/?q=came&person=p-gall&collection=letters",
    ):
        page = read(address)
        assert page.response.status_code == 200, address
        check_harmless(page)


def test_a_hostile_text_is_shown_as_it_is(read, harm):
    page = read(f"/passages/{harm}.0")
    assert '<script>alert("x")</script>' in page.text("//div[@class='here']//div[@class='text']")
    assert page.root.xpath("//div[@class='here']//div[@class='text']/@lang") == []


def test_an_address_that_runs_is_no_link(read, harm):
    page = read(f"/documents/{harm}")
    assert "javascript:alert(1)" in page.text("//section[h2='Facts']")
    assert all("javascript" not in href for href in page.root.xpath("//@href"))


def test_the_policy_allows_our_own_files_only(client):
    policy = client.get("/").headers["content-security-policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_templates_hold_nothing_inline_and_trust_nothing(template):
    source = template.read_text()
    assert not re.search(r"\sstyle=|\son[a-z]+=|<style|javascript:|\|\s*safe|autoescape|Markup", source)
    assert re.findall(r"<script(?! src=\"/static/)", source) == []


def test_templates_are_small_and_css_is_light():
    lines = sorted(len(path.read_text().splitlines()) for path in TEMPLATES)
    assert lines[len(lines) // 2] < 15
    assert lines[-1] <= 40
    assert (STATIC / "stenogram.css").stat().st_size < 20_000
    assert (STATIC / "stenogram.js").stat().st_size < 3_000
    assert not re.search(r"url\(|@import|https?:", (STATIC / "stenogram.css").read_text())
