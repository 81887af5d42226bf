"""Forms of what one writes, and of a help."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jobcaffe.circles import catalogue
from jobcaffe.circles.enums import ContributionKind, Readers
from jobcaffe.foundation.ui.forms import CheckGrid, Form, InlineRadios, Radios, RequestKeyField, TileRadios

Choices = list[tuple[str, Any]]


class WordsForm(Form):
    """How one feels, some words, and who may read them: nobody else, unless one says so."""

    feeling = forms.ChoiceField(label=_("Come ti senti oggi?"), required=False, widget=TileRadios)
    text = forms.CharField(
        label=_("Vuoi aggiungere qualcosa?"),
        help_text=_("Bastano due righe. Non scrivere i nomi di altre persone."),
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 4, "autocomplete": "off"}),
    )
    readers = forms.ChoiceField(label=_("Chi può leggere?"), widget=Radios, initial=Readers.ONLY_ME)

    def __init__(self, *args: Any, readers: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["feeling"].choices = list(catalogue.words("feeling").items())  # type: ignore[attr-defined]
        self.fields["readers"].choices = readers  # type: ignore[attr-defined]


class TellForm(WordsForm):
    """Something new."""

    kind = forms.ChoiceField(
        label=_("Che cosa racconti?"),
        widget=InlineRadios,
        initial=ContributionKind.FEELING,
        choices=[
            (ContributionKind.FEELING, _("Come sto")),
            (ContributionKind.EXPERIENCE, _("Una cosa che mi è successa")),
            (ContributionKind.RESOURCE, _("Un consiglio o un indirizzo utile")),
        ],
    )
    request_key = RequestKeyField()
    field_order = ("feeling", "text", "kind", "readers")


class HelpForm(Form):
    """Which help, and when."""

    category = forms.ChoiceField(
        label=_("Che aiuto?"),
        widget=TileRadios,
        error_messages={"required": _("Scegli che aiuto.")},
    )
    slots = forms.MultipleChoiceField(
        label=_("Quando?"),
        help_text=_("Se non scegli niente, va bene sempre."),
        required=False,
        widget=CheckGrid,
    )
    request_key = RequestKeyField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["category"].choices = list(catalogue.words("help").items())  # type: ignore[attr-defined]
        slots = [(slot.code, slot.label.capitalize()) for slot in catalogue.slots().values()]
        self.fields["slots"].choices = slots  # type: ignore[attr-defined]
