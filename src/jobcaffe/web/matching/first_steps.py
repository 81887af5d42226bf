"""Under 30: three first steps, of which she chooses one."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from jobcaffe.encounters import queries as encounters
from jobcaffe.network.matching.enums import Kind
from jobcaffe.network.matching.queries import Board
from jobcaffe.web.matching.whom import Whom


def of(whom: Whom, board: Board) -> list[dict[str, Any]]:
    """A place where one learns, an evening with others, a talk: always three."""
    return [_learn(whom, board), _meet(), _talk(whom)]


def _learn(whom: Whom, board: Board) -> dict[str, Any]:
    for kind, cards in board.groups:
        if kind in (Kind.TRAINEESHIP, Kind.TRAINING):
            post = cards[0].post
            return {
                "label": _("Prova: %s") % post.title,
                "text": _("Si impara mentre si fa."),
                "url": whom.url("interest", post.pk),
                "icon": "star",
            }
    return {
        "label": _("Guarda tirocini e PCTO"),
        "text": _("Si impara mentre si fa."),
        "url": f"{reverse('board:index')}?sort=traineeship",
        "icon": "star",
    }


def _meet() -> dict[str, Any]:
    coming = encounters.upcoming_public().first()
    when = date_format(timezone.localtime(coming.starts_at), "l j F, H:i") if coming else ""
    return {
        "label": _("Vieni con altri: %s") % coming.title if coming else _("Vieni con altri ragazzi"),
        "text": when or _("Guarda i prossimi appuntamenti."),
        "url": reverse("public:appointments"),
        "icon": "people",
    }


def _talk(whom: Whom) -> dict[str, Any]:
    return {
        "label": _("Fai il tuo curriculum"),
        "text": _("Lo scriviamo insieme in dieci minuti."),
        "url": whom.url("cv"),
        "icon": "file",
    }
