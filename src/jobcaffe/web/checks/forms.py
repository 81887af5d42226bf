"""Forms of the questions about a group."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jobcaffe.circles import catalogue
from jobcaffe.foundation.ui.forms import Form, InlineRadios, Radios, RequestKeyField


class DrawnCodeForm(Form):
    """The code of a slip."""

    code = forms.CharField(
        label=_("Il codice del tuo foglietto"),
        help_text=_("Sono otto lettere e numeri, come K7MA-2QXB"),
        max_length=40,
        widget=forms.TextInput({"autocomplete": "off", "autocapitalize": "characters"}),
        error_messages={"required": _("Scrivi il codice che hai pescato.")},
    )


class AnswersForm(Form):
    """The questions that a code opens, one answer each."""

    code = forms.CharField(max_length=40, widget=forms.HiddenInput)
    answering = forms.CharField(initial="1", widget=forms.HiddenInput)

    def __init__(self, *args: Any, instrument: catalogue.Instrument, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.questions = [code for code, _text in instrument.questions]
        self.fields |= {_name(code): _question(instrument, text) for code, text in instrument.questions}

    @property
    def values(self) -> dict[str, int]:
        """Question to answer; only of a valid form."""
        return {code: int(self.cleaned_data[_name(code)]) for code in self.questions}


def _name(code: str) -> str:
    return f"question-{code}"


def _question(instrument: catalogue.Instrument, text: str) -> forms.ChoiceField:
    # What the ends mean stands once above: five short answers fit in one row of a telephone.
    choices = [(str(n), str(n)) for n in range(instrument.lowest, instrument.highest + 1)]
    missing = {"required": _("Scegli una risposta: «%(label)s».") % {"label": text}}
    return forms.ChoiceField(label=text, choices=choices, widget=InlineRadios, error_messages=missing)


class OpenForm(Form):
    """Which questions, for a new round."""

    instrument = forms.ChoiceField(label=_("Quali domande?"), widget=Radios)
    request_key = RequestKeyField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [(one.code, one.title) for one in catalogue.instruments().values()]
        self.fields["instrument"].choices = offered  # type: ignore[attr-defined]
        self.fields["instrument"].initial = offered[0][0]
