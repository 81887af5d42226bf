"""Preparing a fair: areas, stands, programme, volunteers, tasks, costs."""

from __future__ import annotations

from django.urls import path

from jobcaffe.web.fairdesk.views import fairs, lists, papers, programme, stands

app_name = "fairdesk"
FAIR = "<slug:slug>/"
STAND = FAIR + "espositori/<uuid:stand_id>/"
SHIFT = FAIR + "turni/<int:shift_id>/"
urlpatterns = [
    path("", fairs.index, name="index"),
    path("nuova/", fairs.new, name="new"),
    path(FAIR, fairs.home, name="home"),
    path(FAIR + "copia/", fairs.copy, name="copy"),
    path(FAIR + "impostazioni/", fairs.settings, name="settings"),
    path(FAIR + "pubblica/", fairs.publish, name="publish"),
    path(FAIR + "togli-dal-sito/", fairs.hide, name="hide"),
    path(FAIR + "aree/", programme.areas, name="areas"),
    path(FAIR + "aree/nuova/", programme.area_new, name="area_new"),
    path(FAIR + "aree/<int:area_id>/", programme.area, name="area"),
    path(FAIR + "aree/<int:area_id>/togli/", programme.area_remove, name="area_remove"),
    path(FAIR + "programma/", programme.programme, name="programme"),
    path(FAIR + "programma/nuovo/", programme.session_new, name="session_new"),
    path(FAIR + "programma/<uuid:session_id>/", programme.session, name="session"),
    path(FAIR + "programma/<uuid:session_id>/annulla/", programme.session_off, name="session_off"),
    path(FAIR + "espositori/", stands.stands, name="stands"),
    path(FAIR + "espositori/invita/", stands.invite, name="invite"),
    path(FAIR + "espositori/aggiungi/", stands.add, name="stand_add"),
    path(FAIR + "espositori/conferma/", stands.accept, name="accept"),
    path(FAIR + "espositori/numera/", stands.number, name="number"),
    path(STAND, stands.stand, name="stand"),
    path(STAND + "risposta/", stands.answer, name="answer"),
    path(STAND + "che-cosa/", stands.stand_edit, name="stand_edit"),
    path(STAND + "tavoli/", stands.stand_tables, name="stand_tables"),
    path(STAND + "posto/", stands.stand_place, name="stand_place"),
    path(FAIR + "turni/", lists.shifts, name="shifts"),
    path(FAIR + "turni/nuovo/", lists.shift_new, name="shift_new"),
    path(SHIFT, lists.shift, name="shift"),
    path(SHIFT + "modifica/", lists.shift_edit, name="shift_edit"),
    path(SHIFT + "togli/", lists.shift_remove, name="shift_remove"),
    path(SHIFT + "persone/<int:helper_id>/togli/", lists.helper_remove, name="helper_remove"),
    path(FAIR + "da-fare/", lists.tasks, name="tasks"),
    path(FAIR + "da-fare/nuova/", lists.task_new, name="task_new"),
    path(FAIR + "da-fare/<int:task_id>/", lists.task, name="task"),
    path(FAIR + "da-fare/<int:task_id>/fatto/", lists.task_tick, name="task_tick"),
    path(FAIR + "da-fare/<int:task_id>/togli/", lists.task_remove, name="task_remove"),
    path(FAIR + "costi/", lists.costs, name="costs"),
    path(FAIR + "costi/nuova/", lists.cost_new, name="cost_new"),
    path(FAIR + "costi/<int:cost_id>/", lists.cost, name="cost"),
    path(FAIR + "costi/<int:cost_id>/togli/", lists.cost_remove, name="cost_remove"),
    path(FAIR + "manifesto.pdf", papers.poster, name="poster"),
    path(FAIR + "cartellini.pdf", papers.badges, name="badges"),
]
