"""How a name is written on a page: what to clear away before its words are read."""

from __future__ import annotations

import re

MAX_LENGTH = 200
# Another name in brackets: "Georgi (Yuri) Pyatakov".
_BRACKETED = re.compile(r"[(\[][^()\[\]]*[)\]]")
_POSSESSIVE = re.compile(r"['’][sS]$|(?<=s)['’]$")
_LINE_BREAK = re.compile(r"[-\u2010\u00ad][ \t]*[\r\n]\s*(?=[^\W\d_])")
# Invisible: control characters, soft hyphens, and what sets the direction of writing.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]"
)
# "Kariuki s/o Njoroge": son, daughter, wife of, as courts of the British Empire wrote it.
CHILD_OF = r"(?:[sdw]/o|a/[lp])"
_OF = re.compile(rf"(?<!\w){CHILD_OF}(?!\w)")
# Who of two: "Holt the younger denied it", but not "Holt the younger brother of".
OF_TWO = (
    r",? the (?:younger|elder)(?![\w'’-])"
    r"(?! (?:brother|sister|son|daughter|child|man|men|woman|boy|girl|prisoner|one|of)\w*)"
)
# A figure between letters is a letter misread or disguised ("Sm1th"); at the end it is a note's number.
_FIGURE = re.compile(r"(?<=[^\W\d_])[0134589](?=[^\W\d_])")
# "MAXWELL_HALE", as some transcriptions type it.
_UNDERLINE = re.compile(r"(?<=[^\W\d_])_(?=[^\W\d_])")
_LETTERS = {"0": "o", "1": "i", "3": "e", "4": "a", "5": "s", "8": "b", "9": "g"}


def plain(text: str) -> str:
    """A written name without invisible characters, brackets, possessive and hyphens of line ends.

    Cut after `MAX_LENGTH` characters: no name is longer.
    """
    clean = _INVISIBLE.sub("", _LINE_BREAK.sub(_join, text[:MAX_LENGTH]))
    clean = _UNDERLINE.sub("-", clean)
    clean = _OF.sub("bin", _FIGURE.sub(lambda found: _LETTERS[found[0]], clean))
    return _POSSESSIVE.sub("", _BRACKETED.sub(" ", clean).strip() or clean.strip())


def _join(found: re.Match[str]) -> str:
    """Nothing where a word goes on with a small letter; a double surname keeps its hyphen."""
    after = found.string[found.end() : found.end() + 2]
    return "" if after[:1].islower() or after.isupper() else "-"
