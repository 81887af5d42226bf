"""What is typed on the board. The questions of each kind are data (``exchange/posts/data/kinds.toml``)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jobcaffe.exchange.posts import catalogue, rules, words
from jobcaffe.exchange.posts.catalogue import Ask, Kind
from jobcaffe.exchange.posts.enums import Contract, Direction, Licence, Result, Sort
from jobcaffe.exchange.posts.models import Post
from jobcaffe.exchange.posts.occupations import Occupation
from jobcaffe.foundation import places
from jobcaffe.foundation.ui.forms import (
    CheckGrid,
    Form,
    InlineRadios,
    ItalianDateField,
    Radios,
    RequestKeyField,
    ShortNumber,
    Stepper,
    capitals,
)

MOST_TITLE, MOST_TEXT, MOST_LINE = 90, 500, 120
MOST_PLACES, MOST_HOURS = 500, 60
NO_OCCUPATION = "-"


class RequirementsField(forms.CharField):
    """One thing on each line; the value is a list of three at most."""

    widget = forms.Textarea

    def clean(self, value: Any) -> Any:
        """Raises ``ValidationError`` for a fourth line, and for one that is too long."""
        lines = [" ".join(line.split()) for line in super().clean(value).splitlines() if line.strip()]
        if len(lines) > rules.MOST_REQUIREMENTS:
            raise ValidationError(_("Tieni solo le tre cose che servono davvero."), code="many")
        if any(len(line) > MOST_LINE for line in lines):
            raise ValidationError(_("Accorcia: una riga per ogni cosa."), code="long")
        return lines

    def prepare_value(self, value: Any) -> Any:
        """A list is shown as lines; what was typed stays as it is."""
        return "\n".join(value) if isinstance(value, list) else value


def _example(kind: Kind, name: str) -> Any:
    example = kind.examples.get(name)
    return _("Per esempio: %(example)s") % {"example": example} if example else ""


def _title(kind: Kind) -> forms.Field:
    return forms.CharField(
        label=_("Titolo"),
        help_text=_example(kind, "title"),
        max_length=MOST_TITLE,
        error_messages={"required": _("Scrivi un titolo di poche parole.")},
    )


def _text(kind: Kind) -> forms.Field:
    return forms.CharField(
        label=_("Che cosa si fa?") if kind.occupation else _("Raccontalo in poche righe"),
        help_text=_example(kind, "text"),
        max_length=MOST_TEXT,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": _("Bastano due righe: che cosa si fa, con chi.")},
    )


def _municipality(kind: Kind) -> forms.Field:
    return forms.ChoiceField(
        label=_("Da dove parte?") if kind.sort == Sort.LIFT else _("In quale comune?"),
        choices=[(name, name) for name in places.names()],
        initial=places.HOME,
    )


def _slots(_kind: Kind) -> forms.Field:
    return forms.MultipleChoiceField(
        label=_("In quali orari?"),
        help_text=_("Se non scegli niente, va bene sempre."),
        choices=[(code, _(label)) for code, (label, _windows) in catalogue.slots().items()],
        required=False,
        widget=CheckGrid,
    )


def _when(kind: Kind) -> forms.Field:
    return forms.CharField(
        label=_("Quando, di preciso?"),
        help_text=_example(kind, "when"),
        max_length=MOST_LINE,
        required=False,
    )


def _weekly_hours(_kind: Kind) -> forms.Field:
    return forms.IntegerField(
        label=_("Quante ore alla settimana?"),
        required=False,
        min_value=1,
        max_value=MOST_HOURS,
        widget=ShortNumber,
    )


def _contract(_kind: Kind) -> forms.Field:
    known = [(value, label) for value, label in Contract.choices if value != Contract.TRAINEESHIP]
    return forms.ChoiceField(label=_("Con quale contratto?"), choices=capitals(known))


def _requirements(_kind: Kind) -> forms.Field:
    return RequirementsField(
        label=_("Che cosa serve davvero?"),
        help_text=_("Al massimo tre cose, una per riga. Se non serve niente, lascia vuoto."),
        required=False,
        max_length=MOST_LINE * (rules.MOST_REQUIREMENTS + 1),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


def _licences(_kind: Kind) -> forms.Field:
    return forms.MultipleChoiceField(
        label=_("Servono patenti o attestati?"),
        choices=capitals(Licence.choices),
        required=False,
        widget=CheckGrid,
    )


def _measure(_kind: Kind) -> forms.Field:
    found = [(code, rule.label) for code, rule in words.age_rules().items() if rule.minimum or rule.maximum]
    return forms.ChoiceField(
        label=_("La legge chiede un'età?"),
        help_text=_("Quasi sempre no."),
        choices=[("", _("No, va bene a ogni età")), *found],
        required=False,
    )


def _places(_kind: Kind) -> forms.Field:
    return forms.IntegerField(
        label=_("Quanti posti?"), min_value=1, max_value=MOST_PLACES, initial=1, widget=Stepper
    )


def _day(label: Any) -> Callable[[Kind], forms.Field]:
    return lambda _kind: ItalianDateField(label=label, required=False)


def _answer_by(_kind: Kind) -> forms.Field:
    return ItalianDateField(
        label=_("Fino a quando si può rispondere?"),
        required=False,
        initial=lambda: timezone.localdate() + timedelta(days=catalogue.number("answer_days")),
    )


COLUMNS: dict[str, Callable[[Kind], forms.Field]] = {
    "title": _title,
    "text": _text,
    "municipality": _municipality,
    "slots": _slots,
    "when": _when,
    "weekly_hours": _weekly_hours,
    "contract": _contract,
    "requirements": _requirements,
    "licences": _licences,
    "measure": _measure,
    "places": _places,
    "starts_on": _day(_("Quando comincia?")),
    "ends_on": _day(_("Quando finisce?")),
    "answer_by": _answer_by,
}


def _asked(ask: Ask) -> forms.Field:
    """A question that only some kinds have."""
    common: dict[str, Any] = {
        "label": _(ask.label),
        "help_text": _(ask.hint),
        "required": ask.required,
    }
    if ask.kind == "number":
        return forms.IntegerField(min_value=0, max_value=ask.most, widget=ShortNumber, **common)
    if ask.kind == "choice":
        return forms.ChoiceField(
            choices=[(code, _(label)) for code, label in ask.options],
            initial=ask.default,
            widget=InlineRadios,
            **common,
        )
    if ask.kind == "tick":
        return forms.BooleanField(**common)
    return forms.CharField(max_length=MOST_LINE, **common)


class Step(Form):
    """One of the three steps; :func:`step_form` gives it its fields."""

    def values(self) -> dict[str, Any]:
        """What was understood, as a post keeps it."""
        found = {
            name: value
            for name, value in self.cleaned_data.items()
            if name not in {"organisation", "request_key"}
        }
        if "slots" in found:
            found["windows"] = catalogue.windows_of(found.pop("slots"))
        return found


def step_form(
    kind: Kind,
    number: int,
    data: Any = None,
    *,
    post: Post | None = None,
    initial: dict[str, Any] | None = None,
    owners: Sequence[tuple[str, str]] = (),
) -> Step:
    """The form of a step (0-2). The house says for which of ``owners`` it writes; a new draft has a key."""
    asked = catalogue.asks()
    fields: dict[str, forms.Field] = {}
    if owners:
        fields["organisation"] = forms.ChoiceField(
            label=_("Per chi lo scrivi?"), choices=owners, required=False
        )
    for name in kind.steps[number]:
        fields[name] = COLUMNS[name](kind) if name in COLUMNS else _asked(asked[name])
    if post is None:
        fields["request_key"] = RequestKeyField()
    # A copy: the class takes its fields out of what it is given.
    made: type[Step] = type("StepOf", (Step,), dict(fields))
    start = {**kind.defaults, **(initial or {}), **(_kept(post) if post else {})}
    return made(data, initial={name: value for name, value in start.items() if name in fields})


def _kept(post: Post) -> dict[str, Any]:
    """What a draft holds; what is empty gives way to the usual answer."""
    held = {name: getattr(post, name) for name in COLUMNS if name != "slots"}
    return {
        **{name: value for name, value in held.items() if value not in (None, "")},
        **post.details,
        "slots": catalogue.slots_of(post.windows),
    }


class PublishForm(Form):
    """Beside the preview: which occupation it is, the title with both forms, a reason where one is asked."""

    occupation = forms.ChoiceField(label=_("Che mestiere è?"), required=False, widget=Radios)
    both = forms.BooleanField(label=_("Usa il nome del mestiere come titolo"), required=False)
    reason = forms.CharField(
        label=_("Perché serve davvero?"),
        help_text=_("Lo legge solo lo staff del Job Caffè."),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={
            "required": _("Guarda gli avvisi. Cambia il testo, oppure scrivi perché serve davvero.")
        },
    )

    def __init__(self, *args: Any, occupations: Sequence[Occupation], doubtful: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.labels = {one.uri: one.label for one in occupations}
        if occupations:
            choices = [(one.uri, one.label) for one in occupations]
            self.fields["occupation"].choices = [*choices, (NO_OCCUPATION, _("Nessuno di questi"))]  # type: ignore[attr-defined]
            self.fields["occupation"].initial = occupations[0].uri
        else:
            del self.fields["occupation"], self.fields["both"]
        if not doubtful:
            del self.fields["reason"]

    def chosen(self) -> dict[str, str]:
        """Reason, occupation and title, empty where nothing was chosen."""
        uri = self.cleaned_data.get("occupation", "")
        uri = "" if uri == NO_OCCUPATION else uri
        title = self.labels.get(uri, "") if self.cleaned_data.get("both") else ""
        return {
            "reason": self.cleaned_data.get("reason", ""),
            "occupation_uri": uri,
            "title": title[:1].upper() + title[1:],
        }


class ResultForm(Form):
    """*Com'è andata?*"""

    result = forms.ChoiceField(
        label=_("Com'è andata?"),
        choices=capitals(Result.choices),
        widget=Radios,
        error_messages={"required": _("Scegli com'è andata.")},
    )
    count = forms.IntegerField(
        label=_("Quanti posti sono andati?"),
        help_text=_("Solo se avete trovato qualcuno o qualcosa."),
        required=False,
        min_value=0,
        max_value=999,
        initial=1,
        widget=Stepper,
    )


class RemoveForm(Form):
    """Why the house takes a post off the board."""

    reason = forms.CharField(
        label=_("Perché lo togli?"),
        help_text=_("Lo legge chi l'ha scritto."),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class FilterForm(Form):
    """What to look for on the board."""

    mark_optional = False
    q = forms.CharField(label=_("Cerca una parola"), required=False, max_length=60)
    che = forms.ChoiceField(
        label=_("Che cosa"), required=False, choices=[("", _("Tutto")), *capitals(Sort.choices)]
    )
    verso = forms.ChoiceField(
        label=_("Chi offre o chi cerca"),
        required=False,
        choices=[
            ("", _("Tutti")),
            (Direction.OFFER, _("Chi offre")),
            (Direction.NEED, _("Chi cerca")),
        ],
    )
    comune = forms.ChoiceField(label=_("Comune"), required=False)

    def __init__(self, *args: Any, towns: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["comune"].choices = [("", _("Tutti")), *((name, name) for name in towns)]  # type: ignore[attr-defined]
