"""Writing how a contact went: one row each time, and the next step by itself."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from jobcaffe.foundation.access import Refused, require
from jobcaffe.foundation.accounts.models import User
from jobcaffe.foundation.db.once import made_before
from jobcaffe.foundation.journal.actions import record
from jobcaffe.network.outreach import catalogue, queries, rules
from jobcaffe.network.outreach.actions import cards
from jobcaffe.network.outreach.catalogue import Outcome
from jobcaffe.network.outreach.enums import ORDER, Reach, Stage, Standing, Way
from jobcaffe.network.outreach.models import Card, Mailing, Refusal, Touch
from jobcaffe.organisations import actions as organisations
from jobcaffe.organisations import queries as organisation_reads
from jobcaffe.organisations.enums import Stage as Nearness
from jobcaffe.organisations.models import Organisation

KEPT = ("stage", "standing", "next_action", "due_on", "promised", "priority", "tries", "called_at")
NOTE_LETTERS = 200
TOO_LATE = "Si può annullare entro 10 minuti, finché nessuno ha scritto altro. Scrivi un nuovo contatto."


def chosen(code: str) -> Outcome:
    """An outcome that people choose. Refused for any other word."""
    found = catalogue.outcomes().get(code)
    if found is None or not found.by_hand:
        raise Refused(_("Scegli com'è andata."))
    return found


@transaction.atomic
def tell(
    *,
    actor: User,
    card_id: UUID,
    outcome: str,
    note: str = "",
    again_on: date | None = None,
    way: str = Way.CALL,
    request_key: UUID | None = None,
) -> Touch:
    """Write how a contact went. Stage, standing and next step of the card follow from the outcome, and so
    does how near the organisation is to the programme.

    The same key twice is one touch. Refused while somebody else has the organisation in hand, for an
    unknown outcome, and for a day in the past.
    """
    require(actor, "campaign.work")
    before = made_before(Touch, request_key)
    if before is not None:
        return before
    card = cards.locked(actor, card_id)
    cards.check_free(card, actor)
    return _write(actor, chosen(outcome), card.organisation, card, note, again_on, Way(way), request_key)


@transaction.atomic
def hear(
    *,
    actor: User,
    organisation_id: UUID,
    outcome: str,
    note: str = "",
    again_on: date | None = None,
    way: str = Way.MET,
    request_key: UUID | None = None,
) -> Touch:
    """*Ho sentito un'organizzazione*: a contact outside the list. When one of the running campaigns has a
    card of it, that card goes on too. Refused as :func:`tell`.
    """
    require(actor, "campaign.work")
    before = made_before(Touch, request_key)
    if before is not None:
        return before
    organisation = organisation_reads.visible_to(actor).select_for_update().filter(pk=organisation_id).first()
    if organisation is None:
        raise Refused(rules.GONE)
    running = queries.running_campaigns(actor)
    card = Card.objects.select_for_update().filter(organisation=organisation, campaign__in=running).first()
    if card is not None:
        cards.check_free(card, actor)
    return _write(actor, chosen(outcome), organisation, card, note, again_on, Way(way), request_key)


def _write(
    actor: User,
    outcome: Outcome,
    organisation: Organisation,
    card: Card | None,
    note: str,
    again_on: date | None,
    way: Way,
    request_key: UUID | None = None,
    mailing: Mailing | None = None,
) -> Touch:
    kept = _kept(card) | {"organisation": _nearness(organisation)}
    tries = (card.tries if card else 0) + 1 if outcome.unanswered else 0
    step = rules.next_step(outcome, tries=tries, today=timezone.localdate(), chosen=again_on)
    touch = Touch(
        organisation=organisation, campaign_id=card.campaign_id if card else None, card=card, by=actor,
        way=way, outcome=outcome.code, stage=outcome.stage, note=note.strip()[:NOTE_LETTERS],
        next_action=step.action, next_on=step.on, request_key=request_key, mailing=mailing,
    )  # fmt: skip
    if card is not None:
        _move(card, outcome, step, tries, touch)
    kept["refusal"] = outcome.standing == Standing.NEVER and _refused(actor, organisation)
    kept["after"] = _come_nearer(actor, organisation, outcome)
    touch.before = kept
    touch.save(force_insert=True)
    record(actor, "campaign.tell", card or organisation, fields=[outcome.code])
    return touch


def _kept(card: Card | None) -> dict[str, Any]:
    """What undoing puts back."""
    found = {name: getattr(card, name) for name in KEPT} if card else {}
    return {
        name: value.isoformat() if hasattr(value, "isoformat") else value for name, value in found.items()
    }


def _nearness(organisation: Organisation) -> list[str]:
    day = organisation.joined_on
    return [organisation.stage, day.isoformat() if day else ""]


def _move(card: Card, outcome: Outcome, step: rules.Step, tries: int, touch: Touch) -> None:
    card.stage, card.standing = rules.farther(card.stage, outcome.stage), outcome.standing
    card.next_action, card.due_on, card.promised, card.tries = step.action, step.on, step.promised, tries
    if touch.way == Way.CALL:
        card.called_at = touch.at
    card.holder = card.held_until = None
    card.save()


def _refused(actor: User, organisation: Organisation) -> bool:
    """Whether a refusal was written now."""
    _row, made = Refusal.objects.get_or_create(
        organisation=organisation, reach=Reach.ALL, lifted_at=None, defaults={"by": actor}
    )
    return made


def _come_nearer(actor: User, organisation: Organisation, outcome: Outcome) -> list[str]:
    """Interested and joined are written on the organisation; what it is now, or nothing when it stays."""
    rank = ORDER.index(outcome.stage) if outcome.stage else 0
    day: date | None
    now = Nearness(organisation.stage)
    if rank >= ORDER.index(Stage.JOINED) and now != Nearness.MEMBER:
        stage, day = Nearness.MEMBER, timezone.localdate()
    elif rank == ORDER.index(Stage.INTERESTED) and now in (Nearness.KNOWN, Nearness.LEFT):
        stage, day = Nearness.INTERESTED, organisation.joined_on
    else:
        return []
    near = organisations.set_stage(actor=actor, organisation_id=organisation.pk, stage=stage, joined_on=day)
    return _nearness(near)


@transaction.atomic
def undo(*, actor: User, touch_id: UUID) -> Touch:
    """Take back a touch of one's own, for ten minutes, with a row that corrects it. Card, refusal and the
    organisation's stage are as before, and the card is in hand again.

    Twice is the same as once. Refused later, for somebody else's touch, and once another one followed.
    """
    require(actor, "campaign.work")
    found = Touch.objects.filter(by=actor, corrects=touch_id).first()
    if found is not None:
        return found
    touch = queries.undoable(actor).filter(pk=touch_id).first()
    if touch is None:
        raise Refused(_(TOO_LATE))
    card = cards.locked(actor, touch.card_id) if touch.card_id else None
    Organisation.objects.select_for_update().get(pk=touch.organisation_id)
    # The row is looked at again now that nobody can write beside us.
    if not queries.undoable(actor).filter(pk=touch_id).exists():
        raise Refused(_(TOO_LATE))
    correction = Touch.objects.create(
        organisation_id=touch.organisation_id, campaign_id=touch.campaign_id, card=card, by=actor,
        way=touch.way, corrects=touch,
    )  # fmt: skip
    _put_back(actor, touch, card)
    record(actor, "campaign.undo", card or touch.organisation, fields=[touch.outcome])
    return correction


def _put_back(actor: User, touch: Touch, card: Card | None) -> None:
    before = touch.before
    if card is not None:
        for name in KEPT:
            field = Card._meta.get_field(name)
            setattr(card, name, field.to_python(before[name]))  # type: ignore[union-attr]
        card.save()
        cards.hold(actor=actor, card=card)
    if before["refusal"]:
        Refusal.objects.filter(organisation=touch.organisation_id, reach=Reach.ALL, lifted_at=None).update(
            lifted_at=timezone.now()
        )
    body = Organisation.objects.get(pk=touch.organisation_id)
    if before["after"] and before["after"] == _nearness(body):
        stage, day = before["organisation"]
        joined = date.fromisoformat(day) if day else None
        organisations.set_stage(actor=actor, organisation_id=body.pk, stage=stage, joined_on=joined)


@transaction.atomic
def write_message(*, actor: User, card: Card, way: Way, mailing: Mailing | None) -> Touch:
    """The touch of a message that has left, for the actions of this room. Call with the card locked."""
    return _write(
        actor, catalogue.outcomes()["written"], card.organisation, card, "", None, way, mailing=mailing
    )
