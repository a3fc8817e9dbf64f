"""Names by their shape: initials, a title or a known given name before a surname, a comma after it, a
patronymic.

They find what a tagger misses in flattened, misprinted or Russian text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import pairwise

from corpus.names.fold import fold, is_cyrillic
from corpus.names.parse import (
    SURNAME_AND_SYLLABLES,
    is_east_asian,
    is_given_name,
    is_hungarian,
    is_patronymic,
)
from corpus.names.tables import endings, given_names, words, words_of
from ingest.shapes import INITIAL, OTHER_WORDS, PARTICLE, UPPER, WORD, may_be_name

# Abbreviations of other words than names: "9th Bn. Holt Rifles".
_NO_INITIALS = r"(?!(?:Nos?|Bn|Co|Rd|Ft|Mt|Pt|Sq|Nr)\.)"
# Not "Oberst a. D. Holt", who has retired.
_WITH_INITIALS = re.compile(
    rf"(?<![\w.])(?<!\s[a-z]\. ){_NO_INITIALS}(?:{INITIAL}[-\u2010\u2011]?){{1,3}}{PARTICLE}?{WORD}"
)
# "E. Riou Harte", "R. Siegenbeek van Heukeloo"
_SECOND_SURNAME = re.compile(
    rf" (?:{PARTICLE})?(?P<word>{WORD})(?!\w|:| [{UPPER}])(?:(?!\.)|(?<=[^\W\d_]{{5}}))"
)
_INITIALS_LAST = re.compile(r"(?<!\w)[А-ЯЁ][а-яё\-]{2,} (?:[А-ЯЁ]\.\s?){2}")
# What stands behind names and places, and is no initials: letters of degrees, offices and states.
_LETTERS = (
    r"(?:[DKQV]\. ?C|[BM]\. ?A|M\. ?[DP]|J\. ?P|U\. ?S|N\. ?[YJ]|R\. ?N|D\. ?D|A\. ?[DM]|B\. ?[CS]|P\. ?M)"
)
# "The accused Varnek K. S., Holt F. L.": two initials behind a surname.
_LATIN_LAST = re.compile(
    rf"(?:^|(?<=[a-z,;:(] )){WORD} (?!{_LETTERS}\.)(?:[{UPPER}]\. ?){{2}}(?=[,;:)]|(?<= )and |$)"
)
# "Andries "Boy" Varnek", "Wilhelmina ("Minna") Drachen", "Mary (Scott) Varnek": what somebody is called too,
# inside the name.
NICKNAMED = re.compile(
    rf"(?<!\w)(?P<given>{WORD}|{INITIAL})(?: {WORD})??(?: ?[(\[]?[\"“”‘'«„]{WORD}(?: {WORD})?[\"“”’'»][)\]]?"
    rf"| \((?:{INITIAL}|{WORD}(?: {WORD})?)\)) {PARTICLE}?{WORD}"
)
_ASKED = re.compile(r"[?–—-]\s{0,3}$")
_AFTER_SENTENCE = re.compile(r"[?!.–—-]\s{0,3}$")
_ANSWERED = re.compile(r"\?\s{0,2}[–—-]?\s{0,2}A\. ?[A-Z]")
_FEW_ANSWERS = 2
_LONGEST_WORD = 40
_SURNAME_BEFORE = re.compile(rf"({WORD}) $")
_REVERSED = re.compile(rf"(?<!\w){WORD}, {WORD} {WORD}(?!\w)")
# "4. PRUDE, Barnaby (alias ...", "ARBATOV, Kirill Savvich, born 1889": an item of a list, surname first.
_LISTED = re.compile(
    rf"(?:^|(?<=[.;:)] )|(?<=[.;:)]  ))(?:\d{{1,3}}[.)] )?(?:[{UPPER}][a-z]{{1,4}}\. )?"
    rf"(?P<name>[{UPPER}]{{2,}}(?:['’-][{UPPER}]+)*, (?:[{UPPER}][A-Za-z]{{1,4}}\. )?"
    rf"(?P<given>{WORD}|{INITIAL})(?:(?<=\.) ?{INITIAL}| {INITIAL}| {WORD})?)(?= ?[,;.(\n]|$)",
    re.MULTILINE,
)
# "Tarnoff, Peter Ivan, sworn": a witness, surname first.
_WITNESS = re.compile(
    rf"(?:^|(?<=[.;:)] )|(?<=[.;:)]  ))(?P<name>{WORD}, (?P<given>{WORD})(?: (?:{WORD}|{INITIAL}))?)"
    r"(?=,? (?:being |called |and |duly |first |re-?)*(?:sworn|affirmed|called|examined)\b)",
    re.MULTILINE,
)
# "Marquis OKABE, Nagatoshi": surname in capitals, given name not, as tribunals and libraries write them.
_COMMA = re.compile(
    rf"(?<!\w)(?P<before>[{UPPER}][\w'’.-]* )?(?P<name>(?:{PARTICLE}|[{UPPER}]{{2,3}} )?"
    rf"[{UPPER}]{{2,}}(?:['’-][{UPPER}]+)*, (?P<given>[{UPPER}][a-zß-öø-ÿ]+(?:-[\w]+)?)"
    rf"(?: [{UPPER}][a-zß-öø-ÿ]+| {INITIAL})?)(?![\w'’-])"
)
# "DUBOIS Julien": surname in capitals first, as French courts write it.
_CAPITALS_FIRST = re.compile(
    rf"(?<![\w'’.-])(?P<surname>[{UPPER}]{{3,}}(?:['’-][{UPPER}]+)*) "
    rf"(?P<given>[{UPPER}][a-zß-öø-ÿ]+(?:-[{UPPER}][a-zß-öø-ÿ]+)?)(?: (?P<second>{WORD}))?(?![\w'’-])"
)
# "Me Dubois": Maître, in texts that call advocates so.
_ADVOCATE = re.compile(rf"(?<!\w)Me (?P<name>{PARTICLE}?{WORD}(?: {PARTICLE}?{WORD})?)")
# "Bronsky, Lev D., 12, 45", "Bronsky, Lev; witness": of an index.
_INDEXED = re.compile(
    rf"(?<![\w'’.-])(?P<name>(?:{PARTICLE}|[{UPPER}][a-z]{{1,3}} )?{WORD}, "
    rf"(?P<given>(?:{WORD}\.?|{INITIAL})(?: ?(?:{WORD}|{INITIAL})){{0,3}}))"
    r"(?: ?\([^()]{1,60}\))?(?:,? ?(?:\d{1,4}(?![\w./])|passim|see\b)|; (?=[a-z]))"
)
# So many such names are no chance: "We saw HOLT, Barnaby and others".
_SEVERAL = 3
_SEQUENCE = re.compile(rf"(?<!\w){WORD}(?: (?:{PARTICLE}|Ó )?{WORD})+")
# Parts after given names that may be names: a middle name and a surname.
_MOST_SURNAMES = 2
# Words of a name before a title that stands behind it.
_MOST_BEFORE_TITLE = 3
# A word with what belongs to it: "van Os", "al-Khatib", "Abu Hassan".
_WORD = re.compile(WORD)
_PART = re.compile(
    rf"(?:{PARTICLE}(?:S(?:an|ancto|ancta|anta|aint|ainte) )?"
    rf"|(?:Abu|Umm|Ibn|Bin|Bint|Ó|Ní|Nic|Uí|Ua|Mac) )?(?P<word>{WORD})"
)
_ABBREVIATED = re.compile(rf"(?<!\w)(?P<given>[{UPPER}][a-z]{{1,6}})[.:] (?=(?P<behind>(?:{WORD} )?{WORD}))")


def find_names(text: str) -> Iterator[tuple[int, int]]:
    """Spans of names in a clean text, by shape; they may overlap."""
    letters, pairs = _answer_letters(text), set[str]()
    for match in _WITH_INITIALS.finditer(text):
        if not _belong_before(match) and not _answers(match, letters):
            yield match.start(), _end_of_second(match)
    yield from (match.span() for match in _INITIALS_LAST.finditer(text))
    yield from (m.span() for m in _LATIN_LAST.finditer(text) if not _is_place(m[0]))
    for match in NICKNAMED.finditer(text):
        if match["given"].endswith(".") or is_given_name(match["given"]):
            yield match.span()
    yield from (m.span() for m in _REVERSED.finditer(text) if _ends_in_patronymic(m[0]))
    for match in _LISTED.finditer(text):
        given = match["given"]
        if given.endswith(".") or is_given_name(given) or _ends_in_patronymic(match["name"]):
            yield match.span("name")
    yield from (m.span("name") for m in _WITNESS.finditer(text) if is_given_name(m["given"]))
    yield from _several(m for m in _COMMA.finditer(text) if not _follows_capitals(m) and _may_be_given(m))
    yield from _capitals_first(text)
    advocates = [match.span("name") for match in _ADVOCATE.finditer(text)]
    yield from advocates if len(advocates) > 1 else ()
    yield from _of_index([m for m in _INDEXED.finditer(text) if _may_be_given(m)])
    for match in _titled().finditer(text):
        yield match.start("name"), _end_before_words(text, *match.span("name"))
    for match in _SEQUENCE.finditer(text):
        yield from _with_patronymic(match)
        found = list(_WORD.finditer(text, *match.span()))
        yield from _with_given_name_last(found)
        yield from _with_title_behind(found)
        if _is_in_chinese_order(found):
            yield found[0].start(), found[-1].end()
            pairs.add(" ".join(word[0] for word in found[1:]))
        yield from _with_given_name(match)
    for pair in sorted(pairs):
        yield from (m.span() for m in re.finditer(rf"(?<![\w'’-]){pair}(?![\w'’-])", text))
    yield from _abbreviated(text)


def _end_before_words(text: str, start: int, end: int) -> int:
    """Where a name ends before the next: "Sir James Holt Robert Holt of"; one in capitals before words that
    are none: "MS VARNEK ADDRESSES THE COMMITTEE"."""
    found = list(_WORD.finditer(text, start, end))
    if [is_given_name(word[0]) for word in found] == [True, False, True, False]:
        return found[1].end()
    if not text[start:end].isupper():
        return end
    ends = (before.end() for before, word in pairwise(found) if fold(word[0]) in words("english"))
    return next(ends, end)


def _abbreviated(text: str) -> Iterator[tuple[int, int]]:
    """Names with an abbreviated given name; what is a whole name too only where others are abbreviated."""
    found = [(match, fold(match["given"])) for match in _ABBREVIATED.finditer(text)]
    abbreviates = any(given in words("given_short") for _, given in found)
    known = words_of("given_short", "given_clipped") if abbreviates else frozenset[str]()
    yield from ((match.start(), match.end("behind")) for match, given in found if given in known)


def _follows_capitals(match: re.Match[str]) -> bool:
    """Whether a word in capitals stands before the surname: "JOHN HOLT, Esquire", "MR. HOLT, Clerk"."""
    before = match["before"]
    return before is not None and len(before) > 2 and before.isupper()


def _may_be_given(match: re.Match[str]) -> bool:
    """Whether what stands behind a surname and a comma may be a given name, known or not."""
    word = match["given"].split()[0]
    if word.endswith(".") or is_given_name(word):
        return fold(word) not in words("months")  # "London, May 12"
    others = words_of(*OTHER_WORDS, "places", "honours", "suffixes", "courts")
    return len(word) > 2 and fold(word) not in others


def _several(matches: Iterable[re.Match[str]]) -> Iterator[tuple[int, int]]:
    """The names, where there are several."""
    found = [match.span("name") for match in matches]
    if len(found) >= _SEVERAL:
        yield from found


def _capitals_first(text: str) -> Iterator[tuple[int, int]]:
    """Names with the surname first in capitals, where there are several and most given names are known."""
    matches = _CAPITALS_FIRST.finditer(text)
    found = [m for m in matches if may_be_name(m["surname"]) and not is_given_name(m["surname"])]
    known = sum(is_given_name(match["given"]) for match in found)
    if 2 * known > len(found) >= _SEVERAL:
        for match in found:
            second = match["second"] and is_given_name(match["second"])
            yield match.start(), match.end("second" if second else "given")


def _is_place(name: str) -> bool:
    """ "Washington D. C."."""
    return fold(name.split()[0]) in words_of("places", "titles", "function_words")


def _of_index(matches: Sequence[re.Match[str]]) -> Iterator[tuple[int, int]]:
    """The names of an index: several, most of them with initials or known given names."""
    known = sum(not m["given"].isalpha() or is_given_name(m["given"]) for m in matches)
    if 2 * known > len(matches):
        yield from _several(matches)


def _belong_before(match: re.Match[str]) -> bool:
    """Whether initials belong to the Russian surname before them, as in lists: "Варнек А. П. Свидетель"."""
    if not is_cyrillic(match[0]):
        return False
    surname = _SURNAME_BEFORE.search(match.string, max(0, match.start() - _LONGEST_WORD), match.start())
    return surname is not None and fold(surname[1]).endswith(endings("surname_endings"))


def _answer_letters(text: str) -> re.Pattern[str]:
    """What stands before the A. of an answer: a question, or any sentence where answers abound."""
    return _AFTER_SENTENCE if len(_ANSWERED.findall(text)) > _FEW_ANSWERS else _ASKED


def _answers(match: re.Match[str], before: re.Pattern[str]) -> bool:
    """Whether the first letter is that of a question or an answer: "Q. Look at this", "? A. Ten"."""
    if match[0].startswith("Q."):
        return True
    start = match.start()
    return match[0].startswith("A.") and before.search(match.string, max(0, start - 4), start) is not None


def _end_of_second(match: re.Match[str]) -> int:
    """The end of initials and a surname, with a second one behind it that is written like the first."""
    second = _SECOND_SURNAME.match(match.string, match.end())
    if second is None or not may_be_name(second["word"]):
        return match.end()
    first = match[0].rpartition(".")[2].strip()
    return second.end() if first.isupper() == second["word"].isupper() else match.end()


def _ends_in_patronymic(name: str) -> bool:
    return is_patronymic(name.rsplit(" ", 1)[-1])


def _with_patronymic(match: re.Match[str]) -> Iterator[tuple[int, int]]:
    """Given name and patronymic, with the surname after them: "Ivan Nikitich Smirnov"."""
    found = [(m.start() + match.start(), m.end() + match.start()) for m in re.finditer(r"\S+", match[0])]
    text = match.string
    for (given, _), (start, end), following in zip(found, found[1:], [*found[2:], None], strict=False):
        first, second = text[given : start - 1], text[start:end]
        if is_patronymic(second) and len(first) > 2 and fold(first) not in words("titles"):
            yield given, following[1] if following else end


def _with_given_name(match: re.Match[str]) -> Iterator[tuple[int, int]]:
    """Known given names and what follows: "THOMAS HOLDERNESS", "Ann Mary Pell", "Lenert Michielsz van Os"."""
    found = list(_PART.finditer(match.string, *match.span()))
    at = 0
    while at < len(found):
        given = at
        while given < len(found) and is_given_name(found[given][0]):
            given += 1
        last = given
        bare = 0  # what has particles is a name for certain: "María del Carmen Abarca Luna"
        while last < len(found) and _may_be_surname(found[last]):
            bare += found[last][0] == found[last]["word"]
            if bare > _MOST_SURNAMES or last - given > _MOST_SURNAMES:
                break
            last += 1
        if given > at and last - at > 1:
            yield found[at].start(), found[last - 1].end()
        at = max(last, at + 1)


def _with_given_name_last(found: Sequence[re.Match[str]]) -> Iterator[tuple[int, int]]:
    """Names in the Hungarian order: "Kardos László"."""
    for surname, given in pairwise(found):
        if is_hungarian((surname[0], given[0])) and may_be_name(surname[0]):
            yield surname.start(), given.end()


def _is_in_chinese_order(found: Sequence[re.Match[str]]) -> bool:
    """Whether words are a name of three in the Chinese order: "Lim Swee Kok"."""
    written = [word[0] for word in found]
    return len(found) == SURNAME_AND_SYLLABLES and may_be_name(*written) and is_east_asian(written)


def _with_title_behind(found: list[re.Match[str]]) -> Iterator[tuple[int, int]]:
    """Names with a title behind them: "Haidar Reshid Bey"."""
    for at, word in enumerate(found):
        if at and fold(word[0]) in words("titles_behind"):
            before = found[max(0, at - _MOST_BEFORE_TITLE) : at]
            while before and fold(before[0][0]) in words("titles"):
                del before[0]
            if before and may_be_name(*(m[0] for m in before)):
                yield before[0].start(), word.end()


def _may_be_surname(part: re.Match[str]) -> bool:
    folded = fold(part["word"])
    alone = part[0] == part["word"]
    if alone and (len(folded) < 3 or folded in given_names()):
        return False
    return folded not in words_of(*OTHER_WORDS)


@cache
def _titled() -> re.Pattern[str]:
    """A title, written big or as an abbreviation, before one to three capitalised words."""
    titles = "|".join(sorted(words_of("titles", "titles_accented", "titles_russian") - {"the"}))
    # Looking ahead for the capital letter first spares most words the comparison with all titles.
    ahead = rf"(?=[\w'’\-]+\.? {PARTICLE}?[{UPPER}])"
    name = rf"{PARTICLE}?{WORD}(?: {PARTICLE}?{WORD}){{0,3}}"
    return re.compile(rf"(?<!\w){ahead}(?:(?i:{titles})s?\.? ){{1,3}}(?P<name>{name})")
