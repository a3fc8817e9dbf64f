"""What `make test` runs one after another: which tests, on which servers."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, ArgumentTypeError
from collections.abc import Sequence
from dataclasses import dataclass

NEEDS_SERVER = "elasticsearch or cluster or postgresql or faults"


@dataclass(frozen=True, slots=True)
class Run:
    """One run of pytest: tests by their markers, in `parallel` processes or not."""

    marked: str
    parallel: bool = True


@dataclass(frozen=True, slots=True)
class Phase:
    """Runs on one Elasticsearch; `name` is how SERVERS=... asks for it. `major` 0 is without any server."""

    name: str
    title: str
    runs: tuple[Run, ...]
    major: int = 0
    nodes: int = 1
    # Whether a machine may lack the Java for it.
    optional: bool = False

    @property
    def secure(self) -> bool:
        """Whether users must prove who they are; nodes of a cluster would need certificates for that."""
        return self.nodes == 1


PHASES = (
    Phase("8", "Elasticsearch 8", (Run("not (cluster or faults)"),), major=8),
    Phase(
        "9",
        "Elasticsearch 9",
        (Run("elasticsearch and not (cluster or faults or once)"),),
        major=9,
        optional=True,
    ),
    Phase(
        "cluster",
        "a cluster of three Elasticsearch nodes",
        # Tests of faults kill what others would be using.
        (
            Run("(elasticsearch or cluster) and not (faults or once or one_shard)"),
            Run("faults", parallel=False),
        ),
        major=8,
        nodes=3,
    ),
)
WITHOUT = Phase("none", "no server", (Run(f"not ({NEEDS_SERVER})"),))


def choose_phases(servers: str) -> tuple[Phase, ...]:
    """The phases that SERVERS names ("8 9 cluster", "none"); all when it is empty."""
    names = servers.replace(",", " ").split()
    if names == [WITHOUT.name]:
        return (WITHOUT,)
    if unknown := set(names) - {phase.name for phase in PHASES}:
        known = ", ".join(phase.name for phase in PHASES)
        raise ArgumentTypeError(f"SERVERS is none, or some of {known}; not {', '.join(sorted(unknown))}.")
    return tuple(phase for phase in PHASES if not names or phase.name in names)


def reason_against(phase: Phase, given: Sequence[str]) -> str:
    """Why a phase cannot run on the Elasticsearch whose addresses were given; empty when it can."""
    if not given or phase.name in ("8", "none") or (phase.nodes == 3 and len(given) >= 3):
        return ""
    return "STENOGRAM_TEST_ELASTICSEARCH names another"


def pytest_command(run: Run, arguments: Sequence[str], workers: int) -> list[str]:
    """How a run is started. `arguments` are the user's: an -m among them selects within the run."""
    marked, others = split_marked(arguments)
    selection = f"({run.marked}) and ({marked})" if marked else run.marked
    parallel = ["-n", str(workers if run.parallel else 0), "--dist", "loadfile", "--no-loadscope-reorder"]
    # As it ends, the plugin compiles a module anew each time. In a process that had lost its servers this has
    # failed ("AST constructor recursion depth mismatch"), and no test of faults needs it.
    plugins = [] if run.parallel else ["-p", "no:schemathesis"]
    return [sys.executable, "-m", "pytest", *plugins, *parallel, *others, "-m", selection]


def split_marked(arguments: Sequence[str]) -> tuple[str, list[str]]:
    """The marker expression among pytest's arguments, and the others."""
    parser = ArgumentParser(add_help=False, allow_abbrev=False)
    parser.add_argument("-m", default="")
    found, others = parser.parse_known_args(arguments)
    return found.m, others
