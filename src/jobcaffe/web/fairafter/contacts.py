"""Contacts at a stand: only of who said yes to that exhibitor."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from jobcaffe.fair.events.models import Fair, Stand
from jobcaffe.fair.pledges import actions, queries
from jobcaffe.fair.pledges.models import Contact
from jobcaffe.foundation import access
from jobcaffe.foundation.ui.phones import phone_words
from jobcaffe.foundation.ui.tables import Column, Row, Table
from jobcaffe.spaces.words import date_words
from jobcaffe.web.desk.views.shared import attempt, press
from jobcaffe.web.fairafter.forms import ContactForm
from jobcaffe.web.fairwall import shape
from jobcaffe.web.page import HouseRequest, page

BOTH = ("GET", "POST")


def _own(request: HouseRequest, slug: str) -> tuple[Fair, Stand]:
    fair = shape.fair_or_404(request, slug)
    stand = queries.accepted_stand(request.user, fair)
    if stand is None:
        raise Http404
    return fair, stand


def _write(request: HouseRequest, stand: Stand, form: ContactForm) -> bool:
    """Whether it was written; the same words for a code of nobody and of who has not said yes."""
    said = form.cleaned_data
    post = said.get("post_id")

    def do() -> None:
        actions.write_contact(
            actor=request.user, fair=stand.fair, stand_id=stand.pk, code=said["code"],
            post_id=UUID(post) if post else None,
        )  # fmt: skip

    return attempt(form, do)


def _when(row: Contact) -> str:
    return date_words(timezone.localtime(row.at), "j F, G:i")


def _reached(contact: str) -> str:
    """The telephone as one reads it, or the e-mail."""
    if not contact:
        return _("Non indicato")
    return contact if "@" in contact else phone_words(contact)


def _list(rows: list[Contact], *, names: bool) -> Table:
    """The exhibitor reads name and contact, as she agreed; the desk the codes."""
    if not names:
        cells = [Row([row.visitor.code, _when(row)]) for row in rows]
        return Table(_("Contatti dello stand"), [Column(_("Codice")), Column(_("Quando"))], cells)
    columns = [Column(_("Nome")), Column(_("Recapito")), Column(_("Codice")), Column(_("Quando"))]
    cells = [
        Row([row.visitor.name, _reached(row.visitor.contact), row.visitor.code, _when(row)]) for row in rows
    ]
    return Table(_("Persone che vi hanno detto di sì"), columns, cells)


def _page(
    request: HouseRequest, fair: Fair, stand: Stand, form: ContactForm, *, names: bool, back: str
) -> HttpResponse:
    opened = actions.open_contacts(actor=request.user, stand=stand) if names else None
    rows = opened if opened is not None else list(queries.contacts_of(stand))
    context: dict[str, Any] = {
        "fair": fair,
        "stand": stand,
        "form": form,
        "some": bool(rows),
        "table": _list(rows, names=names),
        "back": back,
    }
    return render(request, "fairafter/contacts.html", context)


def _asked(request: HouseRequest, stand: Stand, *, names: bool, back: str) -> HttpResponse:
    form = ContactForm(request.POST or None, posts=queries.posts_of(stand))
    if request.method == "POST" and form.is_valid() and _write(request, stand, form):
        messages.success(request, _("Fatto. Il contatto è scritto."))
        return redirect(request.path)
    return _page(request, stand.fair, stand, form, names=names, back=back)


@page("fair.stand", methods=BOTH)
def contacts(request: HouseRequest, slug: str) -> HttpResponse:
    """Who was at our stand and lets us write to her; write down one more."""
    _fair, stand = _own(request, slug)
    return _asked(request, stand, names=True, back=reverse("fair:page", args=[slug]))


@page("fair.stand", methods=BOTH)
def contact(request: HouseRequest, slug: str, code: str) -> HttpResponse:
    """One visitor who said yes to us; anybody else is not there."""
    _fair, stand = _own(request, slug)
    visitor = queries.yes_to(stand, code)
    if visitor is None:
        raise Http404
    if request.method == "POST":
        return press(
            request,
            lambda: actions.write_contact(actor=request.user, fair=stand.fair, stand_id=stand.pk, code=code),
            reverse("fairafter:contacts", args=[slug]),
            _("Fatto. Il contatto è scritto."),
        )
    back = reverse("fairafter:contacts", args=[slug])
    return render(request, "fairafter/contact.html", {"fair": stand.fair, "visitor": visitor, "back": back})


@page("fair.desk", methods=BOTH)
def stand_contacts(request: HouseRequest, slug: str, stand_id: UUID) -> HttpResponse:
    """The same at the desk, for an exhibitor without a telephone."""
    fair = shape.fair_or_404(request, slug)
    stand = queries.stand_for(request.user, fair, stand_id)
    if stand is None:
        raise Http404
    page_of = "fairdesk:stand" if access.allows(request.user, "fair.manage") else "fair:exhibitor"
    return _asked(request, stand, names=False, back=reverse(page_of, args=[slug, stand.pk]))
