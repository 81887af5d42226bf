"""Asking, waiting, being proposed a group, entering, leaving."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.utils import timezone

from jobcaffe.circles import actions, catalogue, gathering, queries
from jobcaffe.circles.enums import RequestState, Standing
from jobcaffe.circles.models import GroupRequest, Incompatibility, Membership, Placement, Proposal
from jobcaffe.circles.tasks import form_groups
from jobcaffe.foundation.access import Refused
from jobcaffe.foundation.journal.actions import SYSTEM
from tests import factories
from tests.circles.groups import SLOTS, THEMES, Staff, circle, enter, open_ones, person, requested, running

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("themes", "slots"),
    [
        (["cura"], SLOTS),
        (["cura", "cura"], SLOTS),
        (THEMES, SLOTS[:2]),
        (THEMES, ["mai", *SLOTS]),
        (["x", "y"], SLOTS),
    ],
)
def test_two_themes_and_three_windows_are_asked(themes: list[str], slots: list[str]) -> None:
    staff = Staff()
    with pytest.raises(Refused):
        actions.ask(actor=staff.desk, person_ref=person(staff).pk, themes=themes, slots=slots)
    assert GroupRequest.objects.count() == 0


def test_asking_again_changes_the_open_request() -> None:
    staff = Staff()
    who = person(staff)
    for themes in (THEMES, ["cura", "tempi"]):
        actions.ask(actor=staff.desk, person_ref=who.pk, themes=themes, slots=SLOTS)
    assert [row.themes for row in GroupRequest.objects.all()] == [["cura", "tempi"]]


def test_under_18_a_parent_must_have_said_yes() -> None:
    staff = Staff()
    young = person(staff, birth_year=timezone.localdate().year - 16)
    with pytest.raises(Refused, match="genitore"):
        actions.ask(actor=staff.desk, person_ref=young.pk, themes=THEMES, slots=SLOTS)


def test_only_who_took_it_and_who_forms_groups_see_a_request_before_the_pact() -> None:
    staff = Staff()
    who = person(staff)
    request = requested(staff, who)
    mate = factories.user("desk", team=staff.desk.team)
    seen = {
        role: list(queries.requests(factories.user(role))) for role in ("facilitator", "sysadmin", "funder")
    }
    assert list(queries.requests(staff.desk)) == list(queries.requests(staff.coordinator)) == [request]
    assert list(queries.requests(factories.member(person=who))) == [request]
    assert (list(queries.requests(mate)), seen) == ([], {"facilitator": [], "sysadmin": [], "funder": []})


def test_from_the_pact_on_nobody_sees_it_and_nothing_in_it_says_whose_it_was() -> None:
    staff = Staff()
    who, group = person(staff), circle(staff)
    enter(staff, group, who)
    row = GroupRequest.objects.get()
    assert [queries.asking(user) for user in (staff.desk, staff.coordinator)] == [[], []]
    assert (row.person_sealed, row.person_index, row.taken_by, row.themes, row.circle) == (
        "",
        "",
        None,
        [],
        None,
    )
    assert (row.asked_on.day, len(row.digest)) == (1, 64)


def test_a_withdrawn_request_looks_like_one_that_became_a_membership() -> None:
    staff = Staff()
    enter(staff, circle(staff), person(staff))
    other = requested(staff, person(staff))
    actions.withdraw(actor=staff.desk, request_id=other.pk)
    hidden = {"id", "digest", "request_key"}
    first, second = GroupRequest.objects.values()
    assert {k: v for k, v in first.items() if k not in hidden} == {
        k: v for k, v in second.items() if k not in hidden
    }


def test_the_desk_sees_how_many_are_missing_only_from_five_and_visitors_nothing() -> None:
    staff = Staff()
    for _n in range(4):
        requested(staff, person(staff))
    cell = next(c for c in queries.waiting_list(staff.desk) if (c.theme, c.slot) == ("cura", "mar-18"))
    exact = next(
        c for c in queries.waiting_list(staff.coordinator) if (c.theme, c.slot) == ("cura", "mar-18")
    )
    assert ((cell.waiting, cell.missing), (exact.waiting, exact.missing)) == ((None, None), (4, 2))
    requested(staff, person(staff))
    cell = next(c for c in queries.waiting_list(staff.desk) if (c.theme, c.slot) == ("cura", "mar-18"))
    assert (cell.waiting, cell.missing) == (5, 1)
    assert queries.waiting_list(factories.user("municipality")) == queries.waiting_list(None) == []


def test_another_window_opens_more_groups() -> None:
    staff = Staff()
    actions.set_profile(actor=staff.facilitator, themes=THEMES, slots=["mar-18", "lun-15"], max_groups=2)
    for _n in range(5):
        requested(staff, person(staff), slots=["mar-18", "lun-15", "sab-10"])
    assert queries.possible_groups(THEMES, ["mar-18", "gio-10", "gio-15"]) == 2
    (effect,) = queries.other_slots(staff.desk, THEMES, ["mar-18", "gio-10", "gio-15"])
    assert (effect.slot, effect.label, effect.groups) == ("lun-15", "lunedì pomeriggio", 4)


def test_a_pact_that_changed_meanwhile_is_read_again_first() -> None:
    staff = Staff()
    group, request = circle(staff), requested(staff, person(staff))
    actions.propose_circle(actor=staff.coordinator, request_id=request.pk, circle_id=group.pk)
    later = timezone.localdate() + timedelta(days=30)
    actions.write_pact(actor=staff.facilitator, circle_id=group.pk, text="Altro", review_on=later)
    with pytest.raises(Refused, match="patto"):
        actions.accept_pact(actor=staff.desk, request_id=request.pk, version=1)
    assert Membership.objects.count() == 0


def test_nobody_accepts_for_another() -> None:
    staff = Staff()
    group, request = circle(staff), requested(staff, person(staff))
    actions.propose_circle(actor=staff.coordinator, request_id=request.pk, circle_id=group.pk)
    with pytest.raises(Refused):
        actions.accept_pact(actor=staff.coordinator, request_id=request.pk, version=1)


def test_a_no_puts_the_request_back_in_the_list() -> None:
    staff = Staff()
    group, request = circle(staff), requested(staff, person(staff))
    actions.propose_circle(actor=staff.coordinator, request_id=request.pk, circle_id=group.pk)
    for _press in range(2):
        row = actions.decline(actor=staff.desk, request_id=request.pk)
    assert (row.state, row.circle) == (RequestState.TALKED, None)


def test_a_full_group_takes_nobody_and_says_what_a_closed_door_says() -> None:
    staff = Staff()
    group, members = running(staff, 12)
    door = {"actor": staff.facilitator, "circle_id": group.pk, "public": False, "area": ""}
    actions.update_circle(**door, entry_open=True)
    who = person(staff)
    request = requested(staff, who)
    actions.propose_circle(actor=staff.coordinator, request_id=request.pk, circle_id=group.pk)
    said = [_no_entry(staff, request.pk)]
    # A seat gets free, and the door is closed; it opens again on somebody whom she may not meet.
    actions.leave(actor=members[0], circle_id=group.pk)
    actions.update_circle(**door, entry_open=False)
    said.append(_no_entry(staff, request.pk))
    actions.update_circle(**door, entry_open=True)
    other = members[1].person_ref
    assert other is not None
    today = timezone.localdate()
    pair = actions.keep_apart(actor=staff.coordinator, person_ref=who.pk, other_ref=other, until=today)
    said.append(_no_entry(staff, request.pk))
    # She may meet everybody, and is too young for one who leads alone.
    actions.drop_pair(actor=staff.coordinator, pair_id=pair.pk)
    type(who).objects.filter(pk=who.pk).update(birth_year=today.year - 16)
    said.append(_no_entry(staff, request.pk))
    assert said == ["Questo gruppo ora non può prendere persone nuove. Ne cerchiamo un altro."] * 4
    # Nothing moved: the request stands as it was, for the desk and for who forms groups.
    assert [queries.requests(one).get().state for one in (staff.desk, staff.coordinator)] == ["proposed"] * 2
    type(who).objects.filter(pk=who.pk).update(birth_year=1970)
    assert actions.accept_pact(actor=staff.desk, request_id=request.pk, version=1).standing == Standing.TRIAL


def test_a_running_group_is_proposed_to_as_many_as_it_said_it_takes_whoever_is_inside() -> None:
    found = []
    for inside in (6, 9):
        staff = Staff()
        group, _members = running(staff, inside)
        actions.update_circle(
            actor=staff.facilitator, circle_id=group.pk, public=False, area="", entry_open=True
        )
        for number in range(catalogue.number("newcomers") + 1):
            request = requested(staff, person(staff))
            try:
                actions.propose_circle(actor=staff.coordinator, request_id=request.pk, circle_id=group.pk)
                found.append((inside, number, ""))
            except Refused as refused:
                found.append((inside, number, str(refused)))
    told = [[row[1:] for row in found if row[0] == inside] for inside in (6, 9)]
    assert told[0] == told[1]
    assert [bool(text) for _number, text in told[0]] == [False] * catalogue.number("newcomers") + [True]


def _no_entry(staff: Staff, request_id: UUID) -> str:
    with pytest.raises(Refused) as refused:
        actions.accept_pact(actor=staff.desk, request_id=request_id, version=1)
    return str(refused.value)


def test_a_member_stays_or_leaves_at_once_and_without_a_reason() -> None:
    staff = Staff()
    group, members = running(staff)
    assert actions.stay(actor=members[0], circle_id=group.pk).standing == Standing.MEMBER
    actions.leave(actor=members[0], circle_id=group.pk)
    assert queries.circle_of(members[0], group.pk, "circle.member") is None
    assert len(queries.roster(staff.facilitator, group)) == 5


def test_the_merged_record_of_a_member_is_still_hers() -> None:
    staff = Staff()
    group, members = running(staff)
    kept = person(staff, first_name="Annamaria")
    gone = members[0].person_ref
    members[0].person_ref = kept.pk
    members[0].save()
    type(kept).objects.filter(pk=gone).update(merged_into=kept, status="merged")
    assert queries.circle_of(members[0], group.pk, "circle.member") == group
    assert "Annamaria" in [mate.name for mate in queries.roster(staff.facilitator, group)]


# --- formation ------------------------------------------------------------------------------------


def proposed(staff: Staff, people: int = 7, **fields: Any) -> Proposal:
    """A proposal as the job leaves it."""
    factories.room(capacity=20)
    actions.set_profile(actor=staff.facilitator, themes=THEMES, slots=["mar-18"], max_groups=1)
    for _n in range(people):
        requested(staff, person(staff))
    row = actions.propose(actor=staff.coordinator, kind="ama", mode="facilitated", seconds=5, **fields)
    form_groups.func(str(row.pk))
    row.refresh_from_db()
    return row


def test_the_kernel_proposes_the_coordinator_decides_and_each_person_is_asked() -> None:
    staff = Staff()
    proposal = proposed(staff)
    (group,) = proposal.groups.all()
    assert (group.theme, group.slot, group.placements.count()) == ("lavoro50", "mar-18", 7)
    assert (proposal.status, proposal.value) == ("optimal", proposal.bound)
    actions.accept_proposal(actor=staff.coordinator, proposal_id=proposal.pk)
    rows = GroupRequest.objects.all()
    assert {row.state for row in rows} == {RequestState.PROPOSED}
    assert {tuple(row.reasons) for row in rows} == {("first_theme", "slot")}
    made = rows[0].circle
    assert made is not None
    assert (made.state, [row.user for row in queries.leaders(made)]) == ("activation", [staff.facilitator])


def test_the_same_requests_and_seed_give_the_same_proposal() -> None:
    staff = Staff()
    first = proposed(staff)
    again = actions.propose(actor=staff.coordinator, kind="ama", mode="facilitated", seconds=5)
    form_groups.func(str(again.pk))
    again.refresh_from_db()
    assert (again.snapshot, again.value) == (first.snapshot, first.value)
    placed = [
        set(row.placements.values_list("request", "group__theme", "group__slot")) for row in (first, again)
    ]
    assert placed[0] == placed[1]


def test_a_group_is_not_made_with_too_few_people() -> None:
    staff = Staff()
    proposal = proposed(staff, 6)
    row = Placement.objects.first()
    assert row is not None
    actions.move_person(actor=staff.coordinator, placement_pk=row.pk, group_pk=None)
    with pytest.raises(Refused, match="meno di 6"):
        actions.accept_proposal(actor=staff.coordinator, proposal_id=proposal.pk)


def test_from_the_pact_on_a_proposal_does_not_say_who_was_in_it() -> None:
    staff = Staff()
    proposal = proposed(staff)
    actions.accept_proposal(actor=staff.coordinator, proposal_id=proposal.pk)
    request = GroupRequest.objects.first()
    assert request is not None
    actions.accept_pact(actor=staff.desk, request_id=request.pk, version=1)
    assert not Placement.objects.filter(request=request.pk).exists()
    assert open_ones() == 6


def test_two_who_must_not_meet_are_apart_and_no_text_says_so() -> None:
    staff = Staff()
    people = [person(staff) for _n in range(2)]
    until = timezone.localdate() + timedelta(days=90)
    actions.keep_apart(actor=staff.coordinator, person_ref=people[0].pk, other_ref=people[1].pk, until=until)
    requests = [requested(staff, who) for who in people]
    proposal = proposed(staff, 6)
    placed = {row.request_id: row for row in proposal.placements.all()}
    groups = {placed[row.pk].group_id for row in requests}
    assert len(groups) == 2
    alone = next(placed[row.pk] for row in requests if placed[row.pk].group_id is None)
    with pytest.raises(Refused, match="non può stare") as refused:
        actions.move_person(actor=staff.coordinator, placement_pk=alone.pk, group_pk=proposal.groups.get().pk)
    assert (
        str(refused.value)
        == "Qui questa persona non può stare. Scegli un altro gruppo, o lasciala in attesa."
    )


def test_a_pair_is_seen_only_by_who_wrote_it_and_ends_by_itself() -> None:
    staff = Staff()
    pair = [person(staff) for _n in range(2)]
    until = timezone.localdate()
    actions.keep_apart(actor=staff.coordinator, person_ref=pair[0].pk, other_ref=pair[1].pk, until=until)
    assert queries.incompatibilities(staff.coordinator).count() == 1
    assert queries.incompatibilities(factories.user("coordinator")).count() == 0
    actions.forget_due(actor=SYSTEM, today=until + timedelta(days=1))
    assert Incompatibility.objects.count() == 0


def test_a_running_group_is_in_the_instance_only_when_it_takes_people() -> None:
    staff = Staff()
    group, _members = running(staff)
    assert gathering.form_of("ama")["running"] == []
    actions.update_circle(actor=staff.facilitator, circle_id=group.pk, public=False, area="", entry_open=True)
    (row,) = gathering.form_of("ama")["running"]
    # Twelve at most, three new ones at a time: not the six who are inside.
    assert (row["id"], row["members"], row["slot"]) == (str(group.pk), 9, "mar-18")


def test_a_request_waits_twelve_months_and_no_more() -> None:
    staff = Staff()
    requested(staff, person(staff))
    GroupRequest.objects.update(asked_on=timezone.localdate() - timedelta(days=367))
    actions.forget_due(actor=SYSTEM)
    assert open_ones() == 0


def test_who_holds_the_talk_sees_the_request_and_may_take_the_yes_on_paper() -> None:
    staff = Staff()
    who = person(staff)
    request = actions.ask(actor=factories.member(person=who), person_ref=who.pk, themes=THEMES, slots=SLOTS)
    assert not queries.requests(staff.desk).exists()
    at = timezone.now() + timedelta(days=2)
    with pytest.raises(Refused):
        actions.book_talk(actor=staff.coordinator, request_id=request.pk, at=at, with_id=staff.facilitator.pk)
    actions.book_talk(actor=staff.coordinator, request_id=request.pk, at=at, with_id=staff.desk.pk)
    actions.talk_held(actor=staff.desk, request_id=request.pk)
    group = circle(staff)
    actions.propose_circle(actor=staff.coordinator, request_id=request.pk, circle_id=group.pk)
    actions.accept_pact(actor=staff.desk, request_id=request.pk, version=1, how="paper")
    assert not queries.requests(staff.desk).exists()


def test_the_copy_of_ones_own_data_has_all_that_is_kept_and_nobody_elses() -> None:
    staff = Staff()
    group, members = running(staff)
    actions.share(actor=members[0], circle_id=group.pk, kind="feeling", feeling="stanco", text="mio")
    actions.post_help(actor=members[1], circle_id=group.pk, kind="offer", category="computer")
    first, second = queries.my_copy(members[0]), queries.my_copy(members[1])
    assert [len(first[name]) for name in ("gruppi", "richieste", "aiuti", "scritti")] == [1, 0, 0, 1]
    assert [row["aiuto"] for row in second["aiuti"]] == ["Computer e telefono"]
    assert queries.my_copy(staff.coordinator) == {}
