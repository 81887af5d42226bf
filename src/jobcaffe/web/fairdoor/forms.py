"""The door's one form that is filled by hand."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from jobcaffe.fair.visits.rules import HEARD
from jobcaffe.foundation.ui.forms import Form, Radios, RequestKeyField, capitals


class WalkInForm(Form):
    """Name and how she heard of it: fifteen seconds."""

    name = forms.CharField(label=_("Nome"), max_length=80, widget=forms.TextInput({"autocomplete": "off"}))
    heard = forms.ChoiceField(
        label=_("Come l'ha saputo?"), choices=capitals(HEARD), required=False, widget=Radios
    )
    request_key = RequestKeyField()
