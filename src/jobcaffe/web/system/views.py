"""People who work here: list, roles, end of access, teams, weekly review."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from jobcaffe.foundation.access import Refused
from jobcaffe.foundation.accounts import actions, queries
from jobcaffe.foundation.accounts.models import User
from jobcaffe.foundation.accounts.queries import StaffRow
from jobcaffe.foundation.ui.tables import Cell, Column, Row, Table
from jobcaffe.web.page import HouseRequest, page
from jobcaffe.web.system.forms import AccessForm, StaffForm, TeamForm


def _day(moment: datetime | None) -> str:
    return date_format(timezone.localtime(moment), "j M Y").lower() if moment else _("Mai")


def _name(row: StaffRow) -> Cell:
    team = row.user.team.name if row.user.team else ""
    return Cell(row.user.name, url=reverse("system:staff_member", args=[row.user.pk]), note=team)


def _state(row: StaffRow) -> Cell:
    if not row.user.is_active:
        return Cell(_("Chiuso"), chip="later")
    if row.unused:
        return Cell(_("Fermo da 90 giorni"), chip="attention")
    return Cell(_("Attivo"), chip="done") if row.roles else Cell(_("Senza ruolo"), chip="attention")


def _staff_table(rows: list[StaffRow]) -> Table:
    return Table(
        caption=_("Chi lavora al programma"),
        columns=[
            Column(_("Nome")),
            Column(_("Ruoli")),
            Column(_("Fino al")),
            Column(_("Visto")),
            Column(_("Accesso")),
        ],
        rows=[
            Row(
                [
                    _name(row),
                    row.role_labels,
                    date_format(row.until, "j M Y").lower() if row.until else _("Senza scadenza"),
                    _day(row.seen_at),
                    _state(row),
                ]
            )
            for row in rows
        ],
        hide_caption=True,
    )


@page("user.manage")
def staff(request: HouseRequest) -> HttpResponse:
    """Who works here."""
    context = {"table": _staff_table(queries.staff(request.user)), "review": queries.last_review()}
    return render(request, "system/staff.html", context)


@page("user.manage", methods=("GET", "POST"))
def staff_new(request: HouseRequest) -> HttpResponse:
    """A new colleague."""
    form = StaffForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            user = actions.create_staff(
                actor=request.user,
                name=form.cleaned_data["name"],
                contact=form.cleaned_data["contact"],
                access=form.access(),
            )
            messages.success(
                request, _("Fatto. %(name)s riceve un messaggio per entrare.") % {"name": user.name}
            )
            return redirect("system:staff")
        except Refused as refused:
            form.add_error(None, str(refused))
    return render(request, "system/staff_form.html", {"form": form, "member": None})


def _account(request: HouseRequest, pk: UUID) -> User:
    """An account that may be managed. Raises ``Http404`` for those of people who take part."""
    found = queries.visible_to(request.user).select_related("team").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


@page("user.manage", methods=("GET", "POST"))
def staff_member(request: HouseRequest, pk: UUID) -> HttpResponse:
    """Roles of one colleague."""
    member = _account(request, pk)
    now = queries.access_of(member)
    form = AccessForm(
        request.POST or None,
        initial={"roles": list(now.roles), "team": now.team, "until": now.until},
    )
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_roles(actor=request.user, user=member, access=form.access())
            messages.success(request, _("Fatto. I ruoli valgono da subito."))
            return redirect("system:staff")
        except Refused as refused:
            form.add_error(None, str(refused))
    context = {
        "form": form,
        "member": member,
        "self": member.pk == request.user.pk,
        "has_passkey": queries.has_passkey(member),
    }
    return render(request, "system/staff_form.html", context)


@page("user.manage", methods=("GET", "POST"))
def staff_end(request: HouseRequest, pk: UUID) -> HttpResponse:
    """Close an account, after asking."""
    member = _account(request, pk)
    problem = ""
    if request.method == "POST":
        try:
            actions.end_access(actor=request.user, user=member)
            messages.success(request, _("Fatto. L'accesso è chiuso e ogni dispositivo è uscito."))
            return redirect("system:staff")
        except Refused as refused:
            problem = str(refused)
    return render(request, "system/staff_end.html", {"member": member, "problem": problem})


@page("user.manage", methods=("GET", "POST"))
def staff_passkeys(request: HouseRequest, pk: UUID) -> HttpResponse:
    """Take the passkeys of somebody who lost them away, after asking."""
    member = _account(request, pk)
    problem = ""
    if request.method == "POST":
        try:
            actions.reset_second_factor(actor=request.user, user=member)
            messages.success(request, _("Fatto. Al prossimo ingresso aggiunge una passkey nuova."))
            return redirect("system:staff_member", pk=member.pk)
        except Refused as refused:
            problem = str(refused)
    return render(request, "system/staff_passkeys.html", {"member": member, "problem": problem})


@page("user.manage", methods=("GET", "POST"))
def review(request: HouseRequest) -> HttpResponse:
    """The weekly look at who may do what."""
    if request.method == "POST":
        actions.record_review(actor=request.user)
        messages.success(request, _("Fatto. Il prossimo controllo è fra una settimana."))
        return redirect("system:staff")
    rows = queries.staff(request.user)
    context = {"table": _review_table(rows), "review": queries.last_review()}
    return render(request, "system/review.html", context)


def _review_table(rows: list[StaffRow]) -> Table:
    """Every open access; those to look at first are first."""
    live = sorted((row for row in rows if row.user.is_active), key=lambda row: not row.remarks)
    return Table(
        caption=_("Accessi aperti"),
        columns=[Column(_("Nome")), Column(_("Ruoli")), Column(_("Visto")), Column(_("Da guardare"))],
        rows=[
            Row(
                [
                    _name(row),
                    row.role_labels,
                    _day(row.seen_at),
                    Cell(", ".join(row.remarks), chip="attention")
                    if row.remarks
                    else Cell(_("Niente"), chip="done"),
                ]
            )
            for row in live
        ],
        hide_caption=True,
    )


@page("user.manage", methods=("GET", "POST"))
def teams(request: HouseRequest) -> HttpResponse:
    """The teams, and a new one."""
    form = TeamForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.save_team(actor=request.user, name=form.cleaned_data["name"])
            return redirect("system:teams")
        except Refused as refused:
            form.add_error("name", str(refused))
    table = Table(
        caption=_("Équipe"),
        columns=[Column(_("Nome")), Column(_("Chi ci lavora"), numeric=True)],
        rows=[
            Row([Cell(team.name, url=reverse("system:team", args=[team.pk])), members])
            for team, members in queries.teams_with_members()
        ],
        empty=_("Qui vedi le équipe delle cooperative. Per ora non ce ne sono. Creane una qui sotto."),
        hide_caption=True,
    )
    return render(request, "system/teams.html", {"form": form, "table": table})


@page("user.manage", methods=("GET", "POST"))
def team(request: HouseRequest, pk: int) -> HttpResponse:
    """Rename a team."""
    row = queries.teams().filter(pk=pk).first()
    if row is None:
        raise Http404
    form = TeamForm(request.POST or None, initial={"name": row.name})
    if request.method == "POST" and form.is_valid():
        try:
            actions.save_team(actor=request.user, name=form.cleaned_data["name"], team=row)
            return redirect("system:teams")
        except Refused as refused:
            form.add_error("name", str(refused))
    return render(request, "system/team.html", {"form": form})
