"""What the pages share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from jobcaffe.network.tables import queries
from jobcaffe.network.tables.models import Agreement, Coffee, Meeting, Table
from jobcaffe.organisations import queries as organisations
from jobcaffe.organisations.models import Organisation
from jobcaffe.web.desk.views.shared import attempt
from jobcaffe.web.page import HouseRequest

BOTH = ("GET", "POST")
T = TypeVar("T")


def coffee_or_404(request: HouseRequest, coffee_id: UUID) -> Coffee:
    """The coffee when it is to be read."""
    return _there(queries.coffee_of(request.user, coffee_id))


def table_or_404(request: HouseRequest, table_id: UUID) -> Table:
    """The table when it is to be read."""
    return _there(queries.table_of(request.user, table_id))


def meeting_or_404(request: HouseRequest, minute_id: UUID) -> Meeting:
    """The meeting when it is to be read."""
    return _there(queries.meeting_of(request.user, minute_id))


def agreement_or_404(request: HouseRequest, agreement_id: UUID) -> Agreement:
    """The agreement when it is to be read."""
    return _there(queries.agreement_of(request.user, agreement_id))


def _there(found: T | None) -> T:
    if found is None:
        raise Http404
    return found


def own_or_404(request: HouseRequest) -> Organisation:
    """The organisation that the user speaks for. ``Http404`` when it was taken back."""
    found = organisations.mine(request.user)
    if found is None:
        raise Http404
    return found


def listed_or_404(organisation_id: UUID) -> Organisation:
    """An organisation that everybody sees in the network."""
    found = organisations.listed().filter(pk=organisation_id).first()
    if found is None:
        raise Http404
    return found


def fill(
    request: HouseRequest, form: Any, do: Callable[[], str], *, done: str = "", **page: Any
) -> HttpResponse:
    """One form on its own page: show it, or do it and go where ``do`` says.

    ``page`` says ``title``, ``button``, ``back``, ``back_label``, and perhaps ``sub``.
    """
    went: list[str] = []
    if request.method == "POST" and form.is_valid() and attempt(form, lambda: went.append(do())):
        if done:
            messages.success(request, done)
        return redirect(went[0])
    return render(request, "tables/form.html", {"form": form, **page})
