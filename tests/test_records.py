"""The invented records of many traditions (`bench/records`): what a change of the rules must not lose."""

from bench.persons.reading import read_documents
from bench.persons.traditions import RECORDS, compare, read_records, rows_of_each, title_end


def test_names_of_many_traditions_are_found_whole_and_given_to_who_bears_them():
    texts, truths = read_records(RECORDS)
    rows = [
        row for row in rows_of_each(read_documents(texts)) if row.start >= title_end(texts[row.document].text)
    ]
    outcome = compare(rows, truths)
    asked = sum(not truth.optional for truth in truths)
    assert len(outcome.missed) <= 0.04 * asked
    assert len(outcome.missed) + len(outcome.cut) <= 0.06 * asked
    assert len(outcome.wrong) <= 0.04 * asked
    assert len(outcome.invented) <= 0.02 * asked
