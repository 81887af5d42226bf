"""Forms of coming in. What was typed is kept; whether it is known is never told."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from jobcaffe.foundation.accounts import contacts, tokens
from jobcaffe.foundation.ui.forms import Form

NO_CONTACT = _("Scrivi un numero di cellulare, per esempio 333 123 4567, oppure un'email.")


class ContactField(forms.CharField):
    """A phone number or an e-mail address; its value is a ``contacts.Contact``."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 254)
        super().__init__(**kwargs)

    def clean(self, value: Any) -> Any:
        """The contact. Raises ``ValidationError`` when it is neither."""
        contact = contacts.parse(super().clean(value))
        if contact is None:
            raise forms.ValidationError(NO_CONTACT, code="contact")
        return contact


def _own_phone() -> forms.BooleanField:
    return forms.BooleanField(
        label=_("Questo telefono è solo mio"),
        help_text=_("Così resti dentro per 90 giorni."),
        required=False,
    )


class SignInForm(Form):
    """Where to send the code."""

    contact = ContactField(
        label=_("Il tuo cellulare o la tua email"),
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none"}),
    )


class ContactCodeForm(Form):
    """A contact and the code that arrived there."""

    contact = ContactField(
        label=_("Il tuo cellulare o la tua email"),
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none"}),
    )
    code = forms.CharField(
        label=_("Le sei cifre del codice"),
        max_length=20,
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "autocapitalize": "none"}
        ),
    )

    def clean_code(self) -> str:
        """Six digits, however they were spaced."""
        digits = tokens.clean_digits(self.cleaned_data["code"])
        if not digits:
            raise forms.ValidationError(_("Scrivi le sei cifre che trovi nel messaggio."), code="digits")
        return digits


class CodeForm(ContactCodeForm):
    """Contact and code: it works on any device."""

    own_phone = _own_phone()


class LinkForm(Form):
    """The page behind the link of the message, or behind the QR code of a card."""

    own_phone = _own_phone()


class CardForm(Form):
    """The eight characters of a card."""

    card = forms.CharField(
        label=_("Gli otto caratteri della tessera"),
        help_text=_("Li trovi sotto il quadrato, per esempio K7M2-QX4P."),
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
    )
    own_phone = _own_phone()

    def clean_card(self) -> str:
        """Eight characters of our alphabet, however they were typed."""
        card = tokens.clean_card(self.cleaned_data["card"])
        if not card:
            raise forms.ValidationError(
                _("Ricontrolla: i caratteri sono otto, senza O, I, L, U."), code="card"
            )
        return card


class RecoveryForm(Form):
    """One of the ten printed codes."""

    code = forms.CharField(
        label=_("Un codice di riserva"),
        help_text=_("È uno dei dieci codici che hai stampato."),
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
    )


class PasskeyForm(Form):
    """A name that helps to tell passkeys apart."""

    name = forms.CharField(
        label=_("Come la chiami?"), help_text=_("Per esempio: telefono, chiavetta blu."), max_length=60
    )


class NewContactForm(Form):
    """The contact to use from now on."""

    contact = ContactField(label=_("Il tuo nuovo cellulare o la tua nuova email"))


class LanguageForm(Form):
    """The language of pages and messages."""

    language = forms.ChoiceField(
        label=_("In che lingua vuoi leggere?"), choices=settings.LANGUAGES, widget=forms.RadioSelect
    )
