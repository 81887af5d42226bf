"""A household: how it enters a pool, its children, whom it trusts, the paper, the way out."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from jobcaffe.foundation.access import Refused
from jobcaffe.people.queries import refs_of_person
from jobcaffe.web.care import words
from jobcaffe.web.care.forms import AskForm, ChildForm, CodeForm, SignForm, TrustForm
from jobcaffe.web.care.who import Who, sent
from jobcaffe.web.desk.views.shared import Elsewhere, day, press, reached
from jobcaffe.web.page import HouseRequest, user_of
from jobcaffe.worklife.care import actions, queries
from jobcaffe.worklife.care.enums import Standing
from jobcaffe.worklife.care.models import Family


def ask(request: HttpRequest, who: Who, pool_id: UUID) -> HttpResponse:
    """Ask to enter a pool, with the children. Who is in it already goes to her household."""
    pool = queries.open_pools().filter(pk=pool_id).first()
    if pool is None:
        raise Http404
    mine = queries.families_of(who.refs).filter(pool=pool).first()
    if mine is not None:
        return redirect(who.url("family", mine.pk))
    form = AskForm(request.POST or None)
    ref = who.person.pk if who.person else who.user.person_ref
    if ref is None:
        raise Http404

    def do() -> object:
        return actions.ask_in(actor=who.user, person_ref=ref, pool_id=pool_id, **form.household())

    if sent(request, form, do):
        messages.success(request, _("Fatto. Chi guida il gruppo ti risponde presto."))
        return redirect(who.home)
    rows = [(form[f"name_{n}"], form[f"year_{n}"]) for n in range(AskForm.ROWS)]
    return who.show(request, "care/ask.html", form=form, pool=pool, rules=words.rules_told(pool), rows=rows)


def join(request: HouseRequest) -> HttpResponse:
    """The other adult of a household comes in with a code."""
    form = CodeForm(request.POST or None)
    user = user_of(request)
    if sent(request, form, lambda: actions.join(actor=user, code=form.cleaned_data["code"])):
        messages.success(request, _("Fatto. Ora vedi i turni della tua famiglia."))
        return redirect("care:home")
    context = {
        "form": form,
        "title": _("Entra nella tua famiglia"),
        "sub": _("Scrivi il codice che ti ha dato l'altro adulto di casa."),
        "button": _("Entra"),
        "back": reverse("care:home"),
    }
    return render(request, "care/form.html", context)


def family(request: HttpRequest, who: Who, family_id: UUID) -> HttpResponse:
    """Her household in one pool: children, paper, choices, hours, the way out."""
    mine = who.family(family_id)
    return who.show(request, "care/family.html", **_context(who, mine))


def _context(who: Who, mine: Family) -> dict[str, Any]:
    kids = queries.children([mine]).get(mine.pk, [])
    signed = max((row.valid_until for row in mine.signed.all()), default=None)
    inside = mine.standing == Standing.IN
    return {
        "family": mine,
        "inside": inside,
        "names": queries.names([mine])[mine.pk],
        "kids": [
            {"text": f"{kid.name}, {kid.year}", "url": who.url("drop_child", mine.pk, kid.id)} for kid in kids
        ],
        "add_child": who.url("add_child", mine.pk),
        "signed": day(signed),
        "sign": reverse("care:desk_sign", args=[who.person.pk, mine.pk]) if who.person else "",
        "gives": who.url("gives", mine.pk),
        "leave": who.url("leave", mine.pk),
        "trust": who.url("trust", mine.pk) if inside else "",
        "invite": "" if who.person or not inside else who.url("invite", mine.pk),
        "hours": words.hours_told(queries.my_hours(mine)),
        "rules": words.rules_told(mine.pool),
        "fund": words.fund_told(queries.fund_total(mine.pool)),
    }


def add_child(request: HttpRequest, who: Who, family_id: UUID) -> HttpResponse:
    """One more child: first name and year."""
    mine = who.family(family_id)
    there = who.url("family", mine.pk)
    form = ChildForm(request.POST or None)

    def do() -> object:
        return actions.add_child(actor=who.user, family_id=mine.pk, **form.cleaned_data)

    if sent(request, form, do):
        messages.success(request, _("Fatto. Il bambino è nella tua famiglia."))
        return redirect(there)
    return _form(
        request,
        who,
        form,
        title=_("Aggiungi un bambino"),
        sub=_("Bastano il nome e l'anno. Niente cognome."),
        button=_("Aggiungi"),
        back=there,
    )


def _form(request: HttpRequest, who: Who, form: Any, **context: Any) -> HttpResponse:
    return who.show(request, "care/form.html", form=form, **context)


def drop_child(request: HttpRequest, who: Who, family_id: UUID, child_id: UUID) -> HttpResponse:
    """A child is taken out."""
    mine = who.family(family_id)
    return press(
        request,
        lambda: actions.drop_child(actor=who.user, family_id=mine.pk, child_id=child_id),
        who.url("family", mine.pk),
        _("Fatto. Il nome non c'è più."),
    )


def gives(request: HttpRequest, who: Who, family_id: UUID) -> HttpResponse:
    """Yes or no to the common fund of hours."""
    mine = who.family(family_id)
    yes = request.POST.get("answer") == "yes"
    done = (
        _("Grazie. Le ore in più vanno a chi ne ha bisogno.") if yes else _("Fatto. Le tue ore restano tue.")
    )
    return press(
        request,
        lambda: actions.set_gives(actor=who.user, family_id=mine.pk, gives=yes),
        who.url("family", mine.pk),
        done,
    )


def invite(request: HouseRequest, family_id: UUID) -> HttpResponse:
    """A code for the other adult, shown once."""
    user = user_of(request)
    mine = queries.families_of(queries.refs_of(user)).filter(pk=family_id).first()
    if mine is None:
        raise Http404
    there = reverse("care:family", args=[mine.pk])
    try:
        code = actions.invite(actor=user, family_id=mine.pk)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect(there)
    return render(request, "care/code.html", {"code": code, "back": there})


def leave(request: HttpRequest, who: Who, family_id: UUID) -> HttpResponse:
    """Out at once, without a reason. A second press finds her out already."""
    mine = queries.families_of(who.refs).filter(pk=family_id).first()
    if mine is None:
        return redirect(who.home)
    return press(
        request,
        lambda: actions.leave(actor=who.user, family_id=mine.pk),
        who.home,
        _("Fatto. La tua famiglia non è più nel gruppo. Nessuno ti chiede perché."),
    )


def trust(request: HttpRequest, who: Who, family_id: UUID) -> HttpResponse:
    """With which households her children may stay. Nobody reads it."""
    mine = who.family(family_id, inside=True)
    others = queries.others(mine)
    before = [str(pk) for pk in queries.chosen_by(mine)]
    form = TrustForm(others, request.POST if request.method == "POST" else None, initial={"chosen": before})

    def do() -> None:
        chosen = [UUID(one) for one in form.cleaned_data["chosen"]]
        actions.choose(actor=who.user, family_id=mine.pk, chosen=chosen)

    if sent(request, form, do):
        messages.success(request, _("Fatto. Le tue scelte le vedi solo tu."))
        return redirect(who.home)
    return who.show(
        request, "care/trust.html", form=form, others=others, back=who.url("family", mine.pk), pool=mine.pool
    )


def signed_at_desk(request: HouseRequest, person_id: UUID, family_id: UUID) -> HttpResponse:
    """The paper that was brought to the desk."""
    try:
        person = reached(request, person_id)
    except Elsewhere:
        return redirect(f"{reverse('desk:gate', args=[person_id])}?poi={request.path}")
    who = Who(user_of(request), refs_of_person(person.pk), person)
    mine = who.family(family_id)
    return sign_form(request, mine, back=who.url("family", mine.pk))


def sign_form(request: HttpRequest, mine: Family, *, back: str) -> HttpResponse:
    """When the paper was signed and until when it holds."""
    form = SignForm(request.POST or None)

    def do() -> object:
        return actions.sign(actor=user_of(request), family_id=mine.pk, **form.cleaned_data)

    if sent(request, form, do):
        messages.success(request, _("Fatto. Il permesso è segnato."))
        return redirect(back)
    context = {
        "form": form,
        "title": _("Permesso firmato"),
        "sub": _("Lo firma un genitore, su carta. Qui si segnano solo le date."),
        "button": _("Salva"),
        "back": back,
    }
    return render(request, "care/form.html", context)
