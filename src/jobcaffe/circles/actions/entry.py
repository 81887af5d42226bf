"""From the request to the member, and out again."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from jobcaffe.circles import catalogue, diary, messages, queries, rules
from jobcaffe.circles.enums import HelpState, How, Readers, RequestState, Standing, State
from jobcaffe.circles.models import Acceptance, Circle, Contribution, GroupRequest, Help, Membership, Pact
from jobcaffe.foundation.access import Refused
from jobcaffe.foundation.accounts.enums import Role
from jobcaffe.foundation.accounts.models import User
from jobcaffe.foundation.accounts.queries import working
from jobcaffe.foundation.db.once import made_before
from jobcaffe.people import queries as people
from jobcaffe.people.models import Person
from jobcaffe.people.rules import minor, require

TAKES_PEOPLE = (State.ACTIVATION, State.START_UP)
# One text for a closed door, no seat left, two who may not meet, and too few who lead: which it was
# would tell how many are inside, or who.
NO_ENTRY = "Questo gruppo ora non può prendere persone nuove. Ne cerchiamo un altro."


@transaction.atomic
def ask(
    *,
    actor: User,
    person_ref: UUID,
    themes: Sequence[str],
    slots: Sequence[str],
    preferred: Sequence[str] = (),
    request_key: UUID | None = None,
) -> GroupRequest:
    """Ask for a group, for oneself or at the desk. Asking again changes the open request.

    Refused for fewer than two themes or three windows, for a person not the actor's, and under 18
    without a parent who said yes. What is written stands in the diary, not in the house's journal.
    """
    require(actor, "circle.ask")
    themes, slots = list(dict.fromkeys(themes)), list(dict.fromkeys(slots))
    rules.check_wishes(themes, slots)
    person = _person(actor, person_ref)
    twice = made_before(GroupRequest, request_key)
    if twice is not None:
        return twice
    rows = GroupRequest.objects.select_for_update().exclude(state=RequestState.CLOSED)
    request = rows.filter(GroupRequest.of([person.pk])).first()
    if request is None:
        own = actor.person_ref == person.pk
        request = GroupRequest(
            taken_by=None if own else actor, request_key=request_key, **GroupRequest.columns_for(person.pk)
        )
    elif request.state == RequestState.PROPOSED:
        raise Refused(_("C'è già un gruppo proposto. Rispondi prima a quello."))
    request.themes, request.slots = themes, slots
    request.preferred = [slot for slot in preferred if slot in slots]
    request.save()
    diary.record(actor, "circle.ask", about=person.pk, fields=["themes", "slots"])
    return request


def _person(actor: User, ref: UUID) -> Person:
    if actor.person_ref == ref:
        found = Person.objects.filter(pk=ref).first()
    else:
        found = people.visible_to(actor, "person.read").filter(pk=ref).first()
    if found is None:
        raise Refused(_("Questa persona non c'è, o non è fra quelle che segui. Torna alla ricerca."))
    if minor(found.birth_year) and not found.guardian_name:
        raise Refused(_("Ha meno di 18 anni: serve il sì di un genitore. Scrivilo nella scheda."))
    return found


@transaction.atomic
def open_requests(*, actor: User, only: Collection[UUID] | None = None) -> list[queries.Asking]:
    """Open requests with their names, all or those of one page; the person reads of each in her diary."""
    rows = queries.asking(actor, only)
    diary.record_many(actor, "circle.request_read", about=[row.request.person_ref for row in rows])
    return rows


@transaction.atomic
def book_talk(*, actor: User, request_id: UUID, at: datetime, with_id: UUID | None = None) -> GroupRequest:
    """Book the first talk, which says nothing on any agenda. With whom: the actor, or
    somebody of the desk, who from then on sees the request. Refused in the past or when it was held.
    """
    request = rules.locked_request(actor, request_id, RequestState.ASKED, RequestState.TALK)
    if at <= timezone.now():
        raise Refused(_("Questa ora è già passata. Scegline un'altra."))
    host = working([Role.DESK, Role.COORDINATOR]).filter(pk=with_id or actor.pk).first()
    if host is None:
        raise Refused(_("Scegli chi dello sportello la incontra."))
    request.talk_at, request.talk_with, request.state = at, host, RequestState.TALK
    request.save(update_fields=["talk_at", "talk_with", "state"])
    diary.record(actor, "circle.talk", about=request.person_ref, fields=["talk_at"])
    key = f"talk:{request.pk}:{at:%Y%m%d%H%M}"
    messages.appointment(actor, [request.person_ref], at, key=key)
    return request


@transaction.atomic
def talk_held(*, actor: User, request_id: UUID) -> GroupRequest:
    """The talk took place: from now on the request is among those of which groups are formed.

    A second press changes nothing. Refused to the person herself.
    """
    request = rules.locked_request(
        actor, request_id, RequestState.ASKED, RequestState.TALK, RequestState.TALKED
    )
    if request.person_ref == actor.person_ref:
        raise Refused(_("Il colloquio lo segna chi ti ha incontrato."))
    if request.state != RequestState.TALKED:
        request.state = RequestState.TALKED
        request.save(update_fields=["state"])
        diary.record(actor, "circle.talk_held", about=request.person_ref)
    return request


@transaction.atomic
def decline(*, actor: User, request_id: UUID) -> GroupRequest:
    """No to this group: the request waits again. No reason is asked. A second press changes nothing."""
    request = rules.locked_request(actor, request_id, RequestState.PROPOSED, RequestState.TALKED)
    if request.state == RequestState.PROPOSED:
        request.state, request.circle, request.reasons = RequestState.TALKED, None, []
        request.save(update_fields=["state", "circle", "reasons"])
        request.placements.all().delete()
        diary.record(actor, "circle.decline", about=request.person_ref)
    return request


@transaction.atomic
def withdraw(*, actor: User, request_id: UUID) -> None:
    """The request is taken back: it disappears as one that became a membership does."""
    request = rules.locked_request(actor, request_id)
    diary.record(actor, "circle.withdraw", about=request.person_ref)
    request.anonymise()


@transaction.atomic
def accept_pact(*, actor: User, request_id: UUID, version: int, how: str = How.ONLINE) -> Membership:
    """Yes to the pact: she is in the group on trial, and her request is nobody's any more.

    For the person herself, or on paper for the operator who took the request or held the talk, who
    sees it no longer afterwards. Refused when no group is proposed and when the pact was changed
    meanwhile; and in one text, whatever the cause, when the door is closed, the seats are taken, two
    may not meet, or she is under 18 and fewer than two lead.
    """
    request = rules.locked_request(actor, request_id, RequestState.PROPOSED)
    ref = request.person_ref
    if actor.person_ref != ref and actor.pk not in (request.taken_by_id, request.talk_with_id):
        raise Refused(_("Il patto lo accetta la persona, da sola o con chi l'ha accolta."))
    circle = Circle.objects.select_for_update().get(requests=request)
    pact = _enterable(circle, version, ref)
    member, _made = Membership.objects.update_or_create(
        circle=circle,
        person_index=Membership.index_of(ref),
        defaults={
            "person_sealed": str(ref),
            "standing": Standing.TRIAL,
            "joined_on": timezone.localdate(),
            "left_on": None,
        },
    )
    _accept(ref, pact, how)
    diary.record(actor, "circle.enter", about=ref, circle=circle)
    request.anonymise()
    return member


def _enterable(circle: Circle, version: int, ref: UUID) -> Pact:
    pact = queries.pact_of(circle)
    if pact is None or pact.version != version:
        raise Refused(_("Il patto è cambiato. Rileggilo prima di dire di sì."))
    if not (_door_open(circle) and _has_place(circle, ref)):
        raise Refused(_(NO_ENTRY))
    return pact


def _door_open(circle: Circle) -> bool:
    return circle.state in TAKES_PEOPLE or (circle.state == State.RUNNING and circle.entry_open)


def _has_place(circle: Circle, ref: UUID) -> bool:
    inside = [row.person_ref for row in queries.members(circle)]
    leaders = list(queries.leaders(circle).values_list("user", flat=True))
    apart = any(rules.kept_apart(ref, inside, leader) for leader in leaders)
    full = len(inside) >= catalogue.kinds()[circle.kind].size.max
    led = queries.minor_asks(ref) is None or len(leaders) >= rules.LEADERS_OF_MINORS
    return led and not apart and not full


def _accept(ref: UUID, pact: Pact, how: str) -> None:
    Acceptance.objects.get_or_create(
        pact=pact,
        person_index=Acceptance.index_of(ref),
        defaults={"person_sealed": str(ref), "how": How(how)},
    )


@transaction.atomic
def accept_new_pact(*, actor: User, circle_id: UUID, version: int) -> Membership:
    """A member says yes to the pact as it is now. Refused when it was changed meanwhile."""
    member = rules.own_membership(actor, circle_id)
    pact = queries.pact_of(member.circle)
    if pact is None or pact.version != version:
        raise Refused(_("Il patto è cambiato. Rileggilo prima di dire di sì."))
    _accept(member.person_ref, pact, How.ONLINE)
    diary.record(actor, "circle.accept_pact", about=member.person_ref, circle=member.circle)
    return member


@transaction.atomic
def stay(*, actor: User, circle_id: UUID) -> Membership:
    """After the trial meeting she stays. A second press changes nothing."""
    return _standing(actor, rules.own_membership(actor, circle_id), Standing.MEMBER)


@transaction.atomic
def leave(*, actor: User, circle_id: UUID) -> Membership:
    """Out of the group at once: no reason, no message. What she shared is hers alone again."""
    return _standing(actor, rules.own_membership(actor, circle_id), Standing.LEFT)


@transaction.atomic
def set_standing(*, actor: User, membership_id: UUID, standing: str) -> Membership:
    """The same for who leads, when a member says it by voice: she stays, or she leaves.

    Refused for other groups, and where the way of leading shows the leader no names.
    """
    row = (
        Membership.objects.select_related("circle")
        .filter(pk=membership_id, standing__in=queries.INSIDE)
        .first()
    )
    known = row is not None and any(mate.key == row.pk for mate in queries.roster(actor, row.circle))
    if row is None or not known or standing not in (Standing.MEMBER, Standing.LEFT):
        raise Refused(_(rules.NOT_THERE))
    return _standing(actor, row, Standing(standing))


def _standing(actor: User, row: Membership, standing: Standing) -> Membership:
    if row.standing == standing:
        return row
    row.standing = standing
    if standing == Standing.LEFT:
        row.left_on = timezone.localdate()
        mine = Contribution.objects.filter(Contribution.of([row.person_ref]), circle=row.circle)
        mine.update(readers=Readers.ONLY_ME)
        helps = Help.objects.filter(Help.of([row.person_ref]), circle=row.circle)
        helps.update(state=HelpState.CLOSED)
    row.save(update_fields=["standing", "left_on"])
    diary.record(actor, f"circle.{standing.value}", about=row.person_ref, circle=row.circle)
    return row


@transaction.atomic
def open_roster(*, actor: User, circle_id: UUID) -> list[queries.Mate]:
    """The names of a group; each member reads in her diary that it was looked at, and by which role."""
    circle = queries.circle_of(actor, circle_id, "circle.lead") or queries.circle_of(
        actor, circle_id, "circle.member"
    )
    if circle is None:
        raise Refused(_(rules.NOT_THERE))
    mates = queries.roster(actor, circle)
    if mates:
        refs = [row.person_ref for row in queries.members(circle)]
        diary.record_many(actor, "circle.roster", about=refs, circle=circle)
    return mates
