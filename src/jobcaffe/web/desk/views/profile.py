"""*Completa dopo*: the sections of the SAP form, its sheet and file; the optional questions."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from jobcaffe.foundation.access import allows
from jobcaffe.foundation.privacy.consents import give_consent, has_consent
from jobcaffe.foundation.ui.csvsafe import download
from jobcaffe.foundation.ui.forms import read_date
from jobcaffe.people import actions, queries
from jobcaffe.people.instruments import Field, Section, instrument, sap_section, sap_sections, sap_source
from jobcaffe.people.models import Person
from jobcaffe.web.desk.forms.person import QuestionsForm, section_formset
from jobcaffe.web.desk.views.shared import actor, attempt, fill, show, with_person
from jobcaffe.web.page import page

BOTH = ("GET", "POST")


def rows_of(person: Person) -> dict[str, list[dict[str, Any]]]:
    """Rows of every section by its code; one query."""
    return {code: list(one.data.get("rows", [])) for code, one in queries.sections_of(person).items()}


@page("person.read")
@with_person
def sections(request: HttpRequest, person: Person) -> HttpResponse:
    """The task list, in the order of the form."""
    filled = rows_of(person)
    writes = allows(request.user, "person.write")
    tasks = [
        {
            "label": f"{one.number}. {one.title}",
            "url": reverse("desk:section", args=[person.pk, one.code]) if writes else "",
            "status": "done" if filled.get(one.code) else "todo",
            "status_text": _("Fatto") if filled.get(one.code) else _("Da fare"),
            "hint": one.note,
        }
        for one in sap_sections()
    ]
    return show(request, person, "desk/sections.html", {"tasks": tasks, "source": sap_source()})


def prefilled(person: Person, one: Section) -> list[dict[str, Any]]:
    """What the record already says, so that nobody types it twice."""
    if one.code != "anagrafici":
        return []
    return [
        {
            "cognome": person.last_name.upper(),
            "nome": person.first_name.upper(),
            "sesso": person.sex if person.sex in ("F", "M") else "",
            "codice_fiscale": person.fiscal_code,
            "telefono_cellulare": person.phone,
            "email": person.email,
            "comune_domicilio": "",
            "comune_residenza": person.municipality,
        }
    ]


@page("person.write", methods=BOTH)
@with_person
def section(request: HttpRequest, person: Person, code: str) -> HttpResponse:
    """One section, one page."""
    one = sap_section(code)
    if one is None:
        raise Http404
    initial = [_typed(one, row) for row in queries.section_of(person, code)] or prefilled(person, one)
    formset = section_formset(one, data=request.POST or None, initial=initial)
    if request.method == "POST" and formset.is_valid():
        rows = [form.row() for form in formset.forms]
        refusal = formset.forms[0] if formset.forms else None
        if refusal is None or attempt(
            refusal,
            lambda: actions.save_section(actor=actor(request), person_ref=person.pk, code=code, rows=rows),
        ):
            messages.success(request, _("Fatto. «%(title)s» è salvato.") % {"title": one.title})
            return redirect("desk:sections", pk=person.pk)
    return show(request, person, "desk/section.html", {"section": one, "formset": formset})


def _typed(one: Section, row: dict[str, Any]) -> dict[str, Any]:
    """Stored texts as values of the controls: dates as dates."""
    return {field.code: _value(field, row.get(field.code, "")) for field in one.fields}


def _value(field: Field, text: Any) -> Any:
    if field.kind == "date" and text:
        return read_date(str(text)) or text
    return text


@page("person.read")
@with_person
def sheet(request: HttpRequest, person: Person) -> HttpResponse:
    """The whole form on paper, in its order and words."""
    filled = rows_of(person)
    parts = [
        {
            "section": one,
            "rows": [
                [
                    {"label": field.label, "value": _shown(field, row.get(field.code, ""))}
                    for field in one.fields
                ]
                for row in filled.get(one.code) or prefilled(person, one) or [{}]
            ],
        }
        for one in sap_sections()
    ]
    return show(request, person, "desk/sap_sheet.html", {"parts": parts, "source": sap_source()})


def _shown(field: Field, text: Any) -> str:
    value = _value(field, text)
    return value.strftime("%d/%m/%Y") if hasattr(value, "strftime") else str(value or "")


@page("person.read")
@with_person
def as_file(request: HttpRequest, person: Person) -> HttpResponse:
    """One line per field, in the order of the form: section, group, row, field, value."""
    filled = rows_of(person)
    lines: list[list[object]] = [["sezione", "titolo", "gruppo", "riga", "campo", "valore"]]
    for one in sap_sections():
        for number, row in enumerate(filled.get(one.code) or prefilled(person, one) or [{}], 1):
            lines += [
                [one.number, one.title, group.title, number, field.label, row.get(field.code, "")]
                for group in one.groups
                for field in group.fields
            ]
    actions.note_export(actor=actor(request), persons=[person], what="Scheda anagrafico-professionale")
    return download(f"scheda-{timezone.localdate():%Y-%m-%d}.csv", lines)


@page("person.write", methods=BOTH)
@with_person
def questions(request: HttpRequest, person: Person, wave: int) -> HttpResponse:
    """The optional questions at entry, after 6 and 12 months."""
    if wave not in queries.WAVES:
        raise Http404
    asked = instrument()
    before = queries.answers_of(person, asked.code).get(wave, {})
    form = QuestionsForm(
        request.POST or None,
        instrument=asked,
        asked=has_consent(person.pk, "research"),
        initial=before,
    )
    return fill(
        request,
        person,
        form,
        lambda _data: _answer(request, person, wave, form),
        done=_("Fatto. Grazie anche da parte sua."),
        title=asked.title,
        sub=asked.note,
        foot=f"{asked.source}, {asked.year}. {asked.licence}.",
        button=_("Salva le risposte"),
    )


def _answer(request: HttpRequest, person: Person, wave: int, form: QuestionsForm) -> None:
    user = actor(request)
    if form.cleaned_data.get("yes"):
        give_consent(
            actor=user,
            person_ref=person.pk,
            subject=person,
            purpose="research",
            how="parent" if person.guardian_name else "paper",
            given_by=person.guardian_name or person.full_name,
        )
    actions.answer_questions(actor=user, person_ref=person.pk, wave=wave, values=form.values())
