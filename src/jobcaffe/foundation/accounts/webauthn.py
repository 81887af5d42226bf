"""Passkeys, as W3C WebAuthn Level 2 defines them, checked by the ``fido2`` library.

The challenge of a ceremony travels in the form, signed for one user and one purpose; nothing is
written when the page is only looked at. It lives five minutes and is accepted once.
"""

from __future__ import annotations

import ipaddress
import json
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core import signing
from django.utils import timezone
from fido2.server import Fido2Server
from fido2.webauthn import (
    AttestedCredentialData,
    AuthenticationResponse,
    AuthenticatorData,
    PublicKeyCredentialRpEntity,
    PublicKeyCredentialUserEntity,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from jobcaffe.foundation.accounts import limits
from jobcaffe.foundation.accounts.models import User

CEREMONY_SECONDS = 300


class NotAccepted(Exception):
    """The browser's answer does not prove what was asked."""


def possible() -> bool:
    """Whether browsers make passkeys for the public address: it has a name, and https or localhost."""
    parts = urlsplit(settings.SITE_URL)
    host = parts.hostname or ""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return parts.scheme == "https" or host == "localhost"
    return False


def _server() -> Fido2Server:
    parts = urlsplit(settings.SITE_URL)
    origin = f"{parts.scheme}://{parts.netloc}"
    return Fido2Server(
        PublicKeyCredentialRpEntity(id=parts.hostname, name="Job Caffè"),
        verify_origin=lambda claimed: claimed == origin,
    )


def _credentials(user: User) -> list[AttestedCredentialData]:
    return [AttestedCredentialData(bytes(row.credential_data)) for row in user.passkeys.all()]


def _signed(state: dict[str, Any], user: User, purpose: str) -> str:
    state = {**state, "made_at": int(timezone.now().timestamp())}
    return signing.dumps(state, salt=f"passkey.{purpose}.{user.pk}")


def _unsigned(text: str, user: User, purpose: str) -> dict[str, Any]:
    try:
        state: dict[str, Any] = signing.loads(
            text, salt=f"passkey.{purpose}.{user.pk}", max_age=CEREMONY_SECONDS
        )
    except signing.BadSignature as error:
        raise NotAccepted("the challenge is old or not ours") from error
    # Counted in the hour in which it was made: the same hour for every repetition.
    if not limits.hit("challenge", state["challenge"], limit=1, at=state["made_at"]):
        raise NotAccepted("the challenge was already answered")
    return state


def registration(user: User) -> tuple[dict[str, Any], str]:
    """What the browser needs to make a passkey, and the signed challenge for the form."""
    options, state = _server().register_begin(
        PublicKeyCredentialUserEntity(id=user.pk.bytes, name=user.name, display_name=user.name),
        credentials=_credentials(user),
        resident_key_requirement=ResidentKeyRequirement.DISCOURAGED,
        user_verification=UserVerificationRequirement.PREFERRED,
    )
    return dict(options), _signed(state, user, "register")


def registered(user: User, signed: str, answer: str) -> AuthenticatorData:
    """The new credential in the browser's ``answer`` (JSON). Raises :class:`NotAccepted`."""
    state = _unsigned(signed, user, "register")
    try:
        return _server().register_complete(state, json.loads(answer))
    except Exception as error:  # whatever malformed input does inside the parser is a refusal
        raise NotAccepted(str(error)) from error


def assertion(user: User) -> tuple[dict[str, Any], str]:
    """What the browser needs to use a passkey of ``user``, and the signed challenge for the form."""
    options, state = _server().authenticate_begin(
        _credentials(user), user_verification=UserVerificationRequirement.PREFERRED
    )
    return dict(options), _signed(state, user, "assert")


def asserted(user: User, signed: str, answer: str) -> tuple[bytes, int]:
    """Identifier and new counter of the credential that answered. Raises :class:`NotAccepted`."""
    state = _unsigned(signed, user, "assert")
    try:
        response = AuthenticationResponse.from_dict(json.loads(answer))
        used = _server().authenticate_complete(state, _credentials(user), response)
        return used.credential_id, response.response.authenticator_data.counter
    except Exception as error:  # as above
        raise NotAccepted(str(error)) from error
