"""The Italian pack as its README promises it, read from the files alone."""

import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import jobcaffe.vocabulary

FOLDER = Path(jobcaffe.vocabulary.__file__).parent / "data"
ATTRIBUTION = "This service uses the ESCO classification of the European Commission"
HEADER = {"sector", "label", "source", "attribution", "checked_by"}
UUID = r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"
OCCUPATION_URI = re.compile(rf"http://data\.europa\.eu/esco/occupation/{UUID}")
SKILL_URI = re.compile(rf"http://data\.europa\.eu/esco/skill/{UUID}")
SECTORS = {
    "care",
    "cleaning",
    "kitchen",
    "retail",
    "warehouse",
    "office",
    "construction",
    "green",
    "education",
}
# Words that only an English label would have.
ENGLISH = re.compile(r"\b(the|and|of|with|for|worker|manage|use|skills|customers?)\b", re.IGNORECASE)
# A verb phrase starts with an infinitive (or with "non" and one).
INFINITIVE = re.compile(r"(non )?\w+([aei]re|[aei]r(si|e)|rre)\b")

Row = dict[str, Any]


def documents(pattern: str) -> dict[str, Row]:
    """Parse the files matching `pattern`: name -> content."""
    return {path.name: tomllib.loads(path.read_text("utf-8")) for path in FOLDER.glob(pattern)}


def rows(pattern: str, table: str) -> list[Row]:
    """Every row of `table` in the files matching `pattern`, file after file."""
    return [row for document in documents(pattern).values() for row in document[table]]


OCCUPATIONS = rows("occupations-*.toml", "occupation")
SKILLS = rows("skills-*.toml", "skill")
EXPERIENCES = rows("unpaid.toml", "experience")
ALL_SKILLS = {row["uri"] for row in SKILLS}


def twice(words: Iterator[str]) -> list[str]:
    """The words that come more than once, whatever their case."""
    return sorted(word for word, times in Counter(map(str.casefold, words)).items() if times > 1)


def words_of(row: Row) -> set[str]:
    """What a reader may see or type for one concept, each word once."""
    names = [row[key] for key in ("label", "masculine", "feminine") if key in row]
    return {word.casefold() for word in (*names, *row["others"])}


def test_the_pack_has_the_occupations_and_skills_it_promises() -> None:
    assert len(OCCUPATIONS) >= 150
    assert len(SKILLS) >= 500
    assert len(EXPERIENCES) >= 15


def test_every_sector_has_its_two_files_and_no_file_is_left_unread() -> None:
    occupations = {document["sector"] for document in documents("occupations-*.toml").values()}
    skills = {document["sector"] for document in documents("skills-*.toml").values()}
    assert occupations == skills >= SECTORS
    expected = {f"{kind}-{sector}.toml" for kind in ("occupations", "skills") for sector in skills}
    assert {path.name for path in FOLDER.glob("*.toml")} == expected | {"unpaid.toml"}


@pytest.mark.parametrize("name", sorted(documents("*.toml")))
def test_a_file_says_what_it_is_and_where_it_comes_from(name: str) -> None:
    document = documents(name)[name]
    tables = {key for key, value in document.items() if isinstance(value, list)} - {"translated"}
    assert set(document) - tables - {"translated"} == HEADER
    assert document["attribution"] == ATTRIBUTION
    assert document["sector"] == name.removesuffix(".toml").rsplit("-", 1)[-1]
    assert document["label"]
    assert document["source"] == "ESCO 1.1.1"
    assert len(tables) == 1


def test_rows_have_exactly_the_keys_of_the_contract() -> None:
    occupation = {"uri", "masculine", "feminine", "others", "isco", "essential", "optional"}
    assert {frozenset(row) for row in OCCUPATIONS} == {frozenset(occupation)}
    skill = {"uri", "label", "others", "kind", "transversal"}
    assert {frozenset(row) for row in SKILLS} == {frozenset(skill)}
    experience = {"key", "label", "question", "question_masculine", "others", "skills"}
    assert {frozenset(row) for row in EXPERIENCES} == {frozenset(experience)}


def test_addresses_are_those_of_esco_and_come_once() -> None:
    assert [row["uri"] for row in OCCUPATIONS if not OCCUPATION_URI.fullmatch(row["uri"])] == []
    assert [row["uri"] for row in SKILLS if not SKILL_URI.fullmatch(row["uri"])] == []
    assert twice(row["uri"] for row in OCCUPATIONS) == []
    assert twice(row["uri"] for row in SKILLS) == []


def test_isco_groups_have_four_digits_of_a_real_major_group() -> None:
    assert [row["isco"] for row in OCCUPATIONS if not re.fullmatch(r"[1-9]\d{3}", row["isco"])] == []


def test_an_occupation_asks_only_skills_of_the_pack_each_in_one_way() -> None:
    for row in OCCUPATIONS:
        asked = [*row["essential"], *row["optional"]]
        assert set(asked) <= ALL_SKILLS, row["masculine"]
        assert twice(iter(asked)) == [], row["masculine"]


def test_an_occupation_has_between_four_and_twenty_skills_with_essential_ones() -> None:
    counts = {row["feminine"]: len(row["essential"]) + len(row["optional"]) for row in OCCUPATIONS}
    assert {name: count for name, count in counts.items() if not 4 <= count <= 20} == {}
    assert [row["feminine"] for row in OCCUPATIONS if not row["essential"]] == []


def test_every_skill_is_asked_by_some_occupation() -> None:
    asked = {uri for row in OCCUPATIONS for uri in (*row["essential"], *row["optional"])}
    assert ALL_SKILLS - asked == set()


def test_no_word_belongs_to_two_concepts_of_one_kind() -> None:
    for table in (OCCUPATIONS, SKILLS, EXPERIENCES):
        assert twice(word for row in table for word in words_of(row)) == []


def test_other_words_of_a_concept_are_never_its_label_again() -> None:
    for row in (*OCCUPATIONS, *SKILLS, *EXPERIENCES):
        labels = {row[key].casefold() for key in ("label", "masculine", "feminine") if key in row}
        others = [word.casefold() for word in row["others"]]
        assert labels.isdisjoint(others), row["others"]
        assert twice(iter(others)) == []


def test_labels_are_short_and_clean() -> None:
    labels = [row["label"] for row in (*SKILLS, *EXPERIENCES)]
    labels += [row[form] for row in OCCUPATIONS for form in ("masculine", "feminine")]
    labels += [word for row in (*OCCUPATIONS, *SKILLS, *EXPERIENCES) for word in row["others"]]
    assert [label for label in labels if not 2 <= len(label) <= 60] == []
    assert [label for label in labels if label != " ".join(label.split())] == []
    assert [label for label in labels if re.search(r"[|;*/_<>\[\]]|\.$", label)] == []


def test_both_forms_are_written_and_share_their_beginning() -> None:
    for row in OCCUPATIONS:
        masculine, feminine = row["masculine"], row["feminine"]
        assert min(len(masculine), len(feminine)) >= 4, masculine
        assert masculine[:3] == feminine[:3], masculine


def test_italian_words_carry_no_english_leftovers() -> None:
    labels = [row["label"] for row in SKILLS]
    labels += [row[form] for row in OCCUPATIONS for form in ("masculine", "feminine")]
    labels += [text for row in EXPERIENCES for text in (row["label"], row["question"])]
    assert [label for label in labels if ENGLISH.search(label)] == []


def test_skills_are_verb_phrases_and_knowledge_is_not() -> None:
    assert {row["kind"] for row in SKILLS} == {"skill", "knowledge"}
    verbs = {row["label"]: bool(INFINITIVE.match(row["label"])) for row in SKILLS}
    # "fare", "dare" and "stare" shorten before another verb: "far giocare".
    short = re.compile(r"(far|dar|star|tener) ")
    wrong = [
        row["label"]
        for row in SKILLS
        if (verbs[row["label"]] or bool(short.match(row["label"]))) != (row["kind"] == "skill")
    ]
    assert wrong == []


def test_skills_useful_anywhere_are_marked_and_are_the_few() -> None:
    anywhere = [row for row in SKILLS if row["transversal"]]
    assert all(isinstance(row["transversal"], bool) for row in SKILLS)
    assert 20 <= len(anywhere) <= len(SKILLS) // 10


def test_unpaid_experience_is_asked_in_plain_words_and_gives_skills_of_the_pack() -> None:
    assert twice(row["key"] for row in EXPERIENCES) == []
    for row in EXPERIENCES:
        assert re.fullmatch(r"[a-z]+(-[a-z]+)*", row["key"])
        for question in (row["question"], row["question_masculine"]):
            assert question.endswith("?"), question
            assert len(question.split()) <= 14, question
        assert len(row["skills"]) >= 5, row["key"]
        assert twice(iter(row["skills"])) == [], row["key"]
        assert set(row["skills"]) <= ALL_SKILLS, row["key"]


@pytest.mark.parametrize(
    ("word", "isco"),
    [
        ("badante", "5322"),
        ("OSS", "5321"),
        ("donna delle pulizie", "9111"),
        ("colf", "9111"),
        ("mulettista", "8344"),
        ("scaffalista", "9334"),
        ("commessa", "5223"),
        ("baby-sitter", "5311"),
        ("lavapiatti", "9412"),
        ("muratore", "7112"),
        ("giardiniera", "9214"),
        ("maestra elementare", "2341"),
    ],
)
def test_the_words_people_type_lead_to_the_right_group(word: str, isco: str) -> None:
    found = [row["isco"] for row in OCCUPATIONS if word.casefold() in words_of(row)]
    assert found == [isco]
