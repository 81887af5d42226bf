"""Rooms: a week of each, booking with alternatives, and their management."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from jobcaffe.encounters import queries as encounters
from jobcaffe.encounters.models import Encounter
from jobcaffe.foundation import access
from jobcaffe.foundation.access import Refused
from jobcaffe.foundation.ui.forms import Form, read_date
from jobcaffe.foundation.ui.tables import Cell, Column, Row, Table
from jobcaffe.spaces import actions, queries, words
from jobcaffe.spaces.models import Booking, OpeningHours, Place, Room
from jobcaffe.spaces.queries import Slot
from jobcaffe.web.agenda.common import asked_slot, encounter_url, free_slots, slot_values, tell, user_of
from jobcaffe.web.agenda.forms import when_initial
from jobcaffe.web.agenda.room_forms import BookingForm, ClosureForm, HoursForm, PlaceForm, RoomForm
from jobcaffe.web.page import page

WEEK = timedelta(days=7)


@page("room.read")
def listing(request: HttpRequest) -> HttpResponse:
    """Every room, who is in it today."""
    today = timezone.localdate()
    booked = queries.bookings_between(request.user, today, today)
    rows = [
        Row(
            [
                Cell(room.name, url=reverse("agenda:room", args=[room.pk]), note=room.place.name),
                Cell(room.capacity),
                Cell(", ".join(room.features)),
                Cell(_today(booked.get(room.pk, []))),
            ]
        )
        for room in queries.visible_to(request.user).filter(active=True)
    ]
    columns = [Column(_("Sala")), Column(_("Posti"), numeric=True), Column(_("Cosa c'è")), Column(_("Oggi"))]
    empty = _("Qui vedi le sale. Non ce n'è ancora nessuna: le aggiunge la regia.")
    context = {
        "table": Table(_("Le sale"), columns, rows, empty=empty, hide_caption=True),
        "may_manage": access.allows(request.user, "room.manage"),
    }
    return render(request, "agenda/rooms.html", context)


def _today(bookings: list[Booking]) -> str:
    return "; ".join(words.span_words(row.starts_at, row.ends_at) for row in bookings) or _("libera")


def _room_or_404(request: HttpRequest, pk: UUID) -> Room:
    found = queries.room_of(request.user, pk)
    if found is None:
        raise Http404
    return found


@page("room.read")
def week(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A room's week, day by day, as a list that a screen reader can follow."""
    room = _room_or_404(request, pk)
    day = read_date(request.GET.get("giorno", "")) or timezone.localdate()
    monday = day - timedelta(days=day.weekday())
    booked = queries.bookings_between(request.user, monday, monday + timedelta(days=6)).get(room.pk, [])
    context = {
        "room": room,
        "features": capfirst(", ".join(room.features)),
        "table": _week_table(request, monday, booked),
        "span": _("Da %(first)s a %(last)s")
        % {"first": words.day_words(monday), "last": words.day_words(monday + timedelta(days=6))},
        "before": f"?giorno={monday - WEEK:%d/%m/%Y}",
        "after": f"?giorno={monday + WEEK:%d/%m/%Y}",
        "may_book": access.allows(request.user, "room.book"),
    }
    return render(request, "agenda/room.html", context)


def _week_table(request: HttpRequest, monday: date, booked: list[Booking]) -> Table:
    """Seven days; only who may see an encounter finds its name behind the neutral title."""
    seen = {row.booking_id: row for row in encounters.visible_to(request.user).filter(booking__in=booked)}
    rows: list[Row] = []
    for offset in range(7):
        day = monday + timedelta(days=offset)
        held = [row for row in booked if words.local(row.starts_at).date() == day]
        label = capfirst(words.day_words(day))
        for row in held:
            what = _booking_cells(row, seen.get(row.pk), own=row.booked_by_id == user_of(request).pk)
            rows.append(Row([Cell(label), Cell(words.span_words(row.starts_at, row.ends_at)), *what]))
        if not held:
            rows.append(Row([label, _("libera"), "", ""]))
    columns = [Column(_("Giorno")), Column(_("Ora")), Column(_("Cosa")), Column(_("Chi ha prenotato"))]
    return Table(_("La settimana della sala"), columns, rows, hide_caption=True)


def _booking_cells(row: Booking, encounter: Encounter | None, *, own: bool) -> list[Cell]:
    """What and who. Of others' bookings only that the room is taken: if some told more, those that
    tell nothing would be the protected groups'."""
    if encounter:
        return [Cell(encounter.title, url=encounter_url(encounter)), Cell(_booker(row))]
    if not own or hasattr(row, "encounter"):
        return [Cell(_("Occupata")), Cell("")]
    return [Cell(row.title, url=reverse("agenda:booking", args=[row.pk])), Cell(_booker(row))]


def _booker(row: Booking) -> str:
    return row.booked_by.name if row.booked_by else ""


@page("room.book", methods=("GET", "POST"))
def book(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Hold a room; when it is taken, the nearest free ones are one tap away."""
    room = _room_or_404(request, pk)
    asked = asked_slot(request)
    form = BookingForm(request.POST or None, initial={"day": timezone.localdate() + timedelta(days=1)})
    slots: list[Slot] = []
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        where, start, end = asked or (room.pk, *form.span())
        try:
            made = actions.book(
                actor=user_of(request),
                room_id=where,
                starts_at=start,
                ends_at=end,
                title=data["title"],
                request_key=data["request_key"],
            )
            return _booked(request, made)
        except Refused as refusal:
            form.add_error(None, str(refusal))
            slots = free_slots(refusal)
    return render(request, "agenda/book.html", {"form": form, "room": room, "slots": slot_values(slots)})


def _booked(request: HttpRequest, made: Booking) -> HttpResponse:
    text = _("Fatto. Hai prenotato %(room)s, %(when)s.")
    when = words.when_words(made.starts_at, made.ends_at)
    messages.success(request, text % {"room": made.room.name, "when": when})
    day = words.local(made.starts_at).date()
    return redirect(f"{reverse('agenda:room', args=[made.room_id])}?giorno={day:%d/%m/%Y}")


@page("room.book", methods=("GET", "POST"))
def booking(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Move or give back a booking that belongs to no encounter."""
    found = _loose_booking(request, pk)
    if request.POST.get("fai") == "annulla":
        return _cancelled(request, found)
    form = BookingForm(request.POST or None, initial=when_initial(found.starts_at, found.ends_at))
    slots: list[Slot] = []
    if request.method == "POST" and form.is_valid():
        asked = asked_slot(request)
        where, start, end = asked or (found.room_id, *form.span())
        try:
            moved = actions.move(
                actor=user_of(request), booking_id=pk, room_id=where, starts_at=start, ends_at=end
            )
            return _booked(request, moved)
        except Refused as refusal:
            form.add_error(None, str(refusal))
            slots = free_slots(refusal)
    context = {"form": form, "booking": found, "room": found.room, "slots": slot_values(slots)}
    return render(request, "agenda/booking.html", context)


def _loose_booking(request: HttpRequest, pk: UUID) -> Booking:
    found = queries.loose_booking(request.user, pk)
    if found is None:
        raise Http404
    return found


def _cancelled(request: HttpRequest, found: Booking) -> HttpResponse:
    try:
        actions.cancel(actor=user_of(request), booking_id=found.pk)
        messages.success(request, _("Fatto. La sala è di nuovo libera."))
    except Refused as refusal:
        tell(request, refusal)
    return redirect("agenda:room", pk=found.room_id)


# --- management -----------------------------------------------------------------------------------


@page("room.manage")
def manage(request: HttpRequest) -> HttpResponse:
    """Places with their rooms, hours and closures."""
    return _manage_page(request)


def _manage_page(request: HttpRequest, problem: object = None) -> HttpResponse:
    rooms = list(queries.visible_to(request.user))
    places = [
        {
            "place": place,
            "rooms": [room for room in rooms if room.place_id == place.pk],
            "hours": [(row, _hours_words(row)) for row in place.hours.all()],
            "closures": place.closures.all(),
            "room_form": RoomForm(prefix=f"sala-{place.pk}"),
            "hours_form": HoursForm(prefix=f"orari-{place.pk}"),
            "closure_form": ClosureForm(prefix=f"chiusura-{place.pk}"),
        }
        for place in queries.places()
    ]
    return render(request, "agenda/manage.html", {"places": places, "problem": problem})


def _hours_words(row: OpeningHours) -> str:
    kind = _(" (sportello)") if row.desk else ""
    return f"{queries.weekday_name(row.weekday)}: {words.clock(row.opens)}-{words.clock(row.closes)}{kind}"


@page("room.manage", methods=("GET", "POST"))
def edit_place(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Name, address, telephone."""
    place = _place_or_404(pk)
    names = ("name", "address", "municipality", "phone", "how_to_reach")
    form = PlaceForm(request.POST or None, initial={name: getattr(place, name) for name in names})
    if request.method == "POST" and form.is_valid():
        actions.save_place(actor=user_of(request), place_id=pk, **form.cleaned_data)
        messages.success(request, _("Fatto. Il luogo è aggiornato."))
        return redirect("agenda:manage_rooms")
    return render(request, "agenda/edit_place.html", {"form": form, "place": place})


def _place_or_404(pk: UUID) -> Place:
    found = queries.places().filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


@page("room.manage", methods=("GET", "POST"))
def edit_room(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Name, seats, features, in use or not."""
    room = _room_or_404(request, pk)
    initial = {"name": room.name, "capacity": room.capacity, "active": room.active}
    form = RoomForm(request.POST or None, initial={**initial, "features": ", ".join(room.features)})
    if request.method == "POST" and form.is_valid():
        try:
            actions.save_room(actor=user_of(request), place_id=room.place_id, room_id=pk, **form.cleaned_data)
            messages.success(request, _("Fatto. La sala è aggiornata."))
            return redirect("agenda:manage_rooms")
        except Refused as refusal:
            form.add_error(None, str(refusal))
    return render(request, "agenda/edit_room.html", {"form": form, "room": room})


def _small(request: HttpRequest, form: Form, save: Callable[[], object], done: str) -> HttpResponse:
    """One small form of the management page: save, or the page again with what was typed."""
    if not form.is_valid():
        return render(request, "agenda/small.html", {"form": form})
    try:
        save()
        messages.success(request, done)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return render(request, "agenda/small.html", {"form": form})
    return redirect("agenda:manage_rooms")


@page("room.manage", methods=("POST",))
def add_room(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One more room."""
    place, form = _place_or_404(pk), RoomForm(request.POST, prefix=_prefix(request, "sala", pk))
    user = user_of(request)
    return _small(
        request,
        form,
        lambda: actions.save_room(actor=user, place_id=place.pk, **form.cleaned_data),
        _("Fatto. La sala c'è."),
    )


def _prefix(request: HttpRequest, kind: str, pk: UUID) -> str | None:
    """The page of all places numbers its forms; the page of one form does not."""
    prefix = f"{kind}-{pk}"
    return prefix if any(name.startswith(prefix) for name in request.POST) else None


@page("room.manage", methods=("POST",))
def add_hours(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One more interval of opening."""
    place, form = _place_or_404(pk), HoursForm(request.POST, prefix=_prefix(request, "orari", pk))
    user = user_of(request)

    def save() -> None:
        data = {**form.cleaned_data, "weekday": int(form.cleaned_data["weekday"])}
        actions.add_hours(actor=user, place_id=place.pk, **data)

    return _small(request, form, save, _("Fatto. L'orario è aggiunto."))


@page("room.manage", methods=("POST",))
def add_closure(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Close for some days; says how many bookings fall into them."""
    place, form = _place_or_404(pk), ClosureForm(request.POST, prefix=_prefix(request, "chiusura", pk))
    user = user_of(request)

    def save() -> None:
        _row, inside = actions.add_closure(actor=user, place_id=place.pk, **form.cleaned_data)
        if inside:
            messages.warning(request, _("In quei giorni ci sono %s prenotazioni: spostale.") % inside)

    return _small(request, form, save, _("Fatto. La chiusura è segnata."))


@page("room.manage", methods=("POST",))
def remove_hours(request: HttpRequest, pk: int) -> HttpResponse:
    """One interval less."""
    actions.remove_hours(actor=user_of(request), hours_id=pk)
    return redirect("agenda:manage_rooms")


@page("room.manage", methods=("POST",))
def remove_closure(request: HttpRequest, pk: int) -> HttpResponse:
    """Open again."""
    actions.remove_closure(actor=user_of(request), closure_id=pk)
    return redirect("agenda:manage_rooms")
