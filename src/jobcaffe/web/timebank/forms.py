"""What is typed in the time bank."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jobcaffe.foundation.ui.forms import (
    CheckGrid,
    Form,
    InlineRadios,
    ItalianDateField,
    Radios,
    RequestKeyField,
    ShortNumber,
    TileRadios,
)
from jobcaffe.hours.enums import AccountKind
from jobcaffe.hours.rules import in_hours
from jobcaffe.web.leading.forms import DurationField
from jobcaffe.worklife.timebank import catalogue
from jobcaffe.worklife.timebank.enums import ListingKind

HOUR = 60
MOST_HOURS = 1000


class ListingForm(Form):
    """What is offered or asked, when, for how long."""

    category = forms.ChoiceField(
        label=_("Che aiuto?"), widget=TileRadios, error_messages={"required": _("Scegli che aiuto.")}
    )
    slots = forms.MultipleChoiceField(
        label=_("Quando?"),
        help_text=_("Se non scegli niente, va bene sempre."),
        required=False,
        widget=CheckGrid,
    )
    text = forms.CharField(
        label=_("Vuoi dire qualcosa in più?"),
        help_text=_("Non scrivere nomi o telefoni: si vedono solo quando vi dite di sì."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "off"}),
    )
    days = forms.TypedChoiceField(
        label=_("Per quanto si vede?"),
        help_text=_("Te lo ricordiamo prima che finisca."),
        coerce=int,
        widget=InlineRadios,
    )
    request_key = RequestKeyField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        categories = list(catalogue.words("category").items())
        slots = [(code, label.capitalize()) for code, label in catalogue.words("slot").items()]
        days = [(str(n), _("%(n)s giorni") % {"n": n}) for n in catalogue.numbers("days")]
        self.fields["category"].choices = categories  # type: ignore[attr-defined]
        self.fields["slots"].choices = slots  # type: ignore[attr-defined]
        self.fields["days"].choices = days  # type: ignore[attr-defined]
        self.fields["days"].initial = str(catalogue.number("usual_days"))


class DeskListingForm(ListingForm):
    """The same for somebody at the desk: offer or request."""

    kind = forms.ChoiceField(
        label=_("Offre o chiede?"),
        widget=InlineRadios,
        choices=[(ListingKind.OFFER, _("Offre un aiuto")), (ListingKind.NEED, _("Chiede un aiuto"))],
    )
    field_order = ("kind",)


class TimeForm(Form):
    """How long a help took, and when."""

    minutes = forms.TypedChoiceField(label=_("Quanto è durato?"), coerce=int, widget=TileRadios)
    helped_on = ItalianDateField(label=_("Che giorno?"))

    def __init__(self, *args: Any, most: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        lengths = [(str(n), in_hours(n).capitalize()) for n in catalogue.numbers("minutes") if n <= most]
        self.fields["minutes"].choices = lengths  # type: ignore[attr-defined]
        self.fields["minutes"].initial = str(HOUR)
        self.fields["helped_on"].initial = timezone.localdate


class DonateForm(Form):
    """Hours for a fund."""

    minutes = DurationField(label=_("Quante ore doni?"), help_text=_("Per esempio 1, oppure 1:30"))
    fund = forms.ChoiceField(
        label=_("A quale fondo?"),
        widget=Radios,
        initial=AccountKind.SOLIDARITY,
        choices=[
            (
                AccountKind.SOLIDARITY,
                _("Solidarietà: a chi ne ha più bisogno. Nessuno sa chi dona e chi riceve."),
            ),
            (AccountKind.COMMON, _("Fondo comune: per chi lavora allo sportello della banca.")),
        ],
    )
    request_key = RequestKeyField()


class AlwaysForm(Form):
    """Above how many hours they go to who has none, every week."""

    above = forms.TypedChoiceField(
        label=_("Quante ore tieni per te?"),
        help_text=_("Quelle in più vanno ogni lunedì a chi non riesce a ricambiare."),
        widget=Radios,
        coerce=int,
        choices=[(240, _("4 ore")), (480, _("8 ore")), (720, _("12 ore"))],
    )


class JoinForm(Form):
    """The code of another adult of the household."""

    code = forms.CharField(
        label=_("Codice"),
        help_text=_("Otto segni, per esempio ABCD EFGH."),
        max_length=20,
        widget=forms.TextInput({"autocomplete": "off", "autocapitalize": "characters"}),
    )


class CloseForm(Form):
    """Leaving, with or without a gift of what is left."""

    give_rest = forms.BooleanField(label=_("Dono al fondo comune le ore che mi restano"), required=False)


class NumberField(forms.IntegerField):
    """A number of an account or of a cheque; its leading zeros count for nothing."""

    widget = ShortNumber
    layout_width = "third"

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("min_value", 1)
        kwargs.setdefault("max_value", 999_999)
        kwargs.setdefault("error_messages", {"invalid": _("Scrivi solo il numero, per esempio 0042.")})
        super().__init__(**kwargs)


class NumbersField(forms.CharField):
    """Numbers of accounts, separated as one likes; the value is a list."""

    def clean(self, value: Any) -> Any:
        """Raises ``ValidationError`` for what is no number."""
        text = super().clean(value)
        words = re.split(r"[\s,;.]+", text.strip())
        if not all(re.fullmatch(r"\d{1,6}", word) for word in words):
            raise ValidationError(_("Scrivi i numeri dei conti, per esempio 3, 12, 20."), code="invalid")
        return [int(word) for word in words]


class ChequeForm(Form):
    """A paper cheque."""

    cheque = NumberField(label=_("Numero dell'assegno"), help_text=_("È stampato in alto a destra."))
    giver = NumberField(
        label=_("Conto di chi ha dato l'aiuto"), help_text=_("Quello scritto a mano sull'assegno.")
    )
    minutes = DurationField(label=_("Quanto tempo"))
    helped_on = ItalianDateField(label=_("Giorno dell'aiuto"))


class IssueForm(Form):
    """Whose cheques to print."""

    number = NumberField(label=_("Numero del conto"))
    request_key = RequestKeyField()


class LessonForm(Form):
    """A group lesson."""

    teacher = NumberField(label=_("Conto di chi insegna"))
    learners = NumbersField(label=_("Conti di chi impara"), help_text=_("Per esempio 3, 12, 20"))
    minutes = DurationField(label=_("Quanto è durata"))
    helped_on = ItalianDateField(label=_("Giorno della lezione"))
    request_key = RequestKeyField()


class PayForm(Form):
    """What a fund pays."""

    number = NumberField(label=_("Numero del conto"))
    minutes = DurationField(label=_("Quanto tempo"))
    gift = forms.TypedChoiceField(
        label=_("Da quale fondo"),
        widget=Radios,
        coerce=lambda value: value == "1",
        initial="0",
        choices=[
            ("0", _("Fondo comune: ha lavorato allo sportello della banca")),
            ("1", _("Fondo di solidarietà: non riesce a pareggiare il conto")),
        ],
    )
    request_key = RequestKeyField()


class HoursField(forms.IntegerField):
    """Whole hours; the value is minutes."""

    widget = ShortNumber
    layout_width = "third"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(min_value=0, max_value=MOST_HOURS, **kwargs)

    def clean(self, value: Any) -> Any:
        """Hours typed, minutes kept."""
        hours = super().clean(value)
        return None if hours is None else hours * HOUR

    def prepare_value(self, value: Any) -> Any:
        """Minutes are shown as hours; what was typed stays as it is."""
        return value // HOUR if isinstance(value, int) else value


class LimitsForm(Form):
    """The limits that a bank has chosen."""

    limit_minutes = HoursField(
        label=_("Ore anticipate"),
        help_text=_("Quante ore si possono ricevere prima di averne date. Di solito 10."),
    )
    warn_minutes = HoursField(
        label=_("Avviso"), help_text=_("Da quante ore ricevute in più arriva un avviso. Di solito 7.")
    )
    most_minutes = HoursField(label=_("Ore per volta"), help_text=_("Al massimo in uno scambio."))
    fund_minutes = HoursField(
        label=_("Anticipo del fondo comune"),
        help_text=_("Quante ore può pagare il fondo prima di riceverne. Di solito 0."),
    )
    counts_only = forms.TypedChoiceField(
        label=_("Che cosa legge ogni famiglia"),
        widget=Radios,
        coerce=lambda value: value == "1",
        choices=[
            ("0", _("Il saldo delle ore, con il limite")),
            ("1", _("Quante ore ha dato e ricevuto, senza saldo e senza limite")),
        ],
    )


class OpenForm(LimitsForm):
    """A new bank."""

    label = forms.CharField(label=_("Nome della banca"), max_length=80)
    request_key = RequestKeyField()
    field_order = ("label",)
