"""Measures faceted search through HTTP: a real server in a process of its own, on this machine only.

    python -m bench.http DATA [--requests N]

Prints median and 99th percentile in milliseconds, the start of the server, and its resident memory.
"""

from __future__ import annotations

import argparse
import os
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import httpx

# Frequent and rare words, phrases, prefixes, exclusions; narrowed by each year in turn, so that no
# question is asked twice and nothing can be remembered from the one before.
QUERIES = (
    "prisoner",
    "watch stolen",
    '"not guilty"',
    "robb*",
    "house -window",
    "handkerchief pocket",
    "the court",
    "constable apprehended",
    '"my lord"',
    "witness sworn letter",
)
YEARS = ("", *map(str, range(1800, 1900)))


@dataclass(frozen=True, slots=True)
class Measured:
    """Milliseconds of questions asked for the first time and again, seconds until the server was ready,
    megabytes it holds."""

    first: tuple[float, ...]
    again: tuple[float, ...]
    start: float
    memory: float

    def __str__(self) -> str:
        return (
            f"{len(self.first)} faceted queries: {_summary(self.first)}; asked again: {_summary(self.again)};"
            f" start {self.start:.2f} s; resident {self.memory:.0f} MB"
        )


def _summary(times: Sequence[float]) -> str:
    ordered = sorted(times)
    p99 = ordered[min(len(ordered) - 1, len(ordered) * 99 // 100)]
    return f"median {statistics.median(ordered):.1f} ms, 99% {p99:.1f} ms, max {ordered[-1]:.1f} ms"


def measure(data: Path, requests: int) -> Measured:
    """Serve a data folder and ask it."""
    started = time.perf_counter()
    with serving(data) as (url, process), httpx.Client(base_url=url, timeout=30) as client:
        _wait(client)
        start = time.perf_counter() - started
        for question in _questions(("1700",)):
            _ask(client, question)
        asked = list(islice(_questions(YEARS), requests))
        first = tuple(_ask(client, question) for question in asked)
        again = tuple(_ask(client, question) for question in asked)
        return Measured(first, again, start, _resident(process.pid))


@contextmanager
def serving(data: Path) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """A server of its own on a free port."""
    port = _free_port()
    environment = os.environ | {"STENOGRAM_DATA": str(data)}
    command = [str(Path(sys.executable).with_name("stenogram")), "serve", "--port", str(port)]
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        yield f"http://127.0.0.1:{port}", process
    finally:
        process.terminate()
        process.wait(timeout=30)


def _questions(years: Sequence[str]) -> Iterator[Sequence[tuple[str, str]]]:
    for year in years:
        for query in QUERIES:
            pairs = [("q", query), ("limit", "10")]
            yield [*pairs, ("year", year)] if year else pairs


def _ask(client: httpx.Client, question: Sequence[tuple[str, str]]) -> float:
    started = time.perf_counter()
    answer = client.get("/api/v1/search", params=list(question))
    answer.raise_for_status()
    return (time.perf_counter() - started) * 1000


def _wait(client: httpx.Client) -> None:
    for _ in range(300):
        try:
            if client.get("/readyz").status_code == 200:
                return
        except httpx.TransportError:
            pass
        time.sleep(0.05)
    raise TimeoutError("the server did not become ready")


def _resident(process: int) -> float:
    lines = Path(f"/proc/{process}/status").read_text().splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmRSS"))


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--requests", type=int, default=400)
    given = parser.parse_args()
    print(measure(given.data, given.requests))
