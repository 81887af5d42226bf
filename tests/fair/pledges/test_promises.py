"""Promises: made, read, shown, asked about, answered."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from jobcaffe.commitments.models import Commitment
from jobcaffe.fair.pledges import actions, queries, rules
from jobcaffe.fair.pledges.models import Pledge, PledgeAnswer
from jobcaffe.foundation.access import Refused
from jobcaffe.foundation.journal.actions import SYSTEM
from jobcaffe.foundation.notices.models import Notice
from jobcaffe.organisations.models import Delegate
from tests import factories
from tests.fair.pledges import around

pytestmark = pytest.mark.django_db


def partner(**fields):
    """Somebody who speaks for an organisation."""
    user = factories.user("organisation")
    organisation = factories.organisation(**fields)
    Delegate.objects.create(user=user, organisation=organisation)
    return user, organisation


def days(number):
    return timezone.localdate() + timedelta(days=number)


def test_a_promise_waits_to_be_read_and_is_not_on_the_wall():
    fair = factories.fair()
    pledge = around.promised(fair)
    assert (pledge.state, pledge.text, pledge.with_whom) == (
        "waiting",
        "aprire il forno alle scuole",
        "la Banda",
    )
    assert list(queries.wall(fair)) == []


def test_the_same_press_twice_is_one_promise():
    fair, key = factories.fair(), uuid4()
    first = around.promised(fair, request_key=key)
    second = around.promised(fair, request_key=key)
    assert (first.pk, Pledge.objects.count()) == (second.pk, 1)


@pytest.mark.parametrize(
    ("fields", "word"),
    [
        ({"text": "   "}, "Scrivi che cosa farai"),
        ({"text": "a" * 161}, "troppo lungo"),
        ({"signature": "b" * 41}, "troppo lungo"),
        ({"due_on": "yesterday"}, "Scegli un giorno"),
        ({"due_on": "far"}, "Scegli un giorno"),
    ],
)
def test_a_promise_without_sense_is_refused(fields, word):
    fair = factories.fair()
    named = {"yesterday": days(-1), "far": days(367)}
    values = {key: named.get(value, value) for key, value in fields.items()}
    with pytest.raises(Refused, match=word):
        actions.promise(fair=fair, words=around.words(**values))
    assert Pledge.objects.count() == 0


def test_a_contact_that_is_none_is_refused_and_a_good_one_is_kept_as_the_house_writes_it():
    fair = factories.fair()
    for bad in ("nome@posta", "12", "non lo dico"):
        with pytest.raises(Refused):
            around.promised(fair, contact=bad)
    assert around.promised(fair, contact="333 111 22 23").contact == around.PHONE
    assert around.promised(fair, contact="Ada@Posta.it").contact == "ada@posta.it"


def test_a_closed_fair_takes_no_promise_and_neither_does_a_draft():
    for state in ("closed", "draft"):
        with pytest.raises(Refused, match="chiuso"):
            around.promised(factories.fair(state=state))
    with pytest.raises(Refused, match="chiuso"):
        around.promised(around.over())


def test_only_who_reads_promises_shows_them():
    pledge = around.promised(factories.fair())
    for role in ("member", "organisation", "facilitator", "municipality", "fair_volunteer"):
        with pytest.raises(Refused):
            actions.show(actor=factories.user(role), pledge_id=pledge.pk)
    pledge.refresh_from_db()
    assert pledge.state == "waiting"


def test_an_organisations_promise_becomes_its_public_commitment_once():
    user, organisation = partner(name="Forno Rossi")
    fair = factories.fair()
    pledge = actions.promise(actor=user, fair=fair, words=around.words(), for_organisation=True)
    assert Commitment.objects.count() == 0
    for _press in range(2):
        actions.show(actor=factories.user("desk"), pledge_id=pledge.pk)
    row = Commitment.objects.get()
    assert (row.organisation, row.public, row.due_on) == (organisation, True, pledge.due_on)
    assert row.text == "aprire il forno alle scuole (con la Banda)"
    assert (row.encounter.kind, row.encounter.action, row.encounter.public) == ("event", "JF", False)


def test_nobody_promises_for_an_organisation_that_is_not_hers():
    fair = factories.fair()
    for user in (factories.user("member"), factories.user("organisation"), factories.user("desk")):
        with pytest.raises(Refused, match="entra con il suo accesso"):
            actions.promise(actor=user, fair=fair, words=around.words(), for_organisation=True)


def test_a_linked_persons_promise_is_hers_only_with_her_own_link_never_with_a_code_that_others_may_read():
    fair, person = factories.fair(), factories.person()
    visitor = around.visitor(fair, person=person)
    by_code = around.shown(fair, code="f4 118")
    assert (by_code.visitor, by_code.commitment) == (visitor, None)
    by_link = around.shown(fair, ticket=visitor)
    assert (by_link.commitment.person, by_link.commitment.public) == (person, False)


def test_a_code_of_nobody_and_of_another_fair_is_refused():
    fair, other = factories.fair(), factories.fair()
    around.visitor(other)
    for code in ("F4-118", "A0-000", "<b>"):
        with pytest.raises(Refused, match="Questo codice non c'è"):
            around.promised(fair, code=code)


def test_a_promise_taken_off_the_wall_takes_its_commitment_along_and_comes_back_with_it():
    user, _organisation = partner()
    desk, fair = factories.user("desk"), factories.fair()
    pledge = actions.promise(actor=user, fair=fair, words=around.words(), for_organisation=True)
    actions.show(actor=desk, pledge_id=pledge.pk)
    actions.hide(actor=desk, pledge_id=pledge.pk)
    row = Commitment.objects.get()
    assert (row.state, row.public, list(queries.wall(fair))) == ("dropped", False, [])
    actions.show(actor=desk, pledge_id=pledge.pk)
    row.refresh_from_db()
    assert (row.state, row.public) == ("under_way", True)


def test_owners_are_asked_once_at_each_of_the_three_days():
    fair = factories.fair(opens_at=factories.moment(0, 9))
    reachable = around.shown(fair, contact=around.PHONE)
    around.shown(fair, "senza recapito")
    around.promised(fair, "da leggere", contact=around.PHONE)
    asked = [actions.ask_due(actor=SYSTEM, today=days(day)) for day in (14, 15, 15, 44, 45, 60, 90, 91, 130)]
    assert asked == [0, 1, 0, 0, 1, 0, 1, 0, 0]
    assert Notice.objects.filter(template="fair_pledge_ask").count() == 3
    reachable.refresh_from_db()
    assert reachable.asked == [15, 45, 90]


def test_a_machine_that_was_off_asks_once_for_all_the_days_it_missed():
    fair = factories.fair(opens_at=factories.moment(0, 9))
    around.shown(fair, contact=around.PHONE)
    assert actions.ask_due(actor=SYSTEM, today=days(50)) == 1
    assert Notice.objects.filter(template="fair_pledge_ask").count() == 1


def test_a_kept_promise_is_not_asked_about_again_and_one_under_way_is():
    fair = factories.fair(opens_at=factories.moment(0, 9))
    kept, going = (around.shown(fair, text, contact=around.PHONE) for text in ("uno", "due"))
    actions.ask_due(actor=SYSTEM, today=days(15))
    actions.answer_by_link(token=rules.token_of(kept), says="done")
    actions.answer_by_link(token=rules.token_of(going), says="working")
    assert actions.ask_due(actor=SYSTEM, today=days(45)) == 1


def test_no_word_of_a_promise_or_name_of_its_owner_is_in_a_message():
    fair = factories.fair(opens_at=factories.moment(0, 9))
    words = around.words("chiamare il 333 9998887", signature="www.truffa.it")
    pledge = actions.promise(fair=fair, words=words, contact=around.PHONE)
    actions.show(actor=factories.user("desk"), pledge_id=pledge.pk)
    actions.ask_due(actor=SYSTEM, today=days(15))
    body = Notice.objects.get(template="fair_pledge_ask").body
    assert [piece in body for piece in ("333 9998887", "truffa", "Banda", rules.token_of(pledge))] == [
        False, False, False, True,
    ]  # fmt: skip


def test_the_commitment_follows_the_answers_and_every_answer_is_a_row():
    user, _organisation = partner()
    fair = factories.fair()
    pledge = actions.promise(actor=user, fair=fair, words=around.words(), for_organisation=True)
    actions.show(actor=factories.user("desk"), pledge_id=pledge.pk)
    token, states = rules.token_of(pledge), []
    for says, why in (("working", ""), ("working", ""), ("dropped", "manca il forno"), ("done", "")):
        actions.answer_by_link(token=token, says=says, reason=why)
        states.append(Commitment.objects.get().state)
    assert states == ["under_way", "under_way", "dropped", "kept"]
    assert list(pledge.answers.values_list("answer", flat=True)) == ["working", "dropped", "done"]
    assert pledge.answers.all()[1].reason == "manca il forno"


def test_a_promise_that_ends_on_the_house_page_of_commitments_counts_as_told():
    from jobcaffe.commitments.actions import keep

    user, _organisation = partner()
    fair = factories.fair()
    pledge = actions.promise(actor=user, fair=fair, words=around.words(), for_organisation=True)
    actions.show(actor=factories.user("desk"), pledge_id=pledge.pk)
    keep(actor=SYSTEM, commitment_ref=Commitment.objects.get().pk)
    assert queries.born_from(fair).count("done") == 1


@pytest.mark.parametrize(("says", "why"), [("dropped", "  "), ("maybe", ""), ("", "")])
def test_an_answer_without_its_reason_or_that_is_none_writes_nothing(says, why):
    pledge = around.shown(factories.fair())
    with pytest.raises(Refused):
        actions.answer_by_link(token=rules.token_of(pledge), says=says, reason=why)
    assert PledgeAnswer.objects.count() == 0


def test_the_link_of_a_promise_off_the_wall_and_a_link_made_up_answer_nothing():
    pledge = around.shown(factories.fair())
    actions.hide(actor=factories.user("desk"), pledge_id=pledge.pk)
    for token in (rules.token_of(pledge), "abc", rules.token_of(pledge)[:-2], ""):
        with pytest.raises(Refused):
            actions.answer_by_link(token=token, says="done")
    assert PledgeAnswer.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_the_database_itself_keeps_every_answer():
    pledge = around.shown(factories.fair())
    actions.answer_by_link(token=rules.token_of(pledge), says="dropped", reason="tempo")
    for change in (lambda rows: rows.update(answer="done"), lambda rows: rows.delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            change(PledgeAnswer.objects.all())
    assert PledgeAnswer.objects.update(reason="") == 1


def test_seventy_percent_is_measured_over_those_who_were_asked():
    fair = factories.fair(opens_at=factories.moment(0, 9))
    pledges = [around.shown(fair, f"cosa {place}", contact=around.PHONE) for place in range(4)]
    around.shown(fair, "senza recapito")
    actions.ask_due(actor=SYSTEM, today=days(15))
    for pledge in pledges[:3]:
        actions.answer_by_link(token=rules.token_of(pledge), says="done")
    born = queries.born_from(fair)
    assert (born.promised, born.asked, born.answered, born.share, born.count("")) == (5, 4, 3, 75, 2)
