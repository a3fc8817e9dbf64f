"""Names that the words around them bring in: kinship, service, the call of a witness, a row of names.

So a text introduces whom it has not named before, whatever the name looks like.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator

from corpus.names.fold import fold
from corpus.names.parse import is_given_name
from corpus.names.tables import words, words_of
from corpus.names.writing import CHILD_OF
from ingest.shapes import (
    ADDRESS,
    INITIAL,
    INITIALS_ALONE,
    OTHER_WORDS,
    PARTICLE,
    UPPER,
    WORD,
    may_be_name,
    search_before,
)
from ingest.spans import word_before

_WORD = re.compile(WORD)
# "one Raiphe Atkinsonne", "a man named Azor Hale": so a text brings in who was not named before.
_BROUGHT_IN = re.compile(
    rf"\b(?:one|named|certain) (?P<name>(?P<first>{WORD}) (?P<last>{WORD}))(?! [{UPPER}])"
)
# "a certain Varnek came": the same of a surname alone.
_BROUGHT_IN_ALONE = re.compile(
    rf"\b(?:one|a certain|by the name of|surnamed) (?P<name>{WORD})(?!\w|['’-]| [{UPPER}])"
)
# "the mark of Rebeca Varnek", "the murder of Rebeca Varnek": what only a person has, or befalls one; "the
# Marquess of Varnek": who is called by a known place is known by the place.
_OF = re.compile(rf" of (?P<name>{WORD}(?P<more> {WORD})?)(?!\w|['’-]| [{UPPER}])")
# "affidavits of Varnek and Orme", "the Varnek affidavit"
_SPOKEN_OF = re.compile(rf" of (?P<names>{WORD}(?:(?:,| and) {WORD})*)(?!\w|['’-]| {PARTICLE}?[{UPPER}])")
_SPOKEN = re.compile(rf"\b[Tt]he (?P<name>{WORD}) (?P<what>[a-z-]+)(?!\w)")
# "the Lord Advocate (Varnek)": who holds an office.
_BRACKETED = re.compile(
    rf"(?<=[^\W\d_]) \((?:(?:Mr|Dr|Sir|Lord|MR|DR|SIR|LORD)\.? )?(?P<name>{WORD}(?: {WORD})?)\)"
)
# "Azor Varnek QC": letters stand behind names alone.
_LETTERED = re.compile(
    rf"(?<![\w'’-])(?P<name>{WORD}(?: {WORD}){{1,2}}),? (?:QC|KC|SC|MP|OBE|MBE|CBE|Esq|Kt|Bart)\b"
)
# "My name is Varnek, Azor Varnek."
_IN_FULL = re.compile(
    rf"(?<![\w'’-])(?P<surname>{WORD}), (?P<name>(?:{WORD} ){{1,2}}(?P=surname))(?![\w'’-])"
)
# "The surname is V-A-R-N-E-K."
_SPELLED = re.compile(rf"(?<![\w-])[{UPPER}](?:-[^\W\d_]){{3,}}(?![\w-])")
_LONGEST_ABBREVIATION = 4
_LONGEST_SURNAME = 16
_STEM = 5
# "MESSRS. BODKIN and DOANE", "Messrs Hale, Orme & Moss", "MM. Favre and Ravel"
_MESSRS = re.compile(
    rf"\b(?:(?i:messrs)\.?|MM\.) (?P<names>{WORD}(?:, {WORD}){{0,5}},? (?:and|&|AND) {WORD})(?! (?:{WORD}|&))"
)
_AND = r"(?:and|AND|&|et|und|y)"
# "Julius and Ethel Varnek", "ANNE and MICHAEL VARNEK"
_SHARED = re.compile(
    rf"(?<![\w.'’-])(?P<first>{WORD}) {_AND} "
    rf"(?P<name>{WORD} (?:{INITIAL} ?)?{PARTICLE}?{WORD})(?![\w'’-]*-)"
)
_CAPITAL_BEFORE = re.compile(rf"(?P<word>{WORD}) $")
_SMALL_BEFORE = re.compile(r"(?<!\w)[a-z]+ $")
_CAPITAL_BEHIND = re.compile(rf"(?:['’]s)? [{UPPER}]")
_WORD_BEFORE = re.compile(r"(?<![^\W_])(?P<word>[^\W\d_]+)\.? $")
_THING_BEFORE = frozenset({"the", "a", "an"})
_AGAIN = 2
# Who is brought in by a word of kinship or service: "his son Azor", "Azor, the wife of Varnek", "Azor (Mr.
# Hale's negro)", "Mr. Hale's boy Azor".
_KIN = (
    r"(?:wife|widow|husband|son|daughter|mother|father|brother|sister|uncle|aunt|cousin|nephew|niece|grandson"
    r"|grandmother|grandfather|stepson|stepmother|stepfather|servant|slave|negro|negroe|maid|wench)"
)
_NAMES = rf"(?P<name>{WORD}(?: {PARTICLE}?{WORD}){{0,3}})"
_BY_KIN = (
    re.compile(rf"\b(?i:my|his|her|their|our|your) {_KIN}(?: is| was|,)? {_NAMES}"),
    re.compile(
        rf"(?<!['’\w]){_NAMES}(?:,|,? the)? (?:{_KIN} (?:of|to)|belonging to|slave to)"
        rf" (?:(?:the|said|one|old|late|[A-Za-z][a-z]{{1,7}}\.?) ){{0,3}}{WORD}"
    ),
    re.compile(rf"(?<!['’\w]){_NAMES},? (?:my|his|her|their|our|your) {_KIN}\b"),
    re.compile(rf"(?<!\w){_NAMES} \((?:[A-Z][a-z]{{1,6}}\.? )?(?:{WORD} )?{WORD}['’]s?\b"),
    re.compile(rf"{WORD}['’]s? (?:{_KIN}|boy|man|girl|woman) {_NAMES}"),
)
# "Kariuki s/o Njoroge", "Kamau wa Ngengi", "Morgan ap Rhys": of whom one is the child.
_CHILD_OF = re.compile(
    rf"(?<!\w){WORD} (?:{CHILD_OF}|wa|ap|ab|ferch|verch|bin|binti?|bte|ibn|ben) {WORD}(?: {WORD})?"
)
# "Fred Holt, Achieng Oneko, Kungu Karumbo and Paul Moss": what stands in a row with full names is one.
_FULL = rf"{WORD}(?: {PARTICLE}?{WORD}){{1,2}}"
_ROW = re.compile(rf"(?<!\w){_FULL}(?:, {_FULL}){{1,12}},? (?:and|&|AND) {_FULL}")
# "Hale, C.J.", "Brett, L.J.": judges of law reports.
_JUDGE = re.compile(
    rf"(?<!\w){_NAMES},? (?:Ag\. ?)?"
    r"(?:(?:[CLPS]\. ?){1,3}J\.(?: ?A\.)?|JJ?\. ?A\.|C\. ?B\.|M\. ?R\.)(?!\w)"
)
# "Mr. J.S.", whose name a court does not publish.
_ADDRESSED = re.compile(
    rf"(?<!\w){ADDRESS}\.? "
    rf"(?P<name>{INITIALS_ALONE.pattern})(?!\w)(?: (?P<behind>{WORD}))?"
)
# "R. v. Varnek": whom a case is against.
_AGAINST = re.compile(
    r"(?<!\w)(?:R|Reg|Rex|Regina|[Tt]he (?:King|Queen|Crown|People|State)|State|People|Commonwealth)\.?"
    rf" vs?\.? (?P<name>{WORD}(?: {PARTICLE}?{WORD}){{0,2}})"
)
# "RAWSON MBUGUA MACHARO, sworn": how witnesses are called.
_SWORN = re.compile(
    rf"(?:^|(?<=[.?!:—-] )){_NAMES}(?:,[^,.;\n]{{1,40}}){{0,2}},? (?:being |was |were )?"
    r"(?:duly |solemnly |called and )?"
    r"(?:sworn|affirmed|recalled|re-called|resworn|examined|questioned|deposed|indicted|arraigned)\b",
    re.MULTILINE,
)


def find_sharers(text: str) -> Iterator[tuple[int, int, str]]:
    """Given names that share the surname of the name behind them, with the whole name of each: "Julius" of
    "Julius and Ethel Varnek" is Julius Varnek."""
    for match in _SHARED.finditer(text):
        first, name = match.span("first"), match["name"]
        given, *others = name.split()
        if not (is_given_name(match["first"]) and is_given_name(given)) or is_given_name(others[-1]):
            continue
        before = search_before(_CAPITAL_BEFORE, text, first[0])
        if not may_be_name(others[-1]) or (before and fold(before["word"]) not in words_of(*OTHER_WORDS)):
            continue
        # Who was called by this name alone before bears no other ("of Garba and Dan Ladi").
        alone = rf"(?<![\w'’-]){re.escape(match['first'])}(?![\w'’-]| [{UPPER}]| {_AND} )"
        if re.compile(alone).search(text, 0, first[0]) is None:
            yield *first, f"{match['first']} {others[-1]}"


def _called_by_first_name(text: str) -> Iterator[tuple[int, int]]:
    """Given names that a text has again and again, always alone: "to Cecil", "Cecil's own"."""
    others = words_of(*OTHER_WORDS, "english", "places", "titles_surnames", "titles_behind")
    counts = Counter(_WORD.findall(text))
    often = (word for word, count in counts.items() if count >= _AGAIN and is_given_name(word))
    if not (names := sorted(word for word in often if fold(word) not in others)):
        return
    either = "|".join(names)
    places: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for match in re.finditer(rf"(?<![\w'’-])(?P<name>{either})(?:['’]s)?(?![\w'’-])", text):
        places[match["name"]].append(match.span("name"))
    for name, found in places.items():
        whole = sum(counts[f"{name}{ending}"] for ending in ("", "'s", "’s"))
        if len(found) < whole or any(_goes_with_another(text, *span) for span in found):
            continue
        if any(search_before(_SMALL_BEFORE, text, start) for start, _ in found):
            yield from found


def _goes_with_another(text: str, start: int, end: int) -> bool:
    """Whether a word is a part of a longer name, for another or a title stands beside it; or a thing's."""
    if _CAPITAL_BEHIND.match(text, end):
        return True
    if (before := search_before(_WORD_BEFORE, text, start)) is None:
        return False
    word = before["word"]
    return word.lower() in _THING_BEFORE or (word[0].isupper() and fold(word) not in words("function_words"))


def find_introduced(text: str) -> Iterator[tuple[int, int]]:
    """Spans of such names in a clean text; they may overlap."""
    yield from (m.span("name") for m in _BROUGHT_IN.finditer(text) if may_be_name(m["first"], m["last"]))
    yield from (m.span("name") for m in _BROUGHT_IN_ALONE.finditer(text) if may_be_name(m["name"]))
    for match in _OF.finditer(text):
        before = word_before(text, match.start() + 1)
        known = before in words("personal" if match["more"] else "peers")
        if known and may_be_name(*match["name"].split()) and fold(match["name"]) not in words("counties"):
            yield match.span("name")
    for match in _SPOKEN_OF.finditer(text):
        if word_before(text, match.start() + 1) in words("spoken"):
            found = _WORD.finditer(text, *match.span("names"))
            yield from (name.span() for name in found if may_be_name(name[0]))
    for match in _SPOKEN.finditer(text):
        if match["what"] in words("spoken") and may_be_name(match["name"]):
            yield match.span("name")
    for match in _BRACKETED.finditer(text):
        if word_before(text, match.start() + 1) in words("in_office") and _is_holder(match["name"]):
            yield match.span("name")
    yield from (m.span("name") for m in _IN_FULL.finditer(text) if may_be_name(m["surname"]))
    for match in _SPELLED.finditer(text):
        if _is_written_otherwise(match[0].replace("-", ""), text):
            yield match.span()
    for match in _MESSRS.finditer(text):
        found = _WORD.finditer(text, *match.span("names"))
        yield from (m.span() for m in found if fold(m[0]) not in words("of_firms"))
    yield from (match.span() for match in _CHILD_OF.finditer(text))
    yield from _called_by_first_name(text)
    for match in _ROW.finditer(text):
        yield from _in_row(match)
    for match in _ADDRESSED.finditer(text):
        if not match["behind"] or fold(match["behind"]) in words_of("function_words", "english"):
            yield match.span("name")
    for pattern in (*_BY_KIN, _SWORN, _JUDGE, _AGAINST, _LETTERED):
        for match in pattern.finditer(text):
            if may_be_name(*_WORD.findall(match["name"])):
                yield match.span("name")


def _is_holder(name: str) -> bool:
    """Whether a bracket behind an office may name its holder, and not the office in another language:
    "the Procurator General (Generalprokurator)".
    """
    stems = [office[:_STEM] for office in words("in_office")]
    return may_be_name(*name.split()) and not any(
        len(word) > _LONGEST_SURNAME or any(stem in fold(word) for stem in stems) for word in name.split()
    )


def _is_written_otherwise(spelled: str, text: str) -> bool:
    """Whether a text has the letters as a word too; in capitals alone few of them are an abbreviation."""
    if spelled.capitalize() in text:
        return True
    return len(spelled) > _LONGEST_ABBREVIATION and spelled.upper() in text


def without_spelling(form: str) -> str:
    """A name that is spelled out as it is written otherwise: "V-A-R-N-E-K" is Varnek."""
    return form.replace("-", "").capitalize() if _SPELLED.fullmatch(form) else form


def _in_row(match: re.Match[str]) -> Iterator[tuple[int, int]]:
    """The names of a row of full names, if more than half of them have a known given name or a particle."""
    found = list(re.finditer(_FULL, match[0]))
    known = sum(is_given_name(name[0].split()[0]) or any(map(str.islower, name[0].split())) for name in found)
    if 2 * known > len(found):
        for name in found:
            if may_be_name(*_WORD.findall(name[0])):
                yield match.start() + name.start(), match.start() + name.end()
