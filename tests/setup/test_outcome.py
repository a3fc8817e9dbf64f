"""Outcomes of several runs are one: counts add up, and what was left out is said once."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pytest

from tests.servers.outcome import (
    NO_SHARED,
    Outcome,
    closing_line,
    from_json,
    join_outcomes,
    left_out_lines,
    read_stats,
    to_json,
)

TEST, BROWSER = "test{s}", "browser test{s}"


@dataclass
class Report:
    """As much of pytest's report as is read."""

    nodeid: str
    longrepr: Any = None
    keywords: dict[str, int] = field(default_factory=dict)


def skipped(nodeid: str, reason: str, **keywords: int) -> Report:
    return Report(nodeid, ("file.py", 1, f"Skipped: {reason}"), keywords)


def outcome(*left_out: tuple[str, str, str]) -> Outcome:
    tests = {(kind, reason): frozenset(names.split()) for kind, reason, names in left_out}
    return Outcome(2, 1, sum(map(len, tests.values())), tests)


@pytest.mark.parametrize(
    ("outcomes", "lines", "closing"),
    [
        ([], [], "0 passed, 0 failed, 0 skipped"),
        ([outcome()], [], "2 passed, 1 failed, 0 skipped"),
        (
            [outcome((TEST, "rain", "a")), outcome((TEST, "snow", "a"))],
            ["left out: 1 test: rain", "left out: 1 test: snow"],
            "4 passed, 2 failed, 2 skipped",
        ),
        (
            [outcome((TEST, "rain", "a b")), outcome((TEST, "rain", "b c"), (BROWSER, "rain", "d"))],
            ["left out: 1 browser test: rain", "left out: 3 tests: rain"],
            "4 passed, 2 failed, 5 skipped",
        ),
    ],
)
def test_joined(outcomes: list[Outcome], lines: list[str], closing: str) -> None:
    joined = join_outcomes(outcomes)
    assert left_out_lines(joined) == lines
    assert closing_line(joined) == closing
    assert from_json(to_json(joined)) == joined


@pytest.mark.parametrize(
    ("stats", "expected"),
    [
        ({}, "0 passed, 0 failed, 0 skipped"),
        ({"passed": ["a", "b"], "xfailed": ["c"], "warnings": ["d"]}, "3 passed, 0 failed, 0 skipped"),
        ({"failed": ["a"], "error": ["b"], "": ["c"]}, "0 passed, 2 failed, 0 skipped"),
    ],
)
def test_pytest_counts(stats: dict[str, list[Any]], expected: str) -> None:
    assert closing_line(read_stats(stats)) == expected


def test_reasons_of_pytest() -> None:
    stats = {
        "skipped": [
            skipped("a", "rain"),
            skipped("b", "rain"),
            skipped("c", "rain", browser=1),
            skipped("d", NO_SHARED, shared=1),
            Report("e", "no tuple"),
        ]
    }
    assert left_out_lines(read_stats(stats)) == [
        "left out: 1 browser test: rain",
        "left out: 1 test: no tuple",
        "left out: 2 tests: rain",
        f"left out: 1 test on ../shared: {NO_SHARED}",
    ]
