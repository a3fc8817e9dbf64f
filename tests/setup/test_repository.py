"""What the repository holds: every dependency pinned, and nothing that ties it to one machine."""

from __future__ import annotations

import re
import subprocess
import tomllib
from importlib.metadata import distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]

OLDEST_PYTHON = "3.11.0"

# Put together from pieces, so that this file does not contain what it forbids.
REGISTRY_HOSTS = [
    "pypi" + ".org",
    "python" + "hosted.org",
    "npmjs" + ".org",
    "npmjs" + ".com",
    "proxy.golang" + ".org",
    "crates" + ".io",
    "rubygems" + ".org",
    "conda.anaconda" + ".org",
    "deb.debian" + ".org",
]
# A path of the machine where somebody develops, but not the end of an address (example.org/work/).
MACHINE_PATH = re.compile(r"(?<![\w./])/(?:" + "|".join(["work", "root", "Users", "opt/wheels"]) + ")/")


def project_files() -> list[Path]:
    """Every file that is tracked, or would be."""
    command = [
        "git",
        "-c",
        "safe.directory=*",
        "ls-files",
        "--cached",
        "--others",
        "--exclude-standard",
        "-z",
    ]
    listing = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8")
    if listing.returncode != 0:
        pytest.skip("not a git checkout")
    return [path for name in listing.stdout.split("\0") if name and (path := ROOT / name).is_file()]


def direct_dependencies() -> list[Requirement]:
    """Every requirement that pyproject.toml names, those of the extras too."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"].values()
    return [Requirement(text) for group in [project["dependencies"], *extras] for text in group]


def pins() -> dict[str, str]:
    """Canonical name -> version, as constraints.txt pins them."""
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    return {canonicalize_name(name): version for name, _, version in (line.partition("==") for line in lines)}


@pytest.mark.parametrize("requirement", direct_dependencies(), ids=lambda requirement: requirement.name)
def test_dependencies_are_pinned(requirement: Requirement) -> None:
    assert requirement.specifier.contains(pins()[canonicalize_name(requirement.name)])


def test_pins_suit_the_oldest_python() -> None:
    """Debian 12 has Python 3.11.2, and a package may ask for 3.11.5: it could not be installed there."""
    pinned = [package for package in distributions() if canonicalize_name(package.name) in pins()]
    too_new = [
        package.name
        for package in pinned
        if not SpecifierSet(package.metadata.get("Requires-Python", "")).contains(OLDEST_PYTHON)
    ]
    assert pinned
    assert too_new == []


def test_constraints_are_plain_pins() -> None:
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if not re.fullmatch(r"[A-Za-z0-9._-]+==[A-Za-z0-9.!+_-]+", line)] == []


@pytest.mark.parametrize("host", REGISTRY_HOSTS)
def test_no_file_names_a_package_registry(host: str) -> None:
    assert [path for path in project_files() if host.encode() in path.read_bytes()] == []


def test_no_file_names_a_path_of_one_machine() -> None:
    found = [path for path in project_files() if MACHINE_PATH.search(path.read_bytes().decode("latin-1"))]
    assert found == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("see /" + "work/main/corpus", True),
        ('open("/' + 'root/notes.txt")', True),
        ("https://example.org/work/one.html", False),
        ("//root/child", False),
        ("the framework/work/shop", False),
    ],
)
def test_machine_paths_are_told_from_addresses(text: str, expected: bool) -> None:
    assert bool(MACHINE_PATH.search(text)) is expected
