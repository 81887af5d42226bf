"""Forms about organisations; what an organisation writes of itself is the first part of the staff's."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jobcaffe.foundation import places
from jobcaffe.foundation.imports.parsing import Wrong
from jobcaffe.foundation.ui.forms import Form, ItalianDateField, PhoneField, Radios, capitals
from jobcaffe.organisations import codes, hours
from jobcaffe.organisations.enums import How, Kind, LegalForm, Purpose, Section, Size, Stage
from jobcaffe.organisations.imports import parse_code
from jobcaffe.organisations.models import Location

INCOMPLETE = _("L'indirizzo non è completo. Scrivilo come nome@esempio.it.")
NOT_SAID = [("", _("Non indicato"))]


class CodeField(forms.CharField):
    """Fiscal code or VAT number with the right check digit."""

    def clean(self, value: object) -> str:
        """Raises ``ValidationError`` when a digit is wrong."""
        text = super().clean(value)
        try:
            return parse_code(text)
        except Wrong as wrong:
            raise forms.ValidationError(_("Il codice non è giusto: controlla le cifre.")) from wrong


class ParsedField(forms.CharField):
    """A text that a parser of the room reads; its message says how to write it."""

    def __init__(self, *, parse: Callable[[str], str], **kwargs: Any) -> None:
        self.parse = parse
        super().__init__(**kwargs)

    def clean(self, value: object) -> str:
        """Raises ``ValidationError`` with the parser's message."""
        try:
            return self.parse(super().clean(value))
        except ValueError as wrong:
            raise forms.ValidationError(str(wrong)) from wrong


class OwnForm(Form):
    """What an organisation says of itself; a name and a kind are enough."""

    name = forms.CharField(
        label=_("Come si chiama?"),
        max_length=160,
        error_messages={"required": _("Scrivi come si chiama l'organizzazione.")},
    )
    kind = forms.ChoiceField(
        label=_("Che cos'è?"),
        choices=capitals(Kind.choices),
        widget=Radios,
        error_messages={"required": _("Scegli che cos'è.")},
    )
    municipality = forms.CharField(label=_("Comune"), max_length=60, required=False)
    address = forms.CharField(label=_("Indirizzo"), max_length=160, required=False)
    phone = PhoneField(label=_("Telefono"), required=False)
    email = forms.EmailField(label=_("Email"), required=False, error_messages={"invalid": INCOMPLETE})
    website = forms.CharField(label=_("Sito"), max_length=160, required=False)
    sector = forms.CharField(label=_("Di che cosa si occupa?"), max_length=80, required=False)
    description = forms.CharField(
        label=_("In due righe"), max_length=400, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    offers = forms.CharField(
        label=_("Che cosa offre"),
        help_text=_("Una cosa per riga. Per esempio: tirocini, una sala, un corso."),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    asks = forms.CharField(
        label=_("Che cosa cerca"),
        help_text=_("Una cosa per riga. Per esempio: volontari, un magazziniere."),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    legal_form = forms.ChoiceField(
        label=_("Forma giuridica"), choices=[*NOT_SAID, *capitals(LegalForm.choices)], required=False
    )
    section = forms.ChoiceField(
        label=_("Settore ATECO"), choices=[*NOT_SAID, *capitals(Section.choices)], required=False
    )
    ateco_code = ParsedField(
        parse=codes.parse_ateco, label=_("Codice ATECO"), help_text=_("Per esempio 10.71"), required=False
    )
    size = forms.ChoiceField(
        label=_("Quante persone ci lavorano?"), choices=[*NOT_SAID, *capitals(Size.choices)], required=False
    )
    rea_number = ParsedField(
        parse=codes.parse_rea, label=_("Numero REA"), help_text=_("Per esempio MI-1234567"), required=False
    )
    runts_number = ParsedField(
        parse=codes.parse_runts,
        label=_("Numero RUNTS"),
        help_text=_("Per enti del terzo settore"),
        required=False,
    )
    widths = {
        "municipality": "half", "address": "half", "phone": "half", "email": "half", "legal_form": "half",
        "section": "half", "ateco_code": "third", "rea_number": "third", "runts_number": "third",
    }  # fmt: skip


class OrganisationForm(OwnForm):
    """What the staff writes: also the codes, and how near the organisation is."""

    fiscal_code = CodeField(label=_("Codice fiscale"), max_length=20, required=False)
    vat_number = CodeField(label=_("Partita IVA"), max_length=20, required=False)
    stage = forms.ChoiceField(
        label=_("A che punto siamo?"), choices=capitals(Stage.choices), initial=Stage.KNOWN
    )
    joined_on = ItalianDateField(
        label=_("Aderisce dal"), help_text=_("Per esempio 15/10/2025."), required=False
    )
    widths = {**OwnForm.widths, "fiscal_code": "half", "vat_number": "half"}


class ContactForm(Form):
    """Somebody to talk to."""

    name = forms.CharField(
        label=_("Nome e cognome"),
        max_length=120,
        error_messages={"required": _("Scrivi il nome di chi risponde.")},
    )
    job_title = forms.CharField(label=_("Che cosa fa"), max_length=80, required=False)
    phone = PhoneField(label=_("Telefono"), required=False)
    email = forms.EmailField(label=_("Email"), required=False, error_messages={"invalid": INCOMPLETE})


class ConsentForm(Form):
    """A yes: to which of the purposes that are still open, and how it was said.

    Who speaks for the organisation says it here, on the site.
    """

    purpose = forms.ChoiceField(label=_("A che cosa dice di sì?"), widget=Radios)
    how = forms.ChoiceField(
        label=_("Come l'ha detto?"),
        choices=capitals((value, label) for value, label in How.choices if value != How.SITE),
        widget=Radios,
    )

    def __init__(self, *args: Any, open_to: list[str], staff: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        left = [(value, label) for value, label in Purpose.choices if value in open_to]
        self.fields["purpose"].choices = capitals(left)  # type: ignore[attr-defined]
        if not staff:
            del self.fields["how"]


class DelegateForm(Form):
    """Somebody who may come in and write for the organisation."""

    name = forms.CharField(label=_("Nome e cognome"), max_length=120)
    contact = forms.CharField(
        label=_("Telefono o email"), help_text=_("Qui arriva il codice per entrare."), max_length=120
    )


class HoursField(forms.CharField):
    """The hours of one weekday: ``9-13, 15.30-19``; empty when it is closed."""

    layout_width = "third"

    def clean(self, value: object) -> list[tuple[str, str]]:
        """Raises ``ValidationError`` with the way to write it."""
        try:
            return hours.parse_day(super().clean(value))
        except hours.NotHours as wrong:
            raise forms.ValidationError(str(wrong)) from wrong


class LocationForm(Form):
    """A place with its weekly hours, one box a day.

    Address and comune say where it is. Latitude and longitude are apart and closed: only who knows them
    writes them, for the lists that other programs read.
    """

    exact = ("lat", "lon")
    name = forms.CharField(
        label=_("Che sede è?"), help_text=_("Per esempio: negozio."), max_length=80, required=False
    )
    address = forms.CharField(label=_("Indirizzo"), max_length=160)
    postcode = forms.RegexField(
        r"^\d{5}$", label=_("CAP"), required=False, error_messages={"invalid": _("Il CAP ha cinque cifre.")}
    )
    municipality = forms.CharField(label=_("Comune"), max_length=60)
    lat = forms.FloatField(
        label=_("Latitudine"),
        min_value=-90,
        max_value=90,
        required=False,
        help_text=_("Per esempio 45,571."),
        localize=True,
    )
    lon = forms.FloatField(
        label=_("Longitudine"), min_value=-180, max_value=180, required=False, localize=True
    )
    notes = forms.CharField(label=_("Altro sugli orari o su come si arriva"), max_length=160, required=False)
    widths = {"postcode": "third", "municipality": "half", "lat": "third", "lon": "third"}

    def __init__(self, *args: Any, place: Location | None = None, **kwargs: Any) -> None:
        if place is not None:
            names = ("name", "address", "postcode", "municipality", "lat", "lon", "notes")
            kwargs["initial"] = {name: getattr(place, name) for name in names} | {
                f"day{day}": hours.typed(place.hours, day) for day in range(7)
            }
        super().__init__(*args, **kwargs)
        for day, label in enumerate(hours.DAYS):
            self.fields[f"day{day}"] = HoursField(
                label=str(label).capitalize(), required=False, max_length=60
            )
        self.fields["day0"].help_text = _("Per esempio 9-13, 15.30-19. Lascia vuoto se è chiuso.")
        self.exact_known = place is not None and place.lat is not None

    @property
    def usual(self) -> list[forms.BoundField]:
        """What everybody fills."""
        return [one for one in self.visible_fields() if one.name not in self.exact]

    @property
    def exact_open(self) -> bool:
        """Whether the coordinates are shown at once: kept already, or to be put right."""
        return self.exact_known or any(self[name].errors for name in self.exact)

    def clean(self) -> dict[str, Any]:
        """The hours of the week together; coordinates come in two. A comune of the list in its spelling."""
        given = super().clean() or {}
        town = places.find(given.get("municipality") or "")
        if town:
            given["municipality"] = town.name
        if (given.get("lat") is None) != (given.get("lon") is None) and not {*self.exact} & set(self.errors):
            self.add_error("lat", _("Scrivi latitudine e longitudine, o nessuna delle due."))
        return given

    @property
    def values(self) -> dict[str, Any]:
        """What the action takes."""
        given = dict(self.cleaned_data)
        week = [(day, given.pop(f"day{day}", []) or []) for day in range(7)]
        return {**given, "hours": hours.of_days(week)}
