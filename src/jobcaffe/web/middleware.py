"""What surrounds every page: health, what is too big, a full disk, privacy headers."""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Callable

from django.conf import settings
from django.db import OperationalError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

Next = Callable[[HttpRequest], HttpResponse]
PERMISSIONS = "camera=(self), geolocation=(), microphone=(), payment=(), usb=()"


class HealthMiddleware:
    """``/healthz`` before anything else: no host check, no session."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """200 when the database answers."""
        if request.path == "/healthz":
            with connection.cursor() as cursor:
                cursor.execute("SELECT 1")
            return JsonResponse({"ok": True})
        return self.get_response(request)


def disk_is_full(error: BaseException) -> bool:
    """Whether the error says that nothing more can be written."""
    cause = error.__cause__ or error
    return (isinstance(error, OSError) and error.errno in {errno.ENOSPC, errno.EDQUOT}) or (
        isinstance(cause, sqlite3.OperationalError) and "full" in str(cause)
    )


class PlainQuestionMiddleware:
    """No NUL in the question of an address: PostgreSQL keeps it in no text, and nobody means it."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The same question without it."""
        asked = request.META.get("QUERY_STRING", "")
        if "%00" in asked:
            request.META["QUERY_STRING"] = asked.replace("%00", "")
        return self.get_response(request)


class TooBigMiddleware:
    """Nobody sends more than a page may take: it is refused before a byte of it is kept.

    Django writes the files of a form to the disk while it looks for the token in the form, so also
    those of a visitor whom no page lets in.
    """

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """413 with a page that says how much is allowed."""
        length = _length(request)
        # Who is asking is looked up only for what is more than a form.
        if length <= settings.DATA_UPLOAD_MAX_MEMORY_SIZE or length <= most_bytes(request):
            return self.get_response(request)
        limit = {"megabytes": settings.UPLOAD_LIMIT_BYTES // 2**20}
        return render(request, "errors/413.html", limit, status=413)


def _length(request: HttpRequest) -> int:
    text = request.META.get("CONTENT_LENGTH") or "0"
    return int(text) if text.isdecimal() else 0


def most_bytes(request: HttpRequest) -> int:
    """The largest body: a file and its form for who has signed in, a form alone for a visitor."""
    form: int = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    return form + (settings.UPLOAD_LIMIT_BYTES if request.user.is_authenticated else 0)


class FullDiskMiddleware:
    """A full disk answers 503 with a page that says so; nothing half-written stays."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass on."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Turn "disk full" into a clear page; other errors go on."""
        if not (isinstance(error, OperationalError | OSError) and disk_is_full(error)):
            return None
        response = render(request, "errors/disk_full.html", status=503)
        response["Retry-After"] = "300"
        return response


class PrivacyHeadersMiddleware:
    """Nothing of a page that is somebody's stays in shared caches or behind the back button: of who is signed
    in, or of who holds the link.
    """

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Add the headers."""
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        if getattr(request, "user", None) is not None and request.user.is_authenticated:
            response.headers["Cache-Control"] = "no-store"
        elif "token" in getattr(request.resolver_match, "kwargs", {}):
            response.headers.setdefault("Cache-Control", "no-store")
        return response
