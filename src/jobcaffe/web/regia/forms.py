"""What the coordinator chooses about periods and reports."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jobcaffe.foundation.accounts.models import User
from jobcaffe.foundation.accounts.queries import everybody_here
from jobcaffe.foundation.ui.forms import Form, ItalianDateField, Radios
from jobcaffe.programme.enums import Audience


class ReportForm(Form):
    """For whom a report is."""

    audience = forms.ChoiceField(
        label=_("Per chi è il rapporto"),
        choices=Audience.choices,
        widget=Radios,
        initial=Audience.FUNDER,
    )


class SpanForm(Form):
    """Over which days a number is read."""

    periodo = forms.ChoiceField(label=_("Periodo"))

    def __init__(self, choices: list[tuple[str, str]], chosen: str) -> None:
        super().__init__(initial={"periodo": chosen})
        self.fields["periodo"].choices = choices  # type: ignore[attr-defined]


# Beginnings of the codes of the journal, as people speak of them.
KINDS = [
    ("", _("Tutto")),
    ("person.read", _("Schede aperte")),
    ("person.", _("Tutto sulle schede")),
    ("gate.", _("Schede aperte con un motivo")),
    ("commitment.", _("Impegni")),
    ("encounter.", _("Incontri")),
    ("attendance.", _("Presenze")),
    ("outcome.", _("Esiti")),
    ("organisation.", _("Organizzazioni")),
    ("import.", _("Importazioni")),
    ("report.", _("Rapporti")),
    ("consent.", _("Consensi")),
    ("notice.", _("Messaggi")),
    ("signin.", _("Entrate e uscite")),
    ("user.", _("Staff e ruoli")),
    ("backup.", _("Salvataggi")),
]


class JournalForm(Form):
    """Which rows of the journal."""

    mark_optional = False
    chi = forms.ModelChoiceField(
        label=_("Chi l'ha fatto"), queryset=User.objects.none(), required=False, empty_label=_("Chiunque")
    )
    che = forms.ChoiceField(label=_("Che cosa"), choices=KINDS, required=False)
    dal = ItalianDateField(label=_("Dal giorno"), required=False)
    al = ItalianDateField(label=_("Fino al giorno"), required=False)
    widths = {"chi": "half", "che": "half", "dal": "third", "al": "third"}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["chi"]
        field.queryset = everybody_here()  # type: ignore[attr-defined]
        field.label_from_instance = lambda user: user.name  # type: ignore[attr-defined]
