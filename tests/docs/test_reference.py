"""Everything public is documented: endpoints, parameters, fields, commands, options, settings, statuses."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import Any

import pytest
import typer.main

from corpus import errors
from corpus.model import Finder, MentionKind, Reason, Relation, Tier
from docs.examples import ROOT
from docs.settings_page import settings_lines
from search.query import Facet
from stenogram import rows
from stenogram.cli import app as cli
from stenogram.output import Format
from stenogram.settings import settings_table

Pages = Mapping[str, str]


def section(page: str, heading: str) -> str:
    """What stands below a heading, up to the next one of its level."""
    found = re.search(rf"^(#+) {re.escape(heading)}\n(.*?)(?=^\1 |\Z)", page, re.MULTILINE | re.DOTALL)
    assert found, f"no heading {heading!r}"
    return found[2]


def coded(text: str) -> set[str]:
    """What is set as code in a text, outside of blocks; of JSON its keys too."""
    prose = re.sub(r"^```.*?^```$", "", text, flags=re.MULTILINE | re.DOTALL)
    return set(re.findall(r"`([^`\n]+)`", prose))


def first_cells(text: str) -> set[str]:
    """What is set as code in the first column of a page's tables."""
    rows_ = re.findall(r"^\| ([^|]*) \|", text, re.MULTILINE)
    return {name for row in rows_ for name in re.findall(r"`([^`]+)`", row)}


@pytest.mark.parametrize(
    ("text", "expected"),
    [("| `a`, `b` | `c` |", {"a", "b"}), ("plain `x`", set()), ("| d | `e` |", set())],
)
def test_first_cells(text: str, expected: set[str]) -> None:
    assert first_cells(text) == expected


# --- API ---


def operations(app) -> dict[str, dict]:
    """The operations by their headings: `GET /api/v1/status`."""
    paths = app.openapi()["paths"].items()
    return {f"{method.upper()} {path}": found for path, item in paths for method, found in item.items()}


def test_exactly_the_endpoints_are_documented(app, pages: Pages) -> None:
    headings = re.findall(r"^## ((?:GET|POST) \S+)$", pages["docs/api.md"], re.MULTILINE)
    assert sorted(headings) == sorted(operations(app))


def test_every_parameter_is_documented(app, pages: Pages) -> None:
    for heading, operation in operations(app).items():
        documented = coded(section(pages["docs/api.md"], heading))
        asked = {one["name"] for one in operation.get("parameters", ()) if one["in"] == "query"}
        assert asked <= documented, heading


def test_exactly_the_statuses_are_documented(app, pages: Pages) -> None:
    for heading, operation in operations(app).items():
        line = re.search(r"^Statuses: (.*)\.$", section(pages["docs/api.md"], heading), re.MULTILINE)
        assert line, heading
        assert set(line[1].split(", ")) == set(operation["responses"]), heading


def test_every_field_is_documented(app, pages: Pages) -> None:
    documented = coded(pages["docs/api.md"]) | set(re.findall(r'"(\w+)":', pages["docs/api.md"]))
    for name, schema in app.openapi()["components"]["schemas"].items():
        assert set(schema.get("properties", ())) <= documented, name


def test_examples_have_only_fields_that_exist(app, pages: Pages) -> None:
    schemas = app.openapi()["components"]["schemas"].values()
    known = {field for schema in schemas for field in schema.get("properties", ())}
    assert set(re.findall(r'"(\w+)":', pages["docs/api.md"])) <= known


def error_kinds(kind: type[errors.StenogramError] = errors.StenogramError) -> Iterator[type]:
    yield kind
    for child in kind.__subclasses__():
        yield from error_kinds(child)


def test_every_error_status_is_documented(pages: Pages) -> None:
    listed = re.findall(r"^\| (\d+) \|", section(pages["docs/api.md"], "Errors"), re.MULTILINE)
    # No errors of ours: a wrong key, a page of another site, a wrong method, a foreign host.
    others = {401, 403, 405, 421}
    assert {int(status) for status in listed} == {kind.status for kind in error_kinds()} | others


# --- Command line ---


def commands() -> dict[str, Any]:
    """Commands by name, of the click that typer brings."""
    return dict(_leaves(typer.main.get_group(cli), ""))


def _leaves(group: Any, before: str) -> Iterator[tuple[str, Any]]:
    for name, command in group.commands.items():
        if hasattr(command, "commands"):
            yield from _leaves(command, f"{before}{name} ")
        else:
            yield before + name, command


@pytest.mark.parametrize("name", sorted(commands()))
def test_every_command_is_documented(name: str, pages: Pages) -> None:
    assert re.search(rf"\bstenogram {name}\b|`{name}`", "\n".join(pages.values()))


@pytest.mark.parametrize("name", sorted(commands()))
def test_every_option_is_documented(name: str, pages: Pages) -> None:
    text = section(pages["docs/commands.md"], f"stenogram {name}")
    options = {opt for one in commands()[name].params if one.param_type_name == "option" for opt in one.opts}
    assert first_cells(text) == options


def test_exactly_the_commands_are_documented(pages: Pages) -> None:
    headings = re.findall(r"^## stenogram (.+)$", pages["docs/commands.md"], re.MULTILINE)
    assert sorted(headings) == sorted(commands())


@pytest.mark.parametrize("name", sorted(commands()))
def test_every_command_has_an_example(name: str) -> None:
    assert f"stenogram {name}" in (commands()[name].epilog or "")


# --- Rows ---


@pytest.mark.parametrize(
    ("heading", "fields"),
    [
        ("Passage", rows.PASSAGE),
        (
            "Passage of a person",
            (*rows.PERSON_PASSAGE[-2:], "start", "end", "text", "person", "tier", "reason"),
        ),
        ("Passage of a name", (rows.FORM_PASSAGE[-1], "start", "end", "text", "persons")),
        ("Person", rows.PERSON),
        ("Name", rows.NAME),
        ("Mention", rows.MENTION),
        ("Turn", rows.TURN),
        ("Decision", rows.DECISION),
    ],
)
def test_exactly_the_fields_of_a_row_are_documented(
    heading: str, fields: tuple[str, ...], pages: Pages
) -> None:
    assert first_cells(section(pages["docs/formats.md"], heading)) == set(fields)


def exit_statuses() -> set[int]:
    return {kind.exit_status for kind in error_kinds()}


def test_every_exit_status_is_documented(pages: Pages) -> None:
    listed = re.findall(r"^\| (\d+) \|", section(pages["docs/formats.md"], "Exit statuses"), re.MULTILINE)
    assert {int(status) for status in listed} == exit_statuses() | {0, 130}


@pytest.mark.parametrize(
    ("page", "heading", "values"),
    [
        ("docs/persons.md", "How sure it is", Tier),
        ("docs/persons.md", "Why a mention belongs to a person", Reason),
        ("docs/persons.md", "What finds mentions", Finder),
        ("docs/formats.md", "Formats", Format),
        ("docs/queries.md", "Facets", Facet),
    ],
)
def test_exactly_the_values_are_listed(page: str, heading: str, values: type[StrEnum], pages: Pages) -> None:
    table = section(pages[page], heading).split("\n## ")[0]
    assert first_cells(table) - {"--format"} == {value.value for value in values}


@pytest.mark.parametrize("value", [*Relation, *MentionKind])
def test_every_other_value_is_named(value: StrEnum, pages: Pages) -> None:
    assert value.value in coded(pages["docs/formats.md"])


# --- Settings ---


def test_the_table_of_settings_is_that_of_the_program(pages: Pages) -> None:
    """Where this fails: make docs."""
    assert "\n".join(settings_lines(settings_table())) in pages["docs/settings.md"]


def test_only_settings_that_exist_are_named(pages: Pages) -> None:
    known = {row.variable for row in settings_table()}
    named = {name for text in pages.values() for name in re.findall(r"\bSTENOGRAM_(?!TEST_)[A-Z_]+", text)}
    assert named <= known


def test_messages_name_settings_that_exist() -> None:
    # STENOGRAM_NAME is how the settings explain themselves.
    known = {row.variable for row in settings_table()} | {"STENOGRAM_NAME"}
    for room in ("corpus", "ingest", "search", "stenogram"):
        for file in (ROOT / room).rglob("*.py"):
            named = set(re.findall(r"\bSTENOGRAM_[A-Z_]+", file.read_text(encoding="utf-8")))
            assert named <= known, file
