"""Meetings of exhibitors: asked, answered, called off; and when an exhibitor can."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from jobcaffe.fair.events import rules as events
from jobcaffe.fair.events.enums import StandState
from jobcaffe.fair.events.models import Stand
from jobcaffe.fair.talks import messages, queries, rules
from jobcaffe.fair.talks.enums import MeetingState, When
from jobcaffe.fair.talks.models import Meeting
from jobcaffe.foundation.access import Refused
from jobcaffe.foundation.journal.actions import PUBLIC, Actor, record

GONE = "Questo incontro non c'è più. Torna all'elenco."
LATE = "Gli incontri non si possono più cambiare: la giornata è cominciata. Chiamateci."
WHY_LETTERS = 200


@transaction.atomic
def ask_meeting(
    *, actor: Actor, stand: Stand, other_id: UUID, why: str = "", when: str = When.ANY
) -> Meeting:
    """An exhibitor asks another for a meeting; a message asks for the answer. Twice is the same as once.

    Refused for a stand that is not the actor's, for one that wants no meetings, when there is already a
    question between the two, and once the day has begun.
    """
    own = _own(actor, stand.pk)
    other = (
        Stand.objects.select_related("organisation", "fair")
        .filter(pk=other_id, fair=own.fair_id, state=StandState.ACCEPTED, wants_meetings=True)
        .first()
    )
    if other is None or other.pk == own.pk:
        raise Refused(_("Questa organizzazione non prende incontri. Scegline un'altra."))
    before = Meeting.objects.filter(first=own, second=other).first()
    if before is not None and before.state != MeetingState.CANCELLED:
        return before
    if Meeting.objects.filter(first=other, second=own).exclude(state=MeetingState.CANCELLED).exists():
        raise Refused(_("Ve l'hanno già chiesto loro. Rispondete alla loro richiesta."))
    meeting = before or Meeting(fair=own.fair, first=own, second=other)
    meeting.state, meeting.why, meeting.when = MeetingState.ASKED, why.strip()[:WHY_LETTERS], When(when)
    meeting.slot = meeting.table = meeting.answered_at = None
    meeting.asked_at = timezone.now()
    try:
        with transaction.atomic():
            meeting.save()
    except IntegrityError:
        return Meeting.objects.get(first=own, second=other)
    record(actor, "fair.meeting_ask", meeting)
    messages.meeting_asked(actor, meeting)
    return meeting


def _own(actor: Actor, stand_id: UUID) -> Stand:
    own = events.stand_locked(actor, stand_id)
    if own.state != StandState.ACCEPTED:
        raise Refused(_("Il vostro stand non è ancora confermato. Aspettate la risposta, o chiamateci."))
    if not rules.can_meet(own.fair):
        raise Refused(_(LATE))
    return own


def answer_meeting(*, actor: Actor, meeting_id: UUID, stand: Stand, yes: bool) -> Meeting:
    """The exhibitor that was asked says yes or no. The same answer twice is once.

    Refused to others, when it was called off, once it has an hour, and once the day has begun.
    """
    if not events.may_write(actor, stand):
        raise Refused(_(GONE))
    return _answer(actor, meeting_id, stand.pk, yes)


def answer_meeting_by_link(*, token: str, yes: bool) -> Meeting:
    """The same by the link in the message. Refused for a link that is not ours, or of who speaks no more
    for the exhibitor, and as above.
    """
    found = queries.by_link(token)
    if found is None:
        raise Refused(_(GONE))
    return _answer(PUBLIC, found[0].pk, found[1].pk, yes)


@transaction.atomic
def _answer(actor: Actor, meeting_id: UUID, stand_id: UUID, yes: bool) -> Meeting:
    meeting = _locked(meeting_id)
    gone = meeting.state == MeetingState.CANCELLED or not queries.standing(meeting)
    if meeting.second_id != stand_id or gone:
        raise Refused(_(GONE))
    said = MeetingState.ACCEPTED if yes else MeetingState.DECLINED
    if meeting.state == said:
        return meeting
    if meeting.slot is not None:
        raise Refused(_("Questo incontro ha già un'ora. Se non potete, annullatelo."))
    if not rules.can_meet(meeting.fair):
        raise Refused(_(LATE))
    meeting.state, meeting.answered_at = said, timezone.now()
    meeting.save(update_fields=["state", "answered_at"])
    record(actor, "fair.meeting_answer", meeting, fields=[said.value])
    messages.meeting_answered(actor, meeting)
    return meeting


def _locked(meeting_id: UUID) -> Meeting:
    rows = Meeting.objects.select_for_update(of=("self",)).select_related(
        "fair", "first__organisation", "second__organisation"
    )
    found = rows.filter(pk=meeting_id).first()
    if found is None:
        raise Refused(_(GONE))
    return found


@transaction.atomic
def cancel_meeting(*, actor: Actor, meeting_id: UUID, stand: Stand) -> Meeting:
    """One of the two calls it off; the other is told. Twice is the same as once. Refused to others."""
    meeting = _locked(meeting_id)
    if stand.pk not in {meeting.first_id, meeting.second_id} or not events.may_write(actor, stand):
        raise Refused(_(GONE))
    if meeting.state == MeetingState.CANCELLED:
        return meeting
    meeting.state, meeting.slot, meeting.table = MeetingState.CANCELLED, None, None
    meeting.save(update_fields=["state", "slot", "table"])
    record(actor, "fair.meeting_cancel", meeting)
    messages.meeting_off(actor, meeting, queries.other(meeting, stand.pk))
    return meeting


@transaction.atomic
def set_hours(
    *, actor: Actor, stand: Stand, unavailable: Sequence[int], wants_meetings: bool = True
) -> Stand:
    """The slots in which an exhibitor's people cannot meet others, and whether they want to at all.

    Refused to others, for slots that are not there, and once the day has begun.
    """
    own = _own(actor, stand.pk)
    if not set(unavailable) <= set(range(own.fair.slots)):
        raise Refused(_("Uno di questi orari non c'è. Aggiorna la pagina."))
    own.unavailable, own.wants_meetings = sorted(set(unavailable)), wants_meetings
    own.save(update_fields=["unavailable", "wants_meetings"])
    record(actor, "fair.meeting_hours", own)
    return own
