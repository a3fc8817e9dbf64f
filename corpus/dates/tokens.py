"""A text as a string of class letters, one for each token, and back to offsets.

Letters of numbers: Y year (1000-2100), D 1-31, N other, O ordinal ("19th"), K decade ("1930s"),
U decade without its century ("30s"), I ISO date, Z date in figures, X Roman numeral,
l a "1" misprinted as I or l.
Punctuation stands for itself, but < > for brackets, : for all that ends a clause, ' for quotes,
| for an empty line. Other words: ^ with a capital, _ without.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import accumulate

from corpus.dates.lexicon import Lexicon

_TOKEN = re.compile(
    r"""
    (?: (?:https?|ftp)://\S+                                 # an address
      | [^\W\d_]+                                             # a word
      | \d{4}-\d\d-\d\d(?!\w)                                 # 1936-08-19
      | \d{1,2}[./]\d{1,2}[./]\d{4}(?!\w)                     # 19.8.1936
      | [$£€§№#]\ ?\d[\d.,]*                                  # an amount, a numbered thing
      | \d{1,3}(?:,\d{3})+(?!\d)                              # 1,200
      | \d+[.:]\d+(?:[.:]\d+)*%?                              # 12.30, 12:10
      | \d+%
      | \d+(?:(?:st|nd|rd|th|d|['’]?s|-?(?:го|ое|ого|е|х|й|м|му|ми))(?!\w))?
      | \S
    )
    [^\S\n]*+ (?: \n[^\S\n]*+(?!\n) )?                        # the space behind it, one line break at most
    | \s+                                                     # an empty line; space before the first word
    """,
    re.VERBOSE,
)
_ROMAN = re.compile(r"[IVX]+")
_FIGURES = re.compile(r"\d+")
_PUNCTUATION = {
    **dict.fromkeys("-‐‑–—", "-"),
    **dict.fromkeys("([", "<"),
    **dict.fromkeys(")]", ">"),
    **dict.fromkeys("?!:;…", ":"),
    **dict.fromkeys("'’‘\"“”«»`", "'"),
    ".": ".",
    ",": ",",
    "/": "/",
}
_FIRST_YEAR, _LAST_YEAR = 1000, 2100
_REMEMBERED_WORDS = 50_000


@dataclass(frozen=True, slots=True)
class Tokens:
    """`letters` has one letter for each token; a token includes the white space behind it.

    `starts` are offsets in the text; the tokens cover it without gaps.
    """

    letters: str
    tokens: list[str]
    starts: list[int]

    def words(self, first: int, end: int) -> tuple[str, ...]:
        """The tokens `first` to `end` (exclusive) without white space."""
        return tuple(token.rstrip() for token in self.tokens[first:end])

    def span(self, first: int, end: int) -> tuple[int, int]:
        """Offsets in the text of the tokens `first` to `end` (exclusive, not empty)."""
        return self.starts[first], self.starts[end - 1] + len(self.tokens[end - 1].rstrip())


class Tokenizer:
    """Makes tokens of texts; remembers the class of words that it has seen."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._classes = _Classes(lexicon)

    def tokenize(self, text: str) -> Tokens:
        """Cut the text into tokens."""
        tokens = _TOKEN.findall(text)
        letters = "".join(map(self._classes.__getitem__, tokens))
        return Tokens(letters, tokens, list(accumulate(map(len, tokens), initial=0)))


class _Classes(dict[str, str]):
    """Token -> letter, filled as tokens are asked for: text repeats its words."""

    def __init__(self, lexicon: Lexicon) -> None:
        super().__init__()
        self._lexicon = lexicon

    def __missing__(self, token: str) -> str:
        letter = _class_of(token.rstrip(), self._lexicon)
        if len(self) < _REMEMBERED_WORDS:
            self[token] = letter
        return letter


def _class_of(word: str, lexicon: Lexicon) -> str:
    if not word:
        return "|"
    first = word[0]
    if first.isdecimal():
        return _class_of_number(word)
    if not first.isalpha():
        return _PUNCTUATION.get(word, "_")
    if word in {"I", "l"}:
        return "l"
    lower = word.lower()
    letter = lexicon.letters.get(lower)
    if letter is not None and (lower not in lexicon.capital or first.isupper()):
        return letter
    if _ROMAN.fullmatch(word):
        return "X"
    return "^" if first.isupper() else "_"


def _class_of_number(word: str) -> str:
    if not word.isascii() or not word.isdecimal():
        return _class_of_marked_number(word)
    number = int(word[:5])
    if len(word) == 4 and _FIRST_YEAR <= number <= _LAST_YEAR:
        return "Y"
    return "D" if len(word) <= 2 and 1 <= number <= 31 else "N" if len(word) <= 3 else "_"


def _class_of_marked_number(word: str) -> str:
    """Class of figures with something behind them: "1936-08-19", "19th", "1930s", "1,200"."""
    if re.fullmatch(r"\d{4}-\d\d-\d\d", word, re.ASCII):
        return "I"
    if re.fullmatch(r"\d{1,2}[./]\d{1,2}[./]\d{4}", word, re.ASCII):
        return "Z"
    figures = _FIGURES.match(word)
    suffix = word[figures.end() :].lstrip("-'’") if figures else ""
    if figures is None or not suffix.isalpha():
        return "_"
    return _class_of_suffix(figures[0], suffix)


def _class_of_suffix(figures: str, suffix: str) -> str:
    tens = figures.endswith("0") and suffix in {"s", "е", "х", "м", "ми"}
    if tens and len(figures) in {2, 4}:
        return "K" if len(figures) == 4 else "U"
    return "O" if suffix != "s" and len(figures) <= 2 and 1 <= int(figures) <= 31 else "_"
