"""Stored files: encrypted on disk, described in the database.

On disk: ``JCF1``, the length of the key id, the key id, a 12-byte nonce, AES-256-GCM of the
bytes. The associated data names the file and the key, so that one file put in another's place
does not open. The row keeps the SHA-256 of the clear bytes.

A file is on the disk (``fsync``, atomic rename, ``fsync`` of the folder) before the transaction
that tells of it is committed: what was confirmed is there after a power cut. If the transaction
is undone the file goes at once; after a kill in between, :func:`sweep` removes it.
"""

from __future__ import annotations

import hashlib
import os
import time
import weakref
from enum import StrEnum
from pathlib import Path
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.core.exceptions import SuspiciousFileOperation
from django.db import transaction
from django.utils.text import get_valid_filename

from jobcaffe.foundation.access import Refused
from jobcaffe.foundation.files import formats
from jobcaffe.foundation.files.formats import ContentType
from jobcaffe.foundation.files.models import StoredFile
from jobcaffe.foundation.journal.actions import Actor, Subject, record
from jobcaffe.foundation.privacy.crypto import NONCE_BYTES, Unreadable
from jobcaffe.foundation.privacy.keyfile import Keys

MAGIC = b"JCF1"
SUFFIX = ".jcf"
ORPHAN_AGE_SECONDS = 3600.0


class Kind(StrEnum):
    """Where a file comes from, which decides what may be in it."""

    SCAN = "scan"  # a signed sheet: PDF or picture
    PHOTO = "photo"  # a picture
    ISSUED = "issued"  # a report that this software made


_ENDINGS = {
    ContentType.PDF: ".pdf",
    ContentType.JPEG: ".jpg",
    ContentType.PNG: ".png",
    ContentType.DOCX: ".docx",
    ContentType.XLSX: ".xlsx",
    ContentType.CSV: ".csv",
    ContentType.ZIP: ".zip",
}


def save_bytes(
    *, actor: Actor, name: str, content: bytes, kind: str, subject: Subject | None = None
) -> StoredFile:
    """Keep a file and write the journal's row; ``kind`` is a :class:`Kind`.

    Refused when empty, above 20 MB, damaged, active, or not of a type that the kind allows.
    The name keeps its words and gets the ending of what the file really is.
    """
    limit = settings.UPLOAD_LIMIT_BYTES
    if not content:
        raise Refused("Il file è vuoto. Scegli un altro file.")
    if len(content) > limit:
        raise Refused(f"Il file è troppo grande: al massimo {limit // 2**20} MB. Scegline uno più piccolo.")
    content_type, kept = _accepted(Kind(kind), content)
    with transaction.atomic():
        row = StoredFile.objects.create(
            name=_name(name, content_type),
            content_type=content_type,
            size=len(kept),
            sha256=hashlib.sha256(kept).hexdigest(),
            stored_by=actor.actor_ref,
        )
        _write(path_of(row.pk), encrypted(row.pk, kept, settings.KEYS))
        transaction.on_commit(_Undo(path_of(row.pk)).cancel)
        record(actor, "file.store", row, subject=subject)
    return row


def _accepted(kind: Kind, content: bytes) -> tuple[ContentType, bytes]:
    if kind is Kind.ISSUED:
        return formats.own(content), content
    content_type, kept = formats.cleaned(content)
    if kind is Kind.PHOTO and content_type is ContentType.PDF:
        raise Refused("Qui serve una foto (JPG o PNG), non un PDF.")
    return content_type, kept


def _name(name: str, content_type: ContentType) -> str:
    stem = Path(name.replace("\\", "/")).stem[:120] or "documento"
    try:
        return get_valid_filename(stem) + _ENDINGS[content_type]
    except SuspiciousFileOperation:  # nothing left of it
        return "documento" + _ENDINGS[content_type]


class _Undo:
    """Removes a file when the transaction that wrote it is undone.

    Django forgets the ``on_commit`` calls of a transaction (or savepoint) that is rolled back;
    being forgotten without having been called is the sign.
    """

    def __init__(self, path: Path) -> None:
        self._finalizer = weakref.finalize(self, _remove, path)

    def cancel(self) -> None:
        """The transaction stands, so the file stays."""
        self._finalizer.detach()


def read_bytes(file: StoredFile) -> bytes:
    """The clear bytes. Raises ``Unreadable`` when the file is gone, altered or another's."""
    try:
        sealed = path_of(file.pk).read_bytes()
    except OSError as error:
        raise Unreadable(f"file {file.pk}: {error.strerror}") from error
    content = decrypted(file.pk, sealed, settings.KEYS)
    if hashlib.sha256(content).hexdigest() != file.sha256:
        raise Unreadable(f"file {file.pk}: not the bytes that were stored")
    return content


def delete(*, actor: Actor, file: StoredFile, subject: Subject | None = None) -> None:
    """Remove the row now and the bytes when the transaction stands."""
    with transaction.atomic():
        record(actor, "file.delete", file, subject=subject)
        path = path_of(file.pk)
        file.delete()
        transaction.on_commit(lambda: _remove(path))


def path_of(file_id: UUID) -> Path:
    """Where a file lies: two letters of its id make the folder."""
    return Path(settings.FILES_ROOT) / file_id.hex[:2] / f"{file_id.hex}{SUFFIX}"


def sweep(now: float | None = None) -> int:
    """Remove files without a row, and half-written ones, older than an hour; returns how many.

    They are left only by a process that was killed between writing the file and committing.
    """
    moment = now if now is not None else time.time()
    old = [
        path
        for path in Path(settings.FILES_ROOT).glob("??/*")
        if moment - path.stat().st_mtime > ORPHAN_AGE_SECONDS
    ]
    known = {row.hex for row in StoredFile.objects.values_list("pk", flat=True)}
    orphans = [path for path in old if path.suffix != SUFFIX or path.stem not in known]
    for path in orphans:
        _remove(path)
    return len(orphans)


def _associated(file_id: UUID, key_id: str) -> bytes:
    return f"files.storedfile:{file_id}|{key_id}".encode()


def encrypted(file_id: UUID, content: bytes, keys: Keys) -> bytes:
    """The bytes for the disk, under the current field key."""
    key_id = keys.current
    nonce = os.urandom(NONCE_BYTES)
    body = AESGCM(keys.field_keys[key_id]).encrypt(nonce, content, _associated(file_id, key_id))
    name = key_id.encode()
    return MAGIC + bytes([len(name)]) + name + nonce + body


def key_id_of(sealed: bytes) -> str:
    """Under which key a stored file lies. Raises ``Unreadable`` when it is none of ours."""
    start = len(MAGIC) + 1
    if not sealed.startswith(MAGIC) or len(sealed) < start + NONCE_BYTES:
        raise Unreadable("not a stored file")
    try:
        return sealed[start : start + sealed[start - 1]].decode()
    except UnicodeDecodeError as error:
        raise Unreadable("not a stored file") from error


def decrypted(file_id: UUID, sealed: bytes, keys: Keys) -> bytes:
    """The clear bytes. Raises ``Unreadable``."""
    key_id = key_id_of(sealed)
    key = keys.field_keys.get(key_id)
    if key is None:
        raise Unreadable(f"file {file_id}: unknown key id {key_id!r}")
    start = len(MAGIC) + 1 + len(key_id.encode())
    nonce, body = sealed[start : start + NONCE_BYTES], sealed[start + NONCE_BYTES :]
    try:
        return AESGCM(key).decrypt(nonce, body, _associated(file_id, key_id))
    except (InvalidTag, ValueError) as error:
        raise Unreadable(f"file {file_id}") from error


def encrypt_again(file_id: UUID) -> bool:
    """Write a file under the current key, all or nothing; ``False`` when it already was or is gone."""
    path = path_of(file_id)
    try:
        sealed = path.read_bytes()
    except FileNotFoundError:
        return False
    if key_id_of(sealed) == settings.KEYS.current:
        return False
    _write(path, encrypted(file_id, decrypted(file_id, sealed, settings.KEYS), settings.KEYS))
    return True


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    temporary = path.with_suffix(f".{os.getpid()}.part")
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as handle:
            handle.write(content)
            handle.flush()
            os.fsync(handle.fileno())
        os.replace(temporary, path)
    except BaseException:
        _remove(temporary)
        raise
    for folder in (path.parent, path.parent.parent):
        sync_folder(folder)


def sync_folder(folder: Path) -> None:
    """Make the names in a folder durable, not only the bytes behind them."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _remove(path: Path) -> None:
    path.unlink(missing_ok=True)
