"""`python -m docs`: renews the examples, the table of settings and the pictures of the documentation."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from docs.examples import PAGES, environment, renew_examples, run_example
from docs.pictures import take_pictures
from docs.settings_page import PAGE, renew_table
from stenogram.settings import settings_table


def main() -> None:
    """Ingest the sample collection into a directory of its own, and renew everything from it."""
    with TemporaryDirectory() as data:
        variables = environment(Path(data))
        PAGE.write_text(renew_table(PAGE.read_text(encoding="utf-8"), settings_table()), encoding="utf-8")
        for page in PAGES:
            text = page.read_text(encoding="utf-8")
            renewed = renew_examples(text, lambda command: run_example(command, variables).printed)
            page.write_text(renewed, encoding="utf-8")
        take_pictures(variables)


if __name__ == "__main__":
    main()
