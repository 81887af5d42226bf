"""Smaller pages for slow telephones."""

from __future__ import annotations

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware

TEXT = ("text/", "application/json", "application/xml", "image/svg+xml")


class TextGZipMiddleware(GZipMiddleware):
    """gzip for texts only; PDF, DOCX and the like are compressed already.

    A secret that every response repeats could be guessed from compressed sizes (BREACH). The one
    secret in our pages, the CSRF token, is masked anew in each, and Django adds random bytes to
    the length of what it compresses.
    """

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Compress what is text."""
        if not response.headers.get("Content-Type", "").startswith(TEXT):
            return response
        return super().process_response(request, response)
