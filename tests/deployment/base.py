"""What stands in for the base image: a Python that every user may run."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

# What a base image does not have, or nobody misses.
_LEFT_OUT = ("site-packages", "test", "tests", "idlelib", "tkinter", "config-*", "*.a")


def base_environment(folder: Path, user: int) -> Mapping[str, str]:
    """The variables with which a user finds `python`: this one, or a copy of it in `folder` where the
    user may not run this one (it lies below somebody's home)."""
    program = Path(getattr(sys, "_base_executable", sys.executable)).resolve()
    places = folder / "bin"
    places.mkdir(parents=True)
    if not _may_run(program, user):
        program = _copied(program, folder)
    if not (places / "python").exists():
        (places / "python").symlink_to(program)
    path = os.pathsep.join([str(places), "/usr/local/bin", "/usr/bin", "/bin"])
    return {"PATH": path, "LD_LIBRARY_PATH": str(folder / "lib")}


def _may_run(program: Path, user: int) -> bool:
    try:
        return subprocess.run([program, "-c", ""], user=user, extra_groups=[], cwd="/").returncode == 0
    except PermissionError:
        return False


def _copied(program: Path, folder: Path) -> Path:
    """A Python finds its library by its own place, so a copy of the two is one that runs."""
    library = Path(os.__file__).parent
    shutil.copytree(library, folder / "lib" / library.name, ignore=shutil.ignore_patterns(*_LEFT_OUT))
    for shared in library.parent.glob("libpython*"):
        shutil.copy2(shared, folder / "lib")
    return Path(shutil.copy2(program, folder / "bin"))
