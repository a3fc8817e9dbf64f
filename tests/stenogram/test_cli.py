"""The commands as a user runs them: formats, exit statuses, messages."""

import json
import signal
import socket
import subprocess
import sys
import time
from collections import Counter
from contextlib import closing, contextmanager

import httpx
import pytest
import typer.main

from corpus.errors import StenogramError
from corpus.manifest import sample_root
from stenogram.cli import app, main

PASSAGE = ["passage", "document", "source", "start", "end", "text", "speakers", "section"]
PERSON_PASSAGE = [*PASSAGE, "relation", "mentions"]
FORM_PASSAGE = [*PASSAGE, "mentions"]
NAME = ["form", "tier", "score", "distance", "reasons", "persons", "mentions", "passages"]
NAME += ["certain", "probable", "possible"]
PERSON = ["person", "name", "forms", "mentions", "passages"]
MENTION = ["document", "source", "start", "end", "text", "kind", "by", "person", "tier", "reason", "value"]
TURN = ["source", "start", "end", "label", "speaker"]
COMMANDS = sorted(typer.main.get_command(app).commands)


def one_line(message: str) -> bool:
    return message.count("\n") == 1 and message.endswith("\n") and "Traceback" not in message


# --- Help ---


@pytest.mark.parametrize("command", COMMANDS)
def test_the_help_of_each_command_shows_an_example(stenogram_command, command):
    done = stenogram_command(command, "--help")
    assert (done.returncode, done.stderr) == (0, "")
    # A group of commands lists them, and each of them has an example.
    assert f"Example:  stenogram {command}" in done.stdout or "Commands" in done.stdout


def test_every_promised_command_is_there(stenogram_command):
    promised = {
        "ingest",
        "search",
        "persons",
        "person",
        "names",
        "export",
        "status",
        "index",
        "serve",
        "fetch",
    }
    assert promised <= set(COMMANDS)
    shown = stenogram_command("--help").stdout
    assert all(f" {command} " in shown for command in COMMANDS)


# --- Wrong use: 2; could not: 1 ---


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["frobnicate"], "No such command"),
        (["search"], "Missing argument"),
        (["search", "x", "--limit", "0"], "--limit"),
        (["search", "x", "--format", "xml"], "--format"),
        (["person", "Varnek", "--tier", "sure"], "--tier"),
        (["names"], "Missing argument"),
        (["names", "K"], "holds no name"),
        (["names", "Comrade"], "holds no name"),
        (["names", ""], "No name is given"),
        (["names", "x" * 10_000], "10,000 characters"),
        (["names", "\x00\x1b"], "holds no name"),
        (["person", "Varnek", "--forms", ""], "no written name"),
        (["export", "everything"], "everything"),
        (["export", "mentions", "--kind", "place"], "--kind"),
        (["ingest"], "Missing argument"),
        (["ingest", ".", "--workers", "0"], "--workers"),
        (["serve", "--port", "70000"], "--port"),
        (["search", "word " * 500], "Query not understood"),
    ],
)
def test_wrong_use_is_told_with_status_2(sample, arguments, message):
    done = sample(*arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert message in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("status", "arguments", "environment", "message"),
    [
        (2, ["ingest", "nowhere.txt"], {}, "nowhere.txt does not exist"),
        (2, ["status"], {"STENOGRAM_PORT": "eighty"}, "STENOGRAM_PORT"),
        (2, ["ingest", str(sample_root())], {"STENOGRAM_MODEL": "no_such_model"}, "STENOGRAM_MODEL"),
        (2, ["serve", "--host", "0.0.0.0"], {}, "STENOGRAM_ACCESS_KEY"),
        (2, ["serve", "--host", "::"], {}, "STENOGRAM_ACCESS_KEY"),
        (1, ["search", "word"], {}, "stenogram ingest"),
        (1, ["status"], {}, "stenogram ingest"),
        (1, ["index"], {}, "stenogram ingest"),
        (2, ["status"], {"STENOGRAM_CATALOGUE": "nodb://x"}, "postgresql+psycopg://"),
        (1, ["fetch", "no-such-record"], {}, "No published source is called"),
    ],
)
def test_an_error_is_one_line_with_its_remedy(stenogram_command, status, arguments, environment, message):
    done = stenogram_command(*arguments, **environment)
    assert (done.returncode, done.stdout) == (status, "")
    assert message in done.stderr
    assert one_line(done.stderr)


def test_a_catalogue_that_is_none_is_one_line(stenogram_command, tmp_path):
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "catalogue.sqlite").write_text("no database, but long enough to look like one" * 50)
    done = stenogram_command("status", "--data", "data")
    assert done.returncode == 1
    assert one_line(done.stderr)


# --- Ingest ---


def test_the_sample_is_ingested_whole(sample):
    assert sample.ingested.returncode == 0
    assert sample.ingested.stdout == ""
    assert sample.ingested.stderr.startswith("Read 9 documents (")


def test_a_second_ingest_has_nothing_to_do(sample):
    before = sample.rows("status")
    done = sample.command("ingest", sample_root())
    assert (done.returncode, done.stderr) == (0, "Read 0 documents; 9 unchanged.\n")
    sample.answers.clear()
    assert sample.rows("status") == before


def test_some_files_that_fail_are_status_1_and_the_rest_is_searchable(stenogram_command, tmp_path):
    folder = tmp_path / "a folder [1936]"
    folder.mkdir()
    (folder / "good.txt").write_text("Anna Lind met Osip Klim at the harbour in May 1931.\n")
    (folder / "empty.txt").write_bytes(b"")
    (folder / "long.txt").write_bytes(b"x" * (1024 * 1024 + 1))
    (folder / "photo.jpg").write_bytes(b"\xff\xd8")
    done = stenogram_command("ingest", folder, "--data", "d", STENOGRAM_MAX_FILE_MB="1")
    assert done.returncode == 1
    lines = done.stderr.splitlines()
    assert lines[:2] == ["Read 1 documents (11 words); 0 unchanged.", "2 files could not be read:"]
    assert f"  {folder}/long.txt: larger than 1 MB. Split it, or raise STENOGRAM_MAX_FILE_MB." in lines
    assert any(line.startswith(f"  {folder}/empty.txt: ") for line in lines)
    assert lines[-1] == "1 files left alone: no reader for .jpg files."
    assert stenogram_command("search", "harbour", "--data", "d").returncode == 0
    status = stenogram_command("status", "--data", "d")
    assert (status.returncode, status.stdout.count(str(folder))) == (0, 3)

    (folder / "empty.txt").unlink()
    (folder / "long.txt").unlink()
    assert stenogram_command("ingest", folder, "--data", "d").returncode == 0
    (folder / "good.txt").unlink()
    gone = stenogram_command("ingest", folder, "--data", "d")
    assert gone.returncode == 0
    assert f"  {folder}/good.txt\n  Run again with --remove-gone" in gone.stderr
    removed = stenogram_command("ingest", folder, "--data", "d", "--remove-gone")
    assert "Removed 1 documents" in removed.stderr
    assert stenogram_command("search", "harbour", "--data", "d").returncode == 1


def test_a_moved_folder_is_shown_where_it_lies_now(stenogram_command, tmp_path):
    (tmp_path / "old").mkdir()
    (tmp_path / "old/a.txt").write_text("Anna Lind met Osip Klim at the harbour.\n")
    assert stenogram_command("ingest", "old", "--collection", "c", "--data", "d").returncode == 0
    (tmp_path / "old").rename(tmp_path / "new")
    moved = stenogram_command("ingest", "new", "--collection", "c", "--data", "d")
    assert moved.stderr == "Read 0 documents; 1 unchanged.\n"
    row = json.loads(stenogram_command("search", "harbour", "--data", "d", "--format", "jsonl").stdout)
    assert row["source"] == "new/a.txt"


# --- Rows ---

LISTS = [
    (["search", "lantern", "--limit", "1000"], PASSAGE),
    (["search", "lamp", "--forms", "Varnek", "--limit", "1000"], PASSAGE),
    (["persons"], PERSON),
    (["persons", "Dolgarov"], PERSON),
    (["person", "A. P. Varnek"], PERSON_PASSAGE),
    (["person", "A. P. Varnek", "--relation", "all"], PERSON_PASSAGE),
    (["person", "A. P. Varnek", "--forms", "VARNEK"], PERSON_PASSAGE),
    (["person", "Vellen"], FORM_PASSAGE),  # nobody is known by it
    (["names", "Varneck"], NAME),
    (["export", "mentions"], MENTION),
    (["export", "mentions", "--kind", "organisation"], MENTION),
    (["export", "passages"], PASSAGE),
    (["export", "turns"], TURN),
]


@pytest.mark.parametrize(("arguments", "fields"), LISTS)
def test_json_lines_have_exactly_the_promised_fields(sample, arguments, fields):
    rows = sample.rows(*arguments)
    assert rows
    assert {tuple(row) for row in rows} == {tuple(fields)}


@pytest.mark.parametrize(("arguments", "fields"), LISTS)
def test_csv_reads_back_as_the_json_lines(sample, arguments, fields):
    rows, cells = sample.rows(*arguments), sample.cells(*arguments)
    assert len(rows) == len(cells)
    assert all(list(cell) == fields for cell in cells)
    for row, cell in zip(rows, cells, strict=True):
        assert {name: cell[name].removeprefix("'") for name in fields} == {
            name: _as_cell(value).removeprefix("'") for name, value in row.items()
        }


def _as_cell(value: object) -> str:
    if isinstance(value, list):
        return json.dumps(value, ensure_ascii=False)
    return "" if value is None else str(value)


@pytest.mark.parametrize(("arguments", "fields"), LISTS)
def test_a_table_holds_every_row_and_is_not_cut_where_it_is_piped(sample, arguments, fields):
    done = sample(*arguments)
    assert done.returncode == 0
    if "export" in arguments:
        done = sample(*arguments, "--format", "table")
    assert "\x1b" not in done.stdout
    shown = " ".join(done.stdout.split())
    for row in sample.rows(*arguments):
        key = row.get("form") or row.get("passage") or row.get("person") or row.get("label") or row["text"]
        assert " ".join(key.split()) in shown
        if "relation" not in row and "text" in row:
            assert " ".join(row["text"].split()) in shown
    assert max(map(len, done.stdout.splitlines())) > 80


def test_mentions_of_a_person_have_exactly_the_promised_fields(sample):
    rows = sample.rows("person", "A. P. Varnek")
    fields = {tuple(mention) for row in rows for mention in row["mentions"]}
    assert fields == {("start", "end", "text", "person", "tier", "reason")}


@pytest.mark.parametrize("what", ["mentions", "passages", "turns"])
def test_offsets_of_every_row_are_those_of_the_file(sample, texts, what):
    seen = Counter()
    for row in sample.rows("export", what):
        if row["source"] in texts:
            stored = texts[row["source"]]
            assert 0 <= row["start"] < row["end"] <= len(stored)
            shown = stored[row["start"] : row["end"]]
            assert shown.startswith(row["label"]) if what == "turns" else shown == row["text"]
            seen[row["source"]] += 1
    assert set(seen) == set(texts) if what != "turns" else len(seen) >= 5


def test_offsets_of_a_persons_mentions_are_those_of_the_file(sample, texts):
    rows = [row for row in sample.rows("person", "Dolgarov, Ilya") if row["source"] in texts]
    assert rows
    for row in rows:
        for mention in row["mentions"]:
            assert texts[row["source"]][mention["start"] : mention["end"]] == mention["text"]
            assert row["start"] <= mention["start"] < row["end"]


def test_passages_tile_their_files(sample, texts):
    rebuilt = dict.fromkeys(texts, "")
    for row in sample.rows("export", "passages"):
        if row["source"] in rebuilt:
            assert row["start"] == len(rebuilt[row["source"]])
            rebuilt[row["source"]] += row["text"]
    assert rebuilt == dict(texts)


def test_no_mention_is_found_twice(sample):
    """One range of one kind is one mention, found by one finder, and names each person once."""
    rows = sample.rows("export", "mentions")
    finders = {(row["source"], row["start"], row["end"], row["kind"], row["by"]) for row in rows}
    assert len(finders) == len({finder[:4] for finder in finders})
    persons = [(row["source"], row["start"], row["end"], row["kind"], row["person"]) for row in rows]
    assert len(persons) == len(set(persons))


@pytest.mark.parametrize("kind", ["person", "organisation", "date"])
def test_mentions_of_a_kind_are_those_of_all(sample, kind):
    every = [row for row in sample.rows("export", "mentions") if row["kind"] == kind]
    assert sample.rows("export", "mentions", "--kind", kind) == every != []
    if kind == "date":
        assert any(row["value"] == "1931-03-03" for row in every)
    else:
        valued = {row["source"].rpartition("/")[2] for row in every if row["value"]}
        assert valued == ({"lantern-case-ru.txt"} if kind == "person" else set())


# --- Persons ---


def test_names_are_listed_before_the_offices_of_a_person(sample):
    (osterman,) = sample.rows("persons", "Osterman")
    forms = osterman["forms"]
    assert forms[:2] == ["OSTERMAN", "Osterman"]
    assert {"Q", "the Public Prosecutor"} <= set(forms[2:])


def test_a_name_that_fits_several_lists_them_and_asks_for_the_id(sample):
    for arguments in (["person", "Dolgarov"], ["search", "lantern", "--person", "Dolgarov"]):
        done = sample(*arguments, "--format", "jsonl")
        assert done.returncode == 2
        assert done.stderr == "2 persons fit 'Dolgarov'. Ask for one of them by id.\n"
        candidates = [json.loads(line) for line in done.stdout.splitlines()]
        assert [candidate["name"] for candidate in candidates] == [
            "Ilya Semyonovich Dolgarov",
            "Matvei Antonovich Dolgarov",
        ]
        for candidate in candidates:
            rows = sample.rows("person", candidate["person"])
            assert len(rows) == candidate["passages"]


def test_any_form_means_the_person(sample):
    answers = [
        sample.rows("person", form)
        for form in ("Arkady Pavlovich Varnek", "A. P. Varnek", "VARNEK, ARKADY PAVLOVICH", "Варнек")
    ]
    assert all(answer == answers[0] for answer in answers)
    (person,) = {mention["person"] for row in answers[0] for mention in row["mentions"]}
    assert sample.rows("person", person) == answers[0]


def test_each_lower_tier_includes_the_ones_above(sample):
    found = {
        tier: sample.rows("person", "Ilya Dolgarov", "--tier", tier)
        for tier in ("certain", "probable", "possible")
    }
    assert found["probable"] == sample.rows("person", "Ilya Dolgarov")
    passages = {tier: {row["passage"] for row in rows} for tier, rows in found.items()}
    assert passages["certain"] <= passages["probable"] <= passages["possible"]
    assert passages["certain"] != passages["possible"]
    tiers = {tier: {m["tier"] for row in rows for m in row["mentions"]} for tier, rows in found.items()}
    assert tiers["certain"] == {"certain"}
    assert tiers["probable"] <= {"certain", "probable"}


def test_forms_narrow(sample):
    every = sample.rows("person", "A. P. Varnek")
    forms = sample.rows("persons", "A. P. Varnek")[0]["forms"]
    written = [option for form in forms for option in ("--forms", form)]
    assert sample.rows("person", "A. P. Varnek", *written) == every
    rows = sample.rows("person", "A. P. Varnek", "--forms", "VARNEK", "--forms", "Varenk")
    assert {mention["text"] for row in rows for mention in row["mentions"]} <= {"VARNEK", "Varenk"}
    assert 0 < len(rows) < len(every)


def test_followers_are_found_apart(sample):
    done = sample("person", "Leon Trotsky", "--movements", "--format", "jsonl")
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert rows
    assert all("trotskyi" in row["text"].lower() for row in rows)
    assert f"{len(rows):,} of {len(rows):,} passages" in done.stderr
    assert "(Trotskyite)" in done.stderr
    nothing = sample("person", "A. P. Varnek", "--movements")
    assert (nothing.returncode, nothing.stdout) == (1, "")


def test_a_name_expands_and_its_forms_find_the_passages(sample):
    rows = sample.rows("names", "Dolgarof")
    assert [row["score"] for row in rows] == sorted((row["score"] for row in rows), reverse=True)
    assert {"Dolgarov", "Долгарову", "I. S. Dolgraov"} <= {row["form"] for row in rows}
    assert all(row["reasons"] and row["persons"] for row in rows)
    assert {row["tier"] for row in rows if row["distance"]} == {"probable"}
    certain = sample.rows("names", "Dolgarof", "--tier", "certain")
    assert certain == [row for row in rows if row["tier"] == "certain"]


def test_who_asks_for_nobody_gets_the_forms_that_could_be_it(sample):
    done = sample("person", "Vellen")
    assert done.stderr.startswith(
        "Nobody is known by the name 'Vellen'. 1 form of the documents could be it (Vellin)"
    )
    (row,) = sample.rows("person", "Vellen")
    assert [(mention["text"], mention["persons"]) for mention in row["mentions"]] == [("Vellin", [])]
    assert "leaves Vellin in the evening" in row["text"]


def test_a_persons_passages_come_in_the_order_of_the_record(sample):
    order = {row["passage"]: number for number, row in enumerate(sample.rows("export", "passages"))}
    found = [order[row["passage"]] for row in sample.rows("person", "A. P. Varnek", "--relation", "all")]
    assert found == sorted(found)


def test_relations_narrow(sample):
    every = sample.rows("person", "N. V. Osterman", "--relation", "all")
    mentioned = sample.rows("person", "N. V. Osterman")
    assert [row for row in every if row["relation"] == "mentioned"] == mentioned
    assert all(row["mentions"] for row in mentioned)
    assert not any(row["mentions"] for row in every if row["relation"] == "spoken")


def test_persons_come_best_first_and_count_what_person_finds(sample):
    rows = sample.rows("persons", "Varnek")
    assert rows[0]["name"] == "Arkady Pavlovich Varnek"
    assert rows[0]["forms"]
    assert rows[0]["passages"] == len(sample.rows("person", rows[0]["person"]))
    every = [row["passages"] for row in sample.rows("persons")]
    assert every == sorted(every, reverse=True)


def test_search_for_a_person_finds_only_their_passages(sample):
    passages = {row["passage"] for row in sample.rows("person", "A. P. Varnek")}
    found = {row["passage"] for row in sample.rows("search", "", "--person", "A. P. Varnek", "--limit", "99")}
    assert found == passages


@pytest.mark.parametrize(
    "arguments",
    [
        ["search", "wordthatnobodysaid"],
        ["persons", "Nobody Knowsme"],
        ["names", "Nobody Knowsme"],
        ["names", "Varnek", "--collection", "elsewhere"],
        ["person", "Nobody Knowsme"],
        ["search", "lantern", "--person", "Nobody Knowsme"],
    ],
)
@pytest.mark.parametrize("form", ["table", "jsonl"])
def test_nothing_found_is_status_1(sample, arguments, form):
    done = sample(*arguments, "--format", form)
    assert (done.returncode, done.stdout) == (1, "")
    assert one_line(done.stderr)


@pytest.mark.parametrize("count", [1, 3])
def test_the_limit_is_the_beginning_of_all(sample, count):
    for arguments in (
        ["search", "lantern"],
        ["persons"],
        ["person", "A. P. Varnek"],
        ["names", "Dolgarof"],
    ):
        assert sample.rows(*arguments, "--limit", str(count)) == sample.rows(*arguments)[:count]


# --- Status, index ---


def test_the_receipt_is_whole(sample):
    (status,) = sample.rows("status")
    holdings = status["holdings"]
    assert status["whole"]
    assert status["indexed"] == holdings["passages"] == len(sample.rows("export", "passages"))
    assert (holdings["documents"], holdings["failures"], holdings["collections"]) == (9, [], ["sample"])
    exported = sample.rows("export", "mentions")
    mentions = {(row["source"], row["start"], row["end"], row["kind"]) for row in exported}
    assert sum(row["count"] for row in holdings["mentions"]) == len(mentions)
    shown = sample("status").stdout
    assert f"{status['indexed']} in the index: agree" in shown


def test_an_index_built_anew_gives_the_same_answers(sample):
    before = [sample.rows(*arguments) for arguments, _ in LISTS]
    generation = sample.rows("status")[0]["generation"]
    done = sample.command("index")
    assert (done.returncode, done.stderr) == (0, "Indexed and published 109 passages.\n")
    sample.answers.clear()
    assert [sample.rows(*arguments) for arguments, _ in LISTS] == before
    status = sample.rows("status")[0]
    assert status["whole"]
    assert status["generation"] != generation


def test_data_is_named_by_option_or_environment(sample, stenogram_command):
    named = stenogram_command("status", "--data", sample.data, "--format", "jsonl")
    assert json.loads(named.stdout)["holdings"]["documents"] == 9
    # The option goes first.
    other = stenogram_command("status", "--data", "nothing-here", STENOGRAM_DATA=str(sample.data))
    assert other.returncode == 1
    assert "nothing-here" in other.stderr


# --- Pipes ---


@pytest.mark.parametrize(
    "command",
    [
        "export mentions --format jsonl",
        "export mentions --format table",
        "export passages --format csv",
        "export passages --format table",
        "persons --format table",
        "person Varnek --format table",
    ],
)
def test_a_pipe_that_closes_early_makes_no_noise(sample, command):
    line = f"{sample.command.program} {command} | head -n 1"
    done = subprocess.run(
        line, shell=True, env=sample.command.environment, capture_output=True, text=True, timeout=60
    )
    assert len(done.stdout.splitlines()) == 1
    assert "Traceback" not in done.stderr
    assert "BrokenPipe" not in done.stderr
    assert "Exception ignored" not in done.stderr


# --- Serving ---


@contextmanager
def server(command, *arguments, **environment):
    """`stenogram serve` on a free port; gives its address, and the process."""
    process = command.start("serve", "--port", "0", *arguments, **environment)
    try:
        line = process.stderr.readline()
        yield line.split()[3], process
    finally:
        if process.poll() is None:
            process.terminate()
            process.communicate(timeout=20)


def wait_until_ready(address: str) -> None:
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        try:
            if httpx.get(f"{address}/healthz").status_code == 200:
                return
        except httpx.TransportError:
            time.sleep(0.02)
    raise AssertionError("the server does not answer")


def test_a_port_that_is_taken_is_one_line(stenogram_command, tmp_path):
    with closing(socket.socket()) as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = stenogram_command("serve", "--port", str(port), "--data", tmp_path / "d")
    assert done.returncode == 1
    assert f"127.0.0.1:{port} cannot be listened on" in done.stderr
    assert "--port" in done.stderr
    assert one_line(done.stderr)


def test_another_address_needs_a_key_and_then_asks_for_it(sample):
    key = "a long enough secret"
    with server(sample.command, "--host", "0.0.0.0", STENOGRAM_ACCESS_KEY=key) as (address, _):
        local = address.replace("0.0.0.0", "127.0.0.1")
        wait_until_ready(local)
        assert httpx.get(f"{local}/api/v1/status").status_code == 401
        asked = httpx.get(f"{local}/api/v1/status", headers={"Authorization": f"Bearer {key}"})
        assert asked.status_code == 200


def test_a_server_answers_while_another_process_ingests_and_then_shows_it(stenogram_command, tmp_path):
    records = tmp_path / "records"
    records.mkdir()
    (records / "a.txt").write_text("Anna Lind met Osip Klim at the harbour.\n")
    assert stenogram_command("ingest", "records", "--data", "d").returncode == 0
    for number in range(6):
        (records / f"b{number}.txt").write_text("Berta Lind wept at the harbour in May 1931.\n\n" * 60)
    with server(stenogram_command, "--data", "d") as (address, _):
        wait_until_ready(address)
        ingesting = stenogram_command.start("ingest", "records", "--data", "d")
        seen = []
        with httpx.Client(base_url=address) as client:
            while True:
                ended = ingesting.poll() is not None
                answer = client.get("/api/v1/documents")
                assert answer.status_code == 200
                found = client.get("/api/v1/search", params={"q": "harbour"})
                assert found.status_code == 200
                seen.append((answer.json()["total"], found.json()["total"] > 1))
                if ended:
                    break
                time.sleep(0.05)
        assert ingesting.returncode == 0
        ingesting.communicate()
    # The old revision, then the new one, and nothing between.
    assert seen[0] == (1, False)
    assert seen[-1] == (7, True)
    assert {total for total, _ in seen} == {1, 7}


def test_interrupted_an_ingest_says_that_nothing_is_lost(sample, tmp_path):
    line = [sample.command.program, "ingest", str(sample_root()), "--data", str(tmp_path / "data")]
    environment = sample.command.environment
    with subprocess.Popen(line, env=environment, stderr=subprocess.PIPE, text=True) as ingesting:
        while not (tmp_path / "data").exists() and ingesting.poll() is None:
            time.sleep(0.02)
        ingesting.send_signal(signal.SIGINT)
        _, noise = ingesting.communicate(timeout=60)
    assert ingesting.returncode == 130
    assert noise == "\nStopped. Nothing is lost: the same command goes on from here.\n"


@pytest.mark.parametrize("fails", [RuntimeError("still open"), StenogramError("Still open.")])
def test_interrupted_nothing_is_said_of_what_fails_while_tidying_up(fails, monkeypatch, capsys):
    def tidied_up(*_):
        try:
            raise KeyboardInterrupt
        finally:
            raise fails

    monkeypatch.setattr("stenogram.commands.fetching.list_sources", tidied_up)
    monkeypatch.setattr(sys, "argv", ["stenogram", "fetch"])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 130
    assert capsys.readouterr().err == "\nStopped. Nothing is lost: the same command goes on from here.\n"


def test_interrupted_a_server_ends_quietly(sample):
    with server(sample.command) as (address, process):
        wait_until_ready(address)
        process.send_signal(signal.SIGINT)
        _, noise = process.communicate(timeout=20)
        assert process.returncode in (0, 130, -signal.SIGINT)
        assert "Traceback" not in noise
