"""When and with whom the first talk is."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jobcaffe.foundation.accounts.enums import Role
from jobcaffe.foundation.accounts.queries import working
from jobcaffe.foundation.ui.forms import Form, ItalianDateField, ItalianTimeField


class TalkForm(Form):
    """Day, hour and who of the desk."""

    day = ItalianDateField(label=_("Che giorno?"))
    hour = ItalianTimeField(label=_("A che ora?"), help_text=_("Per esempio 10:30"))
    host = forms.ChoiceField(label=_("Con chi?"), help_text=_("Chi scegli vede la richiesta."))
    widths = {"day": "half", "hour": "half"}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        hosts = working([Role.DESK, Role.COORDINATOR]).order_by("name", "pk")
        self.fields["host"].choices = [(str(user.pk), user.name) for user in hosts]  # type: ignore[attr-defined]
