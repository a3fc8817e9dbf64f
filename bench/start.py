"""How long the command line and the server take to start.

python -m bench start
"""

from __future__ import annotations

import subprocess
import time
from pathlib import Path
from statistics import median

from bench.figures import Target, show, show_load
from bench.http import PROGRAM, START, serving
from bench.setting import Setting
from corpus.manifest import sample_root

TIMES = 10
SERVER_TIMES = 5
HELP = Target(0.4)


def main(setting: Setting) -> None:
    """Print the start of `stenogram --help` and of a server over the sample collection."""
    show_load()
    show(f"stenogram --help: median of {TIMES}", median(run(["--help"]) for _ in range(TIMES)), "s", HELP)
    data = setting.data / "sample"
    run(["ingest", str(sample_root()), "--data", str(data)])
    show(
        f"server, sample collection: median of {SERVER_TIMES} starts to the first answer",
        median(start_of_server(data) for _ in range(SERVER_TIMES)),
        "s",
        START,
    )


def run(arguments: list[str]) -> float:
    """The seconds that a command takes."""
    started = time.perf_counter()
    subprocess.run([PROGRAM, *arguments], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return time.perf_counter() - started


def start_of_server(data: Path) -> float:
    with serving(data) as server:
        return server.start
