"""Signing in with a code or a link sent to a contact."""

from __future__ import annotations

import secrets
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F, QuerySet
from django.urls import reverse
from django.utils import timezone

from jobcaffe.foundation.access import Refused
from jobcaffe.foundation.accounts import letters, limits, tokens
from jobcaffe.foundation.accounts.actions.members import member_of
from jobcaffe.foundation.accounts.contacts import Contact, whose
from jobcaffe.foundation.accounts.enums import CodePurpose, Way
from jobcaffe.foundation.accounts.models import SignInCode, User
from jobcaffe.foundation.journal.actions import Actor, record

CODES_PER_CONTACT = 5
CODES_PER_ADDRESS = 60
TRIES_PER_ADDRESS = 120
WRONG = "Il codice non è giusto, oppure è scaduto. Ricontrolla le cifre o chiedi un codice nuovo."
OLD_LINK = "Questo link è già stato usato, oppure è scaduto. Chiedi un codice nuovo."
TOO_MANY = "Ci sono stati troppi tentativi. Riprova fra un'ora, o passa allo sportello."


def request_code(*, actor: Actor, contact: Contact, address: str) -> None:
    """Send a code to whoever has this contact. Refuses nothing and tells nothing.

    A known and an unknown contact cost the same queries and the same writes; only the words of
    the message differ. Beyond 5 an hour to one contact, or 60 from one network address, nothing
    leaves, silently.
    """
    within = limits.hit("code-to", contact.index, limit=CODES_PER_CONTACT)
    if not limits.hit("code-from", address, limit=CODES_PER_ADDRESS) or not within:
        return
    with transaction.atomic():
        user, person_ref = whose(contact)
        known = user is not None or person_ref is not None
        row, digits, token = new_code(contact, CodePurpose.SIGN_IN)
        row.user, row.person_ref = user, person_ref
        row.save(force_insert=True)
        link = settings.SITE_URL + reverse("accounts:link", args=[token])
        if known:
            letters.send_code(actor, contact, user, digits, link)
        else:
            letters.send_unknown(actor, contact)


def new_code(contact: Contact, purpose: CodePurpose) -> tuple[SignInCode, str, str]:
    """An unsaved row with its six digits and the token of its link."""
    digits, token = tokens.new_digits(), tokens.new_link()
    row = SignInCode(
        purpose=purpose,
        contact_index=contact.index,
        link_digest=tokens.link_digest(token),
        expires_at=timezone.now() + timedelta(minutes=settings.SIGN_IN_CODE_MINUTES),
        tries_left=settings.SIGN_IN_CODE_TRIES,
    )
    row.code_digest = tokens.code_digest(row.pk, digits)
    return row, digits, token


def live_codes(purpose: CodePurpose) -> QuerySet[SignInCode]:
    """Codes that can still be used, locked."""
    return SignInCode.objects.select_for_update().filter(
        purpose=purpose, used_at=None, tries_left__gt=0, expires_at__gt=timezone.now()
    )


def match_code(rows: QuerySet[SignInCode], digits: str) -> SignInCode | None:
    """The row whose digits these are, spent together with its siblings; else one try less for all.

    Every row is compared in constant time, so the answer does not tell how near a guess was.
    """
    candidates = list(rows)
    hits = [
        row
        for row in candidates
        if secrets.compare_digest(row.code_digest, tokens.code_digest(row.pk, digits))
    ]
    every = SignInCode.objects.filter(pk__in=[row.pk for row in candidates])
    if not hits:
        every.update(tries_left=F("tries_left") - 1)
        return None
    every.update(used_at=timezone.now())
    return hits[0]


def guard(address: str) -> None:
    """Count one try from a network address. Refused beyond 120 an hour."""
    if not limits.hit("try-from", address, limit=TRIES_PER_ADDRESS):
        raise Refused(TOO_MANY)


def verify_code(*, actor: Actor, contact: Contact, code: str, address: str) -> User:
    """The user who proved to read this contact. Works on any device; once; five tries in ten minutes.

    Refused for wrong, old, used and foreign codes, in the same words.
    """
    guard(address)
    with transaction.atomic():
        rows = live_codes(CodePurpose.SIGN_IN).filter(contact_index=contact.index)
        user = _account(match_code(rows, tokens.clean_digits(code)))
        if user is None:
            record(actor, "signin.failed", reason=Way.CODE)
    if user is None:
        raise Refused(WRONG)
    return user


def verify_link(*, actor: Actor, token: str, address: str) -> User:
    """The user to whom the link was sent. Refused when it was used or is old."""
    guard(address)
    with transaction.atomic():
        row = live_codes(CodePurpose.SIGN_IN).filter(link_digest=tokens.link_digest(token)).first()
        if row:
            SignInCode.objects.filter(pk=row.pk).update(used_at=timezone.now())
        user = _account(row)
        if user is None:
            record(actor, "signin.failed", reason=Way.LINK)
    if user is None:
        raise Refused(OLD_LINK)
    return user


def _account(row: SignInCode | None) -> User | None:
    """The account a spent code opens; ``None`` for a code that was made for nobody."""
    if row is None:
        return None
    if row.user is not None:
        return row.user if row.user.is_active else None
    try:
        return member_of(row.person_ref) if row.person_ref else None
    except Refused:
        return None
