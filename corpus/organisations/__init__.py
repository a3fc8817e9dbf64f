"""Names of organisations: trimming, comparing, abbreviations stated in a text, grouping."""

from corpus.organisations.abbreviations import Abbreviation, find_abbreviations
from corpus.organisations.cleaning import clean_organisation
from corpus.organisations.grouping import group_organisations
from corpus.organisations.keys import organisation_key

__all__ = [
    "Abbreviation",
    "clean_organisation",
    "find_abbreviations",
    "group_organisations",
    "organisation_key",
]
