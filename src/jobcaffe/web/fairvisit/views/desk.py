"""The desk: who comes, signing up at the desk and from paper, whom a visitor is."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from jobcaffe.fair.events.models import Fair
from jobcaffe.fair.visits import actions, queries, rules
from jobcaffe.fair.visits.enums import State
from jobcaffe.fair.visits.models import Visitor
from jobcaffe.foundation.access import Refused
from jobcaffe.foundation.accounts import contacts
from jobcaffe.foundation.ui.phones import phone_words
from jobcaffe.foundation.ui.tables import Cell, Column, Row, Table
from jobcaffe.people import actions as people_actions
from jobcaffe.people import queries as persons
from jobcaffe.people.queries.persons import found
from jobcaffe.web.desk.views.shared import press
from jobcaffe.web.fairvisit import shape
from jobcaffe.web.fairvisit.forms import EnrolForm
from jobcaffe.web.fairvisit.views.shared import BOTH, fair_or_404, visitor_or_404
from jobcaffe.web.page import page, user_of

ON_PAGE = 50
FILTERS: dict[str, Q] = {
    "attesi": Q(state=State.EXPECTED, arrived_at=None),
    "arrivati": Q(arrived_at__isnull=False),
    "disdette": Q(state=State.CANCELLED),
    "da-collegare": Q(person=None, state=State.EXPECTED),
}


@page("fair.desk")
def people(request: HttpRequest, slug: str) -> HttpResponse:
    """Everybody who signed up, with a search by name, code or telephone."""
    fair = fair_or_404(request, slug)
    text, only = request.GET.get("cerca", "").strip(), request.GET.get("solo", "")
    rows = _searched(fair, queries.visible_to(request.user).filter(fair=fair, forgotten_on=None), text)
    if only in FILTERS:
        rows = rows.filter(FILTERS[only])
    page_obj = Paginator(rows, ON_PAGE).get_page(request.GET.get("page"))
    context = {
        "fair": fair,
        "cerca": text,
        "table": _table(fair, page_obj.object_list, text),
        "page_obj": page_obj,
        "counts": queries.counts(fair),
        "filters": _filters(request.path, only),
        "cards": len(queries.cards(fair)),
    }
    return render(request, "fairvisit/people.html", context)


def _searched(fair: Fair, rows: QuerySet[Visitor], text: str) -> QuerySet[Visitor]:
    if not text:
        return rows
    one = queries.by_reading(fair, text)
    if one is not None:
        return rows.filter(pk=one.pk)
    contact = contacts.parse(text)
    if contact is not None:
        return rows.filter(contact_index=contact.index)
    return rows.filter(pk__in=[row.pk for row in queries.by_name(fair, text)])


def _filters(path: str, only: str) -> list[dict[str, object]]:
    labels = {
        "": _("Tutte"),
        "attesi": _("Attese"),
        "arrivati": _("Arrivate"),
        "disdette": _("Disdette"),
        "da-collegare": _("Senza scheda"),
    }
    return [
        {"label": label, "url": f"{path}?solo={key}" if key else path, "here": key == only}
        for key, label in labels.items()
    ]


def _table(fair: Fair, rows: Any, text: str) -> Table:
    columns = [_("Chi"), _("Codice"), _("Stato"), _("Iscrizione"), _("Scheda")]
    empty = _("Nessuno con questo nome.") if text else _("Qui vedi chi si iscrive. Per ora non c'è nessuno.")
    return Table(
        _("Chi viene"),
        [Column(label) for label in columns],
        [Row(_cells(fair, row)) for row in rows],
        empty=empty,
        empty_url=reverse("fairvisit:enrol", args=[fair.slug]),
        empty_label=_("Iscrivi una persona"),
        hide_caption=True,
    )


def _cells(fair: Fair, row: Visitor) -> list[Cell]:
    chip, said = shape.states(row)
    return [
        Cell(row.name, url=reverse("fairvisit:visitor", args=[fair.slug, row.pk])),
        Cell(row.code),
        Cell(said, chip=chip),
        Cell(capfirst(row.get_way_display())),
        Cell(_("Collegata") if row.person_id else ""),
    ]


@page("fair.desk", methods=BOTH)
def enrol(request: HttpRequest, slug: str) -> HttpResponse:
    """At the desk or from paper, one after the other: the page comes back empty with the last code."""
    fair = fair_or_404(request, slug)
    form = EnrolForm(request.POST or None, initial={"way": request.GET.get("da", "desk")})
    if request.method == "POST" and form.is_valid():
        way, known = form.cleaned_data["way"], False
        try:
            made = actions.sign_up(
                actor=user_of(request), fair=fair, details=form.details(way),
                request_key=form.cleaned_data["request_key"],
            )  # fmt: skip
        except actions.AlreadyIn as twice:
            made, known = twice.visitor, True
        except Refused as refusal:
            form.add_error(None, str(refusal))
            made = None
        if made is not None:
            return redirect(f"{request.path}?da={way}&fatto={made.pk}{'&gia=1' if known else ''}")
    context = {"form": form, "fair": fair, "last": _last(request, fair), "known": "gia" in request.GET}
    return render(request, "fairvisit/enrol.html", context)


def _last(request: HttpRequest, fair: Fair) -> dict[str, object] | None:
    try:
        key = UUID(request.GET.get("fatto", ""))
    except ValueError:
        return None
    made = queries.visible_to(request.user).filter(pk=key, fair=fair).first()
    return {"one": made, "token": rules.token_of(made)} if made else None


@page("fair.desk")
def visitor(request: HttpRequest, slug: str, visitor_id: UUID) -> HttpResponse:
    """One visitor: ticket, seats, what she needs, and who she may be."""
    one = visitor_or_404(request, slug, visitor_id)
    user, text = user_of(request), request.GET.get("cerca", one.name)
    same, others = [], []
    if one.person_id is None:
        mine = persons.visible_to(user, "person.search")
        index = one.contact_index
        near = mine.filter(Q(phone_index=index) | Q(email_index=index))[:5] if index else mine.none()
        same = [found(person) for person in near.select_related("team")]
        known = {row.ref for row in same}
        people_actions.note_search(actor=user)
        others = [row for row in persons.search(user, text) if row.ref not in known]
    context = {
        "one": one,
        "fair": one.fair,
        "token": rules.token_of(one),
        "rows": _facts(one, reads=one.person in persons.visible_to(user).filter(visits=one)),
        "seats": queries.seats_of(one),
        "same": same,
        "found": others,
        "cerca": text,
        "cancelled": one.state == State.CANCELLED,
    }
    return render(request, "fairvisit/visitor.html", context)


def _facts(one: Visitor, *, reads: bool) -> list[dict[str, object]]:
    chip, said = shape.states(one)
    del chip
    linked = str(one.person) if reads else _("Collegata") if one.person_id else ""
    return [
        {"label": _("Codice"), "value": one.code},
        {"label": _("Stato"), "value": said},
        {"label": _("Recapito"), "value": phone_words(one.contact)},
        {"label": _("Le serve"), "value": one.needs},
        {"label": _("Iscrizione"), "value": capfirst(one.get_way_display())},
        {"label": _("Scheda"), "value": linked},
    ]


@page("fair.desk", methods=("POST",))
def link(request: HttpRequest, slug: str, visitor_id: UUID) -> HttpResponse:
    """It is this person; with an empty one, it is not."""
    one = visitor_or_404(request, slug, visitor_id)
    try:
        person = UUID(request.POST["person"]) if request.POST.get("person") else None
    except ValueError:
        raise Http404 from None
    return press(
        request,
        lambda: actions.link_person(actor=user_of(request), visitor=one, person_id=person),
        reverse("fairvisit:visitor", args=[slug, one.pk]),
        _("Fatto."),
    )


@page("fair.desk", methods=("POST",))
def cancel(request: HttpRequest, slug: str, visitor_id: UUID) -> HttpResponse:
    """She called: she does not come, or she comes after all (``what=back``)."""
    one = visitor_or_404(request, slug, visitor_id)
    do = actions.come_back if request.POST.get("what") == "back" else actions.cancel
    return press(
        request,
        lambda: do(actor=user_of(request), visitor=one),
        reverse("fairvisit:visitor", args=[slug, one.pk]),
        _("Fatto."),
    )
