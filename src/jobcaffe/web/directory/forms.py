"""What to look for in the network."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jobcaffe.foundation import places
from jobcaffe.foundation.accounts.contacts import parse
from jobcaffe.foundation.ui.forms import Form, Radios, capitals
from jobcaffe.organisations.enums import Kind, Section
from jobcaffe.organisations.queries import PARTNERS

ALL = [("", _("Tutti"))]


class Filters(Form):
    """Everything may stay empty; what nobody offers to choose is not looked for."""

    q = forms.CharField(label=_("Che cosa cerchi?"), max_length=80, required=False)
    tipo = forms.ChoiceField(
        label=_("Che cos'è"),
        choices=[*ALL, *capitals(Kind.choices), (PARTNERS, _("Parti sociali"))],
        required=False,
    )
    settore = forms.ChoiceField(
        label=_("Settore"), choices=[*ALL, *capitals(Section.choices)], required=False
    )
    comune = forms.ChoiceField(label=_("Comune"), required=False)
    mark_optional = False
    widths = {"tipo": "third", "settore": "third", "comune": "third"}

    def __init__(self, *args: Any, towns: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["comune"].choices = [*ALL, *((town, town) for town in towns)]  # type: ignore[attr-defined]

    @property
    def wanted(self) -> dict[str, str]:
        """As the query takes it; a value that is not in the list counts as none."""
        self.is_valid()
        given = self.cleaned_data
        names = {"text": "q", "kind": "tipo", "section": "settore", "municipality": "comune"}
        return {name: given.get(key, "") for name, key in names.items()}


class AnswerForm(Form):
    """What is to be corrected, in the organisation's words."""

    note = forms.CharField(
        label=_("Che cosa è cambiato?"),
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Scrivi che cosa è cambiato.")},
    )


class JoinForm(Form):
    """An organisation that asks to be in the network: seven answers, five of them needed."""

    name = forms.CharField(label=_("Come si chiama la tua organizzazione?"), max_length=160)
    kind = forms.ChoiceField(label=_("Che cos'è?"), choices=capitals(Kind.choices), widget=Radios)
    municipality = forms.CharField(label=_("In che comune?"), max_length=60)
    contact_name = forms.CharField(label=_("Chi possiamo chiamare?"), max_length=120)
    contact = forms.CharField(label=_("Il suo telefono, o la sua email"), max_length=120)
    offers = forms.CharField(
        label=_("Che cosa offrite?"),
        help_text=_("Una cosa per riga. Per esempio: tirocini, una sala."),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    asks = forms.CharField(
        label=_("Che cosa cercate?"),
        help_text=_("Una cosa per riga. Per esempio: volontari, una persona al banco."),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def clean_contact(self) -> str:
        """Raises ``ValidationError`` for what is no telephone number and no e-mail address."""
        typed = str(self.cleaned_data["contact"])
        if parse(typed) is None:
            raise forms.ValidationError(_("Scrivi un telefono o un indirizzo email completo."))
        return typed

    def clean_municipality(self) -> str:
        """A comune of the list in its own spelling, another as it is written."""
        typed = str(self.cleaned_data["municipality"])
        town = places.find(typed)
        return town.name if town else typed
