"""Agreements: parties, dates, what each does, the signed paper."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from jobcaffe.foundation.access import Refused
from jobcaffe.foundation.files.serve import as_attachment
from jobcaffe.network.tables import actions, queries
from jobcaffe.network.tables.models import Agreement
from jobcaffe.web.desk.views.shared import press
from jobcaffe.web.page import HouseRequest, page
from jobcaffe.web.tables import shape
from jobcaffe.web.tables.forms import AgreementForm, DocumentForm, WhoForm
from jobcaffe.web.tables.views.shared import BOTH, agreement_or_404, fill


@page("table.manage", methods=BOTH)
def new(request: HouseRequest) -> HttpResponse:
    """Write an agreement."""
    form = AgreementForm(request.POST or None)

    def do() -> str:
        made = actions.create_agreement(actor=request.user, **form.cleaned_data)
        return reverse("tables:agreement", args=[made.pk])

    return fill(
        request, form, do, done=_("Fatto. Ora scrivi che cosa fa ogni parte."),
        title=_("Scrivi un accordo"), button=_("Salva l'accordo"),
        back=reverse("tables:home"), back_label=_("Torna a caffè e tavoli"),
    )  # fmt: skip


def told(one: Agreement) -> dict[str, object]:
    """What an agreement says, for all its readers."""
    table = shape.promises(
        [duty.commitment for duty in queries.duties(one)],
        _("Che cosa fa ogni parte"),
        empty=_("Qui c'è che cosa fa ogni parte. Non è ancora scritto."),
    )
    return {"one": one, "card": shape.agreement_cards([one], "tables:agreement")[0], "table": table}


def _page(
    request: HouseRequest, one: Agreement, who: WhoForm | None, file: DocumentForm | None
) -> HttpResponse:
    context = {
        **told(one),
        "who": who or WhoForm(among=one.parties.all(), house=False, auto_id="chi_%s"),
        "file": file or DocumentForm(),
        "document": reverse("tables:document", args=[one.pk]),
        "staff": True,
    }
    return render(request, "tables/agreement.html", context)


@page("table.manage")
def agreement(request: HouseRequest, agreement_id: UUID) -> HttpResponse:
    """The whole of it."""
    return _page(request, agreement_or_404(request, agreement_id), None, None)


@page("table.manage", methods=BOTH)
def edit(request: HouseRequest, agreement_id: UUID) -> HttpResponse:
    """Name, purpose, dates, parties."""
    one = agreement_or_404(request, agreement_id)
    there = reverse("tables:agreement", args=[one.pk])
    names = ("name", "purpose", "starts_on", "ends_on")
    initial = {name: getattr(one, name) for name in names} | {"parties": list(one.parties.all())}
    form = AgreementForm(request.POST or None, initial=initial)

    def do() -> str:
        values = {name: form.cleaned_data[name] for name in initial}
        actions.update_agreement(actor=request.user, agreement_id=one.pk, **values)
        return there

    return fill(
        request, form, do, done=_("Fatto. L'accordo è aggiornato."), title=_("Modifica l'accordo"),
        button=_("Salva l'accordo"), back=there, back_label=one.name,
    )  # fmt: skip


@page("table.manage", methods=("POST",))
def duty(request: HouseRequest, agreement_id: UUID) -> HttpResponse:
    """What one party does."""
    one = agreement_or_404(request, agreement_id)
    form = WhoForm(request.POST, among=one.parties.all(), house=False, auto_id="chi_%s")
    if not form.is_valid():
        return _page(request, one, form, None)
    return press(
        request,
        lambda: actions.add_duty(actor=request.user, agreement_id=one.pk, **form.cleaned_data),
        reverse("tables:agreement", args=[one.pk]),
        _("Fatto. L'impegno è nella lista di chi lo fa."),
    )


@page("table.manage", methods=("POST",))
def attach(request: HouseRequest, agreement_id: UUID) -> HttpResponse:
    """The signed paper."""
    one = agreement_or_404(request, agreement_id)
    form = DocumentForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, one, None, form)
    file = form.cleaned_data["file"]
    return press(
        request,
        lambda: actions.attach_document(
            actor=request.user, agreement_id=one.pk, name=file.name, data=file.read()
        ),
        reverse("tables:agreement", args=[one.pk]),
        _("Fatto. Il documento è salvato."),
    )


def handed(request: HouseRequest, agreement_id: UUID) -> HttpResponse:
    """The signed paper as a download, when there is one."""
    one = agreement_or_404(request, agreement_id)
    try:
        return as_attachment(actions.note_document_read(actor=request.user, agreement=one))
    except Refused as refusal:
        raise Http404 from refusal


@page("table.manage")
def document(request: HouseRequest, agreement_id: UUID) -> HttpResponse:
    """The signed paper."""
    return handed(request, agreement_id)
