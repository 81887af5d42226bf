"""Forms about one person."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from jobcaffe.foundation.accounts.enums import Role
from jobcaffe.foundation.accounts.models import Team, User
from jobcaffe.foundation.privacy.consents import Purpose
from jobcaffe.foundation.privacy.models import Consent
from jobcaffe.foundation.ui.forms import (
    CheckGrid,
    Form,
    InlineRadios,
    ItalianDateField,
    PhoneField,
    RequestKeyField,
    YearField,
    capitals,
)
from jobcaffe.people.enums import Channel, DayPart, Reason, Status
from jobcaffe.people.instruments import SKIPPED, SKIPPED_LABEL, Field, Instrument, Section
from jobcaffe.people.models import Person
from jobcaffe.web.desk.forms.intake import SEXES, GuardianForm

NOT_SAID = ("", _("non indicato"))


class GateForm(Form):
    """Why a record outside the caseload has to be opened."""

    reason = forms.CharField(
        label=_("Perché devi aprire questa scheda?"),
        max_length=300,
        min_length=10,
        help_text=_("La persona potrà leggere chi l'ha aperta, quando e perché. Resta aperta 8 ore."),
        widget=forms.Textarea({"rows": 3}),
        error_messages={"min_length": _("Scrivi il motivo con qualche parola in più.")},
    )


class ArrivalForm(Form):
    """Somebody comes in."""

    request_key = RequestKeyField()
    name = forms.CharField(label=_("Chi è arrivato?"), max_length=80)


class PersonForm(GuardianForm):
    """Names, contacts and the few facts."""

    first_name = forms.CharField(label=_("Nome"), max_length=80)
    last_name = forms.CharField(label=_("Cognome"), max_length=80, required=False)
    alias = forms.CharField(
        label=_("Come vuole essere chiamata"),
        max_length=40,
        required=False,
        help_text=_("Nei gruppi e sui fogli pubblici."),
    )
    phone = PhoneField(label=_("Telefono"), required=False)
    no_phone = forms.BooleanField(label=_("Non ha il telefono"), required=False)
    email = forms.EmailField(label=_("Email"), required=False)
    channel = forms.ChoiceField(
        label=_("Come la contattiamo"), choices=[NOT_SAID, *Channel.choices], required=False
    )
    birth_year = YearField(label=_("Anno di nascita"), required=False)
    sex = forms.ChoiceField(label=_("Sesso"), choices=SEXES, required=False, widget=InlineRadios)
    municipality = forms.CharField(label=_("Comune"), max_length=60, required=False)
    language = forms.ChoiceField(label=_("Lingua dei messaggi"), choices=settings.LANGUAGES, required=False)
    mark_optional = False
    field_order = [
        "first_name", "last_name", "alias", "phone", "no_phone", "email", "channel", "birth_year", "sex",
        "municipality", "language", "guardian_name", "guardian_phone", "turned_18",
    ]  # fmt: skip
    widths = {
        "first_name": "third",
        "last_name": "third",
        "alias": "third",
        "phone": "third",
        "email": "third",
        "channel": "third",
        "municipality": "third",
        "language": "third",
        "guardian_name": "third",
        "guardian_phone": "third",
        "birth_year": "year",
    }

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        names = [name for name in self.base_fields if hasattr(person, name)]
        super().__init__(*args, initial={name: getattr(person, name) for name in names}, **kwargs)
        del self.fields["guardian_consent"]

    def changes(self) -> dict[str, Any]:
        """For ``update_person``. Call when valid."""
        data = dict(self.cleaned_data)
        data["language"] = data["language"] or settings.LANGUAGE_CODE
        return data


class AgainForm(Form):
    """A new talk with somebody who is already here."""

    request_key = RequestKeyField()
    reasons = forms.MultipleChoiceField(
        label=_("È qui perché…"), choices=Reason.choices, required=False, widget=CheckGrid
    )
    day_parts = forms.MultipleChoiceField(
        label=_("Può venire"), choices=capitals(DayPart.choices), required=False, widget=CheckGrid
    )
    words = forms.CharField(
        label=_("Parole sue"), required=False, max_length=4000, widget=forms.Textarea({"rows": 3})
    )
    recontact_on = ItalianDateField(label=_("La ricontattiamo entro il"), required=False)
    widths = {"reasons": "full", "day_parts": "full", "words": "full", "recontact_on": "third"}


class StatusForm(Form):
    """Whether she still comes."""

    STATES = [choice for choice in Status.choices if choice[0] not in (Status.MERGED, Status.ERASED)]
    status = forms.ChoiceField(label=_("Come sta con il programma"), choices=STATES, widget=forms.RadioSelect)
    on = ItalianDateField(label=_("Da quando"), required=False)
    reason = forms.CharField(label=_("Qualcosa da ricordare"), max_length=300, required=False)


class TransferForm(Form):
    """Who follows her from now on."""

    team = forms.ModelChoiceField(label=_("Squadra"), queryset=Team.objects.none())
    operator = forms.ModelChoiceField(
        label=_("Chi la segue"), queryset=User.objects.none(), required=False, empty_label=_("da decidere")
    )
    note = forms.CharField(
        label=_("Che cosa deve sapere"),
        required=False,
        max_length=1000,
        help_text=_("Lo legge chi la segue, fra le consegne."),
        widget=forms.Textarea({"rows": 3}),
    )

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, initial={"team": person.team_id, "operator": person.operator_id}, **kwargs)
        self.fields["team"].queryset = Team.objects.all()  # type: ignore[attr-defined]
        operators = User.objects.filter(is_active=True, team__isnull=False, grants__role=Role.DESK)
        operators = operators.select_related("team").distinct().order_by("team__name", "name")
        self.fields["operator"].queryset = operators  # type: ignore[attr-defined]
        self.fields["operator"].label_from_instance = _with_team  # type: ignore[attr-defined]


def _with_team(user: User) -> str:
    return f"{user.name} · {user.team.name}" if user.team else user.name


class ConsentForm(Form):
    """One yes, given at the desk."""

    how = forms.ChoiceField(label=_("Come ha detto di sì"), choices=Consent.How.choices, initial="paper")
    given_by = forms.CharField(label=_("Chi ha detto di sì"), max_length=120)

    def __init__(self, *args: Any, purpose: Purpose, person: Person, **kwargs: Any) -> None:
        by = person.guardian_name or person.full_name
        super().__init__(*args, initial={"given_by": by, "how": "paper"}, **kwargs)
        self.purpose = purpose


class WordsForm(Form):
    """A text: a hand-over, a complaint, an answer."""

    request_key = RequestKeyField()
    text = forms.CharField(max_length=4000, widget=forms.Textarea({"rows": 4}))

    def __init__(self, *args: Any, label: Any, hint: Any = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].label = label
        self.fields["text"].help_text = hint


class QuestionsForm(Form):
    """The optional questions; each can be skipped."""

    yes = forms.BooleanField(label=_("Ha detto di sì alle domande"), required=False)
    mark_optional = False

    def __init__(self, *args: Any, instrument: Instrument, asked: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if asked:
            del self.fields["yes"]
        for question in instrument.questions:
            choices = [*question.choices, (SKIPPED, SKIPPED_LABEL)]
            self.fields[question.code] = forms.ChoiceField(
                label=question.text, choices=choices, required=False, widget=forms.RadioSelect
            )

    def values(self) -> dict[str, str]:
        """Question → answer. Call when valid."""
        return {code: value for code, value in self.cleaned_data.items() if code != "yes"}


# --- Completa dopo -----------------------------------------------------------------------------
def _one(field: Field) -> forms.Field:
    """The control for one field of the SAP form; its words are the form's own."""
    common: dict[str, Any] = {
        "label": field.label[:1].upper() + field.label[1:],
        "required": False,
        "help_text": field.hint,
    }
    if field.choices:
        return forms.ChoiceField(choices=[NOT_SAID, *((one, one) for one in field.choices)], **common)
    if field.kind == "yesno":
        return forms.ChoiceField(choices=[NOT_SAID, ("SI", "SI"), ("NO", "NO")], **common)
    if field.kind == "date":
        return ItalianDateField(**{**common, "help_text": field.hint})
    if field.kind == "year":
        return YearField(**common)
    if field.kind == "number":
        return forms.DecimalField(max_digits=12, decimal_places=2, localize=True, **common)
    if field.kind == "long":
        return forms.CharField(max_length=2000, widget=forms.Textarea({"rows": 3}), **common)
    return forms.CharField(max_length=200, **common)


class SectionRow(Form):
    """One row of one section."""

    mark_optional = False

    def __init__(self, *args: Any, section: Section, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.section = section
        for field in section.fields:
            self.fields[field.code] = _one(field)
            self.fields[field.code].layout_width = "full" if field.kind == "long" else "third"  # type: ignore[attr-defined]

    @property
    def groups(self) -> list[dict[str, Any]]:
        """Titled groups of bound fields, in the order of the form."""
        return [
            {"title": group.title, "fields": [self[field.code] for field in group.fields]}
            for group in self.section.groups
        ]

    def row(self) -> dict[str, str]:
        """Texts to keep: dates as 2024-05-03, numbers with a point. Call when valid."""
        data = self.cleaned_data
        return {code: "" if data.get(code) is None else str(data[code]) for code in self.fields}


def section_formset(section: Section, **kwargs: Any) -> Any:
    """The rows of a section: one, or as many as are there and one empty."""
    factory = forms.formset_factory(
        SectionRow, extra=1 if section.repeats else 0, min_num=0 if section.repeats else 1, max_num=30
    )
    return factory(form_kwargs={"section": section}, **kwargs)
