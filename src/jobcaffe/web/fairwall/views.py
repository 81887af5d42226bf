"""The wall for everybody: read it, write on it, show it large, answer from a link."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from jobcaffe.fair.events.models import Fair
from jobcaffe.fair.pledges import actions, queries, rules
from jobcaffe.fair.pledges.enums import Answer
from jobcaffe.fair.visits import queries as visits
from jobcaffe.fair.visits.models import Visitor
from jobcaffe.foundation import access
from jobcaffe.foundation.accounts import limits
from jobcaffe.foundation.accounts.models import User
from jobcaffe.foundation.accounts.qr import svg
from jobcaffe.foundation.journal.actions import PUBLIC
from jobcaffe.organisations import queries as organisations
from jobcaffe.web.desk.views.shared import attempt, paged
from jobcaffe.web.fairwall import shape
from jobcaffe.web.fairwall.forms import AnswerForm, PledgeForm
from jobcaffe.web.page import page
from jobcaffe.web.public.seats import CODES_AN_HOUR, too_many

BOTH = ("GET", "POST")
ON_WALL = 40
# Promises on the big screen at once, and for how many seconds.
AT_ONCE, SECONDS = 4, 12
MOST_ON_SCREEN = 60


@page("public.read")
def wall(request: HttpRequest, slug: str) -> HttpResponse:
    """What was promised, the newest first."""
    fair = shape.fair_or_404(request, slug)
    rows = paged(request, queries.wall(fair), ON_WALL)
    context = {
        "fair": fair,
        "page_obj": rows,
        "rows": [{**shape.row(one), **shape.came(queries.outcome(one))} for one in rows],
        "open": rules.takes_promises(fair),
        "reads": access.allows(request.user, "fair.wall"),
    }
    return render(request, "fairwall/wall.html", context)


def _ticket(request: HttpRequest, fair: Fair) -> Visitor | None:
    """Whose link was opened, or who is signed in and linked; ``None`` for a link that is not of this fair."""
    token = request.GET.get("biglietto", "")
    if token:
        try:
            found = visits.by_token(token)
        except Visitor.DoesNotExist:
            return None
        return found if found.fair_id == fair.pk else None
    if not request.user.is_authenticated:
        return None
    return visits.of_person(request.user).filter(fair=fair).first()


@page("public.read", methods=BOTH)
def new(request: HttpRequest, slug: str) -> HttpResponse:
    """Three fields. It is read before it is on the wall."""
    fair = shape.fair_or_404(request, slug)
    if not rules.takes_promises(fair):
        return render(request, "fairwall/shut.html", {"fair": fair})
    ticket, own = _ticket(request, fair), organisations.mine(request.user)
    form = PledgeForm(request.POST or None, known=bool(ticket or own), partner=own.name if own else "")
    if request.method == "POST" and _guesses_codes(request):
        return too_many(request)
    if request.method == "POST" and form.is_valid() and _floods(request):
        return too_many(request)
    if request.method == "POST" and form.is_valid() and _written(request, fair, form, ticket):
        return redirect("fairwall:thanks", slug)
    context = {"fair": fair, "form": form, "ticket": ticket, "opened": bool(form.errors)}
    return render(request, "fairwall/new.html", context)


def _guesses_codes(request: HttpRequest) -> bool:
    """Whether this address has typed more codes than anybody holds tickets."""
    typed = request.POST.get("code", "").strip()
    return bool(typed) and not limits.hit("fair_code", limits.client_address(request), limit=CODES_AN_HOUR)


def _floods(request: HttpRequest) -> bool:
    """Whether this address has promised more, in an hour or in a day, than a whole school would."""
    address, now = limits.client_address(request), timezone.now().timestamp()
    # A day's window: the same counter, on a clock that runs twenty-four times slower.
    return not (
        limits.hit("fair_pledge", address, limit=rules.ADDRESS_AN_HOUR)
        and limits.hit("fair_pledge_day", address, limit=rules.ADDRESS_A_DAY, at=now / 24)
    )


def _written(request: HttpRequest, fair: Fair, form: PledgeForm, ticket: Visitor | None) -> bool:
    """A machine that fills what nobody sees is thanked like everybody, and nothing is written."""
    if form.cleaned_data["sito"]:
        return True
    actor = request.user if isinstance(request.user, User) else PUBLIC
    return attempt(
        form,
        lambda: actions.promise(actor=actor, fair=fair, words=form.words, ticket=ticket, **form.who),
    )


@page("public.read")
def thanks(request: HttpRequest, slug: str) -> HttpResponse:
    """It is written; what happens now."""
    return render(request, "fairwall/thanks.html", {"fair": shape.fair_or_404(request, slug)})


def _large(fair: Fair) -> list[dict[str, Any]]:
    """The promises that the screen shows at this moment: a few at a time, all of them in turn."""
    rows = list(queries.wall(fair)[:MOST_ON_SCREEN])
    turns = max(1, -(-len(rows) // AT_ONCE))
    turn = int(timezone.now().timestamp() // SECONDS) % turns
    # The last turn is filled with the first ones, so that the screen is never half empty.
    again = rows[:AT_ONCE] if len(rows) > AT_ONCE else []
    return [shape.large(one) for one in (rows + again)[turn * AT_ONCE : (turn + 1) * AT_ONCE]]


@page("public.read")
def screen(request: HttpRequest, slug: str) -> HttpResponse:
    """The wall on a large screen: nothing else, it changes by itself and can be stopped."""
    fair = shape.fair_or_404(request, slug)
    link = request.build_absolute_uri(reverse("fairwall:new", args=[slug]))
    rows = _large(fair)
    context = {
        "fair": fair,
        "rows": rows + [{}] * (AT_ONCE - len(rows)),
        "some": bool(rows),
        "still": request.GET.get("fermo") == "1",
        "seconds": SECONDS,
        "link": link.partition("://")[2],
        "qr": svg(link, title=link) if rules.takes_promises(fair) else "",
    }
    return render(request, "fairwall/screen.html", context)


@page("public.read")
def screen_rows(request: HttpRequest, slug: str) -> HttpResponse:
    """The same promises as data, for the screen that is open."""
    return JsonResponse({"rows": _large(shape.fair_or_404(request, slug))})


@page("public.read")
def sheet(request: HttpRequest, slug: str) -> HttpResponse:
    """The wall on paper."""
    fair = shape.fair_or_404(request, slug)
    rows = [shape.row(one) for one in queries.wall(fair)[: queries.MOST]]
    return render(request, "fairwall/sheet.html", {"fair": fair, "rows": rows})


@page("public.answer", methods=BOTH)
def answer(request: HttpRequest, token: str) -> HttpResponse:
    """*A che punto è?* Opening the page changes nothing; one tap answers."""
    pledge = queries.by_token(token)
    if pledge is None:
        raise Http404
    form = AnswerForm(request.POST or None)
    why = False
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        why = said["answer"] == Answer.DROPPED and not said["reason"].strip()
        first = why and "reason" not in request.POST
        if not first and attempt(form, lambda: _answer(token, said)):
            return redirect(f"{request.path}?detto=1")
    return _answer_page(request, token, form, why)


def _answer(token: str, said: dict[str, Any]) -> None:
    actions.answer_by_link(token=token, says=said["answer"], reason=said["reason"])


def _answer_page(request: HttpRequest, token: str, form: AnswerForm, why: bool) -> HttpResponse:
    pledge = queries.by_token(token)
    if pledge is None:
        raise Http404
    outcome = queries.outcome(pledge)
    context = {
        "row": shape.row(pledge),
        "fair": pledge.fair,
        "form": form,
        "why": why,
        "said": shape.came(outcome) if outcome else None,
        "done": request.GET.get("detto") == "1",
        "answers": shape.answers(),
    }
    return render(request, "fairwall/answer.html", context)
