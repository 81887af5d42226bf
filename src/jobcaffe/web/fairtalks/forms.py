"""What is asked for a talk, for wishes, for a plan, for a meeting."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from jobcaffe.fair.events import queries as events
from jobcaffe.fair.events.models import Fair, Stand
from jobcaffe.fair.talks import rules
from jobcaffe.fair.talks.enums import When
from jobcaffe.fair.visits import actions as visits
from jobcaffe.foundation.accounts import contacts
from jobcaffe.foundation.ui.forms import CheckGrid, Form, Radios, RequestKeyField, capitals
from jobcaffe.web.public.forms import Trap

SECONDS = ((15, _("15 secondi")), (30, _("30 secondi")), (120, _("2 minuti")))


class NameForm(Trap):
    """A name and a telephone."""

    name = forms.CharField(
        label=_("Nome"), max_length=80, widget=forms.TextInput({"autocomplete": "given-name"})
    )
    contact = forms.CharField(
        label=_("Telefono"),
        max_length=120,
        help_text=_("Ti mandiamo l'orario qui. Va bene anche una email."),
        widget=forms.TextInput({"autocomplete": "tel"}),
    )
    request_key = RequestKeyField()

    def clean_contact(self) -> str:
        """Raises ``ValidationError`` for what is neither a telephone number nor an address."""
        text = str(self.cleaned_data["contact"]).strip()
        if contacts.parse(text) is None:
            raise ValidationError(_("Scrivi un numero come 333 123 4567, o un'email come anna@example.it."))
        return text

    def details(self) -> visits.Details:
        """As a sign-up takes it."""
        found = contacts.parse(self.cleaned_data["contact"])
        channel = "email" if found is not None and found.kind == "email" else "sms"
        return visits.Details(
            name=self.cleaned_data["name"], channel=channel, contact=self.cleaned_data["contact"]
        )


class PressForm(Form):
    """Nothing to fill: who has a ticket."""

    request_key = RequestKeyField()


class CodeForm(Form):
    """The short code of a ticket, and the telephone that was given with it."""

    code = forms.CharField(label=_("Codice del biglietto"), max_length=12, help_text=_("Per esempio F4-118"))
    contact = forms.CharField(label=_("Telefono"), max_length=120, help_text=_("Quello che ci hai dato."))
    request_key = RequestKeyField()


def _hours(fair: Fair, *, ends: bool) -> list[tuple[str, str]]:
    slots = rules.open_slots(fair)
    return [(str(slot), rules.hour(fair, slot + 1 if ends else slot)) for slot in slots]


def _with_what(stand: Stand) -> str:
    """Who has never heard of it chooses by what it brings."""
    return f"{stand.organisation.name}: {stand.brings}" if stand.brings else stand.organisation.name


class WishForm(Form):
    """Up to eight organisations, those she does not want, and when she is there."""

    wanted = forms.MultipleChoiceField(label=_("Con chi vuoi parlare?"), widget=CheckGrid)
    starts = forms.ChoiceField(label=_("Arrivo dalle"), required=False)
    ends = forms.ChoiceField(label=_("Vado via alle"), required=False)
    refused = forms.MultipleChoiceField(label=_("Non con loro"), required=False, widget=CheckGrid)
    widths = {"starts": "half", "ends": "half"}
    mark_optional = False

    def __init__(self, *args: Any, fair: Fair, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        stands = list(events.stands_of(fair))
        self.fields["wanted"].choices = [(str(one.pk), _with_what(one)) for one in stands]  # type: ignore[attr-defined]
        self.fields["refused"].choices = [(str(one.pk), one.organisation.name) for one in stands]  # type: ignore[attr-defined]
        self.fields["starts"].choices = [("", _("dall'inizio")), *_hours(fair, ends=False)]  # type: ignore[attr-defined]
        self.fields["ends"].choices = [("", _("alla fine")), *_hours(fair, ends=True)]  # type: ignore[attr-defined]
        self.fields["wanted"].error_messages["required"] = _("Scegli almeno un'organizzazione.")
        self.fair = fair

    def clean_wanted(self) -> list[str]:
        """Raises ``ValidationError`` for more than eight."""
        found: list[str] = self.cleaned_data["wanted"]
        if len(found) > rules.WISHES:
            raise ValidationError(_("Ne hai scelte più di 8. Togline qualcuna."))
        return found

    def window(self) -> tuple[int, int] | None:
        """From which slot to which; ``None`` for the whole time."""
        starts, ends = self.cleaned_data["starts"], self.cleaned_data["ends"]
        if not starts and not ends:
            return None
        return int(starts or 0), int(ends or self.fair.slots - 1)

    def in_order(self, before: Iterable[UUID]) -> list[UUID]:
        """The chosen ones: those of before in her order, then the new ones as they stand on the page."""
        chosen = [UUID(one) for one in self.cleaned_data["wanted"]]
        known = [one for one in before if one in chosen]
        return known + [one for one in chosen if one not in known]

    def not_with(self) -> list[UUID]:
        """Those she does not want to meet."""
        return [UUID(one) for one in self.cleaned_data["refused"]]


class PlanForm(Form):
    """How long the calculation may take."""

    seconds = forms.TypedChoiceField(
        label=_("Quanto può durare il calcolo?"), choices=SECONDS, coerce=int, initial=30, widget=Radios
    )


class MeetingPlanForm(PlanForm):
    """How many meetings can be held at once, and whether those that have an hour keep it."""

    tables = forms.IntegerField(
        label=_("Quanti tavoli ci sono per gli incontri?"), min_value=1, max_value=99, initial=4
    )
    keep = forms.BooleanField(
        label=_("Lascia dove sono gli incontri che hanno già un'ora"), required=False, initial=True
    )
    field_order = ["tables", "keep", "seconds"]


class PairForm(Form):
    """A visitor by her code, and a stand."""

    code = forms.CharField(label=_("Codice del biglietto"), max_length=12, help_text=_("Per esempio F4-118"))
    stand = forms.ChoiceField(label=_("Organizzazione"))

    def __init__(self, *args: Any, fair: Fair, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.stands = {str(one.pk): one for one in events.stands_of(fair)}
        self.fields["stand"].choices = [  # type: ignore[attr-defined]
            ("", _("Scegli")), *((key, one.organisation.name) for key, one in self.stands.items()),
        ]  # fmt: skip

    @property
    def chosen(self) -> Stand:
        """The stand that was chosen."""
        return self.stands[self.cleaned_data["stand"]]


class PinForm(PairForm):
    """And an hour."""

    slot = forms.TypedChoiceField(label=_("Ora"), coerce=int)
    request_key = RequestKeyField()

    def __init__(self, *args: Any, fair: Fair, **kwargs: Any) -> None:
        super().__init__(*args, fair=fair, **kwargs)
        self.fields["slot"].choices = _hours(fair, ends=False)  # type: ignore[attr-defined]


class AskForm(Form):
    """Why, and when it suits."""

    why = forms.CharField(
        label=_("Di che cosa volete parlare?"), max_length=200, widget=forms.Textarea({"rows": 3})
    )
    when = forms.ChoiceField(label=_("Quando?"), choices=capitals(When.choices), initial="any", widget=Radios)


class HoursForm(Form):
    """When the people of a stand cannot meet others."""

    wants_meetings = forms.BooleanField(
        label=_("Vogliamo incontrare altre organizzazioni"), required=False, initial=True
    )
    unavailable = forms.TypedMultipleChoiceField(
        label=_("Quando non possiamo"), required=False, coerce=int, widget=CheckGrid
    )

    def __init__(self, *args: Any, fair: Fair, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unavailable"].choices = _hours(fair, ends=False)  # type: ignore[attr-defined]
