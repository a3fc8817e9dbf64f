"""Takes the pictures of docs/pictures/ of a running server, in a headless Chromium."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from docs.examples import ROOT

FOLDER = ROOT / "docs" / "pictures"

_ADDRESS = re.compile(r"http://\S+")
_WIDTH = 1120


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture: its file, the address of the page, the links to follow there, its height in pixels."""

    file: str
    address: str
    follow: tuple[str, ...] = ()
    height: int = 760


PICTURES = (
    Picture("search.png", "/?q=lamp+reef&match=any"),
    Picture("person.png", "/persons?q=Varnek", follow=("Arkady Pavlovich Varnek",), height=840),
)


def take_pictures(variables: Mapping[str, str]) -> None:
    """Take all pictures of the data directory that the environment names."""
    FOLDER.mkdir(exist_ok=True)
    with _serving(variables) as address, _browsing(variables) as browser:
        for picture in PICTURES:
            _take(browser, address, picture)


def _take(browser: Browser, address: str, picture: Picture) -> None:
    page: Page = browser.new_page(viewport={"width": _WIDTH, "height": picture.height}, locale="en-GB")
    page.goto(address + picture.address)
    for link in picture.follow:
        page.get_by_role("link", name=link).first.click()
    page.wait_for_load_state("networkidle")
    page.screenshot(path=FOLDER / picture.file)
    page.close()


@contextmanager
def _serving(variables: Mapping[str, str]) -> Iterator[str]:
    """A server on a free port; gives its address."""
    command = ["stenogram", "serve", "--port", "0"]
    with subprocess.Popen(
        command, cwd=ROOT, env=variables, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, encoding="utf-8"
    ) as server:
        try:
            assert server.stderr is not None
            found = next(filter(None, map(_ADDRESS.search, server.stderr)))
            yield found[0]
        finally:
            server.terminate()


@contextmanager
def _browsing(variables: Mapping[str, str]) -> Iterator[Browser]:
    """The Chromium that the browser tests use too."""
    chromium = subprocess.run([ROOT / "tools" / "find-chromium"], capture_output=True, check=True, text=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=Path(chromium.stdout.strip()), args=["--no-sandbox", "--disable-gpu"]
        )
        yield browser
        browser.close()
