"""Forms: what people may type, what they are told, what screen readers hear."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Callable

import pytest
from django import forms as django_forms
from django.core.exceptions import ValidationError

from jobcaffe.foundation.ui import forms
from tests.foundation.ui.conftest import strictly, text_of

Render = Callable[..., str]


class Example(forms.Form):
    name = django_forms.CharField(label="Nome e cognome")
    phone = forms.PhoneField(label="Telefono", required=False, help_text="Anche con spazi")
    reasons = django_forms.MultipleChoiceField(
        label="È qui perché…", widget=forms.CheckGrid, choices=[("a", "Cerca lavoro"), ("b", "Altro")]
    )
    agreed = django_forms.BooleanField(label="Va bene")
    key = forms.RequestKeyField()


@pytest.mark.parametrize(
    "typed",
    ["333 1234567", "333.123.45.67", "+39 333 1234567", "0039 333 123 4567", "333/1234567", "(333) 123-4567"],
)
def test_a_telephone_is_understood_however_it_is_written(typed: str) -> None:
    assert forms.PhoneField().clean(typed) == "+393331234567"


@pytest.mark.parametrize("typed", ["333", "chiamami", "333 1234567 sera", "12345678901234567890"])
def test_what_is_no_telephone_is_refused_with_an_example(typed: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        forms.PhoneField().clean(typed)
    assert "333 123 4567" in refusal.value.messages[0]


def test_a_stored_telephone_is_shown_as_people_write_it() -> None:
    shown = str(Example(initial={"phone": "+393331234567"})["phone"])
    assert 'value="333 123 4567"' in shown


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("03/05/2024", (2024, 5, 3)),
        ("3-5-2024", (2024, 5, 3)),
        ("3.5.24", (2024, 5, 3)),
        ("3 5 2024", (2024, 5, 3)),
        ("3 maggio 2024", (2024, 5, 3)),
        ("1º Gennaio 2024", (2024, 1, 1)),
        ("3 mag 2024", (2024, 5, 3)),
        ("2024-05-03", (2024, 5, 3)),
        ("29/02/2024", (2024, 2, 29)),
        ("1/1/68", (1968, 1, 1)),
    ],
)
def test_a_date_is_understood_however_it_is_written(typed: str, day: tuple[int, int, int]) -> None:
    assert forms.ItalianDateField().clean(typed) == datetime.date(*day)


@pytest.mark.parametrize(
    "typed", ["29/02/2023", "31/04/2024", "5/13/2024", "domani", "3 ma 2024", "00/01/2024"]
)
def test_what_is_no_day_is_refused_with_an_example(typed: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        forms.ItalianDateField().clean(typed)
    assert "03/05/2024" in refusal.value.messages[0]


@pytest.mark.parametrize(
    ("typed", "time"), [("18", (18, 0)), ("18.30", (18, 30)), ("9:05", (9, 5)), ("18:30:00", (18, 30))]
)
def test_an_hour_is_understood_however_it_is_written(typed: str, time: tuple[int, int]) -> None:
    assert forms.ItalianTimeField().clean(typed) == datetime.time(*time)


@pytest.mark.parametrize("typed", ["24", "18:60", "sera", "1830"])
def test_what_is_no_hour_is_refused(typed: str) -> None:
    with pytest.raises(ValidationError):
        forms.ItalianTimeField().clean(typed)


@pytest.mark.parametrize("typed", ["68", "1899", "2999", "millenovecento", "19680"])
def test_a_year_needs_four_digits_of_a_living_person(typed: str) -> None:
    with pytest.raises(ValidationError):
        forms.YearField().clean(typed)


def test_a_year_is_written_without_separator() -> None:
    class Born(forms.Form):
        born = forms.YearField(label="Anno di nascita")

    assert 'value="1968"' in str(Born(initial={"born": 1968})["born"])


def test_an_optional_field_says_so_and_a_required_one_has_no_asterisk(render: Render) -> None:
    body = strictly(render("{% fields form %}", form=Example()))
    labels = [text_of(label) for label in body.iter("label")] + [text_of(one) for one in body.iter("legend")]
    assert "Telefono (facoltativo)" in labels
    assert "Nome e cognome" in labels
    assert "È qui perché…" in labels
    assert not [label for label in labels if "*" in label or ":" in label]


def test_a_field_says_label_then_hint_then_mistake_then_control(render: Render) -> None:
    form = Example({"name": "", "phone": "abc"})
    markup = render("{% field form.phone %}", form=form)
    order = [markup.index(piece) for piece in ("<label", '_helptext"', 'id_phone_error"', "<input")]
    assert order == sorted(order)
    control = next(one for one in strictly(markup).iter("input"))
    assert control.get("aria-describedby") == "id_phone_helptext id_phone_error"
    assert control.get("aria-invalid") == "true"


def test_a_group_of_answers_has_its_own_legend_and_each_answer_its_label(render: Render) -> None:
    body = strictly(render("{% field form.reasons %}", form=Example()))
    group = next(body.iter("fieldset"))
    targets = {label.get("for") for label in group.iter("label")}
    assert targets == {one.get("id") for one in group.iter("input")} == {"id_reasons_0", "id_reasons_1"}


def test_every_mistake_is_listed_once_and_leads_to_its_control(render: Render) -> None:
    body = strictly(
        render("{% error_summary form %}{% form form %}{% fields form %}{% endform %}", form=Example({}))
    )
    summaries = [one for one in body.iter("div") if one.get("data-error-summary") is not None]
    assert len(summaries) == 1
    links = [link.get("href", "")[1:] for link in summaries[0].iter("a")]
    ids = {one.get("id") for one in body.iter() if one.get("id")}
    assert links == ["id_name", "id_reasons_0", "id_agreed"]
    assert set(links) <= ids


def test_the_words_in_the_summary_are_those_beside_the_field(render: Render) -> None:
    body = strictly(render("{% error_summary form %}{% fields form %}", form=Example({})))
    beside = [text_of(one) for one in body.iter("p") if one.get("class") == "j-mistake"]
    links = [text_of(link) for link in body.iter("a")]
    assert beside == [f"Errore: {link}" for link in links]
    assert all("campo" not in link for link in links)


def test_a_form_carries_the_token_the_hidden_fields_and_what_was_typed(render: Render) -> None:
    key = str(uuid.uuid4())
    form = Example({"name": "Anna <b>", "phone": "12", "key": key, "reasons": ["a"]})
    body = strictly(render("{% form form %}{% fields form %}{% button 'Salva' %}{% endform %}", form=form))
    element = next(body.iter("form"))
    values = {
        one.get("name"): one.get("value") for one in element.iter("input") if one.get("type") != "checkbox"
    }
    assert element.get("method") == "post"
    assert element.get("novalidate") is not None
    assert len(values["csrfmiddlewaretoken"] or "") == 64
    assert (values["name"], values["phone"], values["key"]) == ("Anna <b>", "12", key)
    assert [one.get("value") for one in element.iter("input") if one.get("checked") is not None] == ["a"]


def test_a_page_that_came_without_a_key_gets_one_for_the_next_press() -> None:
    form = Example({"name": "Anna"})
    assert form.errors["key"]
    assert uuid.UUID(str(form["key"].value()))


def test_two_pages_have_two_keys() -> None:
    assert Example()["key"].value() != Example()["key"].value()


def test_a_form_for_files_says_so(render: Render) -> None:
    class Upload(forms.Form):
        file = django_forms.FileField(label="File")

    body = strictly(render("{% form form %}{% endform %}", form=Upload()))
    assert next(body.iter("form")).get("enctype") == "multipart/form-data"


def test_the_switch_is_made_of_radios_with_labels(render: Render) -> None:
    class Here(forms.Form):
        here = django_forms.ChoiceField(
            label="Anna C.", widget=forms.SwitchRadios, choices=[("y", "C'è"), ("n", "Non c'è")], initial="y"
        )

    body = strictly(render("{% field form.here %}", form=Here()))
    radios = [one for one in body.iter("input") if one.get("type") == "radio"]
    assert [one.get("checked") is not None for one in radios] == [True, False]


@pytest.mark.parametrize("attribute", ["style", "class", "onclick"])
def test_no_page_can_add_classes_styles_or_handlers(render: Render, attribute: str) -> None:
    with pytest.raises(ValueError, match="not allowed"):
        render("{% button 'Salva' " + attribute + "='x' %}")
