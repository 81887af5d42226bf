"""*Voglio venire*, *Ti aspettiamo*, *Non posso più venire*."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from jobcaffe.encounters import actions, queries
from jobcaffe.encounters.actions.replies import join
from jobcaffe.encounters.enums import SignUpState
from jobcaffe.encounters.messages import where_words
from jobcaffe.encounters.models import Encounter, SignUp
from jobcaffe.foundation import access
from jobcaffe.foundation.access import Refused
from jobcaffe.foundation.accounts import contacts, limits
from jobcaffe.foundation.ui.forms import Form
from jobcaffe.people.models import Person
from jobcaffe.people.queries import visible_to
from jobcaffe.spaces import words
from jobcaffe.web.page import page, user_of
from jobcaffe.web.public.forms import CodeForm, SignUpForm
from jobcaffe.web.public.shared import lines
from jobcaffe.web.public.views import is_open

# A family, a class or the desk's own computer may sign up many; a program would try thousands.
SIGN_UPS_AN_HOUR = 60
CONTACT_AN_HOUR = 6
CODES_AN_HOUR = 60


def too_many(request: HttpRequest) -> HttpResponse:
    """Asked too often: a page that says to wait or to call."""
    return render(request, "errors/429.html", status=429)


@page("public.sign_up", methods=("GET", "POST"))
def sign_up(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One page: a name and a contact."""
    encounter = queries.public_encounter(pk)
    if encounter is None:
        raise Http404
    if request.method == "GET" and not (is_open(encounter) and queries.seats_left(encounter) != 0):
        return redirect("public:appointment", pk=pk)
    person = _taking_part(request)
    if person is not None:
        return _own_seat(request, encounter, person)
    form = SignUpForm(request.POST or None)
    others: list[object] = []
    if request.method == "POST" and form.is_valid():
        if not _within_limits(request, form):
            return too_many(request)
        try:
            return redirect("public:seat", code=_keep_seat(pk, form).code)
        except actions.NoSeat as refusal:
            others = list(lines(refusal.alternatives))
            form.add_error(None, str(refusal))
        except Refused as refusal:
            form.add_error("contact", str(refusal))
    context = {
        "form": form,
        "encounter": encounter,
        "when": words.when_words(encounter.starts_at, encounter.ends_at),
        "others": others,
    }
    return render(request, "public/sign_up.html", context)


def _taking_part(request: HttpRequest) -> Person | None:
    """The record of who takes part and is signed in; ``None`` for a visitor and for who only works here."""
    if access.reach(request.user, "my.write") is not access.Reach.OWN:
        return None
    return visible_to(request.user, "my.write").first()  # type: ignore[arg-type]


def _own_seat(request: HttpRequest, encounter: Encounter, person: Person) -> HttpResponse:
    """Who is signed in types nothing: one press, and she is among the persons expected."""
    context: dict[str, object] = {"form": Form(), "encounter": encounter, "person": person}
    if request.method == "POST":
        try:
            join(actor=user_of(request), encounter_id=encounter.pk)
        except Refused as refusal:
            form = Form({})
            form.add_error(None, str(refusal))
            context |= {"form": form, "others": list(lines(getattr(refusal, "alternatives", [])))}
        else:
            messages.success(request, _("Bene, ti aspettiamo."))
            return redirect("member:encounters")
    context["when"] = words.when_words(encounter.starts_at, encounter.ends_at)
    return render(request, "public/sign_up.html", context)


def _within_limits(request: HttpRequest, form: SignUpForm) -> bool:
    address, typed = limits.client_address(request), str(form.cleaned_data["contact"])
    # As the message will be addressed: a number written in another way is the same telephone.
    contact = contacts.parse(typed)
    return limits.hit("sign_up", address, limit=SIGN_UPS_AN_HOUR) and limits.hit(
        "sign_up_to", contact.value if contact else typed.casefold(), limit=CONTACT_AN_HOUR
    )


def _keep_seat(pk: UUID, form: SignUpForm) -> SignUp:
    if form.trapped:
        raise Refused(_("Qualcosa non ha funzionato. Chiamaci: ti iscriviamo noi."))
    return actions.sign_up(
        encounter_id=pk,
        name=form.cleaned_data["name"],
        channel=form.channel,
        contact=form.cleaned_data["contact"],
        call_when=form.call_when,
        request_key=form.cleaned_data["request_key"],
    )


@page("public.sign_up", methods=("GET", "POST"))
def find_seat(request: HttpRequest) -> HttpResponse:
    """For who has the code on paper."""
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if not limits.hit("seat", limits.client_address(request), limit=CODES_AN_HOUR):
            return too_many(request)
        found = queries.public_sign_up(form.cleaned_data["code"])
        if found is not None:
            return redirect("public:seat", code=found.code)
        form.add_error("code", _("Questo codice non c'è. Controlla le lettere, o chiamaci."))
    return render(request, "public/find_seat.html", {"form": form})


@page("public.sign_up", methods=("GET", "POST"))
@never_cache
def seat(request: HttpRequest, code: str) -> HttpResponse:
    """*Ti aspettiamo*; who has the code may give the seat back. The name is not shown."""
    if not limits.hit("seat", limits.client_address(request), limit=CODES_AN_HOUR):
        return too_many(request)
    found = queries.public_sign_up(code)
    if found is None:
        raise Http404
    problem = ""
    if request.method == "POST":
        try:
            actions.cancel_sign_up(code=found.code)
            return redirect("public:seat", code=found.code)
        except Refused as refusal:
            problem = str(refusal)
    return render(request, "public/seat.html", _seat_context(found, problem))


def _seat_context(found: SignUp, problem: str) -> dict[str, object]:
    encounter = found.encounter
    return {
        "sign_up": found,
        "encounter": encounter,
        "cancelled": found.state == SignUpState.CANCELLED,
        "by_call": found.channel == "call",
        "when": words.when_words(encounter.starts_at, encounter.ends_at),
        "where": where_words(encounter),
        "open": is_open(encounter),
        "problem": problem,
        "again": reverse("public:appointment", args=[encounter.pk]),
    }
