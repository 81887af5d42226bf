"""Addresses under ``jobfest/colloqui/``."""

from __future__ import annotations

from django.urls import path

from jobcaffe.web.fairtalks.views import booking, meetings, mine, papers, plans, wishes

app_name = "fairtalks"
TICKET = "biglietto/<str:token>/"
PLAN = "piano/<uuid:plan_id>/"
MEETING = "incontri/<uuid:meeting_id>/"
FAIR = "<slug:slug>/"
STAND = FAIR + "stand/<uuid:stand_id>/"
urlpatterns = [
    path(TICKET, mine.mine, name="mine"),
    path(TICKET + "annulla/<uuid:talk_id>/", mine.cancel, name="cancel"),
    path(TICKET + "su/<uuid:stand_id>/", mine.up, name="up"),
    path(TICKET + "colloqui.ics", mine.calendar, name="calendar"),
    path(TICKET + "orario.pdf", mine.paper, name="paper"),
    path("incontro/<str:token>/", meetings.by_link, name="answer"),
    path(PLAN, plans.plan, name="plan"),
    path(PLAN + "pubblica/", plans.publish, name="publish"),
    path(PLAN + "scarta/", plans.drop, name="drop"),
    path(MEETING + "risposta/", meetings.reply, name="reply"),
    path(MEETING + "annulla/", meetings.off, name="off"),
    path(FAIR, booking.choose, name="choose"),
    path(STAND, booking.stand, name="stand"),
    path(STAND + "<int:slot>/", booking.book, name="book"),
    path(STAND + "fatto/", booking.done, name="done"),
    path(FAIR + "desideri/", wishes.wishes, name="wishes"),
    path(FAIR + "certificato/", plans.certificate, name="certificate"),
    path(FAIR + "piani/", plans.home, name="plans"),
    path(FAIR + "piani/colloqui/", plans.make, name="make"),
    path(FAIR + "piani/incontri/", plans.make_meetings, name="make_meetings"),
    path(FAIR + "piani/fissa/", plans.pin, name="pin"),
    path(FAIR + "piani/vieta/", plans.forbid, name="forbid"),
    path(FAIR + "fogli.pdf", papers.sheets, name="sheets"),
    path(FAIR + "nostri/", meetings.home, name="meetings"),
    path(FAIR + "nostri/ore/", meetings.hours, name="hours"),
    path(FAIR + "nostri/chiedi/<uuid:stand_id>/", meetings.ask, name="ask"),
    path(FAIR + "nostri/foglio.pdf", papers.own_sheet, name="own_sheet"),
]
