"""The network for everybody: list, map, one organisation, open data, and the yearly question."""

from __future__ import annotations

from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache

from jobcaffe.commitments import queries as commitments
from jobcaffe.foundation.access import Refused
from jobcaffe.foundation.accounts import limits
from jobcaffe.foundation.journal.actions import PUBLIC
from jobcaffe.foundation.places import HOME, distance_km, find
from jobcaffe.foundation.ui.tables import Cell, Column, Row, Table
from jobcaffe.organisations import actions, hsds, linked, queries
from jobcaffe.organisations.enums import Answer
from jobcaffe.organisations.models import Organisation
from jobcaffe.web.directory import picture
from jobcaffe.web.directory.forms import AnswerForm, Filters, JoinForm
from jobcaffe.web.jsonld import script_json
from jobcaffe.web.organisations import shared
from jobcaffe.web.page import page

PER_PAGE, JOINS_AN_HOUR, PROMISES = 30, 5, 10


@page("public.read")
def index(request: HttpRequest) -> HttpResponse:
    """Who is in the network, by kind, sector, comune and words."""
    form = Filters(request.GET, towns=queries.towns())
    found = queries.network(**form.wanted)
    shown = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    count = shown.paginator.count
    context = {
        "form": form,
        "shown": shown,
        "count": ngettext("%(n)s organizzazione", "%(n)s organizzazioni", count) % {"n": count},
        "narrowed": any(form.wanted.values()),
    }
    return render(request, "directory/index.html", context)


@page("public.read")
def network_map(request: HttpRequest) -> HttpResponse:
    """The same network as a picture and as a table."""
    listed = list(queries.listed())
    towns, elsewhere = picture.towns(listed)
    home, here = find(HOME), reverse("directory:index")
    rows = [
        Row([
            Cell(town.comune.name, url=f"{here}?{urlencode({'comune': town.comune.name})}"),
            round(distance_km(home, town.comune)) if home else "",
            len(town.rows),
            ", ".join(row.name for row in town.rows),
        ])
        for town in towns
    ]  # fmt: skip
    if elsewhere:
        rows.append(Row([_("Altri comuni"), "", len(elsewhere), ", ".join(row.name for row in elsewhere)]))
    table = Table(
        _("La rete, comune per comune"),
        [
            Column(_("Comune")),
            Column(_("Chilometri da Lainate"), numeric=True),
            Column(_("Quante"), numeric=True),
            Column(_("Chi c'è")),
        ],
        rows,
        empty=_("Qui vedrai chi fa parte della rete. Per ora non c'è nessuno."),
    )
    context = {"chart": picture.NetworkMap(listed, table) if towns else None, "table": table}
    return render(request, "directory/map.html", context)


@page("public.read")
def detail(request: HttpRequest, organisation_id: UUID) -> HttpResponse:
    """One organisation. The address of a record that was united leads to where it is now."""
    found = queries.one_listed(organisation_id)
    if found is None:
        moved = queries.moved_to(organisation_id)
        if moved and queries.one_listed(moved):
            return redirect("directory:detail", moved, permanent=True)
        raise Http404
    return render(request, "directory/detail.html", shown(found))


def shown(row: Organisation) -> dict[str, object]:
    """What the page of an organisation says, for people and for machines: the same data.

    Also the preview of who speaks for it.
    """
    url = settings.SITE_URL + reverse("directory:detail", args=[row.pk])
    return {
        "organisation": row,
        "places": shared.places_of(row),
        "offers": hsds.things(row.offers),
        "asks": hsds.things(row.asks),
        "website": linked.website(row),
        "promises": list(commitments.public_of(row.pk)[:PROMISES]),
        "contacts": row.public_contacts,  # type: ignore[attr-defined]  # put there by the query
        "data": script_json(linked.organization(row, url=url)),
    }


@page("public.read")
def open_data(request: HttpRequest) -> HttpResponse:
    """The whole network in the Human Services Data Specification (HSDS 3)."""
    rows = queries.for_everybody(queries.listed())
    answer = JsonResponse(
        hsds.export(rows, site=settings.SITE_URL), json_dumps_params={"ensure_ascii": False, "indent": 1}
    )
    answer["Content-Disposition"] = 'attachment; filename="rete-hsds.json"'
    return answer


@never_cache
@page("public.read", methods=("GET", "POST"))
def check(request: HttpRequest, token: str) -> HttpResponse:
    """*È ancora tutto giusto?*: one tap, without signing in. Looking changes nothing."""
    found = queries.check_by_token(token)
    if found is None:
        return render(request, "directory/check_old.html", status=404)
    form = AnswerForm(request.POST if "change" in request.POST else None)
    if request.method == "POST" and ("right" in request.POST or form.is_valid()):
        note = "" if "right" in request.POST else form.cleaned_data["note"]
        try:
            actions.answer_check(token=token, right="right" in request.POST, note=note)
        except Refused:
            return render(request, "directory/check_old.html", status=404)
        return redirect(request.path)
    row = queries.preview(found.organisation)
    context = {
        "form": form,
        "check": found,
        "confirmed": found.answer == Answer.CONFIRMED,
        "told": found.answer == Answer.CHANGES,
        "organisation": row,
        "rows": shared.facts(row),
        "places": shared.places_of(row),
    }
    return render(request, "directory/check.html", context)


@page("public.read", methods=("GET", "POST"))
def join(request: HttpRequest) -> HttpResponse:
    """Ask to be in the network."""
    form = JoinForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        # Counted before anything is written, so that a refused try stays counted.
        if not limits.hit("join-from", limits.client_address(request), limit=JOINS_AN_HOUR):
            form.add_error(None, _("Sono arrivate molte richieste. Riprova fra un'ora, o chiamaci."))
        else:
            actions.ask_to_join(actor=PUBLIC, **form.cleaned_data)
            return redirect("directory:joined")
    return render(request, "directory/join.html", {"form": form})


@page("public.read")
def joined(request: HttpRequest) -> HttpResponse:
    """What happens now."""
    return render(request, "directory/joined.html")
