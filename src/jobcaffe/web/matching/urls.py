"""Addresses under ``opportunita/``."""

from __future__ import annotations

from typing import Any

from django.urls import URLPattern, path

from jobcaffe.web.matching.views import board, introductions, partner, public, sheets, staff, telling

app_name = "matching"

# The same pages for her and, with her, at the desk: (address, views, name).
PAIRS: list[tuple[str, Any, str]] = [
    ("so-fare/", telling.know, "know"),
    ("so-fare/togli/", telling.drop, "drop"),
    ("so-fare/casa-e-cura/", telling.lived, "lived"),
    ("so-fare/cose/", telling.skills, "skills"),
    ("limiti/", telling.limits, "limits"),
    ("cerca/", board.search, "search"),
    ("cercare/", board.looking, "looking"),
    ("di-nuovo/", board.again, "again"),
    ("annunci/<uuid:post_id>/", board.interest, "interest"),
    ("annunci/<uuid:post_id>/non-adesso/", board.not_now, "not_now"),
    ("presentazioni/<uuid:introduction_id>/", introductions.introduction, "introduction"),
    ("presentazioni/<uuid:introduction_id>/ritira/", introductions.withdraw, "withdraw"),
    ("presentazioni/<uuid:introduction_id>/com-e-andata/", introductions.how, "how"),
    ("curriculum/", sheets.cv, "cv"),
    ("curriculum/curriculum.pdf", sheets.cv_pdf, "cv_pdf"),
    ("curriculum/curriculum.docx", sheets.cv_docx, "cv_docx"),
    ("curriculum/europass/", sheets.europass, "europass"),
]
AT_DESK = "sportello/<uuid:person_id>/"


def _both() -> list[URLPattern]:
    found = []
    for address, (own, desk), name in PAIRS:
        found.append(path(address, own, name=name))
        found.append(path(AT_DESK + address, desk, name=f"desk_{name}"))
    return found


urlpatterns = [
    path("", board.home[0], name="home"),
    path("come-ordiniamo/", public.order, name="order"),
    path("rispondi/<str:token>/", public.answer, name="answer"),
    path("risponde-chi-offre/<str:token>/", public.partner_answer, name="partner_answer"),
    path("arrivate/", partner.received, name="received"),
    path("arrivate/<uuid:introduction_id>/", partner.received_one, name="received_one"),
    path("arrivate/<uuid:introduction_id>/risposta/", partner.reply, name="reply"),
    path("arrivate/<uuid:introduction_id>/com-e-andata/", partner.reply_how, name="reply_how"),
    path("arrivate/<uuid:introduction_id>/curriculum.pdf", partner.received_cv, name="received_cv"),
    path("sportello/", staff.following, name="desk"),
    path("come-si-distribuiscono/", staff.audit, name="audit"),
    path(AT_DESK, board.home[1], name="desk_home"),
    path(
        AT_DESK + "presentazioni/<uuid:introduction_id>/risposta/", introductions.theirs, name="desk_theirs"
    ),
    path(AT_DESK + "presentazioni/<uuid:introduction_id>/esito/", introductions.outcome, name="desk_outcome"),
    *_both(),
]
