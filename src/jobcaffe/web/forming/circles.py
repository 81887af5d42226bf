"""One group for the coordinator: what it is, who leads it, its steps, its dates. Never who is in it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from jobcaffe.circles import actions, catalogue, queries, rules
from jobcaffe.circles.actions.shaping import FREE, change_circle
from jobcaffe.circles.enums import Part, State
from jobcaffe.circles.models import Circle, FollowUp
from jobcaffe.foundation.accounts.models import User
from jobcaffe.foundation.accounts.queries import names_of
from jobcaffe.web.desk.views.shared import actor, attempt, press
from jobcaffe.web.forming import shape, words
from jobcaffe.web.forming.forms import AppointForm, CircleForm, FollowUpForm, NewCircleForm, PlanForm
from jobcaffe.web.page import page

BOTH = ("GET", "POST")


def found(request: HttpRequest, circle_id: UUID) -> Circle:
    """The group. ``Http404`` when it is not there."""
    circle = queries.circle_of(actor(request), circle_id, "circle.manage")
    if circle is None:
        raise Http404
    return circle


def there(circle: Circle) -> str:
    """Where the group's page is."""
    return reverse("forming:circle", args=[circle.pk])


def _steps(circle: Circle) -> list[dict[str, str]]:
    """The steps that are the coordinator's, as buttons."""
    if circle.state not in rules.NOT_STARTED:
        return []
    labels = {
        State.GATHERING: _("Raccogli le persone"),
        State.ACTIVATION: _("Prepara la partenza"),
        State.ENDED: _("Lascia perdere questo gruppo"),
    }
    if circle.state == State.ACTIVATION:
        labels[State.GATHERING] = _("Torna a raccogliere le persone")
    steps = [step for step in rules.STEPS[circle.state] if step in labels]
    kinds = {State.ENDED: "danger"}
    return [{"after": step, "label": labels[step], "kind": kinds.get(step, "secondary")} for step in steps]


@page("circle.manage")
def circle(request: HttpRequest, circle_id: UUID) -> HttpResponse:
    """What the group is, who leads it, its dates, every step of its life."""
    one = found(request, circle_id)
    led = list(queries.leaders(one))
    steps = list(one.decisions.order_by("-pk"))
    leading = [row for row in led if row.part != Part.SUBSTITUTE]
    closed = one.state in queries.CLOSED
    context = {
        "one": one,
        "chip": {"kind": words.CHIPS[State(one.state)], "text": State(one.state).label.capitalize()},
        "kind_label": words.kind(one.kind),
        "facts": shape.facts(one),
        "room_wants": words.room_wants(one),
        "leaders": shape.leaders(led),
        "lacking": 0 if closed else max(catalogue.kinds()[one.kind].leaders - len(leading), 0),
        "closed": closed,
        "started": one.state not in rules.NOT_STARTED,
        "steps": _steps(one),
        "cycles": shape.cycles(one.cycles.all()),
        "decisions": shape.decisions(steps, names_of({row.by for row in steps if row.by})),
        "follow_ups": shape.follow_ups(one.follow_ups.all()) if one.follow_ups.exists() else None,
    }
    return render(request, "forming/circle.html", context)


def _warn_about_room(request: HttpRequest, one: Circle) -> None:
    fresh = queries.circle_of(actor(request), one.pk, "circle.manage")
    for text in words.room_wants(fresh) if fresh else []:
        messages.warning(request, text)


@page("circle.manage", methods=BOTH)
def new(request: HttpRequest) -> HttpResponse:
    """A new group, as an idea or further on."""
    form = NewCircleForm(request.POST or None)
    made: list[Circle] = []
    if request.method == "POST" and form.is_valid():
        values = form.values()
        public = values.pop("public")
        key = form.cleaned_data["request_key"]

        def do() -> None:
            one = actions.create_circle(actor=actor(request), request_key=key, **values)
            if public and not one.public:
                actions.update_circle(
                    actor=actor(request),
                    circle_id=one.pk,
                    public=True,
                    area=one.area,
                    entry_open=one.entry_open,
                )
            made.append(one)

        if attempt(form, do):
            messages.success(request, _("Fatto. Ora scegli chi guida %(code)s.") % {"code": made[0].code})
            _warn_about_room(request, made[0])
            return redirect(there(made[0]))
    context = {"form": form, "title": _("Un gruppo nuovo"), "button": _("Crea il gruppo")}
    return render(request, "forming/form.html", {**context, "back": reverse("forming:home")})


def _fill(
    request: HttpRequest, one: Circle, form: Any, do: Callable[[], object], done: str, **texts: str
) -> HttpResponse:
    """A form about one group: show it, or do it and go back."""
    if request.method == "POST" and form.is_valid() and attempt(form, do):
        messages.success(request, done)
        return redirect(there(one))
    context = {"one": one, "form": form, "back": there(one), **texts}
    return render(request, "forming/form.html", context)


@page("circle.manage", methods=BOTH)
def edit(request: HttpRequest, circle_id: UUID) -> HttpResponse:
    """Change what a group is, as far as that may still change."""
    one = found(request, circle_id)
    names = ("theme", "slot", "kind", "mode", "room_id", "area", "public")
    form = CircleForm(request.POST or None, initial={name: getattr(one, name) for name in names})
    fixed = one.state not in FREE or one.cycles.exists()
    if fixed:
        form.fix()
    answer = _fill(
        request,
        one,
        form,
        lambda: change_circle(actor=actor(request), circle_id=one.pk, **form.values()),
        _("Fatto. Il gruppo è cambiato."),
        title=_("Cambia il gruppo"),
        button=_("Salva"),
        sub=_("Tema, orario, tipo e guida non cambiano più. Puoi cambiare sala, zona e calendario.")
        if fixed
        else "",
    )
    if answer.status_code == 302:
        _warn_about_room(request, one)
    return answer


@page("circle.manage", methods=BOTH)
def appoint(request: HttpRequest, circle_id: UUID) -> HttpResponse:
    """Who leads the group, from today on."""
    one = found(request, circle_id)
    fitting: set[object] = {
        profile.user_id
        for profile, free in queries.available(actor(request))
        if one.slot in free and one.theme in profile.themes
    }
    form = AppointForm(one, fitting, request.POST or None)
    return _fill(
        request,
        one,
        form,
        lambda: actions.appoint(
            actor=actor(request),
            circle_id=one.pk,
            user_id=form.cleaned_data["user"].pk,
            part=form.cleaned_data["part"],
        ),
        _("Fatto. Da oggi guida il gruppo."),
        title=_("Scegli chi guida"),
        button=_("Scegli"),
    )


@page("circle.manage", methods=("POST",))
def dismiss(request: HttpRequest, circle_id: UUID, user_pk: UUID) -> HttpResponse:
    """Somebody leads the group no more."""
    one = found(request, circle_id)
    if not User.objects.filter(pk=user_pk).exists():
        raise Http404
    return press(
        request,
        lambda: actions.dismiss(actor=actor(request), circle_id=one.pk, user_id=user_pk),
        there(one),
        _("Fatto. Da ora non guida più il gruppo."),
    )


@page("circle.manage", methods=("POST",))
def step(request: HttpRequest, circle_id: UUID) -> HttpResponse:
    """The next step of the group's life."""
    one = found(request, circle_id)
    after = request.POST.get("after", "")
    if after not in State.values:
        raise Http404
    return press(
        request,
        lambda: actions.move_on(actor=actor(request), circle_id=one.pk, after=after),
        there(one),
        _("Fatto. Il passo è scritto fra le decisioni."),
    )


@page("circle.manage", methods=BOTH)
def plan(request: HttpRequest, circle_id: UUID) -> HttpResponse:
    """The dates of a cycle, all at once."""
    one = found(request, circle_id)
    form = PlanForm(one, request.POST or None)
    kind = catalogue.kinds()[one.kind]
    sub = _("%(n)s incontri, %(when)s. Salto da solo le feste e le vacanze di Natale.") % {
        "n": kind.meetings or kind.horizon,
        "when": words.hour(one.slot),
    }
    return _fill(
        request,
        one,
        form,
        lambda: actions.plan_cycle(
            actor=actor(request),
            circle_id=one.pk,
            first_day=form.cleaned_data["first_day"],
            request_key=form.cleaned_data["request_key"],
        ),
        _("Fatto. Le date sono nell'agenda."),
        title=_("Metti le date"),
        button=_("Metti le date"),
        sub=sub,
    )


@page("circle.manage", methods=BOTH)
def follow_up(request: HttpRequest, follow_up_pk: int) -> HttpResponse:
    """How a closed group goes, after three and six months."""
    circles = queries.visible_to(actor(request), "circle.manage").values("pk")
    rows = FollowUp.objects.select_related("circle").filter(circle__in=circles)
    one = rows.filter(pk=follow_up_pk).first()
    if one is None:
        raise Http404
    form = FollowUpForm(request.POST or None, initial={"still": one.still})
    return _fill(
        request,
        one.circle,
        form,
        lambda: actions.write_follow_up(
            actor=actor(request), follow_up_pk=one.pk, still=form.cleaned_data["still"]
        ),
        _("Fatto. La risposta resta fra le notizie del gruppo."),
        title=_("Come va, %(n)s mesi dopo?") % {"n": one.months},
        button=_("Salva"),
        sub=_("Chiedilo a chi guidava. Riguarda il gruppo, mai le persone."),
    )


@page("circle.manage")
def thanks(request: HttpRequest, circle_id: UUID) -> HttpResponse:
    """A sheet of thanks to read at the end or to print: no names of members."""
    one = found(request, circle_id)
    if one.state not in queries.CLOSED:
        raise Http404
    led = one.facilitations.exclude(part=Part.SUBSTITUTE).select_related("user")
    names = list(dict.fromkeys(row.user.name for row in led))
    return render(
        request, "forming/thanks.html", {"one": one, "leaders": words.listed(names), "back": there(one)}
    )
