"""An organisation's own coffees, tables and agreements."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from jobcaffe.network.tables import actions, queries, reasons, rules
from jobcaffe.network.tables.enums import Side
from jobcaffe.network.tables.models import Coffee
from jobcaffe.web.desk.views.shared import press
from jobcaffe.web.page import HouseRequest, page
from jobcaffe.web.tables import shape
from jobcaffe.web.tables.forms import ProposeForm
from jobcaffe.web.tables.views import agreements
from jobcaffe.web.tables.views.answering import panel
from jobcaffe.web.tables.views.shared import (
    BOTH,
    agreement_or_404,
    coffee_or_404,
    fill,
    listed_or_404,
    meeting_or_404,
    own_or_404,
    table_or_404,
)

SHOWN = 20


@page("table.partner")
def mine(request: HouseRequest) -> HttpResponse:
    """Coffees, whom we could meet, tables, agreements, and the way to our commitments."""
    own = own_or_404(request)
    coffees = [
        shape.coffee(
            one,
            name=one.second.name if one.first_id == own.pk else one.first.name,
            url_name="tables:own_coffee",
        )
        for one in queries.coffees(request.user)[:SHOWN]
    ]
    people = [
        {
            "organisation": row.organisation,
            "kicker": capfirst(str(row.organisation.get_kind_display())),
            "reasons": row.reasons,
            "interested": row.interested,
            "url": reverse("directory:detail", args=[row.organisation.pk]),
            "propose": reverse("tables:own_propose", args=[row.organisation.pk]),
            "interest": reverse("tables:interest", args=[row.organisation.pk]),
        }
        for row in reasons.suggestions(own)
    ]
    context = {
        "organisation": own,
        "coffees": coffees,
        "people": people,
        "tables": shape.table_cards(queries.tables(request.user), "tables:own_table"),
        "agreements": shape.agreement_cards(queries.agreements(request.user), "tables:own_agreement"),
    }
    return render(request, "tables/mine.html", context)


@page("table.partner", methods=("POST",))
def interest(request: HouseRequest, organisation_id: UUID) -> HttpResponse:
    """*Vorremmo conoscerli*, or not any more."""
    wanted = request.POST.get("wanted") != "no"
    done = _("Fatto. Ora lo sanno anche loro.") if wanted else _("Fatto. L'abbiamo tolto.")
    return press(
        request,
        lambda: actions.say_interest(actor=request.user, other_id=organisation_id, wanted=wanted),
        reverse("tables:mine"),
        done,
    )


@page("table.partner", methods=BOTH)
def propose(request: HouseRequest, organisation_id: UUID) -> HttpResponse:
    """Three times at the house, good for us; the others choose."""
    own, other = own_or_404(request), listed_or_404(organisation_id)
    form = ProposeForm(request.POST or None)

    def do() -> str:
        made = actions.propose(actor=request.user, first_id=own.pk, second_id=other.pk, **form.cleaned_data)
        return reverse("tables:own_coffee", args=[made.pk])

    return fill(
        request, form, do, done=_("Fatto. Abbiamo scritto a loro: scelgono uno dei tre orari."),
        title=_("Proponete un caffè"), sub=_("Con %(other)s, al Job Caffè.") % {"other": other.name},
        button=_("Proponete i tre orari"), back=reverse("tables:mine"), back_label=_("Caffè e tavoli"),
    )  # fmt: skip


def _seat(request: HouseRequest, coffee_id: UUID) -> tuple[Coffee, Side]:
    """The coffee and our side of it."""
    one = coffee_or_404(request, coffee_id)
    return one, rules.side_of(own_or_404(request), one) or Side.FIRST


@page("table.partner")
def coffee(request: HouseRequest, coffee_id: UUID) -> HttpResponse:
    """The three times, or when and where, or how it went."""
    one, side = _seat(request, coffee_id)
    context = panel(one, side, str(request.user.pk)) | {
        "signed_in": True,
        "reply": reverse("tables:own_reply", args=[one.pk]),
        "how": reverse("tables:own_how", args=[one.pk]),
    }
    return render(request, "tables/answer.html", context)


@page("table.partner", methods=("POST",))
def reply(request: HouseRequest, coffee_id: UUID) -> HttpResponse:
    """Yes to a time, or no."""
    one, side = _seat(request, coffee_id)
    said = shape.read_say(request.POST.get("say", ""))
    return press(
        request,
        lambda: actions.answer(actor=request.user, coffee_id=one.pk, side=side, **said),
        reverse("tables:own_coffee", args=[one.pk]),
        _("Fatto. Abbiamo scritto la vostra risposta."),
    )


@page("table.partner", methods=("POST",))
def how(request: HouseRequest, coffee_id: UUID) -> HttpResponse:
    """*Com'è andata?*."""
    one, side = _seat(request, coffee_id)
    outcome = request.POST.get("outcome", "")
    return press(
        request,
        lambda: actions.tell_outcome(actor=request.user, coffee_id=one.pk, side=side, outcome=outcome),
        reverse("tables:own_coffee", args=[one.pk]),
        _("Grazie. Quello che avete deciso è fra i vostri impegni."),
    )


@page("table.partner")
def table(request: HouseRequest, table_id: UUID) -> HttpResponse:
    """A table at which we sit."""
    one = table_or_404(request, table_id)
    context = {
        "one": one,
        "members": [{"url": "", "label": row.name} for row in one.organisations.all()],
        "meetings": shape.meeting_tasks(one, "tables:own_sheet"),
    }
    return render(request, "tables/table.html", context)


@page("table.partner")
def sheet(request: HouseRequest, minute_id: UUID) -> HttpResponse:
    """The agenda or the minutes of a meeting of ours."""
    one = meeting_or_404(request, minute_id)
    back = reverse("tables:own_table", args=[one.table_id])
    return render(request, "tables/sheet.html", {**shape.sheet(one), "back": back})


@page("table.partner")
def agreement(request: HouseRequest, agreement_id: UUID) -> HttpResponse:
    """An agreement of which we are a party."""
    one = agreement_or_404(request, agreement_id)
    document = reverse("tables:own_document", args=[one.pk])
    return render(request, "tables/agreement.html", {**agreements.told(one), "document": document})


@page("table.partner")
def document(request: HouseRequest, agreement_id: UUID) -> HttpResponse:
    """The signed paper."""
    return agreements.handed(request, agreement_id)
