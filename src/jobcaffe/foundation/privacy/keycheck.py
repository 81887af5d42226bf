"""Does the key file belong to this database?

With a wrong key file nothing would open, and with a newly made one new values would be written
under keys that open nothing of the old. Both are refused at start.
"""

from __future__ import annotations

import hashlib
import hmac

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connections

from jobcaffe.foundation.privacy import crypto
from jobcaffe.foundation.privacy.keyfile import Keys
from jobcaffe.foundation.privacy.models import KeyCheck

KNOWN = "Job Caffè"


def _where(key_id: str) -> str:
    return f"privacy.keycheck:{key_id}"


def _digest(key: bytes) -> str:
    return hmac.new(key, KNOWN.encode(), hashlib.sha256).hexdigest()


def _digests(keys: Keys) -> dict[str, str]:
    named = {"index": keys.index_key, "journal": keys.journal_key, "code": keys.code_key}
    return {name: _digest(key) for name, key in named.items()}


def _proof(keys: Keys, key_id: str) -> str:
    return crypto.seal_with(keys.field_keys[key_id], KNOWN, where=_where(key_id), key_id=key_id)


def _opens(keys: Keys, key_id: str, sealed: str) -> bool:
    try:
        return crypto.open_with(keys.field_keys[key_id], sealed, where=_where(key_id), key_id=key_id) == KNOWN
    except (KeyError, crypto.Unreadable):
        return False


def has_table(using: str = DEFAULT_DB_ALIAS) -> bool:
    """Whether the database was migrated at all."""
    return KeyCheck._meta.db_table in connections[using].introspection.table_names()


def mismatches(using: str = DEFAULT_DB_ALIAS, keys: Keys | None = None) -> list[str]:
    """Names of the keys that the database was written with and the key file does not have.

    Empty when all is well, and for a database without tables or without proofs.
    """
    keys = keys or settings.KEYS
    if not has_table(using):
        return []
    digests = _digests(keys)
    wrong = []
    for row in KeyCheck.objects.using(using):
        if row.key_id in digests:
            good = hmac.compare_digest(digests[row.key_id], row.sealed)
        else:
            good = _opens(keys, row.key_id, row.sealed)
        if not good:
            wrong.append(row.key_id)
    return sorted(wrong)


def write_proofs(using: str = DEFAULT_DB_ALIAS, keys: Keys | None = None) -> None:
    """Write the proofs that are missing. Does nothing while one that is there does not match."""
    keys = keys or settings.KEYS
    if not has_table(using) or mismatches(using, keys):
        return
    present = set(KeyCheck.objects.using(using).values_list("key_id", flat=True))
    rows = {key_id: _proof(keys, key_id) for key_id in keys.field_keys} | _digests(keys)
    KeyCheck.objects.using(using).bulk_create(
        [KeyCheck(key_id=name, sealed=proof) for name, proof in rows.items() if name not in present],
        ignore_conflicts=True,
    )
