"""What authority files say of a person stands on the person's page."""

from __future__ import annotations

import httpx
import pytest

from corpus.catalogue.known import KnownPerson
from search.service.curating import Signed
from search.service.service import Service
from search.web.pages.known import known_rows
from search.web.pieces import Link

FILE = """id,name,aliases,birth,death,links,person
Q1,"Halloran, Maud",The Lantern|M. H.,1871,1940-05,https://en.example.org/wiki/Maud,p-halloran
"""
BOX = "//section[h2='In an authority file']"


def test_an_entry_is_shown_with_dates_and_links(filled_catalogue, serve, read_at):
    service = Service(*filled_catalogue)
    assert service.import_authority("keepers.csv", FILE, Signed("archivist")).linked == 1
    with serve(service) as address, httpx.Client(base_url=address, timeout=20) as client:
        page = read_at(client, "/persons/p-halloran")
        words = page.text(BOX).split()
        assert " ".join(words) == (
            "In an authority file Name Halloran, Maud Also The Lantern · M. H. Born 1871 Died 1940-05"
            " Links en.example.org keepers.csv, Q1"
        )
        assert page.links(BOX) == {"en.example.org": "https://en.example.org/wiki/Maud"}
        assert not read_at(client, "/persons/p-pettibone").root.xpath(BOX)


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("https://EN.example.org/wiki/M", Link("en.example.org", "https://EN.example.org/wiki/M")),
        ("javascript:alert(1)", Link("javascript:alert(1)", "")),
        ("http://[x", Link("http://[x", "http://[x")),
        ("http://", Link("http://", "http://")),
    ],
)
def test_a_link_leads_only_where_it_does_no_harm(address, shown):
    (row,) = known_rows([KnownPerson("Q1", "Maud", (), "", "", (address,), "a.csv")])
    assert [fact.links for fact in row.facts if fact.name == "Links"] == [(shown,)]
