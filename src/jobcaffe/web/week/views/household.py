"""The finer mode: one subject on each screen, saved at once; come back when there is time."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jobcaffe.web.desk.views.shared import attempt, press
from jobcaffe.web.page import page, user_of
from jobcaffe.web.week.subjects import SUBJECTS, ItemForm, Subject, initial_of
from jobcaffe.worklife.weeks import actions, gathering, queries
from jobcaffe.worklife.weeks.queries import Home

BOTH = ("GET", "POST")


def _subject(code: str) -> Subject:
    if code not in SUBJECTS:
        raise Http404
    return SUBJECTS[code]


def _row(home: Home, subject: Subject, item_id: str) -> dict[str, Any]:
    found = next((one for one in home.rows(subject.code) if one["id"] == item_id), None)
    if found is None:
        raise Http404
    return found


def stale(home: Home) -> bool:
    """Whether the result is older than what is written."""
    form = gathering.form_of(home.body, timezone.localdate())
    return bool(home.result) and home.result.get("digest") != gathering.digest_of(form)


@page("week.own")
def home(request: HttpRequest) -> HttpResponse:
    """The subjects, in any order, and the button that searches."""
    mine = queries.my_home(user_of(request))
    context = {
        "tasks": [_task(mine, subject) for subject in SUBJECTS.values()],
        "mine": mine,
        "ready": bool(mine.rows("impegni")),
        "stale": stale(mine),
        "counted": queries.counted(mine),
    }
    return render(request, "week/household.html", context)


def _task(mine: Home, subject: Subject) -> dict[str, Any]:
    rows = mine.rows(subject.code)
    told = ", ".join(str(row.get("name", "")) for row in rows if row.get("name"))
    return {
        "label": subject.title,
        "url": reverse("week:rows", args=[subject.code]),
        "hint": told or subject.hint,
        "status": "done" if rows else "later",
        "status_text": _written(len(rows)) if rows else _("Ancora vuoto"),
    }


def _written(count: int) -> str:
    return ngettext("%(n)s scritto", "%(n)s scritti", count) % {"n": count}


@page("week.own")
def rows(request: HttpRequest, subject: str) -> HttpResponse:
    """What she wrote about one subject."""
    chosen, mine = _subject(subject), queries.my_home(user_of(request))
    told = [
        {
            "text": chosen.tell(mine, row),
            "change": reverse("week:change", args=[subject, row["id"]]),
            "remove": reverse("week:remove_row", args=[subject, row["id"]]),
        }
        for row in mine.rows(subject)
    ]
    missing = [SUBJECTS[code] for code in chosen.needs if not mine.rows(code)]
    return render(request, "week/rows.html", {"subject": chosen, "rows": told, "missing": missing})


def _fill(request: HttpRequest, subject: Subject, form: ItemForm, item_id: str, title: str) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        key = item_id or form.cleaned_data["request_key"].hex
        do = lambda: actions.save_item(  # noqa: E731
            actor=user_of(request), subject=subject.code, item_id=key, data=form.row()
        )
        if attempt(form, do):
            return redirect("week:rows", subject.code)
    return render(request, "week/item.html", {"subject": subject, "form": form, "title": title})


@page("week.own", methods=BOTH)
def add(request: HttpRequest, subject: str) -> HttpResponse:
    """One more. The key of the page is the row's: a second press writes the same row again."""
    chosen, mine = _subject(subject), queries.my_home(user_of(request))
    if any(not mine.rows(code) for code in chosen.needs):
        return redirect("week:rows", subject)
    return _fill(request, chosen, chosen.form(request.POST or None, home=mine), "", str(chosen.add))


@page("week.own", methods=BOTH)
def change(request: HttpRequest, subject: str, item_id: str) -> HttpResponse:
    """Other words, other hours."""
    chosen, mine = _subject(subject), queries.my_home(user_of(request))
    row = _row(mine, chosen, item_id)
    form = chosen.form(request.POST or None, home=mine, initial=initial_of(row))
    return _fill(request, chosen, form, item_id, chosen.tell(mine, row))


@page("week.own", methods=("POST",))
def remove(request: HttpRequest, subject: str, item_id: str) -> HttpResponse:
    """Take one away; a second press changes nothing."""
    chosen = _subject(subject)
    return press(
        request,
        lambda: actions.remove_item(actor=user_of(request), subject=chosen.code, item_id=item_id),
        reverse("week:rows", args=[chosen.code]),
        _("Fatto."),
    )


@page("week.own", methods=BOTH)
def forget(request: HttpRequest) -> HttpResponse:
    """Take everything away: people, commitments, the result, the count."""
    if request.method == "POST":
        do = lambda: actions.forget_home(actor=user_of(request))  # noqa: E731
        return press(request, do, reverse("week:home"), _("Fatto. Non c'è più niente della tua casa."))
    return render(request, "week/forget.html")
