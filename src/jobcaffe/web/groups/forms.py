"""What the house writes of a group that others run."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from jobcaffe.circles import catalogue
from jobcaffe.foundation.ui.forms import CheckGrid, Form, PhoneField, RequestKeyField


class OutsideForm(Form):
    """A name, a theme, an area and one way to reach it are enough. No names of persons."""

    name = forms.CharField(
        label=_("Come si chiama il gruppo?"),
        max_length=120,
        error_messages={"required": _("Scrivi come si chiama il gruppo.")},
    )
    themes = forms.MultipleChoiceField(
        label=_("Di che cosa si parla?"),
        choices=lambda: list(catalogue.words("theme").items()),
        widget=CheckGrid,
        error_messages={"required": _("Scegli almeno un tema.")},
    )
    area = forms.CharField(
        label=_("In che zona?"),
        max_length=60,
        help_text=_("Per esempio Rho, o Milano nord."),
        error_messages={"required": _("Scrivi in che zona si trova.")},
    )
    organisation = forms.CharField(label=_("Chi lo organizza?"), max_length=120, required=False)
    phone = PhoneField(label=_("Telefono"), required=False)
    email = forms.EmailField(
        label=_("Email"),
        required=False,
        error_messages={"invalid": _("L'indirizzo non è completo. Scrivilo come nome@esempio.it.")},
    )
    website = forms.URLField(
        label=_("Sito"),
        required=False,
        assume_scheme="https",
        error_messages={"invalid": _("Il sito non è completo. Scrivilo come https://esempio.it.")},
    )
    place = forms.CharField(
        label=_("Dove ci si presenta"),
        max_length=160,
        required=False,
        help_text=_("Solo se il gruppo lo dice a tutti."),
    )
    notes = forms.CharField(
        label=_("Altro da sapere"),
        max_length=300,
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("Niente nomi di persone: questa pagina la legge chiunque."),
    )
    request_key = RequestKeyField()
