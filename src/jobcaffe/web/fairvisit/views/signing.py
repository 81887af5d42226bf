"""*Vengo anch'io*: one page, two fields."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from jobcaffe.fair.events.models import Fair
from jobcaffe.fair.visits import actions, rules
from jobcaffe.foundation.access import Refused
from jobcaffe.foundation.accounts import contacts, limits
from jobcaffe.web.fairvisit import shape
from jobcaffe.web.fairvisit.forms import SignUpForm
from jobcaffe.web.fairvisit.views.shared import BOTH, fair_or_404
from jobcaffe.web.page import page
from jobcaffe.web.public.seats import CONTACT_AN_HOUR, too_many

# A whole school, or the fair's own network, signs up from one address.
SIGN_UPS_AN_HOUR = 600


@page("public.sign_up", methods=BOTH)
def sign_up(request: HttpRequest, slug: str) -> HttpResponse:
    """A name and a contact; the ticket is in the message, whether she had signed up before or not."""
    fair = fair_or_404(request, slug)
    form = SignUpForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if not _within_limits(request, str(form.cleaned_data["contact"])):
            return too_many(request)
        try:
            _ask_ticket(fair, form)
        except Refused as refusal:
            form.add_error("contact", str(refusal))
        else:
            return redirect("fairvisit:sent", slug)
    context = {"form": form, "fair": fair, "facts": shape.facts(fair), "open": rules.still(fair)}
    return render(request, "fairvisit/sign_up.html", context)


@page("public.read")
def sent(request: HttpRequest, slug: str) -> HttpResponse:
    """The ticket is in the message: the same page for who is new and for who was there already."""
    return render(request, "fairvisit/sent.html", {"fair": fair_or_404(request, slug)})


def _ask_ticket(fair: Fair, form: SignUpForm) -> None:
    if form.trapped:
        raise Refused(_("Qualcosa non ha funzionato. Chiamaci: ti iscriviamo noi."))
    key = form.cleaned_data["request_key"]
    actions.ask_ticket(fair=fair, details=form.details(), request_key=key)


def _within_limits(request: HttpRequest, typed: str) -> bool:
    contact = contacts.parse(typed)
    to = contact.value if contact else typed.casefold()
    address = limits.client_address(request)
    return limits.hit("fair_sign_up", address, limit=SIGN_UPS_AN_HOUR) and limits.hit(
        "fair_sign_up_to", to, limit=CONTACT_AN_HOUR
    )
