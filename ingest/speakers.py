"""Which candidates have earned their place: by recurrence, as an office, as a known person."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from functools import cache

from rapidfuzz.distance import OSA
from rapidfuzz.process import extractOne

from ingest.labels import Border, Candidate, is_numeral, is_office, label_key, speech_start
from ingest.wordlists import entries, words

_FEWEST_SPEAKERS = 2
_FEWEST_LABELS = 2
# One letter wrong in a shorter name makes another name.
_SHORTEST_MISPRINT = 5
# A name that speaks only once: labels that have earned their place stand this near on both sides.
_NEAR = 2500

_INITIAL = re.compile(r"(?:[^\W\d_]\.){1,3}")


def accepted(text: str, found: Sequence[Candidate], known_names: Collection[str]) -> list[Candidate]:
    """The candidates that are labels, ascending; also labels whose colon the printer lost.

    `known_names` are surnames, folded as by `label_key`.
    """
    strong = [c for c in found if c.border >= Border.HEADING and not _is_false(c)]
    keys = _accepted_keys(text, strong, known_names)
    if not keys:
        return []
    bare = _bare_speakers(text)
    sure = [c for c in strong if c.key in keys]
    sure += _once_only(text, [c for c in strong if c.key not in keys], sure)
    keys |= {c.key for c in sure}
    misprints = {key for key in {c.key for c in strong} - keys if _is_misprint(key, keys)}
    sure += [c for c in strong if c.key in misprints]
    inside = (_known_part(c, keys) for c in found if c.border is Border.WORDS)
    sure += [c for c in inside if _is_mid_sentence_label(c, keys)]
    sure += _without_colon(text, sure, bare)
    return sorted({c.start: c for c in sure}.values(), key=lambda c: c.start)


def _is_false(candidate: Candidate) -> bool:
    if is_office(candidate.text):
        return False
    tokens = candidate.key.split()
    return is_numeral(candidate.text) or any(token in words("false_labels") for token in tokens)


def _accepted_keys(text: str, strong: Sequence[Candidate], known_names: Collection[str]) -> frozenset[str]:
    counts = Counter(c.key for c in strong if c.mark == ":")
    offices = {c.key for c in strong if c.mark == ":" and (is_office(c.text) or c.names_judge)}
    recurring = {key for key, count in counts.items() if count >= _FEWEST_LABELS} - offices
    unsure = set(counts) - recurring - offices
    known = {key for key in (unsure | recurring) if _is_known(key, known_names)}
    if unsure - known:
        titled = titled_names(text)
        known |= {key for key in unsure - known if _is_known(key, titled)}
    if len(recurring | offices | known) < _FEWEST_SPEAKERS and not _questions_several(
        text, strong, recurring
    ):
        recurring &= known
    return frozenset(recurring | offices | known)


def _questions_several(text: str, strong: Sequence[Candidate], recurring: Collection[str]) -> bool:
    """Whether one who speaks often has several others around him, each of whom the text names besides."""
    often = [c for c in strong if c.key in recurring]
    others = {c.key for c in _once_only(text, [c for c in strong if c.key not in recurring], often)}
    return len(others) >= _FEWEST_SPEAKERS


def _surname(key: str) -> str:
    return key.rsplit(maxsplit=1)[-1]


def _is_known(key: str, known_names: Collection[str]) -> bool:
    """Whether a label names one of the known persons, a letter apart at most."""
    return key in known_names or _surname(key) in known_names or _is_misprint(_surname(key), known_names)


@cache
def _written_titles() -> frozenset[str]:
    cases = (case for e in entries("label_titles") for case in (e, e.capitalize(), e.upper()))
    return frozenset(written for case in cases for written in (case, f"{case}."))


def titled_names(text: str) -> frozenset[str]:
    """Folded names that the text itself introduces: "the witness Marek", "Mr. A. Voss"."""
    tokens = text.split()
    titles = _written_titles()
    behind = (i + 1 for i, token in enumerate(tokens) if token in titles)
    return frozenset(name for at in behind if (name := _name_at(tokens, at)))


def _name_at(tokens: Sequence[str], at: int) -> str:
    while at < len(tokens) and _INITIAL.fullmatch(tokens[at]):
        at += 1
    name = tokens[at] if at < len(tokens) else ""
    return label_key(name.removesuffix("'s")) if name[:1].isupper() else ""


def _is_misprint(key: str, keys: Collection[str]) -> bool:
    """Whether one of `keys` is one letter apart (or two letters change places)."""
    if len(key) < _SHORTEST_MISPRINT:
        return False
    long_keys = [k for k in keys if len(k) >= _SHORTEST_MISPRINT]
    return extractOne(key, long_keys, scorer=OSA.distance, processor=None, score_cutoff=1) is not None


def _once_only(text: str, unsure: Sequence[Candidate], sure: Sequence[Candidate]) -> Iterator[Candidate]:
    """Names amid a dialogue that have one speech, where the text has the name elsewhere too."""
    starts = sorted(c.start for c in sure)
    folded = text.casefold()
    for c in unsure:
        near = sum(abs(start - c.start) < _NEAR for start in starts)
        name = c.text.split()[-1]
        again = folded.count(name.casefold()) > 1
        if near > 3 and c.mark == ":" and again and f" {name.lower()} " not in text:
            yield c


def _known_part(candidate: Candidate, keys: Collection[str]) -> Candidate:
    """The candidate without the capitalised words before a speaker's name: "... to Poland Marek: No"."""
    if candidate.key in keys:
        return candidate
    *before, name = candidate.text.split()
    if not before or label_key(name) not in keys:
        return candidate
    start = candidate.end - len(name)
    return replace(candidate, start=start, text=name, before=before[-1].casefold())


def _is_mid_sentence_label(candidate: Candidate, keys: Collection[str]) -> bool:
    """A sure speaker's label where the sentence before it has lost its stop."""
    return (
        candidate.key in keys
        and candidate.mark == ":"
        and (candidate.in_capitals or candidate.before not in words("before_names"))
    )


@cache
def _bare() -> re.Pattern[str]:
    opening = "|".join(entries("answer_words"))
    return re.compile(rf"(?:(?<=[.!?…\"”)]\s)|(?<=\n))([^\W\d_a-z][\w'’-]{{2,}})\s(?=(?:{opening})\b)")


def _bare_speakers(text: str) -> frozenset[str]:
    """Names that only ever speak without a colon ("Marek Quite right."), and do so repeatedly."""
    counts = Counter(match[1] for match in _bare().finditer(text))
    return frozenset(
        name
        for name, count in counts.items()
        if count >= _FEWEST_LABELS
        and label_key(name) not in words("false_labels")
        and text.count(name) > count
        and f" {name.lower()} " not in text
    )


def _without_colon(text: str, sure: Sequence[Candidate], bare: Collection[str]) -> Iterator[Candidate]:
    """Labels of speakers whose colon is missing, or was printed as a full stop."""
    written = sorted({c.text for c in sure} | set(bare), key=lambda t: (-len(t), t))
    labels = "|".join(re.escape(label) for label in written)
    opening = "|".join(entries("answer_words"))
    pattern = re.compile(
        rf"(?:(?<=[.!?…\"”)]\s)|(?<=\n)|^)({labels})(?:(\.)\s+(?=[^\W\d_a-z])|\s+(?=(?:{opening})\b))"
    )
    taken = {c.start for c in sure}
    for match in pattern.finditer(text):
        on_line = match.start() == 0 or text[match.start() - 1] in "\r\n"
        if match.start() not in taken and (not match[2] or on_line or match[1].split()[-1].isupper()):
            border = Border.LINE if on_line else Border.SENTENCE
            begin = speech_start(text, match.end())
            yield Candidate(match.start(), match.end(1), begin, match[1], border, match[2] or "")
