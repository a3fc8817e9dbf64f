import csv
import io
import json
from functools import partial

import pytest

from stenogram.output import Format, print_rows
from stenogram.tables import print_passages, print_persons, print_plain

FIELDS = ("name", "note", "list")


def printed(capsys, rows, form, fields=FIELDS, table=None) -> str:
    count = print_rows(iter(rows), fields, form, table or partial(print_plain, fields))
    assert count == len(rows)
    return capsys.readouterr().out


ROWS = [
    {"name": 'Линд, "Anna"\n(née Orme)', "note": None, "list": ["a, b", "ц"]},
    {"name": "", "note": 0, "list": []},
]


def test_json_lines_are_a_line_each_in_utf_8(capsys):
    lines = printed(capsys, ROWS, Format.JSONL).splitlines()
    assert [json.loads(line) for line in lines] == ROWS
    assert "Линд" in lines[0]


def test_csv_has_a_header_and_keeps_commas_quotes_and_line_ends(capsys):
    text = printed(capsys, ROWS, Format.CSV)
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    assert [list(row) for row in rows] == [list(FIELDS)] * 2
    assert rows[0] == {"name": ROWS[0]["name"], "note": "", "list": '["a, b", "ц"]'}
    assert rows[1] == {"name": "", "note": "0", "list": "[]"}


def test_csv_of_nothing_is_its_header(capsys):
    assert printed(capsys, [], Format.CSV) == "name,note,list\n"


@pytest.mark.parametrize("text", ["=1+1", "+49", "-Anna", "@SUM(A1)", "\tx", "\rx"])
def test_a_cell_that_a_spreadsheet_would_run_is_text(capsys, text):
    shown = printed(capsys, [{"name": text}], Format.CSV, ("name",))
    assert [row["name"] for row in csv.DictReader(io.StringIO(shown, newline=""))] == [f"'{text}"]


def test_a_plain_table_has_a_line_for_each_row(capsys):
    lines = printed(capsys, ROWS, Format.TABLE).splitlines()
    assert lines[0] == "name\tnote\tlist"
    assert lines[1] == "Линд, \"Anna\" (née Orme)\t\t['a, b', 'ц']"
    assert len(lines) == 3


# --- Tables ---

TEXT = "Anna Lind [of Leeds] met the  judge [bold]there[/bold]. " * 5
PASSAGE = {
    "passage": "d1.0",
    "source": "a [1936].txt",
    "start": 100,
    "end": 100 + len(TEXT),
    "text": TEXT,
    "speakers": ["[red]Orme"],
    "section": "First day",
}


def mention(start: int, end: int, tier: str = "certain") -> dict[str, object]:
    text = TEXT[start - 100 : end - 100]
    return {"start": start, "end": end, "text": text, "person": "p1", "tier": tier, "reason": "surname"}


def test_a_passage_is_shown_as_it_is_and_not_cut(capsys):
    shown = printed(capsys, [PASSAGE], Format.TABLE, table=print_passages)
    assert shown.splitlines()[0] == f"a [1936].txt  characters 100-{100 + len(TEXT)}  d1.0"
    assert shown.splitlines()[1] == "First day · [red]Orme"
    assert TEXT.rstrip() in shown
    assert "\x1b" not in shown


def test_the_reason_stands_behind_a_mention_that_is_not_certain(capsys):
    mentions = [mention(100, 109), mention(105, 109, "possible"), mention(114, 119, "probable")]
    shown = printed(capsys, [{**PASSAGE, "mentions": mentions}], Format.TABLE, table=print_passages)
    assert "Anna Lind [of Leeds [probable: surname]] met" in shown
    assert "possible" not in shown


def test_a_person_is_one_line_with_the_commonest_forms(capsys):
    row = {
        "person": "p1",
        "name": "Anna [née Orme] Lind",
        "forms": [f"Form number {n} of the name" for n in range(9)],
        "mentions": 12_345,
        "passages": 7,
    }
    header, line = printed(capsys, [row], Format.TABLE, table=print_persons).splitlines()
    assert header.split() == ["Person", "Name", "Forms", "Mentions", "Passages"]
    assert line.startswith("p1      Anna [née Orme] Lind  Form number 0 of the name, ")
    assert line.split()[-3:] == ["…", "12,345", "7"]
    assert "number 5" in line
    assert "number 6" not in line


def test_nothing_is_printed_for_nobody(capsys):
    assert printed(capsys, [], Format.TABLE, table=print_persons) == ""


def test_a_table_gives_no_control_characters_to_the_terminal(capsys):
    rows = [{"text": "red \x1b[31m alarm\x07 \x9b2J", "label": None, "forms": ["\x1b]0;owned\x07"]}]
    seen = []
    print_rows(rows, ("text", "label", "forms"), Format.TABLE, seen.extend)
    assert seen == [
        {"text": "red \ufffd[31m alarm\ufffd \ufffd2J", "label": None, "forms": ["\ufffd]0;owned\ufffd"]}
    ]
