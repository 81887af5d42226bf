"""Forms of the path: goals, steps, outcomes, checks."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jobcaffe.foundation.ui.forms import Form, ItalianDateField, RequestKeyField
from jobcaffe.paths.enums import Area, GoalState, OutcomeKind, Still

STEP_DAYS = 7


class GoalForm(Form):
    """A goal, in her words."""

    request_key = RequestKeyField()
    area = forms.ChoiceField(label=_("Di che cosa parla"), choices=Area.choices, widget=forms.RadioSelect)
    words = forms.CharField(
        label=_("Con parole sue"),
        max_length=1000,
        help_text=_("Come lo dice lei: «Voglio un lavoro di mattina»."),
        widget=forms.Textarea({"rows": 3}),
    )


class RewordForm(Form):
    """The same goal in other words, and where it stands."""

    words = forms.CharField(label=_("Con parole sue"), max_length=1000, widget=forms.Textarea({"rows": 3}))
    state = forms.ChoiceField(label=_("A che punto è"), choices=GoalState.choices, widget=forms.RadioSelect)


class StepForm(Form):
    """One small step, with a day."""

    request_key = RequestKeyField()
    text = forms.CharField(
        label=_("Che cosa fa"),
        max_length=500,
        help_text=_("Un passo piccolo, con un verbo: «Porto il CV»."),
    )
    due_on = ItalianDateField(label=_("Entro il"))
    widths = {"text": "half", "due_on": "third"}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["due_on"].initial = timezone.localdate() + timedelta(days=STEP_DAYS)


class DropForm(Form):
    """Why a step is left."""

    reason = forms.CharField(label=_("Perché lo lasciate"), max_length=300)


class OutcomeForm(Form):
    """What came of it."""

    request_key = RequestKeyField(required=False)
    kind = forms.ChoiceField(label=_("Che cosa"), choices=OutcomeKind.choices, widget=forms.RadioSelect)
    started_on = ItalianDateField(label=_("Da quando"))
    where = forms.CharField(label=_("Dove"), max_length=200, required=False)
    notes = forms.CharField(
        label=_("Da ricordare"), max_length=1000, required=False, widget=forms.Textarea({"rows": 2})
    )
    widths = {"started_on": "third", "where": "half"}


class FollowUpForm(Form):
    """What a check found."""

    still = forms.ChoiceField(label=_("Continua?"), choices=Still.choices, widget=forms.RadioSelect)
    note = forms.CharField(label=_("Da ricordare"), max_length=500, required=False)
