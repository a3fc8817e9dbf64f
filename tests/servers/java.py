"""Which Java runs Elasticsearch: the oldest that will do, since newer ones may be too new for it."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterable, Mapping
from functools import partial
from pathlib import Path

from tests.servers.machine import Account, NoJavaError, install_packages, server_account

# Elasticsearch -> the oldest Java that runs it, and Debian's packages of one that does.
OLDEST = {8: 17, 9: 21}
PACKAGES = {8: ("default-jre-headless",), 9: ("openjdk-21-jre-headless", "openjdk-25-jre-headless")}

FOLDER = Path("/usr/lib/jvm")
ASKED_FOR = ("ES_JAVA_HOME", "JAVA_HOME")


def find_java(major: int) -> Path:
    """The home of a Java for Elasticsearch `major`; installs one where it may and must."""
    find = partial(choose_java, oldest=OLDEST[major], account=server_account())
    if found := find(java_homes(os.environ)):
        return found
    for package in PACKAGES[major]:
        if install_packages(package) and (found := find(java_homes(os.environ))):
            return found
    raise NoJavaError(f"no Java {OLDEST[major]} or later (JAVA_HOME=folder names one)")


def java_homes(environment: Mapping[str, str], folder: Path = FOLDER) -> list[Path]:
    """Where a Java may be: named in the environment, the system's, the one on the PATH."""
    named = [Path(environment[name]) for name in ASKED_FOR if environment.get(name)]
    system = sorted(folder.iterdir()) if folder.is_dir() else []
    program = shutil.which("java", path=environment.get("PATH", ""))
    return [*named, *system, *([Path(program).resolve().parents[1]] if program else [])]


def choose_java(homes: Iterable[Path], oldest: int, account: Account) -> Path | None:
    """The home with the least version that is not too old and that `account` can run; the first of equals."""
    versions = [(java_version(home, account), home) for home in homes]
    suitable = [(version, home) for version, home in versions if version >= oldest]
    return min(suitable, key=lambda pair: pair[0])[1] if suitable else None


def java_version(home: Path, account: Account) -> int:
    """The major version of the Java in a folder; 0 where none runs."""
    command = [str(home / "bin" / "java"), "-version"]
    try:
        answer = subprocess.run(command, capture_output=True, encoding="utf-8", **account.options())
    except OSError:
        return 0
    return parse_version(answer.stderr) if answer.returncode == 0 else 0


def parse_version(text: str) -> int:
    """The major version in what `java -version` prints: "1.8.0_292" is 8, "17.0.15" is 17."""
    found = re.search(r'version "(?:1\.)?(\d+)', text)
    return int(found[1]) if found else 0
