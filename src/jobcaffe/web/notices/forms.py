"""Forms about notices."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from jobcaffe.foundation.notices.enums import Scope
from jobcaffe.foundation.notices.models import Notice
from jobcaffe.foundation.ui.forms import CheckGrid, Form


class ChooseForm(Form):
    """What somebody wants to receive."""

    wanted = forms.MultipleChoiceField(
        label=_("Voglio ricevere"),
        choices=Scope.choices,
        required=False,
        widget=CheckGrid,
        help_text=_("I codici che chiedi tu arrivano sempre."),
    )


class LettersForm(Form):
    """The letters that were on the printed page."""

    letters = forms.ModelMultipleChoiceField(queryset=Notice.objects.none(), required=False)
