"""docs/operations.md: its Docker commands, messages, rights and numbers are those of the project."""

from __future__ import annotations

import json
import re
import shlex

import pytest

from search.engines.elastic.errors import FAULTS
from tests.deployment.compose import SECRETS, services
from tests.deployment.dockerfile import ROOT

PAGE = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
ROOMS = ("corpus", "ingest", "search", "stenogram")


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)


def docker_commands() -> list[list[str]]:
    return [shlex.split(line) for block in blocks("text") for line in block.splitlines()]


@pytest.mark.parametrize("words", docker_commands(), ids=" ".join)
def test_docker_commands_speak_of_services_and_secrets(words: list[str]) -> None:
    assert words[:2] == ["docker", "compose"]
    named = set(words[3:]) & set(services())
    assert words[2] in ("up", "build") or len(named) == 1
    assert [word for word in words if word.startswith(SECRETS)] in ([], [f"{SECRETS}/stenogram_access_key"])


def test_variables_of_the_compose_file_are_documented() -> None:
    named = set(re.findall(r"\$\{(\w+)", (ROOT / "docker-compose.yml").read_text(encoding="utf-8")))
    assert {name for name in named if f"`{name}`" not in PAGE} == set()


def messages() -> list[str]:
    """What is set as code in the first column of the last table."""
    table = PAGE.split("## When something is wrong")[1]
    return [
        quoted
        for row in re.findall(r"^\| (`[^|]*) \|", table, re.MULTILINE)
        for quoted in re.findall(r"`([^`]+)`", row)
    ]


@pytest.mark.parametrize("message", messages())
def test_messages_are_those_of_the_code(message: str) -> None:
    code = [path.read_text(encoding="utf-8") for room in ROOMS for path in (ROOT / room).rglob("*.py")]
    assert any(message in text for text in code)


def test_what_goes_wrong_with_elasticsearch_is_listed() -> None:
    said = [fault.says for fault in FAULTS if fault.error.status == 503]
    assert said
    assert [one for one in said if not any(message in one for message in messages())] == []


def test_the_rights_are_few_and_on_its_own_indexes_alone() -> None:
    (role,) = json.loads(blocks("json")[0])["role_descriptors"].values()
    assert role["cluster"] == ["monitor"]
    assert [one["names"] for one in role["indices"]] == [["stenogram-*"]]
