"""What a household needs and offers next week, and what it writes for one shift."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from jobcaffe.web.care import words
from jobcaffe.web.care.forms import NoteForm, WeekForm
from jobcaffe.web.care.who import Who, sent
from jobcaffe.web.desk.views.shared import press
from jobcaffe.worklife.care import actions, queries
from jobcaffe.worklife.care.models import Family

FARTHEST = timedelta(weeks=8)


def monday_in(text: str) -> date:
    """The Monday of an address: this week or one to come. Raises ``Http404``."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise Http404 from None
    this = queries.monday_of(timezone.localdate())
    if day.weekday() != 0 or not this <= day <= this + FARTHEST:
        raise Http404
    return day


def week(request: HttpRequest, who: Who, family_id: UUID, monday: str) -> HttpResponse:
    """Where she needs somebody, where she can; the week before with one press."""
    mine, first = who.family(family_id, inside=True), monday_in(monday)
    kids = queries.children([mine]).get(mine.pk, [])
    there = queries.week_of(mine, first)
    form = WeekForm(mine.pool, first, kids, request.POST or None, initial=_initial(there, kids))

    def do() -> None:
        actions.save_week(actor=who.user, family_id=mine.pk, monday=first, wishes=form.wishes())

    if sent(request, form, do):
        messages.success(request, _("Fatto. La settimana è salvata."))
        return redirect(who.home)
    return who.show(
        request,
        "care/week.html",
        form=form,
        pool=mine.pool,
        title=words.week_title(first),
        copy=who.url("copy", mine.pk, monday),
        may_copy=_written(mine, first - queries.WEEK),
        kids=kids,
        add_child=who.url("add_child", mine.pk),
        earlier=_there(who, mine, first - queries.WEEK),
        later=_there(who, mine, first + queries.WEEK),
    )


def _there(who: Who, mine: Family, monday: date) -> str:
    this = queries.monday_of(timezone.localdate())
    return who.url("week", mine.pk, monday.isoformat()) if this <= monday <= this + FARTHEST else ""


def _written(mine: Family, monday: date) -> bool:
    there = queries.week_of(mine, monday)
    return bool(there.needs or there.offers)


def _initial(there: queries.Week, kids: list[Any]) -> dict[str, Any]:
    minded = {str(child.pk) for row in there.needs.values() for child in row.children.all()}
    some = next(iter(there.offers.values()), None)
    found: dict[str, Any] = {
        "needs": [f"{day}|{block}" for day, block in there.needs],
        "offers": [f"{day}|{block}" for day, block in there.offers],
        "children": sorted(minded) or [str(kid.id) for kid in kids],
    }
    if some is not None:
        found |= {"capacity": some.capacity, "sessions": some.sessions, "place": some.place}
    return found


def copy(request: HttpRequest, who: Who, family_id: UUID, monday: str) -> HttpResponse:
    """*Come la settimana scorsa*."""
    mine, first = who.family(family_id, inside=True), monday_in(monday)
    return press(
        request,
        lambda: actions.copy_week(actor=who.user, family_id=mine.pk, monday=first),
        who.url("week", mine.pk, monday),
        _("Fatto. Guarda se va bene, e cambia quello che vuoi."),
    )


def drop_need(request: HttpRequest, who: Who, need_id: UUID) -> HttpResponse:
    """*Non mi serve più*. A second press finds it gone."""
    row = queries.need_of(who.refs, need_id)
    if row is None:
        raise Http404
    return press(
        request,
        lambda: actions.drop_need(actor=who.user, family_id=row.family_id, need_id=need_id),
        who.home,
        _("Fatto. Quell'ora non ti serve più."),
    )


def note(request: HttpRequest, who: Who, need_id: UUID) -> HttpResponse:
    """Allergies, only for this shift; they go by themselves when it is over."""
    row = queries.need_of(who.refs, need_id)
    if row is None:
        raise Http404
    form = NoteForm(request.POST or None, initial={"text": row.allergies or ""})

    def do() -> object:
        text = form.cleaned_data["text"]
        return actions.write_allergies(actor=who.user, family_id=row.family_id, need_id=need_id, text=text)

    if sent(request, form, do):
        messages.success(request, _("Fatto. Lo legge solo chi tiene i bambini. Poi si cancella da solo."))
        return redirect(who.home)
    return who.show(
        request,
        "care/form.html",
        form=form,
        title=_("Le allergie, per questo turno"),
        sub=_("Sul foglio ci sono già nome e anno. Qui aggiungi le allergie, se ce ne sono."),
        button=_("Salva"),
        back=who.home,
    )
