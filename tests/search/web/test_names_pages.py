"""The pages of any name: what it could be, the passages of what is ticked, and a person's ticked forms."""

from __future__ import annotations

import pytest


def ticked(page) -> dict[str, bool]:
    """The written names with a box, and which are ticked."""
    return {
        box.get("value"): box.get("checked") is not None
        for box in page.root.xpath("//main//input[@type='checkbox' and @name='forms']")
    }


def test_a_name_shows_what_it_could_be_and_why(read):
    page = read("/names?q=Pettybone")
    assert page.text("//h1") == "2 written names could be “Pettybone”"
    assert ticked(page) == {"Pettibone": True, "Petibone": True}
    rows = [" ".join(row.text_content().split()) for row in page.root.xpath("//tbody/tr")]
    assert rows[0].startswith(
        "Pettibone certain surname: another transliteration (Pettybone, Pettibone; y for i)"
    )
    assert rows[0].endswith("Josiah Pettibone 40 40")
    assert page.links("//tbody")["Josiah Pettibone"] == "/persons/p-pettibone"


def test_a_name_leads_to_the_passages_of_each_form(read):
    links = read("/names?q=Pettybone").links("//tbody")
    assert links["5"] == "/passages?q=Pettybone&forms=Petibone"
    page = read(links["5"])
    assert page.text("//h1") == "5 passages"
    assert ticked(page) == {"Pettibone": False, "Petibone": True}
    assert {mark.text_content() for mark in page.root.xpath("//article//*[contains(@class, 'mention')]")} == {
        "Petibone"
    }


def test_the_form_asks_for_what_is_ticked_without_script(read):
    (form,) = read("/names?q=Pettybone").root.xpath("//form[@action='/passages']")
    assert form.method == "GET"
    assert form.form_values() == [("q", "Pettybone"), ("forms", "Pettibone"), ("forms", "Petibone")]
    assert form.xpath(".//button[@type='submit']")


@pytest.mark.parametrize(
    ("tier", "found"), [("", 3), ("&tier=probable", 1), ("&tier=certain", 0), ("&collection=letters", 1)]
)
def test_how_sure_and_where_can_be_chosen(read, tier, found):
    page = read(f"/names?q=M.+Halloran{tier}")
    assert len(page.root.xpath("//tbody/tr")) == found


def test_a_name_that_nothing_could_be_leads_on(read):
    page = read("/names?q=nothingofthekind")
    assert page.text("//h1") == "0 written names could be “nothingofthekind”"
    assert page.links("//main")["search the passages"] == "/?q=nothingofthekind"


def test_who_finds_nobody_is_led_to_written_names(read):
    assert read("/persons?q=Zyx").links("//main")["all written names that could be it"] == "/names?q=Zyx"
    assert "/names?q=Halloran" in read("/persons?q=Halloran").links("//main").values()
    assert "/names?q=nothingofthekind" in read("/?q=nothingofthekind").links("//main").values()


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("/names", "No name is given"),
        ("/names?q=L", "holds no name"),
        ("/names?q=" + "a" * 10_000, "10,000 characters"),
        ("/names?q=%00", "holds no name"),
        ("/names?q=Lind&tier=sure", "does not exist"),
        ("/passages", "No form is given"),
        ("/passages?forms=%00", "no written name"),
    ],
)
def test_what_is_no_name_is_said_on_a_page(read, address, said):
    page = read(address)
    assert page.response.status_code == 422
    assert said in page.text("//main")


def test_a_persons_forms_are_ticked_and_unticked(read):
    page = read("/persons/p-halloran")
    assert set(ticked(page).values()) == {True}
    assert page.root.xpath("//form[@class='ticks']")[0].method == "GET"
    page = read("/persons/p-halloran?tier=certain&forms=HALLORAN")
    assert [form for form, chosen in ticked(page).items() if chosen] == ["HALLORAN"]
    assert page.root.xpath("//form[@class='ticks']")[0].form_values() == [
        ("tier", "certain"),
        ("forms", "HALLORAN"),
    ]
    assert page.links("//main")["Back to all forms"] == "/persons/p-halloran?tier=certain"
    assert page.links("//main")["Next →"].count("forms=HALLORAN") == 1
    assert page.links("//main")["possible too"].endswith("?tier=possible&forms=HALLORAN")


def test_all_forms_ticked_is_no_restriction(read):
    every = "&".join(f"forms={form.replace(' ', '+')}" for form in ticked(read("/persons/p-halloran")))
    page = read(f"/persons/p-halloran?{every}")
    assert "Back to all forms" not in page.links("//main")
    assert page.text("//h2[@id='total']") == read("/persons/p-halloran").text("//h2[@id='total']")


def test_a_persons_passages_of_a_form_are_those_of_the_api(read, client):
    page = read("/persons/p-pettibone?forms=Petibone&tier=possible")
    twin = page.links("//main")["These passages as JSON"]
    assert page.text("//h2[@id='total']") == f"{client.get(twin).json()['total']} passages"
    assert client.get(twin).json()["forms"] == ["Petibone"]
