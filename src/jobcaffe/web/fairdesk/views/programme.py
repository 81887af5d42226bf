"""Areas and the rows of the programme."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jobcaffe.fair.events import actions, queries
from jobcaffe.fair.events.enums import State
from jobcaffe.fair.events.models import Area
from jobcaffe.web.fair import shape
from jobcaffe.web.fairdesk.forms import AreaForm, SessionForm
from jobcaffe.web.fairdesk.views.shared import BOTH, add_to, fair_or_404, go, row_or_404
from jobcaffe.web.page import HouseRequest, page


@page("fair.manage")
def areas(request: HouseRequest, slug: str) -> HttpResponse:
    """The parts of the place."""
    fair = fair_or_404(request, slug)
    rows = [_area(one, slug, getattr(one, "held", 0)) for one in queries.areas_of(fair)]
    context = {"fair": fair, "rows": rows, "is_open": fair.state != State.CLOSED}
    return render(request, "fairdesk/areas.html", context)


def _area(one: Area, slug: str, held: int) -> dict[str, str]:
    return {
        "label": one.name,
        "url": reverse("fairdesk:area", args=[slug, one.pk]),
        "hint": one.how_to_reach,
        "status": "done" if held else "later",
        "status_text": ngettext("uno stand", "%(n)s stand", held) % {"n": held},
    }


@page("fair.manage", methods=BOTH)
def area_new(request: HouseRequest, slug: str) -> HttpResponse:
    """One more."""
    fair = fair_or_404(request, slug)
    form = AreaForm(request.POST or None)
    return add_to(
        request, form, lambda: actions.save_area(actor=request.user, fair_id=fair.pk, **form.cleaned_data),
        "areas", fair, done=_("Fatto. L'area c'è."), title=_("Nuova area"), button=_("Aggiungi l'area"),
        back_label=_("Aree"),
    )  # fmt: skip


@page("fair.manage", methods=BOTH)
def area(request: HouseRequest, slug: str, area_id: int) -> HttpResponse:
    """Change its name."""
    fair = fair_or_404(request, slug)
    row = row_or_404(fair.areas, area_id)
    form = AreaForm(request.POST or None, initial={"name": row.name, "how_to_reach": row.how_to_reach})
    return add_to(
        request, form,
        lambda: actions.save_area(actor=request.user, fair_id=fair.pk, area_id=row.pk, **form.cleaned_data),
        "areas", fair, done=_("Fatto. L'area è aggiornata."), title=row.name, button=_("Salva l'area"),
        back_label=_("Aree"), remove=reverse("fairdesk:area_remove", args=[slug, row.pk]),
        remove_label=_("Togli l'area"),
    )  # fmt: skip


@page("fair.manage", methods=("POST",))
def area_remove(request: HouseRequest, slug: str, area_id: int) -> HttpResponse:
    """Not used any more."""
    fair = fair_or_404(request, slug)
    return go(
        request, lambda: actions.remove_area(actor=request.user, fair_id=fair.pk, area_id=area_id), "areas",
        fair, _("Fatto. Chi era lì ora è senza area."),
    )  # fmt: skip


@page("fair.manage")
def programme(request: HouseRequest, slug: str) -> HttpResponse:
    """All rows by hour, those called off too."""
    fair = fair_or_404(request, slug)
    is_open = fair.state != State.CLOSED
    rows = list(queries.with_seats(queries.every_session(fair)))
    hours = shape.hours(rows)
    links = {f"p{one.pk.hex[:8]}": one for one in rows}
    for hour in hours:
        for row in hour["rows"]:
            one = links[row["anchor"]]
            row["url"] = reverse("fairdesk:session", args=[slug, one.pk]) if is_open else ""
            row["off"] = _("Annullato") if one.cancelled_on else ""
    return render(request, "fairdesk/programme.html", {"fair": fair, "hours": hours, "is_open": is_open})


@page("fair.manage", methods=BOTH)
def session_new(request: HouseRequest, slug: str) -> HttpResponse:
    """One more row."""
    fair = fair_or_404(request, slug)
    form = SessionForm(request.POST or None, fair=fair)
    return add_to(
        request, form,
        lambda: actions.save_session(
            actor=request.user, fair_id=fair.pk, request_key=form.cleaned_data["request_key"], **form.values()
        ),
        "programme", fair, done=_("Fatto. È nel programma."), title=_("Nuovo appuntamento"),
        button=_("Metti nel programma"), back_label=_("Programma"),
    )  # fmt: skip


@page("fair.manage", methods=BOTH)
def session(request: HouseRequest, slug: str, session_id: UUID) -> HttpResponse:
    """Change a row, or call it off."""
    fair = fair_or_404(request, slug)
    row = row_or_404(fair.sessions, session_id)
    form = SessionForm(request.POST or None, fair=fair, session=row)
    return add_to(
        request, form,
        lambda: actions.save_session(actor=request.user, fair_id=fair.pk, session_id=row.pk, **form.values()),
        "programme", fair, done=_("Fatto. Il programma è aggiornato."), title=row.title,
        button=_("Salva l'appuntamento"), back_label=_("Programma"),
        remove="" if row.cancelled_on else reverse("fairdesk:session_off", args=[slug, row.pk]),
        remove_label=_("Annulla l'appuntamento"),
    )  # fmt: skip


@page("fair.manage", methods=("POST",))
def session_off(request: HouseRequest, slug: str, session_id: UUID) -> HttpResponse:
    """It is not held."""
    fair = fair_or_404(request, slug)
    return go(
        request,
        lambda: actions.call_off_session(actor=request.user, fair_id=fair.pk, session_id=session_id),
        "programme", fair, _("Fatto. Non è più nel programma."),
    )  # fmt: skip
