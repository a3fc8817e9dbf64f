"""What servers find on a machine: a Java that will do, programs, free ports, a place for downloads."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

from tests.servers import java, machine
from tests.servers.java import choose_java, find_java, java_homes, parse_version
from tests.servers.machine import (
    PORTS,
    Account,
    NoJavaError,
    cache_folder,
    free_ports,
    is_free,
    memory_folder,
)
from tests.servers.postgresql import installed_programs

OURSELVES = Account()


def put_program(path: Path, body: str = "") -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{body}\n", encoding="utf-8")
    path.chmod(0o755)


def put_java(home: Path, version: str) -> None:
    put_program(home / "bin" / "java", f"echo 'openjdk version \"{version}\" 2025-04-15' >&2")


@pytest.mark.parametrize(
    ("text", "version"),
    [
        ('openjdk version "17.0.15" 2025-04-15', 17),
        ('openjdk version "21" 2023-09-19 LTS', 21),
        ('java version "1.8.0_292"', 8),
        ('openjdk version "26-ea" 2026-03-17', 26),
        ('Picked up _JAVA_OPTIONS: -Xmx1g\nopenjdk version "17.0.1"', 17),
        ("no java here", 0),
        ("", 0),
    ],
)
def test_version_of_java(text: str, version: int) -> None:
    assert parse_version(text) == version


@pytest.mark.parametrize(
    ("versions", "oldest", "expected"),
    [
        ([], 17, None),
        (["11.0.2"], 17, None),
        (["17.0.15"], 17, 0),
        (["25.0.3", "17.0.15", "21.0.1"], 17, 1),
        (["25.0.3", "17.0.15", "21.0.1"], 21, 2),
        (["25.0.3", "17.0.15"], 21, 0),
        (["21.0.1", "21.0.9"], 21, 0),
    ],
)
def test_the_oldest_java_that_will_do(
    tmp_path: Path, versions: list[str], oldest: int, expected: int | None
) -> None:
    homes = [tmp_path / str(number) for number in range(len(versions))]
    for home, version in zip(homes, versions, strict=True):
        put_java(home, version)
    assert choose_java(homes, oldest, OURSELVES) == (None if expected is None else homes[expected])


def test_what_does_not_run_is_no_java(tmp_path: Path) -> None:
    put_program(tmp_path / "broken" / "bin" / "java", "echo 'version \"21\"' >&2; exit 1")
    assert choose_java([tmp_path / "missing", tmp_path / "broken"], 17, OURSELVES) is None


def test_where_a_java_may_be(tmp_path: Path) -> None:
    put_java(tmp_path / "opt" / "jdk", "21")
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "java").symlink_to(tmp_path / "opt" / "jdk" / "bin" / "java")
    (tmp_path / "jvm" / "b").mkdir(parents=True)
    (tmp_path / "jvm" / "a").mkdir()
    environment = {"PATH": str(tmp_path / "bin"), "JAVA_HOME": "/java", "ES_JAVA_HOME": "/es"}
    named, system, on_path = (
        ["/es", "/java"],
        [tmp_path / "jvm" / name for name in "ab"],
        tmp_path / "opt" / "jdk",
    )
    assert java_homes(environment, tmp_path / "jvm") == [*map(Path, named), *system, on_path]
    assert java_homes({}, tmp_path / "nothing") == []


def test_no_java_is_said_with_a_remedy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(java, "java_homes", lambda environment: [])
    monkeypatch.setattr(java, "install_packages", lambda name: False)
    with pytest.raises(NoJavaError, match=r"^no Java 21 or later \(JAVA_HOME=folder names one\)$"):
        find_java(9)


@pytest.mark.parametrize(
    ("environment", "user", "expected"),
    [
        ({"HOME": "/home/ann"}, 1000, "/home/ann/.cache/stenogram-tests"),
        ({"HOME": "/home/ann", "XDG_CACHE_HOME": "/tmp/c"}, 1000, "/tmp/c/stenogram-tests"),
        ({"HOME": "/home/ann", "XDG_CACHE_HOME": ""}, 1000, "/home/ann/.cache/stenogram-tests"),
        ({"HOME": "/home/ann", "XDG_CACHE_HOME": "/tmp/c"}, 0, "/var/cache/stenogram-tests"),
    ],
)
def test_where_downloads_stay(environment: dict[str, str], user: int, expected: str) -> None:
    assert cache_folder(environment, user) == Path(expected)


@pytest.mark.parametrize(
    ("on_path", "debian", "expected"),
    [
        (False, [], None),
        (True, [], "usr"),
        (False, ["9.6", "15", "17"], "debian/17/bin"),
        (False, ["9.6", "15"], "debian/15/bin"),
        (True, ["15"], "usr"),
    ],
)
def test_where_postgresql_is(tmp_path: Path, on_path: bool, debian: list[str], expected: str | None) -> None:
    for version in debian:
        put_program(tmp_path / "debian" / version / "bin" / "initdb")
    put_program(tmp_path / "usr" / "initdb")
    environment = {"PATH": str(tmp_path / ("usr" if on_path else "nothing"))}
    found = installed_programs(environment, tmp_path / "debian")
    assert found == (tmp_path / expected if expected else None)


def test_ports_are_free_and_different() -> None:
    ports = free_ports(6)
    assert len(set(ports)) == 6
    assert set(ports) <= set(PORTS)


def test_ports_in_use_are_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        used = listener.getsockname()[1]
        assert not is_free(used)
        monkeypatch.setattr(machine, "PORTS", [used])
        with pytest.raises(machine.UnavailableError, match="no free port"):
            free_ports(1)


def test_data_lie_in_memory_where_there_is_room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.servers.machine.ROOM", 1)
    assert memory_folder(tmp_path) == tmp_path
    assert memory_folder(tmp_path / "missing") is None
    monkeypatch.setattr("tests.servers.machine.ROOM", 1 << 62)
    assert memory_folder(tmp_path) is None
