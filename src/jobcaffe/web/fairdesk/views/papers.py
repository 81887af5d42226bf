"""Poster and badges, as PDF."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from jobcaffe.fair.events import queries
from jobcaffe.fair.events.models import Fair
from jobcaffe.foundation.accounts import qr
from jobcaffe.foundation.ui.phones import phone_words
from jobcaffe.programme.reports.pdf import typeset
from jobcaffe.spaces.words import hour_words
from jobcaffe.web.fair import shape
from jobcaffe.web.fairdesk.views.shared import fair_or_404
from jobcaffe.web.page import HouseRequest, page

POSTER = Path(__file__).parents[1] / "poster.typ"
BADGES = Path(__file__).parents[1] / "badges.typ"
LINES_ON_POSTER = 17  # of the programme, on the page
LETTERS_IN_LINE = 34
EXHIBITORS_ON_POSTER = 30
PAPERS = ("a4", "a3")


def _pdf(body: bytes, name: str) -> HttpResponse:
    answer = HttpResponse(body, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    return answer


def _moment(fair: Fair) -> int:
    made: datetime = fair.published_at or fair.created_at
    return int(made.timestamp())


def _programme(fair: Fair) -> list[list[str]]:
    """Hour and title, from the opening, as many as the page has lines for."""
    rows: list[list[str]] = []
    left = LINES_ON_POSTER
    for one in queries.sessions_of(fair):
        left -= -(-len(one.title) // LETTERS_IN_LINE)
        if left < 0:
            break
        rows.append([hour_words(one.starts_at), one.title])
    return rows


@page("fair.manage")
def poster(request: HouseRequest, slug: str) -> HttpResponse:
    """The poster, on A4 or, with ``?formato=a3``, on A3."""
    fair = fair_or_404(request, slug)
    paper = request.GET.get("formato", "a4")
    stands = [one.organisation.name for one in queries.stands_of(fair)]
    more = len(stands) - EXHIBITORS_ON_POSTER
    link = settings.SITE_URL + reverse("fair:page", args=[fair.slug])
    alt = _("Codice QR della pagina della JOBFEST")
    phone = phone_words(fair.place.phone)
    data = {
        "paper": paper if paper in PAPERS else "a4",
        "title": fair.name,
        "when": capfirst(shape.when(fair)),
        "where": f"{fair.place.name}, {fair.place.address}, {fair.place.municipality}",
        "summary": fair.summary,
        "rows": _programme(fair),
        "programme": _("Il programma"),
        "who": _("Chi c'è"),
        "stands": stands[:EXHIBITORS_ON_POSTER],
        "more": _("e altre %(n)s organizzazioni") % {"n": more} if more > 0 else "",
        "free": _("Si entra gratis. Iscriviti qui, o vieni e basta."),
        "link": link,
        "qr": str(qr.svg(link, title=alt)),
        "alt": alt,
        "phone": _("Oppure chiama: %(phone)s") % {"phone": phone} if phone else "",
    }
    return _pdf(typeset(POSTER, data, _moment(fair)), f"manifesto-{fair.slug}")


@page("fair.manage")
def badges(request: HouseRequest, slug: str) -> HttpResponse:
    """Ten a page: volunteers by name and what they do, two for every exhibitor."""
    fair = fair_or_404(request, slug)
    people: dict[str, str] = {}
    for shift in queries.shifts_of(fair):
        for one in shift.helpers.all():
            if not one.user and not one.name:
                continue  # forgotten since
            name = one.user.name if one.user else one.name
            people.setdefault(name, capfirst(shift.get_job_display()))
    cards = [[name, job] for name, job in sorted(people.items())]
    for stand in queries.stands_of(fair):
        cards += [[stand.organisation.name, shape.tables_words(stand)]] * 2
    title = _("Cartellini: %(fair)s") % {"fair": fair.name}
    data = {"title": title, "fair": fair.name, "cards": cards, "empty": _("Nessuno, per ora.")}
    return _pdf(typeset(BADGES, data, _moment(fair)), f"cartellini-{fair.slug}")
