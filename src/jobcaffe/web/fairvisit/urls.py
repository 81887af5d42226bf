"""Addresses under ``jobfest/posto/``: signing up, the ticket, the desk's list."""

from __future__ import annotations

from django.urls import path

from jobcaffe.web.fairvisit.views import desk, naming, signing, ticket

app_name = "fairvisit"
TICKET = "biglietto/<str:token>/"
PEOPLE = "<slug:slug>/persone/"
ONE = PEOPLE + "<uuid:visitor_id>/"
urlpatterns = [
    path(TICKET, ticket.ticket, name="ticket"),
    path(TICKET + "stampa.pdf", ticket.printed, name="ticket_print"),
    path(TICKET + "vengo/", ticket.confirm, name="confirm"),
    path(TICKET + "non-vengo/", ticket.cancel, name="cancel"),
    path(TICKET + "ci-ripenso/", ticket.come_back, name="come_back"),
    path(TICKET + "posti/<uuid:session_id>/", ticket.seat, name="seat"),
    path(TICKET + "contatti/", ticket.consents, name="consents"),
    path("<slug:slug>/", signing.sign_up, name="sign_up"),
    path("<slug:slug>/fatto/", signing.sent, name="sent"),
    path("<slug:slug>/cartellini/", naming.cards, name="cards"),
    path("<slug:slug>/cartellini/nome/", naming.card, name="card"),
    path(PEOPLE, desk.people, name="people"),
    path("<slug:slug>/iscrivi/", desk.enrol, name="enrol"),
    path(ONE, desk.visitor, name="visitor"),
    path(ONE + "nome/", naming.name, name="name"),
    path(ONE + "collega/", desk.link, name="link"),
    path(ONE + "disdetta/", desk.cancel, name="drop"),
]
