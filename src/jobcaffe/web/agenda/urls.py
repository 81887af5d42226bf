"""Addresses of agenda, presences, sheets, sign-ups, rooms and calendars."""

from __future__ import annotations

from django.urls import path

from jobcaffe.web.agenda import attendance, calendars, encounters, rooms, series, sign_ups

app_name = "agenda"
urlpatterns = [
    path("incontri/", encounters.agenda, name="agenda"),
    path("incontri/nuovo/", encounters.new, name="new"),
    path("incontri/serie/nuova/", series.new, name="new_series"),
    path("incontri/iscrizioni/", sign_ups.listing, name="sign_ups"),
    path("incontri/iscrizioni/<uuid:pk>/", sign_ups.detail, name="sign_up"),
    path("incontri/iscrizioni/<uuid:pk>/collega/", sign_ups.link, name="link_sign_up"),
    path("incontri/iscrizioni/<uuid:pk>/accogli/", sign_ups.welcome, name="welcome_sign_up"),
    path("incontri/iscrizioni/<uuid:pk>/togli/", sign_ups.drop, name="drop_sign_up"),
    path("incontri/fogli/<uuid:pk>/", attendance.sheet, name="sheet"),
    path("incontri/fogli/<uuid:pk>/firme/", attendance.scan, name="scan"),
    path("incontri/fogli/<uuid:pk>/scansione/", attendance.scan_file, name="scan_file"),
    path("incontri/<uuid:pk>/", encounters.detail, name="detail"),
    path("incontri/<uuid:pk>/modifica/", encounters.edit, name="edit"),
    path("incontri/<uuid:pk>/sposta/", encounters.move, name="move"),
    path("incontri/<uuid:pk>/annulla/", encounters.cancel, name="cancel"),
    path("incontri/<uuid:pk>/presenze/", attendance.presences, name="presences"),
    path("incontri/<uuid:pk>/presenze/aggiungi/", attendance.add, name="add"),
    path("incontri/<uuid:pk>/foglio/", attendance.print_sheet, name="print_sheet"),
    path("sale/", rooms.listing, name="rooms"),
    path("sale/gestione/", rooms.manage, name="manage_rooms"),
    path("sale/gestione/luogo/<uuid:pk>/", rooms.edit_place, name="edit_place"),
    path("sale/gestione/luogo/<uuid:pk>/sala/", rooms.add_room, name="add_room"),
    path("sale/gestione/luogo/<uuid:pk>/orari/", rooms.add_hours, name="add_hours"),
    path("sale/gestione/luogo/<uuid:pk>/chiusure/", rooms.add_closure, name="add_closure"),
    path("sale/gestione/orari/<int:pk>/togli/", rooms.remove_hours, name="remove_hours"),
    path("sale/gestione/chiusure/<int:pk>/togli/", rooms.remove_closure, name="remove_closure"),
    path("sale/gestione/sala/<uuid:pk>/", rooms.edit_room, name="edit_room"),
    path("sale/prenotazioni/<uuid:pk>/", rooms.booking, name="booking"),
    path("sale/<uuid:pk>/", rooms.week, name="room"),
    path("sale/<uuid:pk>/prenota/", rooms.book, name="book"),
    path("io/calendari/", calendars.listing, name="feeds"),
    path("io/calendari/<uuid:pk>/revoca/", calendars.revoke, name="revoke_feed"),
]
