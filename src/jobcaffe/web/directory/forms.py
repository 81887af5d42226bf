"""What to look for in the network."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jobcaffe.foundation.ui.forms import Form, capitals
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
