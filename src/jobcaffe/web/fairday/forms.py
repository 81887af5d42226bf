"""Whom somebody who has just arrived would like to meet."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms as django_forms
from django.utils.translation import gettext_lazy as _

from jobcaffe.fair.events.models import Stand
from jobcaffe.fair.talks.dayrules import MOST_WISHES
from jobcaffe.foundation.ui import forms


class WishForm(forms.Form):
    """One to three exhibitors."""

    stands = django_forms.MultipleChoiceField(
        label=_("Chi vuole incontrare?"),
        help_text=_("Da una a tre organizzazioni."),
        widget=forms.CheckGrid,
        error_messages={"required": _("Scegli almeno un'organizzazione.")},
    )

    def __init__(self, *args: Any, stands: Iterable[Stand], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["stands"]
        if isinstance(field, django_forms.MultipleChoiceField):
            field.choices = [(str(one.pk), one.organisation.name) for one in stands]

    def clean_stands(self) -> list[str]:
        """No more than three."""
        chosen: list[str] = self.cleaned_data["stands"]
        if len(chosen) > MOST_WISHES:
            raise django_forms.ValidationError(_("Scegline al massimo tre."))
        return chosen
