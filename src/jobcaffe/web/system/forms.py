"""Forms about people who work here."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jobcaffe.foundation.accounts import queries
from jobcaffe.foundation.accounts.models import Team
from jobcaffe.foundation.accounts.rules import GRANTABLE, Access
from jobcaffe.foundation.ui.forms import Form, ItalianDateField
from jobcaffe.web.account.forms import ContactField


class AccessForm(Form):
    """Roles, team and last day."""

    roles = forms.MultipleChoiceField(
        label=_("Che cosa fa"),
        choices=[(role.value, role.label) for role in GRANTABLE],
        widget=forms.CheckboxSelectMultiple,
    )
    team = forms.ModelChoiceField(
        label=_("Équipe"),
        queryset=Team.objects.none(),
        required=False,
        empty_label=_("Nessuna"),
        help_text=_("Serve a chi segue persone."),
    )
    until = ItalianDateField(
        label=_("Ultimo giorno"), required=False, help_text=_("Dopo quel giorno il ruolo finisce da solo.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["team"].queryset = queries.teams()  # type: ignore[attr-defined]

    def access(self) -> Access:
        """What was chosen."""
        data = self.cleaned_data
        return Access(roles=data["roles"], team=data["team"], until=data["until"])


class StaffForm(AccessForm):
    """A new colleague."""

    name = forms.CharField(label=_("Nome e cognome"), max_length=120)
    contact = ContactField(
        label=_("Email di lavoro o cellulare"),
        help_text=_("Con questo contatto riceve il codice per entrare."),
    )
    field_order = ["name", "contact", "roles", "team", "until"]


class TeamForm(Form):
    """A cooperative's team."""

    name = forms.CharField(label=_("Nome dell'équipe"), max_length=120)
