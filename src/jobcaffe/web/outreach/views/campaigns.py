"""Campaigns: how they go, whom they aim at, who is left alone."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from jobcaffe.foundation import access
from jobcaffe.foundation.access import Refused
from jobcaffe.foundation.ui.charts import Bar, BarChart
from jobcaffe.foundation.ui.csvsafe import download
from jobcaffe.foundation.ui.tables import Cell, Column, Row, Table, number
from jobcaffe.network.outreach import actions, queries, rules
from jobcaffe.network.outreach.enums import Stage, Standing
from jobcaffe.network.outreach.models import Campaign
from jobcaffe.organisations import queries as organisations
from jobcaffe.web.outreach.forms import CampaignForm, ExcludeForm
from jobcaffe.web.outreach.views import shared
from jobcaffe.web.page import HouseRequest, page

PER_PAGE = 30


@page("campaign.work")
def index(request: HouseRequest) -> HttpResponse:
    """All campaigns, the newest first."""
    shown = Paginator(queries.visible_to(request.user), PER_PAGE).get_page(request.GET.get("page"))
    rows = [
        Row(
            [
                Cell(one.name, url=reverse("outreach:campaign", args=[one.pk])),
                f"{one.starts_on:%d/%m/%Y}",
                f"{one.ends_on:%d/%m/%Y}",
                _state(one),
            ]
        )
        for one in shown
    ]
    table = Table(
        _("Campagne"),
        [Column(one) for one in (_("Campagna"), _("Dal"), _("Al"), _("Stato"))],
        rows,
        empty=_("Qui vedi le campagne di contatti. Non ce n'è ancora nessuna."),
        hide_caption=True,
    )
    may = access.allows(request.user, "campaign.manage")
    return render(request, "outreach/campaigns.html", {"table": table, "shown": shown, "may_manage": may})


def _state(campaign: Campaign) -> Cell:
    if rules.running(campaign):
        return Cell(_("in corso"), chip="todo")
    return Cell(_("chiusa"), chip="done") if campaign.closed_at else Cell(_("ferma"), chip="later")


@page("campaign.work")
def campaign(request: HouseRequest, campaign_id: UUID) -> HttpResponse:
    """How it goes: the funnel with its table, the script, the mailings."""
    found = shared.campaign_or_404(request, campaign_id)
    numbers = queries.funnel(found)
    at = reverse("outreach:cards", args=[found.pk])
    workers = ", ".join(found.workers.order_by("name").values_list("name", flat=True))
    chart = BarChart(
        _("Fin dove sono arrivate"),
        _("Ogni organizzazione si conta una volta in ogni punto che ha raggiunto."),
        [
            Bar(_("nella campagna"), numbers.cards, url=at),
            *(
                Bar(str(one.stage.label), one.count, url=f"{at}?arrivate={one.stage}")
                for one in numbers.reached
            ),
        ],
        label_name=_("A che punto"),
        value_name=_("Organizzazioni"),
    )
    context = {
        "campaign": found,
        "numbers": numbers,
        "chart": chart,
        "days": _days_table(numbers),
        "facts": [
            {"label": _("Dal"), "value": f"{found.starts_on:%d/%m/%Y}"},
            {"label": _("Al"), "value": f"{found.ends_on:%d/%m/%Y}"},
            {"label": _("A chi"), "value": queries.target_words(found.target) or _("a chi ci mettiamo noi")},
            {"label": _("Chi chiama"), "value": workers or _("tutti gli sportelli")},
        ],
        "running": rules.running(found),
        "mailings": list(found.mailings.all()[:PER_PAGE]),
        "may_manage": access.allows(request.user, "campaign.manage"),
    }
    return render(request, "outreach/campaign.html", context)


def _days_table(numbers: queries.Funnel) -> Table:
    rows = [
        Row([str(one.stage.label), number(one.days, 0) if one.days is not None else "–"])
        for one in numbers.reached[1:]
    ]
    columns = [Column(_("Fino a")), Column(_("Giorni, valore di mezzo"), numeric=True)]
    return Table(_("Quanti giorni dal punto prima"), columns, rows)


@page("campaign.work")
def cards(request: HouseRequest, campaign_id: UUID) -> HttpResponse:
    """Every card, or those at one point, or of one name."""
    found = shared.campaign_or_404(request, campaign_id)
    text, point = request.GET.get("q", ""), request.GET.get("punto", "")
    rows = queries.visible_cards(request.user).filter(campaign=found)
    reached = request.GET.get("arrivate", "")
    if reached in Stage.values:
        rows = rows.filter(pk__in=queries.that_reached(found, reached))
    if point in Stage.values or point in Standing.values:
        rows = rows.filter(stage=point) if point in Stage.values else rows.filter(standing=point)
    if text.strip():
        rows = rows.filter(organisation__in=organisations.search(request.user, text=text))
    shown = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    empty = _("Qui vedi le organizzazioni della campagna. Nessuna corrisponde a quello che cerchi.")
    table = shared.cards_table(request, shown, _("Organizzazioni"), empty)
    filters = [
        {"label": label, "url": f"?punto={value}"} for value, label in [*Stage.choices, *Standing.choices[1:]]
    ]
    context = {"campaign": found, "table": table, "shown": shown, "text": text, "filters": filters}
    return render(request, "outreach/cards.html", context)


@page("campaign.manage", methods=("GET", "POST"))
def new(request: HouseRequest) -> HttpResponse:
    """A new campaign."""
    form = CampaignForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.create_campaign(actor=request.user, **form.values())
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Fatto. La campagna è pronta: guarda chi c'è dentro."))
            return redirect("outreach:campaign", made.pk)
    return render(request, "outreach/form.html", {"form": form, "heading": _("Nuova campagna")})


@page("campaign.manage", methods=("GET", "POST"))
def edit(request: HouseRequest, campaign_id: UUID) -> HttpResponse:
    """Change it."""
    found = shared.campaign_or_404(request, campaign_id)
    form = CampaignForm(request.POST or None, initial=CampaignForm.initial_of(found))
    if request.method == "POST" and form.is_valid():
        values = form.values()
        values.pop("request_key")
        try:
            actions.update_campaign(actor=request.user, campaign_id=found.pk, **values)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Fatto. La campagna è cambiata."))
            return redirect("outreach:campaign", found.pk)
    heading = _("Modifica %(name)s") % {"name": found.name}
    return render(request, "outreach/form.html", {"form": form, "heading": heading, "campaign": found})


@page("campaign.manage", methods=("POST",))
def close(request: HouseRequest, campaign_id: UUID) -> HttpResponse:
    """Nobody is called any more."""
    found = shared.campaign_or_404(request, campaign_id)
    if found.closed_at is None:
        actions.close_campaign(actor=request.user, campaign_id=found.pk)
    messages.success(request, _("Fatto. La campagna è chiusa: quello che è scritto resta."))
    return redirect("outreach:campaign", found.pk)


@page("campaign.manage", methods=("GET", "POST"))
def excluded(request: HouseRequest, campaign_id: UUID) -> HttpResponse:
    """Who is left alone by this campaign."""
    found = shared.campaign_or_404(request, campaign_id)
    form = ExcludeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            _exclude(request, found, form)
        except Refused as refused:
            form.add_error("name", str(refused))
        else:
            messages.success(request, _("Fatto. In questa campagna nessuno la cerca."))
            return redirect("outreach:excluded", found.pk)
    rows = list(found.exclusions.select_related("organisation").order_by("organisation__search_name"))
    return render(request, "outreach/excluded.html", {"form": form, "campaign": found, "rows": rows})


def _exclude(request: HouseRequest, found: Campaign, form: ExcludeForm) -> None:
    same = list(organisations.search(request.user, text=form.cleaned_data["name"])[:2])
    if len(same) != 1:
        raise Refused(
            _("Più di un'organizzazione ha questo nome: scrivilo tutto.")
            if same
            else _("Nessuna organizzazione ha questo nome. Controlla come è scritto.")
        )
    actions.exclude(
        actor=request.user,
        campaign_id=found.pk,
        organisation_id=same[0].pk,
        reason=form.cleaned_data["reason"],
    )


@page("campaign.manage", methods=("POST",))
def include(request: HouseRequest, campaign_id: UUID, organisation_id: UUID) -> HttpResponse:
    """Take it off the list of exclusions."""
    found = shared.campaign_or_404(request, campaign_id)
    try:
        actions.include(actor=request.user, campaign_id=found.pk, organisation_id=organisation_id)
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect("outreach:excluded", found.pk)


@page("campaign.manage")
def export_csv(request: HouseRequest, campaign_id: UUID) -> HttpResponse:
    """The campaign as a table (CSV)."""
    found = shared.campaign_or_404(request, campaign_id)
    return download("campagna.csv", queries.export_rows(found))


@page("campaign.manage")
def export_xlsx(request: HouseRequest, campaign_id: UUID) -> HttpResponse:
    """The campaign as a table (XLSX)."""
    found = shared.campaign_or_404(request, campaign_id)
    return download("campagna.xlsx", queries.export_rows(found))
