import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.introductions import find_introduced
from ingest.patterns import find_names


def spans(text: str) -> set[tuple[int, int]]:
    """All that either kind of pattern finds."""
    return {*find_names(text), *find_introduced(text)}


def names(text: str) -> list[str]:
    """The names found, without those inside a longer one: which patterns see them is no matter."""
    found = sorted(spans(text), key=lambda span: (span[0], -span[1]))
    outermost = [span for n, span in enumerate(found) if not any(e >= span[1] for _, e in found[:n])]
    return [text[start:end] for start, end in outermost]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # Initials
        ("said J. P. Varnek today", ["J. P. Varnek"]),
        ("said J.P.Varnek.", ["J.P.Varnek"]),
        ("saw G. K. van der Meer there", ["G. K. van der Meer"]),
        ("with A. Ünsal", ["A. Ünsal"]),
        ("Wm. Tate swore", ["Wm. Tate"]),
        ("вышел И. П. Варнек", ["И. П. Варнек"]),
        ("свидетель видел: Варнек И. П. молчал", ["Варнек И. П. "]),
        ("by Ms A.-M. Mendivil, a lawyer", ["A.-M. Mendivil"]),
        ("by Mr Ș. Țepeluș yesterday", ["Ș. Țepeluș"]),
        ("Did you see him? Q. Look at that warrant", []),
        ("How old are you - A. Ten years", []),
        ("A. Varnek wrote it", ["A. Varnek"]),
        ("saw R. Idih Prawirov. Then", ["R. Idih Prawirov"]),
        # Kinship, service, a title behind, the call of a witness, courts
        ("and Azmir the wife of Karzol came", ["Azmir"]),
        ("My husband was Mendrel. I", ["Mendrel"]),
        ("with Cuffrin (Varnek's servant) there", ["Cuffrin"]),
        ("and Varnek's boy Cuffrin ran", ["Cuffrin"]),
        ("then Haidrin Reshim Bey read it", ["Haidrin Reshim Bey"]),
        ("saw Karzol s/o Njorog and", ["Karzol s/o Njorog"]),
        ("came Mordan ap Rhysol, who", ["Mordan ap Rhysol"]),
        ("RAWSIN MBUGAR MACHARIN, sworn: I", ["RAWSIN MBUGAR MACHARIN"]),
        ("judgment: Varnek-Holtz, C.J.: I agree", ["Varnek-Holtz"]),
        ("applied in R. v. Varnek in 1920", ["Varnek"]),
        ("told Mr J.S. so", ["J.S."]),
        ("met Kardor László there", ["Kardor László"]),
        ("sworn: one Varnekh came", ["Varnekh"]),
        ("with a certain Varnekh, who", ["Varnekh"]),
        ("one Monday", []),
        ("the mark of Rebeka Varnekh.", ["Rebeka Varnekh"]),
        ("My name's Varnekh, Roshin Varnekh. I", ["Roshin Varnekh"]),
        ("Varnekh is spelled V-A-R-N-E-K-H.", ["V-A-R-N-E-K-H"]),
        ("I saw Lim Swek Kok. Then Swek Kok ran", ["Lim Swek Kok", "Swek Kok"]),
        (
            "Varnekh, Francis; witness Holtz, Henry; defendant Dray, Emil; tailor",
            ["Varnekh, Francis", "Holtz, Henry", "Dray, Emil"],
        ),
        ("of the USSR, that is U-S-S-R.", []),
        ("the Dean of Faculty (Varnekh-Hay) spoke", ["Varnekh-Hay"]),
        ("the solicitor general (Generalprokurator) spoke", []),
        ("the Marquess of Varnekh spoke", ["Varnekh"]),
        ("at the Duke of York, an inn", []),
        ("Downinkh being called and sworn, said", ["Downinkh"]),
        ("Mary Thyssen (Scott) Varnekh, 790", ["Mary Thyssen (Scott) Varnekh"]),
        ("Ben. Varnekh and Tho. Holtz came", ["Ben. Varnekh", "Tho. Holtz"]),
        ("I saw Ben. Varnekh came", []),
        ("MS VARNEKH ADDRESSES THE COURT", ["VARNEKH"]),
        ("Me Varnekh se lève. Me Holtz aussi", ["Varnekh", "Holtz"]),
        ("Me Varnekh you", []),
        (
            "1/ VARNEKH Julien, 2/ HOLTZ Yassin et 3/ DRAY Kamel",
            ["VARNEKH Julien", "HOLTZ Yassin", "DRAY Kamel"],
        ),
        ("Fred Holtz, Kungur Karum and Paul Moss came", ["Fred Holtz", "Kungur Karum", "Paul Moss"]),
        # Titles
        ("by Mr Mehmet Acar Serdar Altin, a", ["Mehmet Acar Serdar Altin"]),
        ("Messrs. Varnek and Co. of Leeds", ["Varnek"]),
        ("Mr. Orlov spoke", ["Mr. Orlov"]),
        ("Mr Hale spoke", ["Hale"]),
        ("MR. HALE SPOKE", ["HALE"]),
        ("the letter of Comrade Orlov’s wife", ["Orlov’s"]),
        ("Capt. Arthur Moss of Leeds", ["Arthur Moss"]),
        ("Mrs. Lisle-Brown", ["Lisle-Brown"]),
        ("Dr. von Hagen", ["Dr. von Hagen"]),
        ("товарищ Варнек сказал", ["Варнек"]),
        ("гр. Белова ушла", ["Белова"]),
        # Surname first, with a patronymic
        ("Orlov, Ivan Petrovich, clerk", ["Orlov, Ivan Petrovich"]),
        ("Орлов, Иван Петрович, писарь", ["Орлов, Иван Петрович"]),
        # Patronymics
        ("and Ivan Nikitich Belov said", ["Ivan Nikitich Belov"]),
        ("пришла Мария Ивановна", ["Мария Ивановна"]),
        # Given names
        ("there John Smith went home", ["John Smith"]),
        ("THOMAS HALE was indicted", ["THOMAS HALE"]),
        # Nothing of the kind
        ("Orlov, Ivan, clerk", []),
        ("The Grey Petrel sailed", []),
        ("at 5 p.m. Smith left", []),
        ("the captain of the Grey Petrel", []),
        ("mr. orlov", []),
        ("", []),
    ],
)
def test_names_are_found_by_their_shape(text, expected):
    assert names(text) == expected


@given(st.text(alphabet="AБаb. ,'-\nMrIvanich", max_size=60))
def test_spans_lie_in_the_text_and_are_not_empty(text):
    assert all(0 <= start < end <= len(text) for start, end in spans(text))


def test_a_long_text_of_capitals_takes_no_time():
    assert spans("A " * 20_000) == set()
    assert spans("Zorn " * 20_000) == set()
    assert spans("Zorn Karp, Karz Dorn, " * 5_000) == set()
    assert len(spans("Mr. Orlov met Zorn. " * 5_000)) >= 5_000


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Davy to Cecil. He troubled Cecil, and obeyed Cecil's own commands.", ["Cecil"] * 3),
        ("She told Beatrice; Beatrice wept.", ["Beatrice"] * 2),
        ("She told Beatrice so.", []),
        ("She told Mr. Cecil; Cecil wept.", ["Mr. Cecil"]),
        ("She told Cecil; Cecil Varnek wept.", ["Cecil Varnek"]),
        ("She saw the Beatrice. The Beatrice came.", []),
        ("Cecil! Cecil!", []),
    ],
)
def test_who_is_always_called_by_a_given_name_alone(text, expected):
    assert names(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("the affidavits of Varnek and Orlov were read", ["Varnek", "Orlov"]),
        ("the Varnek affidavit and the Monday testimony", ["Varnek"]),
        ("the deposition of Varnek Court", []),
        ("the statement of Claim, the evidence of London", []),
        ("Sir James Varnek Robert Varnek of Donnore", ["James Varnek", "Robert Varnek"]),
    ],
)
def test_what_only_persons_say_brings_them_in(text, expected):
    assert names(text) == expected


def test_a_text_of_given_names_takes_no_time():
    assert len(spans("and Cecil wept, and Beatrice wept. " * 10_000)) == 20_000
