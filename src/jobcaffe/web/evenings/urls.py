"""One evening of a group, on the telephone of who leads it, also without a network."""

from django.urls import path

from jobcaffe.web.evenings import offline, sheets, views

app_name = "evenings"
urlpatterns = [
    path("guscio/", offline.shell, name="shell"),
    path("senza-rete.js", offline.worker, name="worker"),
    path("contatto/", offline.contact, name="contact"),
    path("foto/<uuid:photo_id>/", sheets.photo_file, name="photo_file"),
    path("<uuid:encounter_id>/", views.evening, name="evening"),
    path("<uuid:encounter_id>/ore/", views.hours, name="hours"),
    path("<uuid:encounter_id>/foglio/", sheets.sheet, name="sheet"),
    path("<uuid:encounter_id>/foto/", sheets.photo, name="photo"),
]
