"""Pages for what went wrong."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import render
from django.template.loader import render_to_string


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form was too old or came from elsewhere."""
    return render(request, "errors/csrf.html", status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Not there, or not yours: the same page."""
    return render(request, "errors/404.html", status=404)


def method_not_allowed(request: HttpRequest, methods: tuple[str, ...]) -> HttpResponse:
    """An address that only a button may call, typed by hand; or the other way round."""
    page = render_to_string("errors/405.html", request=request)
    return HttpResponseNotAllowed(methods, page)


def server_error(request: HttpRequest) -> HttpResponse:
    """Our fault."""
    return render(request, "errors/500.html", status=500)
