"""Forms as this house writes them.

Labels stand above; "(facoltativo)" marks what may stay empty; every format a person may use is
accepted; every refusal is a sentence that says what to do.
"""

from __future__ import annotations

import datetime
import re
import uuid
from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from jobcaffe.foundation.privacy.crypto import normalise_phone
from jobcaffe.foundation.ui.phones import phone_words

CHOICES = (forms.RadioSelect, forms.CheckboxSelectMultiple, forms.Select, forms.SelectMultiple)
FIRST_YEAR = 1900
MONTHS = [
    "gennaio", "febbraio", "marzo", "aprile", "maggio", "giugno",
    "luglio", "agosto", "settembre", "ottobre", "novembre", "dicembre",
]  # fmt: skip


def capitals(choices: Iterable[tuple[Any, Any]]) -> list[tuple[Any, Any]]:
    """Choices beside their boxes, with a capital; the same words are small in a sentence."""
    return [(value, capfirst(label)) for value, label in choices]


# --- widgets ---------------------------------------------------------------------------------
class CheckGrid(forms.CheckboxSelectMultiple):
    """Check boxes in as many columns as there is room."""


class Radios(forms.RadioSelect):
    """Radio buttons, one below the other."""


class _Layout:
    layout = ""

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(name, value, attrs)  # type: ignore[misc]
        context["widget"]["layout"] = self.layout
        return context


class InlineRadios(_Layout, forms.RadioSelect):
    """Radio buttons beside each other, for short answers."""

    layout = "inline"


class SwitchRadios(_Layout, forms.RadioSelect):
    """Two or three answers as one control: *C'è* | *Non c'è*."""

    layout = "switch"


class TileRadios(_Layout, forms.RadioSelect):
    """Radio buttons as large tiles, for a thumb."""

    layout = "tiles"


class PhoneInput(forms.TextInput):
    """Telephone."""

    input_type = "tel"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"autocomplete": "tel", "inputmode": "tel", **(attrs or {})})

    def format_value(self, value: Any) -> str | None:
        """``+393331234567`` → ``333 123 4567``."""
        text: str | None = super().format_value(value)
        return phone_words(text) if text else text


class ShortNumber(forms.TextInput):
    """A few digits, without arrows that change them by mistake."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"inputmode": "numeric", "autocomplete": "off", **(attrs or {})})


class Stepper(ShortNumber):
    """A small count, with one button for less and one for more where there is a script."""

    template_name = "django/forms/widgets/stepper.html"


class DateText(forms.TextInput):
    """A date as one writes it by hand."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"autocomplete": "off", **(attrs or {})})

    def format_value(self, value: Any) -> str | None:
        """A date is shown as 03/05/2024."""
        if isinstance(value, datetime.date):
            return f"{value:%d/%m/%Y}"
        text: str | None = super().format_value(value)
        return text


# --- fields ----------------------------------------------------------------------------------
class PhoneField(forms.CharField):
    """Telephone with spaces, dots or prefix; the value is E.164 (``+393331234567``) or empty."""

    widget = PhoneInput
    default_error_messages = {
        "phone": _("Questo numero non è completo. Scrivilo come 333 123 4567."),
    }

    def clean(self, value: Any) -> str:
        """Raises ``ValidationError`` when there is no telephone number in it."""
        text = super().clean(value)
        if not text:
            return ""
        number = normalise_phone(text)
        if not number or len(number) < len("+39") + 6 or re.search(r"[^\d\s+./()-]", text):
            raise ValidationError(self.error_messages["phone"], code="phone")
        return number


class YearField(forms.IntegerField):
    """A year of four digits between ``FIRST_YEAR`` and today's."""

    widget = ShortNumber
    layout_width = "year"
    default_error_messages = {
        "invalid": _("Scrivi l'anno con quattro cifre, per esempio 1968."),
        "range": _("Controlla l'anno: deve essere fra %(first)s e %(last)s."),
    }

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.widget.attrs.setdefault("maxlength", "4")

    def clean(self, value: Any) -> int | None:
        """Raises ``ValidationError`` outside the range."""
        year = super().clean(value)
        if year is None:
            return None
        last = datetime.datetime.now(tz=datetime.UTC).year
        if len(str(year)) != len("1968"):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        if not FIRST_YEAR <= year <= last:
            params = {"first": FIRST_YEAR, "last": last}
            raise ValidationError(self.error_messages["range"], code="range", params=params)
        return int(year)


class ItalianDateField(forms.DateField):
    """A date as people write it: 03/05/2024, 3-5-24, 3.5.2024, 3 maggio 2024, 2024-05-03."""

    widget = DateText
    layout_width = "third"
    default_error_messages = {
        "invalid": _("Scrivi la data così: giorno, mese, anno. Per esempio 03/05/2024."),
    }

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", _("Per esempio 03/05/2024"))
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> datetime.date | None:
        """Raises ``ValidationError`` for what is no day of the calendar."""
        if value in self.empty_values or isinstance(value, datetime.date):
            return super().to_python(value)
        found = read_date(str(value))
        if found is None:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return found


FIRST_YEAR, LAST_YEAR = 1900, 2200


def read_date(text: str) -> datetime.date | None:
    """The day that ``text`` names in any Italian way of writing it; ``None`` when it is none.

    Two-digit years are the nearest to today: 24 is 2024, 68 is 1968.
    """
    text = " ".join(text.strip().lower().replace("º", "").replace("°", "").split())
    if match := re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})", text):
        year, month, day = (int(one) for one in match.groups())
    elif match := re.fullmatch(r"(\d{1,2})\s?[/.\-\s]\s?(\d{1,2})\s?[/.\-\s]\s?(\d{4}|\d{2})", text):
        day, month, year = (int(one) for one in match.groups())
    elif match := re.fullmatch(r"(\d{1,2}) ([a-z]{3,9})\.? (\d{4})", text):
        day, year = int(match[1]), int(match[3])
        month = next((n for n, name in enumerate(MONTHS, 1) if name.startswith(match[2])), 0)
    else:
        return None
    return _day(_full_year(year), month, day)


def _full_year(year: int) -> int:
    if year >= 100:
        return year
    this = datetime.datetime.now(tz=datetime.UTC).year
    return year + (2000 if 2000 + year <= this + 10 else 1900)


def _day(year: int, month: int, day: int) -> datetime.date | None:
    # A week before the first day there is, or after the last, no page can be shown.
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    try:
        return datetime.date(year, month, day)
    except ValueError:
        return None


class ItalianTimeField(forms.TimeField):
    """An hour as people write it: 18, 18:30, 18.30, 9,15."""

    widget = ShortNumber
    layout_width = "year"
    default_error_messages = {"invalid": _("Scrivi l'ora così: 18:30.")}

    def to_python(self, value: Any) -> datetime.time | None:
        """Raises ``ValidationError`` for what is no time of the day."""
        if value in self.empty_values or isinstance(value, datetime.time):
            return super().to_python(value)
        match = re.fullmatch(r"(\d{1,2})(?:[:.,h](\d{2}))?(?::\d{2})?", str(value).strip())
        if match is None or int(match[1]) > 23 or int(match[2] or 0) > 59:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return datetime.time(int(match[1]), int(match[2] or 0))

    def prepare_value(self, value: Any) -> Any:
        """Without seconds."""
        return f"{value:%H:%M}" if isinstance(value, datetime.time) else value


class RequestKeyField(forms.UUIDField):
    """Hidden; the same key twice means the same press of the button."""

    widget = forms.HiddenInput
    default_error_messages = {
        "required": _("Questa pagina è rimasta aperta troppo a lungo. Controlla e salva di nuovo."),
        "invalid": _("Questa pagina è rimasta aperta troppo a lungo. Controlla e salva di nuovo."),
    }

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("initial", uuid.uuid4)
        super().__init__(**kwargs)

    def bound_data(self, data: Any, initial: Any) -> Any:
        """A page that came without a key gets a new one, so that the next press works."""
        return data or initial


# --- forms -----------------------------------------------------------------------------------
def _own_words(field: forms.Field) -> None:
    """Replace the framework's messages, and only those, with ours."""
    label = str(field.label or "")
    if field.error_messages.get("required") is forms.Field.default_error_messages["required"]:
        field.error_messages["required"] = _required(field, label)
    replacements: dict[tuple[type[forms.Field], str], Any] = {
        (forms.EmailField, "invalid"): _("Controlla l'indirizzo: manca qualcosa. Per esempio nome@posta.it."),
        (forms.ChoiceField, "invalid_choice"): _("Scegli una delle risposte dell'elenco."),
        (forms.MultipleChoiceField, "invalid_choice"): _("Scegli solo fra le risposte dell'elenco."),
        (forms.ModelChoiceField, "invalid_choice"): _("Scegli una delle voci dell'elenco."),
        (forms.DecimalField, "invalid"): _("Scrivi un numero, per esempio 12,50."),
        (forms.IntegerField, "invalid"): _("Scrivi un numero intero, per esempio 12."),
    }
    for (kind, code), text in replacements.items():
        usual = kind.default_error_messages.get(code)
        if type(field) is kind and field.error_messages.get(code) is usual:
            field.error_messages[code] = text


def _required(field: forms.Field, label: str) -> Any:
    if isinstance(field.widget, forms.CheckboxInput):
        return _("Per andare avanti metti il segno su «%(label)s».") % {"label": label}
    if isinstance(field.widget, CHOICES):
        return _("Scegli una risposta: «%(label)s».") % {"label": label}
    if isinstance(field.widget, forms.FileInput):
        return _("Scegli un file: «%(label)s».") % {"label": label}
    return _("Scrivi qui: «%(label)s».") % {"label": label}


class _House:
    """What :class:`Form` and :class:`ModelForm` share."""

    # Field name -> "half", "third", "year", "full": how wide it stands on a large screen.
    widths: dict[str, str] = {}
    # False where every field is optional and the page says so once.
    mark_optional = True
    use_required_attribute = False
    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            if field.label is None:
                field.label = name.replace("_", " ").capitalize()
            _own_words(field)
            if name in self.widths:
                field.layout_width = self.widths[name]  # type: ignore[attr-defined]


class Form(_House, forms.Form):
    """Base of every form."""


class ModelForm(_House, forms.ModelForm):  # type: ignore[type-arg]  # Django's is not generic at run time
    """Base of every form that shows a model; saving is an action's business."""
