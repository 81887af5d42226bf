"""The account of somebody who takes part: made at her first sign-in, gone with her."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from jobcaffe.foundation.access import Refused
from jobcaffe.foundation.accounts.actions.sessions import drop_sessions
from jobcaffe.foundation.accounts.contacts import greeting_name
from jobcaffe.foundation.accounts.enums import Role
from jobcaffe.foundation.accounts.models import Card, Gate, Grant, SignInCode, User
from jobcaffe.foundation.journal.actions import SYSTEM, Actor, record


def member_of(person_ref: UUID) -> User:
    """The account of a person, made when this is her first time. Call inside a transaction.

    Refused when the person is no longer there, or her account was closed.
    """
    name = greeting_name(person_ref)
    if not name:
        raise Refused("Questo accesso non c'è più. Passa allo sportello: lo sistemiamo insieme.")
    user, made = User.objects.get_or_create(person_ref=person_ref, defaults={"name": name})
    if made:
        Grant.objects.create(user=user, role=Role.MEMBER)
        record(SYSTEM, "user.create", user, fields=["role"])
    if not user.is_active:
        raise Refused("Questo accesso è chiuso. Passa allo sportello: lo sistemiamo insieme.")
    return user


def forget_member(*, actor: Actor, person_ref: UUID) -> None:
    """Delete the account, cards, codes and gates of a person who is erased or merged away.

    Refuses nothing: the caller has decided. Her open sessions end with her next request.
    """
    with transaction.atomic():
        user = User.objects.select_for_update().filter(person_ref=person_ref).first()
        Card.objects.filter(person_ref=person_ref).delete()
        Gate.objects.filter(person_ref=person_ref).delete()
        SignInCode.objects.filter(person_ref=person_ref).delete()
        if user is not None:
            record(actor, "user.forget", user)
            drop_sessions(user.devices.all())
            user.delete()
