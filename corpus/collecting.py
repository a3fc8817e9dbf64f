"""Python's collector of reference cycles, kept from looking through what lives long again and again."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

# Objects until the youngest are looked through, and how often that is done until older ones are.
_SELDOM = (100_000, 50, 100)

_lock = Lock()
# The settings that were found by those who ask now: the first is the one to go back to.
_found: list[tuple[int, int, int]] = []


@contextmanager
def seldom_collected() -> Iterator[None]:
    """Within this, cycles are looked for seldom: for work that makes millions of objects, and few cycles.

    Of a million mentions resolved, a tenth of the time went into looking through them. What is in no cycle
    is freed as ever. The setting is the process's: other threads have it meanwhile, and lose nothing by it.
    """
    with _lock:
        _found.append(gc.get_threshold())
        gc.set_threshold(*_SELDOM)
    try:
        yield
    finally:
        with _lock:
            # Whoever leaves takes the latest: what is left for the last one is what the first found.
            before = _found.pop()
            if not _found:
                gc.set_threshold(*before)
