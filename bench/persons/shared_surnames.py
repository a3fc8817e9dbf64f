"""Bare surnames that two or more persons of one record share.

    python -m bench persons-shared [--verbose]

Made from records: where two persons of one text have one surname and are written with given names or
initials, these are cut away at some of the places (a seeded choice of one in four), never at a person's
first in the text. So the truth is known, and the name is as bare as in a record that writes it so. A cut
name is resolved when it is one person's, probable or surer; right when it is the person that the uncut
places of that text are.

The share that is to be resolved is set for the records of 1936 and 1938. In the Old Bailey most of these
names stand in the words of witnesses, and the reporter wrote them in full where his reader could not have
told the two apart: cut down, such a name is undecidable, and is to be left open rather than to be wrong.
"""

from __future__ import annotations

import random
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from bench.figures import Target, show
from bench.persons.gold import read_gold, record_texts
from bench.persons.old_bailey import read_trials
from bench.persons.reading import Text, read_texts, resolved
from bench.persons.scoring import Places, Row, Truth, bearers
from bench.setting import Setting
from corpus.names.compare import same_given
from corpus.names.parse import is_patronymic, parse_name

_SEEDS = (7, 11, 12, 13)
# Sessions of the Old Bailey that nobody has read, and that this set is made of.
_SESSIONS = ("18480131", "18840915")
# ... that were read while the rules were made.
_READ_SESSIONS = (
    "18000115",
    "18131027",
    "18270531",
    "18381217",
    "18570406",
    "18660611",
    "18750816",
    "18931113",
)
_RECORDS = "1936, 1938"
_SURNAME = re.compile(r"[^\s,.]+$")
_WRONG, _RESOLVED = 0.02, 0.7
_CUT = 0.25


@dataclass(frozen=True, slots=True)
class Full:
    """A full name at its place; the surname begins at `cut`."""

    start: int
    cut: int
    end: int
    person: str


@dataclass(frozen=True, slots=True)
class Case:
    """A text with names cut down: `cut` are those, `kept` the full ones that are left."""

    text: Text
    cut: tuple[Truth, ...]
    kept: tuple[Truth, ...]


def main(setting: Setting) -> None:
    """Print the shares that are resolved, wrong, and undecided, by record and together."""
    records = {
        _RECORDS: moscow(setting),
        "Old Bailey, not read": old_bailey(setting, _SESSIONS),
        "Old Bailey, read": old_bailey(setting, _READ_SESSIONS),
    }
    total: Counter[str] = Counter()
    for record, texts in records.items():
        found, outcome = list(texts), Counter[str]()
        for seed in _SEEDS:
            cases = made_bare(found, random.Random(seed))
            outcome += judge(setting, cases, verbose=setting.verbose and record != "Old Bailey, not read")
        report(record, outcome, resolved=_RESOLVED if record == _RECORDS else None)
        total += outcome
    report("all", total)


def made_bare(found: Sequence[tuple[Text, list[Full]]], chance: random.Random) -> list[Case]:
    """A case of each text, some of its names cut down."""
    return [cut_down(key, text, fulls, chance) for key, (text, fulls) in enumerate(found)]


def moscow(setting: Setting) -> Iterator[tuple[Text, list[Full]]]:
    """The files of both records, with the full names that the gold knows of persons who share a surname."""
    gold = read_gold(setting.shared / "bench" / "persons")
    written: dict[str, dict[str, str]] = defaultdict(dict)
    for mention in gold.mentions:
        words = mention.text.split()
        if mention.kind in ("name", "speaker") and len(words) > 1 and not _is_given_alone(words):
            written[mention.text.split()[-1].casefold()][mention.text] = mention.person
    forms = {
        form: person
        for of_surname in written.values()
        if len(set(of_surname.values())) > 1
        for form, person in of_surname.items()
    }
    for text in record_texts(setting.shared / "corpus", "moscow-trial-1936", "moscow-trial-1938"):
        yield text, list(occurrences(text.text, forms))


def _is_given_alone(words: Sequence[str]) -> bool:
    """ "Vladimir Ilyich", and what is written with the surname first."""
    return is_patronymic(words[-1]) or is_patronymic(words[0]) or words[0].endswith(",")


def old_bailey(setting: Setting, sessions: tuple[str, ...]) -> Iterator[tuple[Text, list[Full]]]:
    """Trials in which the edition tags two persons of one surname, with all places of their full names.

    Betty and Elizabeth Holt may be one person, whom the edition does not join: they do not count.
    """
    for trial in read_trials(setting.shared / "corpus" / "old-bailey-tei"):
        if not trial.text.relative.startswith(sessions):
            continue
        persons: dict[str, set[str]] = defaultdict(set)
        for name in trial.names:
            if name.given and " " not in name.surname:
                persons[name.surname].add(name.name)
        shared = {name: name for names in persons.values() if _are_others(names) for name in names}
        if shared:
            yield trial.text, list(occurrences(trial.text.text, shared))


def _are_others(names: Iterable[str]) -> bool:
    """Whether the first given names of full names tell several persons apart."""
    first = [name.given[0] for written in names if (name := parse_name(written)) and name.given]
    return len(first) > 1 and not any(same_given(a, b) for a, b in combinations(first, 2))


def occurrences(text: str, forms: Mapping[str, str]) -> Iterator[Full]:
    """Where full names stand, in any case, in order and without overlap."""
    if not forms:
        return
    longest = sorted(forms, key=lambda form: -len(form))
    known = {form.casefold(): person for form, person in forms.items()}
    either = "|".join(re.escape(form).replace(r"\ ", r"\s+") for form in longest)
    for match in re.finditer(rf"(?<![\w.])(?<!\. )(?:{either})(?!\w)", text, re.IGNORECASE):
        surname = _SURNAME.search(match[0])
        person = known.get(" ".join(match[0].split()).casefold())
        if surname and person and match[0][0].isupper():
            yield Full(match.start(), match.start() + surname.start(), match.end(), person)


def cut_down(key: int, text: Text, fulls: Sequence[Full], chance: random.Random) -> Case:
    """Cut given names away at some of the places, of those who are named once before."""
    parts, at, shift = [], 0, 0
    seen, cut, kept = set[str](), list[Truth](), list[Truth]()
    for full in fulls:
        cuts = full.person in seen and chance.random() < _CUT
        seen.add(full.person)
        parts.append(text.text[at : full.start])
        parts.append(text.text[full.cut if cuts else full.start : full.end])
        begin = full.start - shift
        shift += full.cut - full.start if cuts else 0
        (cut if cuts else kept).append(Truth(key, begin, full.end - shift, full.person))
        at = full.end
    return Case(replace(text, text="".join([*parts, text.text[at:]])), tuple(cut), tuple(kept))


def judge(setting: Setting, cases: Sequence[Case], *, verbose: bool) -> Counter[str]:
    """How the cut names came out: right, wrong, possible (of the right one, of others), or not found."""
    rows = resolved(read_texts(setting, [case.text for case in cases]))
    of_case: dict[int, list[Row]] = defaultdict(list)
    for row in rows:
        of_case[row.document].append(row)
    counts: Counter[str] = Counter()
    for key, case in enumerate(cases):
        person_of = bearers(of_case[key], Places(case.kept))
        for truth in case.cut:
            here = [row for row in of_case[key] if row.start < truth.end and truth.start < row.end]
            outcome = outcome_of(truth, here, person_of)
            counts[outcome] += 1
            if verbose and outcome not in ("right", "possible"):
                around = case.text.text[max(0, truth.start - 150) : truth.end + 60]
                print(f"    {outcome} {case.text.relative}: {truth.person}: {' '.join(around.split())!r}")
    return counts


def outcome_of(truth: Truth, rows: Iterable[Row], person_of: Mapping[str, str]) -> str:
    """What a cut name came to."""
    named = {person_of.get(row.person, "") for row in rows}
    sure = {person_of.get(row.person, "") for row in rows if row.tier < 2}
    if sure:
        return "right" if sure == {truth.person} else "wrong"
    if not named:
        return "not found"
    return "possible" if truth.person in named else "possible, of others"


def report(name: str, counts: Counter[str], *, resolved: float | None = None) -> None:
    """Print the shares, against the share that is to be resolved."""
    total = sum(counts.values())
    print(f"  {name}: {total} bare surnames, {dict(counts)}")
    if total:
        target = Target(resolved, at_least=True) if resolved else None
        show(f"{name}: resolved rightly", counts["right"] / total, "", target, digits=3)
        show(f"{name}: wrong", counts["wrong"] / total, "", Target(_WRONG), digits=3)
