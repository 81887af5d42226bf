"""My groups, one group, who is in it, what I offer."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from jobcaffe.circles import actions, catalogue, queries
from jobcaffe.circles.enums import Standing
from jobcaffe.circles.models import Membership
from jobcaffe.web.desk.views.shared import actor, press
from jobcaffe.web.leading import shape
from jobcaffe.web.leading.forms import ProfileForm, clock
from jobcaffe.web.leading.shared import BOTH, fill, name_of, seen, when_of
from jobcaffe.web.leading.words import CHIPS, MODES
from jobcaffe.web.page import page

# So many evenings to come, and so many of those held, stand open; the others open on request.
SOON, LATELY = 5, 6


@page("circle.lead")
def home(request: HttpRequest) -> HttpResponse:
    """My groups with their next evening, what waits, my hours of this month."""
    user, today = actor(request), timezone.localdate()
    groups = queries.led(user)
    open_hours = queries.uncounted(user).count()
    month = queries.hours(user, today.replace(day=1), today, of=user.pk)
    context = {
        "groups": [shape.card(one) for one in sorted(groups, key=shape.nearest)],
        "tasks": shape.tasks(groups, open_hours),
        "tiles": shape.doors(clock(sum(row.minutes for row in month))),
    }
    return render(request, "leading/home.html", context)


@page("circle.lead")
def group(request: HttpRequest, circle_id: UUID) -> HttpResponse:
    """One group: what waits, its places, its evenings with the three integers."""
    found = seen(request, circle_id)
    circle = found.circle
    ahead, past = shape.split(queries.meetings(request.user, circle))
    instead = queries.substitutes(request.user, circle)
    context = {
        "one": found,
        "circle": circle,
        "name": name_of(circle),
        "kind": catalogue.kinds()[circle.kind].label,
        "when": when_of(circle),
        "chip": {"kind": CHIPS.get(circle.state, "later"), "text": capfirst(circle.get_state_display())},
        "card": shape.card(found),
        "tasks": shape.tasks([found]),
        "places": shape.places(found),
        "facts": shape.facts(found, queries.given_received(request.user, circle)),
        "ahead": shape.ahead(ahead[:SOON], found, instead),
        "later": shape.ahead(ahead[SOON:], found, instead) if ahead[SOON:] else None,
        "past": shape.past(past[:LATELY]),
        "before": shape.past(past[LATELY:]) if past[LATELY:] else None,
    }
    return render(request, "leading/group.html", context)


@page("circle.lead")
def people(request: HttpRequest, circle_id: UUID) -> HttpResponse:
    """Who is in the group, as its way of leading agrees. Each one reads that the names were looked at."""
    found = seen(request, circle_id)
    mode = catalogue.modes()[found.circle.mode]
    mates = actions.open_roster(actor=actor(request), circle_id=circle_id) if mode.facilitator_roster else []
    context = {
        "one": found,
        "circle": found.circle,
        "shown": mode.facilitator_roster,
        "mates": [mate for mate in mates if mate.key],
        "mode": mode.label,
        "who_sees": MODES[mode.code],
    }
    return render(request, "leading/people.html", context)


@page("circle.lead", methods=("POST",))
def standing(request: HttpRequest, membership_id: UUID) -> HttpResponse:
    """She stays after the trial, or she leaves, as she said by voice."""
    row = Membership.objects.filter(pk=membership_id).first()
    wanted = request.POST.get("do", "")
    if row is None or wanted not in (Standing.MEMBER, Standing.LEFT):
        raise Http404
    found = seen(request, row.circle_id)
    done = {
        Standing.MEMBER.value: _("Fatto. Ora fa parte del gruppo."),
        Standing.LEFT.value: _("Fatto. Non è più nel gruppo. Quello che ha scritto torna solo suo."),
    }[wanted]
    to = reverse("leading:people", kwargs={"circle_id": found.circle.pk})
    # Pressed twice: what the first press did stands already.
    if row.standing == wanted:
        return press(request, lambda: None, to, done)
    user = actor(request)
    return press(
        request, lambda: actions.set_standing(actor=user, membership_id=row.pk, standing=wanted), to, done
    )


@page("circle.lead", methods=BOTH)
def profile(request: HttpRequest) -> HttpResponse:
    """Themes, windows, how many groups."""
    user = actor(request)
    form = ProfileForm(queries.profile_of(user), request.POST if request.method == "POST" else None)
    return fill(
        request,
        form,
        lambda typed: actions.set_profile(actor=user, **typed),
        done=_("Fatto. La regia vede quando puoi guidare un gruppo."),
        to=reverse("leading:home"),
        title=_("Quello che offri"),
        sub=_("Con questo la regia cerca chi guida i gruppi nuovi."),
        button=_("Salva quello che offri"),
        back=_("Torna ai tuoi gruppi"),
    )
