"""What is typed about coffees, tables and agreements."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from jobcaffe.foundation.ui.forms import CheckGrid, Form, ItalianDateField, RequestKeyField
from jobcaffe.network.tables import rules, slots
from jobcaffe.organisations.enums import Kind, Stage
from jobcaffe.organisations.models import Organisation
from jobcaffe.web.agenda.forms import WhenMixin, rooms
from jobcaffe.web.commitments.forms import PromiseForm


class _ByKind(forms.models.ModelChoiceIterator):  # type: ignore[type-arg]  # not generic at run time
    """Under the name of each kind, in the order of the kinds: nobody reads all names to find one."""

    def __iter__(self) -> Iterator[Any]:
        order = list(Kind.values)
        rows = sorted(self.queryset, key=lambda one: (order.index(one.kind), one.search_name))
        for kind, several in groupby(rows, key=lambda one: one.kind):
            yield capfirst(Kind(kind).label), [self.choice(one) for one in several]


class SeveralOrganisations(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]  # not generic at run time
    """Organisations that have joined, as boxes to tick by kind; none is ticked before somebody chose."""

    widget = CheckGrid
    iterator = _ByKind

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(queryset=Organisation.objects.filter(stage=Stage.MEMBER), **kwargs)

    def label_from_instance(self, obj: Organisation) -> str:
        """Only the name: there are many."""
        return obj.name


class ProposeForm(Form):
    """Why, and three of the free times; the first three are ticked."""

    request_key = RequestKeyField()
    purpose = forms.CharField(
        label=_("Perché vedersi, in una riga"),
        max_length=200,
        required=False,
        help_text=_("Lo leggono tutte e due."),
    )
    times = forms.MultipleChoiceField(label=_("Tre orari"), widget=CheckGrid)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        free = slots.free_times()
        self.fields["times"].choices = [(one.value, capfirst(one.label)) for one in free]  # type: ignore[attr-defined]
        # On different days when there are.
        self.fields["times"].initial = [one.value for one in free[:: slots.MOST_A_DAY][: rules.TIMES]]

    def clean_times(self) -> list[str]:
        """Exactly three."""
        times = list(self.cleaned_data["times"])
        if len(times) != rules.TIMES:
            raise forms.ValidationError(_("Scegliete tre orari, né più né meno."))
        return times


class TableForm(Form):
    """What a table is, and who sits there."""

    request_key = RequestKeyField()
    name = forms.CharField(label=_("Nome del tavolo"), max_length=90)
    purpose = forms.CharField(label=_("A che cosa serve"), max_length=300, widget=forms.Textarea({"rows": 2}))
    organisations = SeveralOrganisations(label=_("Chi siede al tavolo"))


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


class PlanForm(WhenMixin, Form):
    """When, where and what of."""

    request_key = RequestKeyField()
    room_id = forms.TypedChoiceField(label=_("Sala"), required=False, empty_value=None)
    agenda = forms.CharField(
        label=_("Di che cosa si parla"),
        required=False,
        max_length=1000,
        help_text=_("Un punto per riga."),
        widget=forms.Textarea({"rows": 4}),
    )
    widths = {"day": "third", "starts": "year", "ends": "year", "room_id": "half"}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["room_id"].choices = rooms()  # type: ignore[attr-defined]

    def values(self) -> dict[str, Any]:
        """What the action takes."""
        names = ("starts_at", "ends_at", "room_id", "request_key")
        return {name: self.cleaned_data[name] for name in names} | {
            "agenda": _lines(self.cleaned_data["agenda"])
        }


class MinutesForm(Form):
    """The agenda and a few lines."""

    agenda = forms.CharField(
        label=_("Punti"),
        required=False,
        max_length=1000,
        help_text=_("Un punto per riga."),
        widget=forms.Textarea({"rows": 4}),
    )
    notes = forms.CharField(
        label=_("Che cosa si è detto, in poche righe"),
        required=False,
        max_length=2000,
        widget=forms.Textarea({"rows": 4}),
    )

    def values(self) -> dict[str, Any]:
        """What the action takes."""
        return {"agenda": _lines(self.cleaned_data["agenda"]), "notes": self.cleaned_data["notes"]}


class WhoForm(PromiseForm):
    """Who of some organisations does what, by when."""

    organisation = forms.ModelChoiceField(
        label=_("Chi lo fa"), queryset=Organisation.objects.none(), required=False
    )
    public = forms.BooleanField(label=_("Mostralo sul sito, sulla pagina di chi lo fa"), required=False)
    field_order = ["organisation", "text", "due_on", "public"]
    widths = {"organisation": "half", "text": "half", "due_on": "third"}

    def __init__(self, *args: Any, among: Any, house: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["organisation"]
        field.queryset, field.required = among, not house  # type: ignore[attr-defined]
        field.empty_label = _("Noi del Job Caffè") if house else None  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """What the house does is not on anybody's page."""
        data = super().clean() or self.cleaned_data
        if data.get("public") and not data.get("organisation"):
            self.add_error("public", _("Sul sito si mostrano gli impegni delle organizzazioni."))
        return data


class AgreementForm(Form):
    """Parties and dates."""

    request_key = RequestKeyField()
    name = forms.CharField(label=_("Nome dell'accordo"), max_length=120)
    purpose = forms.CharField(label=_("A che cosa serve"), max_length=400, widget=forms.Textarea({"rows": 2}))
    starts_on = ItalianDateField(label=_("Dal"))
    ends_on = ItalianDateField(label=_("Al"))
    parties = SeveralOrganisations(label=_("Le parti"))
    widths = {"starts_on": "third", "ends_on": "third"}

    def clean(self) -> dict[str, Any]:
        """The last day comes after the first."""
        data = super().clean() or self.cleaned_data
        if data.get("starts_on") and data.get("ends_on") and data["ends_on"] <= data["starts_on"]:
            self.add_error("ends_on", _("L'ultimo giorno viene dopo il primo."))
        return data


class DocumentForm(Form):
    """The signed paper."""

    file = forms.FileField(
        label=_("Foto o PDF dell'accordo firmato"),
        widget=forms.ClearableFileInput({"accept": "image/*,application/pdf"}),
    )
