"""What labs forget: who is erased, children after a meeting, who was in a lab closed long ago."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.db import transaction
from django.db.models import Sum
from django.utils import timezone

from jobcaffe.foundation.journal.actions import Actor, record
from jobcaffe.foundation.privacy.retention import retention_rules
from jobcaffe.foundation.privacy.sealed import tables_of
from jobcaffe.people.rules import require
from jobcaffe.worklife.labs.models import DiaryEntry, Idea, Lab, Meeting, Membership, Support

RULE = "group"


@transaction.atomic
def forget_person(*, actor: Actor, refs: Sequence[UUID]) -> None:
    """Take an erased person out of every row of this room. In the transaction that erases her.

    Her problems and untried ideas go; an idea that was tried stays, nobody's. The journal says the
    same whether she was in a lab or not.
    """
    require(actor, "person.erase")
    wanted = list(refs)
    tried = Idea.objects.filter(Idea.of(wanted), experiments__isnull=False)
    for idea in tried.distinct():
        _nobodys(idea)
    for model in tables_of("worklife_labs"):
        model._default_manager.filter(model.of(wanted)).delete()
    record(actor, "lab.forget", fields=["person"])


def _nobodys(idea: Idea) -> None:
    idea.person_sealed, idea.person_index = "", ""
    idea.save(update_fields=["person_sealed", "person_index"])


@transaction.atomic
def forget_due(*, actor: Actor, today: date | None = None) -> int:
    """Children of meetings that are over, people of labs closed long ago; how many rows went."""
    day = today or timezone.localdate()
    gone = _forget_children(day) + _forget_members(day)
    if gone:
        record(actor, "lab.forget", fields=["due"])
    return gone


def _forget_children(today: date) -> int:
    """The day after, only how many they were is left."""
    gone = 0
    over = Meeting.objects.filter(encounter__ends_at__date__lt=today, children_had=None)
    for meeting in over.annotate(n=Sum("mindings__places")):
        meeting.children_had = meeting.n or 0
        meeting.save(update_fields=["children_had"])
        gone += meeting.mindings.all().delete()[0]
    return gone


def _forget_members(today: date) -> int:
    cut_off = retention_rules()[RULE].cut_off(today)
    labs = Lab.objects.filter(closed_on__lte=cut_off) if cut_off else Lab.objects.none()
    gone = Membership.objects.filter(lab__in=labs).delete()[0]
    gone += Support.objects.filter(problem__lab__in=labs).delete()[0]
    gone += DiaryEntry.objects.filter(lab__in=labs).delete()[0]
    for idea in Idea.objects.filter(lab__in=labs).exclude(person_index=""):
        _nobodys(idea)
        gone += 1
    return gone
