"""The public calendar of groups. Nothing in it changes when somebody enters or leaves."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from jobcaffe.circles.queries import OnCalendar, public_calendar
from jobcaffe.web.groups import shared
from jobcaffe.web.page import page

THEME, WEEKDAY = "tema", "giorno"
# Groups that meet on several days in a row stand after those of a weekday.
SEVERAL = 7


def _line(row: OnCalendar) -> dict[str, object]:
    chip, entry = shared.entry_words(row)
    return {
        "row": row,
        "url": reverse("groups:group", args=[row.id]),
        "when": shared.cadence_words(row),
        "chip": chip,
        "entry": entry,
    }


def _rules() -> list[str]:
    """What one finds in every group."""
    return [
        _("Ci si siede in cerchio, in pochi."),
        _("Parli se vuoi. Puoi anche solo ascoltare."),
        _("Quello che si dice qui resta qui."),
        _("Puoi smettere quando vuoi, senza dire perché."),
    ]


def _place(row: OnCalendar) -> int:
    return SEVERAL if row.daily else row.weekday


def _day_name(day: int) -> str:
    return _("Più giorni di seguito") if day == SEVERAL else shared.weekday_name(day)


@page("public.read")
def calendar(request: HttpRequest) -> HttpResponse:
    """Groups by weekday: theme, kind, hour, area, whether they take new people, how to ask."""
    rows = public_calendar()
    chosen = {name: request.GET.get(name, "") for name in (THEME, WEEKDAY)}
    themes = dict.fromkeys((row.theme_code, row.theme) for row in sorted(rows, key=lambda row: row.theme))
    days = dict.fromkeys((str(_place(row)), _day_name(_place(row))) for row in sorted(rows, key=_place))
    shown = [
        row
        for row in rows
        if chosen[THEME] in ("", row.theme_code) and chosen[WEEKDAY] in ("", str(_place(row)))
    ]
    context = {
        "any": bool(rows),
        "lines": [_line(row) for row in sorted(shown, key=_place)],
        "themes": shared.filters(chosen, THEME, themes),
        "weekdays": shared.filters(chosen, WEEKDAY, days),
        **shared.ways_in(request),
    }
    return render(request, "groups/calendar.html", context)


@page("public.read")
def group(request: HttpRequest, circle_id: UUID) -> HttpResponse:
    """One group that chose to be announced; any other is not there."""
    rows = public_calendar()
    row = next((row for row in rows if row.id == circle_id), None)
    if row is None:
        raise Http404
    others = [one for one in rows if one.theme_code == row.theme_code and one.id != row.id]
    context = {
        **_line(row),
        "others": [_line(one) for one in others],
        "rules": _rules(),
        **shared.ways_in(request),
    }
    return render(request, "groups/group.html", context)
