"""Arguments of the addresses about groups: a running group with secrets in it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone

from jobcaffe.circles import actions
from jobcaffe.circles.models import (
    Circle,
    FollowUp,
    GroupRequest,
    HelpMatch,
    Membership,
    OutsideGroup,
    Placement,
    Proposal,
    ProposedGroup,
)
from jobcaffe.foundation.accounts.models import User
from jobcaffe.people.models import Person
from tests import factories
from tests.circles.groups import THEMES, Staff, enter, person, requested, running, tonight
from tests.foundation.files.test_store import png

# A nickname, words for the group, for who leads it and for oneself, and the notes of an evening.
NICKNAME = "Gufettoviola"
SHARED = "confidenzascritta"
TO_THE_LEADER = "sussurroallaguida"
PRIVATE = "pensierosoltantomio"
NOTES = "notadellasera"
# A feeling nobody outside reads, and a help nobody outside hears of.
SECRETS = (NICKNAME, SHARED, TO_THE_LEADER, PRIVATE, NOTES)


def circle_values(staff: Staff | None = None, mine: Person | None = None) -> dict[str, Any]:
    """An object for every argument of the pages about groups, in a group that runs.

    ``mine`` is one of its members and wrote in it; without her, somebody whom nobody knows.
    """
    around = staff or _far_away()
    group, members = running(around)
    who = _inside(around, group, mine)
    values = _of_the_group(around, group)
    values |= _written(around, group, who, members[1])
    values |= _before_the_pact(around)
    values |= _after_the_end(around)
    return values


def _far_away() -> Staff:
    """People who work elsewhere."""
    return Staff(desk=factories.user("desk", team=factories.team("Coop dei gruppi lontani")))


def _inside(staff: Staff, group: Circle, mine: Person | None) -> User:
    """The member whose secrets these are."""
    if mine is None:
        mine = person(staff, first_name="Zoe", alias=NICKNAME)
    actions.update_circle(
        actor=staff.facilitator, circle_id=group.pk, public=True, area="Lainate", entry_open=True
    )
    enter(staff, group, mine)
    return User.objects.filter(person_ref=mine.pk).first() or factories.member(person=mine)


def _of_the_group(staff: Staff, group: Circle) -> dict[str, Any]:
    until = timezone.localdate() + timedelta(days=30)
    purpose = actions.note_presences(
        actor=staff.facilitator, circle_id=group.pk, purpose="certificate", until=until
    )
    wave, codes = actions.open_wave(actor=staff.facilitator, circle_id=group.pk, instrument="gruppo5")
    hours = actions.add_hours(
        actor=staff.facilitator, kind="supervision", day=timezone.localdate(), minutes=60
    )
    evening = tonight(group)
    actions.close_evening(actor=staff.facilitator, encounter_id=evening.pk, present=7, new=1, notes=NOTES)
    photo = actions.attach_photo(actor=staff.facilitator, encounter_id=evening.pk, data=png(), signed=False)
    last = group.meetings.last()
    assert last is not None
    values: dict[str, Any] = {
        "circle_id": group.pk,
        "pact_version": 1,
        "purpose_pk": purpose.pk,
        "wave_id": wave.pk,
        "hours_id": hours.pk,
        "photo_id": photo.pk,
        "user_pk": staff.facilitator.pk,
        "membership_id": Membership.objects.filter(circle=group).first().pk,  # type: ignore[union-attr]
        "checks:code": codes[0],
    }
    # In the agenda ``encounter_id`` is another confidential encounter: here it is an evening of the group.
    rooms = ("evenings", "leading", "mygroup", "sharing", "checks", "forming", "groupdesk", "groups")
    return values | {f"{room}:encounter_id": evening.pk for room in rooms}


def _written(staff: Staff, group: Circle, who: User, other: User) -> dict[str, Any]:
    share = {"actor": who, "circle_id": group.pk, "kind": "experience"}
    actions.share(**share, text=SHARED, readers="circle")
    actions.share(**share, text=TO_THE_LEADER, readers="facilitator")
    private = actions.share(**share, text=PRIVATE)
    need = actions.post_help(actor=who, circle_id=group.pk, kind="need", category="passaggio")
    actions.post_help(actor=other, circle_id=group.pk, kind="offer", category="passaggio")
    match = HelpMatch.objects.get(need=need)
    for one in (who, other):
        actions.answer_match(actor=one, match_id=match.pk, yes=True)
    return {"contribution_id": private.pk, "help_id": need.pk, "match_id": match.pk}


def _before_the_pact(staff: Staff) -> dict[str, Any]:
    """A request that was put in a proposal, and two who must not meet."""
    asking, other = person(staff), person(staff)
    request = requested(staff, asking)
    proposal = Proposal.objects.create(kind="ama", mode="facilitated", state="ready", by=staff.coordinator)
    group = ProposedGroup.objects.create(
        proposal=proposal, theme=THEMES[0], slot="mar-18", facilitator=staff.facilitator
    )
    pair = actions.keep_apart(
        actor=staff.coordinator, person_ref=asking.pk, other_ref=other.pk, until=timezone.localdate()
    )
    return {
        "request_id": request.pk,
        "groupdesk:pact:request_id": _proposed(staff).pk,
        "proposal_id": proposal.pk,
        "group_pk": group.pk,
        "placement_pk": Placement.objects.create(proposal=proposal, request=request, group=group).pk,
        "pair_id": pair.pk,
    }


def _proposed(staff: Staff) -> GroupRequest:
    """Somebody who was proposed a group and has not answered."""
    request = requested(staff, person(staff))
    group = actions.create_circle(
        actor=staff.coordinator,
        kind="ama",
        theme=THEMES[0],
        mode="facilitated",
        slot="gio-10",
        state="activation",
    )
    return actions.propose_circle(actor=staff.coordinator, request_id=request.pk, circle_id=group.pk)


def _after_the_end(staff: Staff) -> dict[str, Any]:
    """A group that ended three months ago, and one outside the programme."""
    ended = actions.create_circle(
        actor=staff.coordinator, kind="ama", theme=THEMES[1], mode="facilitated", slot="gio-10"
    )
    Circle.objects.filter(pk=ended.pk).update(state="ended", closed_on=timezone.localdate())
    follow_up = FollowUp.objects.create(circle=ended, months=3, due_on=timezone.localdate())
    return {
        "follow_up_pk": follow_up.pk,
        "forming:thanks:circle_id": ended.pk,
        "outside_id": _outside(),
    }


def _outside() -> Any:
    """A group of the directory."""
    values = {"name": "Punto e a capo", "themes": THEMES[:1], "area": "Rho", "phone": "02 1234567"}
    return OutsideGroup.objects.create(**values).pk
