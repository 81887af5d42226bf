"""The sheets of the tables, for who works there when the network does not."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _

from jobcaffe.fair.events.models import Fair, Stand
from jobcaffe.fair.talks import queries, rules
from jobcaffe.fair.talks.models import Meeting, Talk
from jobcaffe.web.fairtalks import typeset
from jobcaffe.web.fairtalks.shared import day_words, fair_or_404
from jobcaffe.web.fairtalks.views.meetings import own_or_404
from jobcaffe.web.page import HouseRequest, page


@page("fair.desk")
def sheets(request: HouseRequest, slug: str) -> HttpResponse:
    """All tables: a page for each organisation, with first names and codes."""
    fair = fair_or_404(request, slug)
    met: dict[UUID, list[Meeting]] = defaultdict(list)
    for one in queries.accepted(fair):
        for stand_id in (one.first_id, one.second_id):
            met[stand_id].append(one)
    pages = [_page(stand, talks, met[stand.pk], names=True) for stand, talks in queries.sheets(fair)]
    return typeset.download(typeset.sheets(_data(fair, pages)), "fogli-dei-tavoli.pdf")


@page("fair.stand")
def own_sheet(request: HouseRequest, slug: str) -> HttpResponse:
    """An exhibitor's own: hours and codes, no names; its meetings."""
    stand = own_or_404(request, slug)
    talks = queries.table_sheet(stand)
    meetings = [one for one in queries.meetings_of(stand) if one.slot is not None]
    pages = [_page(stand, talks, meetings, names=False)]
    return typeset.download(typeset.sheets(_data(stand.fair, pages)), "foglio-del-tavolo.pdf")


def _data(fair: Fair, pages: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "title": _("Fogli dei tavoli"),
        "fair": fair.name,
        "day": day_words(fair),
        "talks_title": _("Colloqui"),
        "talks_heads": [_("Ora"), _("Tavolo"), _("Chi viene"), _("Note")],
        "no_talks": _("Nessun colloquio fissato. Chi passa può sedersi."),
        "meetings_title": _("Incontri con altre organizzazioni"),
        "meetings_heads": [_("Ora"), _("Tavolo"), _("Con chi"), _("Di che cosa")],
        "stands": pages,
    }


def _page(stand: Stand, talks: Iterable[Talk], meetings: Iterable[Meeting], *, names: bool) -> dict[str, Any]:
    return {
        "name": stand.organisation.name,
        "where": stand.area.name if stand.area else "",
        "talks": [_talk(stand, one, names=names) for one in talks],
        "meetings": [_meeting(stand, one) for one in meetings if one.slot is not None],
    }


def _talk(stand: Stand, one: Talk, *, names: bool) -> list[str]:
    number = "" if stand.first_table is None else str(stand.first_table + one.table)
    first = one.visitor.name.split(" ")[0] if names and one.visitor.name else ""
    who = " · ".join(part for part in (one.visitor.code, first) if part)
    return [rules.hour(stand.fair, one.slot), number, who, ""]


def _meeting(stand: Stand, one: Meeting) -> list[str]:
    hour = rules.hour(stand.fair, one.slot) if one.slot is not None else ""
    table = "" if one.table is None else str(one.table + 1)
    return [hour, table, queries.other(one, stand.pk).organisation.name, one.why]
