"""The vocabulary answers with the pack alone; confirmed words come first, and only for the staff to keep."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from jobcaffe.foundation.access import Refused
from jobcaffe.foundation.journal.models import Entry
from jobcaffe.vocabulary import actions, queries
from jobcaffe.vocabulary.models import Word
from jobcaffe.vocabulary.pack import pack
from tests import factories

pytestmark = pytest.mark.django_db


def trade(word: str) -> str:
    return next(uri for uri, one in pack().occupations.items() if word in (one.masculine, *one.others))


def test_with_an_empty_database_the_pack_answers() -> None:
    carer, store = trade("badante"), trade("magazziniere")
    assert queries.link("badante", "occupation", 1)[0].uri == carer
    assert [one.label for one in queries.link("magaziniera", "occupation", 1)] == [
        "magazziniere / magazziniera"
    ]
    assert queries.label(store) == "magazziniere / magazziniera"
    assert set(queries.skills_of(store).essential) <= set(pack().skills)
    assert queries.link("", "skill") == []


def test_every_word_of_the_pack_is_found_among_the_first_five() -> None:
    lost = [
        (word, one.label)
        for kind, concepts in (("occupation", pack().occupations), ("skill", pack().skills))
        for one in concepts.values()
        for word in one.said
        if one.uri not in {found.uri for found in queries.link(word, kind)}  # type: ignore[arg-type]
    ]
    assert lost == []


def test_every_skill_weighs_at_least_one_and_rare_ones_more() -> None:
    weights = queries.weights()
    assert weights.keys() == pack().skills.keys()
    assert min(weights.values()) >= 1
    asked = [uri for one in pack().occupations.values() for uri in (*one.essential, *one.optional)]
    often, seldom = max(set(asked), key=asked.count), min(set(asked), key=asked.count)
    assert weights[seldom] > weights[often]


def test_unknown_addresses_are_nothing() -> None:
    assert queries.label("http://data.europa.eu/esco/skill/no") == ""
    assert queries.labels(["x", "y"]) == {}
    assert queries.skills_of("x") == queries.Needed()
    assert not queries.known("x")


def test_a_confirmed_word_is_first_from_then_on_and_journalled() -> None:
    desk, uri = factories.user("desk"), trade("badante")
    assert "zia Pina" not in {one.matched for one in queries.link("zia Pina", "occupation")}
    word = actions.confirm_word(actor=desk, text="  zia   Pina ", kind="occupation", uri=uri)
    found = queries.link("Zia Pina", "occupation", 3)
    assert (found[0].uri, found[0].score, len({one.uri for one in found})) == (uri, 1.0, len(found))
    assert len(found) <= 3
    assert queries.link("zie Pine", "occupation", 1)[0].uri == uri
    assert Entry.objects.filter(action="word.confirm", object_ref=str(word.pk)).count() == 1


def test_a_word_confirmed_twice_is_there_once_and_removed_twice_is_gone_once() -> None:
    desk, uri = factories.user("desk"), trade("badante")
    words = [
        actions.confirm_word(actor=desk, text=t, kind="occupation", uri=uri) for t in ("Tata Ada", "tata àda")
    ]
    assert words[0] == words[1]
    for _ in range(2):
        actions.remove_word(actor=desk, word_id=words[0].pk)
    assert not Word.objects.exists()
    assert Entry.objects.filter(action__startswith="word.").count() == 2
    assert (
        queries.link("tata ada", "occupation", 1)[:1] == []
        or queries.link("tata ada", "occupation", 1)[0].score < 1
    )


@pytest.mark.parametrize(
    ("text", "kind", "uri"),
    [("", "occupation", None), ("字字", "occupation", None), ("x" * 200, "occupation", None),
     ("colf", "skill", None), ("colf", "other", None), ("colf", "occupation", "http://example.org/no")],
)  # fmt: skip
def test_what_cannot_be_a_word_is_refused(text: str, kind: str, uri: str | None) -> None:
    with pytest.raises(Refused):
        actions.confirm_word(actor=factories.user("desk"), text=text, kind=kind, uri=uri or trade("badante"))
    assert not Word.objects.exists()


@pytest.mark.parametrize("role", ["member", "organisation", "funder", "sysadmin"])
def test_others_neither_confirm_nor_read_the_dictionary(role: str) -> None:
    stranger = factories.user(role)
    made = actions.confirm_word(
        actor=factories.user("desk"), text="zia Pina", kind="occupation", uri=trade("badante")
    )
    with pytest.raises(Refused):
        actions.confirm_word(actor=stranger, text="altra", kind="occupation", uri=made.uri)
    with pytest.raises(Refused):
        actions.remove_word(actor=stranger, word_id=made.pk)
    assert not queries.visible_to(stranger).exists()
    assert Word.objects.get() == made


def test_a_link_costs_the_same_few_queries_however_many_words_there_are() -> None:
    desk, costs = factories.user("desk"), []
    for number in (1, 12):
        for at in range(number):
            actions.confirm_word(
                actor=desk, text=f"parola {number} {at}", kind="occupation", uri=trade("badante")
            )
        queries.link("barista", "occupation")
        with CaptureQueriesContext(
            connection,
        ) as seen:
            queries.link("barista", "occupation")
            queries.labels([*pack().occupations, *pack().skills])
        costs.append(len(seen))
    assert costs == [1, 1]
