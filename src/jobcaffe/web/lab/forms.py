"""What is typed in a lab."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jobcaffe.foundation.accounts.enums import Role
from jobcaffe.foundation.accounts.queries import working
from jobcaffe.foundation.ui.forms import (
    CheckGrid,
    Form,
    InlineRadios,
    ItalianDateField,
    Radios,
    RequestKeyField,
    ShortNumber,
    Stepper,
    YearField,
    capitals,
)
from jobcaffe.organisations.queries import visible_to as organisations
from jobcaffe.web.agenda.forms import WhenMixin, rooms
from jobcaffe.web.leading.forms import DurationField
from jobcaffe.worklife.labs.actions.board import LONGEST_PROBLEM, LONGEST_TITLE, MOST_ON_PAPER
from jobcaffe.worklife.labs.actions.meetings import LONGEST_NAME, MOST_PLACES
from jobcaffe.worklife.labs.actions.trials import LONGEST_ANSWER, LONGEST_LEARNED, LONGEST_TOLD, MOST_CENTS
from jobcaffe.worklife.labs.enums import Audience, Field, Worked
from jobcaffe.worklife.labs.models import Experiment

ROWS = 4
CENTS = 100


def _area(rows: int = 2) -> forms.Textarea:
    return forms.Textarea({"rows": rows})


def cents(value: Decimal | None) -> int:
    """Euros as cents."""
    return int((value or Decimal(0)) * CENTS)


class EurosField(forms.DecimalField):
    """Euros, with a comma or a point; empty is nothing spent."""

    widget = ShortNumber
    layout_width = "third"

    def __init__(self, **kwargs: Any) -> None:
        values = {"min_value": 0, "max_value": MOST_CENTS // CENTS, "decimal_places": 2, "localize": True}
        super().__init__(**{**values, **kwargs})

    def to_python(self, value: Any) -> Any:
        """Without the sign of the euro, and without the points of the thousands before a comma."""
        text = str(value).replace("€", "").strip() if value else value
        return super().to_python(text.replace(".", "") if text and "," in text else text)


class ProblemForm(Form):
    """A problem in her words; from paper, how many have it too."""

    text = forms.CharField(
        label=_("Qual è il problema?"),
        help_text=_("Con parole tue. Non scrivere nomi di altre persone."),
        max_length=LONGEST_PROBLEM,
        widget=_area(3),
    )
    signed = forms.BooleanField(label=_("Fai vedere il mio nome alle altre"), required=False)
    on_paper = forms.IntegerField(
        label=_("Sul foglio, quante hanno detto «anche per me»?"),
        min_value=0,
        max_value=MOST_ON_PAPER,
        required=False,
        widget=Stepper,
    )
    request_key = RequestKeyField()

    def __init__(self, *args: Any, leads: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["signed" if leads else "on_paper"]

    def told(self) -> dict[str, Any]:
        """What the action takes."""
        return {name: value for name, value in self.cleaned_data.items() if value is not None}


class IdeaForm(Form):
    """A title and for whom: a minute."""

    title = forms.CharField(label=_("Qual è l'idea?"), max_length=LONGEST_TITLE)
    for_whom = forms.CharField(
        label=_("Per chi?"), help_text=_("Per esempio: chi stacca alle 17"), max_length=LONGEST_TITLE
    )
    request_key = RequestKeyField()


class TrialForm(Form):
    """*Proviamola*: four questions."""

    what = forms.CharField(label=_("Che cosa proviamo?"), max_length=LONGEST_ANSWER, widget=_area())
    who_with = forms.CharField(
        label=_("Con chi?"),
        help_text=_("Chi serve, senza nomi. Per esempio: tre famiglie"),
        max_length=LONGEST_ANSWER,
    )
    until = ItalianDateField(label=_("Fino a quando?"))
    how_we_know = forms.CharField(
        label=_("Come capiamo se funziona?"),
        help_text=_("Per esempio: se restano almeno cinque bambini"),
        max_length=LONGEST_ANSWER,
        widget=_area(),
    )
    field = forms.ChoiceField(
        label=_("Di che cosa si tratta?"), choices=capitals(Field.choices), widget=Radios
    )
    request_key = RequestKeyField()


class ResultForm(Form):
    """How it went, what was learned, what it cost."""

    worked = forms.ChoiceField(
        label=_("Ha funzionato?"), choices=capitals(Worked.choices), widget=InlineRadios
    )
    learned = forms.CharField(
        label=_("Che cosa avete imparato?"), max_length=LONGEST_LEARNED, widget=_area(3)
    )
    minutes = DurationField(label=_("Quante ore ci avete messo?"), required=False)
    euros = EurosField(label=_("Quanti euro avete speso?"), required=False)
    widths = {"minutes": "half", "euros": "half"}

    def told(self) -> dict[str, Any]:
        """What the action takes."""
        data = self.cleaned_data
        return {
            "worked": data["worked"],
            "learned": data["learned"],
            "minutes": data["minutes"] or 0,
            "cents": cents(data["euros"]),
        }


class ChildrenForm(Form):
    """First name and year of each child; empty rows are no children."""

    def __init__(self, data: Any = None, *, known: Iterable[tuple[str, int]] = ()) -> None:
        super().__init__(data)
        given = list(known)
        for number in range(1, max(ROWS, len(given)) + 1):
            name, year = given[number - 1] if number <= len(given) else ("", None)
            words = {"n": number}
            self.fields[f"name_{number}"] = forms.CharField(
                label=_("Nome del bambino %(n)s") % words,
                initial=name,
                max_length=LONGEST_NAME,
                required=False,
            )
            self.fields[f"year_{number}"] = YearField(
                label=_("Anno di nascita del bambino %(n)s") % words, initial=year, required=False
            )
        self.rows = max(ROWS, len(given))

    def clean(self) -> dict[str, Any]:
        """A name without a year, or a year without a name, is told where it is missing."""
        data = super().clean() or self.cleaned_data
        for number in range(1, self.rows + 1):
            name, year = data.get(f"name_{number}"), data.get(f"year_{number}")
            if name and not year and f"year_{number}" not in self.errors:
                self.add_error(f"year_{number}", _("Scrivi anche l'anno di nascita."))
            if year and not name and f"name_{number}" not in self.errors:
                self.add_error(f"name_{number}", _("Scrivi anche il nome, senza cognome."))
        if not self.errors and not self.children():
            self.add_error("name_1", _("Scrivi almeno un bambino."))
        return data

    def children(self) -> list[tuple[str, int]]:
        """The children that were written."""
        data = self.cleaned_data
        pairs = ((data.get(f"name_{n}"), data.get(f"year_{n}")) for n in range(1, self.rows + 1))
        return [(name, year) for name, year in pairs if name and year]


# --- who leads -------------------------------------------------------------------------------------


class LabForm(Form):
    """What is told of a lab, and who leads it (for who runs the programme)."""

    name = forms.CharField(label=_("Nome del laboratorio"), max_length=80)
    about = forms.CharField(
        label=_("Che cosa si fa, in due righe"), max_length=300, required=False, widget=_area()
    )
    confidential = forms.BooleanField(
        label=_("È riservato: fuori nessuno sa chi partecipa"),
        help_text=_("Non si torna indietro. Le presenze sono solo un numero."),
        required=False,
    )
    open_to_new = forms.BooleanField(label=_("Accoglie persone nuove"), required=False, initial=True)
    room = forms.ChoiceField(label=_("Sala"), choices=rooms, required=False)
    leaders = forms.MultipleChoiceField(label=_("Chi lo conduce"), widget=CheckGrid)
    request_key = RequestKeyField()

    def __init__(self, *args: Any, chooses: bool, new: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = working([Role.LAB_LEADER])
        self.fields["leaders"].choices = [(str(row.pk), row.name) for row in people]  # type: ignore[attr-defined]
        if not chooses:
            del self.fields["leaders"]
        del self.fields["open_to_new" if new else "request_key"]

    def told(self) -> dict[str, Any]:
        """What the action takes."""
        data = dict(self.cleaned_data)
        data["room_id"] = data.pop("room") or None
        if "leaders" in data:
            data["leader_ids"] = data.pop("leaders")
        return data


class MeetingForm(WhenMixin, Form):
    """When, where, and how many children can be looked after."""

    room = forms.ChoiceField(label=_("Sala"), choices=rooms, required=False)
    child_places = forms.IntegerField(
        label=_("Posti per i bambini"),
        help_text=_("Zero, se nessuno li guarda."),
        min_value=0,
        max_value=MOST_PLACES,
        initial=0,
        widget=Stepper,
    )
    request_key = RequestKeyField()
    field_order = ("day", "starts", "ends", "room", "child_places", "request_key")
    widths = {"starts": "half", "ends": "half", "child_places": "third"}


class PlacesForm(Form):
    """How many children can be looked after."""

    places = forms.IntegerField(
        label=_("Posti per i bambini"), min_value=0, max_value=MOST_PLACES, widget=Stepper
    )


class PartnerForm(Form):
    """An organisation of the network."""

    partner = forms.ChoiceField(label=_("Chi ci aiuta"), required=False)

    def __init__(self, user: object, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        found = [(str(row.pk), row.name) for row in organisations(user)]
        self.fields["partner"].choices = [("", _("Nessuna organizzazione")), *found]  # type: ignore[attr-defined]


class RoomForm(WhenMixin, Form):
    """A room for a trial."""

    room = forms.ChoiceField(label=_("Sala"), choices=lambda: rooms()[1:])
    field_order = ("room", "day", "starts", "ends")


class BudgetForm(Form):
    """Money set aside."""

    euros = EurosField(label=_("Quanti euro al massimo?"))


class ClearForm(Form):
    """Who may read what was learned, and in which words."""

    audience = forms.ChoiceField(
        label=_("Chi può leggerlo?"), choices=capitals(Audience.choices), widget=Radios
    )
    title = forms.CharField(label=_("Titolo"), max_length=LONGEST_TITLE, required=False)
    text = forms.CharField(
        label=_("Che cosa abbiamo imparato"),
        help_text=_("Senza nomi e senza recapiti. Leggetelo insieme prima."),
        max_length=LONGEST_TOLD,
        required=False,
        widget=_area(4),
    )

    def clean(self) -> dict[str, Any]:
        """Words are needed when somebody else reads them."""
        data = super().clean() or self.cleaned_data
        if data.get("audience") not in (None, Audience.LAB):
            for name in ("title", "text"):
                if name not in self.errors and not data.get(name):
                    self.add_error(name, _("Scrivi che cosa leggono gli altri."))
        return data


class DeskForm(Form):
    """Which lab somebody asks for."""

    lab = forms.ChoiceField(label=_("Quale laboratorio?"), widget=Radios)

    def __init__(self, labs: Iterable[Any], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["lab"].choices = [(str(row.pk), row.name) for row in labs]  # type: ignore[attr-defined]


def again(row: Experiment) -> dict[str, Any]:
    """The four answers of a trial that is changed into a new one."""
    names = ("what", "who_with", "how_we_know", "field")
    later = timezone.localdate() + (row.until - row.starts_on)
    return {"until": later, **{name: getattr(row, name) for name in names}}
