"""What `make test` runs on which servers, and what its variables choose."""

from __future__ import annotations

from argparse import ArgumentTypeError

import pytest
from _pytest.mark.expression import Expression

from tests.servers.phases import (
    PHASES,
    WITHOUT,
    Run,
    choose_phases,
    pytest_command,
    reason_against,
    split_marked,
)

EIGHT, NINE, CLUSTER = PHASES


@pytest.mark.parametrize(
    ("servers", "expected"),
    [
        ("", "8 9 cluster"),
        ("8", "8"),
        ("cluster 8", "8 cluster"),
        ("9,cluster", "9 cluster"),
        ("none", "none"),
    ],
)
def test_servers_names_phases(servers: str, expected: str) -> None:
    assert [phase.name for phase in choose_phases(servers)] == expected.split()


@pytest.mark.parametrize("servers", ["7", "8 moon", "none 8"])
def test_servers_that_there_are_not(servers: str) -> None:
    with pytest.raises(ArgumentTypeError, match=r"SERVERS is none, or some of 8, 9, cluster; not"):
        choose_phases(servers)


@pytest.mark.parametrize(
    ("markers", "phases"),
    [
        ("", "8 none"),
        ("browser", "8 none"),
        ("postgresql", "8"),
        ("elasticsearch", "8 9 cluster"),
        ("elasticsearch postgresql", "8 9 cluster"),
        ("elasticsearch once", "8"),
        ("elasticsearch one_shard", "8 9"),
        ("elasticsearch postgresql once", "8"),
        ("elasticsearch cluster", "cluster"),
        ("faults elasticsearch cluster", "cluster"),
        ("faults postgresql", "cluster"),
    ],
)
def test_markers_choose_the_phase(markers: str, phases: str) -> None:
    """And in a phase one run alone: no test runs twice on the same servers."""
    runs = [(phase, run) for phase in (*PHASES, WITHOUT) for run in phase.runs]
    selected = [phase.name for phase, run in runs if matches(run.marked, markers)]
    assert selected == phases.split()


def matches(expression: str, markers: str) -> bool:
    return Expression.compile(expression).evaluate(lambda name, **_: name in markers.split())


def test_only_faults_run_one_by_one() -> None:
    single = [run.marked for phase in PHASES for run in phase.runs if not run.parallel]
    assert single == ["faults"]


@pytest.mark.parametrize(
    ("given", "left_out"),
    [([], []), (["http://one"], [NINE, CLUSTER]), (["http://one", "http://two", "http://three"], [NINE])],
)
def test_a_given_elasticsearch_serves_where_it_can(given: list[str], left_out: list[object]) -> None:
    assert [phase for phase in PHASES if reason_against(phase, given)] == left_out


@pytest.mark.parametrize(
    ("arguments", "marked", "others"),
    [
        ([], "", []),
        (["-k", "a or b", "tests/corpus"], "", ["-k", "a or b", "tests/corpus"]),
        (["-m", "browser", "-x"], "browser", ["-x"]),
        (["-x", "-mnot browser", "--maxfail=2"], "not browser", ["-x", "--maxfail=2"]),
    ],
)
def test_markers_of_the_user_are_told_from_the_rest(
    arguments: list[str], marked: str, others: list[str]
) -> None:
    assert split_marked(arguments) == (marked, others)


@pytest.mark.parametrize(
    ("run", "arguments", "expected"),
    [
        (Run("a"), [], "-n 3 ... -m a"),
        (Run("a or b"), ["-m", "c or d"], "-n 3 ... -m (a or b) and (c or d)"),
        (Run("a", parallel=False), ["tests/setup"], "-p no:schemathesis -n 0 ... tests/setup -m a"),
        (Run("a"), ["-n", "0"], "-n 3 ... -n 0 -m a"),
    ],
)
def test_the_command(run: Run, arguments: list[str], expected: str) -> None:
    command = " ".join(pytest_command(run, arguments, 3)[3:])
    assert command.replace("--dist loadfile --no-loadscope-reorder", "...") == expected
