"""What only the embedded engine has to show: its folders, and death in the middle of a build or an update."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from corpus.errors import NotIndexedError, UnavailableError
from search.engines.base import IndexedPassage
from search.engines.embedded import EmbeddedEngine
from search.query import Facet, SearchQuery

OLD, NEW = "000001-old", "000002-new"

# Builds NEW and is killed, without a chance to clean up, at the passage that it is told.
KILLED = """
import os, signal, sys
from pathlib import Path
from search.engines.base import IndexedPassage
from search.engines.embedded import EmbeddedEngine

def passages(last):
    for number in range(last):
        yield IndexedPassage(f"d.{number}", f"{number:06}", f"letter {number}", "en", "d", "c")
    os.kill(os.getpid(), signal.SIGKILL)

EmbeddedEngine(Path(sys.argv[1]), memory=15_000_000).build("000002-new", passages(int(sys.argv[2])))
"""


def letters(number):
    return [IndexedPassage(f"d.{n}", f"{n:06}", f"letter {n}", "en", "d", "c") for n in range(number)]


@pytest.mark.parametrize("last", [0, 3, 40_000])
def test_killed_while_building(tmp_path, last):
    engine = EmbeddedEngine(tmp_path)
    engine.build(OLD, letters(5))
    killed = subprocess.run([sys.executable, "-c", KILLED, str(tmp_path), str(last)], timeout=60)
    assert killed.returncode == -9
    assert engine.generations() == (OLD, NEW)
    with pytest.raises(NotIndexedError) as refused:
        engine.open(NEW)
    assert str(tmp_path) not in str(refused.value)  # it is told to everyone who asks for /readyz
    assert engine.open(OLD).count(SearchQuery(text="letter")) == 5
    assert engine.build(NEW, letters(7)) == 7
    assert engine.open(NEW).count(SearchQuery(text="letter")) == 7


def test_a_generation_of_another_layout_is_not_read(tmp_path):
    engine = EmbeddedEngine(tmp_path)
    engine.build(OLD, letters(1))
    built = tmp_path / OLD / "built.json"
    built.write_text(json.dumps(json.loads(built.read_text()) | {"layout": 0}))
    with pytest.raises(UnavailableError, match=r"another version.*Run `stenogram index`"):
        engine.open(OLD)


@pytest.mark.parametrize("name", ["built.json", "meta.json", "person.values", "year.values"])
@pytest.mark.parametrize("rest", [b"", b"{", b"\0" * 8, b"\x10" + b"\0" * 7, b"\xff" * 16, None])
def test_a_damaged_generation_is_reported(tmp_path, name, rest):
    engine = EmbeddedEngine(tmp_path)
    engine.build(OLD, letters(1))
    file = tmp_path / OLD / name
    file.unlink() if rest is None else file.write_bytes(rest)
    with pytest.raises(UnavailableError, match=r"Run `stenogram index`") as refused:
        engine.open(OLD)
    assert str(tmp_path) not in str(refused.value)


def test_no_root_yet(tmp_path):
    assert EmbeddedEngine(tmp_path / "none").generations() == ()


def test_dropped_while_open(tmp_path):
    engine = EmbeddedEngine(tmp_path)
    engine.build(OLD, letters(3))
    index = engine.open(OLD)
    engine.drop(OLD)
    assert list(index.ids(SearchQuery(text="letter"))) == ["d.0", "d.1", "d.2"]


def test_nothing_but_the_index_is_left_of_a_build(tmp_path):
    EmbeddedEngine(tmp_path).build(OLD, letters(3))
    values = {f"{kind}.values" for kind in (*Facet, "position")}
    others = {file.name for file in (tmp_path / OLD).iterdir() if not file.name.startswith(".")} - values
    segment = {name for name in others if len(name.partition(".")[0]) == 32}
    assert others - segment == {"built.json", "meta.json"}
