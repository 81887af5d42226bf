"""Forms about organisations."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from jobcaffe.foundation.imports.parsing import Wrong
from jobcaffe.foundation.ui.forms import Form, ItalianDateField, PhoneField, Radios
from jobcaffe.organisations.enums import Kind, Stage
from jobcaffe.organisations.imports import parse_code


class CodeField(forms.CharField):
    """Fiscal code or VAT number with the right check digit."""

    def clean(self, value: object) -> str:
        """Raises ``ValidationError`` when a digit is wrong."""
        text = super().clean(value)
        try:
            return parse_code(text)
        except Wrong as wrong:
            raise forms.ValidationError(_("Il codice non è giusto: controlla le cifre.")) from wrong


class OrganisationForm(Form):
    """What we know of an organisation; a name and a kind are enough."""

    name = forms.CharField(
        label=_("Come si chiama?"),
        max_length=160,
        error_messages={"required": _("Scrivi come si chiama l'organizzazione.")},
    )
    kind = forms.ChoiceField(
        label=_("Che cos'è?"),
        choices=Kind.choices,
        widget=Radios,
        error_messages={"required": _("Scegli che cos'è.")},
    )
    municipality = forms.CharField(label=_("Comune"), max_length=60, required=False)
    address = forms.CharField(label=_("Indirizzo"), max_length=160, required=False)
    sector = forms.CharField(label=_("Di che cosa si occupa?"), max_length=80, required=False)
    fiscal_code = CodeField(label=_("Codice fiscale"), max_length=20, required=False)
    vat_number = CodeField(label=_("Partita IVA"), max_length=20, required=False)
    phone = PhoneField(label=_("Telefono"), required=False)
    email = forms.EmailField(
        label=_("Email"),
        required=False,
        error_messages={"invalid": _("L'indirizzo non è completo. Scrivilo come nome@esempio.it.")},
    )
    website = forms.CharField(label=_("Sito"), max_length=160, required=False)
    description = forms.CharField(
        label=_("In due righe"), max_length=400, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    stage = forms.ChoiceField(label=_("A che punto siamo?"), choices=Stage.choices, initial=Stage.KNOWN)
    joined_on = ItalianDateField(
        label=_("Aderisce dal"), help_text=_("Per esempio 15/10/2025."), required=False
    )


class ContactForm(Form):
    """Somebody to talk to."""

    name = forms.CharField(
        label=_("Nome e cognome"),
        max_length=120,
        error_messages={"required": _("Scrivi il nome di chi risponde.")},
    )
    job_title = forms.CharField(label=_("Che cosa fa"), max_length=80, required=False)
    phone = PhoneField(label=_("Telefono"), required=False)
    email = forms.EmailField(
        label=_("Email"),
        required=False,
        error_messages={"invalid": _("L'indirizzo non è completo. Scrivilo come nome@esempio.it.")},
    )
