"""A new field key: everything encrypted is written again under it, in chunks, while people work.

Steps: the new key joins the key file and becomes current; every encrypted column, every wrapped
person key and every stored file that still lies under another key is written again; the old
keys may then be retired. Each chunk is one transaction that also writes how far it came, so a
killed rotation goes on from there. New values already use the new key.

Running servers read the key file when they start: restart them between the two calls, first
``rotate()`` (adds and re-encrypts), then ``rotate(retire=True)``. A server that still writes under
an old key in between is found by the last look, which refuses to retire a key that is in use.

Blind indexes, the journal's chain and the one-time codes have their own keys and are not touched.
"""

from __future__ import annotations

import base64
import secrets
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import models, transaction
from django.db.models.functions import Cast

from jobcaffe.foundation.access import Refused
from jobcaffe.foundation.journal.actions import SYSTEM, record
from jobcaffe.foundation.privacy import keycheck, keyfile, personkeys
from jobcaffe.foundation.privacy.fields import EncryptedTextField
from jobcaffe.foundation.privacy.models import KeyCheck, PersonKey, Rotation

CHUNK = 200
Progress = Callable[[str], None]


def _silent(_text: str) -> None:
    """No progress asked for."""


def rotate(*, retire: bool = False, progress: Progress = _silent) -> int:
    """Bring everything under one field key; returns how many values and files were written again.

    A rotation that was stopped goes on; otherwise a new key is made. With ``retire`` no key is
    made: what is left under old keys is written again and the old keys leave the key file.
    Refused when the key file does not match the database.
    """
    if keycheck.mismatches():
        raise Refused("Il file delle chiavi non è quello di questo database. Rimetti quello giusto.")
    if not retire and not _unfinished():
        _add_key()
    key_id = settings.KEYS.current
    progress(f"Chiave attuale: {key_id}")
    done = sum(_bring_over(target, key_id, progress) for target in targets())
    if retire:
        _retire(progress)
    return done


def _unfinished() -> bool:
    """Whether a rotation to the current key was begun and not ended."""
    current = Rotation.objects.filter(key_id=settings.KEYS.current)
    begun = len(settings.KEYS.field_keys) > 1 and not current.exists()
    return begun or current.filter(finished=False).exists() or _partly(current)


def _partly(current: models.QuerySet[Rotation]) -> bool:
    done = set(current.values_list("target", flat=True))
    return bool(done) and not {target.name for target in targets()} <= done


def _add_key() -> None:
    """A new key in the file, current from now on in this process; its proof in the database."""
    path = Path(settings.KEYS_FILE)
    raw = keyfile.read_raw(path)
    fields: dict[str, str] = dict(raw["field_keys"])  # type: ignore[call-overload]
    key_id = f"k{1 + max((int(name[1:]) for name in fields if name[1:].isdigit()), default=0)}"
    fields[key_id] = base64.b64encode(secrets.token_bytes(32)).decode()
    _replace_keys(path, {**raw, "field_keys": fields, "current": key_id})
    keycheck.write_proofs()
    with transaction.atomic():
        record(SYSTEM, "key.rotate", fields=[key_id])


def _replace_keys(path: Path, data: dict[str, object]) -> None:
    keyfile.write_keys(path, data)
    settings.KEYS = keyfile.load_keys(path)


class Target(ABC):
    """Rows of one model of which some columns are sealed with the field key."""

    def __init__(self, model: type[models.Model], name: str = "") -> None:
        self.model = model
        self.name = name or model._meta.label_lower

    def keys_after(self, last: str) -> list[Any]:
        """The next primary keys, in order."""
        rows = self.model._base_manager.order_by("pk")
        if last:
            rows = rows.filter(pk__gt=last)
        return list(rows.values_list("pk", flat=True)[:CHUNK])

    @abstractmethod
    def write_again(self, keys: list[Any], key_id: str) -> int:
        """Seal these rows again where needed; returns how many changed. In the caller's transaction."""

    @abstractmethod
    def left(self, key_id: str) -> int:
        """How many rows still lie under another key."""


class Columns(Target):
    """The encrypted fields of a model. Reads and writes the stored text, not the clear one."""

    def __init__(self, model: type[models.Model], fields: list[EncryptedTextField]) -> None:
        super().__init__(model)
        self.fields = fields

    def write_again(self, keys: list[Any], key_id: str) -> int:
        """One read of the chunk under lock, one update of what changed."""
        rows = self.model._base_manager.select_for_update().filter(pk__in=keys)
        stored = _stored(rows, [field.attname for field in self.fields])
        stale = {pk for pk, values in stored.items() if any(_is_old(value, key_id) for value in values)}
        changed = list(rows.filter(pk__in=stale))
        if changed:
            # The fields open with the old key on the way out and seal with the current one on the way in.
            self.model._base_manager.bulk_update(changed, [field.name for field in self.fields])
        return len(changed)

    def left(self, key_id: str) -> int:
        """Rows with a value that is neither empty nor under the current key."""
        rows = self.model._base_manager.all()
        stored = _stored(rows, [field.attname for field in self.fields])
        return sum(any(_is_old(value, key_id) for value in values) for values in stored.values())


def _stored(rows: models.QuerySet[Any], names: list[str]) -> dict[Any, list[str]]:
    """The columns as they are in the database, by primary key."""
    as_text = {f"stored_{name}": Cast(name, models.TextField()) for name in names}
    read = rows.annotate(**as_text).values_list("pk", *as_text)
    return {row[0]: list(row[1:]) for row in read.iterator(chunk_size=2000)}


def _is_old(value: str | None, key_id: str) -> bool:
    return bool(value) and not str(value).startswith(f"{key_id}$")


class WrappedKeys(Target):
    """The persons' own keys, wrapped with the field key. Destroyed ones have nothing to wrap."""

    def write_again(self, keys: list[Any], key_id: str) -> int:
        """Wrap again what lies under another key."""
        rows = PersonKey.objects.select_for_update().filter(pk__in=keys).exclude(wrapped="")
        stale = [row for row in rows if _is_old(row.wrapped, key_id)]
        for row in stale:
            row.wrapped = personkeys.wrapped_again(row)
        PersonKey.objects.bulk_update(stale, ["wrapped"])
        return len(stale)

    def left(self, key_id: str) -> int:
        """Keys that lie under another key."""
        return PersonKey.objects.exclude(wrapped="").exclude(wrapped__startswith=f"{key_id}$").count()


class Files(Target):
    """The stored files."""

    def write_again(self, keys: list[Any], key_id: str) -> int:
        """Each file is replaced whole, so a stop in between leaves the old or the new."""
        from jobcaffe.foundation.files import store

        return sum(store.encrypt_again(file_id) for file_id in keys)

    def left(self, key_id: str) -> int:
        """Files that lie under another key."""
        from jobcaffe.foundation.files import store

        paths = [store.path_of(pk) for pk in self.model._base_manager.values_list("pk", flat=True)]
        return sum(path.exists() and store.key_id_of(path.read_bytes()) != key_id for path in paths)


def targets() -> list[Target]:
    """Everything that lies under the field key. Found from the models, so none is forgotten."""
    return [
        *_columns(),
        WrappedKeys(PersonKey),
        Files(apps.get_model("files", "StoredFile")),
    ]


def _columns() -> Iterator[Columns]:
    for model in sorted(apps.get_models(), key=lambda model: model._meta.label_lower):
        fields = [field for field in model._meta.local_fields if isinstance(field, EncryptedTextField)]
        if fields:
            yield Columns(model, fields)


def _bring_over(target: Target, key_id: str, progress: Progress) -> int:
    mark, _made = Rotation.objects.get_or_create(key_id=key_id, target=target.name)
    if mark.finished and target.left(key_id):
        mark.finished, mark.done_until = False, ""  # a server with the old key file wrote in between
    changed = 0
    while not mark.finished:
        with transaction.atomic():
            keys = target.keys_after(mark.done_until)
            changed += target.write_again(keys, key_id)
            mark.done_until = str(keys[-1]) if keys else mark.done_until
            mark.finished = len(keys) < CHUNK
            mark.save()
    if changed:
        progress(f"{target.name}: {changed}")
    return changed


def _retire(progress: Progress) -> None:
    """Take the old keys out of the key file, after a last look that nothing lies under them."""
    key_id = settings.KEYS.current
    left = {target.name: target.left(key_id) for target in targets()}
    if any(left.values()):
        used = ", ".join(f"{name} ({count})" for name, count in left.items() if count)
        raise Refused(f"Qualcosa usa ancora una chiave vecchia: {used}. Riavvia il sito e riprova.")
    path = Path(settings.KEYS_FILE)
    raw = keyfile.read_raw(path)
    fields: dict[str, str] = dict(raw["field_keys"])  # type: ignore[call-overload]
    old = sorted(set(fields) - {key_id})
    # First the proofs, then the keys: a stop in between leaves a key too many, never one too few.
    with transaction.atomic():
        KeyCheck.objects.filter(key_id__in=old).delete()
        record(SYSTEM, "key.rotate", fields=[key_id])
    _replace_keys(path, {**raw, "field_keys": {key_id: fields[key_id]}, "current": key_id})
    progress(f"Chiavi tolte: {', '.join(old) or 'nessuna'}")
