"""Whom an organisation could meet: at least two reasons, five at most, a constant cost."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from jobcaffe.exchange.posts.models import Post
from jobcaffe.network.tables import actions
from jobcaffe.network.tables.reasons import suggestions
from jobcaffe.organisations.models import Organisation
from tests import factories
from tests.network.tables import around

pytestmark = pytest.mark.django_db


def _post(of: Organisation, direction: str, sort: str = "room", **fields: object) -> Post:
    today = timezone.localdate()
    return Post.objects.create(
        organisation=of, direction=direction, sort=sort, title=f"{sort} {direction}", state="open",
        published_on=today, fresh_until=today + timedelta(days=30), **fields,
    )  # fmt: skip


def _texts(own: Organisation) -> dict[str, tuple[str, ...]]:
    return {row.organisation.name: row.reasons for row in suggestions(own)}


def test_one_reason_is_not_enough_and_two_are_said_in_words() -> None:
    own = around.body("Officina")
    around.body("Un'altra officina")  # the same comune, nothing else
    around.body("Scuola", kind="school")
    assert _texts(own) == {
        "Scuola": ("Una scuola e chi dà lavoro: stage e PCTO.", "Sono nello stesso comune: Lainate.")
    }


def test_a_need_meets_an_offer_of_the_same_kind_from_either_side() -> None:
    own, other, far = around.body("A"), around.body("B"), around.body("C", municipality="Milano")
    _post(own, "need")
    _post(other, "offer")
    _post(far, "need")
    assert _texts(own)["B"][0] == "A cerca «room need», B offre «room offer»."
    assert _texts(other)["A"] == _texts(own)["B"]
    assert "C" not in _texts(own)


def test_work_meets_only_where_trade_or_skills_are_the_same() -> None:
    own, same, other = around.body("A"), around.body("B"), around.body("C")
    _post(own, "need", "skill", essential=["uri:excel"])
    _post(same, "offer", "skill", optional=["uri:excel"])
    _post(other, "offer", "skill", optional=["uri:saldare"])
    assert set(_texts(own)) == {"B"}


def test_what_they_say_of_themselves_counts_too() -> None:
    own = around.body("A", asks="volontari per i compiti\nuna sala")
    around.body("B", offers="volontarie il sabato")
    assert _texts(own)["B"][0] == "A cerca «volontari per i compiti», B offre «volontarie il sabato»."


def test_the_same_evening_counts_unless_they_sat_at_a_table() -> None:
    own, other, sat = around.body("A"), around.body("B"), around.body("C")
    fair = factories.encounter(title="JOBFEST", kind="event", state="held", starts_at=factories.moment(-20))
    table = factories.encounter(kind="table", state="held", starts_at=factories.moment(-10))
    secret = factories.encounter(
        kind="group", state="held", confidential=True, public=False, starts_at=factories.moment(-10)
    )
    hidden = around.body("D")
    for at, who in (
        (fair, own),
        (fair, other),
        (fair, sat),
        (table, own),
        (table, sat),
        (secret, own),
        (secret, hidden),
    ):
        factories.attendance(at, organisation=who)
    assert set(_texts(own)) == {"B"}
    assert "JOBFEST" in _texts(own)["B"][1]


def test_who_said_so_is_wanted_and_who_sits_with_us_or_was_asked_is_left_out() -> None:
    own, other = around.body("A"), around.body("B")
    actions.say_interest(actor=factories.partner(other), other_id=own.pk)
    assert _texts(own)["B"][0] == "B vuole conoscere A."
    factories.room()
    around.proposed(first=own, second=other)
    assert _texts(own) == {}
    seated = around.body("Scuola", kind="school")
    assert set(_texts(own)) == {"Scuola"}
    actions.create_table(
        actor=factories.user("desk"), name="Tavolo", purpose="Prova", organisations=[own, seated]
    )
    assert _texts(own) == {}


def test_five_at_most_those_with_more_reasons_first_at_a_constant_cost() -> None:
    own = around.body("Officina", section="C")
    for number in range(3):
        around.body(f"Scuola {number}", kind="school")
    with CaptureQueriesContext(
        connection,
    ) as few:
        assert len(suggestions(own)) == 3
    for number in range(9):
        one = around.body(f"Scuola grande {number}", kind="school", asks="tirocini")
        _post(one, "need", "pcto")
    _post(own, "offer", "pcto")
    with CaptureQueriesContext(connection) as many:
        found = suggestions(own)
    assert len(found) == 5
    assert all(len(row.reasons) == 3 for row in found)
    assert len(many) == len(few)


def test_who_is_not_in_the_network_is_never_suggested() -> None:
    own = around.body("Officina")
    around.body("Scuola", kind="school", stage="known")
    around.body("Liceo", kind="school", verified_on=timezone.localdate() - timedelta(days=800))
    assert _texts(own) == {}
