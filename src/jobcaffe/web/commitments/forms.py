"""What is typed about a commitment."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jobcaffe.commitments.actions import MAX_TEXT
from jobcaffe.commitments.queries import staff_to_choose
from jobcaffe.foundation.accounts.models import User
from jobcaffe.foundation.ui.forms import Form, ItalianDateField, RequestKeyField

USUAL_DAYS = 14


class PromiseForm(Form):
    """What, and by which day; whose it is, the page knows."""

    request_key = RequestKeyField()
    text = forms.CharField(
        label=_("Che cosa si fa"),
        max_length=MAX_TEXT,
        help_text=_("Comincia con un verbo: «Manda l'elenco dei turni»."),
    )
    due_on = ItalianDateField(label=_("Entro il"))
    widths = {"text": "half", "due_on": "third"}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["due_on"].initial = timezone.localdate() + timedelta(days=USUAL_DAYS)


class StaffPromiseForm(PromiseForm):
    """The same, for somebody who works here."""

    user = forms.ModelChoiceField(label=_("Chi lo fa"), queryset=User.objects.none(), empty_label=None)
    field_order = ["user", "text", "due_on"]
    widths = {"user": "half", "text": "half", "due_on": "third"}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["user"]
        field.queryset = staff_to_choose()  # type: ignore[attr-defined]
        field.label_from_instance = lambda user: user.name  # type: ignore[attr-defined]


class LeaveForm(Form):
    """Why it is left."""

    reason = forms.CharField(label=_("Perché lo lasciate"), max_length=300)


class MoveForm(Form):
    """Another day."""

    due_on = ItalianDateField(label=_("Il nuovo giorno"))
    reason = forms.CharField(label=_("Perché lo spostate"), max_length=300, required=False)
    widths = {"due_on": "third", "reason": "half"}
