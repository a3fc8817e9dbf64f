"""What only the embedded engine has to show of updates: its base stays as it is, byte for byte."""

from __future__ import annotations

import errno
import json
import os
import subprocess
import sys
from dataclasses import replace

import pytest

from corpus.errors import NotIndexedError, UnavailableError
from search.engines.base import IndexedPassage, RebuildNeededError
from search.engines.embedded import EmbeddedEngine, folders
from search.query import SearchQuery

OLD, NEW = "000001-a", "000002-a"

# Updates OLD to NEW, and is killed without a chance to clean up: while passages come, when numbers have been
# written, when the index has been changed, when all is done but to say so.
KILLED = """
import os, signal, sys
from pathlib import Path
from search.engines.base import IndexedPassage
from search.engines.embedded import EmbeddedEngine, engine, folders

def kill(*_):
    os.kill(os.getpid(), signal.SIGKILL)

def passages():
    for number in range(3, 9):
        yield IndexedPassage(f"e.{number}", f"{number:06}x", f"letter {number}", "en", f"e{number}", "c")
    if sys.argv[2] == "passages":
        kill()

match sys.argv[2]:
    case "numbers":
        engine.to_document = kill
    case "index":
        engine._finish = kill
    case "whole":
        os.fsync = kill
        engine.extend_values = lambda _, values: {facet: dict.fromkeys(values[facet], 7) for facet in values}
        engine.extend_positions = lambda _, positions: range(len(positions))
EmbeddedEngine(Path(sys.argv[1])).update("000001-a", "000002-a", ["d.1"], passages())
"""


def letters(number):
    return [IndexedPassage(f"d.{n}", f"{n:06}", f"letter {n}", "en", "d", "c") for n in range(number)]


def contents(folder):
    return {file.name: file.read_bytes() for file in folder.iterdir()}


@pytest.fixture
def engine(tmp_path):
    engine = EmbeddedEngine(tmp_path / "index")
    engine.build(OLD, letters(10))
    return engine


@pytest.fixture
def base(tmp_path):
    return tmp_path / "index" / OLD


@pytest.mark.parametrize("moment", ["passages", "numbers", "index", "whole"])
def test_killed_while_updating(tmp_path, engine, base, moment):
    before = contents(base)
    command = [sys.executable, "-c", KILLED, str(tmp_path / "index"), moment]
    assert subprocess.run(command, timeout=60).returncode == -9
    assert contents(base) == before
    assert engine.generations() == (OLD, NEW)
    with pytest.raises(NotIndexedError):
        engine.open(NEW)
    assert engine.update(OLD, NEW, ["d.2"], []) == 9
    assert list(engine.open(NEW).ids(SearchQuery())) == [f"d.{n}" for n in range(10) if n != 2]


def test_the_base_stays_byte_for_byte(tmp_path, engine, base):
    before = contents(base)
    for number in range(2, 20):
        changed = replace(letters(10)[5], text=f"letter {number}")
        new = replace(letters(1)[0], id=f"e.{number}", position=f"{number:06}x", document=f"e{number}")
        passages = sorted([changed, new], key=lambda passage: passage.position)
        engine.update(f"{number - 1:06}-a", f"{number:06}-a", ["d.1"], passages)
        assert contents(base) == before
    assert engine.open("000019-a").count(SearchQuery()) == 9 + 18
    assert engine.open(OLD).count(SearchQuery()) == 10


def test_segments_are_shared(tmp_path, engine, base):
    engine.update(OLD, NEW, ["d.1"], [])
    segments = {file.name: file for file in base.iterdir() if len(file.stem) == 32}
    assert segments
    assert all((base.parent / NEW / name).samefile(file) for name, file in segments.items())


def test_without_links_files_are_copied(engine, base, monkeypatch):
    def refuse(*_):
        raise OSError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(os, "link", refuse)
    assert engine.update(OLD, NEW, ["d.1"], letters(1)) == 9
    assert all(file.stat().st_nlink == 1 for file in base.iterdir())
    engine.drop(OLD)
    assert engine.open(NEW).count(SearchQuery(text="letter")) == 9


def test_no_room_is_left_between_two(engine):
    """Each goes behind the one before, in front of the same."""

    def update(number):
        new = replace(letters(1)[0], id=f"e.{number}", position=f"000003x{number:03}")
        return engine.update(f"{number - 1:06}-a", f"{number:06}-a", [], [new])

    number = next(number for number in range(2, 100) if not fits(update, number))
    assert number > 25
    index = engine.open(f"{number - 1:06}-a")
    assert list(index.ids(SearchQuery()))[4:-6] == [f"e.{n}" for n in range(2, number)]
    with pytest.raises(NotIndexedError):
        engine.open(f"{number:06}-a")


def fits(update, number):
    try:
        return bool(update(number))
    except RebuildNeededError:
        return False


def test_more_is_deleted_than_there_is(engine, monkeypatch):
    monkeypatch.setattr(folders, "_MOST_DELETED", 5)
    assert engine.update(OLD, NEW, [f"d.{n}" for n in range(6)], []) == 4
    with pytest.raises(RebuildNeededError, match="6 passages that are deleted"):
        engine.update(NEW, "000003-a", [], [])


def test_a_base_of_another_layout(engine, base):
    built = base / "built.json"
    built.write_text(json.dumps(json.loads(built.read_text()) | {"layout": 2}))
    with pytest.raises(RebuildNeededError):
        engine.update(OLD, NEW, [], [])


@pytest.mark.parametrize("name", ["built.json", "meta.json", "person.values", "position.values"])
@pytest.mark.parametrize("rest", [b"", b"{", b"\xff" * 16, None])
def test_a_damaged_base_cannot_be_updated(engine, base, name, rest):
    file = base / name
    file.unlink() if rest is None else file.write_bytes(rest)
    with pytest.raises(RebuildNeededError if (name, rest) != ("built.json", None) else NotIndexedError):
        engine.update(OLD, NEW, [], letters(1))


# --- The root ---


def test_what_else_lies_in_the_root_is_no_generation(tmp_path, engine):
    (tmp_path / "index" / "lost+found").mkdir()
    (tmp_path / "index" / "000007-file").touch()
    assert engine.generations() == (OLD,)


def test_a_root_that_is_not_there_yet_is_no_fault(tmp_path):
    EmbeddedEngine(tmp_path / "none").check()


def test_a_root_that_cannot_be_used(tmp_path):
    (tmp_path / "file").touch()
    engine = EmbeddedEngine(tmp_path / "file")
    for act in (engine.check, lambda: engine.build(OLD, letters(1))):
        with pytest.raises(UnavailableError, match="cannot be used") as refused:
            act()
        assert str(tmp_path) not in str(refused.value)
