"""Faceted search through HTTP: a real server in a process of its own, on this machine only.

    python -m bench http

The questions are words of the passages themselves, some narrowed by year or person; each is asked
once, so that nothing can be remembered from the one before, and then once more. Then the pages that
cost most: the first page, and the page of the person with most passages.
"""

from __future__ import annotations

import os
import random
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from statistics import median

import httpx

from bench.figures import Target, centile, show, show_load
from bench.scale import Line, ensure_loaded, read_lines
from bench.setting import Setting
from corpus.catalogue.ids import entity_id

REQUESTS = 400
WARM_UP = 30
MEDIAN, P99 = Target(15), Target(60)
MEMORY = Target(400)
START = Target(3)
PAGE = Target(300)
PROGRAM = str(Path(sys.executable).with_name("stenogram"))

Question = list[tuple[str, str | int | float | bool | None]]


def main(setting: Setting) -> None:
    """Print how fast a server over the passages of bench/scale answers."""
    passages = setting.shared / "bench" / "scale" / "old-bailey-passages.jsonl.gz"
    data = ensure_loaded(passages, setting.data / "scale")
    questions = sample_questions(list(read_lines(passages)), WARM_UP + REQUESTS)
    show_load()
    with serving(data) as server:
        show("server: start to the first answer", server.start, "s", START)
        ask_all(server.client, questions[:WARM_UP])
        before = server.processor()
        show_times("faceted search", ask_all(server.client, questions[WARM_UP:]))
        show("processor time of a search", 1000 * (server.processor() - before) / REQUESTS, "ms")
        show_times("the same asked again", ask_all(server.client, questions[WARM_UP:]))
        show("server: resident memory", server.memory(), "MB", MEMORY)
        show_pages(server.client, data)
        show("server: resident memory after the pages", server.memory(), "MB", MEMORY)
    show_load()


def sample_questions(lines: Sequence[Line], number: int) -> list[Question]:
    """Questions as people ask them, the same in each run."""
    chance = random.Random(3)
    return [sample_question(chance, chance.choice(lines)) for _ in range(number)]


def sample_question(chance: random.Random, line: Line) -> Question:
    """One to three words of a passage, one in quotes, or a beginning; a year or person now and then."""
    words = re.findall(r"[A-Za-z]{4,}", line["text"]) or ["prisoner"]
    kind = chance.random()
    text = " ".join(chance.sample(words, min(len(words), chance.randint(1, 3))))
    if kind < 0.1:
        text = f'"{chance.choice(words)}"'
    elif kind < 0.2:
        text = f"{chance.choice(words)[:5]}*"
    question: Question = [("q", text), ("limit", "10")]
    if chance.random() < 0.25:
        question.append(("year", str(line["year"])))
    if line["persons"] and chance.random() < 0.25:
        question.append(("person", entity_id("person", chance.choice(line["persons"]))))
    return question


class Server:
    """A server that runs: `start` are the seconds until it answered."""

    def __init__(self, process: subprocess.Popen[bytes], client: httpx.Client, start: float) -> None:
        self.client = client
        self.start = start
        self._process = process

    def memory(self) -> float:
        """Resident memory in megabytes."""
        lines = Path(f"/proc/{self._process.pid}/status").read_text().splitlines()
        return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmRSS"))

    def processor(self) -> float:
        """Seconds of processor time so far."""
        fields = Path(f"/proc/{self._process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


@contextmanager
def serving(data: Path, *options: str) -> Iterator[Server]:
    """`stenogram serve` over a data folder, on a free port, until the block ends."""
    port = free_port()
    started = time.perf_counter()
    process = subprocess.Popen(
        [PROGRAM, "serve", "--data", str(data), "--port", str(port), *options],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=30) as client:
            wait_for(client, process)
            yield Server(process, client, time.perf_counter() - started)
    finally:
        process.terminate()
        process.wait(timeout=30)


def wait_for(client: httpx.Client, process: subprocess.Popen[bytes]) -> None:
    """Wait until a search is answered."""
    for _ in range(3000):
        try:
            client.get("/api/v1/search", params={"q": "court"}).raise_for_status()
            return
        except httpx.TransportError:
            if process.poll() is not None:
                break
        time.sleep(0.01)
    raise TimeoutError("the server did not become ready")


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def ask_all(client: httpx.Client, questions: Sequence[Question]) -> list[float]:
    """The milliseconds of each question."""
    return [ask(client, "/api/v1/search", question) for question in questions]


def ask(client: httpx.Client, path: str, question: Question | None = None) -> float:
    started = time.perf_counter()
    client.get(path, params=question or []).raise_for_status()
    return 1000 * (time.perf_counter() - started)


def show_times(name: str, times: Sequence[float]) -> None:
    show(f"{name}: median of {len(times)}", median(times), "ms", MEDIAN)
    show(f"{name}: 99%", centile(times, 99), "ms", P99)


def show_pages(client: httpx.Client, data: Path) -> None:
    """The pages and the list that cost most."""
    person = client.get("/api/v1/persons", params={"limit": 1}).json()["items"][0]
    paths = {
        "first page": "/",
        f"page of {person['name']}": f"/persons/{person['id']}",
        "list of persons": "/persons",
        "list of documents": "/documents",
    }
    for name, path in paths.items():
        first, *again = [ask(client, path) for _ in range(11)]
        show(f"{name}: first time", first, "ms", PAGE)
        show(f"{name}: median of 10 more", median(again), "ms", PAGE)
    started = time.perf_counter()
    command = [PROGRAM, "person", person["id"], "--data", str(data), "--format", "jsonl"]
    passages = subprocess.run(command, check=True, capture_output=True).stdout.count(b"\n")
    show(f"stenogram person: {passages:,} passages", time.perf_counter() - started, "s")
