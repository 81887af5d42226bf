"""What the coordinator types about groups."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.db.models import Case, When
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from jobcaffe.circles import catalogue
from jobcaffe.circles.actions.shaping import SHAPE
from jobcaffe.circles.enums import Part, State, StillMeets
from jobcaffe.circles.models import Circle
from jobcaffe.foundation.accounts.enums import Role
from jobcaffe.foundation.accounts.queries import working
from jobcaffe.foundation.ui.forms import (
    Form,
    ItalianDateField,
    Radios,
    RequestKeyField,
    ShortNumber,
    capitals,
)
from jobcaffe.spaces.models import Room

SECONDS = (10, 30, 60, 120, 240)


def kinds() -> list[tuple[str, str]]:
    """The kinds of group to choose from."""
    return [(code, row.label) for code, row in catalogue.kinds().items()]


def modes() -> list[tuple[str, str]]:
    """The ways of leading to choose from."""
    return [(code, row.label) for code, row in catalogue.modes().items()]


class ProposeForm(Form):
    """What is computed: kind, way of leading, how long, and the number of the search."""

    request_key = RequestKeyField()
    kind = forms.ChoiceField(label=_("Tipo di gruppo"))
    mode = forms.ChoiceField(label=_("Chi guida, e come"))
    seconds = forms.TypedChoiceField(
        label=_("Quanto può cercare"),
        coerce=int,
        help_text=_("Più tempo può dare una proposta migliore. Intanto puoi fare altro."),
    )
    seed = forms.IntegerField(
        label=_("Numero della ricerca"),
        min_value=1,
        max_value=9999,
        initial=1,
        widget=ShortNumber,
        help_text=_("Stesse richieste e stesso numero danno la stessa proposta."),
    )
    widths = {"kind": "half", "mode": "half", "seconds": "third", "seed": "third"}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = kinds()  # type: ignore[attr-defined]
        self.fields["mode"].choices = modes()  # type: ignore[attr-defined]
        self.fields["mode"].initial = "facilitated"
        self.fields["seconds"].choices = [  # type: ignore[attr-defined]
            (str(one), _("Fino a %(n)s secondi") % {"n": one}) for one in SECONDS
        ]
        self.fields["seconds"].initial = "30"


class MoveForm(Form):
    """Where a person of a proposal goes."""

    group = forms.ChoiceField(label=_("Dove la metti"), widget=Radios)

    def __init__(self, choices: list[tuple[str, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["group"].choices = choices  # type: ignore[attr-defined]


class CircleForm(Form):
    """What a group is."""

    request_key = RequestKeyField(required=False)
    theme = forms.ChoiceField(label=_("Tema"))
    slot = forms.ChoiceField(label=_("Giorno e ora"))
    kind = forms.ChoiceField(label=_("Tipo di gruppo"))
    mode = forms.ChoiceField(label=_("Chi guida, e come"))
    room_id = forms.ModelChoiceField(
        label=_("Sala"),
        queryset=Room.objects.none(),
        required=False,
        empty_label=_("La scelgo dopo"),
        help_text=_("Vale per le date che metti da qui in poi."),
    )
    area = forms.CharField(
        label=_("Zona"),
        max_length=60,
        required=False,
        help_text=_("Quella che legge chi guarda il calendario: «Lainate, zona stazione»."),
    )
    public = forms.BooleanField(label=_("Si vede nel calendario pubblico dei gruppi"), required=False)
    widths = {
        "theme": "half",
        "slot": "half",
        "kind": "half",
        "mode": "half",
        "room_id": "half",
        "area": "half",
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        slots = [(code, capfirst(row.label)) for code, row in catalogue.slots().items()]
        choices = {
            "theme": list(catalogue.words("theme").items()),
            "slot": slots,
            "kind": kinds(),
            "mode": modes(),
        }
        for name, rows in choices.items():
            self.fields[name].choices = rows  # type: ignore[attr-defined]
        rooms = Room.objects.filter(active=True).select_related("place")
        self.fields["room_id"].queryset = rooms  # type: ignore[attr-defined]
        self.fields["room_id"].label_from_instance = _room  # type: ignore[attr-defined]

    def fix(self) -> None:
        """Show what may not change any more as it is: what a browser sends for it is not read."""
        for name in SHAPE:
            self.fields[name].disabled = True

    def values(self) -> dict[str, Any]:
        """What the actions take, without the key of the press."""
        found = {name: value for name, value in self.cleaned_data.items() if name != "request_key"}
        return {**found, "room_id": found["room_id"].pk if found["room_id"] else None}


def _room(room: Room) -> str:
    seats = _("%(room)s, %(place)s: %(n)s posti") % {
        "room": room.name,
        "place": room.place.name,
        "n": room.capacity,
    }
    return f"{seats} ({', '.join(room.features)})" if room.features else str(seats)


class NewCircleForm(CircleForm):
    """The same, and where its life begins."""

    state = forms.ChoiceField(label=_("Da dove si comincia"), widget=Radios)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["state"].choices = [  # type: ignore[attr-defined]
            (State.IDEA, _("È un'idea: la scrivo e ci penso")),
            (State.GATHERING, _("Raccolgo le persone che lo vogliono")),
            (State.ACTIVATION, _("Sta per partire: propongo già il gruppo")),
        ]
        self.fields["state"].initial = State.IDEA


class AppointForm(Form):
    """Who leads a group; those who offered its theme and its hour come first."""

    user = forms.ModelChoiceField(label=_("Chi guida il gruppo"), queryset=working([]), empty_label=None)
    part = forms.ChoiceField(label=_("Con quale parte"), widget=Radios)

    def __init__(self, circle: Circle, fitting: set[object], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        first = Case(When(pk__in=fitting, then=0), default=1)
        rows = working([Role.FACILITATOR]).order_by(first, "name", "pk")
        self.fields["user"].queryset = rows  # type: ignore[attr-defined]
        self.fields["user"].label_from_instance = lambda user: (  # type: ignore[attr-defined]
            _("%(name)s – ha dato tema e orario") % {"name": user.name} if user.pk in fitting else user.name
        )
        self.fields["part"].choices = capitals(  # type: ignore[attr-defined]
            [(one, Part(one).label) for one in (Part.LEAD, Part.CO)]
        )
        self.fields["part"].initial = Part.LEAD


class PlanForm(Form):
    """From which day a cycle runs."""

    request_key = RequestKeyField()
    first_day = ItalianDateField(label=_("Primo incontro"))

    def __init__(self, circle: Circle, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["first_day"].initial = usual_start(circle)


def usual_start(circle: Circle) -> date:
    """The group's weekday, at least a week from now."""
    soon = timezone.localdate() + timedelta(days=7)
    return soon + timedelta(days=(catalogue.slots()[circle.slot].weekday - soon.weekday()) % 7)


class FollowUpForm(Form):
    """How a closed group goes."""

    still = forms.ChoiceField(label=_("Come va il gruppo?"), widget=Radios)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["still"].choices = capitals(StillMeets.choices)  # type: ignore[attr-defined]


class ApartForm(Form):
    """Until when two must not meet."""

    until = ItalianDateField(
        label=_("Fino al"), help_text=_("Poi la coppia si cancella da sola. Il motivo non si scrive.")
    )
    widths = {"until": "third"}
