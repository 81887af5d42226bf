"""The first talk on one page, and paper cards in a grid."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

from django import forms
from django.forms import formset_factory
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jobcaffe.foundation.ui.forms import (
    CheckGrid,
    Form,
    InlineRadios,
    ItalianDateField,
    PhoneField,
    PhoneInput,
    RequestKeyField,
    YearField,
    capitals,
)
from jobcaffe.people.actions import Welcome
from jobcaffe.people.enums import DayPart, Reason, Sex
from jobcaffe.people.rules import minor

RECONTACT_DAYS = 7
SEXES = capitals([*Sex.choices, ("", _("non indicato"))])
# Names never travel in an address: the live search posts only these fields.
LIVE = {
    "hx-post": "/sportello/nuova/gia-qui/",
    "hx-trigger": "keyup changed delay:300ms, change",
    "hx-target": "#gia-qui",
    "hx-include": "[name=first_name],[name=last_name],[name=phone]",
    "hx-sync": "closest form:queue last",
}
ASK_PARENT = {
    "hx-post": "/sportello/nuova/genitore/",
    "hx-trigger": "keyup changed delay:300ms, change",
    "hx-target": "#genitore",
    "hx-include": "[name=birth_year],[name=guardian_name],[name=guardian_phone]",
    "hx-sync": "this:queue last",
}


class GuardianForm(Form):
    """Asked only when the year says that she may be under 18."""

    guardian_name = forms.CharField(label=_("Nome del genitore o tutore"), max_length=120, required=False)
    guardian_phone = PhoneField(label=_("Telefono del genitore"), required=False)
    guardian_consent = forms.BooleanField(label=_("Il genitore ha letto e dice di sì"), required=False)
    turned_18 = forms.BooleanField(label=_("Ha già compiuto 18 anni"), required=False)
    widths = {"guardian_name": "third", "guardian_phone": "third", "guardian_consent": "third"}


class IntakeForm(GuardianForm):
    """Eight groups of fields. A name is enough; nothing typed is ever lost."""

    request_key = RequestKeyField()
    draft = forms.UUIDField(widget=forms.HiddenInput, required=False)
    first_name = forms.CharField(
        label=_("Nome"),
        max_length=80,
        widget=forms.TextInput({**LIVE, "autocomplete": "off", "autofocus": True}),
    )
    last_name = forms.CharField(
        label=_("Cognome"),
        max_length=80,
        required=False,
        widget=forms.TextInput({**LIVE, "autocomplete": "off"}),
    )
    phone = PhoneField(
        label=_("Telefono"), required=False, widget=PhoneInput({**LIVE, "autocomplete": "off"})
    )
    no_phone = forms.BooleanField(label=_("Non ha il telefono"), required=False)
    birth_year = YearField(label=_("Anno di nascita"), required=False)
    sex = forms.ChoiceField(label=_("Sesso"), choices=SEXES, required=False, widget=InlineRadios)
    municipality = forms.CharField(label=_("Comune"), max_length=60, required=False)
    reasons = forms.MultipleChoiceField(
        label=_("È qui perché…"), choices=Reason.choices, required=False, widget=CheckGrid
    )
    day_parts = forms.MultipleChoiceField(
        label=_("Può venire"), choices=capitals(DayPart.choices), required=False, widget=CheckGrid
    )
    words = forms.CharField(
        label=_("Parole sue"), required=False, max_length=4000, widget=forms.Textarea({"rows": 3})
    )
    notice = forms.BooleanField(label=_("Ha letto l'informativa e l'ha firmata"), required=False)
    messages = forms.BooleanField(label=_("Vuole ricevere SMS o messaggi"), required=False)
    recontact_on = ItalianDateField(label=_("La ricontattiamo entro il"), required=False, help_text="")
    different = forms.BooleanField(label=_("È un'altra persona: salva lo stesso"), required=False)

    mark_optional = False
    widths = {
        **GuardianForm.widths,
        "first_name": "third",
        "last_name": "third",
        "phone": "third",
        "no_phone": "third",
        "birth_year": "third",
        "municipality": "third",
        "sex": "two-thirds",
        "notice": "third",
        "messages": "third",
        "recontact_on": "third",
        "reasons": "full",
        "day_parts": "full",
        "words": "full",
    }

    def __init__(self, *args: Any, municipality: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["municipality"].initial = municipality
        self.fields["draft"].initial = uuid.uuid4
        self.fields["recontact_on"].initial = timezone.localdate() + timedelta(days=RECONTACT_DAYS)
        self.fields["birth_year"].widget.attrs.update(ASK_PARENT)

    @property
    def asks_guardian(self) -> bool:
        """Whether the year now in the form may be of somebody under 18."""
        return young(self["birth_year"].value())

    def clean(self) -> dict[str, Any]:
        """A telephone or that there is none; somebody under 18 has a parent who says yes."""
        data = super().clean() or {}
        if data.get("phone") and data.get("no_phone"):
            self.add_error(
                "no_phone", _("C'è un numero: togli il segno da «Non ha il telefono», o il numero.")
            )
        if minor(data.get("birth_year"), turned_18=bool(data.get("turned_18"))):
            self._check_parent(data)
        return data

    def _check_parent(self, data: dict[str, Any]) -> None:
        if not data.get("guardian_name"):
            self.add_error(
                "guardian_name",
                _("Ha meno di 18 anni: scrivi il nome del genitore, o tieni la bozza per un altro giorno."),
            )
        if not data.get("guardian_consent"):
            self.add_error("guardian_consent", _("Serve il sì del genitore. Leggete insieme l'informativa."))

    def welcome(self) -> Welcome:
        """What was typed, for the action. Call when valid."""
        data = self.cleaned_data
        plain = (
            "first_name last_name phone no_phone birth_year sex municipality reasons day_parts words "
            "recontact_on guardian_name guardian_phone guardian_consent turned_18"
        )
        ticks = (("service", data["notice"]), ("messages", data["messages"]))
        consents = [purpose for purpose, given in ticks if given]
        return Welcome(consents=consents, **{name: data[name] for name in plain.split()})


def young(year: object) -> bool:
    """Whether what was typed as a year may be of somebody under 18."""
    text = str(year or "").strip()
    return len(text) == len("2009") and text.isdigit() and minor(int(text))


class PaperCard(Form):
    """One card filled by hand at a stall or by a colleague without a computer."""

    request_key = RequestKeyField()
    first_name = forms.CharField(label=_("Nome"), max_length=80)
    last_name = forms.CharField(label=_("Cognome"), max_length=80, required=False)
    phone = PhoneField(label=_("Telefono"), required=False)
    birth_year = YearField(label=_("Anno di nascita"), required=False)
    reason = forms.ChoiceField(
        label=_("È qui perché…"), choices=[("", _("non indicato")), *Reason.choices], required=False
    )
    on = ItalianDateField(label=_("Data della scheda"), required=False, help_text="")
    notice = forms.BooleanField(label=_("Informativa firmata"), required=False)
    messages = forms.BooleanField(label=_("Vuole messaggi"), required=False)
    guardian_name = forms.CharField(
        label=_("Genitore, se ha meno di 18 anni"), max_length=120, required=False
    )
    guardian_consent = forms.BooleanField(label=_("Firma del genitore"), required=False)
    different = forms.BooleanField(label=_("È un'altra persona: salva lo stesso"), required=False)

    mark_optional = False
    widths = {
        "first_name": "third",
        "last_name": "third",
        "phone": "third",
        "birth_year": "third",
        "reason": "third",
        "on": "third",
        "notice": "third",
        "messages": "third",
        "guardian_name": "third",
        "guardian_consent": "third",
    }
    TYPED = ("first_name", "last_name", "phone", "birth_year", "on", "guardian_name")

    @property
    def asks_guardian(self) -> bool:
        """Whether the year now in the row may be of somebody under 18."""
        return young(self["birth_year"].value())

    @property
    def is_blank(self) -> bool:
        """Nothing was written on this card."""
        return not any(str(self[name].value() or "").strip() for name in self.TYPED)

    def clean_on(self) -> Any:
        """A card cannot be from tomorrow."""
        day = self.cleaned_data["on"]
        if day and day > timezone.localdate():
            raise forms.ValidationError(_("La data è nel futuro. Controlla il giorno sulla scheda."))
        return day

    def welcome(self, municipality: str) -> Welcome:
        """What was typed, for the action. Call when valid."""
        data = self.cleaned_data
        ticks = (("service", data["notice"]), ("messages", data["messages"]))
        day = data["on"]
        now = timezone.localtime()
        plain = "first_name last_name phone birth_year guardian_name guardian_consent"
        return Welcome(
            consents=[purpose for purpose, given in ticks if given],
            reasons=[data["reason"]] if data["reason"] else [],
            municipality=municipality,
            source="paper",
            at=now.replace(year=day.year, month=day.month, day=day.day) if day and day < now.date() else None,
            **{name: data[name] for name in plain.split()},
        )


PAPER_ROWS = 10
PaperCards = formset_factory(PaperCard, extra=PAPER_ROWS, max_num=PAPER_ROWS, absolute_max=PAPER_ROWS)
