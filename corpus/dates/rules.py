"""The grammar of dates: regular expressions over class letters (lexicon.py, tokens.py).

A rule's named groups tell what the tokens are; reading.py makes an expression of them. The first
rule that matches at a place wins, so that the longer ones stand before their beginnings.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import count

_YEAR = r"(?:Y(?:h\.?|g)?)"  # 1936, "1936 г.", "1936 года"
_THAT_YEAR = r"(?:t?Q[yg])"  # this year, of the same year
_DAY = r"(?:[DO](?!\#)|(?:T-?)?w)"  # 19, 19th, twenty-first
_MONTH = r"(?:M|m\.?)"
_WEEKDAY = r"(?:(?:W|V\.?)z?,?r?t?)?"  # "Saturday night, the"
_UNIT = r"[yghkediC]"
# the end of, mid-, early; the first days of; the latter part of
_SOME_PART = r"(?:t?Q?(?:[P=](?:-|ft?)|=t?(?=[SMmYKxUQwO]))|t?[wQ][dek]ft?|t?[wQP=]%ft?)"
_PART = rf"{_SOME_PART}?"
_OF_YEAR = rf"(?:,?f?(?:(?P<year>{_YEAR})|(?P<that>{_THAT_YEAR})))"
_COUNT = r"(?:Tn|T-n|T|n|A|D|N)"
_OTHER_NUMBER = r"(?P<year2>[YDN])"
_NO_NAME = r"(?!'?\^)"  # "by May" but not "by May Carter"
_NO_THING = r"(?!_|\#|'?\^)"  # "the winter" but not "the winter coat"

_RULES: Mapping[str, str] = {
    "iso": r"I",
    "figures": r"Z",
    "era": r"(?P<year>[YDN]) (?P<era>@)",
    "days_of_month": rf"""
        (?: {_WEEKDAY} (?P<day>{_DAY}) - (?P<day2>{_DAY})
          | (?<=B) t? (?P<day>{_DAY}) a t? (?P<day2>{_DAY})
          | (?<=[rp]) t? (?P<day>{_DAY}) [vp] t? (?P<day2>{_DAY}) )
        f?,? (?P<month>{_MONTH}) {_OF_YEAR}?""",
    "listed_day": r"t? (?P<day>[DO]) (?=(?:,t?[DO])*(?:,?a)t?[DO]f?M)",
    "month_days": rf"(?P<month>{_MONTH}) (?P<day>{_DAY}) - (?P<day2>{_DAY}) {_OF_YEAR}?",
    "day_of_month": rf"""
        {_WEEKDAY} t? (?P<day>{_DAY}) f? (?P<month>{_MONTH})
        (?: {_OF_YEAR} | ,?(?P<near>Q(?!{_UNIT})|j\.?) )?""",
    "month_day": rf"{_WEEKDAY} (?P<month>{_MONTH}) t? (?P<day>{_DAY}) {_OF_YEAR}?",
    "month_misprint": rf"""
        (?P<month>{_MONTH}) (?: (?<=[rvf]M) (?P<one>l) | (?P<one>l)(?=,?Y) ) {_OF_YEAR}?""",
    "months": rf"{_PART} (?P<month>{_MONTH}) [-/] (?P<month2>{_MONTH}) {_OF_YEAR}",
    "month_of_year": rf"(?:t?kf)? {_PART} (?P<month>{_MONTH}) {_OF_YEAR}",
    "fraction": rf"""
        t? (?P<nth>[wQP=]) (?P<piece>[Hq]) f?t?
        (?: {_OF_YEAR} | (?P<month>{_MONTH}) {_OF_YEAR}? )""",
    "season_of_years": rf"{_PART} t? (?P<season>[Ss]) ,?f? (?P<year>Y) [-/] {_OTHER_NUMBER}[gh]?",
    "season_of_year": rf"{_PART} t? (?P<season>[Ss]) {_OF_YEAR}",
    "year_season": rf"(?P<year>{_YEAR}) ,t? (?P<season>S)",
    "years": rf"(?<![-/c]) (?<!c\.) (?:t[yg])? (?P<year>Y) [-/] {_OTHER_NUMBER} (?:h\.?|g)? (?![/\#])",
    "decade": rf"{_PART} t? (?P<decade>K) g?",
    "short_decade": rf"{_PART} (?:t'?|(?<==)|(?<=p)|(?<=')) (?P<tens>[xU]) g? | (?P<tens>[xU]) g",
    "century": rf"{_PART} t? (?P<century>O|(?:T-?)?w|X) (?: -?C | (?=[avp]t?[OwX]-?C) )",
    "part_of_year": rf"{_SOME_PART} (?: (?P<year>{_YEAR}) | (?P<that>{_THAT_YEAR}) )",
    "part_of_unit": rf"t?[P=]f (?P<which>t|t?Q) (?P<unit>{_UNIT})",
    "named_year": r"t? [yg] f? (?P<year>Y)(?!\#)",
    "year": rf"""
        (?<!c) (?<!c\.) (?P<year>
          Y(?:h\.?|g)
        | (?<=p)Y(?!\#) | (?<=~)Y(?!\#) | (?<=p~)Y
        | (?<=<)Y(?![-/\#]) | Y(?=>)
        | (?<=\^,)Y(?!\#) | (?<=Y,)Y(?!\#) | (?<=Ya)Y(?!\#) | (?<=Y,a)Y(?!\#) | (?<=Yv)Y(?!\#)
        | Y(?=[av]{_YEAR}(?!\#)) )""",
    "likely_year": r"""
        (?<!c) (?<!c\.) (?P<year>
          (?<=[rvfbBzaASt])Y(?!\#)
        | (?<=:)Y(?=[.,:>|]) | (?<=[.'])Y(?=[,:>|]) | (?<=u)Y(?=[.,:])
        | (?<=\^)Y(?=[:>]) | (?<=[.,])Y(?=[:>]) )""",
    "near_season": rf"{_PART} t? (?P<near>Q) (?P<season>[Ss]) | t? (?P<season>S) (?P<near>Q)(?!{_UNIT})",
    "season": rf"(?: (?<=[prvf~Ba]) t | {_SOME_PART}t? | (?<=p)) (?P<season>S) {_NO_THING}",
    "near_month": rf"{_PART} t? (?P<near>Q) (?P<month>M){_NO_NAME} | (?P<month>M) (?P<near>Q)(?!{_UNIT})",
    "month": rf"""
        (?: (?<=[p~]) (?P<month>M) | t?kf (?P<month>M) | {_SOME_PART} (?P<month>M)
          | (?<=[rvfB]) (?P<month>M) {_NO_NAME} )""",
    "near_day": rf"t? (?P<day>{_DAY}) (?: f (?P<which>t?Q|t) k | (?P<near>j\.?) )",
    "lone_day": r"(?<=[prvfb~]) t (?P<day>O) (?=[.,:|pfabuvl>]|r(?!\^))",
    "day_beside": r"t? d b (?P<days>R) | (?P<day_only>R)",
    "next_day": r"t d (?P<beside>b) | t (?P<beside_m>J)",
    "ago": rf"""
        (?: (?P<count>{_COUNT}|F|AF|A) (?P<unit>{_UNIT}) | (?P<unit>[gke]) ) (?P<half>aAH)? G
      | (?P<half_a>HA) (?P<unit>y) G""",
    "later": rf"(?P<count>{_COUNT}|AF|F) (?P<unit>{_UNIT}) (?P<later>L)",
    "span_of_units": rf"t? (?P<which>Q) (?P<count>{_COUNT}|F) (?P<unit>{_UNIT})",
    "which_unit": rf"(?P<the>t)? (?P<which>QQ?) (?P<unit>{_UNIT}) (?!o)",
    "near_weekday": r"t? (?P<near>Q) (?P<weekday>W) | (?P<weekday>W) (?P<near>Q)",
    "weekday": r"(?<=[rvp]) (?P<weekday>W) (?!z?\^)",
    "duration": rf"""
        (?<![Eo]) (?: (?P<count>{_COUNT}(?<!A)|AF|AFf|F) | (?<=[rpv.:]) (?P<a>A) ) {_UNIT} (?!o|fo)""",
}


_NAME = re.compile(r"\(\?P<(\w+)>")


def _number_names(pattern: str) -> str:
    """A name may stand in several branches; `re` wants each once: day -> day_0, day_1 ..."""
    numbers = count()
    return _NAME.sub(lambda match: f"(?P<{match[1]}_{next(numbers)}>", pattern)


def group_of(name: str) -> str:
    """The group's name as the rule has it: "day_1" -> "day"."""
    return name.rpartition("_")[0]


def compile_rules() -> tuple[re.Pattern[str], dict[str, re.Pattern[str]]]:
    """One expression that finds where a rule matches, and which; and each rule with its groups."""
    master = "|".join(f"(?P<{name}>{_NAME.sub('(?:', rule)})" for name, rule in _RULES.items())
    rules = {name: re.compile(_number_names(rule), re.VERBOSE) for name, rule in _RULES.items()}
    return re.compile(master, re.VERBOSE), rules
