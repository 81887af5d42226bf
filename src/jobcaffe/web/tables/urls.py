"""Addresses under ``tavoli/``."""

from __future__ import annotations

from django.urls import path

from jobcaffe.web.tables.views import agreements, answering, coffees, own, promises, tables

app_name = "tables"
COFFEE = "caffe/<uuid:coffee_id>/"
TABLE = "<uuid:table_id>/"
MINUTES = "verbali/<uuid:minute_id>/"
AGREEMENT = "accordi/<uuid:agreement_id>/"
PROMISE = "nostri/impegni/<uuid:commitment_ref>/"
urlpatterns = [
    path("", coffees.home, name="home"),
    path("incontrare/<uuid:organisation_id>/", coffees.meet, name="meet"),
    path("caffe/nuovo/<uuid:organisation_id>/<uuid:other_id>/", coffees.propose, name="propose"),
    path(COFFEE, coffees.coffee, name="coffee"),
    path(COFFEE + "risposta/", coffees.reply, name="reply"),
    path(COFFEE + "com-e-andata/", coffees.how, name="how"),
    path("nuovo/", tables.new, name="new"),
    path(TABLE, tables.table, name="table"),
    path(TABLE + "modifica/", tables.edit, name="edit"),
    path(TABLE + "chiudi/", tables.close, name="close"),
    path(TABLE + "incontro/", tables.plan, name="plan"),
    path(MINUTES, tables.minutes, name="minutes"),
    path(MINUTES + "impegno/", tables.take_down, name="take_down"),
    path(MINUTES + "stampa/", tables.sheet, name="sheet"),
    path("accordi/nuovo/", agreements.new, name="agreement_new"),
    path(AGREEMENT, agreements.agreement, name="agreement"),
    path(AGREEMENT + "modifica/", agreements.edit, name="agreement_edit"),
    path(AGREEMENT + "impegno/", agreements.duty, name="duty"),
    path(AGREEMENT + "carica/", agreements.attach, name="attach"),
    path(AGREEMENT + "documento/", agreements.document, name="document"),
    path("nostri/", own.mine, name="mine"),
    path("nostri/conoscere/<uuid:organisation_id>/", own.interest, name="interest"),
    path("nostri/caffe/nuovo/<uuid:organisation_id>/", own.propose, name="own_propose"),
    path("nostri/" + COFFEE, own.coffee, name="own_coffee"),
    path("nostri/" + COFFEE + "risposta/", own.reply, name="own_reply"),
    path("nostri/" + COFFEE + "com-e-andata/", own.how, name="own_how"),
    path("nostri/" + TABLE, own.table, name="own_table"),
    path("nostri/" + MINUTES, own.sheet, name="own_sheet"),
    path("nostri/" + AGREEMENT, own.agreement, name="own_agreement"),
    path("nostri/" + AGREEMENT + "documento/", own.document, name="own_document"),
    path("nostri/impegni/", promises.commitments, name="commitments"),
    path(PROMISE + "segna/", promises.mark, name="promise_mark"),
    path(PROMISE + "lascia/", promises.drop, name="promise_drop"),
    path(PROMISE + "sposta/", promises.move, name="promise_move"),
    path(PROMISE + "sul-sito/", promises.show, name="promise_show"),
    path("rispondi/<str:token>/", answering.answer, name="answer"),
    path("rispondi/<str:token>/caffe.ics", answering.calendar, name="calendar"),
]
