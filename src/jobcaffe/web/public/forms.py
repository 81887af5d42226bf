"""What a visitor may write."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from jobcaffe.encounters.enums import ContactBy
from jobcaffe.foundation.ui.forms import Form, Radios, RequestKeyField

WAYS = (
    (ContactBy.SMS.value, _("Un messaggio sul cellulare")),
    (ContactBy.EMAIL.value, _("Un'email")),
    (f"{ContactBy.CALL.value}:morning", _("Chiamatemi voi, di mattina")),
    (f"{ContactBy.CALL.value}:afternoon", _("Chiamatemi voi, di pomeriggio")),
)


class Trap(Form):
    """A field that no person sees: whoever fills it is a program."""

    sito = forms.CharField(required=False, label=_("Lascia vuoto questo campo"))

    @property
    def trapped(self) -> bool:
        """Whether a program filled the form."""
        return bool(self.data.get("sito"))


class SignUpForm(Trap):
    """*Dicci come ti chiami*: a name, a way, one contact."""

    name = forms.CharField(
        label=_("Come ti chiami?"), max_length=80, widget=forms.TextInput({"autocomplete": "name"})
    )
    way = forms.ChoiceField(
        label=_("Come ti contattiamo?"), choices=WAYS, initial=ContactBy.SMS.value, widget=Radios
    )
    contact = forms.CharField(
        label=_("Il tuo numero, o la tua email"),
        max_length=120,
        help_text=_("Per esempio 333 123 4567, o anna@example.it"),
    )
    request_key = RequestKeyField()

    @property
    def channel(self) -> str:
        """``sms``, ``email`` or ``call``."""
        return str(self.cleaned_data["way"]).partition(":")[0]

    @property
    def call_when(self) -> str:
        """``morning`` or ``afternoon`` for who wants to be called."""
        return str(self.cleaned_data["way"]).partition(":")[2]


class CodeForm(Form):
    """The code of a seat."""

    code = forms.CharField(
        label=_("Il tuo codice"),
        max_length=12,
        help_text=_("Sono sei lettere e numeri, come K7M-2QX"),
        widget=forms.TextInput({"autocomplete": "off", "autocapitalize": "characters"}),
    )


class ProblemForm(Trap):
    """*Segnala un problema*."""

    text = forms.CharField(
        label=_("Cosa è successo?"),
        max_length=2000,
        widget=forms.Textarea({"rows": 5}),
        help_text=_("Scrivi con parole tue. Dicci anche in quale pagina eri."),
    )
    contact = forms.CharField(
        label=_("Vuoi una risposta? Scrivi un numero o un'email"), max_length=120, required=False
    )
    request_key = RequestKeyField()
