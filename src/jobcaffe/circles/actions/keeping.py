"""Forgetting: archived groups, requests and presences whose time is over, persons who are erased."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from dateutil.relativedelta import relativedelta
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from jobcaffe.circles import catalogue
from jobcaffe.circles.actions.sheets import drop_photos
from jobcaffe.circles.enums import Readers, RequestState, Standing, State
from jobcaffe.circles.models import (
    Acceptance,
    Circle,
    Contribution,
    DiaryEntry,
    GroupRequest,
    Help,
    Incompatibility,
    Membership,
    PresenceMark,
    PresencePurpose,
    Residue,
    SheetPhoto,
)
from jobcaffe.foundation.journal.actions import Actor, record
from jobcaffe.foundation.privacy.retention import retention_rules
from jobcaffe.foundation.privacy.sealed import tables_of
from jobcaffe.people.rules import require


def forget_due(*, actor: Actor, today: date | None = None) -> int:
    """Everything whose time is over, one transaction each; how many things went. Run every night."""
    day = today or timezone.localdate()
    return (
        forget_requests(actor=actor, today=day)
        + forget_rows(actor=actor, today=day)
        + sum(archive(actor=actor, circle_id=pk, today=day) for pk in _to_archive(day))
    )


def _to_archive(today: date) -> list[UUID]:
    limit = retention_rules()["group"].cut_off(today)
    closed = Circle.objects.filter(state__in=(State.ENDED, State.AUTONOMOUS), closed_on__lte=limit)
    return list(closed.values_list("pk", flat=True))


@transaction.atomic
def forget_requests(*, actor: Actor, today: date) -> int:
    """Requests that nobody could answer in twelve months become a month and a digest."""
    require(actor, "circle.manage")
    limit = today - relativedelta(months=catalogue.number("request_months"))
    rows = GroupRequest.objects.select_for_update(of=("self",)).exclude(state=RequestState.CLOSED)
    due = list(rows.filter(asked_on__lte=limit))
    for row in due:
        row.anonymise()
    if due:
        record(actor, "circle.forget", fields=["requests"])
    return len(due)


@transaction.atomic
def forget_rows(*, actor: Actor, today: date) -> int:
    """Presences by person and pairs that must not meet go on their day; how many purposes ended.

    That a pair was there is told to nobody, not even by a number.
    """
    require(actor, "circle.manage")
    ended = PresencePurpose.objects.filter(until__lt=today)
    gone = ended.count()
    drop_photos(SheetPhoto.objects.filter(purpose__until__lt=today))
    ended.delete()
    Incompatibility.objects.filter(expires_on__lt=today).delete()
    if gone:
        record(actor, "circle.forget", fields=["presences"])
    return gone


@transaction.atomic
def archive(*, actor: Actor, circle_id: UUID, today: date | None = None) -> int:
    """Six months after the end a group's people become counts and a digest. 1 when it was done now.

    What members wrote stays theirs alone; their diary of this group and their acceptances go.
    """
    require(actor, "circle.manage")
    circle = Circle.objects.select_for_update(of=("self",)).get(pk=circle_id)
    if circle.pk not in _to_archive(today or timezone.localdate()):
        return 0
    rows = list(circle.memberships.order_by("pk"))
    Residue.objects.create(circle=circle, counts=_counts(rows), digest=_digest(circle))
    Contribution.objects.filter(circle=circle).update(circle=None, readers=Readers.ONLY_ME)
    drop_photos(SheetPhoto.objects.filter(purpose__circle=circle))
    for found in _personal(circle):
        found.delete()
    circle.step(State.ARCHIVED, by=actor.actor_ref)
    record(actor, "circle.state", circle, fields=[State.ARCHIVED])
    return 1


def _personal(circle: Circle) -> list[QuerySet[Any]]:
    return [
        Membership.objects.filter(circle=circle),
        Acceptance.objects.filter(pact__circle=circle),
        DiaryEntry.objects.filter(circle=circle),
        Help.objects.filter(circle=circle),
        PresencePurpose.objects.filter(circle=circle),
    ]


def _counts(rows: Iterable[Membership]) -> dict[str, int]:
    standings = [row.standing for row in rows]
    return {"people": len(standings), "left": standings.count(Standing.LEFT)}


def _digest(circle: Circle) -> str:
    """SHA-256 of what goes: memberships, acceptances and diary, sealed as they stand."""
    members = circle.memberships.order_by("pk").values_list("pk", "person_index", "standing", "joined_on")
    accepted = Acceptance.objects.filter(pact__circle=circle).order_by("pk").values_list("pk", "person_index")
    told = DiaryEntry.objects.filter(circle=circle).order_by("pk").values_list("pk", "action", "person_index")
    text = json.dumps([list(members), list(accepted), list(told)], default=str)
    return hashlib.sha256(text.encode()).hexdigest()


@transaction.atomic
def forget_member(*, actor: Actor, refs: Sequence[UUID]) -> None:
    """Take an erased person out of every row of this room. In the transaction that erases her.

    The journal says the same whether she was in a group or not.
    """
    require(actor, "person.erase")
    wanted = list(refs)
    for request in GroupRequest.objects.filter(GroupRequest.of(wanted)):
        request.anonymise()
    # Her signature may stand on the sheets of the evenings where she was marked.
    marked = PresenceMark.objects.filter(PresenceMark.of(wanted)).values("meeting")
    drop_photos(SheetPhoto.objects.filter(purpose__isnull=False, meeting__in=marked))
    for model in tables_of("circles"):
        if model is not GroupRequest:
            model._default_manager.filter(model.of(wanted)).delete()
    names = {str(ref) for ref in wanted}
    for row in Incompatibility.objects.all():
        pair: Any = row.pair
        people = pair.get("people") or [pair.get("person")]
        if names & set(people):
            row.delete()
    record(actor, "circle.forget", fields=["person"])
