"""One day, who may count a week, the sentence to bring along, the area of the count."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jobcaffe.foundation.ui.forms import Form, RequestKeyField, TileRadios
from jobcaffe.worklife.weeks import catalogue


class DayForm(Form):
    """What one does in the morning, in the afternoon, in the evening."""

    request_key = RequestKeyField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(use.code, use.label) for use in catalogue.uses().values()]
        for part in catalogue.parts().values():
            wanted = {"required": _("Scegli che cosa fai: «%(part)s».") % {"part": part.label}}
            self.fields[part.code] = forms.ChoiceField(
                label=part.label, choices=choices, widget=TileRadios, error_messages=wanted
            )

    def uses(self) -> list[str]:
        """The three answers, in order."""
        return [self.cleaned_data[code] for code in catalogue.parts()]


class LetterForm(Form):
    """To whom, and the words: hers to change."""

    to = forms.CharField(
        label=_("A chi la porti?"), help_text=_("Per esempio: alla scuola, al mio ufficio."), max_length=120,
        required=False,
    )  # fmt: skip
    text = forms.CharField(
        label=_("Che cosa vuoi dire"), max_length=4000, widget=forms.Textarea(attrs={"rows": 10})
    )


class CountForm(Form):
    """Where she lives, roughly."""

    area = forms.ChoiceField(label=_("In quale zona abiti?"), widget=TileRadios)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["area"].choices = list(catalogue.words("area").items())  # type: ignore[attr-defined]
