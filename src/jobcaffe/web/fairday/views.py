"""The tables now, the presses on them, who waits without a talk, the screen at the entrance."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from jobcaffe.fair.events import queries as events
from jobcaffe.fair.events.models import Fair
from jobcaffe.fair.talks import dayrules
from jobcaffe.fair.talks.actions import changes, day, replan
from jobcaffe.fair.talks.models import Talk
from jobcaffe.fair.talks.queries import day as queries
from jobcaffe.fair.visits import queries as visits
from jobcaffe.foundation.access import Refused
from jobcaffe.web.desk.views.shared import attempt, press
from jobcaffe.web.fairday import shape
from jobcaffe.web.fairday.forms import WishForm
from jobcaffe.web.page import HouseRequest, page

BOTH = ("GET", "POST")


def _fair(request: HttpRequest, slug: str) -> Fair:
    """The fair at whose tables this user works. 404 for the others, as for one that is not there."""
    found = dayrules.fairs_for(request.user).filter(slug=slug).first()
    if found is None:
        raise Http404
    return found


def _talk(request: HouseRequest, slug: str, talk_id: UUID) -> Talk:
    found = queries.talk_of(_fair(request, slug), talk_id)
    if found is None:
        raise Http404
    return found


def _area(request: HttpRequest) -> int | None:
    text = request.GET.get("area", "")[:9]
    return int(text) if text.isdecimal() else None


def _board(request: HouseRequest, fair: Fair) -> dict[str, Any]:
    area = _area(request)
    return shape.board(queries.board(fair, timezone.now(), area), queries.areas(fair), area)


@page("fair.day")
def tables(request: HouseRequest, slug: str) -> HttpResponse:
    """Who sits where, who is due, what is free, the last presses. It refreshes itself."""
    fair = _fair(request, slug)
    context = {**_board(request, fair), "today": dayrules.same_day(fair), "nobody": "nessuno" in request.GET}
    return render(request, "fairday/tables.html", context)


@page("fair.day")
def piece(request: HouseRequest, slug: str) -> HttpResponse:
    """The tables alone; nothing when the page has them already (``?v=``)."""
    fair = _fair(request, slug)
    area = _area(request)
    found = queries.board(fair, timezone.now(), area)
    if request.GET.get("v") == found.version:
        return HttpResponse(status=204)
    return render(request, "fairday/_board.html", shape.board(found, queries.areas(fair), area))


def _back(fair: Fair, mark: str = "") -> str:
    return reverse("fairday:tables", args=[fair.slug]) + (f"#{mark}" if mark else "")


@page("fair.day", methods=("POST",))
def press_talk(request: HouseRequest, slug: str, talk_id: UUID) -> HttpResponse:
    """One of the buttons of a table."""
    found = _talk(request, slug, talk_id)
    do = day.PRESSES.get(request.POST.get("do", ""))
    if do is None:
        raise Http404
    return press(
        request,
        lambda: do(actor=request.user, talk_id=found.pk, seen=request.POST.get("seen", "")[:40]),
        _back(found.fair, shape.talk_words(found)["back"]),
    )


@page("fair.day")
def talk(request: HouseRequest, slug: str, talk_id: UUID) -> HttpResponse:
    """*Sposta* and *Scambia*: lists to choose from."""
    found = _talk(request, slug, talk_id)
    moves = found.state == "booked"
    free = queries.free_places(found) if moves else []
    context = {
        "fair": found.fair,
        "talk": found,
        "seen": dayrules.signature(found),
        **shape.talk_words(found),
        "moves": moves,
        "slots": [{"value": slot, "label": shape.hour(found.fair, slot)} for slot, _table in free],
        "others": shape.swap_choices(queries.partners(found)) if moves else [],
    }
    return render(request, "fairday/talk.html", context)


def _go(request: HouseRequest, found: Talk, do: Callable[[], object], done: str) -> HttpResponse:
    """Do it and go back to the table; a refusal keeps one at the lists, which are fresh."""
    try:
        do()
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("fairday:talk", found.fair.slug, found.pk)
    messages.success(request, done)
    return redirect(_back(found.fair, shape.talk_words(found)["back"]))


@page("fair.day", methods=("POST",))
def move(request: HouseRequest, slug: str, talk_id: UUID) -> HttpResponse:
    """Another slot of the same stand."""
    found = _talk(request, slug, talk_id)
    text = request.POST.get("slot", "")[:4]
    slot = int(text) if text.isdecimal() else -1
    seen = request.POST.get("seen", "")[:40]
    return _go(
        request,
        found,
        lambda: day.move(actor=request.user, talk_id=found.pk, slot=slot, seen=seen),
        _("Fatto: spostato, e la persona lo sa."),
    )


@page("fair.day", methods=("POST",))
def swap(request: HouseRequest, slug: str, talk_id: UUID) -> HttpResponse:
    """Two talks take each other's place."""
    found = _talk(request, slug, talk_id)
    try:
        other = UUID(request.POST.get("other", ""))
    except ValueError:
        other = found.pk  # refused below, in words
    seen = request.POST.get("seen", "")[:40]
    return _go(
        request,
        found,
        lambda: day.swap(actor=request.user, talk_id=found.pk, other_id=other, seen=seen),
        _("Fatto: scambiati, e tutti e due lo sanno."),
    )


@page("fair.day", methods=("POST",))
def undo(request: HouseRequest, slug: str, change_id: UUID) -> HttpResponse:
    """Take a press back."""
    fair = _fair(request, slug)
    return press(
        request,
        lambda: changes.undo(actor=request.user, change_id=change_id),
        _back(fair),
        _("Annullato: è tutto com'era."),
    )


@page("fair.day", methods=("POST",))
def replan_now(request: HouseRequest, slug: str) -> HttpResponse:
    """The plan of the rest of the day, made again."""
    fair = _fair(request, slug)
    return press(
        request,
        lambda: replan.by_hand(actor=request.user, fair_id=fair.pk),
        _back(fair),
        _("Stiamo rifacendo il piano. Fra poco è qui."),
    )


@page("fair.day", methods=BOTH)
def stand(request: HouseRequest, slug: str, stand_id: UUID) -> HttpResponse:
    """*È andato via*: asked once, done once."""
    fair = _fair(request, slug)
    found = events.stand_of(fair, stand_id)
    if found is None:
        raise Http404
    if request.method == "POST":
        return press(
            request,
            lambda: day.close_stand(actor=request.user, stand_id=found.pk),
            _back(fair),
            shape.replan_words(replan.CLOSED),
        )
    return render(request, "fairday/stand.html", {"fair": fair, "stand": found})


@page("fair.day")
def find(request: HouseRequest, slug: str) -> HttpResponse:
    """The code of a ticket leads to whom that person would like to meet."""
    fair = _fair(request, slug)
    found = visits.by_code(fair, request.GET.get("codice", "")[:12])
    if found is None:
        return redirect(f"{_back(fair)}?nessuno=1")
    return redirect("fairday:wish", fair.slug, found.pk)


@page("fair.day", methods=BOTH)
def wish(request: HouseRequest, slug: str, visitor_id: UUID) -> HttpResponse:
    """Whom somebody who is here would like to meet."""
    fair = _fair(request, slug)
    visitor = visits.visible_to(request.user).filter(pk=visitor_id, fair=fair).first()
    if visitor is None:
        raise Http404
    form = WishForm(request.POST or None, stands=events.stands_of(fair))
    if (
        request.method == "POST"
        and form.is_valid()
        and attempt(form, lambda: _wished(request, visitor, form))
    ):
        messages.success(request, _("Scritto. Le cerchiamo un posto: fra poco è qui."))
        return redirect(_back(fair))
    return render(request, "fairday/wish.html", {"fair": fair, "visitor": visitor, "form": form})


def _wished(request: HouseRequest, visitor: Any, form: WishForm) -> int:
    chosen = [UUID(one) for one in form.cleaned_data["stands"]]
    return day.wish_now(actor=request.user, visitor=visitor, stand_ids=chosen)


@page("public.read")
def screen(request: HttpRequest, slug: str) -> HttpResponse:
    """The screen at the entrance: codes with an initial, hours and tables, no names."""
    fair = events.visible_to(request.user).filter(slug=slug, state="open").first()
    if fair is None:
        raise Http404
    now = timezone.now()
    shown = queries.screen(fair, now) if dayrules.same_day(fair, now) else queries.Screen((), ())
    context = {
        "fair": fair,
        "still": request.GET.get("fermo") == "1",
        "seconds": shape.SCREEN_SECONDS,
        **shape.screen(shown, now),
    }
    return render(request, "fairday/screen.html", context)
