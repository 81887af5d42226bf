"""The subjects of the finer mode: one form each, how a row is told, what its list says."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from jobcaffe.foundation.ui.forms import (
    CheckGrid,
    Form,
    InlineRadios,
    ItalianTimeField,
    Radios,
    RequestKeyField,
    ShortNumber,
    YearField,
)
from jobcaffe.web.week import words
from jobcaffe.worklife.weeks import catalogue
from jobcaffe.worklife.weeks.queries import Home

ALONE = 11
Row = dict[str, Any]


def _days() -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=lazy("In quali giorni?"),
        widget=CheckGrid,
        choices=[(str(n), name.capitalize()) for n, name in enumerate(catalogue.DAYS)],
        error_messages={"required": lazy("Scegli almeno un giorno.")},
    )


def _time(label: Any, *, required: bool = True) -> ItalianTimeField:
    field = ItalianTimeField(label=label, required=required)
    field.layout_width = "third"
    return field


def _cost() -> forms.ChoiceField:
    return forms.ChoiceField(
        label=lazy("Quanto ti pesa?"), widget=InlineRadios, choices=list(catalogue.costs().items())
    )


class ItemForm(Form):
    """One row about a subject. ``home`` gives the people and places to choose from."""

    request_key = RequestKeyField()

    def __init__(self, *args: Any, home: Home, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in self.choices_of(home).items():
            self.fields[name].choices = choices  # type: ignore[attr-defined]

    def choices_of(self, home: Home) -> dict[str, list[tuple[str, str]]]:
        """Choices of the fields that depend on what she wrote."""
        return {}

    def row(self) -> Row:
        """What was typed, as JSON knows it."""
        found = {}
        for name, value in self.cleaned_data.items():
            if name != "request_key":
                found[name] = f"{value:%H:%M}" if isinstance(value, datetime.time) else value
        return {**found, **self.hours(found)}

    def hours(self, row: Row) -> Row:
        """Fields called ``starts`` and ``ends`` stand in a row as ``from`` and ``to``."""
        pairs = {"from": row.pop("starts", None), "to": row.pop("ends", None)}
        return {name: value for name, value in pairs.items() if value}


class AdultForm(ItemForm):
    """A grown-up at home."""

    name = forms.CharField(label=lazy("Nome"), help_text=lazy("Basta il nome, senza cognome."), max_length=40)


class ChildForm(ItemForm):
    """A child: first name and year, and from when she may be alone."""

    name = forms.CharField(label=lazy("Nome"), help_text=lazy("Basta il nome, senza cognome."), max_length=40)
    year = YearField(label=lazy("Anno di nascita"))
    alone_from = forms.IntegerField(
        label=lazy("Da che età può stare da solo o da sola?"), min_value=0, max_value=18, initial=ALONE,
        widget=ShortNumber, help_text=lazy("Lo decidi tu. Per esempio 11 anni."),
    )  # fmt: skip


class PlaceForm(ItemForm):
    """A place, so many minutes from home."""

    name = forms.CharField(
        label=lazy("Che posto è?"), max_length=60,
        help_text=lazy("Per esempio: scuola, il mio lavoro, nonni. Niente indirizzo."),
    )  # fmt: skip
    minutes = forms.IntegerField(
        label=lazy("Quanti minuti da casa?"), min_value=0, max_value=240, widget=ShortNumber
    )


class WayForm(ItemForm):
    """The way between two places that does not pass home."""

    a = forms.ChoiceField(label=lazy("Da"), widget=Radios)
    b = forms.ChoiceField(label=lazy("A"), widget=Radios)
    minutes = forms.IntegerField(label=lazy("Quanti minuti?"), min_value=0, max_value=240, widget=ShortNumber)

    def choices_of(self, home: Home) -> dict[str, list[tuple[str, str]]]:
        """Places but home."""
        places = words.places(home)[1:]
        return {"a": places, "b": places}

    def clean(self) -> dict[str, Any]:
        """Two different places."""
        data: dict[str, Any] = super().clean() or {}
        if data.get("a") and data.get("a") == data.get("b"):
            self.add_error("b", _("Scegli due posti diversi."))
        return data


class CommitmentForm(ItemForm):
    """Somebody is somewhere, on these days, at these hours."""

    name = forms.CharField(
        label=lazy("Che impegno è?"), max_length=60, help_text=lazy("Per esempio: lavoro, scuola, nuoto.")
    )
    who = forms.ChoiceField(label=lazy("Di chi è?"), widget=InlineRadios)
    kind = forms.ChoiceField(
        label=lazy("Che tipo di impegno?"), widget=InlineRadios, choices=list(catalogue.words("kind").items())
    )
    where = forms.ChoiceField(label=lazy("Dove?"), widget=Radios)
    days = _days()
    starts = _time(lazy("Dalle"))
    ends = _time(lazy("Alle"))

    def choices_of(self, home: Home) -> dict[str, list[tuple[str, str]]]:
        """Everybody at home, every place."""
        return {"who": words.people(home), "where": words.places(home)}


class CarerForm(ItemForm):
    """Somebody who comes to be with the children."""

    name = forms.CharField(
        label=lazy("Chi viene?"), max_length=40, help_text=lazy("Per esempio: la nonna, la baby-sitter.")
    )
    children = forms.MultipleChoiceField(
        label=lazy("Con chi sta?"), widget=CheckGrid,
        error_messages={"required": lazy("Scegli almeno un bambino o una bambina.")},
    )  # fmt: skip
    brings = forms.BooleanField(label=lazy("Li porta e li va anche a prendere"), required=False)
    days = _days()
    starts = _time(lazy("Dalle"))
    ends = _time(lazy("Alle"))

    def choices_of(self, home: Home) -> dict[str, list[tuple[str, str]]]:
        """The children."""
        return {"children": words.children(home)}


class ChangeForm(ItemForm):
    """Another hour, from home, or not at all: what she would accept."""

    name = forms.CharField(
        label=lazy("Che cosa accetteresti?"), max_length=80,
        help_text=lazy("Per esempio: entro alle 9:15. Lavoro da casa il venerdì."),
    )  # fmt: skip
    commitment = forms.ChoiceField(label=lazy("Quale impegno cambia?"), widget=Radios)
    what = forms.ChoiceField(
        label=lazy("Come cambia?"), widget=Radios,
        choices=[
            ("hours", lazy("Cambia l'orario")),
            ("home", lazy("Si fa da casa")),
            ("drop", lazy("Non si fa")),
        ],
    )  # fmt: skip
    days = _days()
    starts = _time(lazy("Comincia alle"), required=False)
    ends = _time(lazy("Finisce alle"), required=False)
    cost = _cost()

    def choices_of(self, home: Home) -> dict[str, list[tuple[str, str]]]:
        """The commitments."""
        return {"commitment": words.commitments(home)}

    def clean(self) -> dict[str, Any]:
        """Another hour needs an hour."""
        data: dict[str, Any] = super().clean() or {}
        if data.get("what") == "hours" and not (data.get("starts") or data.get("ends") or self.errors):
            self.add_error("starts", _("Scrivi a che ora comincia o a che ora finisce."))
        return data


class PossibleCarerForm(CarerForm):
    """Somebody who could come."""

    cost = _cost()


class ServiceForm(ItemForm):
    """A place where a child could be: pre-school, a friend's home."""

    name = forms.CharField(
        label=lazy("Che cosa potreste usare?"), max_length=80,
        help_text=lazy("Per esempio: pre-scuola, doposcuola, casa di un'amica."),
    )  # fmt: skip
    who = forms.ChoiceField(label=lazy("Chi ci va?"), widget=InlineRadios)
    where = forms.ChoiceField(label=lazy("Dove?"), widget=Radios)
    days = _days()
    starts = _time(lazy("Dalle"))
    ends = _time(lazy("Alle"))
    cost = _cost()

    def choices_of(self, home: Home) -> dict[str, list[tuple[str, str]]]:
        """The children, every place."""
        return {"who": words.children(home), "where": words.places(home)}


@dataclass(frozen=True)
class Subject:
    """One subject: its words, its form, how a row is told; ``needs`` what must be there first."""

    code: str
    title: str | Promise
    hint: str | Promise
    add: str | Promise
    form: type[ItemForm]
    tell: Callable[[Home, Row], str]
    needs: tuple[str, ...] = ()


def _plain(home: Home, row: Row) -> str:
    return str(row["name"])


def _child(home: Home, row: Row) -> str:
    age = timezone.localdate().year - int(row["year"])
    return _("%(name)s, %(age)s anni") % {"name": row["name"], "age": age}


def _place(home: Home, row: Row) -> str:
    return _("%(name)s, %(n)s minuti da casa") % {"name": row["name"], "n": row["minutes"]}


def _way(home: Home, row: Row) -> str:
    names = dict(words.places(home))
    given = {"a": names.get(row["a"], ""), "b": names.get(row["b"], ""), "n": row["minutes"]}
    return _("Da %(a)s a %(b)s, %(n)s minuti") % given


def _timed(home: Home, row: Row) -> str:
    who = words.who(home, row["who"]) if "who" in row else ""
    head = f"{row['name']} ({who})" if who else str(row["name"])
    return f"{head}: {words.when(row)}"


def _change(home: Home, row: Row) -> str:
    return f"{row['name']}: {words.days(row['days'])}"


SUBJECTS: dict[str, Subject] = {
    one.code: one
    for one in (
        Subject("adulti", lazy("Chi c'è in casa con te"), lazy("Gli altri adulti."),
                lazy("Aggiungi un adulto"), AdultForm, _plain),
        Subject("bambini", lazy("Bambini e ragazzi"), lazy("Nome, anno, da quando può stare solo o sola."),
                lazy("Aggiungi un bambino o una bambina"), ChildForm, _child),
        Subject("luoghi", lazy("I posti"), lazy("Scuola, lavoro, nonni: quanti minuti da casa."),
                lazy("Aggiungi un posto"), PlaceForm, _place),
        Subject("strade", lazy("Le strade fra due posti"), lazy("Solo se non passi da casa."),
                lazy("Aggiungi una strada"), WayForm, _way, ("luoghi",)),
        Subject("impegni", lazy("Gli impegni"), lazy("Chi, dove, quando."),
                lazy("Aggiungi un impegno"), CommitmentForm, _timed),
        Subject("aiuti", lazy("Chi vi aiuta"), lazy("Nonni, vicini, baby-sitter: quando vengono."),
                lazy("Aggiungi chi vi aiuta"), CarerForm, _timed, ("bambini",)),
        Subject("scelte-orari", lazy("Cambi che accetteresti"), lazy("Un altro orario, da casa, o niente."),
                lazy("Aggiungi un cambio"), ChangeForm, _change, ("impegni",)),
        Subject("scelte-aiuti", lazy("Chi potrebbe venire"), lazy("Persone a cui potresti chiedere."),
                lazy("Aggiungi chi potrebbe venire"), PossibleCarerForm, _timed, ("bambini",)),
        Subject("scelte-luoghi", lazy("Dove potrebbero stare"), lazy("Pre-scuola, doposcuola, amici."),
                lazy("Aggiungi un posto possibile"), ServiceForm, _timed, ("bambini",)),
    )
}  # fmt: skip


def initial_of(row: Row) -> Row:
    """A stored row as the form shows it."""
    shown = {name: value for name, value in row.items() if name not in ("from", "to")}
    return {**shown, "starts": row.get("from"), "ends": row.get("to")}
