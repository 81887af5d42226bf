"""What several of these pages say in the same way."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from jobcaffe.foundation.ui.tables import Cell, Column, Row, Table
from jobcaffe.network.outreach import catalogue, queries
from jobcaffe.network.outreach.enums import Next, Stage, Standing
from jobcaffe.network.outreach.models import Campaign, Card, Touch
from jobcaffe.web.page import HouseRequest

CHIPS = {
    Standing.OPEN: "todo",
    Standing.NOT_NOW: "later",
    Standing.NO: "later",
    Standing.WRONG_NUMBER: "attention",
    Standing.NEVER: "late",
}
NEAR_DAYS = 6


def day_words(day: date | None) -> str:
    """ "oggi", "ieri", "martedì", "12 ottobre": as one says it."""
    if day is None:
        return ""
    away = (timezone.localdate() - day).days
    if away in (0, 1):
        return _("ieri") if away else _("oggi")
    near = 0 < away <= NEAR_DAYS
    return date_format(day, "l" if near else "j F Y").lower()


def moment_day(moment: datetime) -> date:
    """The day in Rome."""
    return timezone.localtime(moment).date()


def touch_words(touch: Touch) -> str:
    """ "Martedì, Anna Sala: da richiamare. Ha chiesto di settembre."."""
    found = _("%(day)s, %(who)s: %(how)s.") % {
        "day": day_words(moment_day(touch.at)).capitalize(),
        "who": touch.by.name,
        "how": _(catalogue.label(touch.outcome)).lower(),
    }
    return f"{found} {touch.note}".strip()


def next_words(action: str, day: date | None) -> str:
    """ "telefonare il 24 novembre 2026"; empty when nothing follows."""
    if not action or action == Next.NONE:
        return ""
    what = str(Next(action).label)
    return (
        _("%(what)s il %(day)s") % {"what": what, "day": date_format(day, "j F Y").lower()} if day else what
    )


def why_now(card: Card) -> str:
    """Why a card is on the list of today."""
    if card.promised:
        return _("Promessa per oggi") if card.due_on == timezone.localdate() else _("Promessa, in ritardo")
    if card.called_at is None:
        return _("Prima volta in questa campagna")
    return _("Da risentire dal %(day)s") % {"day": f"{card.due_on:%d/%m/%Y}"} if card.due_on else ""


def campaign_or_404(request: HouseRequest, campaign_id: object) -> Campaign:
    """The campaign, or not there."""
    found = queries.campaign_of(request.user, campaign_id)  # type: ignore[arg-type]
    if found is None:
        raise Http404
    return found


def cards_table(request: HouseRequest, cards: Iterable[Card], caption: str, empty: str) -> Table:
    """Cards with where they stand and the last word of anybody."""
    shown = list(cards)
    last = queries.latest_touches(request.user, [card.organisation_id for card in shown], most=1)
    rows = []
    for card in shown:
        told = last.get(card.organisation_id, [])
        rows.append(
            Row(
                [
                    Cell(
                        card.organisation.name,
                        url=reverse("outreach:card", args=[card.pk]),
                        note=card.organisation.municipality,
                    ),
                    Cell(str(Stage(card.stage).label)),
                    Cell(card.get_standing_display(), chip=CHIPS[Standing(card.standing)]),
                    Cell(next_words(card.next_action, card.due_on)),
                    Cell(touch_words(told[0]) if told else _("Mai sentita")),
                ]
            )
        )
    headings = (
        _("Organizzazione"),
        _("A che punto è"),
        _("Situazione"),
        _("Prossimo passo"),
        _("L'ultima volta"),
    )
    return Table(caption, [Column(one) for one in headings], rows, empty=empty)
