"""What is typed by who leads groups."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from dateutil.relativedelta import relativedelta
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jobcaffe.circles import catalogue
from jobcaffe.circles.enums import HoursKind, Purpose
from jobcaffe.circles.models import Circle, FacilitatorProfile
from jobcaffe.foundation.accounts.models import User
from jobcaffe.foundation.ui.forms import (
    CheckGrid,
    Form,
    ItalianDateField,
    Radios,
    RequestKeyField,
    ShortNumber,
    capitals,
)
from jobcaffe.web.leading.words import Step

REVIEW_MONTHS = 6


class DurationField(forms.Field):
    """Hours and minutes as people write them: 2, 2:30, 2.30, 2h30, 2 ore, 45 min. The value is minutes."""

    # Not the digits' keyboard: it has no colon.
    widget = forms.TextInput({"autocomplete": "off"})
    layout_width = "third"
    default_error_messages = {"invalid": _("Scrivi ore e minuti così: 2:30. Oppure così: 45 min.")}

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", _("Per esempio 2:30, oppure 45 min"))
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> int | None:
        """Raises ``ValidationError`` for what is no length of time."""
        if value in self.empty_values:
            return None
        text = str(value).strip().lower()
        if match := re.fullmatch(r"(\d{1,3})\s?(?:m|min|minuti)\.?", text):
            return int(match[1])
        match = re.fullmatch(r"(\d{1,2})(?:\s?(?:h|ore|ora))?|(\d{1,2})\s?[:.,h]\s?(\d{2})", text)
        minutes = int(match[3] or 0) if match else 60
        if match is None or minutes > 59:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return int(match[1] or match[2]) * 60 + minutes

    def prepare_value(self, value: Any) -> Any:
        """Minutes are shown as ``2:30``; what was typed stays as it is."""
        return clock(value) if isinstance(value, int) else value


def clock(minutes: int) -> str:
    """``150`` → ``2:30``."""
    return f"{minutes // 60}:{minutes % 60:02d}"


class StepForm(Form):
    """One decision; those that cannot be taken back ask for a tick."""

    after = forms.CharField(widget=forms.HiddenInput)
    sure = forms.BooleanField(label=_("Lo abbiamo deciso insieme, e non si torna indietro"))

    def __init__(self, step: Step, data: Any = None) -> None:
        super().__init__(data, initial={"after": step.after}, prefix=None, auto_id=f"id_{step.after}_%s")
        self.step = step
        if not step.final:
            del self.fields["sure"]


class DoorForm(Form):
    """Who may see the group and enter."""

    entry_open = forms.BooleanField(
        label=_("Mentre il gruppo è in cammino, possono entrare altre persone"),
        required=False,
        help_text=_("Lo decide il gruppo. Prima di entrare c'è sempre un colloquio allo sportello."),
    )
    public = forms.BooleanField(
        label=_("Il gruppo sta nel calendario pubblico"),
        required=False,
        help_text=_("Si vedono tema, giorno e zona. Mai i nomi, mai quante persone siete."),
    )
    area = forms.CharField(
        label=_("La zona dove vi trovate"),
        max_length=60,
        required=False,
        help_text=_("Non l'indirizzo: per esempio «Lainate, vicino alla biblioteca»."),
    )
    widths = {"area": "half"}
    mark_optional = False


class PactForm(Form):
    """The words of the pact and the day on which it is read again."""

    text = forms.CharField(
        label=_("Il patto"),
        max_length=4000,
        widget=forms.Textarea({"rows": 10}),
        help_text=_("Una regola per riga. Non scrivere nomi."),
    )
    review_on = ItalianDateField(label=_("Quando lo rileggete"))

    def __init__(self, *args: Any, text: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].initial = text
        self.fields["review_on"].initial = timezone.localdate() + relativedelta(months=REVIEW_MONTHS)


class PresencesForm(Form):
    """Why, and until when, the group writes down who is there."""

    purpose = forms.ChoiceField(
        label=_("Perché scrivete le presenze"), choices=capitals(Purpose.choices), widget=Radios
    )
    until = ItalianDateField(label=_("Fino a quando"))


class DatesForm(Form):
    """The first day of a cycle."""

    request_key = RequestKeyField()
    first_day = ItalianDateField(label=_("Il primo giorno"))

    def clean_first_day(self) -> date:
        """A day to come."""
        day: date = self.cleaned_data["first_day"]
        if day < timezone.localdate():
            raise ValidationError(_("Questo giorno è già passato. Scegline uno che viene."))
        return day


class SubstituteForm(Form):
    """Who stands in for one evening."""

    user = forms.ModelChoiceField(
        label=_("Chi guida quella sera"), queryset=User.objects.none(), empty_label=None, widget=Radios
    )

    def __init__(self, people: QuerySet[User], data: Any = None) -> None:
        super().__init__(data)
        field = self.fields["user"]
        field.queryset = people  # type: ignore[attr-defined]
        field.label_from_instance = lambda user: user.name  # type: ignore[attr-defined]


class ProfileForm(Form):
    """What a facilitator offers."""

    themes = forms.MultipleChoiceField(
        label=_("I temi che ti senti di guidare"), required=False, widget=CheckGrid
    )
    slots = forms.MultipleChoiceField(label=_("Quando puoi"), required=False, widget=CheckGrid)
    max_groups = forms.IntegerField(
        label=_("Quanti gruppi al massimo"),
        min_value=0,
        help_text=_("Scrivi 0 se ora non puoi guidarne."),
        widget=ShortNumber,
    )
    widths = {"max_groups": "year"}
    mark_optional = False

    def __init__(self, profile: FacilitatorProfile | None, data: Any = None) -> None:
        initial = {
            "themes": profile.themes if profile else [],
            "slots": profile.slots if profile else [],
            "max_groups": profile.max_groups if profile else 1,
        }
        super().__init__(data, initial=initial)
        slots = [(one.code, f"{one.label}, {one.starts:%H:%M}") for one in catalogue.slots().values()]
        self.fields["themes"].choices = list(catalogue.words("theme").items())  # type: ignore[attr-defined]
        self.fields["slots"].choices = capitals(slots)  # type: ignore[attr-defined]
        self.fields["max_groups"].max_value = len(slots)  # type: ignore[attr-defined]


class HoursForm(Form):
    """Hours, without a word on what was said."""

    request_key = RequestKeyField()
    kind = forms.ChoiceField(
        label=_("Che cosa hai fatto"), choices=capitals(HoursKind.choices), widget=Radios
    )
    circle = forms.ChoiceField(
        label=_("Per quale gruppo"),
        required=False,
        help_text=_("La supervisione non si lega a un gruppo."),
    )
    day = ItalianDateField(label=_("Giorno"))
    minutes = DurationField(label=_("Quanto tempo"))
    widths = {"circle": "half"}

    def __init__(self, circles: list[Circle], data: Any = None) -> None:
        super().__init__(data)
        rows = [(str(row.pk), row.code) for row in circles]
        self.fields["circle"].choices = [("", _("Nessun gruppo")), *rows]  # type: ignore[attr-defined]
        self.fields["day"].initial = timezone.localdate


class CorrectForm(Form):
    """How long it really was; 0 takes it away."""

    minutes = DurationField(
        label=_("Quanto tempo, davvero"),
        help_text=_("Per esempio 2:30, oppure 45 min. Scrivi 0 per togliere queste ore."),
    )
