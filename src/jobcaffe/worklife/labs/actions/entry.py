"""Into a lab and out of it."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from jobcaffe.encounters.enums import State
from jobcaffe.foundation import access
from jobcaffe.foundation.access import Reach, Refused
from jobcaffe.foundation.accounts.models import User
from jobcaffe.people.queries import same_person
from jobcaffe.people.rules import require_person
from jobcaffe.worklife.labs import diary, messages, queries, rules
from jobcaffe.worklife.labs.enums import Standing
from jobcaffe.worklife.labs.models import Lab, Membership, Minding, Problem


@transaction.atomic
def ask(*, actor: User, lab_id: UUID, person_ref: UUID) -> None:
    """Ask to be in a lab, for oneself or at the desk for somebody one follows.

    Whether she was in it already, or had asked, changes nothing that the actor can see. Refused for
    a lab that takes nobody, and for somebody who is not the actor's.
    """
    lab = (
        Lab.objects.select_for_update(of=("self",))
        .filter(pk=lab_id, open_to_new=True, closed_on=None)
        .first()
    )
    if lab is None:
        raise Refused(_("Questo laboratorio non accoglie persone nuove. Guarda gli altri."))
    ref = _asks_for(actor, person_ref)
    rows = list(lab.memberships.filter(Membership.of(same_person(ref))))
    row = next((one for one in rows if one.standing != Standing.LEFT), rows[0] if rows else None)
    if row is None:
        row = Membership.objects.create(lab=lab, **Membership.columns_for(ref))
    elif row.standing == Standing.LEFT:
        row.standing, row.asked_on, row.left_on = Standing.ASKED, timezone.localdate(), None
        row.save(update_fields=["standing", "asked_on", "left_on"])
    diary.record(actor, "lab.ask", row, lab, about=ref)


def _asks_for(actor: User, person_ref: UUID) -> UUID:
    """The record she may ask for; of her own records the one that holds."""
    if access.require(actor, "lab.ask") is not Reach.OWN:
        return require_person(actor, "person.write", person_ref).pk
    if person_ref not in queries.refs_of(actor):
        raise Refused(_("Puoi chiedere solo per te."))
    return person_ref


@transaction.atomic
def answer(*, actor: User, membership_id: UUID, welcome: bool) -> None:
    """Who leads says yes, and she is in; or takes the request away. A second press changes nothing.

    Refused to everybody who does not lead the lab.
    """
    rows = Membership.objects.select_for_update(of=("self",)).select_related("lab")
    row = rows.filter(pk=membership_id).first()
    if row is None:
        raise Refused(_(rules.GONE))
    lab = rules.own_lab(actor, row.lab_id)
    if row.standing != Standing.ASKED:
        return
    if not welcome:
        diary.record(actor, "lab.decline", row, lab, about=row.person_ref)
        row.delete()
        return
    row.standing, row.joined_on, row.left_on = Standing.MEMBER, timezone.localdate(), None
    row.save(update_fields=["standing", "joined_on", "left_on"])
    diary.record(actor, "lab.enter", row, lab, about=row.person_ref)
    messages.word(actor, [row.person_ref], key=f"lab-in:{row.pk}:{row.joined_on}")


@transaction.atomic
def leave(*, actor: User, lab_id: UUID) -> None:
    """Out at once, no reason asked. Her places for children are free again, her name goes from the
    board. Refused to who is not in it.
    """
    row = rules.own_membership(actor, lab_id)
    _out(actor, row)


@transaction.atomic
def mark_left(*, actor: User, membership_id: UUID) -> None:
    """Who leads marks that somebody does not come any more, as she said. Refused to others."""
    row = (
        Membership.objects.select_for_update(of=("self",))
        .select_related("lab")
        .filter(pk=membership_id)
        .first()
    )
    if row is None:
        raise Refused(_(rules.GONE))
    rules.own_lab(actor, row.lab_id)
    if row.standing == Standing.MEMBER:
        _out(actor, row)


def _out(actor: User, row: Membership) -> None:
    """Under every record of hers: two that were joined may both have been in."""
    mine = same_person(row.person_ref)
    coming = Minding.objects.filter(
        Minding.of(mine), meeting__lab=row.lab_id, meeting__encounter__state=State.PLANNED
    )
    coming.delete()
    Problem.objects.filter(Problem.of(mine), lab=row.lab_id).update(signed=False)
    hers = row.lab.memberships.filter(Membership.of(mine), standing=Standing.MEMBER)
    hers.update(standing=Standing.LEFT, left_on=timezone.localdate())
    diary.record(actor, "lab.left", row, row.lab, about=row.person_ref)


@transaction.atomic
def open_roster(*, actor: User, lab_id: UUID) -> tuple[list[queries.Line], list[queries.Line]]:
    """Names of who asks and of who is in a lab, for who leads it; each reads that her name was seen.

    Refused to others.
    """
    lab = queries.led_lab(actor, lab_id)
    if lab is None:
        raise Refused(_(rules.NOT_THERE))
    for row in lab.memberships.exclude(standing=Standing.LEFT):
        diary.record(actor, "lab.roster", row, lab, about=row.person_ref)
    return queries.roster(actor, lab, Standing.ASKED), queries.roster(actor, lab)
