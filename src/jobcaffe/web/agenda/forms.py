"""What the staff writes about encounters and rooms."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from jobcaffe.encounters import queries, recurrence
from jobcaffe.encounters.actions import Choice, Details, Occurrence
from jobcaffe.encounters.enums import Action, Kind, Presence
from jobcaffe.encounters.models import Encounter
from jobcaffe.foundation.access import Refused
from jobcaffe.foundation.ui.forms import (
    CheckGrid,
    Form,
    InlineRadios,
    ItalianDateField,
    ItalianTimeField,
    Radios,
    RequestKeyField,
    ShortNumber,
    SwitchRadios,
)
from jobcaffe.spaces import words
from jobcaffe.spaces.models import Place, Room
from jobcaffe.spaces.queries import weekday_name

LONGEST_MINUTES = 720


def _capital(choices: Iterable[tuple[Any, Any]]) -> list[tuple[Any, Any]]:
    return [(value, capfirst(label)) for value, label in choices]  # stays lazy: the language of the reader


def rooms() -> list[tuple[str, str]]:
    """The rooms in use, as choices; the first is none."""
    rows = Room.objects.filter(active=True).select_related("place")
    named = [(str(row.pk), f"{row.name} ({row.capacity} posti), {row.place.name}") for row in rows]
    return [("", str(_("Nessuna sala"))), *named]


class WhenMixin(forms.Form):
    """A day, from an hour to an hour, on the wall clock of Europe/Rome."""

    day = ItalianDateField(label=_("Giorno"))
    starts = ItalianTimeField(label=_("Dalle"), help_text=_("Per esempio 18 o 18:30"))
    ends = ItalianTimeField(label=_("Alle"))

    def clean(self) -> dict[str, Any]:
        """Adds ``starts_at`` and ``ends_at``; the hours of the clock change are refused."""
        data = super().clean() or self.cleaned_data
        if {"day", "starts", "ends"} <= data.keys():
            try:
                data["starts_at"] = words.wall(data["day"], data["starts"])
                data["ends_at"] = words.wall(data["day"], data["ends"])
            except Refused as refusal:
                raise ValidationError(str(refusal)) from refusal
            if data["ends_at"] <= data["starts_at"]:
                self.add_error("ends", _("L'ora di fine viene dopo quella di inizio."))
        return data

    def span(self) -> tuple[datetime, datetime]:
        """Start and end of a valid form."""
        return self.cleaned_data["starts_at"], self.cleaned_data["ends_at"]


def when_initial(starts_at: datetime, ends_at: datetime) -> dict[str, Any]:
    """The initial values of :class:`WhenMixin`."""
    first, last = words.local(starts_at), words.local(ends_at)
    return {"day": first.date(), "starts": first.time(), "ends": last.time()}


class DetailsForm(Form):
    """What an encounter is."""

    title = forms.CharField(label=_("Titolo"), max_length=120)
    kind = forms.ChoiceField(label=_("Che incontro è"), choices=_capital(Kind.choices))
    action = forms.ChoiceField(label=_("Azione del programma"), choices=_capital(Action.choices))
    seats = forms.IntegerField(
        label=_("Posti"), min_value=1, max_value=2000, required=False, widget=ShortNumber
    )
    leaders = forms.MultipleChoiceField(label=_("Chi lo guida"), required=False, widget=CheckGrid)
    public = forms.BooleanField(label=_("Mostralo sul sito: chiunque può iscriversi"), required=False)
    confidential = forms.BooleanField(
        label=_("È un incontro riservato di un gruppo: si contano le persone, senza nomi"), required=False
    )
    summary = forms.CharField(
        label=_("Cosa si fa, in due righe"),
        max_length=400,
        required=False,
        widget=forms.Textarea({"rows": 2}),
    )
    first_time = forms.CharField(
        label=_("La prima volta succede questo"),
        max_length=400,
        required=False,
        widget=forms.Textarea({"rows": 2}),
    )
    welcomes = forms.CharField(label=_("Chi accoglie"), max_length=80, required=False)
    widths = {"kind": "half", "action": "half", "seats": "year"}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = queries.leaders_to_choose()
        self.fields["leaders"].choices = [(str(row.pk), row.name) for row in people]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Public and confidential exclude each other."""
        data = super().clean() or self.cleaned_data
        if data.get("public") and data.get("confidential"):
            self.add_error("public", _("Un incontro riservato non può stare sul sito."))
        return data

    def details(self) -> Details:
        """As the actions take it."""
        data = self.cleaned_data
        room = data.get("room")
        return Details(
            kind=data["kind"],
            action=data["action"],
            title=data["title"],
            summary=data["summary"],
            first_time=data["first_time"],
            welcomes=data["welcomes"],
            public=data["public"],
            confidential=data["confidential"],
            seats=data["seats"],
            room_id=UUID(room) if room else None,
            place_id=UUID(data["place"]) if data.get("place") else None,
            leader_ids=tuple(UUID(one) for one in data["leaders"]),
        )


def details_initial(encounter: Encounter) -> dict[str, Any]:
    """The form's values of an encounter."""
    names = (
        "title", "kind", "action", "seats", "public", "confidential", "summary", "first_time", "welcomes",
    )  # fmt: skip
    values: dict[str, Any] = {name: getattr(encounter, name) for name in names}
    values["leaders"] = [str(row.pk) for row in encounter.leaders.all()]
    return values


class PlaceMixin(forms.Form):
    """A room of ours, or a place without a booking."""

    room = forms.ChoiceField(label=_("Sala"), required=False)
    place = forms.ChoiceField(label=_("Luogo, se non serve una sala"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["room"].choices = rooms()  # type: ignore[attr-defined]
        places = [(str(row.pk), row.name) for row in Place.objects.all()]
        self.fields["place"].choices = [("", str(_("Nessun luogo"))), *places]  # type: ignore[attr-defined]


class EncounterForm(DetailsForm, PlaceMixin, WhenMixin):
    """A new encounter."""

    request_key = RequestKeyField()
    field_order = ["title", "kind", "action", "day", "starts", "ends", "room", "place"]
    widths = {**DetailsForm.widths, "room": "half", "place": "half"}


class MoveForm(WhenMixin, Form):
    """Another day, hour or room."""

    room = forms.ChoiceField(label=_("Sala"), required=False)
    field_order = ["day", "starts", "ends", "room"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["room"].choices = rooms()  # type: ignore[attr-defined]

    def room_id(self) -> UUID | None:
        """The chosen room."""
        room = self.cleaned_data["room"]
        return UUID(room) if room else None


NTH = [
    (1, _("il primo")),
    (2, _("il secondo")),
    (3, _("il terzo")),
    (4, _("il quarto")),
    (-1, _("l'ultimo")),
]


def _repeats() -> list[tuple[str, Any]]:
    """Asked for at each form: a filled-in text is not lazy any more."""
    monthly = _("Una volta al mese: %s di quel giorno")
    return [
        ("1", _("Ogni settimana")),
        ("2", _("Ogni due settimane")),
        *[(f"m{nth}", monthly % label) for nth, label in NTH],
    ]


class SeriesForm(DetailsForm, PlaceMixin):
    """A recurring encounter."""

    first_day = ItalianDateField(label=_("Da che giorno"))
    until = ItalianDateField(label=_("Fino a che giorno"))
    starts = ItalianTimeField(label=_("A che ora"))
    minutes = forms.IntegerField(
        label=_("Quanti minuti dura"),
        min_value=15,
        max_value=LONGEST_MINUTES,
        initial=120,
        widget=ShortNumber,
    )
    how = forms.ChoiceField(
        label=_("Ogni quanto"),
        choices=_repeats,
        initial="1",
    )
    weekdays = forms.MultipleChoiceField(label=_("In che giorni"), widget=CheckGrid)
    request_key = RequestKeyField()
    field_order = ["title", "kind", "action", "how", "weekdays", "first_day", "until", "starts", "minutes"]
    widths = {**DetailsForm.widths, "minutes": "year", "how": "half", "room": "half", "place": "half"}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        days = [(str(day), weekday_name(day).capitalize()) for day in range(7)]
        self.fields["weekdays"].choices = days  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """A month's rule takes one weekday; the end comes after the beginning."""
        data = super().clean()
        if data.get("until") and data.get("first_day") and data["until"] < data["first_day"]:
            self.add_error("until", _("La fine viene dopo l'inizio. Controlla le date."))
        if str(data.get("how", "")).startswith("m") and len(data.get("weekdays", [])) > 1:
            self.add_error("weekdays", _("Per una volta al mese scegli un giorno solo."))
        return data

    def rule(self) -> str:
        """The RRULE."""
        data = self.cleaned_data
        days = [int(day) for day in data["weekdays"]]
        if data["how"].startswith("m"):
            return recurrence.monthly(weekday=days[0], nth=int(data["how"][1:]), until=data["until"])
        return recurrence.weekly(weekdays=days, until=data["until"], every=int(data["how"]))


class ChoicesForm(Form):
    """For each date whose room is taken: leave it out, or one of the alternatives."""

    def __init__(self, plan: list[Occurrence], data: Any = None) -> None:
        super().__init__(data)
        for row in plan:
            if not row.problem:
                continue
            options = [
                (f"{slot.room_id}|{slot.starts_at.isoformat()}", slot.label) for slot in row.alternatives
            ]
            self.fields[f"on-{row.day.isoformat()}"] = forms.ChoiceField(
                label=row.label[:1].upper() + row.label[1:],
                help_text=row.problem,
                choices=[*options, ("", _("Salta questa data"))],
                required=False,
                widget=Radios,
            )

    def choices(self) -> dict[date, Choice]:
        """What was chosen, by date."""
        found = {}
        for name, value in self.cleaned_data.items():
            if value:
                room, _bar, start = value.partition("|")
                found[date.fromisoformat(name[3:])] = Choice(UUID(room), datetime.fromisoformat(start))
        return found


class AttendanceForm(Form):
    """*C'è* or *Non c'è* for each line of the roster."""

    ANSWERS = [
        (Presence.PRESENT.value, _("C'è")),
        (Presence.ABSENT.value, _("Non c'è")),
        (Presence.EXCUSED.value, _("Ha avvisato")),
    ]

    def __init__(self, roster: list[queries.RosterLine], data: Any = None) -> None:
        super().__init__(data)
        self.roster = roster
        for line in roster:
            said = Presence.PRESENT if line.presence == Presence.EXPECTED else Presence(line.presence)
            answers = self.ANSWERS[:2] if line.unlinked else self.ANSWERS
            self.fields[f"p-{line.key}"] = forms.ChoiceField(
                label=line.name, choices=answers, initial=said.value, widget=SwitchRadios
            )

    def keys(self, presence: Presence) -> set[str]:
        """The lines with this answer."""
        return {name[2:] for name, value in self.cleaned_data.items() if value == presence}


class CountForm(Form):
    """How many were there, for a confidential encounter."""

    present = forms.IntegerField(
        label=_("Quante persone c'erano?"), min_value=0, max_value=200, widget=ShortNumber
    )


class WalkInForm(Form):
    """Somebody who came and is not on the list."""

    name = forms.CharField(label=_("Nome e cognome"), max_length=80)
    request_key = RequestKeyField()


class ScanForm(Form):
    """The signed sheet."""

    file = forms.FileField(
        label=_("Foto o PDF del foglio firmato"),
        widget=forms.ClearableFileInput({"accept": "image/*,application/pdf", "capture": "environment"}),
    )
    signatures = forms.IntegerField(
        label=_("Quante firme ci sono?"), min_value=0, max_value=999, widget=ShortNumber
    )


class FeedForm(Form):
    """A new calendar address."""

    request_key = RequestKeyField()
    label = forms.CharField(
        label=_("Su quale telefono o computer?"), max_length=60, help_text=_("Per esempio: il mio telefono")
    )


class FilterForm(Form):
    """What the agenda shows."""

    view = forms.ChoiceField(
        label=_("Vedi"),
        choices=[("giorno", _("Giorno")), ("settimana", _("Settimana"))],
        required=False,
        widget=InlineRadios,
    )
    day = ItalianDateField(label=_("Dal giorno"), required=False, help_text="")
    action = forms.ChoiceField(
        label=_("Azione"), choices=[("", _("Tutte")), *_capital(Action.choices)], required=False
    )
    kind = forms.ChoiceField(
        label=_("Tipo"), choices=[("", _("Tutti")), *_capital(Kind.choices)], required=False
    )
    mine = forms.BooleanField(label=_("Solo i miei"), required=False)
    mark_optional = False
    widths = {"view": "third", "day": "third", "action": "third", "kind": "third", "mine": "third"}

    def chosen_day(self) -> date:
        """The day asked for, or today."""
        return (self.cleaned_data.get("day") if self.is_valid() else None) or timezone.localdate()
