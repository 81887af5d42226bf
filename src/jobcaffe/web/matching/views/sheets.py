"""Her CV: what goes in, the files, and what she brings from Europass."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from jobcaffe.foundation.access import Refused
from jobcaffe.foundation.ui.forms import Form
from jobcaffe.network.matching import actions, queries
from jobcaffe.network.matching.profiles import Told, Trade
from jobcaffe.vocabulary import queries as vocabulary
from jobcaffe.web.desk.views.shared import press
from jobcaffe.web.matching import cv as sheets
from jobcaffe.web.matching import europass as readers
from jobcaffe.web.matching.forms import CvForm
from jobcaffe.web.matching.views.telling import save
from jobcaffe.web.matching.whom import BOTH, Whom, pair


class FileForm(Form):
    """One file."""

    file = forms.FileField(
        label=lazy("Il tuo curriculum Europass"),
        help_text=lazy("Il PDF o l'XML che hai scaricato dal sito Europass."),
    )


class TakeForm(Form):
    """What of it goes in: all is ticked, she takes away what is wrong."""

    mark_optional = False
    jobs = forms.MultipleChoiceField(
        label=lazy("Lavori"), required=False, widget=forms.CheckboxSelectMultiple
    )
    studies = forms.MultipleChoiceField(
        label=lazy("Scuola e corsi"), required=False, widget=forms.CheckboxSelectMultiple
    )
    languages = forms.MultipleChoiceField(
        label=lazy("Lingue"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *, found: dict[str, list[tuple[str, str]]]) -> None:
        super().__init__(initial={name: [value for value, _label in rows] for name, rows in found.items()})
        for name, rows in found.items():
            self.fields[name].choices = rows  # type: ignore[attr-defined]
            if not rows:
                del self.fields[name]


@pair(methods=BOTH)
def cv(request: HttpRequest, whom: Whom) -> HttpResponse:
    """What goes in."""
    told = queries.mine_of(whom.refs).told
    initial = {
        "parts": told.cv,
        "studies": "\n".join(told.studies),
        "languages": "\n".join(told.languages),
    }
    form = CvForm(
        request.POST if request.method == "POST" else None,
        choices=[(code, str(label)) for code, label in sheets.PARTS.items()],
        initial=initial,
    )
    if request.method == "POST" and form.is_valid() and save(form, whom, **form.told()):
        messages.success(request, _("Salvato. Ora puoi scaricarlo."))
        return redirect(whom.url("cv"))
    files = {name: whom.url(name) for name in ("cv_pdf", "cv_docx", "europass")}
    return whom.show(request, "matching/cv.html", form=form, files=files, ready=bool(told.cv))


def _sheet(whom: Whom) -> sheets.Sheet:
    return sheets.sheet_of(whom.person, queries.mine_of(whom.refs).told)


def _file(whom: Whom, content: bytes, kind: str) -> HttpResponse:
    whom.read()
    return sheets.download(content, kind)


@pair()
def cv_pdf(request: HttpRequest, whom: Whom) -> HttpResponse:
    """To print or to send."""
    return _file(whom, sheets.pdf(_sheet(whom)), "pdf")


@pair()
def cv_docx(request: HttpRequest, whom: Whom) -> HttpResponse:
    """To go on writing in."""
    return _file(whom, sheets.docx(_sheet(whom)), "docx")


@pair(methods=BOTH)
def europass(request: HttpRequest, whom: Whom) -> HttpResponse:
    """Read a file, show what was understood, then take what is ticked. The name stays as it is."""
    if request.method == "POST" and "take" in request.POST:
        return _taken(request, whom)
    form = FileForm(request.POST or None, request.FILES or None)
    found: TakeForm | None = None
    if request.method == "POST" and form.is_valid():
        try:
            found = TakeForm(found=_preview(readers.read(form.cleaned_data["file"].read())))
        except Refused as refusal:
            form.add_error("file", str(refusal))
    return whom.show(request, "matching/europass.html", form=form, found=found, back=whom.url("cv"))


def _preview(read: readers.Read) -> dict[str, list[tuple[str, str]]]:
    jobs = []
    for title in read.jobs:
        nearest = vocabulary.link(title, "occupation", k=1)
        if nearest:
            jobs.append((title, f"{title}: {nearest[0].label}"))
    return {
        "jobs": jobs,
        "studies": [(line, line) for line in read.studies],
        "languages": [(line, line) for line in read.languages],
    }


def _taken(request: HttpRequest, whom: Whom) -> HttpResponse:
    told = queries.mine_of(whom.refs).told
    changes = {
        "trades": _with_jobs(told, request.POST.getlist("jobs")),
        "studies": _joined(told.studies, request.POST.getlist("studies")),
        "languages": _joined(told.languages, request.POST.getlist("languages")),
    }
    return press(
        request,
        lambda: actions.tell(actor=whom.actor, person_ref=whom.person.pk, **changes),
        whom.url("know"),
        _("Preso. Controlla che sia tutto giusto."),
    )


def _with_jobs(told: Told, titles: list[str]) -> tuple[Trade, ...]:
    found = {one.uri: one for one in told.trades}
    for title in titles[: readers.MOST_LINES]:
        nearest = vocabulary.link(title[: readers.LINE], "occupation", k=1)
        if nearest:
            found.setdefault(
                nearest[0].uri, Trade(title[: readers.LINE], nearest[0].uri, done=True, wished=False)
            )
    return tuple(found.values())


def _joined(before: tuple[str, ...], lines: list[str]) -> tuple[str, ...]:
    fresh = (line[: readers.LINE] for line in lines[: readers.MOST_LINES])
    return tuple(dict.fromkeys([*before, *fresh]))
