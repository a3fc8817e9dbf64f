"""Servers to try things on, until Ctrl-C: python -m tests.servers [8 | 9 | cluster]. Prints the addresses."""

from __future__ import annotations

import os
import shlex
import signal
import sys
from collections.abc import Sequence
from contextlib import ExitStack, suppress

from tests.servers.machine import UnavailableError
from tests.servers.phases import PHASES
from tests.servers.run import stop
from tests.servers.sources import running_elasticsearch, running_postgresql


def main(arguments: Sequence[str]) -> int:
    """Start an Elasticsearch (8 unless another is named) and PostgreSQL; gives the exit status."""
    wanted = arguments[0] if arguments else PHASES[0].name
    found = [phase for phase in PHASES if phase.name == wanted]
    if len(arguments) > 1 or not found:
        print(__doc__, file=sys.stderr)
        return 2
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, stop)
    phase = found[0]
    with ExitStack() as stack, suppress(KeyboardInterrupt):
        running = running_elasticsearch({}, phase.major, phase.nodes, phase.secure)
        try:
            elasticsearch = stack.enter_context(running)
            postgresql = stack.enter_context(running_postgresql({}))
        except UnavailableError as error:
            print(error, file=sys.stderr)
            return 1
        for address in elasticsearch.addresses:
            elasticsearch.wait(address)
        show({**elasticsearch.to_environment(), **postgresql.to_environment()})
        signal.pause()
    return 0


def show(variables: dict[str, str]) -> None:
    """Print what a shell needs to run tests on these servers."""
    for name, value in variables.items():
        print(f"export {name}={shlex.quote(value)}")
    print(f"# Running until Ctrl-C (process {os.getpid()})", flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
