"""*La mia settimana*: a day on each screen, then hours in words."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from jobcaffe.foundation.ui.tables import Column, Row, Table
from jobcaffe.web.desk.views.shared import attempt, press
from jobcaffe.web.page import page, user_of
from jobcaffe.web.week import words
from jobcaffe.web.week.charts import Box, WeekCells
from jobcaffe.web.week.forms import DayForm
from jobcaffe.worklife.weeks import actions, catalogue, queries
from jobcaffe.worklife.weeks.queries import Mine

BOTH = ("GET", "POST")
LAST = 6


def own(request: HttpRequest, week: UUID) -> Mine:
    """Her week. ``Http404`` for another's."""
    found = queries.my_week(user_of(request), week)
    if found is None:
        raise Http404
    return found


def title_of(one: Mine) -> str:
    """ "Settimana del 16 novembre"."""
    return _("Settimana del %(day)s") % {"day": date_format(one.monday, "j F Y")}


def _next(one: Mine, day: int) -> HttpResponse:
    """The next day, or the result of a week that is whole."""
    if day < LAST and one.cells[day + 1] is None:
        return redirect("week:day", one.id, day + 1)
    if one.next_day is not None:
        return redirect("week:day", one.id, one.next_day)
    return redirect("week:week", one.id)


def _day_context(form: DayForm, day: int, one: Mine | None) -> dict[str, Any]:
    return {
        "form": form,
        "day": _(catalogue.DAYS[day]).capitalize(),
        "step": day + 1,
        "steps": LAST + 1,
        "same": bool(day and one and one.cells[day - 1]),
        "before": reverse("week:day", args=[one.id, day - 1]) if one and day else "",
    }


@page("week.own", methods=BOTH)
def home(request: HttpRequest) -> HttpResponse:
    """A new week begins here with its Monday; below are those she saved."""
    user = user_of(request)
    form = DayForm(request.POST or None)
    made: list[Any] = []
    if request.method == "POST" and form.is_valid():
        key = form.cleaned_data["request_key"]
        if attempt(
            form, lambda: made.append(actions.start_week(actor=user, uses=form.uses(), request_key=key))
        ):
            return redirect("week:day", made[0].pk, 1)
    weeks = queries.my_weeks(user)
    rows = [{"one": one, "title": title_of(one), "whole": one.next_day is None} for one in weeks]
    return render(request, "week/home.html", {**_day_context(form, 0, None), "rows": rows})


@page("week.own", methods=BOTH)
def day_page(request: HttpRequest, week: UUID, day: int) -> HttpResponse:
    """One day: three answers, or *Come ieri*."""
    one = own(request, week)
    if day > LAST:
        raise Http404
    user, known = user_of(request), one.cells[day]
    initial = dict(zip(catalogue.parts(), known, strict=True)) if known else None
    same = request.POST.get("do") == "same"
    form = DayForm(None if same else request.POST or None, initial=initial)
    if same:
        to = reverse("week:day", args=[one.id, day])
        answer = press(request, lambda: actions.fill_day(actor=user, week_id=week, day=day, uses=None), to)
        filled = own(request, week)
        return _next(filled, day) if filled.cells[day] is not None else answer
    if request.method == "POST" and form.is_valid():
        uses = form.uses()
        if attempt(form, lambda: actions.fill_day(actor=user, week_id=week, day=day, uses=uses)):
            return _next(own(request, week), day)
    return render(request, "week/day.html", {**_day_context(form, day, one), "one": one})


@page("week.own")
def week_page(request: HttpRequest, week: UUID) -> HttpResponse:
    """The hours in words, the picture, its table; each day can be changed."""
    one = own(request, week)
    if one.next_day is not None:
        return redirect("week:day", one.id, one.next_day)
    context = {
        "one": one,
        "title": title_of(one),
        "sentence": words.week_in_words(one.hours),
        "free": words.free_in_words(one.hours),
        "picture": picture(one),
        "hours": _hours(one),
        "days": [(day, _(name).capitalize()) for day, name in enumerate(catalogue.DAYS)],
        "lengths": _lengths(),
    }
    return render(request, "week/week.html", context)


def picture(one: Mine) -> WeekCells:
    """The cells as a picture."""
    uses = catalogue.uses()
    boxes = [
        (
            _(name)[:3].capitalize(),
            _(name).capitalize(),
            [Box(uses[code].short, uses[code].label, uses[code].tone) for code in one.cells[day] or []],
        )
        for day, name in enumerate(catalogue.DAYS)
    ]
    return WeekCells(
        title=_("La tua settimana"),
        description=_("Ogni riquadro è una parte di un giorno."),
        parts=[part.label for part in catalogue.parts().values()],
        rows=boxes,
    )


def _hours(one: Mine) -> Table:
    rows = [Row([use.label, one.hours[code]]) for code, use in catalogue.uses().items()]
    return Table(_("Ore della settimana"), [Column(_("Che cosa")), Column(_("Ore"), numeric=True)], rows)


def _lengths() -> str:
    parts = [f"{part.label.lower()} {part.hours}" for part in catalogue.parts().values()]
    return _("Contiamo così le ore: %(parts)s.") % {"parts": ", ".join(parts)}


@page("week.own", methods=("POST",))
def mean(request: HttpRequest, week: UUID) -> HttpResponse:
    """Let this week count in the group's mean, or no more."""
    yes = request.POST.get("yes") == "1"
    return press(
        request,
        lambda: actions.share_week(actor=user_of(request), week_id=week, yes=yes),
        reverse("week:home") if queries.my_week(user_of(request), week) is None else _week_url(week),
        _("Fatto. Puoi cambiare idea quando vuoi."),
    )


def _week_url(week: UUID) -> str:
    return reverse("week:week", args=[week])


@page("week.own", methods=BOTH)
def remove(request: HttpRequest, week: UUID) -> HttpResponse:
    """Gone; a second press says that it is not there any more."""
    if request.method == "POST":
        do = lambda: actions.remove_week(actor=user_of(request), week_id=week)  # noqa: E731
        return press(request, do, reverse("week:home"), _("Fatto. La settimana non c'è più."))
    one = own(request, week)
    return render(request, "week/remove.html", {"one": one, "title": title_of(one)})


@page("public.read")
def sheet(request: HttpRequest) -> HttpResponse:
    """A blank week on paper, for who wants no screen. It names nobody."""
    context = {
        "parts": list(catalogue.parts().values()),
        "uses": [use.label for use in catalogue.uses().values()],
        "blank": _blank(),
    }
    return render(request, "week/sheet.html", context)


def _blank() -> WeekCells:
    """Boxes to write in by hand."""
    parts = [part.label for part in catalogue.parts().values()]
    empty = [Box("", "", 0) for _part in parts]
    return WeekCells(
        title=_("La mia settimana"),
        description=_("Una casella vuota per ogni parte di ogni giorno."),
        parts=parts,
        rows=[(_(name)[:3].capitalize(), _(name).capitalize(), empty) for name in catalogue.DAYS],
        tall=64,
    )
