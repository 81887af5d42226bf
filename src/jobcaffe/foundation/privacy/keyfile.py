"""The key file: the secrets of an installation, outside the database and outside the backups."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import os
import secrets
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Keys:
    """Secrets of one installation.

    ``field_keys`` maps a short key id to 32 bytes for AES-256-GCM; ``current`` is the id that
    new values use. ``index_key``, ``journal_key`` and ``code_key`` are 32-byte HMAC keys for
    blind indexes, the journal's chain and one-time codes.
    """

    secret_key: str
    secret_key_fallbacks: list[str]
    field_keys: dict[str, bytes]
    current: str
    index_key: bytes
    journal_key: bytes
    code_key: bytes

    @property
    def backup_key(self) -> bytes:
        """The 32-byte key of the backups: who keeps the key file can open them, nobody else can.

        Derived from a key that no rotation changes, so that an old backup opens with today's file.
        """
        return hmac.new(self.index_key, b"jobcaffe.backup.1", hashlib.sha256).digest()


def _new() -> dict[str, object]:
    def key() -> str:
        return base64.b64encode(secrets.token_bytes(32)).decode()

    return {
        "secret_key": secrets.token_urlsafe(50),
        "secret_key_fallbacks": [],
        "field_keys": {"k1": key()},
        "current": "k1",
        "index_key": key(),
        "journal_key": key(),
        "code_key": key(),
    }


def write_keys(path: Path, data: dict[str, object]) -> None:
    """Write the key file with mode 0600, all or nothing: a crash leaves the old file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_suffix(f".{secrets.token_hex(8)}.tmp")
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as handle:
        json.dump(data, handle, indent=1)
        handle.flush()
        os.fsync(handle.fileno())
    os.replace(temporary, path)


def read_raw(path: Path) -> dict[str, object]:
    """The file as stored. Raises ``ValueError`` when it is not a key file."""
    data = json.loads(path.read_text())
    if not isinstance(data, dict) or "field_keys" not in data:
        raise ValueError(f"{path}: not a Job Caffè key file")
    return data


def load_keys(path: Path) -> Keys:
    """Read the key file, making it on first use. Two processes that race get the same keys."""
    if not path.exists():
        first = path.with_suffix(f".{secrets.token_hex(8)}.first")
        write_keys(first, _new())
        try:
            os.link(first, path)  # fails when another process was first: theirs is used
        except FileExistsError:
            pass
        finally:
            first.unlink()
    data = read_raw(path)

    def decode(text: object) -> bytes:
        return base64.b64decode(str(text))

    fields = data["field_keys"]
    assert isinstance(fields, dict)  # noqa: S101  narrowed for the type checker
    fallbacks = data.get("secret_key_fallbacks", [])
    return Keys(
        secret_key=str(data["secret_key"]),
        secret_key_fallbacks=[str(k) for k in fallbacks] if isinstance(fallbacks, list) else [],
        field_keys={str(name): decode(value) for name, value in fields.items()},
        current=str(data["current"]),
        index_key=decode(data["index_key"]),
        journal_key=decode(data["journal_key"]),
        code_key=decode(data["code_key"]),
    )
