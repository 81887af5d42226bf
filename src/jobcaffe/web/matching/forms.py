"""What she tells, what she answers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from jobcaffe.exchange.introductions.enums import Contact, HowItWent, Name, Outcome
from jobcaffe.exchange.posts.enums import Contract, Licence
from jobcaffe.foundation.ui.forms import (
    CheckGrid,
    Form,
    ItalianDateField,
    ItalianTimeField,
    Radios,
    ShortNumber,
    capitals,
)
from jobcaffe.network.matching.enums import Move, Why
from jobcaffe.network.matching.profiles import CARE_LABELS, DAYS, PARTS, WORKDAYS, Told
from jobcaffe.people.models import Person

NONE_OF_THESE = ""
PART_NAMES = {"morning": lazy("mattina"), "afternoon": lazy("pomeriggio"), "evening": lazy("sera")}


def _minutes(value: Any) -> int | None:
    return None if value is None else value.hour * 60 + value.minute


def _clock(minutes: int | None) -> str:
    return "" if minutes is None else f"{minutes // 60}:{minutes % 60:02}"


class WordsForm(Form):
    """A trade in her own words."""

    words = forms.CharField(
        label=lazy("Quale lavoro sai fare, o vorresti fare?"),
        help_text=lazy("Scrivilo come lo dici tu: badante, muletto, cucio."),
        max_length=80,
    )


class PickForm(Form):
    """Which of the nearest trades it is."""

    words = forms.CharField(widget=forms.HiddenInput, max_length=80)
    uri = forms.ChoiceField(label=lazy("Quale di questi?"), widget=Radios)
    done = forms.BooleanField(label=lazy("L'ho già fatto, anche senza contratto"), required=False)
    wished = forms.BooleanField(label=lazy("Lo vorrei fare"), required=False, initial=True)
    years = forms.IntegerField(
        label=lazy("Per quanti anni?"), required=False, min_value=0, max_value=60, widget=ShortNumber
    )
    where = forms.CharField(label=lazy("Dove?"), required=False, max_length=80)
    widths = {"years": "year"}

    def __init__(self, *args: Any, found: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["uri"].choices = list(found)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Done or wished: one of them."""
        data = super().clean() or {}
        if not data.get("done") and not data.get("wished"):
            self.add_error("done", _("Metti un segno: l'hai fatto, o lo vorresti fare?"))
        return data


class LivedForm(Form):
    """What one does without a pay slip."""

    lived = forms.MultipleChoiceField(
        label=lazy("Metti un segno dove è sì"), required=False, widget=forms.CheckboxSelectMultiple
    )
    mark_optional = False

    def __init__(self, *args: Any, questions: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["lived"].choices = list(questions)  # type: ignore[attr-defined]


class SkillsForm(Form):
    """What she can do, of what is proposed."""

    skills = forms.MultipleChoiceField(
        label=lazy("Che cosa sai fare?"), required=False, widget=forms.CheckboxSelectMultiple
    )
    mark_optional = False

    def __init__(self, *args: Any, proposed: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["skills"].choices = list(proposed.items())  # type: ignore[attr-defined]


class LimitsForm(Form):
    """Her limits; whatever stays empty closes nothing."""

    mark_optional = False
    means = forms.MultipleChoiceField(
        label=lazy("Come ti muovi?"), choices=capitals(Move.choices), required=False, widget=CheckGrid
    )
    minutes = forms.IntegerField(
        label=lazy("Quanti minuti di viaggio vanno bene?"),
        help_text=lazy("Solo andata. Per esempio 30."),
        required=False,
        min_value=5,
        max_value=240,
        widget=ShortNumber,
    )
    parts = forms.MultipleChoiceField(
        label=lazy("Quando puoi?"),
        required=False,
        widget=CheckGrid,
        choices=[
            (f"{day}-{part}", f"{str(name).capitalize()} {PART_NAMES[part]}")
            for day, name in enumerate(DAYS)
            for part in PARTS
        ],
    )
    begins = ItalianTimeField(
        label=lazy("Mai prima delle"), required=False, help_text=lazy("Per esempio 9:00.")
    )
    ends = ItalianTimeField(label=lazy("Mai dopo le"), required=False, help_text=lazy("Per esempio 14:30."))
    care = forms.MultipleChoiceField(
        label=lazy("In queste ore servi a casa?"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=list(CARE_LABELS.items()),
    )
    care_from = ItalianTimeField(label=lazy("Altre ore a casa: dalle"), required=False)
    care_to = ItalianTimeField(label=lazy("alle"), required=False)
    contracts = forms.MultipleChoiceField(
        label=lazy("Quali contratti vanno bene?"),
        choices=capitals(Contract.choices),
        required=False,
        widget=CheckGrid,
    )
    licences = forms.MultipleChoiceField(
        label=lazy("Quali patenti e attestati hai?"),
        choices=[*capitals(Licence.choices), ("none", lazy("Nessuno di questi"))],
        required=False,
        widget=CheckGrid,
    )
    widths = {"minutes": "year", "begins": "half", "ends": "half", "care_from": "half", "care_to": "half"}

    @staticmethod
    def of(told: Told) -> dict[str, Any]:
        """What she said before, as the form shows it."""
        span = told.care_spans[0] if told.care_spans else None
        return {
            "means": told.means or (),
            "minutes": told.minutes,
            "parts": told.parts or (),
            "begins": _clock(told.begins),
            "ends": _clock(told.ends),
            "care": told.care,
            "care_from": _clock(span[1]) if span else "",
            "care_to": _clock(span[2]) if span else "",
            "contracts": told.contracts or (),
            "licences": ("none",) if told.licences == () else told.licences or (),
        }

    def clean(self) -> dict[str, Any]:
        """Hours in their order, both or none."""
        data = super().clean() or {}
        begins, ends = data.get("begins"), data.get("ends")
        if begins and ends and ends <= begins:
            self.add_error("ends", _("Questa ora viene prima dell'altra. Controlla le due."))
        care_from, care_to = data.get("care_from"), data.get("care_to")
        if bool(care_from) != bool(care_to):
            self.add_error("care_to", _("Scrivi tutte e due le ore, o nessuna."))
        elif care_from and care_to and care_to <= care_from:
            self.add_error("care_to", _("Questa ora viene prima dell'altra. Controlla le due."))
        return data

    def told(self) -> dict[str, Any]:
        """The fields of :class:`Told`. An empty list means "non indicato"."""
        data = self.cleaned_data
        licences = tuple(one for one in data["licences"] if one != "none")
        spans = ()
        if data["care_from"] and data["care_to"]:
            begins, ends = _minutes(data["care_from"]), _minutes(data["care_to"])
            spans = tuple((day, begins, ends) for day in WORKDAYS)  # type: ignore[assignment]
        return {
            "means": tuple(data["means"]) or None,
            "minutes": data["minutes"],
            "parts": tuple(data["parts"]) or None,
            "begins": _minutes(data["begins"]),
            "ends": _minutes(data["ends"]),
            "care": tuple(data["care"]),
            "care_spans": spans,
            "contracts": tuple(data["contracts"]) or None,
            "licences": licences if data["licences"] else None,
        }


class NotNowForm(Form):
    """Why not."""

    why = forms.ChoiceField(label=lazy("Perché no?"), choices=capitals(Why.choices), widget=Radios)


class AnswerForm(Form):
    """What she lets be seen when she says yes."""

    mark_optional = False
    name = forms.ChoiceField(
        label=lazy("Con quale nome ti presentiamo?"), widget=Radios, initial=Name.FIRST, required=False
    )
    contact = forms.ChoiceField(
        label=lazy("Quale recapito diamo?"),
        help_text=lazy("Lo vedono solo dopo che anche loro hanno detto di sì."),
        widget=Radios,
        initial=Contact.HOUSE,
        required=False,
    )
    cv = forms.BooleanField(label=lazy("Possono leggere il mio curriculum"), required=False)

    def __init__(
        self, *args: Any, contacts: Iterable[str], alias: bool, cv: bool = True, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        names = [one for one in Name.choices if alias or one[0] != Name.ALIAS]
        known = list(contacts)
        self.fields["name"].choices = names  # type: ignore[attr-defined]
        self.fields["contact"].choices = [  # type: ignore[attr-defined]
            one for one in Contact.choices if one[0] in known
        ]
        if not cv:
            del self.fields["cv"]

    def shown(self) -> dict[str, Any]:
        """What the action takes."""
        data = self.cleaned_data
        return {
            "name": data["name"] or Name.FIRST,
            "contact": data["contact"] or Contact.HOUSE,
            "cv": data.get("cv", False),
        }


class WelcomeForm(Form):
    """Who meets her."""

    welcome = forms.CharField(
        label=lazy("Chi la incontra, dove e quando?"),
        help_text=lazy("Per esempio: Giulia, martedì alle 10, all'ingresso."),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class HowForm(Form):
    """*Com'è andata?*"""

    how = forms.ChoiceField(label=lazy("Com'è andata?"), choices=capitals(HowItWent.choices), widget=Radios)


class OutcomeForm(Form):
    """What came of it."""

    outcome = forms.ChoiceField(label=lazy("Com'è finita?"), choices=capitals(Outcome.choices), widget=Radios)
    on = ItalianDateField(label=lazy("Da quando?"), required=False)
    in_path = forms.BooleanField(
        label=lazy("Scrivilo anche fra gli esiti del percorso"), required=False, initial=True
    )


def answer_form(person: Person, contacts: Iterable[str], data: Any = None) -> AnswerForm:
    """The answer as this person may give it."""
    return AnswerForm(data, contacts=contacts, alias=bool(person.alias))


class CvForm(Form):
    """What goes into the CV."""

    parts = forms.MultipleChoiceField(
        label=lazy("Che cosa ci mettiamo?"), required=False, widget=forms.CheckboxSelectMultiple
    )
    studies = forms.CharField(
        label=lazy("Scuola e corsi"),
        help_text=lazy("Una riga per ognuno. Per esempio: licenza media, 1998."),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    languages = forms.CharField(
        label=lazy("Lingue"),
        help_text=lazy("Una riga per ognuna. Per esempio: spagnolo, lo parlo bene."),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    mark_optional = False

    def __init__(self, *args: Any, choices: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["parts"].choices = list(choices)  # type: ignore[attr-defined]

    def told(self) -> dict[str, Any]:
        """The fields of :class:`Told`."""
        data = self.cleaned_data
        return {
            "cv": tuple(data["parts"]),
            "studies": _lines(data["studies"]),
            "languages": _lines(data["languages"]),
        }


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())
