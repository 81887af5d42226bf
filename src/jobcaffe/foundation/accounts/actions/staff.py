"""People who work here: who they are, what they may do, and until when."""

from __future__ import annotations

from datetime import timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone

from jobcaffe.foundation.access import Refused, require
from jobcaffe.foundation.accounts import letters, rules
from jobcaffe.foundation.accounts.actions.sessions import end_devices_of
from jobcaffe.foundation.accounts.contacts import Contact
from jobcaffe.foundation.accounts.enums import Role
from jobcaffe.foundation.accounts.models import Grant, Team, User
from jobcaffe.foundation.accounts.rules import Access
from jobcaffe.foundation.journal.actions import SYSTEM, Actor, record


def create_staff(*, actor: User, name: str, contact: Contact, access: Access) -> User:
    """A new account of the staff, told to its owner by message.

    Refused without ``user.manage``; for a contact in use; for roles that may not be together;
    for a last day in the past.
    """
    require(actor, "user.manage")
    _check(access)
    return _create(actor, name, contact, access)


def create_on_machine(*, name: str, contact: Contact, access: Access) -> User:
    """An account made on the machine itself, where the first administrator comes from.

    Refused for a contact in use and for roles that may not be together.
    """
    _check(access)
    return _create(SYSTEM, name, contact, access)


def _create(actor: Actor, name: str, contact: Contact, access: Access) -> User:
    try:
        with transaction.atomic():
            user = User.objects.create(
                name=name.strip(),
                team=access.team,
                **{contact.kind: contact.value, f"{contact.kind}_index": contact.index},
            )
            _grant(actor, user, access)
            record(actor, "user.create", user, fields=["name", contact.kind, *sorted(access.roles)])
            letters.tell(actor, user, "staff_welcome")
    except IntegrityError:
        raise Refused("Questo contatto è già usato per un altro accesso. Controlla l'elenco.") from None
    return user


def _check(access: Access) -> None:
    rules.require_grantable(access.roles, has_team=access.team is not None)
    if access.until and access.until < timezone.localdate():
        raise Refused("L'ultimo giorno è già passato. Scegli una data da oggi in avanti.")


def _grant(actor: Actor, user: User, access: Access) -> None:
    user.grants.filter(organisation_ref=None).exclude(role__in=access.roles).delete()
    for role in sorted(access.roles):
        Grant.objects.update_or_create(
            user=user,
            role=role,
            organisation_ref=None,
            defaults={"ends_on": access.until},
            create_defaults={"ends_on": access.until, "granted_by": actor.actor_ref},
        )


def change_roles(*, actor: User, user: User, access: Access) -> User:
    """Give ``user`` exactly these roles, team and last day, and open a closed account again.

    Works from her next page. Refused without ``user.manage``, for oneself, for participants, for
    roles that may not be together, and when no administrator would be left.
    """
    require(actor, "user.manage")
    rules.require_other(actor, user)
    _check(access)
    with transaction.atomic():
        row = _locked(user)
        row.team, row.is_active = access.team, True
        row.save(update_fields=["team", "is_active"])
        _grant(actor, row, access)
        _keep_an_administrator()
        record(actor, "user.role", row, fields=sorted(access.roles))
    return row


def end_access(*, actor: User, user: User) -> User:
    """Close an account: its roles end, its sessions end at once. Its past stays in the journal.

    Refused without ``user.manage``, for oneself, and when no administrator would be left; twice
    is harmless.
    """
    require(actor, "user.manage")
    rules.require_other(actor, user)
    with transaction.atomic():
        row = _locked(user)
        if row.is_active:
            row.is_active = False
            row.save(update_fields=["is_active"])
            yesterday = timezone.localdate() - timedelta(days=1)
            row.grants.filter(ends_on=None).update(ends_on=yesterday)
            row.grants.filter(ends_on__gt=yesterday).update(ends_on=yesterday)
            _keep_an_administrator()
            record(actor, "user.end", row)
            end_devices_of(actor=actor, user=row)
    return row


def _locked(user: User) -> User:
    row = User.objects.select_for_update().get(pk=user.pk)
    if row.person_ref is not None:
        raise Refused("Questo accesso è di chi partecipa. Lo gestisce lo sportello.")
    return row


def _keep_an_administrator() -> None:
    left = Grant.objects.filter(role=Role.SYSADMIN, user__is_active=True, ends_on=None)
    if not left.exists():
        raise Refused("Deve restare almeno un amministratore senza scadenza. Prima nominane un altro.")


def save_team(*, actor: User, name: str, team: Team | None = None) -> Team:
    """Create or rename a cooperative's team. Refused without ``user.manage`` and for a name in use."""
    require(actor, "user.manage")
    try:
        with transaction.atomic():
            row = team or Team()
            row.name = " ".join(name.split())
            row.save()
            record(actor, "team.update" if team else "team.create", row, fields=["name"])
    except IntegrityError:
        raise Refused("C'è già un'équipe con questo nome. Scegline un altro.") from None
    return row


def record_review(*, actor: User) -> None:
    """Note that the list of who may do what was looked through. Refused without ``user.manage``."""
    require(actor, "user.manage")
    with transaction.atomic():
        record(actor, "access.review")
