"""The door with plain forms: everything works without a script while there is a network."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from pathlib import Path
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from jobcaffe.fair.events.enums import State as FairState
from jobcaffe.fair.events.models import Fair
from jobcaffe.fair.visits import actions, queries, rules
from jobcaffe.fair.visits.enums import ScanKind, State
from jobcaffe.fair.visits.models import Visitor
from jobcaffe.foundation.access import Refused
from jobcaffe.foundation.ui.tables import Cell, Column, Row, Table
from jobcaffe.programme.reports.pdf import typeset
from jobcaffe.spaces import words
from jobcaffe.spaces.words import hour_words
from jobcaffe.web.desk.views.shared import press
from jobcaffe.web.fairdoor.forms import WalkInForm
from jobcaffe.web.fairdoor.lines import line_of, lines
from jobcaffe.web.fairdoor.offline import who, with_worker
from jobcaffe.web.fairdoor.shared import door_or_404, guesses_codes, may_send, near, reads
from jobcaffe.web.fairvisit.shape import first_name
from jobcaffe.web.page import page, user_of
from jobcaffe.web.public.seats import too_many

SOURCE = Path(__file__).parent / "list.typ"
BOTH = ("GET", "POST")


@dataclass(frozen=True)
class Card:
    """One visitor in front of the door."""

    name: str
    code: str
    line: str
    inside: bool
    note: str
    # Of her card alone: who goes back to the page presses for the next one.
    nonce: UUID = field(default_factory=uuid4)


def _card(one: Visitor, line: str) -> Card:
    note = _("Aveva disdetto: può entrare lo stesso.") if one.state == State.CANCELLED else one.needs
    return Card(first_name(one), one.code, line, one.inside, note)


@page("fair.door")
def index(request: HttpRequest) -> HttpResponse:
    """The doors of who keeps them; the only one opens at once."""
    fairs = list(rules.sending_fairs(request.user).select_related("place"))
    if len(fairs) == 1:
        return redirect("fairdoor:home", fairs[0].slug)
    rows = [
        {
            "name": one.name,
            "when": capfirst(words.when_words(one.opens_at, one.closes_at)),
            "slug": one.slug,
            "shut": one.state == FairState.CLOSED,
        }
        for one in fairs
    ]
    return render(request, "fairdoor/index.html", {"rows": rows})


@page("fair.door")
@with_worker
def home(request: HttpRequest, slug: str) -> HttpResponse:
    """One field for reader, camera and thumbs; then one button."""
    fair = door_or_404(request, slug, closed_too=True)
    told = {"fair": fair, "who": who(user_of(request)), "send": may_send(fair)}
    if fair.state == FairState.CLOSED:
        return render(request, "fairdoor/shut.html", told)
    may_read = reads(request, fair)
    text = request.GET.get("letto", "").strip() if may_read else ""
    found = _found(fair, text)
    known = lines(fair) if len(found) > 1 else {one.pk: line_of(one) for one in found}
    cards = [_card(one, known.get(one.pk, "")) for one in found]
    context = {
        **told,
        "text": "" if found else text,
        "cards": cards,
        "nobody": bool(text) and not found,
        "counts": asdict(queries.counts(fair)),
        "latest": [
            (one, first_name(one.visitor), hour_words(one.at))
            for one in (queries.latest(fair) if may_read else ())
            if one.visitor
        ],
        "walk": WalkInForm(),
        "keep": near(fair),
    }
    return render(request, "fairdoor/home.html", context)


def _found(fair: Fair, text: str) -> list[Visitor]:
    one = queries.by_reading(fair, text) if text else None
    found = [one] if one else queries.by_name(fair, text)
    for row in found:
        row.fair = fair
    return found


def _door(fair: Fair) -> str:
    return reverse("fairdoor:home", args=[fair.slug])


def _fact(kind: str, nonce: UUID, **fields: object) -> dict[str, object]:
    at = round(timezone.now().timestamp() * 1000)
    return {"nonce": str(nonce), "kind": kind, "at": at, **fields}


def _nonce(request: HttpRequest) -> UUID:
    try:
        return UUID(request.POST.get("nonce", ""))
    except ValueError:
        raise Http404 from None


@page("fair.door", methods=("POST",))
def press_in(request: HttpRequest, slug: str) -> HttpResponse:
    """*È entrato*, or *È uscito* with ``kind=out``. A second press of the same page changes nothing, and is
    told so where it is not what it says.
    """
    fair = door_or_404(request, slug)
    if guesses_codes(request, fair):
        return too_many(request)
    one = queries.by_code(fair, request.POST.get("code", ""))
    if one is None:
        raise Http404
    out = request.POST.get("kind") == ScanKind.OUT
    fact = _fact(ScanKind.OUT if out else ScanKind.IN, _nonce(request), read=one.code)
    said = _("%(name)s è fuori.") if out else _("%(name)s è dentro.")

    def record() -> None:
        actions.record_scans(actor=user_of(request), fair=fair, rows=[fact])
        one.refresh_from_db(fields=["inside"])
        if one.inside == out:
            raise Refused(_("Questa pagina è già servita. Aprila di nuovo e riprova."))

    told = said % {"name": first_name(one) if reads(request, fair) else one.code}
    return press(request, record, _door(fair), told)


@page("fair.door", methods=("POST",))
def walk_in(request: HttpRequest, slug: str) -> HttpResponse:
    """Somebody without a sign-up: she is inside at once, and has a code."""
    fair, form = door_or_404(request, slug), WalkInForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Scrivi il nome di chi entra."))
        return redirect(_door(fair))
    told = form.cleaned_data
    try:
        made = actions.walk_in(
            actor=user_of(request),
            fair=fair,
            name=told["name"],
            heard_from=told["heard"],
            nonce=told["request_key"],
        )
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect(_door(fair))
    said = _("%(name)s è dentro. Il suo codice è %(code)s.")
    # What was typed: a key that served before gives nobody's name.
    messages.success(request, said % {"name": told["name"].partition(" ")[0], "code": made.code})
    return redirect(_door(fair))


@page("fair.door", methods=("POST",))
def undo(request: HttpRequest, slug: str) -> HttpResponse:
    """Take one press back. Twice is the same as once."""
    fair, nonce = door_or_404(request, slug), _nonce(request)
    fact = _fact(ScanKind.UNDO, uuid4(), undoes=str(nonce))
    return press(
        request,
        lambda: actions.record_scans(actor=user_of(request), fair=fair, rows=[fact]),
        _door(fair),
        _("Fatto. L'ho tolto."),
    )


@page("fair.door")
def devices(request: HttpRequest, slug: str) -> HttpResponse:
    """Telephones of this door, and what they read that is of nobody."""
    fair, user = door_or_404(request, slug), user_of(request)
    staff = rules.is_staff(user)
    rows = [(one, one.off_at is None and (staff or one.user_id == user.pk)) for one in queries.devices(fair)]
    unknown = queries.unknown(fair)[:100]
    table = Table(
        _("Codici letti che non sono di nessuno"),
        [Column(_("Codice")), Column(_("Ora")), Column(_("Telefono"))],
        [
            Row(
                [
                    Cell(one.read or _("illeggibile")),
                    Cell(hour_words(one.at)),
                    Cell(one.device.label if one.device else ""),
                ]
            )
            for one in unknown
        ],
        empty=_("Qui vedi i codici che non sono di nessuno. Per ora non ce n'è."),
    )
    return render(request, "fairdoor/devices.html", {"fair": fair, "rows": rows, "table": table})


@page("fair.door", methods=("POST",))
def turn_off(request: HttpRequest, slug: str, device_id: UUID) -> HttpResponse:
    """A lost telephone writes nothing any more, and forgets what it keeps as soon as it has a network."""
    fair = door_or_404(request, slug)
    return press(
        request,
        lambda: actions.turn_off_device(actor=user_of(request), fair=fair, device_id=device_id),
        reverse("fairdoor:devices", args=[slug]),
        _("Fatto. Quel telefono è spento."),
    )


@page("fair.door")
def paper(request: HttpRequest, slug: str) -> HttpResponse:
    """The list on paper, for when nothing else works: a box, the code, the name, the first talk."""
    fair = door_or_404(request, slug)
    if not reads(request, fair):
        messages.info(request, _("I nomi si leggono dal giorno prima della JOBFEST, fino a due ore dopo."))
        return redirect("fairdoor:home", slug)
    told = lines(fair)
    rows = Visitor.objects.filter(rules.coming(), fair=fair, forgotten_on=None)
    people = sorted([one.name, one.code, told.get(one.pk, "")] for one in rows)
    data = {
        "title": _("Chi viene: %(fair)s") % {"fair": fair.name},
        "when": capfirst(words.when_words(fair.opens_at, fair.closes_at)),
        "head": [_("Entra"), _("Nome"), _("Codice"), _("Colloqui")],
        "rows": people,
        "empty": [[_("senza iscrizione"), "", ""]] * 20,
        "made": _("Stampato il %(when)s") % {"when": f"{timezone.localtime():%d/%m/%Y, %-H:%M}"},
    }
    answer = HttpResponse(
        typeset(SOURCE, data, int(timezone.now().timestamp())), content_type="application/pdf"
    )
    answer["Content-Disposition"] = f'inline; filename="porta-{fair.slug}.pdf"'
    return answer
