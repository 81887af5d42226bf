"""Forms of the imports."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jobcaffe.foundation.imports.models import Batch
from jobcaffe.foundation.ui.forms import Form, Radios
from jobcaffe.web.imports.kinds import KINDS, spec_for


class FileForm(Form):
    """Which list, and the file."""

    kind = forms.ChoiceField(
        label=_("Che elenco è?"),
        choices=[(kind, make().label) for kind, make in KINDS.items()],
        widget=Radios,
        error_messages={"required": _("Scegli che elenco è.")},
    )
    file = forms.FileField(
        label=_("Il file"),
        help_text=_("XLSX, ODS o CSV, fino a 10 MB. Prima vedi che cosa cambia, poi decidi."),
        error_messages={
            "required": _("Scegli il file da importare."),
            "empty": _("Il file è vuoto. Controlla di aver scelto quello giusto."),
        },
    )


class ColumnsForm(Form):
    """What each column of the file means."""

    def __init__(self, batch: Batch, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", _("Non importare")), *((c.name, c.label) for c in spec_for(batch.kind).columns)]
        self.headings = [*batch.columns, *batch.unknown_columns]
        for number, heading in enumerate(self.headings):
            self.fields[f"column{number}"] = forms.ChoiceField(
                label=heading, choices=choices, required=False, initial=batch.columns.get(heading, "")
            )

    def clean(self) -> dict[str, Any]:
        """One field, one column."""
        data = super().clean() or {}
        chosen = [name for name in self.mapping().values() if name]
        if len(chosen) != len(set(chosen)):
            raise forms.ValidationError(_("Due colonne hanno lo stesso significato. Lasciane una sola."))
        if not chosen:
            raise forms.ValidationError(_("Scegli il significato di almeno una colonna."))
        return data

    def mapping(self) -> dict[str, str]:
        """Heading → field."""
        data = self.cleaned_data
        return {heading: data.get(f"column{number}", "") for number, heading in enumerate(self.headings)}
