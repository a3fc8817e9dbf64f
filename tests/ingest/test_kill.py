"""Kill it anywhere and run it again: no document lost, none twice."""

import json
import os
import random
import signal
import subprocess
import time
from collections import Counter
from pathlib import Path

from sqlalchemy import func, select

from corpus.catalogue import schema
from corpus.catalogue.catalogue import Catalogue

KILLS = 20
DOCUMENTS = 40
NEW, CHANGED = 5, 8
# Seconds. Workers that tag end at once, one that still starts when its imports are done: on a machine
# that is busy with other tests this takes longer. One that does not end by itself lives for ever.
ORPHANS_END_WITHIN = 5.0

GIVEN = ("Anna", "Berta", "Anton", "Osip", "Arthur", "Margaret", "Emil", "Clara")
SURNAMES = ("Lind", "Veresov", "Klim", "Hale", "Brandon", "Sorley", "Maddox", "Quennell")
DEEDS = ("met {} at the harbour", "had written to {} in May 1931", "denied that {} had come", "paid Mr. {}")


def compose(chance: random.Random) -> str:
    """About 800 words of a fictional record."""
    sentences = []
    for number in range(90):
        who, whom = (f"{chance.choice(GIVEN)} {chance.choice(SURNAMES)}" for _ in range(2))
        sentences.append(f"{who} {chance.choice(DEEDS).format(whom)}." + ("\n\n" if number % 6 == 5 else " "))
    return "".join(sentences)


def change(folder: Path, chance: random.Random) -> None:
    """Add documents until there are all, then write some of them anew."""
    names = [folder / f"{number // 8}" / f"{number:02}.txt" for number in range(DOCUMENTS)]
    missing = [path for path in names if not path.exists()][:NEW]
    for path in missing or chance.sample(names, CHANGED):
        path.parent.mkdir(exist_ok=True)
        path.write_text(compose(chance), encoding="utf-8")


def run_until(process: subprocess.Popen[str], seconds: float) -> bool:
    """Kill the process, and only it, after some seconds; False where it had ended before."""
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        os.kill(process.pid, signal.SIGKILL)
    ended = process.wait()
    for stream in (process.stdout, process.stderr):
        stream.close()
    assert ended in (0, -signal.SIGKILL)
    return ended != 0


def living(group: int) -> list[str]:
    """The processes of a group that still run."""
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            fields = (entry / "stat").read_text().rpartition(")")[2].split()
            if int(fields[2]) == group and fields[0] not in "ZX":
                found.append((entry / "cmdline").read_bytes().replace(b"\0", b" ").decode())
        except (FileNotFoundError, ProcessLookupError):
            continue
    return found


def wait_for_orphans(group: int) -> list[str]:
    deadline = time.monotonic() + ORPHANS_END_WITHIN
    while (left := living(group)) and time.monotonic() < deadline:
        time.sleep(0.02)
    return left


def check_published(data: Path) -> None:
    """What readers see is always whole: no document twice, and the passages that the index was built of."""
    if not (data / "catalogue.sqlite").exists():
        return
    catalogue = Catalogue.open(data)
    revision = catalogue.published_revision()
    with catalogue.engine.connect() as db:
        alive = schema.alive(schema.documents, revision)
        ids = list(db.execute(select(schema.documents.c.id).where(alive)).scalars())
        passages = db.execute(
            select(func.count()).select_from(schema.passages).where(schema.alive(schema.passages, revision))
        ).scalar_one()
        indexed = db.execute(
            select(schema.generations.c.passages).where(schema.generations.c.state == "published")
        ).scalar()
    catalogue.close()
    assert len(ids) == len(set(ids))
    assert passages == (indexed or 0)


def facts(stenogram, data: Path) -> tuple[Counter, Counter]:
    """All passages and mentions, without the ids of persons, which depend on who was met first."""
    rows = {}
    for what in ("passages", "mentions"):
        printed = stenogram("export", what, "--data", data)
        assert printed.returncode == 0
        rows[what] = [json.loads(line) for line in printed.stdout.splitlines()]
    passages = Counter((row["source"], row["start"], row["end"], row["text"]) for row in rows["passages"])
    mentions = Counter(
        (row["source"], row["start"], row["end"], row["text"], row["kind"], row["by"], row["value"])
        for row in rows["mentions"]
    )
    return passages, mentions


def test_killed_at_twenty_random_moments_an_ingest_loses_nothing_and_doubles_nothing(
    stenogram_command, tmp_path
):
    chance = random.Random(1936)
    folder, data = tmp_path / "records", tmp_path / "data"
    folder.mkdir()
    command = ("ingest", folder, "--data", data, "--workers", "2")
    longest, kills = 4.5, 0
    change(folder, chance)
    while kills < KILLS:
        started = time.monotonic()
        process = stenogram_command.start(*command)
        if run_until(process, longest * chance.uniform(0.1, 1)):
            kills += 1
        else:
            longest = min(longest, time.monotonic() - started)
        assert wait_for_orphans(process.pid) == []
        check_published(data)
        change(folder, chance)

    done = stenogram_command(*command)
    assert (done.returncode, done.stdout) == (0, "")
    assert "could not be read" not in done.stderr

    files = {str(path): path.read_text(encoding="utf-8") for path in folder.glob("*/*.txt")}
    assert len(files) == DOCUMENTS
    status = json.loads(stenogram_command("status", "--data", data, "--format", "jsonl").stdout)
    assert (status["holdings"]["documents"], status["holdings"]["failures"]) == (DOCUMENTS, [])
    assert status["whole"]
    assert status["indexed"] == status["holdings"]["passages"]

    passages, mentions = facts(stenogram_command, data)
    texts = dict.fromkeys(files, "")
    for source, start, end, text in sorted(passages):
        assert files[source][start:end] == text
        texts[source] += text
    assert texts == files
    assert stenogram_command("ingest", folder, "--data", tmp_path / "fresh").returncode == 0
    assert facts(stenogram_command, tmp_path / "fresh") == (passages, mentions)
    assert f"{DOCUMENTS} unchanged" in stenogram_command(*command).stderr
