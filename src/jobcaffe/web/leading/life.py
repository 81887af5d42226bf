"""What a group decides: its steps, its door, its pact, whether it writes down who is there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from jobcaffe.circles import actions, catalogue
from jobcaffe.circles.models import Circle, Decision
from jobcaffe.foundation.accounts.queries import names_of
from jobcaffe.foundation.ui.tables import Cell, Column, Row, Table
from jobcaffe.web.desk.views.shared import actor, attempt
from jobcaffe.web.leading.forms import DoorForm, PactForm, PresencesForm, StepForm
from jobcaffe.web.leading.shared import BOTH, fill, group_url, name_of, own
from jobcaffe.web.leading.words import closes, steps_of
from jobcaffe.web.page import page


# --- steps ----------------------------------------------------------------------------------------
@page("circle.lead", methods=BOTH)
def steps(request: HttpRequest, circle_id: UUID) -> HttpResponse:
    """The decisions that come now, each with what it means; those taken before."""
    circle = own(request, circle_id)
    wanted = request.POST.get("after", "") if request.method == "POST" else ""
    if wanted == circle.state:  # pressed twice
        return redirect("leading:steps", circle_id=circle.pk)
    forms = [StepForm(step, request.POST if step.after == wanted else None) for step in steps_of(circle)]
    pressed = next((form for form in forms if form.is_bound), None)
    if wanted and pressed is None:
        messages.error(request, _("Questo passo non viene ora. Guarda quelli della pagina."))
        return redirect("leading:steps", circle_id=circle.pk)
    if pressed and pressed.is_valid() and attempt(pressed, lambda: _move(request, circle, wanted)):
        messages.success(request, _told(wanted))
        return redirect(reverse("leading:home") if closes(wanted) else group_url(circle))
    context = {
        "circle": circle,
        "name": name_of(circle),
        "there": group_url(circle),
        "now": capfirst(circle.get_state_display()),
        "forms": forms,
        # The page's title says so when something was wrong.
        "form": pressed,
        "history": _history(circle),
    }
    return render(request, "leading/steps.html", context)


def _move(request: HttpRequest, circle: Circle, after: str) -> Circle:
    return actions.move_on(actor=actor(request), circle_id=circle.pk, after=after)


def _told(after: str) -> str:
    if closes(after):
        return _("Fatto. Grazie per questo gruppo: da ora non lo vedi più.")
    return _("Fatto. Il passo del gruppo è segnato.")


def _history(circle: Circle) -> Table:
    rows: list[Decision] = list(circle.decisions.order_by("-pk"))
    names = names_of({row.by for row in rows if row.by})
    cells = [
        Row([f"{row.on:%d/%m/%Y}", capfirst(row.get_after_display()), names.get(row.by, "–")]) for row in rows
    ]
    columns = [Column(_("Giorno")), Column(_("Passo")), Column(_("Chi lo ha segnato"))]
    empty = _("Qui vedi i passi fatti. Il gruppo è appena nato.")
    return Table(_("I passi fatti"), columns, cells, empty=empty, hide_caption=True)


# --- the door -------------------------------------------------------------------------------------
@page("circle.lead", methods=BOTH)
def door(request: HttpRequest, circle_id: UUID) -> HttpResponse:
    """Whether somebody new may enter, and what the public calendar says."""
    circle = own(request, circle_id)
    now = {"entry_open": circle.entry_open, "public": circle.public, "area": circle.area}
    form = DoorForm(_posted(request), initial=now)
    return fill(
        request,
        form,
        lambda typed: actions.update_circle(actor=actor(request), circle_id=circle.pk, **typed),
        done=_("Fatto. L'ingresso del gruppo è come lo avete scelto."),
        to=group_url(circle),
        title=_("Ingresso"),
        sub=name_of(circle),
        button=_("Salva l'ingresso"),
        back=_("Torna al gruppo"),
    )


def _posted(request: HttpRequest) -> Mapping[str, Any] | None:
    return request.POST if request.method == "POST" else None


# --- the pact -------------------------------------------------------------------------------------
@page("circle.lead", methods=BOTH)
def pact(request: HttpRequest, circle_id: UUID) -> HttpResponse:
    """The pact that holds, a new version of it, and the old ones."""
    circle = own(request, circle_id)
    versions = list(circle.pacts.order_by("-version"))
    now = versions[0] if versions else None
    form = PactForm(_posted(request), text=now.text if now else catalogue.pact_text())
    return fill(
        request,
        form,
        lambda typed: actions.write_pact(actor=actor(request), circle_id=circle.pk, **typed),
        done=_("Fatto. Il patto nuovo vale da oggi. Ognuno lo rilegge e dice di sì."),
        to=reverse("leading:pact", kwargs={"circle_id": circle.pk}),
        template="leading/pact.html",
        circle=circle,
        now=now,
        lines=now.text.splitlines() if now else [],
        due=now is not None and now.review_on <= timezone.localdate(),
        table=_versions(circle, versions),
    )


def _versions(circle: Circle, versions: list[Any]) -> Table:
    rows = [
        Row(
            [
                Cell(
                    _("Versione %(n)s") % {"n": row.version},
                    url=reverse(
                        "leading:pact_sheet", kwargs={"circle_id": circle.pk, "pact_version": row.version}
                    ),
                ),
                f"{row.written_on:%d/%m/%Y}",
                f"{row.review_on:%d/%m/%Y}",
            ]
        )
        for row in versions
    ]
    columns = [Column(_("Patto")), Column(_("Scritto il")), Column(_("Da rileggere il"))]
    return Table(
        _("Tutte le versioni"), columns, rows, empty=_("Il patto è ancora da scrivere."), hide_caption=True
    )


@page("circle.lead")
def pact_sheet(request: HttpRequest, circle_id: UUID, pact_version: int) -> HttpResponse:
    """One version on a sheet of paper, with lines to sign on."""
    circle = own(request, circle_id)
    found = circle.pacts.filter(version=pact_version).first()
    if found is None:
        raise Http404
    # As many lines as the kind has seats: how many are in the group is not printed.
    lines = range(1, catalogue.kinds()[circle.kind].size.max + 1)
    columns = [Column("N."), Column(_("Nome o soprannome")), Column(_("Firma")), Column(_("Data"))]
    context = {
        "circle": circle,
        "pact": found,
        "lines": [line.strip() for line in found.text.splitlines() if line.strip()],
        "code": f"{circle.code}-P{found.version}",
        "table": Table(_("Chi dice di sì"), columns, [Row([line, " ", " ", " "]) for line in lines]),
    }
    return render(request, "leading/pact_sheet.html", context)


# --- presences ------------------------------------------------------------------------------------
@page("circle.lead", methods=BOTH)
def presences(request: HttpRequest, circle_id: UUID) -> HttpResponse:
    """For one purpose and until a day the group writes down who is there."""
    circle = own(request, circle_id)
    today = timezone.localdate()
    named = catalogue.modes()[circle.mode].facilitator_roster
    if request.method == "POST" and not named:
        raise Http404
    return fill(
        request,
        PresencesForm(_posted(request)),
        lambda typed: actions.note_presences(actor=actor(request), circle_id=circle.pk, **typed),
        done=_("Fatto. Ognuno del gruppo lo legge nelle sue pagine. Dillo anche a voce."),
        to=reverse("leading:presences", kwargs={"circle_id": circle.pk}),
        template="leading/presences.html",
        circle=circle,
        named=named,
        now=list(circle.presence_purposes.filter(until__gte=today).order_by("until")),
    )
