"""A fair is prepared, copied, shown; exhibitors ask, are answered, get their tables."""

from __future__ import annotations

import uuid
from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone

from jobcaffe.exchange.posts.models import Post
from jobcaffe.fair.events import actions, queries
from jobcaffe.fair.events.actions import Told
from jobcaffe.fair.events.models import Area, Cost, Fair, Helper, Session, Shift, Stand, Task
from jobcaffe.fair.talks.models import Talk
from jobcaffe.fair.visits.models import Seat, Visitor
from jobcaffe.foundation.access import Refused
from jobcaffe.foundation.accounts.models import User
from jobcaffe.foundation.notices.models import Notice
from jobcaffe.network.outreach.models import Refusal
from jobcaffe.programme.fair_call import invite_from_campaign, to_invite
from jobcaffe.spaces.words import local
from tests import factories
from tests.network.outreach import around

pytestmark = pytest.mark.django_db


@pytest.fixture
def boss() -> User:
    return factories.user("coordinator")


def test_a_fair_begins_with_what_every_fair_needs_and_a_double_press_begins_one(boss: User) -> None:
    key, opens = uuid.uuid4(), factories.moment(60, 9)

    def begin() -> Fair:
        return actions.create_fair(
            actor=boss, name="JOBFEST 2027", place=factories.place(), opens_at=opens,
            closes_at=opens + timedelta(hours=9), request_key=key,
        )  # fmt: skip

    made, again = begin(), begin()

    assert again.pk == made.pk
    assert (made.slug, made.state, made.slots) == ("jobfest-2027", "draft", 32)
    assert made.slot_start(made.slots) == made.closes_at - timedelta(minutes=30)
    assert (made.tasks.count(), made.costs.count(), made.areas.count()) == (14, 5, 2)


@pytest.mark.parametrize(("days", "hours"), [(-1, 9), (30, -1)])
def test_no_fair_in_the_past_or_backwards(boss: User, days: int, hours: int) -> None:
    opens = factories.moment(days, 9)
    with pytest.raises(Refused):
        actions.create_fair(
            actor=boss, name="JOBFEST", place=factories.place(), opens_at=opens,
            closes_at=opens + timedelta(hours=hours),
        )  # fmt: skip
    assert not Fair.objects.exists()


@pytest.mark.parametrize("role", ["desk", "organisation", "member", "fair_volunteer", "municipality"])
def test_nobody_else_prepares_a_fair(role: str) -> None:
    fair, who = factories.fair(), factories.user(role)
    with pytest.raises(Refused):
        actions.update_fair(actor=who, fair_id=fair.pk, name="Altro")
    with pytest.raises(Refused):
        actions.copy_fair(actor=who, fair_id=fair.pk, name="Altro", day=date(2027, 10, 16))
    assert Fair.objects.count() == 1


def test_a_copy_keeps_the_hours_on_the_wall_across_the_change_of_the_clock(boss: User) -> None:
    """From October, in summer time, to a day in November, in winter time."""
    opens = factories.moment(0, 9, of=date(2026, 10, 17))
    old = factories.fair(opens_at=opens, state="closed", closed_on=date(2026, 10, 17))
    area = Area.objects.create(fair=old, name="Cortile", position=3)
    came = factories.stand(fair=old, area=area, tables=[2] * 24, first_table=7, brings="Pane")
    Stand.objects.filter(pk=came.pk).update(contact_name="Gina Re")
    factories.stand(fair=old, area=area, state="declined")
    Session.objects.create(
        fair=old, kind="talk", title="Ripartire", starts_at=opens, ends_at=opens + timedelta(hours=1), seats=5
    )
    Session.objects.create(
        fair=old, kind="talk", title="Saltato", starts_at=opens, ends_at=opens + timedelta(hours=1),
        cancelled_on=date(2026, 10, 1),
    )  # fmt: skip
    shift = Shift.objects.create(fair=old, job="door", starts_at=opens, ends_at=opens + timedelta(hours=2))
    Helper.objects.create(shift=shift, name="Rosa")
    Task.objects.create(fair=old, text="Manifesti", days_before=30, done_on=date(2026, 9, 1))
    Cost.objects.create(fair=old, label="Sedie", planned_cents=100, spent_cents=250)
    Cost.objects.create(fair=old, label="Caffè", planned_cents=80)

    new = actions.copy_fair(actor=boss, fair_id=old.pk, name="JOBFEST 2027", day=date(2027, 11, 13))

    assert (new.state, new.slug, new.copied_from_id) == ("draft", "jobfest-2027", old.pk)
    assert local(new.opens_at).isoformat() == "2027-11-13T09:00:00+01:00"
    assert local(new.closes_at).hour == 18
    assert local(new.first_slot_at).hour == 10
    assert [one.contact_name for one in new.stands.all()] == [""]
    stand = new.stands.get()
    assert (stand.organisation_id, stand.state, stand.tables, stand.first_table, stand.brings) == (
        came.organisation_id, "asked", [2] * 24, 7, "Pane",
    )  # fmt: skip
    assert stand.area is not None
    assert (stand.area.fair_id, stand.area.name) == (new.pk, "Cortile")
    session = new.sessions.get()
    assert (session.title, local(session.starts_at).hour, session.seats) == ("Ripartire", 9, 5)
    turn = new.shifts.get()
    assert (local(turn.starts_at).isoformat(), turn.helpers.count()) == ("2027-11-13T09:00:00+01:00", 0)
    task = new.tasks.get()
    assert (task.days_before, task.done_on, queries.due_on(task)) == (30, None, date(2027, 10, 14))
    assert list(new.costs.values_list("label", "planned_cents", "spent_cents")) == [
        ("Sedie", 250, None), ("Caffè", 80, None),
    ]  # fmt: skip


def test_the_hours_of_talks_stay_once_somebody_has_one(boss: User) -> None:
    fair = factories.fair()
    stand = factories.stand(fair=fair)
    visitor = Visitor.objects.create(fair=fair, code="A1", name="Rosa")
    Talk.objects.create(fair=fair, stand=stand, visitor=visitor, slot=0, table=0)
    with pytest.raises(Refused):
        actions.update_fair(actor=boss, fair_id=fair.pk, slot_minutes=20)
    with pytest.raises(Refused):
        actions.answer_stand(actor=boss, stand_id=stand.pk, accepted=False)
    with pytest.raises(Refused):
        actions.open_tables(actor=boss, stand_id=stand.pk, tables=1, first=4, last=23)
    actions.update_fair(actor=boss, fair_id=fair.pk, summary="Nuova riga")
    fair.refresh_from_db()
    stand.refresh_from_db()
    assert (fair.slot_minutes, fair.summary, stand.state, stand.tables) == (15, "Nuova riga", "accepted", [])


def test_tables_follow_the_number_of_slots(boss: User) -> None:
    fair = factories.fair(slots=6, breaks=[2])
    stand = factories.stand(fair=fair)
    actions.open_tables(actor=boss, stand_id=stand.pk, tables=3, first=1, last=5)
    stand.refresh_from_db()
    assert stand.tables == [0, 3, 0, 3, 3, 3]
    actions.update_fair(actor=boss, fair_id=fair.pk, slots=8)
    stand = Stand.objects.select_related("fair").get()
    assert [queries.tables_in(stand, slot) for slot in range(9)] == [0, 3, 0, 3, 3, 3, 3, 3, 0]


def test_a_fair_is_not_public_without_its_line_and_hidden_only_while_nobody_comes(boss: User) -> None:
    fair = factories.fair(state="draft", summary="")
    with pytest.raises(Refused):
        actions.publish_fair(actor=boss, fair_id=fair.pk)
    actions.update_fair(actor=boss, fair_id=fair.pk, summary="Un giorno per incontrarsi.")
    actions.publish_fair(actor=boss, fair_id=fair.pk)
    actions.hide_fair(actor=boss, fair_id=fair.pk)
    assert Fair.objects.get().state == "draft"
    actions.publish_fair(actor=boss, fair_id=fair.pk)
    Visitor.objects.create(fair=fair, code="A1", name="Rosa")
    with pytest.raises(Refused):
        actions.hide_fair(actor=boss, fair_id=fair.pk)
    assert Fair.objects.get().state == "open"


def test_what_is_missing_is_said_until_nothing_is(boss: User) -> None:
    fair = factories.fair(summary="")
    assert queries.missing(fair) == ["summary", "programme", "areas", "stands", "volunteers"]
    actions.update_fair(actor=boss, fair_id=fair.pk, summary="Un giorno.")
    fair.refresh_from_db()
    stand = factories.stand(fair=fair, state="asked", first_table=None)
    Task.objects.create(fair=fair, text="In ritardo", days_before=20)
    assert queries.missing(fair) == ["programme", "stands", "answers", "volunteers", "late"]
    actions.answer_stand(actor=boss, stand_id=stand.pk, accepted=True)
    assert "numbers" in queries.missing(fair)
    actions.number_tables(actor=boss, fair_id=fair.pk)
    actions.save_session(
        actor=boss, fair_id=fair.pk, kind="talk", title="Uno", starts_at=fair.opens_at,
        ends_at=fair.opens_at + timedelta(hours=1),
    )  # fmt: skip
    shift = actions.save_shift(
        actor=boss, fair_id=fair.pk, job="door", starts_at=fair.opens_at, ends_at=fair.closes_at, needed=1
    )
    actions.add_helper(actor=boss, fair_id=fair.pk, shift_id=shift.pk, name="Rosa")
    actions.tick_task(actor=boss, fair_id=fair.pk, task_id=fair.tasks.get().pk)
    assert queries.missing(fair) == []


def test_an_organisation_asks_once_tells_what_is_its_own_and_gets_an_answer(boss: User) -> None:
    fair, body = factories.fair(), factories.organisation()
    speaker = factories.partner(body)
    stand = actions.ask_stand(actor=speaker, fair_id=fair.pk, organisation_id=body.pk)
    again = actions.ask_stand(actor=speaker, fair_id=fair.pk, organisation_id=body.pk)
    assert (again.pk, Stand.objects.count(), stand.state) == (stand.pk, 1, "asked")
    today = timezone.localdate()
    mine, theirs = (
        Post.objects.create(
            organisation=one, direction="offer", sort="job", title="Fornaio", text="Due righe.", state="open",
            published_on=today, fresh_until=today + timedelta(days=30),
        )
        for one in (body, factories.organisation())
    )  # fmt: skip
    with pytest.raises(Refused):
        actions.tell_stand(actor=speaker, stand_id=stand.pk, told=Told(posts=[theirs.pk]))
    with pytest.raises(Refused):
        actions.tell_stand(actor=speaker, stand_id=stand.pk, told=Told(occupations=["http://x.example/1"]))
    actions.tell_stand(actor=speaker, stand_id=stand.pk, told=Told(brings="Pane", posts=[mine.pk]))
    assert list(stand.posts.all()) == [mine]
    with pytest.raises(Refused):
        actions.answer_stand(actor=speaker, stand_id=stand.pk, accepted=True)
    actions.answer_stand(actor=boss, stand_id=stand.pk, accepted=True)
    actions.answer_stand(actor=boss, stand_id=stand.pk, accepted=True)
    assert Notice.objects.filter(template="stand_accepted").count() == 1


def test_another_organisation_touches_no_stand_of_others(boss: User) -> None:
    fair = factories.fair()
    stand, stranger = factories.stand(fair=fair), factories.partner()
    for press in (
        lambda: actions.tell_stand(actor=stranger, stand_id=stand.pk, told=Told(brings="Rubato")),
        lambda: actions.withdraw_stand(actor=stranger, stand_id=stand.pk),
        lambda: actions.open_tables(actor=stranger, stand_id=stand.pk, tables=1, first=0, last=1),
        lambda: actions.ask_stand(actor=stranger, fair_id=fair.pk, organisation_id=stand.organisation_id),
    ):
        with pytest.raises(Refused):
            press()
    stand.refresh_from_db()
    assert (stand.brings, stand.state, stand.tables) == ("", "accepted", [])


def test_after_a_no_the_house_is_called_and_after_leaving_one_may_ask_again(boss: User) -> None:
    fair = factories.fair()
    stand = factories.stand(fair=fair)
    speaker = factories.partner(stand.organisation)
    ask = {"actor": speaker, "fair_id": fair.pk, "organisation_id": stand.organisation_id}
    actions.withdraw_stand(actor=speaker, stand_id=stand.pk)
    assert actions.ask_stand(**ask).state == "asked"
    actions.answer_stand(actor=boss, stand_id=stand.pk, accepted=False)
    with pytest.raises(Refused):
        actions.ask_stand(**ask)


def test_tables_are_numbered_area_after_area_and_no_number_is_given_twice(boss: User) -> None:
    fair = factories.fair()
    hall = Area.objects.create(fair=fair, name="Sala", position=0)
    yard = Area.objects.create(fair=fair, name="Cortile", position=1)
    zeta = factories.stand(fair=fair, area=hall, organisation=factories.organisation(name="Zeta"))
    alfa = factories.stand(fair=fair, area=yard, organisation=factories.organisation(name="Alfa"))
    beta = factories.stand(
        fair=fair, area=hall, organisation=factories.organisation(name="Beta"), tables=[3] * 24
    )
    total = actions.number_tables(actor=boss, fair_id=fair.pk)
    firsts = {row.pk: row.first_table for row in Stand.objects.all()}
    assert (total, firsts) == (5, {beta.pk: 1, zeta.pk: 4, alfa.pk: 5})
    with pytest.raises(Refused):
        actions.place_stand(actor=boss, stand_id=alfa.pk, area_id=hall.pk, first_table=3)
    actions.place_stand(actor=boss, stand_id=alfa.pk, area_id=hall.pk, first_table=6)
    assert Stand.objects.get(pk=alfa.pk).first_table == 6


def test_who_said_jobfest_on_the_telephone_is_invited_once(boss: User) -> None:
    fair, at = factories.fair(), around.campaign(boss)
    ready, there, silent = (factories.organisation(email="info@uno.example") for _one in range(3))
    factories.stand(fair=fair, organisation=there)
    for body in (ready, there, silent):
        card = around.card(at, organisation=body)
        card.stage = "jobfest"
        card.save()
    around.card(at, organisation=factories.organisation())
    Refusal.objects.create(organisation=silent, reach="all")
    assert list(to_invite(boss, fair)) == [ready]
    made = invite_from_campaign(actor=boss, fair_id=fair.pk)
    again = invite_from_campaign(actor=boss, fair_id=fair.pk)
    assert ([one.organisation_id for one in made], again) == ([ready.pk], [])
    assert Notice.objects.filter(template="stand_invited").count() == 1
    assert Stand.objects.get(organisation=ready).state == "asked"


def test_the_programme_stays_in_the_day_and_seats_do_not_go_below_those_taken(boss: User) -> None:
    fair = factories.fair()
    usual = {"kind": "workshop", "title": "Prova", "seats": 2}

    def save(starts: datetime, ends: datetime, **more: object) -> Session:
        return actions.save_session(
            actor=boss, fair_id=fair.pk, starts_at=starts, ends_at=ends, **{**usual, **more}
        )

    hour = timedelta(hours=1)
    for starts, ends in ((fair.opens_at - hour, fair.opens_at), (fair.closes_at, fair.closes_at + hour)):
        with pytest.raises(Refused):
            save(starts, ends)
    key = uuid.uuid4()
    row = save(fair.opens_at, fair.opens_at + hour, request_key=key)
    assert save(fair.opens_at, fair.opens_at + hour, request_key=key).pk == row.pk
    assert fair.sessions.count() == 1
    for number in (1, 2):
        visitor = Visitor.objects.create(fair=fair, code=f"A{number}", name="Rosa")
        Seat.objects.create(session=row, visitor=visitor, state="held", number=number)
    with pytest.raises(Refused):
        save(fair.opens_at, fair.opens_at + hour, session_id=row.pk, seats=1)
    actions.call_off_session(actor=boss, fair_id=fair.pk, session_id=row.pk)
    assert list(queries.sessions_of(fair)) == []
    assert fair.sessions.get().cancelled_on == timezone.localdate()


def test_nobody_is_in_two_turns_at_once(boss: User) -> None:
    fair, ivan = factories.fair(), factories.user("fair_volunteer")
    hour = timedelta(hours=1)
    turns = [
        actions.save_shift(
            actor=boss, fair_id=fair.pk, job="door", starts_at=fair.opens_at + hour * start,
            ends_at=fair.opens_at + hour * (start + 2), needed=2,
        )
        for start in (0, 1, 2)
    ]  # fmt: skip
    for turn in (turns[0], turns[0], turns[2]):
        actions.add_helper(actor=boss, fair_id=fair.pk, shift_id=turn.pk, user_id=ivan.pk)
    with pytest.raises(Refused):
        actions.add_helper(actor=boss, fair_id=fair.pk, shift_id=turns[1].pk, user_id=ivan.pk)
    with pytest.raises(Refused):
        actions.add_helper(actor=boss, fair_id=fair.pk, shift_id=turns[1].pk, user_id=factories.member().pk)
    assert Helper.objects.count() == 2
    assert [queries.missing_in(one) for one in queries.shifts_of(fair)] == [1, 2, 1]


def test_what_is_over_does_not_change(boss: User) -> None:
    fair = factories.fair(state="closed", closed_on=timezone.localdate())
    stand = factories.stand(fair=fair)
    for press in (
        lambda: actions.update_fair(actor=boss, fair_id=fair.pk, name="Altro"),
        lambda: actions.number_tables(actor=boss, fair_id=fair.pk),
        lambda: actions.answer_stand(actor=boss, stand_id=stand.pk, accepted=False),
        lambda: actions.save_area(actor=boss, fair_id=fair.pk, name="Nuova"),
    ):
        with pytest.raises(Refused):
            press()
    actions.save_cost(actor=boss, fair_id=fair.pk, label="Sedie", planned_cents=1, spent_cents=2)
    assert fair.costs.get().spent_cents == 2


@pytest.mark.parametrize(
    ("role", "seen"), [("", 2), ("member", 2), ("desk", 3), ("coordinator", 3), ("municipality", 2)]
)
def test_a_fair_in_preparation_is_read_by_the_staff_alone(role: str, seen: int) -> None:
    for state in ("draft", "open", "closed"):
        factories.fair(state=state, closed_on=date(2026, 10, 1) if state == "closed" else None)
    user = factories.user(role) if role else None
    assert queries.visible_to(user).count() == seen


def test_an_exhibitor_and_a_volunteer_read_their_own_before_it_is_public() -> None:
    mine, other = factories.fair(state="draft"), factories.fair(state="draft")
    partner = factories.partner(factories.stand(fair=mine, state="asked").organisation)
    ivan = factories.user("fair_volunteer")
    shift = Shift.objects.create(fair=mine, job="door", starts_at=mine.opens_at, ends_at=mine.closes_at)
    Helper.objects.create(shift=shift, user=ivan)
    assert list(queries.visible_to(partner)) == [mine]
    assert list(queries.visible_to(ivan)) == list(queries.helped_by(ivan)) == [mine]
    with pytest.raises(Fair.DoesNotExist):
        queries.fair_of(partner, other.slug)
