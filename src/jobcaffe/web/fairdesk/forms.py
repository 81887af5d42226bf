"""What is typed while a fair is prepared."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from jobcaffe.fair.events import rules
from jobcaffe.fair.events.actions.lists import HELPING
from jobcaffe.fair.events.enums import Job, SessionKind, TalksMode
from jobcaffe.fair.events.models import Fair, Session, Shift, Stand
from jobcaffe.foundation.access import Refused
from jobcaffe.foundation.accounts.models import User
from jobcaffe.foundation.ui.forms import (
    CheckGrid,
    Form,
    ItalianDateField,
    ItalianTimeField,
    PhoneField,
    Radios,
    RequestKeyField,
    ShortNumber,
    capitals,
)
from jobcaffe.organisations.models import Organisation
from jobcaffe.spaces.models import Place
from jobcaffe.spaces.words import hour_words, local, wall
from jobcaffe.web.agenda.forms import WhenMixin
from jobcaffe.web.lab.forms import EurosField, cents

MOST_EUROS = 1_000_000


class NewForm(WhenMixin, Form):
    """Name, place, day and hours."""

    request_key = RequestKeyField()
    name = forms.CharField(label=lazy("Come si chiama"), max_length=90, initial="JOBFEST")
    place = forms.ModelChoiceField(label=lazy("Dove"), queryset=Place.objects.all(), empty_label=None)
    field_order = ["request_key", "name", "place", "day", "starts", "ends"]
    widths = {"name": "half", "place": "half", "day": "third", "starts": "year", "ends": "year"}


class CopyForm(Form):
    """The same on another day."""

    request_key = RequestKeyField()
    name = forms.CharField(label=lazy("Come si chiama"), max_length=90)
    day = ItalianDateField(label=lazy("In quale giorno"))


def on_day(day: date, hour_of_day: time) -> datetime:
    """A wall-clock moment. Raises ``ValidationError`` for the hours of the clock change."""
    try:
        return wall(day, hour_of_day)
    except Refused as refusal:
        raise forms.ValidationError(str(refusal)) from refusal


class SettingsForm(WhenMixin, Form):
    """What it is, when, and how talks are held."""

    name = forms.CharField(label=lazy("Come si chiama"), max_length=90)
    summary = forms.CharField(
        label=lazy("Che cos'è, in due righe"),
        max_length=400,
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text=lazy("È la prima cosa che si legge. Frasi corte, come a voce."),
    )
    place = forms.ModelChoiceField(label=lazy("Dove"), queryset=Place.objects.all(), empty_label=None)
    talks_mode = forms.ChoiceField(
        label=lazy("Come si fissano i colloqui"), choices=TalksMode.choices, widget=Radios
    )
    first = ItalianTimeField(label=lazy("Primo colloquio alle"))
    slot_minutes = forms.IntegerField(
        label=lazy("Quanti minuti dura"), widget=ShortNumber, min_value=5, max_value=120
    )
    slots = forms.IntegerField(
        label=lazy("Quanti colloqui di fila, pause comprese"),
        widget=ShortNumber,
        min_value=1,
        max_value=rules.MOST_SLOTS,
    )
    pause_from = ItalianTimeField(label=lazy("Pausa dalle"), required=False)
    pause_to = ItalianTimeField(label=lazy("Pausa fino alle"), required=False)
    max_talks = forms.IntegerField(
        label=lazy("Al massimo, quanti colloqui a testa"), widget=ShortNumber, min_value=1, max_value=30
    )
    wishes_day = ItalianDateField(label=lazy("Desideri raccolti fino al giorno"), required=False)
    field_order = ["name", "place", "summary", "day", "starts", "ends", "talks_mode"]
    widths = {
        "name": "half", "place": "half", "day": "third", "starts": "year", "ends": "year", "first": "third",
        "slot_minutes": "third", "slots": "third", "pause_from": "year", "pause_to": "year",
        "max_talks": "third",
    }  # fmt: skip

    def __init__(self, *args: Any, fair: Fair, **kwargs: Any) -> None:
        kwargs.setdefault("initial", _settings(fair))
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        """Adds the moments and the breaks."""
        data = super().clean()
        if {"day", "first"} <= data.keys() and not self.errors:
            data["first_slot_at"] = on_day(data["day"], data["first"])
            data["breaks"] = self._breaks(data)
            last = data.get("wishes_day")
            data["wishes_until"] = on_day(last, time(23, 59)) if last else None
        return data

    def _breaks(self, data: dict[str, Any]) -> list[int]:
        """The slots that begin inside the pause."""
        if not (data.get("pause_from") and data.get("pause_to")):
            return []
        first, last = (on_day(data["day"], data[name]) for name in ("pause_from", "pause_to"))
        starts = Fair(first_slot_at=data["first_slot_at"], slot_minutes=data["slot_minutes"])
        return [slot for slot in range(data["slots"]) if first <= starts.slot_start(slot) < last]

    def values(self) -> dict[str, Any]:
        """What the action takes."""
        data = self.cleaned_data
        named = (
            "name", "summary", "place", "talks_mode", "first_slot_at", "slot_minutes", "slots", "breaks",
            "max_talks", "wishes_until",
        )  # fmt: skip
        return {name: data[name] for name in named} | {
            "opens_at": data["starts_at"],
            "closes_at": data["ends_at"],
        }


def _settings(fair: Fair) -> dict[str, Any]:
    plain = ("name", "summary", "place", "talks_mode", "slot_minutes", "slots", "max_talks")
    first, last = local(fair.opens_at), local(fair.closes_at)
    shut = sorted(fair.breaks)
    return {name: getattr(fair, name) for name in plain} | {
        "day": first.date(),
        "starts": first.time(),
        "ends": last.time(),
        "first": local(fair.first_slot_at).time(),
        "pause_from": local(fair.slot_start(shut[0])).time() if shut else None,
        "pause_to": local(fair.slot_start(shut[-1] + 1)).time() if shut else None,
        "wishes_day": local(fair.wishes_until).date() if fair.wishes_until else None,
    }


class AreaForm(Form):
    """A part of the place."""

    name = forms.CharField(label=lazy("Nome dell'area"), max_length=60)
    how_to_reach = forms.CharField(
        label=lazy("Come ci si arriva"),
        max_length=160,
        required=False,
        help_text=lazy("Di' se ci sono gradini."),
    )
    widths = {"name": "half", "how_to_reach": "half"}


class HoursMixin(forms.Form):
    """From an hour to an hour of the fair's day."""

    starts = ItalianTimeField(label=lazy("Dalle"), help_text=lazy("Per esempio 9 o 9:30"))
    ends = ItalianTimeField(label=lazy("Alle"))
    fair: Fair

    def clean(self) -> dict[str, Any]:
        """Adds ``starts_at`` and ``ends_at``."""
        data = super().clean() or self.cleaned_data
        if {"starts", "ends"} <= data.keys():
            day = local(self.fair.opens_at).date()
            data["starts_at"], data["ends_at"] = on_day(day, data["starts"]), on_day(day, data["ends"])
            if data["ends_at"] <= data["starts_at"]:
                self.add_error("ends", _("L'ora di fine viene dopo quella di inizio."))
        return data


class SessionForm(HoursMixin, Form):
    """A row of the programme."""

    request_key = RequestKeyField()
    title = forms.CharField(label=lazy("Titolo"), max_length=90)
    kind = forms.ChoiceField(label=lazy("Che cos'è"), choices=capitals(SessionKind.choices))
    area: forms.ModelChoiceField[Any] = forms.ModelChoiceField(
        label=lazy("Dove"), queryset=None, required=False, empty_label=lazy("Da decidere")
    )
    organisation: forms.ModelChoiceField[Any] = forms.ModelChoiceField(
        label=lazy("Di quale organizzazione"),
        queryset=None,
        required=False,
        empty_label=lazy("Del Job Caffè"),
    )
    speaker = forms.CharField(label=lazy("Chi parla o conduce"), max_length=120, required=False)
    seats = forms.IntegerField(
        label=lazy("Posti"),
        required=False,
        min_value=1,
        max_value=2000,
        widget=ShortNumber,
        help_text=lazy("Vuoto: si siede chi arriva."),
    )
    audiences = forms.MultipleChoiceField(
        label=lazy("Per chi"), required=False, widget=CheckGrid, choices=list(rules.AUDIENCES.items())
    )
    summary = forms.CharField(
        label=lazy("In una riga"), max_length=300, required=False, widget=forms.Textarea({"rows": 2})
    )
    field_order = [
        "request_key",
        "title",
        "kind",
        "starts",
        "ends",
        "area",
        "seats",
        "organisation",
        "speaker",
    ]
    widths = {
        "title": "half", "kind": "half", "starts": "year", "ends": "year", "area": "third", "seats": "year",
        "organisation": "half", "speaker": "half",
    }  # fmt: skip

    def __init__(self, *args: Any, fair: Fair, session: Session | None = None, **kwargs: Any) -> None:
        self.fair = fair
        if session is not None:
            kwargs.setdefault("initial", _session(session))
        super().__init__(*args, **kwargs)
        there = Organisation.objects.filter(stands__fair=fair, stands__state__in=rules.ALIVE)
        if session is not None and session.organisation_id:
            there = there | Organisation.objects.filter(pk=session.organisation_id)
        self.fields["area"].queryset = fair.areas.all()  # type: ignore[attr-defined]
        self.fields["organisation"].queryset = there.distinct()  # type: ignore[attr-defined]

    def values(self) -> dict[str, Any]:
        """What the action takes."""
        named = ("title", "kind", "area", "organisation", "speaker", "seats", "audiences", "summary")
        return {name: self.cleaned_data[name] for name in (*named, "starts_at", "ends_at")}


def _session(session: Session) -> dict[str, Any]:
    plain = ("title", "kind", "area", "organisation", "speaker", "seats", "audiences", "summary")
    hours = {"starts": local(session.starts_at).time(), "ends": local(session.ends_at).time()}
    return {name: getattr(session, name) for name in plain} | hours


class ShiftForm(WhenMixin, Form):
    """A turn: also on the day before, when tables are put up."""

    job = forms.ChoiceField(label=lazy("Che cosa si fa"), choices=capitals(Job.choices))
    needed = forms.IntegerField(
        label=lazy("Quante persone servono"), widget=ShortNumber, min_value=1, max_value=50, initial=2
    )
    field_order = ["job", "needed", "day", "starts", "ends"]
    widths = {"job": "half", "needed": "half", "day": "third", "starts": "year", "ends": "year"}

    def __init__(self, *args: Any, fair: Fair, shift: Shift | None = None, **kwargs: Any) -> None:
        first, last = (
            local(shift.starts_at if shift else fair.opens_at),
            local(shift.ends_at if shift else fair.closes_at),
        )
        initial = {"day": first.date(), "starts": first.time(), "ends": last.time()}
        if shift is not None:
            initial |= {"job": shift.job, "needed": shift.needed}
        super().__init__(*args, initial=initial, **kwargs)

    def values(self) -> dict[str, Any]:
        """What the action takes."""
        return {name: self.cleaned_data[name] for name in ("job", "needed", "starts_at", "ends_at")}


class HelperForm(Form):
    """Somebody with an account, or a name and a telephone."""

    user_id = forms.TypedChoiceField(label=lazy("Chi ha un accesso"), required=False, empty_value=None)
    name = forms.CharField(label=lazy("Oppure un nome"), max_length=80, required=False)
    phone = PhoneField(label=lazy("Il suo telefono"), required=False)
    widths = {"user_id": "third", "name": "third", "phone": "third"}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        who = User.objects.filter(is_active=True, grants__role__in=HELPING).distinct().order_by("name")
        people = [(str(pk), name) for pk, name in who.values_list("pk", "name")]
        self.fields["user_id"].choices = [("", _("Nessuno di questi")), *people]  # type: ignore[attr-defined]


class TaskForm(Form):
    """What to do, how many days before."""

    text = forms.CharField(label=lazy("Che cosa c'è da fare"), max_length=160)
    days_before = forms.IntegerField(
        label=lazy("Quanti giorni prima"), widget=ShortNumber, min_value=-60, max_value=400, initial=30
    )
    owner: forms.ModelChoiceField[Any] = forms.ModelChoiceField(
        label=lazy("Chi lo fa"), queryset=None, required=False, empty_label=lazy("Da decidere")
    )
    widths = {"text": "full", "days_before": "third", "owner": "half"}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        staff = User.objects.filter(is_active=True, grants__role__in=HELPING).distinct().order_by("name")
        self.fields["owner"].queryset = staff  # type: ignore[attr-defined]


class CostForm(Form):
    """A line of the budget, in euros."""

    label = forms.CharField(label=lazy("Per che cosa"), max_length=90)
    planned = EurosField(label=lazy("Previsti, in euro"), max_value=MOST_EUROS)
    spent = EurosField(
        label=lazy("Spesi, in euro"),
        max_value=MOST_EUROS,
        required=False,
        help_text=lazy("Vuoto: non ancora."),
    )
    widths = {"label": "half", "planned": "third", "spent": "third"}

    def values(self) -> dict[str, Any]:
        """What the action takes, in cents."""
        data = self.cleaned_data
        spent = data["spent"]
        return {
            "label": data["label"].strip(),
            "planned_cents": cents(data["planned"]),
            "spent_cents": None if spent is None else cents(spent),
        }


class PlaceForm(Form):
    """Where a stand is, and the number on its first table."""

    area_id = forms.TypedChoiceField(label=lazy("Area"), required=False, coerce=int, empty_value=None)
    first_table = forms.IntegerField(
        label=lazy("Numero del primo tavolo"), required=False, widget=ShortNumber, min_value=1, max_value=900
    )
    widths = {"area_id": "half", "first_table": "half"}

    def __init__(self, *args: Any, stand: Stand, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"area_id": stand.area_id, "first_table": stand.first_table})
        super().__init__(*args, **kwargs)
        areas = [(str(one.pk), one.name) for one in stand.fair.areas.all()]
        self.fields["area_id"].choices = [("", _("Da decidere")), *areas]  # type: ignore[attr-defined]


class AddForm(Form):
    """Organisations that telephoned: a stand for each."""

    organisation_id = forms.ChoiceField(label=lazy("Organizzazione"))

    def __init__(self, *args: Any, fair: Fair, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows: Iterable[Organisation] = Organisation.objects.exclude(stands__fair=fair).order_by("search_name")
        self.fields["organisation_id"].choices = [(str(one.pk), one.name) for one in rows]  # type: ignore[attr-defined]


def shift_words(shift: Shift) -> str:
    """``Alla porta, 8:30–13:30``."""
    return f"{capfirst(shift.get_job_display())}, {hour_words(shift.starts_at)}–{hour_words(shift.ends_at)}"
