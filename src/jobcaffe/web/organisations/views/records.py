"""The list, one organisation, and writing it."""

from __future__ import annotations

import csv
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from jobcaffe.commitments import queries as commitments
from jobcaffe.encounters import queries as encounters
from jobcaffe.foundation import access
from jobcaffe.foundation.access import Refused
from jobcaffe.foundation.ui.csvsafe import safe_cell
from jobcaffe.foundation.ui.tables import Cell, Column, Row, Table
from jobcaffe.organisations import actions, queries
from jobcaffe.organisations.enums import Answer, Kind, Stage
from jobcaffe.organisations.models import Organisation
from jobcaffe.web.organisations import shared
from jobcaffe.web.organisations.forms import ContactForm, DelegateForm, OrganisationForm
from jobcaffe.web.page import HouseRequest, page

PER_PAGE = 30
EXPORTED = (
    "name", "kind", "fiscal_code", "vat_number", "municipality", "address", "sector", "phone", "email",
    "website", "stage", "joined_on", "verified_on", "ateco_code", "rea_number", "runts_number", "offers",
    "asks",
)  # fmt: skip
HEADINGS = (
    "Denominazione", "Tipo", "Codice fiscale", "Partita IVA", "Comune", "Indirizzo", "Settore", "Telefono",
    "Email", "Sito", "Adesione", "Data adesione", "Verificata il", "Codice ATECO", "Numero REA",
    "Numero RUNTS", "Che cosa offre", "Che cosa cerca",
)  # fmt: skip
STAGE_CHIPS = {Stage.MEMBER: "done", Stage.INTERESTED: "todo", Stage.KNOWN: "later", Stage.LEFT: "attention"}


@page("organisation.read")
def index(request: HouseRequest) -> HttpResponse:
    """Everybody who is here, by name, kind and stage."""
    text, kind, stage = (request.GET.get(name, "") for name in ("q", "tipo", "adesione"))
    rows = queries.search(
        request.user,
        text=text,
        kind=kind if kind in Kind.values else "",
        stage=stage if stage in Stage.values else "",
    )
    shown = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    table = Table(
        _("Organizzazioni"),
        [Column(_("Nome")), Column(_("Che cos'è")), Column(_("Comune")), Column(_("A che punto siamo"))],
        [_line(organisation) for organisation in shown],
        empty=_("Qui vedrai aziende, scuole e associazioni. Nessuna corrisponde a quello che cerchi."),
        hide_caption=True,
    )
    filters = [
        {"label": label, "url": f"?tipo={value}", "here": value == kind} for value, label in Kind.choices
    ]
    context = {
        "table": table,
        "shown": shown,
        "text": text,
        "filters": filters,
        "may_write": access.allows(request.user, "organisation.write"),
        "corrections": queries.to_correct(request.user)[:10],
        "newcomers": queries.to_verify(request.user)[:10],
    }
    return render(request, "organisations/index.html", context)


def _line(organisation: Organisation) -> Row:
    return Row(
        [
            Cell(organisation.name, url=reverse("organisations:detail", args=[organisation.pk])),
            organisation.get_kind_display(),
            organisation.municipality,
            Cell(organisation.get_stage_display(), chip=STAGE_CHIPS[Stage(organisation.stage)]),
        ]
    )


@page("organisation.read")
def export(request: HouseRequest) -> HttpResponse:
    """All of them, as the import reads them back (CSV)."""
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="organizzazioni.csv"'
    response.write("\ufeff")
    writer = csv.writer(response, delimiter=";")
    writer.writerow(HEADINGS)
    for organisation in queries.visible_to(request.user).iterator():
        values = {name: getattr(organisation, name) for name in EXPORTED}
        values |= {"kind": organisation.get_kind_display(), "stage": organisation.get_stage_display()}
        for day in ("joined_on", "verified_on"):
            values[day] = values[day].strftime("%d/%m/%Y") if values[day] else ""
        writer.writerow([safe_cell(values[name]) for name in EXPORTED])
    return response


def found_for(request: HouseRequest, organisation_id: UUID) -> Organisation:
    """The organisation with its parts. Raises ``Http404`` when it is not there or not to be read."""
    found = queries.organisation_of(request.user, organisation_id)
    if found is None:
        raise Http404
    return found


def _moved(organisation_id: UUID) -> HttpResponse:
    moved = queries.moved_to(organisation_id)
    if moved is None:
        raise Http404
    return redirect("organisations:detail", moved, permanent=True)


@page("organisation.read")
def detail(request: HouseRequest, organisation_id: UUID) -> HttpResponse:
    """One organisation: contacts, encounters, promises. One that was united leads to where it is now."""
    found = queries.organisation_of(request.user, organisation_id)
    if found is None:
        return _moved(organisation_id)
    may_write = access.allows(request.user, "organisation.write")
    met = encounters.of_organisation(request.user, found)[:20]
    promised = commitments.visible_to(request.user).filter(organisation=found)[:20]
    here = ("organisations", found.pk) if may_write else ()
    joined = found.joined_on.strftime(shared.DAY) if found.joined_on else ""
    rows = [*shared.facts(found), {"label": _("Aderisce dal"), "value": joined}]
    context = {
        "organisation": found,
        "rows": rows,
        "chip": STAGE_CHIPS[Stage(found.stage)],
        "contacts": shared.contacts_of(found, *here),
        "places": shared.places_of(found, *here),
        "delegates": queries.delegates_of(found) if may_write else [],
        "delegate_form": DelegateForm(),
        "shown": queries.is_listed(found),
        "corrections": found.checks.filter(answer=Answer.CHANGES)[:3],
        "met": met,
        "promised": promised,
        "may_write": may_write,
        "may_see_promises": access.allows(request.user, "commitment.read"),
        "may_promise": access.allows(request.user, "commitment.write"),
        "ref": str(found.pk),
        "contact_form": ContactForm(),
    }
    return render(request, "organisations/detail.html", context)


@page("organisation.write", methods=("GET", "POST"))
def add(request: HouseRequest) -> HttpResponse:
    """Write a new one; when its name is there already, look before going on."""
    form = OrganisationForm(request.POST or None)
    alike: list[Organisation] = []
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.add_organisation(
                actor=request.user, sure=request.POST.get("sure") == "yes", **form.cleaned_data
            )
        except actions.LooksLike as found:
            alike = found.found
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Fatto. L'organizzazione è nell'elenco."))
            return redirect("organisations:detail", made.pk)
    return render(
        request,
        "organisations/form.html",
        {"form": form, "alike": alike, "heading": _("Nuova organizzazione")},
    )


@page("organisation.write", methods=("GET", "POST"))
def edit(request: HouseRequest, organisation_id: UUID) -> HttpResponse:
    """Change it, or confirm that all is still true."""
    found = found_for(request, organisation_id)
    initial = {name: getattr(found, name) for name in actions.EDITABLE}
    form = OrganisationForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            actions.update_organisation(actor=request.user, organisation_id=found.pk, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Fatto. I dati sono verificati oggi."))
            return redirect("organisations:detail", found.pk)
    return render(
        request, "organisations/form.html", {"form": form, "heading": _("Modifica %s") % found.name}
    )


@page("organisation.write", methods=("POST",))
def contact_add(request: HouseRequest, organisation_id: UUID) -> HttpResponse:
    """Write down whom to talk to."""
    found = found_for(request, organisation_id)
    form = ContactForm(request.POST)
    if not form.is_valid():
        return render(request, "organisations/contact.html", {"form": form, "organisation": found})
    shared.told(
        request,
        _("Fatto. Il referente è nell'elenco."),
        lambda: actions.add_contact(actor=request.user, organisation_id=found.pk, **form.cleaned_data),
    )
    return redirect("organisations:detail", found.pk)


@page("organisation.write", methods=("POST",))
def contact_remove(request: HouseRequest, organisation_id: UUID, contact_id: UUID) -> HttpResponse:
    """Forget a contact."""
    found = found_for(request, organisation_id)
    actions.remove_contact(actor=request.user, organisation_id=found.pk, contact_id=contact_id)
    return redirect("organisations:detail", found.pk)
