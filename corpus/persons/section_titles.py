"""What the title of a section says: who is examined there, or only whose case it is."""

from __future__ import annotations

import re

_CASE = re.compile(
    r"\b(?:case|trials?|tryals?|hearing|process|prosecution|proceedings|indictment|inquest|inquiry|matter|court"
    r"|martial)\s+(?:of|against|on|upon|into|in)\b|\bagainst\b|\bversus\b|\bvs?\.|\bin re\b"
    r"|\b(?:дел[оау]|процесс\w*)\b",
    re.IGNORECASE,
)


def names_case(title: str) -> bool:
    """Whether a title names a case by its accused ("The trial of ...", "People v. ..."): nobody is examined
    under it as such."""
    return _CASE.search(title) is not None
