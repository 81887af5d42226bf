"""What is ticked and typed about ties."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jobcaffe.foundation.ui.forms import CheckGrid, Form, ItalianDateField, capitals
from jobcaffe.network.ties.enums import Said
from jobcaffe.network.ties.models import Declared
from jobcaffe.organisations.models import Organisation


class OpenForm(Form):
    """Until when organisations may answer."""

    closes_on = ItalianDateField(label=_("Ultimo giorno per rispondere"))

    def clean_closes_on(self) -> Any:
        """Raises ``ValidationError`` for a day that is over."""
        day = self.cleaned_data["closes_on"]
        if day and day < timezone.localdate():
            raise forms.ValidationError(_("Questo giorno è già passato. Scegli un giorno da oggi in poi."))
        return day


class TiesForm(Form):
    """Three boxes for each organisation of the page."""

    mark_optional = False

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        bodies: Sequence[Organisation],
        said: Mapping[UUID, Declared],
    ) -> None:
        super().__init__(data)
        self.bodies = bodies
        for body in bodies:
            row = said.get(body.pk)
            self.fields[self._name(body)] = forms.MultipleChoiceField(
                label=body.name,
                help_text=body.municipality,
                choices=capitals(Said.choices),
                required=False,
                widget=CheckGrid,
                initial=[one.value for one in Said if row and getattr(row, one.value)],
            )

    @staticmethod
    def _name(body: Organisation) -> str:
        return f"o-{body.pk.hex}"

    @property
    def ticks(self) -> dict[UUID, list[str]]:
        """What was ticked for each organisation of the page."""
        return {body.pk: self.cleaned_data[self._name(body)] for body in self.bodies}
