"""Random small records for property tests: sentences about people who are easily mixed up."""

from __future__ import annotations

from hypothesis import strategies as st

SENTENCES = (
    "{p:Anna Dorova} came.",
    "{p:Mrs. Dorova} came.",
    "There sat Mr. {Dorova}.",
    "{p:Mr. Dorvalek} came.",
    "{p:Miss Dorvalek} came.",
    "{Berta Dorova} came.",
    "{p:A. Dorova} wrote it.",
    "{p:A. P. Dorova} wrote it.",
    "{p:A. N. Dorova} wrote it.",
    "{p:K. P. Lindau} wrote it.",
    "{p:K. N. Lindau} wrote it.",
    "{p:K. Lindau} wrote it.",
    "Klim lindau wrote it.",
    "Then {Dorova} spoke.",
    "And Dorova agreed.",
    "Then went Dorava home.",
    "{l:DOROVA}: I saw it.",
    "{p:Klim Dorvalek} came.",
    "{Kliment Dorvalek} came.",
    "{l:DORVALEK}: I saw it.",
    "Then {Dorvalek} spoke.",
    "Then went Dorvelek home.",
    "Then went Dor valek home.",
    "He told Holmarz nothing.",
    "Then Holmarz and Belkarz said so.",
    "Then w^ent Dorvalelc h0me.",
    "{p:Anna Cornr Dorova} w^ent w~ith {p:R. Dorova} and {Comiade Dorova}.",
    "{Dorvolelc} w~ent with D0rvalek.",
    "{Dorvalek} ({Kruminsh}) left.",
    "{p:Anna Dorova}, alias {Kruminsh}, left.",
    "Here {Kruminsh} hid.",
    "{p:Pavel Mirkovich} came.",
    "{l:MIRKOVICH}: I saw it.",
    "We thanked {p:Anna Petrovna}.",
    "{p:Anna Petrovna Dorova} came.",
    "{p:Иван Дорвалек} came.",
    "{p:Вальтер Горбрихт} came.",
    "{p:Вальтера Петровича Горбрихта} thanked them.",
    "Then {Горбрихт} spoke.",
    "{p:Walter Gorbricht} came.",
    "{p:Wanda Gorbricht} came.",
    "{p:Walter Gorbrecht}, alias {Kruminsh}, left.",
    "Then {Gorbricht} spoke.",
    "The Dorova-Dorvalek group met.",
    "They met in Dorova Street.",
    "{p:Edmund Reid-Dorova} came.",
    "Inspector {p:Reid} found nothing.",
    "{p:John Reid} came.",
    "Then the Dorovas left, and the Reids.",
    "{p:Karl von Lindau} came.",
    "{p:George Bagster Lindau} came.",
    "{p:Bagster Lindau} came.",
)
# In each document: two words that no tagger takes for a person's.
TAGGED_OTHERWISE = {"Holmarz": 1, "Belkarz": 1}
TEXTS = st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=6).map("\n".join)
PATHS = ("one/a.txt", "one/b.txt", "two/a.txt", "c.txt")
# Texts by (collection, path): cases within collections, and the same path in two of them.
RECORDS = st.dictionaries(
    st.tuples(st.sampled_from(["court", "press"]), st.sampled_from(PATHS)), TEXTS, max_size=5
)
