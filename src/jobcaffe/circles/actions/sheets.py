"""Photographs of the sheet of an evening: numbers only, or signatures under a purpose."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from jobcaffe.circles import queries, rules
from jobcaffe.circles.models import Meeting, SheetPhoto
from jobcaffe.foundation.access import Refused
from jobcaffe.foundation.accounts.models import User
from jobcaffe.foundation.db.once import made_before
from jobcaffe.foundation.files import store
from jobcaffe.foundation.files.models import StoredFile
from jobcaffe.foundation.journal.actions import record


def sheet_code(meeting: Meeting) -> str:
    """``AMA-01-012``: group and number of the meeting, no theme."""
    return f"{meeting.circle.code}-{meeting.number:03d}"


@transaction.atomic
def attach_photo(
    *, actor: User, encounter_id: UUID, data: bytes, signed: bool, request_key: UUID | None = None
) -> SheetPhoto:
    """Keep the photograph of a sheet, encrypted, under the sheet's code. A second press gives the same.

    A sheet with signatures says who was there: refused unless a purpose holds today, with whose end
    it goes. Refused too when the evening is not the actor's or the file is no picture.
    """
    meeting = queries.evening(actor, encounter_id)
    if meeting is None:
        raise Refused(_(rules.NOT_THERE))
    twice = made_before(SheetPhoto, request_key)
    if twice is not None:
        return twice
    purpose = queries.purpose_now(meeting.circle) if signed else None
    if signed and purpose is None:
        raise Refused(_("Un foglio con le firme dice chi c'era. Fotografa il foglio con i soli numeri."))
    kept = store.save_bytes(actor=actor, name=sheet_code(meeting), content=data, kind=store.Kind.PHOTO)
    row = SheetPhoto.objects.create(meeting=meeting, purpose=purpose, file=kept, request_key=request_key)
    record(actor, "circle.photo", meeting)
    return row


@transaction.atomic
def open_photo(*, actor: User, photo_id: UUID) -> StoredFile:
    """The file of a photograph; that it was opened is written down. Refused when it is not the actor's."""
    photo = queries.photo_of(actor, photo_id)
    if photo is None:
        raise Refused(_(rules.NOT_THERE))
    record(actor, "circle.photo_read", photo.meeting)
    return photo.file


def drop_photos(photos: QuerySet[SheetPhoto]) -> None:
    """Photographs and their files go, without a line in the journal; the bytes with the night's sweep."""
    files = list(photos.values_list("file", flat=True))
    photos.delete()
    StoredFile.objects.filter(pk__in=files).delete()
