"""Hours as a cost of the programme: mine by month, a sheet to sign, everybody's for the coordinator."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from dateutil.relativedelta import relativedelta
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from jobcaffe.circles import actions, queries
from jobcaffe.circles.enums import HoursKind
from jobcaffe.circles.models import Hours, Meeting
from jobcaffe.foundation import access
from jobcaffe.foundation.access import Reach
from jobcaffe.foundation.accounts.models import User
from jobcaffe.foundation.ui.csvsafe import download
from jobcaffe.foundation.ui.tables import Cell, Column, Row, Table
from jobcaffe.spaces.words import day_words, local
from jobcaffe.web.desk.views.shared import actor, paged, press
from jobcaffe.web.leading import sheets
from jobcaffe.web.leading.forms import CorrectForm, HoursForm, clock
from jobcaffe.web.leading.shared import BOTH, fill
from jobcaffe.web.page import page

FIRST_YEAR = 2020


# --- which time -----------------------------------------------------------------------------------
def _year(request: HttpRequest) -> int:
    """The year of the address, this one when it says none."""
    this = timezone.localdate().year
    text = request.GET.get("anno", "")
    asked = int(text) if text.isdecimal() and len(text) == len("2026") else this
    return min(max(asked, FIRST_YEAR), this)


def _span(year: int) -> tuple[date, date]:
    return date(year, 1, 1), date(year, 12, 31)


def _month(request: HttpRequest) -> date:
    """The first day of the month of the address. ``Http404`` for what is no month."""
    try:
        return date.fromisoformat(f"{request.GET['mese']}-01") if "mese" in request.GET else _this_month()
    except ValueError as error:
        raise Http404 from error


def _this_month() -> date:
    return timezone.localdate().replace(day=1)


def month_words(month: date) -> str:
    """``novembre 2026``."""
    return date_format(month, "F Y").lower()


def _years(year: int) -> list[dict[str, str]]:
    """Links to the year before and the year after, when there can be something."""
    around = [one for one in (year - 1, year + 1) if FIRST_YEAR <= one <= timezone.localdate().year]
    return [{"url": f"?anno={one}", "label": _("Vedi il %(year)s") % {"year": one}} for one in around]


# --- mine -----------------------------------------------------------------------------------------
@page("circle.hours")
def hours(request: HttpRequest) -> HttpResponse:
    """My hours of a year by month; for who leads no group, everybody's."""
    user = actor(request)
    if not access.allows(user, "circle.lead"):
        return redirect("leading:costs")
    year = _year(request)
    rows = list(queries.hours(user, *_span(year), of=user.pk))
    open_ones = paged(request, queries.uncounted(user))
    context = {
        "year": year,
        "years": _years(year),
        "total": clock(sum(row.minutes for row in rows)),
        "months": _by_month(rows),
        "evenings": [_open(row) for row in open_ones],
        "page_obj": open_ones,
        "all": access.reach(user, "circle.hours") is Reach.ALL,
    }
    return render(request, "leading/hours.html", context)


def _open(row: Meeting) -> dict[str, str]:
    minutes = _length(row)
    return {
        "url": reverse("leading:hours_evening", kwargs={"encounter_id": row.pk}),
        "label": f"{capfirst(day_words(local(row.encounter.starts_at).date()))} · {row.circle.code}",
        "button": _("Aggiungi %(time)s ore") % {"time": clock(minutes)},
    }


def _length(row: Meeting) -> int:
    """Minutes of an evening on the clock of the room."""
    span = local(row.encounter.ends_at).replace(tzinfo=None) - local(row.encounter.starts_at).replace(
        tzinfo=None
    )
    return int(span.total_seconds() // 60)


def _by_month(rows: Iterable[Hours]) -> list[dict[str, Any]]:
    found: dict[date, list[Hours]] = defaultdict(list)
    for row in rows:
        found[row.day.replace(day=1)].append(row)
    return [_month_of(month, found[month]) for month in sorted(found, reverse=True)]


def _month_of(month: date, rows: Sequence[Hours]) -> dict[str, Any]:
    total = clock(sum(row.minutes for row in rows))
    return {
        "title": _("%(month)s: %(time)s ore") % {"month": capfirst(month_words(month)), "time": total},
        "sheet": f"{reverse('leading:hours_sheet')}?mese={month:%Y-%m}",
        "table": _table(rows, month),
    }


def _table(rows: Sequence[Hours], month: date) -> Table:
    columns = [
        Column(_("Giorno")),
        Column(_("Che cosa")),
        Column(_("Gruppo")),
        Column(_("Correzione")),
        Column(_("Ore"), numeric=True),
    ]
    caption = _("Le ore di %(month)s") % {"month": month_words(month)}
    return Table(caption, columns, [_row(row) for row in rows], hide_caption=True)


def _row(row: Hours) -> Row:
    change = reverse("leading:hours_correct", kwargs={"hours_id": row.pk})
    return Row(
        [
            f"{row.day:%d/%m/%Y}",
            capfirst(row.get_kind_display()),
            row.circle.code if row.circle else "–",
            Cell(_("Correggi"), url=change, note=_("già corrette una volta") if row.replaces_id else ""),
            clock(row.minutes),
        ]
    )


@page("circle.lead", methods=BOTH)
def add(request: HttpRequest) -> HttpResponse:
    """Hours of preparation, supervision or a meeting, with no field for what was said."""
    user = actor(request)
    circles = list(queries.visible_to(user, "circle.lead").order_by("code"))
    form = HoursForm(circles, request.POST if request.method == "POST" else None)
    return fill(
        request,
        form,
        lambda typed: _add(user, typed),
        done=_("Fatto. Le ore sono scritte."),
        to=reverse("leading:hours"),
        title=_("Scrivi delle ore"),
        sub=_("Si scrive solo quanto tempo. Mai che cosa è stato detto."),
        button=_("Scrivi le ore"),
        back=_("Torna alle tue ore"),
    )


def _add(user: User, typed: dict[str, Any]) -> Hours:
    """Hours of a meeting belong to the evening of that day, so that no evening is counted twice."""
    circle_id = UUID(typed["circle"]) if typed["circle"] else None
    evening = None
    if circle_id and typed["kind"] == HoursKind.MEETING:
        evening = _evening_on(user, circle_id, typed["day"])
    row = actions.add_hours(
        actor=user,
        kind=typed["kind"],
        day=typed["day"],
        minutes=typed["minutes"],
        circle_id=circle_id,
        encounter_id=evening.pk if evening else None,
        request_key=typed["request_key"],
    )
    if row.minutes != typed["minutes"]:
        raise access.Refused(_("Le ore di questa serata ci sono già. Correggile dalla lista."))
    return row


def _evening_on(user: User, circle_id: UUID, day: date) -> Meeting | None:
    circle = queries.circle_of(user, circle_id, "circle.lead")
    rows = queries.meetings(user, circle) if circle else []
    return next((row.meeting for row in rows if local(row.starts_at).date() == day), None)


@page("circle.lead", methods=("POST",))
def of_evening(request: HttpRequest, encounter_id: UUID) -> HttpResponse:
    """One press: the evening lasted what it should."""
    user = actor(request)
    meeting = queries.evening(user, encounter_id)
    if meeting is None:
        raise Http404
    return press(
        request,
        lambda: actions.add_hours(
            actor=user,
            kind=HoursKind.MEETING,
            day=local(meeting.encounter.starts_at).date(),
            minutes=_length(meeting),
            circle_id=meeting.circle_id,
            encounter_id=meeting.pk,
        ),
        reverse("leading:hours"),
        _("Fatto. Le ore della serata sono scritte."),
    )


@page("circle.lead", methods=BOTH)
def correct(request: HttpRequest, hours_id: UUID) -> HttpResponse:
    """A correction is a row of its own; the old one stays written."""
    user = actor(request)
    row = queries.hours_of(user, hours_id)
    if row is None:
        raise Http404
    form = CorrectForm(request.POST if request.method == "POST" else None, initial={"minutes": row.minutes})
    what = f"{row.get_kind_display()} · {row.circle.code}" if row.circle else row.get_kind_display()
    return fill(
        request,
        form,
        lambda typed: actions.correct_hours(actor=user, hours_id=row.pk, minutes=typed["minutes"]),
        done=_("Fatto. Le ore sono corrette."),
        to=reverse("leading:hours"),
        title=_("Correggi le ore"),
        sub=f"{row.day:%d/%m/%Y} · {what}",
        button=_("Salva le ore giuste"),
        back=_("Torna alle tue ore"),
    )


# --- the sheet ------------------------------------------------------------------------------------
def _sheet(request: HttpRequest) -> sheets.Sheet:
    """The sheet of a month: one's own, or ``di`` somebody for the coordinator. ``Http404`` for others."""
    user, month = actor(request), _month(request)
    whose = _whose(request, user)
    rows = queries.hours(user, month, month + relativedelta(months=1, days=-1), of=whose.pk)
    return sheets.Sheet.of(whose.name, month, rows)


def _whose(request: HttpRequest, user: User) -> User:
    text = request.GET.get("di", "")
    try:
        ref = UUID(text) if text else user.pk
    except ValueError as error:
        raise Http404 from error
    if ref == user.pk:
        return user
    found = User.objects.filter(pk=ref, person_ref=None).first()
    if access.reach(user, "circle.hours") is not Reach.ALL or found is None:
        raise Http404
    return found


@page("circle.hours")
def sheet(request: HttpRequest) -> HttpResponse:
    """The hours of a month on one sheet, to print and sign."""
    made = _sheet(request)
    back = "leading:hours" if access.allows(request.user, "circle.lead") else "leading:costs"
    columns = [
        Column(_("Giorno")),
        Column(_("Che cosa")),
        Column(_("Gruppo")),
        Column(_("Ore"), numeric=True),
    ]
    context = {
        "sheet": made,
        "month": capfirst(month_words(made.month)),
        "back": reverse(back),
        "pdf": f"{reverse('leading:hours_pdf')}?{request.GET.urlencode()}",
        "table": Table(
            _("Le ore del mese"),
            columns,
            [Row(line) for line in made.lines],
            empty=_("In questo mese non ci sono ore."),
        ),
        "totals": [{"label": label, "value": value} for label, value in made.totals],
    }
    return render(request, "leading/hours_sheet.html", context)


@page("circle.hours")
def sheet_pdf(request: HttpRequest) -> HttpResponse:
    """The same sheet as an accessible PDF."""
    made = _sheet(request)
    answer = HttpResponse(made.pdf(), content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="ore-{made.month:%Y-%m}.pdf"'
    return answer


# --- everybody's ----------------------------------------------------------------------------------
def _everybody(request: HttpRequest) -> tuple[int, list[Hours]]:
    year = _year(request)
    return year, list(queries.hours(actor(request), *_span(year)))


@page("circle.costs")
def costs(request: HttpRequest) -> HttpResponse:
    """What leading groups costs the programme: hours by month and facilitator."""
    year, rows = _everybody(request)
    context = {
        "year": year,
        "years": _years(year),
        "total": clock(sum(row.minutes for row in rows)),
        "table": _costs(queries.costs(rows)),
        "csv": f"{reverse('leading:costs_csv')}?anno={year}",
    }
    return render(request, "leading/costs.html", context)


def _costs(rows: Sequence[queries.Cost]) -> Table:
    kinds = [Column(capfirst(str(kind.label)), numeric=True) for kind in HoursKind]
    columns = [Column(_("Mese")), Column(_("Chi")), *kinds, Column(_("Totale"), numeric=True)]
    return Table(
        _("Ore per mese e per persona"),
        columns,
        [_cost(row) for row in rows],
        empty=_("Qui vedi le ore di chi guida i gruppi. In questo anno nessuno ne ha scritte."),
        hide_caption=True,
    )


def _cost(row: queries.Cost) -> Row:
    url = f"{reverse('leading:hours_sheet')}?mese={row.month:%Y-%m}&di={row.user_id}"
    return Row(
        [
            Cell(capfirst(month_words(row.month)), url=url),
            row.name,
            *(clock(row.minutes.get(kind, 0)) for kind in HoursKind),
            clock(row.total),
        ]
    )


@page("circle.costs")
def costs_csv(request: HttpRequest) -> HttpResponse:
    """Every row of the year for a spreadsheet. That the list left the house is said by its name."""
    year, rows = _everybody(request)
    head = [_("Giorno"), _("Chi"), _("Che cosa"), _("Gruppo"), _("Minuti"), _("Ore")]
    body = [
        [
            f"{row.day:%d/%m/%Y}",
            row.user.name,
            str(row.get_kind_display()),
            row.circle.code if row.circle else "",
            row.minutes,
            clock(row.minutes),
        ]
        for row in rows
    ]
    return download(f"ore-gruppi-{year}.csv", [head, *body])
