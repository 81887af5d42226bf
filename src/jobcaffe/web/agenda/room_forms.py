"""What the staff writes about rooms, hours and closures."""

from __future__ import annotations

from datetime import time
from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from jobcaffe.foundation.ui.forms import (
    Form,
    ItalianDateField,
    ItalianTimeField,
    RequestKeyField,
    ShortNumber,
)
from jobcaffe.spaces.queries import weekday_name
from jobcaffe.web.agenda.forms import WhenMixin


class BookingForm(WhenMixin, Form):
    """A room for a while."""

    title = forms.CharField(
        label=_("A cosa serve"),
        max_length=80,
        required=False,
        help_text=_("Si vede nel calendario della sala. Non scrivere nomi né temi di gruppi."),
    )
    request_key = RequestKeyField()
    field_order = ["day", "starts", "ends", "title"]


class PlaceForm(Form):
    """A place."""

    name = forms.CharField(label=_("Nome"), max_length=80)
    address = forms.CharField(label=_("Indirizzo"), max_length=160)
    municipality = forms.CharField(label=_("Comune"), max_length=60)
    phone = forms.CharField(label=_("Telefono"), max_length=20, required=False)
    how_to_reach = forms.CharField(
        label=_("Come arrivare"), max_length=300, required=False, widget=forms.Textarea({"rows": 2})
    )


class RoomForm(Form):
    """A room."""

    name = forms.CharField(label=_("Nome della sala"), max_length=80)
    capacity = forms.IntegerField(
        label=_("Quante persone ci stanno"), min_value=1, max_value=2000, widget=ShortNumber
    )
    features = forms.CharField(
        label=_("Cosa c'è"),
        max_length=200,
        required=False,
        help_text=_("Parole separate da virgole: proiettore, spazio bimbi"),
    )
    active = forms.BooleanField(label=_("Si può usare"), required=False, initial=True)

    def clean_features(self) -> list[str]:
        """Words without the empty ones."""
        return [one.strip() for one in self.cleaned_data["features"].split(",") if one.strip()]


class HoursForm(Form):
    """When a place is open."""

    weekday = forms.ChoiceField(label=_("Giorno"))
    opens = ItalianTimeField(label=_("Dalle"), initial=time(9))
    closes = ItalianTimeField(label=_("Alle"), initial=time(18))
    desk = forms.BooleanField(label=_("È l'orario dello sportello"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        days = [(str(day), capfirst(weekday_name(day))) for day in range(7)]
        self.fields["weekday"].choices = days  # type: ignore[attr-defined]


class ClosureForm(Form):
    """Days on which a place is closed."""

    first_day = ItalianDateField(label=_("Dal giorno"))
    last_day = ItalianDateField(label=_("Al giorno, compreso"))
    why = forms.CharField(label=_("Perché"), max_length=80, required=False)
