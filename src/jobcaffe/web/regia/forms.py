"""What the coordinator chooses about periods and reports."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from jobcaffe.foundation.ui.forms import Form, Radios
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
