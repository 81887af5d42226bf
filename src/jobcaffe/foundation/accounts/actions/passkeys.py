"""The second factor of people who work here."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.utils import timezone

from jobcaffe.foundation.access import Refused, require
from jobcaffe.foundation.accounts import letters, limits, rules, tokens, webauthn
from jobcaffe.foundation.accounts.actions.sessions import end_devices_of
from jobcaffe.foundation.accounts.models import Passkey, RecoveryCode, User
from jobcaffe.foundation.journal.actions import record

PASSKEYS_EACH = 10
RECOVERY_CODES = 10
RECOVERY_TRIES = 10
NOT_ACCEPTED = "La passkey non è stata accettata. Riprova, oppure usa un codice di riserva."


def add_passkey(*, actor: User, name: str, challenge: str, answer: str) -> Passkey:
    """Keep a new passkey of ``actor``. ``challenge`` and ``answer`` come from the page.

    Refused when the answer does not prove the challenge, or was used before, and beyond ten.
    """
    try:
        found = webauthn.registered(actor, challenge, answer)
    except webauthn.NotAccepted:
        raise Refused("La passkey non è stata creata. Riprova dall'inizio.") from None
    credential = found.credential_data
    if credential is None:
        raise Refused("La passkey non è stata creata. Riprova dall'inizio.")
    try:
        with transaction.atomic():
            User.objects.select_for_update().get(pk=actor.pk)
            if actor.passkeys.count() >= PASSKEYS_EACH:
                raise Refused("Hai già dieci passkey. Togline una, poi riprova.")
            passkey = Passkey.objects.create(
                user=actor,
                name=name.strip()[:60] or "Passkey",
                credential_id=credential.credential_id,
                credential_data=bytes(credential),
                sign_count=found.counter,
            )
            record(actor, "passkey.add", passkey)
    except IntegrityError:
        raise Refused("Questa passkey c'è già. Usane un'altra.") from None
    return passkey


def verify_passkey(*, actor: User, challenge: str, answer: str) -> Passkey:
    """The passkey of ``actor`` that answered the challenge.

    Refused when it is not hers, when the challenge is old or was answered before, and when the
    counter did not grow: then somebody has a copy.
    """
    passkey = None
    try:
        credential_id, counter = webauthn.asserted(actor, challenge, answer)
        passkey = _count(actor, credential_id, counter)
    except webauthn.NotAccepted:
        pass
    if passkey is None:
        with transaction.atomic():
            record(actor, "signin.failed", reason="passkey")
        raise Refused(NOT_ACCEPTED)
    return passkey


def _count(actor: User, credential_id: bytes, counter: int) -> Passkey | None:
    with transaction.atomic():
        passkey = actor.passkeys.select_for_update().get(credential_id=credential_id)
        # Zero on both sides: an authenticator that does not count (WebAuthn §6.1.1).
        if (counter or passkey.sign_count) and counter <= passkey.sign_count:
            return None
        passkey.sign_count, passkey.last_used_at = counter, timezone.now()
        passkey.save(update_fields=["sign_count", "last_used_at"])
    return passkey


def remove_passkey(*, actor: User, passkey: Passkey, keep: str = "") -> None:
    """Forget a passkey and end the other sessions. Refused when it is not the actor's."""
    if passkey.user_id != actor.pk:
        raise Refused("Questa passkey non è tua. Torna alla pagina del tuo accesso.")
    with transaction.atomic():
        record(actor, "passkey.remove", passkey)
        Passkey.objects.filter(pk=passkey.pk).delete()
        if not actor.passkeys.exists():
            actor.recovery_codes.all().delete()
        end_devices_of(actor=actor, user=actor, keep=keep)


def make_recovery_codes(*, actor: User) -> list[str]:
    """Ten new codes, to print now; the earlier ones stop working. Refused without a passkey."""
    with transaction.atomic():
        User.objects.select_for_update().get(pk=actor.pk)
        if not actor.passkeys.exists():
            raise Refused("I codici di riserva servono con una passkey. Prima aggiungi una passkey.")
        codes = [tokens.new_card() for _ in range(RECOVERY_CODES)]
        actor.recovery_codes.all().delete()
        RecoveryCode.objects.bulk_create(
            RecoveryCode(user=actor, digest=tokens.recovery_digest(actor.pk, code)) for code in codes
        )
        record(actor, "passkey.recovery.make", actor)
    return [tokens.grouped(code) for code in codes]


def use_recovery_code(*, actor: User, text: str) -> None:
    """Spend one recovery code in place of the passkey. Refused when wrong, spent, or after 10 an hour."""
    if not limits.hit("recovery", str(actor.pk), limit=RECOVERY_TRIES):
        raise Refused("Ci sono stati troppi tentativi. Riprova fra un'ora.")
    digest = tokens.recovery_digest(actor.pk, tokens.clean_card(text))
    with transaction.atomic():
        spent = actor.recovery_codes.filter(digest=digest, used_at=None).update(used_at=timezone.now())
        record(
            actor, "passkey.recovery.use" if spent else "signin.failed", reason="" if spent else "recovery"
        )
    if not spent:
        raise Refused("Questo codice di riserva non è giusto, oppure è già stato usato.")


def reset_second_factor(*, actor: User, user: User) -> None:
    """Take away all passkeys of somebody who lost them; she enters with the code and adds a new one.

    Refused without ``user.manage`` and for oneself: nobody opens her own door alone.
    """
    require(actor, "user.manage")
    rules.require_other(actor, user)
    with transaction.atomic():
        user.passkeys.all().delete()
        user.recovery_codes.all().delete()
        record(actor, "passkey.reset", user)
        end_devices_of(actor=actor, user=user)
        letters.tell(actor, user, "passkey_reset")
