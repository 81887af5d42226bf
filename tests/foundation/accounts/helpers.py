"""What the tests of accounts share: reading the post, and a passkey made of software."""

from __future__ import annotations

import hashlib
import json
import os
import re
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from django.http import HttpRequest
from django.test import RequestFactory
from fido2.cose import ES256
from fido2.utils import websafe_decode, websafe_encode
from fido2.webauthn import AttestationObject, AttestedCredentialData, AuthenticatorData

from jobcaffe.foundation.notices.models import Notice

ORIGIN = "http://localhost:8000"


def last_notice(template: str) -> Notice:
    """The last message of this kind."""
    return Notice.objects.filter(template=template).latest("created_at")


def last_code(template: str = "sign_in_code") -> str:
    """The six digits of the last message."""
    found = re.search(r"\b[0-9]{6}\b", last_notice(template).body)
    assert found
    return found.group()


def last_link() -> str:
    """The path of the link in the last message with a code."""
    found = re.search(r"(/entra/l/\S+/)", last_notice("sign_in_code").body)
    assert found
    return found.group(1)


def blank_request() -> HttpRequest:
    """A request with an empty session and nobody signed in."""
    from django.contrib.auth.models import AnonymousUser
    from django.contrib.sessions.backends.db import SessionStore

    request = RequestFactory().get("/")
    request.session = SessionStore()
    request.user = AnonymousUser()
    return request


class SoftwareKey:
    """An authenticator as WebAuthn describes it, for one site."""

    def __init__(self, *, rp_id: str = "localhost", origin: str = ORIGIN) -> None:
        self.rp_id, self.origin = rp_id, origin
        self.private = ec.generate_private_key(ec.SECP256R1())
        self.credential_id = os.urandom(16)
        self.counter = 0

    def _client_data(self, kind: str, options: dict[str, Any]) -> bytes:
        data = {"type": kind, "challenge": options["publicKey"]["challenge"], "origin": self.origin}
        return json.dumps(data).encode()

    def _authenticator_data(self, flags: int, credential: bytes = b"") -> AuthenticatorData:
        self.counter += 1
        rp_hash = hashlib.sha256(self.rp_id.encode()).digest()
        return AuthenticatorData.create(rp_hash, flags, self.counter, credential)

    def create(self, options: dict[str, Any]) -> str:
        """The answer to a registration."""
        public = ES256.from_cryptography_key(self.private.public_key())
        credential = AttestedCredentialData.create(b"\0" * 16, self.credential_id, public)
        flags = AuthenticatorData.FLAG.UP | AuthenticatorData.FLAG.AT
        attestation = AttestationObject.create("none", self._authenticator_data(flags, credential), {})
        return self._answer(
            {
                "clientDataJSON": websafe_encode(self._client_data("webauthn.create", options)),
                "attestationObject": websafe_encode(bytes(attestation)),
            }
        )

    def get(self, options: dict[str, Any]) -> str:
        """The answer to an assertion."""
        allowed = [websafe_decode(one["id"]) for one in options["publicKey"]["allowCredentials"]]
        assert self.credential_id in allowed
        client_data = self._client_data("webauthn.get", options)
        data = self._authenticator_data(AuthenticatorData.FLAG.UP)
        signature = self.private.sign(
            bytes(data) + hashlib.sha256(client_data).digest(), ec.ECDSA(hashes.SHA256())
        )
        return self._answer(
            {
                "clientDataJSON": websafe_encode(client_data),
                "authenticatorData": websafe_encode(bytes(data)),
                "signature": websafe_encode(signature),
            }
        )

    def _answer(self, response: dict[str, str]) -> str:
        key = websafe_encode(self.credential_id)
        return json.dumps(
            {
                "id": key,
                "rawId": key,
                "type": "public-key",
                "clientExtensionResults": {},
                "response": response,
            }
        )
