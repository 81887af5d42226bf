"""The fairs, one fair with what it lacks, and its settings."""

from __future__ import annotations

from typing import Any

from django.conf import settings as site
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jobcaffe.fair.events import actions, queries
from jobcaffe.fair.events.enums import StandState, State
from jobcaffe.fair.events.models import Fair
from jobcaffe.foundation import access
from jobcaffe.web.fair import shape
from jobcaffe.web.fairdesk.forms import CopyForm, NewForm, SettingsForm
from jobcaffe.web.fairdesk.views.shared import BOTH, add_to, fair_or_404, fill, go
from jobcaffe.web.page import HouseRequest, page

CHIPS = {State.DRAFT: "todo", State.OPEN: "done", State.CLOSED: "later"}
# What is missing → the page where it is mended.
WHERE = {
    "summary": "settings",
    "programme": "programme",
    "areas": "areas",
    "stands": "stands",
    "answers": "stands",
    "numbers": "stands",
    "volunteers": "shifts",
    "late": "tasks",
}


def lacks() -> dict[str, str]:
    """What each word of ``queries.missing`` means."""
    return {
        "summary": _("Due righe che dicono che cos'è: senza, non si pubblica"),
        "programme": _("Il programma è vuoto"),
        "areas": _("Nessuna area: non si sa dove andare"),
        "stands": _("Nessun espositore confermato"),
        "answers": _("Espositori che aspettano una risposta"),
        "numbers": _("Tavoli senza numero"),
        "volunteers": _("Persone che mancano nei turni"),
        "late": _("Cose da fare in ritardo"),
    }


@page("fair.desk")
def index(request: HouseRequest) -> HttpResponse:
    """All fairs, those in preparation first."""
    rows = queries.visible_to(request.user)
    context = {"rows": [_line(one) for one in rows], "manages": access.allows(request.user, "fair.manage")}
    return render(request, "fairdesk/index.html", context)


def _line(fair: Fair) -> dict[str, Any]:
    return {
        "label": fair.name,
        "url": reverse("fairdesk:home", args=[fair.slug]),
        "hint": capfirst(shape.when(fair)),
        "status": CHIPS[State(fair.state)],
        "status_text": capfirst(fair.get_state_display()),
    }


@page("fair.desk")
def home(request: HouseRequest, slug: str) -> HttpResponse:
    """One fair: what it lacks, its lists, its other rooms."""
    fair = fair_or_404(request, slug)
    manages = access.allows(request.user, "fair.manage")
    is_open = fair.state != State.CLOSED
    closes = manages and fair.state == State.OPEN and fair.closes_at <= timezone.now()
    context = {
        "fair": fair,
        "when": capfirst(shape.when(fair)),
        "chip": CHIPS[State(fair.state)],
        "state": capfirst(fair.get_state_display()),
        "manages": manages and is_open,
        "may_copy": manages,
        "closes": closes,
        "missing": _missing(fair) if manages and is_open and not closes else [],
        "prepare": _tiles(fair, manages),
        "work": _rooms(fair, manages),
        "days": _days(fair),
        "embed": site.SITE_URL + reverse("fair:embed", args=[slug]),
    }
    return render(request, "fairdesk/home.html", context)


def _days(fair: Fair) -> str:
    days = (timezone.localdate(fair.opens_at) - timezone.localdate()).days
    if days < 0:
        return ""
    return ngettext("Manca un giorno", "Mancano %(n)s giorni", days) % {"n": days} if days else _("È oggi")


def _missing(fair: Fair) -> list[dict[str, str]]:
    words, counts = lacks(), _how_many(fair)
    return [
        {
            "label": words[code],
            "url": reverse(f"fairdesk:{WHERE[code]}", args=[fair.slug]),
            "status": "late" if code in {"summary", "late"} else "attention",
            "status_text": str(counts.get(code) or "") or _("Da fare"),
        }
        for code in queries.missing(fair)
    ]


def _how_many(fair: Fair) -> dict[str, int]:
    """Of what can be counted, how much of it is missing."""
    return {
        "answers": queries.stand_counts(fair).get(StandState.ASKED, 0),
        "volunteers": sum(map(queries.missing_in, queries.shifts_of(fair))),
        "late": queries.late_tasks(fair).count(),
    }


def _tiles(fair: Fair, manages: bool) -> list[dict[str, str]]:
    if not manages:
        return []
    named = (
        ("settings", _("Impostazioni"), "settings"),
        ("areas", _("Aree"), "map"),
        ("stands", _("Espositori"), "organisation"),
        ("programme", _("Programma"), "calendar"),
        ("shifts", _("Volontari"), "people"),
        ("tasks", _("Da fare"), "done"),
        ("costs", _("Costi"), "chart"),
    )
    return [
        {"url": reverse(f"fairdesk:{name}", args=[fair.slug]), "label": label, "icon": icon}
        for name, label, icon in named
    ]


def _rooms(fair: Fair, manages: bool) -> list[dict[str, str]]:
    named = [
        ("fairvisit:people", _("Chi viene"), "user"),
        ("fairdoor:home", _("La porta"), "check"),
        ("fairtalks:plans", _("Piano dei colloqui"), "list"),
        ("fairday:tables", _("I tavoli adesso"), "clock"),
        ("fairwall:moderate", _("Muro degli impegni"), "star"),
        ("fairafter:report", _("Resoconto"), "chart"),
    ]
    return [
        {"url": reverse(name, args=[fair.slug]), "label": label, "icon": icon}
        for name, label, icon in named
        if manages or name != "fairtalks:plans"
    ]


@page("fair.manage", methods=BOTH)
def new(request: HouseRequest) -> HttpResponse:
    """Begin one."""
    form = NewForm(request.POST or None)

    def do() -> str:
        data = form.cleaned_data
        made = actions.create_fair(
            actor=request.user, name=data["name"], place=data["place"], opens_at=data["starts_at"],
            closes_at=data["ends_at"], request_key=data["request_key"],
        )  # fmt: skip
        return reverse("fairdesk:home", args=[made.slug])

    return fill(
        request, form, do, done=_("Fatto. Ora si vede che cosa manca."), title=_("Nuova JOBFEST"),
        button=_("Comincia"), back=reverse("fairdesk:index"), back_label=_("Le JOBFEST"),
    )  # fmt: skip


@page("fair.manage", methods=BOTH)
def copy(request: HouseRequest, slug: str) -> HttpResponse:
    """The same on another day."""
    fair = fair_or_404(request, slug)
    form = CopyForm(request.POST or None, initial={"name": fair.name})

    def do() -> str:
        made = actions.copy_fair(actor=request.user, fair_id=fair.pk, **form.cleaned_data)
        return reverse("fairdesk:home", args=[made.slug])

    return fill(
        request, form, do, done=_("Fatto. Le ore sono le stesse; gli espositori sono da confermare."),
        title=_("Copia su un altro giorno"), sub=fair.name, button=_("Copia"),
        back=reverse("fairdesk:home", args=[slug]), back_label=fair.name,
    )  # fmt: skip


@page("fair.manage", methods=BOTH)
def settings(request: HouseRequest, slug: str) -> HttpResponse:
    """What it is, when, how talks are held."""
    fair = fair_or_404(request, slug)
    form = SettingsForm(request.POST or None, fair=fair)
    return add_to(
        request, form, lambda: actions.update_fair(actor=request.user, fair_id=fair.pk, **form.values()),
        "home", fair, done=_("Fatto. Le impostazioni sono salvate."), title=_("Impostazioni"),
        button=_("Salva le impostazioni"), back_label=fair.name,
    )  # fmt: skip


@page("fair.manage", methods=("POST",))
def publish(request: HouseRequest, slug: str) -> HttpResponse:
    """Show it to everybody."""
    fair = fair_or_404(request, slug)
    return go(
        request, lambda: actions.publish_fair(actor=request.user, fair_id=fair.pk), "home", fair,
        _("Fatto. La pagina è pubblica."),
    )  # fmt: skip


@page("fair.manage", methods=("POST",))
def hide(request: HouseRequest, slug: str) -> HttpResponse:
    """Take it back."""
    fair = fair_or_404(request, slug)
    return go(
        request, lambda: actions.hide_fair(actor=request.user, fair_id=fair.pk), "home", fair,
        _("Fatto. La pagina non è più pubblica."),
    )  # fmt: skip
