"""`stenogram curate`: decided by name and place, seen by the next command, carried in a file."""

from __future__ import annotations

import json
import shutil

import pytest

from tests.stenogram.conftest import Sample

ILYA, MATVEI = "Ilya Semyonovich Dolgarov", "Matvei Antonovich Dolgarov"


@pytest.fixture
def desk(sample: Sample, tmp_path) -> Sample:
    """The sample collection, to be changed. Each command is run anew."""
    shutil.copytree(sample.data, tmp_path / "data")
    return Sample(sample.command, tmp_path / "data", sample.ingested, answers=Forgetful())


class Forgetful(dict):
    """Keeps no answer."""

    def __contains__(self, _: object) -> bool:
        return False


def names(desk: Sample, asked: str) -> list[str]:
    return [row["name"] for row in desk.rows("persons", asked)]


def test_a_merge_an_undo_and_the_list_of_both(desk):
    assert set(names(desk, "Dolgarov")) == {ILYA, MATVEI}
    done = desk("curate", "merge", ILYA, MATVEI, "--author", "Ada", "--comment", "one pilot")
    assert done.returncode == 0, done.stderr
    assert "Decision 1: Matvei Antonovich Dolgarov (" in done.stderr
    assert names(desk, "Dolgarov") == [ILYA]
    assert desk("curate", "undo", "1").returncode == 0
    assert set(names(desk, "Dolgarov")) == {ILYA, MATVEI}
    first, second = desk.rows("curate", "list")
    assert (first["author"], first["comment"], first["undone_by"]) == ("Ada", "one pilot", 2)
    assert (second["kind"], second["says"]) == ("undo", "Decision 1 does not hold any more.")
    table = desk("curate", "list").stdout
    assert "undone by decision 2" in table
    assert "one pilot" in table


def test_a_mention_is_named_by_passage_and_text(desk):
    row = desk.rows("person", ILYA, "--limit", "1")[0]
    mention = row["mentions"][0]
    place = f"{row['passage']}:{mention['text']}"
    before = len(desk.rows("person", MATVEI))
    done = desk("curate", "confirm", MATVEI, place)
    assert done.returncode == 0, done.stderr
    after = desk.rows("person", MATVEI)
    assert len(after) in (before, before + 1)
    found = [m for one in after for m in one["mentions"] if m["start"] == mention["start"]]
    assert [(m["tier"], m["reason"]) for m in found] == [("certain", "curated")]
    spot = f"{row['document']}:{mention['start']}-{mention['end']}"
    assert desk("curate", "reject", spot, "--person", MATVEI).returncode == 0
    assert desk("curate", "list", "--person", MATVEI, "--format", "csv").stdout.count("\n") == 3


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        (("merge", "Dolgarov", "Orlinsky"), 2, "2 persons fit 'Dolgarov'"),
        (("merge", "Nobody Atall", "Orlinsky"), 1, "Nobody is known by the name"),
        (("confirm", "Orlinsky", "nowhere"), 2, "names no mention"),
        (("confirm", "Orlinsky", "dnowhere:3-9"), 1, "There is no document 'dnowhere'"),
        (("undo", "9"), 1, "There is no decision 9"),
        (("split", "Orlinsky", "--name", "Other"), 2, "Nothing says which mentions"),
        (("import", "nowhere.jsonl"), 2, "cannot be read"),
    ],
)
def test_what_cannot_be_decided_is_said(sample, arguments, status, said):
    done = sample("curate", *arguments)
    assert (done.returncode, said in done.stderr) == (status, True), done.stderr


def test_a_conflict_names_the_other_curator(desk):
    desk("curate", "rename", "Orlinsky", "The Ferryman", "--author", "Boris")
    done = desk("curate", "add-form", "Orlinsky", "the clerk", "--after", "0")
    assert done.returncode == 1
    assert "Decided otherwise. Decision 1 (rename) by Boris" in done.stderr


def test_decisions_travel_in_a_file(desk, sample, tmp_path):
    file = tmp_path / "decisions.jsonl"
    desk("curate", "merge", ILYA, MATVEI, "--author", "Ada")
    desk("curate", "rename", ILYA, "Ilya of the Lamp")
    assert desk("curate", "export", str(file)).returncode == 0
    lines = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    assert [line["kind"] for line in lines] == ["merge", "rename"]
    shutil.rmtree(desk.data)
    shutil.copytree(sample.data, desk.data)
    file.write_text(file.read_text(encoding="utf-8") + "no line\n{}\n", encoding="utf-8")
    done = desk("curate", "import", str(file))
    assert done.returncode == 1
    assert f"{file}, line 3: is no JSON" in done.stderr
    assert f"{file}, line 4: is no decision: it lacks decision, uid" in done.stderr
    assert "Added 2 decisions; 0 were here already." in done.stderr
    assert names(desk, "Dolgarov") == ["Ilya of the Lamp"]
    assert "Added 0 decisions; 2 were here already." in desk("curate", "import", str(file)).stderr
    assert desk.rows("curate", "list")[0]["author"] == "Ada"


def test_the_status_counts_decisions(desk):
    desk("curate", "rename", "Orlinsky", "The Ferryman")
    assert "1 decisions of curators, 0 do not fit" in desk("status").stdout
