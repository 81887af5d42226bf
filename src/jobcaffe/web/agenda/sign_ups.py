"""*Iscrizioni*: who signed up on the site, to be linked to a person by an operator."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jobcaffe.encounters import actions, queries
from jobcaffe.encounters.enums import ContactBy
from jobcaffe.encounters.models import SignUp
from jobcaffe.foundation import access
from jobcaffe.foundation.access import Refused
from jobcaffe.foundation.ui.tables import Cell, Column, Row, Table
from jobcaffe.people import actions as people_actions
from jobcaffe.people import queries as people
from jobcaffe.people.queries.persons import found
from jobcaffe.web import nav
from jobcaffe.web.agenda.common import tell, user_of, when
from jobcaffe.web.page import page

ON_PAGE = 50
CALL_WHEN = {"morning": gettext_lazy("di mattina"), "afternoon": gettext_lazy("di pomeriggio")}


@page("signup.manage")
def listing(request: HttpRequest) -> HttpResponse:
    """Everybody who waits to be linked, soonest encounter first."""
    page_obj = Paginator(queries.sign_ups(request.user), ON_PAGE).get_page(request.GET.get("page"))
    rows = [Row(_cells(row)) for row in page_obj]
    table = Table(
        _("Da collegare"),
        [
            Column(_("Chi")),
            Column(_("Incontro")),
            Column(_("Quando")),
            Column(_("Come vuole essere contattata")),
        ],
        rows,
        empty=_("Qui vedi chi si iscrive dal sito. Adesso non c'è nessuno da collegare."),
        empty_url=reverse("agenda:agenda"),
        empty_label=_("Vai all'agenda"),
    )
    return render(request, "agenda/sign_ups.html", {"table": table, "page_obj": page_obj})


def _cells(row: SignUp) -> list[Cell]:
    return [
        Cell(row.name, url=reverse("agenda:sign_up", args=[row.pk])),
        Cell(row.encounter.title),
        Cell(when(row.encounter)),
        Cell(_way(row)),
    ]


def _way(row: SignUp) -> str:
    way = str(ContactBy(row.channel).label)
    return f"{way}, {CALL_WHEN[row.call_when]}" if row.call_when in CALL_WHEN else way


def _sign_up_or_404(request: HttpRequest, pk: UUID) -> SignUp:
    row = queries.sign_ups(request.user).filter(pk=pk).first()
    if row is None:
        raise Http404
    return row


@page("signup.manage")
def detail(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Who it may be: same contact, or found by name."""
    row = _sign_up_or_404(request, pk)
    user = user_of(request)
    text = request.GET.get("cerca", row.name)
    same = [found(person) for person in queries.candidates(user, row)]
    known = {one.ref for one in same}
    people_actions.note_search(actor=user)
    context = {
        "sign_up": row,
        "rows": [
            {"label": _("Incontro"), "value": row.encounter.title},
            {"label": _("Quando"), "value": when(row.encounter)},
            {"label": _("Come contattarla"), "value": _way(row)},
            {"label": _("Recapito"), "value": row.contact},
        ],
        "same": same,
        "found": [one for one in people.search(user, text) if one.ref not in known],
        "cerca": text,
        "may_welcome": access.allows(user, "person.create"),
    }
    return render(request, "agenda/sign_up.html", context)


@page("signup.manage", methods=("POST",))
def link(request: HttpRequest, pk: UUID) -> HttpResponse:
    """It is this person."""
    try:
        person = UUID(request.POST.get("person", ""))
        actions.match_sign_up(actor=user_of(request), sign_up_id=pk, person_id=person)
        messages.success(request, _("Fatto. Ora è fra le persone attese."))
    except ValueError:
        raise Http404 from None
    except Refused as refusal:
        tell(request, refusal)
    return redirect("agenda:sign_ups")


@page("signup.manage", methods=("POST",))
def welcome(request: HttpRequest, pk: UUID) -> HttpResponse:
    """She is new: start her intake with what she wrote. Once saved, come back and link."""
    row = _sign_up_or_404(request, pk)
    first, _space, last = row.name.partition(" ")
    field = "email" if row.channel == ContactBy.EMAIL else "phone"
    data = {"first_name": first, "last_name": last, field: row.contact}
    if row.channel in ContactBy.values[:3]:
        data["channel"] = row.channel
    try:
        people_actions.save_draft(actor=user_of(request), draft_ref=row.pk, data=data)
    except Refused as refusal:
        tell(request, refusal)
        return redirect("agenda:sign_up", pk=pk)
    messages.success(request, _("Ho preparato una bozza di accoglienza con i suoi dati."))
    intake = nav.address("desk:new")
    return redirect(f"{intake}?bozza={row.pk}" if intake else reverse("agenda:sign_up", args=[pk]))


@page("signup.manage", methods=("POST",))
def drop(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Give the seat back."""
    try:
        actions.drop_sign_up(actor=user_of(request), sign_up_id=pk)
        messages.success(request, _("Fatto. Il posto è di nuovo libero."))
    except Refused as refusal:
        tell(request, refusal)
    return redirect("agenda:sign_ups")
