"""Handing a stored file to a browser: always as a download, never as a page of ours."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.http import content_disposition_header

from jobcaffe.foundation.files.models import StoredFile
from jobcaffe.foundation.files.store import read_bytes

POLICY = "default-src 'none'; sandbox"


def as_attachment(file: StoredFile) -> HttpResponse:
    """The answer with the file's bytes. Whoever calls has checked the right and written the journal.

    Raises ``Unreadable`` when the bytes are gone or altered.
    """
    answer = HttpResponse(read_bytes(file), content_type=file.content_type)
    answer["Content-Disposition"] = content_disposition_header(True, file.name) or "attachment"
    answer["X-Content-Type-Options"] = "nosniff"
    # The browser keeps the strictest policy: even an active file could do nothing.
    answer["Content-Security-Policy"] = POLICY
    answer["Cross-Origin-Resource-Policy"] = "same-origin"
    answer["Cache-Control"] = "no-store, private"
    return answer
