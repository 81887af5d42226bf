"""A group's life: it is thought of, planned, led, decided on."""

from __future__ import annotations

import itertools
from datetime import date, timedelta
from uuid import UUID

from dateutil.relativedelta import relativedelta
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from jobcaffe.circles import catalogue, diary, queries, rules
from jobcaffe.circles.enums import Part, RequestState, State, StillMeets
from jobcaffe.circles.models import Circle, Facilitation, FollowUp, GroupRequest, Meeting, Pact
from jobcaffe.encounters.actions import cancel_encounter
from jobcaffe.encounters.enums import State as EncounterState
from jobcaffe.encounters.models import Encounter
from jobcaffe.foundation.access import Refused
from jobcaffe.foundation.accounts.enums import Role
from jobcaffe.foundation.accounts.models import User
from jobcaffe.foundation.accounts.queries import working
from jobcaffe.foundation.db.once import made_before
from jobcaffe.foundation.journal.actions import SYSTEM, Actor, record
from jobcaffe.people.rules import require

REVIEW_MONTHS = 6


@transaction.atomic
def create_circle(
    *,
    actor: Actor,
    kind: str,
    theme: str,
    mode: str,
    slot: str,
    area: str = "",
    room_id: UUID | None = None,
    state: str = State.IDEA,
    request_key: UUID | None = None,
) -> Circle:
    """A group as an idea, or already gathering or about to start. A second press gives the same group.

    Refused without the right, for words that are not in the lists, and for a way of leading that the
    kind does not allow.
    """
    require(actor, "circle.manage")
    twice = made_before(Circle, request_key)
    if twice is not None:
        return twice
    rules.check_place(theme, slot, kind, mode)
    if state not in (State.IDEA, State.GATHERING, State.ACTIVATION):
        raise Refused(_("Un gruppo nuovo è un'idea, o raccoglie le persone. Scegli uno dei due."))
    circle = _numbered(
        Circle(
            kind=kind,
            theme=theme,
            mode=mode,
            slot=slot,
            area=area.strip(),
            room_id=room_id,
            state=state,
            request_key=request_key,
        )
    )
    _write(circle, catalogue.pact_text(), timezone.localdate() + relativedelta(months=REVIEW_MONTHS))
    record(actor, "circle.create", circle)
    return circle


def _numbered(circle: Circle) -> Circle:
    """Saved under the next free code; who is second takes the one after."""
    taken = set(Circle.objects.values_list("code", flat=True))
    for number in itertools.count(len(taken) + 1):
        circle.code = f"AMA-{number:02d}"
        if circle.code in taken:
            continue
        try:
            with transaction.atomic():
                circle.save(force_insert=True)
        except IntegrityError:
            if not Circle.objects.filter(code=circle.code).exists():
                raise
        else:
            break
    return circle


@transaction.atomic
def update_circle(*, actor: Actor, circle_id: UUID, public: bool, area: str, entry_open: bool) -> Circle:
    """What the public calendar shows, and whether the group takes new people while it runs.

    Refused when the group is not the actor's to lead or to manage.
    """
    circle = rules.locked_circle(actor, circle_id, "circle.lead", "circle.manage")
    circle.public, circle.area, circle.entry_open = public, area.strip(), entry_open
    circle.save(update_fields=["public", "area", "entry_open"])
    record(actor, "circle.update", circle, fields=["public", "area", "entry_open"])
    return circle


@transaction.atomic
def appoint(*, actor: Actor, circle_id: UUID, user_id: UUID, part: str = Part.LEAD) -> Facilitation:
    """Somebody leads a group from today on, alone or with another. Twice changes nothing.

    Refused for who may not lead groups, for oneself once the group has started, and for a closed group.
    """
    circle = rules.locked_circle(actor, circle_id, "circle.manage")
    if circle.state in queries.CLOSED or part not in (Part.LEAD, Part.CO):
        raise Refused(_("Questo gruppo è chiuso. Scegline un altro."))
    user = _facilitator(user_id, actor, circle)
    row = queries.leaders(circle).filter(user=user, ends_on__isnull=True).first()
    if row is None:
        row = Facilitation.objects.create(circle=circle, user=user, part=part)
        _lead_coming(circle, user)
        record(actor, "circle.appoint", circle, fields=[part])
    return row


def _lead_coming(circle: Circle, user: User) -> None:
    for encounter in Encounter.objects.filter(meeting__circle=circle, state=EncounterState.PLANNED):
        encounter.leaders.add(user)


def _facilitator(user_id: UUID, actor: Actor, circle: Circle) -> User:
    """Who may lead. Nobody lets herself into a group that has its people: she would read their names."""
    if user_id == actor.actor_ref and circle.state not in rules.NOT_STARTED:
        raise Refused(_("Per te stessa non puoi farlo. Chiedi a un'altra persona della regia."))
    user = working([Role.FACILITATOR]).filter(pk=user_id).first()
    if user is None:
        raise Refused(_("Questa persona non può guidare un gruppo. Scegline un'altra."))
    return user


@transaction.atomic
def dismiss(*, actor: Actor, circle_id: UUID, user_id: UUID) -> Circle:
    """Somebody leads a group no more, from now. Her evenings still to come are not hers any more."""
    circle = rules.locked_circle(actor, circle_id, "circle.manage")
    yesterday = timezone.localdate() - timedelta(days=1)
    ended = queries.leaders(circle).filter(user=user_id).update(ends_on=yesterday)
    for encounter in Encounter.objects.filter(meeting__circle=circle, state=EncounterState.PLANNED):
        encounter.leaders.remove(*encounter.leaders.filter(pk=user_id))
    if ended:
        record(actor, "circle.dismiss", circle)
    return circle


@transaction.atomic
def appoint_substitute(*, actor: Actor, encounter_id: UUID, user_id: UUID) -> Facilitation:
    """Somebody stands in for one evening, and sees the group on that day only.

    Refused when the evening is over or not the actor's. Twice changes nothing.
    """
    meeting = Meeting.objects.select_related("encounter").filter(pk=encounter_id).first()
    circle = rules.locked_circle(
        actor, meeting.circle_id if meeting else encounter_id, "circle.lead", "circle.manage"
    )
    if meeting is None or meeting.encounter.ends_at < timezone.now():
        raise Refused(_("Questa sera è già passata. Scegline un'altra."))
    user, day = _facilitator(user_id, actor, circle), timezone.localdate(meeting.encounter.starts_at)
    row, made = Facilitation.objects.get_or_create(
        circle=circle, user=user, part=Part.SUBSTITUTE, starts_on=day, ends_on=day
    )
    if made:
        meeting.encounter.leaders.add(user)
        record(actor, "circle.substitute", circle)
    return row


@transaction.atomic
def write_pact(*, actor: Actor, circle_id: UUID, text: str, review_on: date) -> Pact:
    """A new version of the pact, with the day on which it is looked at again.

    Refused without words, with a day that is past, and when the group is not the actor's. The same
    words again give the version that holds.
    """
    circle = rules.locked_circle(actor, circle_id, "circle.lead", "circle.manage")
    if not text.strip() or review_on <= timezone.localdate():
        raise Refused(_("Scrivi il patto e un giorno a venire in cui lo rileggete."))
    now = queries.pact_of(circle)
    if now is not None and (now.text, now.review_on) == (text.strip(), review_on):
        return now
    pact = _write(circle, text.strip(), review_on)
    record(actor, "circle.pact", circle, fields=[str(pact.version)])
    return pact


def _write(circle: Circle, text: str, review_on: date) -> Pact:
    now = queries.pact_of(circle)
    version = now.version + 1 if now else 1
    return Pact.objects.create(circle=circle, version=version, text=text, review_on=review_on)


@transaction.atomic
def move_on(*, actor: Actor, circle_id: UUID, after: str) -> Circle:
    """The next step of a group's life, recorded as a decision. The same step twice changes nothing.

    Before the first meeting the coordinator decides, afterwards who leads the group; a group that has
    not started may be ended by either, and who was proposed it waits again. Refused for a step that
    does not follow; a start without enough people or leaders; a closed group archived by hand.
    """
    circle = rules.locked_circle(actor, circle_id, "circle.lead", "circle.manage")
    early = circle.state in rules.NOT_STARTED
    if not (early and after == State.ENDED):
        rules.locked_circle(
            actor, circle_id, "circle.lead" if after in rules.OF_THE_GROUP else "circle.manage"
        )
    if circle.state == after:
        return circle
    rules.check_step(circle, after)
    if after == State.ARCHIVED:
        raise Refused(_("L'archivio si fa da solo, passati i mesi che servono."))
    if after == State.START_UP:
        _check_start(circle)
    circle.step(after, by=actor.actor_ref)
    record(actor, "circle.state", circle, fields=[after])
    if after in queries.CLOSED or after == State.GATHERING:
        _release(actor, circle)
    if after in queries.CLOSED:
        _close(circle, follow=not early)
    return circle


def _release(actor: Actor, circle: Circle) -> None:
    """Who was proposed a group that does not start waits again."""
    rows = GroupRequest.objects.select_for_update(of=("self",)).filter(
        circle=circle, state=RequestState.PROPOSED
    )
    for request in rows:
        request.state, request.circle, request.reasons = RequestState.TALKED, None, []
        request.save(update_fields=["state", "circle", "reasons"])
        diary.record(actor, "circle.released", about=request.person_ref)


def _check_start(circle: Circle) -> None:
    kind = catalogue.kinds()[circle.kind]
    if queries.leaders(circle).count() < kind.leaders:
        raise Refused(_("A questo gruppo manca chi lo guida. Chiedi alla regia."))
    if queries.members(circle).count() < kind.size.min:
        raise Refused(_("Non siete ancora abbastanza per partire. Aspetta chi deve dire di sì al patto."))
    if not circle.cycles.exists():
        raise Refused(_("Mancano le date degli incontri. Mettile e riprova."))


def _close(circle: Circle, *, follow: bool) -> None:
    """The day is written, rooms are given back; a group that never met is not asked later how it goes."""
    circle.closed_on = timezone.localdate()
    circle.save(update_fields=["closed_on"])
    ahead = circle.meetings.filter(
        encounter__state=EncounterState.PLANNED, encounter__starts_at__gt=timezone.now()
    )
    for ref in list(ahead.values_list("pk", flat=True)):
        cancel_encounter(actor=SYSTEM, encounter_id=ref)
    if not follow:
        return
    FollowUp.objects.bulk_create(
        FollowUp(circle=circle, months=months, due_on=circle.closed_on + relativedelta(months=months))
        for months in catalogue.follow_up_months()
    )


@transaction.atomic
def write_follow_up(*, actor: Actor, follow_up_pk: int, still: str) -> FollowUp:
    """How a closed group goes. Refused for an unknown answer and before its day."""
    require(actor, "circle.manage")
    row = FollowUp.objects.select_for_update().filter(pk=follow_up_pk).first()
    if row is None or still not in StillMeets.values:
        raise Refused(_("Scegli come va il gruppo fra le risposte della pagina."))
    if timezone.localdate() < row.due_on:
        raise Refused(_("È presto: si chiede dal %(day)s.") % {"day": f"{row.due_on:%d/%m/%Y}"})
    row.still, row.done_on = still, row.done_on or timezone.localdate()
    row.save(update_fields=["still", "done_on"])
    record(actor, "circle.follow_up", row.circle, fields=["still"])
    return row
