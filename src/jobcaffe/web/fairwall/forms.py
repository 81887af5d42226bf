"""What is typed on the wall: three fields, and who wants says who she is."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jobcaffe.fair.pledges import rules
from jobcaffe.fair.pledges.enums import Answer
from jobcaffe.fair.pledges.rules import Words
from jobcaffe.foundation.ui.forms import Form, InlineRadios, RequestKeyField
from jobcaffe.spaces.words import date_words

UNTIL = ((7, _("Una settimana")), (30, _("Un mese")), (90, _("Tre mesi")), (180, _("Sei mesi")))


# Who copies the words printed above the field has said them twice.
LEAD = re.compile(r"^(io\s+)?(mi impegno|ci impegniamo)\s+ad?\b[\s:….]*(?=\S)", re.IGNORECASE)


def until_choices(today: date) -> list[tuple[str, str]]:
    """``un mese: 23 dicembre``, so that nobody counts days."""
    return [
        (str(days), f"{label}: {date_words(today + timedelta(days=days), 'j F')}") for days, label in UNTIL
    ]


class PledgeForm(Form):
    """*Mi impegno a … con … entro …*; below, only who wants, a contact, a name, the code of the ticket."""

    request_key = RequestKeyField()
    text = forms.CharField(
        label=_("Mi impegno a…"),
        max_length=rules.TEXT,
        widget=forms.Textarea({"rows": 2, "autocomplete": "off"}),
        help_text=_("Per esempio: fare la spesa per la mia vicina, il giovedì."),
    )
    with_whom = forms.CharField(
        label=_("con…"),
        max_length=rules.WITH,
        required=False,
        widget=forms.TextInput({"autocomplete": "off"}),
    )
    until = forms.ChoiceField(label=_("entro…"), widget=InlineRadios, initial="30")
    contact = forms.CharField(
        label=_("Telefono o email"),
        max_length=120,
        required=False,
        help_text=_("Per chiederti com'è andata. Non lo vede nessuno."),
    )
    signature = forms.CharField(
        label=_("Il nome da mettere sul muro"),
        max_length=rules.NAME,
        required=False,
        widget=forms.TextInput({"autocomplete": "off"}),
    )
    code = forms.CharField(
        label=_("Il codice del tuo biglietto"),
        max_length=12,
        required=False,
        widget=forms.TextInput({"autocomplete": "off"}),
        help_text=_("Per esempio F4-118. Con il codice non serve il recapito."),
    )
    for_organisation = forms.BooleanField(label=_("A nome della nostra organizzazione"), required=False)
    # Nobody sees it; only machines fill it.
    sito = forms.CharField(required=False, label="", widget=forms.TextInput({"tabindex": "-1"}))

    def __init__(self, *args: Any, known: bool = False, partner: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["until"].choices = until_choices(timezone.localdate())  # type: ignore[attr-defined]
        if known:
            del self.fields["contact"], self.fields["code"]
        if partner:
            self.fields["for_organisation"].label = _("A nome di %(name)s") % {"name": partner}
            self.fields["for_organisation"].initial = True
        else:
            del self.fields["for_organisation"]

    @property
    def words(self) -> Words:
        """What she promises."""
        said = self.cleaned_data
        due = timezone.localdate() + timedelta(days=int(said["until"]))
        return Words(LEAD.sub("", said["text"].strip()), due, said["with_whom"], said["signature"])

    @property
    def who(self) -> dict[str, Any]:
        """What the action takes about the owner."""
        said = self.cleaned_data
        return {
            "contact": said.get("contact", ""),
            "code": said.get("code", ""),
            "for_organisation": said.get("for_organisation", False),
            "request_key": said["request_key"],
        }


class AnswerForm(Form):
    """One of the three answers; a word of why when it is left."""

    answer = forms.ChoiceField(choices=Answer.choices, widget=forms.HiddenInput)
    reason = forms.CharField(
        label=_("Perché non si fa più?"),
        max_length=rules.WHY,
        required=False,
        widget=forms.Textarea({"rows": 2}),
        help_text=_("Bastano due parole. Sul muro non si leggono."),
    )
