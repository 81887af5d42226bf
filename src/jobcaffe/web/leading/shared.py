"""What the pages of who leads have in common: reach a group, fill a form about it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from jobcaffe.circles import catalogue, queries
from jobcaffe.circles.models import Circle
from jobcaffe.circles.queries import Led
from jobcaffe.web.desk.views.shared import attempt
from jobcaffe.web.page import user_of

BOTH = ("GET", "POST")


def seen(request: HttpRequest, circle_id: UUID) -> Led:
    """A group that the user leads, if only tonight, with what it waits for. ``Http404`` for others."""
    found = queries.led(request.user, only=circle_id)
    if not found:
        raise Http404
    return found[0]


def own(request: HttpRequest, circle_id: UUID) -> Circle:
    """A group that the user leads herself: who stands in for one evening decides nothing."""
    found = queries.leads(user_of(request), circle_id)
    if found is None:
        raise Http404
    return found


def group_url(circle: Circle) -> str:
    """Its page."""
    return reverse("leading:group", kwargs={"circle_id": circle.pk})


def name_of(circle: Circle) -> str:
    """``AMA-03 · Cercare lavoro``: theme and code, never a person."""
    return f"{circle.code} · {catalogue.words('theme')[circle.theme]}"


def when_of(circle: Circle) -> str:
    """``martedì sera, 18:00``; a group of days in a row has only its hour."""
    slot = catalogue.slots()[circle.slot]
    days = _("ogni giorno") if catalogue.kinds()[circle.kind].daily else slot.label
    return f"{days}, {slot.starts:%H:%M}"


def fill(
    request: HttpRequest,
    form: Any,
    do: Callable[[dict[str, Any]], object],
    *,
    done: str,
    to: str,
    template: str = "leading/form.html",
    **page: Any,
) -> HttpResponse:
    """One form: show it, or do it with what was typed and go on to ``to``; a refusal keeps it all."""
    valid = request.method == "POST" and form.is_valid()
    if valid and attempt(form, lambda: do(form.cleaned_data)):
        messages.success(request, done)
        return redirect(to)
    return render(request, template, {"form": form, "there": to, **page})
