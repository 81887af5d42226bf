"""What leaves about talks: to who comes a short text with the ticket's link, to exhibitors their meetings."""

from __future__ import annotations

from collections.abc import Sequence

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from jobcaffe.fair.events.models import Stand
from jobcaffe.fair.talks import rules
from jobcaffe.fair.talks.enums import MeetingState
from jobcaffe.fair.talks.models import Meeting, Plan, Talk
from jobcaffe.fair.talks.sentences import told_table
from jobcaffe.fair.visits import actions as visits
from jobcaffe.fair.visits.messages import ticket_facts
from jobcaffe.fair.visits.models import Visitor
from jobcaffe.foundation.journal.actions import Actor
from jobcaffe.organisations.messages import tell


def _facts(talk: Talk) -> dict[str, object]:
    return {
        "organisation": talk.stand.organisation.name,
        "when": timezone.localtime(talk.fair.slot_start(talk.slot)),
    }


def booked(talk: Talk, *, ticket: bool = False) -> None:
    """With whom, when and where; ``ticket``: it is also the first that she reads of her ticket."""
    facts = _facts(talk) | {"table": told_table(talk.stand, talk.table)}
    if ticket:
        facts |= ticket_facts(talk.visitor)
    visits.tell(talk.visitor, "fair_talk_booked", facts, dedupe_key=f"talk:{talk.pk}:booked")


def not_booked(visitor: Visitor, stand: Stand, slot: int) -> None:
    """That what was asked with her name was not booked: told to her alone."""
    when = timezone.localtime(stand.fair.slot_start(slot))
    facts = {"organisation": stand.organisation.name, "when": when}
    visits.tell(visitor, "fair_talk_not_booked", facts, dedupe_key=f"talk-not:{visitor.pk}:{stand.pk}:{slot}")


def cancelled(talk: Talk) -> None:
    """That it is not held."""
    visits.tell(talk.visitor, "fair_talk_cancelled", _facts(talk), dedupe_key=f"talk:{talk.pk}:cancelled")


def planned(plan: Plan, visitor: Visitor, talks: Sequence[Talk]) -> None:
    """How many talks she has, and the first; or that the tables are full."""
    key = f"plan:{plan.pk}:{visitor.pk}"
    if not talks:
        visits.tell(visitor, "fair_talks_none", {}, dedupe_key=key)
        return
    visits.tell(visitor, "fair_talks_plan", _facts(talks[0]) | {"count": len(talks)}, dedupe_key=key)


# --- exhibitors -----------------------------------------------------------------------------------------


def meeting_link(meeting: Meeting, stand: Stand, to: str = "") -> str:
    """Where a stand answers, and later reads when it meets: the address sent ``to`` one who speaks for it."""
    token = rules.token_of(meeting.pk, stand.pk, to)
    return f"{settings.SITE_URL}{reverse('fairtalks:answer', args=[token])}"


def _opposite(meeting: Meeting, stand: Stand) -> Stand:
    return meeting.second if meeting.first_id == stand.pk else meeting.first


def _tell(actor: Actor, meeting: Meeting, to: Stand, template: str, key: str, **more: object) -> None:
    facts = {"other": _opposite(meeting, to).organisation.name, **more}
    tell(
        actor, to.organisation, template, facts, key=f"fair-meeting:{meeting.pk}:{key}",
        link=lambda who: meeting_link(meeting, to, who),
    )  # fmt: skip


def meeting_asked(actor: Actor, meeting: Meeting) -> None:
    """The question, with its reason."""
    key = f"asked:{meeting.asked_at:%Y%m%d%H%M}"
    _tell(actor, meeting, meeting.second, "fair_meeting_asked", key, why=meeting.why)


def meeting_answered(actor: Actor, meeting: Meeting) -> None:
    """Yes or no, to who asked."""
    yes = meeting.state == MeetingState.ACCEPTED
    _tell(actor, meeting, meeting.first, "fair_meeting_answered", f"answered:{meeting.answered_at}", yes=yes)


def meeting_planned(actor: Actor, meeting: Meeting) -> None:
    """Hour and table, to both."""
    if meeting.slot is None or meeting.table is None:
        return
    when = timezone.localtime(meeting.fair.slot_start(meeting.slot))
    for stand in (meeting.first, meeting.second):
        key = f"plan:{meeting.slot}:{meeting.table}:{stand.pk}"
        _tell(actor, meeting, stand, "fair_meeting_plan", key, when=when, table=meeting.table + 1)


def meeting_off(actor: Actor, meeting: Meeting, to: Stand) -> None:
    """That the other called it off."""
    _tell(actor, meeting, to, "fair_meeting_off", f"off:{meeting.asked_at:%Y%m%d%H%M}")
