"""Forms of the person's own pages."""

from __future__ import annotations

from datetime import date

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jobcaffe.foundation.ui.forms import Form, ItalianDateField, Radios, RequestKeyField
from jobcaffe.paths.enums import Area


class GoalForm(Form):
    """A goal in her words."""

    words = forms.CharField(
        label=_("Che cosa vuoi che cambi?"),
        help_text=_("Scrivilo con parole tue. Bastano due righe."),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Scrivi il tuo obiettivo. Bastano poche parole.")},
    )
    area = forms.ChoiceField(
        label=_("Di che cosa parla?"),
        choices=Area.choices,
        widget=Radios,
        error_messages={"required": _("Scegli di che cosa parla.")},
    )
    request_key = RequestKeyField()


class StepForm(Form):
    """A small step with its day."""

    text = forms.CharField(
        label=_("Il prossimo passo"),
        help_text=_("Una cosa piccola, che puoi fare davvero."),
        max_length=300,
        error_messages={"required": _("Scrivi che cosa farai.")},
    )
    due_on = ItalianDateField(
        label=_("Entro quando?"),
        help_text=_("Per esempio 15/12/2026."),
        error_messages={"required": _("Scrivi entro che giorno.")},
    )
    request_key = RequestKeyField()

    def clean_due_on(self) -> date:
        """A day to come."""
        day: date = self.cleaned_data["due_on"]
        if day < timezone.localdate():
            raise forms.ValidationError(_("Questo giorno è già passato. Scrivi un giorno da oggi in poi."))
        return day


class LeaveStepForm(Form):
    """Why a step is left."""

    reason = forms.CharField(
        label=_("Perché lo lasci?"),
        help_text=_("Serve a te, per scegliere un passo migliore."),
        max_length=300,
        error_messages={"required": _("Scrivi due parole sul perché.")},
    )


class LetterForm(Form):
    """Something to say to the house."""

    text = forms.CharField(
        label=_("Che cosa vuoi dirci?"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Scrivi che cosa vuoi dirci. Bastano due righe.")},
    )
    request_key = RequestKeyField()
