"""The ticket, by its link: who has it needs nothing else. A GET changes nothing."""

from __future__ import annotations

from pathlib import Path
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from jobcaffe.fair.events import queries as events
from jobcaffe.fair.talks import rules as talks
from jobcaffe.fair.visits import actions, queries, rules
from jobcaffe.fair.visits.enums import SeatState, State
from jobcaffe.fair.visits.models import Visitor
from jobcaffe.foundation.journal.actions import PUBLIC
from jobcaffe.programme.reports.pdf import typeset
from jobcaffe.web.desk.views.shared import press
from jobcaffe.web.fairdoor.lines import spoken
from jobcaffe.web.fairvisit import shape
from jobcaffe.web.fairvisit.forms import ConsentForm
from jobcaffe.web.fairvisit.views.shared import BOTH, holder
from jobcaffe.web.page import page

SOURCE = Path(shape.__file__).parent / "ticket.typ"
PAPERS = ("a6", "a4")


@page("public.answer")
@never_cache
def ticket(request: HttpRequest, token: str) -> HttpResponse:
    """Where, when, the square and the code; seats, talks, and the way to say that one does not come.

    Read with the camera by who keeps the door, on the day, it is the door's page of that visitor.
    """
    visitor = holder(token)
    if "biglietto" not in request.GET and _at_the_door(request, visitor):
        return redirect(f"{reverse('fairdoor:home', args=[visitor.fair.slug])}?letto={token}")
    fair = visitor.fair
    coming = visitor.state == State.EXPECTED
    context = {
        "visitor": visitor,
        "first": shape.first_name(visitor),
        "token": token,
        "fair": fair,
        "facts": shape.facts(fair),
        "coming": coming,
        "open": rules.still(fair),
        "ask": coming and shape.asks(visitor),
        "places": shape.places(visitor) if coming and rules.still(fair) else [],
        "consents": len(queries.consents_of(visitor)),
        "talks": spoken(visitor),
        "choosing": talks.can_book(fair) or talks.can_wish(fair),
        "qr": shape.ticket_qr(visitor),
    }
    return render(request, "fairvisit/ticket.html", context)


def _at_the_door(request: HttpRequest, visitor: Visitor) -> bool:
    today = timezone.localdate(visitor.fair.opens_at) == timezone.localdate()
    return today and rules.door_fairs(request.user).filter(pk=visitor.fair_id).exists()


@page("public.answer")
@never_cache
def printed(request: HttpRequest, token: str) -> HttpResponse:
    """The ticket as a PDF: A6, or A4 with ``?carta=a4``."""
    visitor = holder(token)
    paper = request.GET.get("carta", PAPERS[0])
    data = shape.ticket_data(visitor, paper if paper in PAPERS else PAPERS[0])
    moment = int(visitor.signed_up_at.timestamp())
    answer = HttpResponse(typeset(SOURCE, data, moment), content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="jobfest-{visitor.code.lower()}.pdf"'
    return answer


def _back(token: str) -> str:
    return reverse("fairvisit:ticket", args=[token])


@page("public.answer", methods=("POST",))
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """*Vengo*."""
    visitor = holder(token)
    done = _("Bene, ti aspettiamo.")
    return press(request, lambda: actions.confirm(actor=PUBLIC, visitor=visitor), _back(token), done)


@page("public.answer", methods=BOTH)
@never_cache
def cancel(request: HttpRequest, token: str) -> HttpResponse:
    """*Non vengo*: the page asks once, the button does it."""
    visitor = holder(token)
    if request.method == "POST":
        done = _("Grazie per averlo detto. Il tuo posto va a un'altra persona.")
        return press(request, lambda: actions.cancel(actor=PUBLIC, visitor=visitor), _back(token), done)
    if visitor.state == State.CANCELLED or not rules.still(visitor.fair):
        return redirect("fairvisit:ticket", token)
    context = {"visitor": visitor, "token": token, "fair": visitor.fair, "facts": shape.facts(visitor.fair)}
    return render(request, "fairvisit/cancel.html", context)


@page("public.answer", methods=("POST",))
def come_back(request: HttpRequest, token: str) -> HttpResponse:
    """*Ci ho ripensato*."""
    visitor = holder(token)
    done = _("Bene, ti aspettiamo di nuovo.")
    return press(request, lambda: actions.come_back(actor=PUBLIC, visitor=visitor), _back(token), done)


@page("public.answer", methods=("POST",))
def seat(request: HttpRequest, token: str, session_id: UUID) -> HttpResponse:
    """A seat of a workshop: taken, or given back with ``what=leave``."""
    visitor = holder(token)
    if request.POST.get("what") == "leave":
        return press(
            request,
            lambda: (
                actions.leave_seat(actor=PUBLIC, visitor=visitor, session_id=session_id)
                if events.session_of(visitor.fair, session_id)
                else None
            ),
            f"{_back(token)}#posti",
            _("Fatto. Il posto va a un'altra persona."),
        )
    return press(request, lambda: _take(request, visitor, session_id), f"{_back(token)}#posti")


def _take(request: HttpRequest, visitor: Visitor, session_id: UUID) -> None:
    held = actions.take_seat(actor=PUBLIC, visitor=visitor, session_id=session_id)
    if held.state == SeatState.HELD:
        messages.success(request, _("Fatto. Hai un posto."))
    else:
        messages.info(request, _("I posti sono finiti: sei in lista. Se uno si libera, ti avvisiamo."))


@page("public.answer", methods=BOTH)
@never_cache
def consents(request: HttpRequest, token: str) -> HttpResponse:
    """Which exhibitors may contact her; none until she says so, and none again whenever she wants."""
    visitor = holder(token)
    stands = list(events.stands_of(visitor.fair))
    form = ConsentForm(
        stands, queries.consents_of(visitor), request.POST if request.method == "POST" else None
    )
    if request.method == "POST" and form.is_valid():
        done = _("Fatto. Puoi cambiare quando vuoi.")
        return press(
            request,
            lambda: actions.set_consents(actor=PUBLIC, visitor=visitor, stands=form.chosen),
            request.path,
            done,
        )
    context = {"form": form, "token": token, "fair": visitor.fair, "stands": stands}
    return render(request, "fairvisit/consents.html", context)
