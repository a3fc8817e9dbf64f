import json
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.model import Range, RangeKind
from ingest.readers import read
from ingest.turns import find_turns


def turns(text, known=()):
    ranges = read("text/plain", text.encode()).ranges
    return [(t.label, text[t.speech_start : t.end]) for t in find_turns(text, ranges, known)]


LINES = """MORNING SESSION, MAY 4, 1931

MR. HALE: Did you go, Mr. Orme? Note: this is important.
THE WITNESS: I did. The following: one boat, two oars.
[Laughter.]
Mr. HALE (rising): Thank you. (He sits down.)
MR. HALL: Where was it?
ORME: There.

The witness withdrew.

THE CHAIRMAN: Call the next.
"""

INLINE = (
    "The commission opens. Hale: Where were you, Orme? Orme: At the ferry. Hale (to Lindqvist): Is it true? "
    "Lindqvist: It is. Hale; And you saw him? Lindkvist: I did. Hale: Was it dark? Orme No. Hale: And cold? "
    "Orme Yes, very. Hale: That is all."
)

OLD = """80. JOHN FERN was indicted for stealing a boat.
(The case was opened by Mr. Todd.)
MARY ELLEN TODD sworn. - I keep the inn at the ferry: On the 3d of May, I was robbed.
Q. Had the day shut in? - A. No, it had not; it was clear.
Q. Did you see A. Fern there? - A. I did. Cross-examined by Mr. Knight. Q. Who was with you? - A. My son.
MR. KNIGHT. Q. How old is he? - A. Nine.
Q.(To Todd.) Was it dark? - A.Not at all.
Todd. It was his boat.
Mr. Knight. Q. Whose? - A. His.
Prisoner's Defence. I never saw him.
THOMAS REED (policeman, G 12). I took the boat. He said "no".
NOT GUILTY.
81. ANNE LISLE was indicted for it.
"""


def test_labels_on_lines():
    assert turns(LINES) == [
        ("MR. HALE", "Did you go, Mr. Orme? Note: this is important."),
        ("THE WITNESS", "I did. The following: one boat, two oars."),
        ("Mr. HALE", "Thank you."),
        ("MR. HALL", "Where was it?"),
        ("ORME", "There."),
        ("THE CHAIRMAN", "Call the next."),
    ]


RUSSIAN = """Председатель: Подсудимый Лебедев, вы были в гавани?
Лебедев: Был. Примечание: тогда был дождь.
Защитник (встаёт): Прошу слова.
Лебедев: Я всё сказал.

Суд удаляется на совещание.
"""


def test_russian_labels():
    assert turns(RUSSIAN) == [
        ("Председатель", "Подсудимый Лебедев, вы были в гавани?"),
        ("Лебедев", "Был. Примечание: тогда был дождь."),
        ("Защитник", "Прошу слова."),
        ("Лебедев", "Я всё сказал."),
    ]


def test_labels_inside_flattened_text():
    assert turns(INLINE) == [
        ("Hale", "Where were you, Orme?"),
        ("Orme", "At the ferry."),
        ("Hale", "Is it true?"),
        ("Lindqvist", "It is."),
        ("Hale", "And you saw him?"),
        ("Lindkvist", "I did."),
        ("Hale", "Was it dark?"),
        ("Orme", "No."),
        ("Hale", "And cold?"),
        ("Orme", "Yes, very."),
        ("Hale", "That is all."),
    ]


def test_questions_answers_and_witnesses_of_old_records():
    assert turns(OLD) == [
        ("MARY ELLEN TODD", "I keep the inn at the ferry: On the 3d of May, I was robbed."),
        ("Q", "Had the day shut in?"),
        ("A", "No, it had not; it was clear."),
        ("Q", "Did you see A. Fern there?"),
        ("A", "I did."),
        ("Q", "Who was with you?"),
        ("A", "My son."),
        ("MR. KNIGHT", "How old is he?"),
        ("A", "Nine."),
        ("Q", "(To Todd.) Was it dark?"),
        ("A", "Not at all."),
        ("Todd", "It was his boat."),
        ("Mr. Knight", "Whose?"),
        ("A", "His."),
        ("Prisoner", "I never saw him."),
        ("THOMAS REED", 'I took the boat. He said "no".'),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "The list had these parts. Note: one. Example: two. Note: three. Example: four.",
        "He wrote to them. Thus: it was so. And further: it was not.",
        "Hale said: it was so. Orme replied: it was not. Hale said: go. Orme replied: no.",
        "The report was short. Ferry: sunk.",
        'He quoted it all: "Hale: Where?" and "Orme: Here." and "Hale: When?"',
        "TITLE: A case\nLABEL: Day one\nURL: http://example.org\n\nPlain prose follows.",
    ],
)
def test_false_labels(text):
    assert turns(text) == []


def test_a_known_name_counts_at_once():
    text = "He was asked again. Orme: I was there."
    assert turns(text) == []
    assert turns(text, known={"orme"}) == [("Orme", "I was there.")]


@pytest.mark.parametrize(
    ("prose", "is_narrated"),
    [
        ("Continuing his testimony, Orme relates how the boat was lost.", True),
        ("Questioned by Comrade Hale, Orme admits that the oars were his.", True),
        ("Orme goes on to say that the ferry was late.", True),
        ("In the spring, continues Orme, I sold it.", True),
        ("This concludes the examination of the witness.", True),
        ("I told Orme so myself.", False),
        ("We asked Orme and he agreed.", False),
        ("The boat was lost.", False),
    ],
)
def test_the_narrator_ends_a_speech(prose, is_narrated):
    text = f"Hale: Was it yours? Orme: It was. {prose} Hale: And then? Orme: Nothing."
    speech = turns(text)[1][1]
    assert speech == ("It was." if is_narrated else f"It was. {prose}")


def test_a_long_speech_that_names_its_speaker_goes_on():
    plea = (
        "I answer for it. It was said that Orme and Hale had planned it. I did not plan it. I went home. " * 4
    )
    text = f"THE PRESIDENT: You may speak. Orme: {plea}THE PRESIDENT: Be seated. Orme: Yes."
    assert turns(text)[1] == ("Orme", plea.strip())


EXCHANGE = "Hale: Was it so? Orme: It was. Hale: Good. Orme: Yes."


def test_turns_end_before_signatures_and_repeated_titles():
    text = f"TITLE: Ferry Trials: May 9\n\n{EXCHANGE} Ferry Trials, 1931\n"
    assert turns(text)[-1] == ("Orme", "Yes.")
    signed = f"{EXCHANGE} [Signed] A. HALE SECRETARY: B. REED"
    assert turns(signed)[-1] == ("Orme", "Yes.")


def test_headings_end_turns_and_noise_holds_none():
    text = "Hale: Go. Orme: Yes. Hale: Now. Orme: No. NEXT DAY Orme was ill."
    heading = Range(text.index("NEXT"), text.index("NEXT") + 8, RangeKind.HEADING)
    assert find_turns(text, [heading])[-1].end == text.index(" NEXT")
    noise = Range(0, len(text), RangeKind.NOISE)
    assert find_turns(text, [noise]) == ()


PARTS = st.sampled_from(
    [
        "Hale: ",
        "Orme: ",
        "ORME. ",
        "Q. ",
        "A. ",
        "- ",
        "Yes. ",
        "I went",
        "Why? ",
        "\n",
        "(aside) ",
        "(to Orme): ",
        '"',
    ]
)


@settings(deadline=None)
@given(st.lists(PARTS, max_size=30))
def test_turns_ascend_and_hold_their_labels(parts):
    text = "".join(parts)
    found = find_turns(text, ())
    for turn in found:
        assert text[turn.start : turn.start + len(turn.label)] == turn.label
        assert turn.start + len(turn.label) < turn.speech_start < turn.end <= len(text)
        assert not text[turn.speech_start].isspace()
        assert not text[turn.end - 1].isspace()
    assert all(a.end <= b.start for a, b in pairwise(found))


@pytest.mark.shared
def test_the_real_records_of_a_trial(shared):
    """The share of gold turns found with their start, and with start and end."""
    lines = (shared / "bench/persons/turns-dev.jsonl").read_text(encoding="utf-8").splitlines()
    gold = [json.loads(line) for line in lines]
    starts = ends = found = 0
    for file in sorted({turn["file"] for turn in gold}):
        reading = read("text/plain", (shared / "corpus" / file).read_bytes())
        by_start = {turn.start: turn for turn in find_turns(reading.text, reading.ranges)}
        found += len(by_start)
        for turn in gold:
            if turn["file"] == file and turn["start"] in by_start:
                starts += 1
                ends += abs(by_start[turn["start"]].end - turn["end"]) <= 3
    assert starts >= 0.97 * len(gold)
    assert starts >= 0.97 * found
    assert ends >= 0.9 * len(gold)


def test_the_numbers_of_sections_are_no_speakers():
    text = "II. The group met. It was cold.\n\nIII. The ship sank. It was dark.\n\nIV. The letter came.\n"
    assert find_turns(text, ()) == ()


TYPED = """THE COURT: Call your witness.
              ANNA ORME,
called by the People, was sworn.
              DIRECT EXAMINATION
BY MS. HALE:
Q  Ms. Orme, did you go?
A  I did. A Man was there.
12   Q  Was it dark?
13   A  It was.
MR. TODD: Objection.
"""


def test_questions_and_answers_as_court_reporters_type_them():
    assert turns(TYPED) == [
        ("THE COURT", "Call your witness.\n              ANNA ORME,\ncalled by the People, was sworn."),
        ("Q", "Ms. Orme, did you go?"),
        ("A", "I did. A Man was there."),
        ("Q", "Was it dark?"),
        ("A", "It was."),
        ("MR. TODD", "Objection."),
    ]


def test_labels_with_a_dash():
    text = (
        "LORD CHIEF-JUSTICE\u2014What do you say, Fern?\nFERN\u2014I say nothing.\n"
        "LORD CHIEF-JUSTICE\u2014Did you go?\nFERN\u2014My lord, I did.\nMR. TODD\u2014Swear him again.\n"
    )
    assert [label for label, _ in turns(text)] == ["LORD CHIEF-JUSTICE", "FERN"] * 2 + ["MR. TODD"]
    assert turns("LEEDS\u2014The fair was held.\nYORK\u2014There was none.\n") == []


TITLED = """(Testimony of Anna Orme)
Mr. Todd.
Where did you stand?
Mrs. Orme.
By the ferry. I had seen
Mr. Todd. He went home.
Mr. Todd.
Was it dark?
Mrs. Orme.
Quite.
Senator HALE. And cold?
Mrs. Orme.
Yes.
"""

ABBREVIATED = """L. C. J. What say you?
Coll. I am ignorant of the law, my lord.
Serj. Hale. Mr. Collard was in the court, and heard it.
Coll. What is that, pray?
Att. Gen. You must plead. Quite.
Coll. I cannot, Mr. Attorney.
L. C. J. Then you stand mute.
Att. Gen. He does.
"""

TYPED_DASHES = """Mr. TODD - Where did you live?
Mrs. ORME - At the inn (rising).
The CHAIRMAN - Go on.
Mr. TODD - Was it dark?
Mrs. ORME - It was.
"""

FRENCH = """M. le Président. — La question sera posée.

DÉPOSITION DE M. LE COLONEL
DORIN

Me Labru. — M. Dorin était là.
M. le Président. — Faites-le venir.
Me Labru. — Voici.
M. LE GÉNÉRAL FAVRE (s'avançant). — J'ai un mot à dire.
"""


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        (TITLED, ["Mr. Todd", "Mrs. Orme", "Mr. Todd", "Mrs. Orme", "Senator HALE", "Mrs. Orme"]),
        (
            ABBREVIATED,
            ["L. C. J", "Coll", "Serj. Hale", "Coll", "Att. Gen", "Coll", "L. C. J", "Att. Gen"],
        ),
        (TYPED_DASHES, ["Mr. TODD", "Mrs. ORME", "The CHAIRMAN", "Mr. TODD", "Mrs. ORME"]),
        (
            FRENCH,
            ["M. le Président", "Me Labru", "M. le Président", "Me Labru", "M. LE GÉNÉRAL FAVRE"],
        ),
    ],
)
def test_labels_that_recur(text, labels):
    assert [label for label, _ in turns(text)] == labels


@pytest.mark.parametrize(
    "text",
    [
        "I had seen\nMr. Todd. He went.\nI saw\nMr. Todd. He came.\nWe met\nMr. Orme. He was\nold.\n" * 2,
        "Exhibit. One.\nExhibit. Two.\nDocument. Three.\nDocument. Four.\n",
        "SIR H. HALE (North): Was it so?\nMR. T. ORME (South): It was.\n" * 3,
    ],
)
def test_names_before_a_stop_that_are_no_labels(text):
    assert not [label for label, _ in turns(text) if label in ("Mr. Todd", "Exhibit", "SIR H", "MR. T")]


def test_a_label_that_stands_alone_has_the_next_line_as_its_speech():
    assert ("Mrs. Orme", "By the ferry. I had seen\nMr. Todd. He went home.") in turns(TITLED)


def test_the_colon_of_an_abbreviated_name_makes_no_label():
    talk = "HALE: Were you there?\nORME: I was. Then Mr. Edw: Orme came with Eliz: Todd.\n"
    assert [label for label, _ in turns(talk * 3)] == ["HALE", "ORME"] * 3


def test_a_judge_has_letters_behind_the_name():
    text = "MR. HALE: I call him.\nORME-LISLE J.: Is that so?\nMR. HALE: It is.\nMR. TODD: No.\n"
    assert turns(text)[1] == ("ORME-LISLE J.", "Is that so?")


def test_who_examines_on_the_line_that_says_so_speaks():
    text = (
        "MS TODD: I call him.\nORME: I am here.\nCROSS-EXAMINATION BY ADV HALE: You knew her?\n"
        "ORME: I did.\nADV LISLE: May I?\nQUESTIONS BY MS TODD: And he?\nORME: He too.\n"
    )
    assert [label for label, _ in turns(text)] == [
        *("MS TODD", "ORME", "ADV HALE", "ORME", "ADV LISLE", "MS TODD", "ORME")
    ]
    # What is asked stands on lines of its own: those are the labels.
    below = "EXAMINATION BY MR. HALE:\nQ. Was it dark?\nA. It was.\nQ. And cold?\nA. Yes.\n"
    assert [label for label, _ in turns(below)] == ["Q", "A", "Q", "A"]


def test_a_name_before_an_answer_is_a_label_where_it_comes_again():
    talk = "HALE: Who was there?\nORME: I saw Mr. Lisle. Lisle I knew.\nHALE: And Mr. Todd?\nORME: No.\n"
    assert [label for label, _ in turns(talk, ["hale", "orme", "lisle"])] == ["HALE", "ORME"] * 2


def test_a_witness_is_announced_surname_first():
    text = (
        "HALE, CHARLES, sworn:—\nI live here.\n\nORME, DR. JOHN H., sworn:— I saw him.\n\n"
        "TODD, ANN, recalled. So I.\n"
    )
    assert [label for label, _ in turns(text)] == ["HALE, CHARLES", "ORME, DR. JOHN H.", "TODD, ANN"]


def test_offices_with_a_name_are_labels_however_they_begin():
    talk = (
        "PRESIDING JUDGE HALE: Sit down.\nORME: I will.\nDEPUTY PROSECUTOR LISLE: I object.\nORME: To what?\n"
        "His Honor: Orme, sit down. You, Mr. Tödd, too.\nORME: Yes.\nTÖDD: Yes.\nORME: We sit.\n"
    )
    labels = [label for label, _ in turns(talk)]
    assert labels[0] == "PRESIDING JUDGE HALE"
    assert {"DEPUTY PROSECUTOR LISLE", "His Honor", "TÖDD"} <= set(labels)


def test_an_answer_stands_on_the_line_of_its_question():
    text = (
        "Q You live there? A I do.\n\nQ With whom? A With A. Orme and a boy.\n\nQ Was it dark?\nA It was.\n"
    )
    assert turns(text) == [
        *(("Q", "You live there?"), ("A", "I do."), ("Q", "With whom?"), ("A", "With A. Orme and a boy.")),
        *(("Q", "Was it dark?"), ("A", "It was.")),
    ]
