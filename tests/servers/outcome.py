"""What came of a test run: counts, and what was left out and why; also of several runs together."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

NO_SHARED = "the folder is missing (STENOGRAM_SHARED may name another)"


@dataclass(frozen=True, slots=True)
class Outcome:
    """Counts of tests; `left_out` is (kind, reason) -> the tests, which are among the skipped."""

    passed: int = 0
    failed: int = 0
    skipped: int = 0
    left_out: Mapping[tuple[str, str], frozenset[str]] = field(default_factory=dict)

    @property
    def total(self) -> int:
        return self.passed + self.failed + self.skipped


def read_stats(stats: Mapping[str, list[Any]]) -> Outcome:
    """The outcome in pytest's reports by category; an error in set-up counts as a failure."""
    counts = {name: len(reports) for name, reports in stats.items()}
    left_out = defaultdict(set)
    for report in stats.get("skipped", []):
        left_out[left_out_kind(report), skip_reason(report)].add(report.nodeid)
    return Outcome(
        passed=sum(counts.get(name, 0) for name in ("passed", "xfailed", "xpassed")),
        failed=counts.get("failed", 0) + counts.get("error", 0),
        skipped=counts.get("skipped", 0),
        left_out={key: frozenset(tests) for key, tests in left_out.items()},
    )


def left_out_kind(report: Any) -> str:
    """What sort of test a report is about, with {s} where a plural has its s."""
    if skip_reason(report) == NO_SHARED:
        return "test{s} on ../shared"
    return "browser test{s}" if "browser" in report.keywords else "test{s}"


def skip_reason(report: Any) -> str:
    """The reason that a skipped test gave; pytest keeps it as (path, line, 'Skipped: reason')."""
    text = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
    return str(text).removeprefix("Skipped: ")


def join_outcomes(outcomes: Iterable[Outcome]) -> Outcome:
    """The sums. A test that several runs left out for the same reason is left out once."""
    outcomes = list(outcomes)
    left_out: dict[tuple[str, str], frozenset[str]] = {}
    for outcome in outcomes:
        for key, tests in outcome.left_out.items():
            left_out[key] = left_out.get(key, frozenset()) | tests
    return Outcome(
        passed=sum(outcome.passed for outcome in outcomes),
        failed=sum(outcome.failed for outcome in outcomes),
        skipped=sum(outcome.skipped for outcome in outcomes),
        left_out=left_out,
    )


def left_out_lines(outcome: Outcome) -> list[str]:
    """A line for each kind of test and reason: 'left out: 3 browser tests: no Chromium'."""
    return [
        f"left out: {len(tests)} {kind.format(s='' if len(tests) == 1 else 's')}: {reason}"
        for (kind, reason), tests in sorted(outcome.left_out.items())
    ]


def closing_line(outcome: Outcome) -> str:
    """The counts, as the last line of a run gives them."""
    return f"{outcome.passed} passed, {outcome.failed} failed, {outcome.skipped} skipped"


def to_json(outcome: Outcome) -> str:
    """For another process to read."""
    left_out = [[kind, reason, sorted(tests)] for (kind, reason), tests in outcome.left_out.items()]
    return json.dumps([outcome.passed, outcome.failed, outcome.skipped, left_out])


def from_json(text: str) -> Outcome:
    """What `to_json` wrote."""
    passed, failed, skipped, left_out = json.loads(text)
    tests = {(kind, reason): frozenset(names) for kind, reason, names in left_out}
    return Outcome(passed, failed, skipped, tests)
