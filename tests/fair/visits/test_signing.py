"""A name and a telephone are enough; twice is once; a link is hers alone; names leave in time."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from jobcaffe.fair.events.models import Fair
from jobcaffe.fair.visits import actions, hooks, queries, rules
from jobcaffe.fair.visits.models import Consent, Visitor
from jobcaffe.foundation.access import Refused
from jobcaffe.foundation.journal.actions import PUBLIC, SYSTEM
from jobcaffe.foundation.notices.models import Notice
from jobcaffe.foundation.privacy.erasure import forget_everywhere
from tests import factories
from tests.fair.visits import around

pytestmark = pytest.mark.django_db


@pytest.fixture
def fair() -> Fair:
    """A public fair of next week."""
    return factories.fair()


def test_a_name_and_a_telephone_make_a_ticket_and_a_message_with_its_link(fair: Fair) -> None:
    made = around.visitor(fair, " Franco   Colombo ", contact="333 123 4567")
    assert (made.name, made.contact, made.way, made.person) == (
        "Franco Colombo",
        "+393331234567",
        "web",
        None,
    )
    told = Notice.objects.get(template="fair_ticket")
    assert made.code in told.body
    assert rules.token_of(made) in told.body


def test_a_code_has_a_letter_that_nobody_mistakes_and_is_read_however_it_is_typed() -> None:
    made = {rules.new_code() for _try in range(300)}
    assert all(rules.read_code(code) == code for code in made)
    assert rules.read_code(" f4 118 ") == rules.read_code("F4118") == rules.read_code("F4-Ii8") == "F4-118"
    assert rules.read_code("FA-118") == rules.read_code("B4-118") == rules.read_code("F4-11") == ""


def test_a_link_is_read_also_through_a_keyboard_of_another_country_and_a_forged_one_is_not(
    fair: Fair,
) -> None:
    made, other = around.visitor(fair), around.visitor(fair, "Anna")
    token = rules.token_of(made)
    assert rules.read_token(f"httpsç--jobcaffe.example-jobfest-posto-{token.upper()}-") == made.pk
    assert queries.by_token(token) == made
    forged = other.pk.hex + token[32:]
    for text in (forged, token[:-1] + ("0" if token[-1] != "0" else "1"), "", "F4-118"):
        with pytest.raises(Visitor.DoesNotExist):
            queries.by_token(text)


def test_the_same_press_twice_is_one_visitor(fair: Fair) -> None:
    details, key = actions.Details(name="Anna", contact="anna@example.it"), uuid4()
    first = actions.sign_up(fair=fair, details=details, request_key=key)
    assert actions.sign_up(fair=fair, details=details, request_key=key) == first
    assert Visitor.objects.count() == 1


def test_a_family_has_one_telephone_but_one_name_with_it_comes_once(fair: Fair) -> None:
    around.visitor(fair, "Anna Re", contact="333 1234567")
    around.visitor(fair, "Bruno Re", contact="333 1234567")
    with pytest.raises(actions.AlreadyIn):
        around.visitor(fair, "ANNA  RE", contact="+39 333 1234567")
    assert Visitor.objects.count() == 2


@pytest.mark.parametrize(
    ("name", "contact", "told"),
    [
        ("", "3331234567", "come ti chiami"),
        ("Anna", "", "numero di telefono"),
        ("Anna", "casa", "un numero come"),
    ],
)
def test_what_is_missing_is_asked_for(fair: Fair, name: str, contact: str, told: str) -> None:
    with pytest.raises(Refused, match=told):
        around.visitor(fair, name, contact=contact)


def test_at_the_desk_and_from_paper_nobody_needs_a_contact_but_a_visitor_cannot_say_she_is_the_desk(
    fair: Fair,
) -> None:
    made = around.visitor(fair, "Rosa", contact="", way="paper")
    assert (made.contact, made.way, Notice.objects.count()) == ("", "paper", 0)
    with pytest.raises(Refused):
        actions.sign_up(actor=PUBLIC, fair=fair, details=actions.Details(name="Rosa", way="desk"))


@pytest.mark.parametrize("state", ["draft", "closed"])
def test_nobody_signs_up_to_a_fair_that_is_not_open(state: str) -> None:
    with pytest.raises(Refused):
        around.visitor(factories.fair(state=state))


def test_nobody_signs_up_after_the_end() -> None:
    past = factories.fair(opens_at=timezone.now() - timedelta(days=1))
    with pytest.raises(Refused, match="conclusa"):
        around.visitor(past)


def test_who_cancels_gives_all_back_also_what_other_rooms_hold_and_may_come_back(fair: Fair) -> None:
    made, session, left = around.visitor(fair), around.workshop(fair), []
    actions.take_seat(actor=PUBLIC, visitor=made, session_id=session.pk)
    before = (list(hooks._leaving), list(hooks._holding))
    hooks.on_cancel(lambda _actor, who: left.append(who.pk), lambda _visitors: None)
    try:
        for _press in range(2):
            actions.cancel(actor=PUBLIC, visitor=made)
    finally:
        hooks._leaving[:], hooks._holding[:] = before
    made.refresh_from_db()
    assert (made.state, left, around.free_seats(session)) == ("cancelled", [made.pk], 1)
    assert actions.come_back(actor=PUBLIC, visitor=made).state == "expected"


def test_the_question_is_asked_seven_and_two_days_before_once_each(fair: Fair) -> None:
    day = timezone.localdate(fair.opens_at)
    early, late = around.visitor(fair, "Anna"), around.visitor(fair, "Bruno")
    nobody = around.visitor(fair, "Carla", contact="", way="desk")
    off = actions.cancel(actor=PUBLIC, visitor=around.visitor(fair, "Dario"))
    Visitor.objects.filter(pk__in=[early.pk, nobody.pk, off.pk]).update(
        signed_up_at=timezone.now() - timedelta(days=30)
    )
    Visitor.objects.filter(pk=late.pk).update(signed_up_at=fair.opens_at - timedelta(days=4))
    asked = [actions.ask_again(today=day - timedelta(days=days)) for days in (9, 7, 7, 6, 2, 1, 0)]
    assert asked == [0, 1, 0, 0, 2, 0, 0]
    assert Notice.objects.filter(template="fair_ask").count() == 3


def test_consents_are_off_until_she_says_so_and_go_when_she_wants(fair: Fair) -> None:
    made = around.visitor(fair)
    stand, other = factories.stand(fair), factories.stand(fair)
    elsewhere = factories.stand()
    assert queries.may_contact(stand.pk, made) is False
    assert actions.set_consents(actor=PUBLIC, visitor=made, stands=[stand.pk, elsewhere.pk]) == {stand.pk}
    assert (queries.may_contact(stand.pk, made), queries.may_contact(other.pk, made)) == (True, False)
    actions.set_consents(actor=PUBLIC, visitor=made, stands=[])
    assert (queries.may_contact(stand.pk, made), queries.consents_of(made)) == (False, set())
    actions.set_consents(actor=PUBLIC, visitor=made, stands=[stand.pk])
    assert (queries.consents_of(made), Consent.objects.count()) == ({stand.pk}, 1)


def test_an_operator_says_who_it_is_and_only_persons_she_reaches(fair: Fair) -> None:
    desk = factories.user("desk")
    person, hidden = factories.person(team=desk.team), factories.person(team=factories.team(), protected=True)
    made = around.visitor(fair)
    with pytest.raises(Refused):
        actions.link_person(actor=desk, visitor=made, person_id=hidden.pk)
    actions.link_person(actor=desk, visitor=made, person_id=person.pk)
    member = factories.member(person=person)
    assert list(queries.of_person(member)) == [made]
    assert list(queries.visible_to(member)) == [made]
    assert list(queries.visible_to(factories.member())) == []
    with pytest.raises(Refused):
        actions.link_person(actor=desk, visitor=made, person_id=factories.person(team=desk.team).pk)
    assert actions.link_person(actor=desk, visitor=made, person_id=None).person is None


def test_names_leave_three_months_after_the_fair_and_the_counts_stay(fair: Fair) -> None:
    made = around.visitor(fair, needs="Carrozzina")
    stand = factories.stand(fair)
    actions.set_consents(actor=PUBLIC, visitor=made, stands=[stand.pk])
    end = timezone.localdate(fair.closes_at)
    assert actions.forget_visitors(actor=SYSTEM, today=end + timedelta(days=80)) == 0
    assert actions.forget_visitors(actor=SYSTEM, today=end + timedelta(days=93)) == 1
    assert actions.forget_visitors(actor=SYSTEM, today=end + timedelta(days=93)) == 0
    made.refresh_from_db()
    assert (made.name, made.name_index, made.contact, made.contact_index, made.needs) == ("", [], "", "", "")
    assert (Consent.objects.count(), queries.counts(fair).expected) == (0, 1)
    with pytest.raises(Visitor.DoesNotExist):
        queries.by_token(rules.token_of(made))


def test_erasing_a_person_takes_her_name_out_linked_or_not_and_leaves_her_family(fair: Fair) -> None:
    person = factories.person(first_name="Anna", phone="333 7654321")
    linked = around.visitor(fair, "Anna Re")
    actions.link_person(actor=factories.user("desk", team=person.team), visitor=linked, person_id=person.pk)
    loose = around.visitor(fair, "Anna", contact="333 7654321")
    brother = around.visitor(fair, "Bruno", contact="333 7654321")
    forget_everywhere(actor=SYSTEM, refs=[person.pk])
    rows = {one.pk: (one.name, one.person_id) for one in Visitor.objects.all()}
    assert rows == {linked.pk: ("", None), loose.pk: ("", None), brother.pk: ("Bruno", None)}


def test_a_name_is_found_by_its_beginnings_and_no_digest_of_it_says_the_name(fair: Fair) -> None:
    made = around.visitor(fair, "Niccolò D'Angelo")
    other = around.visitor(factories.fair(), "Niccolò D'Angelo")
    for text in ("nic", "Niccolo", "ang", "d'angelo nicc", "NICCOLÒ"):
        assert queries.by_name(fair, text) == [made], text
    for text in ("iccolo", "niccolone", "n", "", "rosa"):
        assert queries.by_name(fair, text) == [], text
    assert "nicc" not in "".join(made.name_index).lower()
    assert other.pk != made.pk


def test_who_signed_up_again_after_cancelling_does_not_come_back_as_two(fair: Fair) -> None:
    first = actions.cancel(actor=PUBLIC, visitor=around.visitor(fair, "Anna", contact="333 1234567"))
    around.visitor(fair, "Anna", contact="333 1234567")
    with pytest.raises(Refused, match="biglietto più nuovo"):
        actions.come_back(actor=PUBLIC, visitor=first)
    assert Visitor.objects.filter(state="expected").count() == 1


def test_who_asks_twice_gets_her_ticket_twice_and_the_caller_the_same_answer(fair: Fair) -> None:
    details = actions.Details(name="Anna", contact="anna@example.it")
    answers = [actions.ask_ticket(fair=fair, details=details, request_key=uuid4()) for _time in range(2)]
    made = Visitor.objects.get()
    told = Notice.objects.filter(template="fair_ticket")
    assert (answers, [one.contact for one in told]) == ([None, None], [made.contact] * 2)
    assert all(rules.token_of(made) in one.body for one in told)
