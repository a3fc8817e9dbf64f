"""Doing again what a lost connection undid."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError

from corpus.catalogue.addresses import is_lost, unanswered

# Seconds for which a server may be away: enough for one that restarts after a crash.
PATIENCE = 120.0
_FIRST_PAUSE, _LONGEST_PAUSE = 0.1, 2.0

# An attempt counts as waiting for so long at most: the rest was work, of which there may be hours.
_LONGEST_ATTEMPT = 10.0

T = TypeVar("T")


def persist(attempt: Callable[[], T], url: URL, *, patience: float = PATIENCE) -> T:
    """What `attempt` returns; tries again after a lost connection, until `patience` seconds were waited.

    Then, `UnavailableError`. Other errors are raised at once.
    """
    waited, pause = 0.0, _FIRST_PAUSE
    while True:
        started = time.monotonic()
        try:
            return attempt()
        except DBAPIError as error:
            if not is_lost(error):
                raise
            waited += min(time.monotonic() - started, _LONGEST_ATTEMPT) + pause
            failure = unanswered(url, error)
        if waited > patience:
            raise failure
        time.sleep(pause)
        pause = min(pause * 2, _LONGEST_PAUSE)
