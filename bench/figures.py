"""How a figure is printed: name, value, target, and whether it is met."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import quantiles


@dataclass(frozen=True, slots=True)
class Target:
    """What a figure has to be: at most the limit, or at least."""

    limit: float
    at_least: bool = False

    def is_met(self, value: float) -> bool:
        return value >= self.limit if self.at_least else value <= self.limit


def show(name: str, value: float, unit: str = "", target: Target | None = None, *, digits: int = 2) -> None:
    """Print one figure, with its target where it has one."""
    line = f"  {name:52}{value:10,.{digits}f} {unit:8}"
    if target is not None:
        sign = ">=" if target.at_least else "<="
        line += f"target {sign} {target.limit:g}: {'met' if target.is_met(value) else 'MISSED'}"
    print(line.rstrip(), flush=True)


def show_load() -> None:
    """Say how busy the machine is: figures of speed mean little where others run beside."""
    print(f"  (load of the last minute {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores)", flush=True)


def centile(values: Sequence[float], percent: int) -> float:
    """The value that `percent` of 100 do not exceed."""
    return quantiles(values, n=100, method="inclusive")[percent - 1]
