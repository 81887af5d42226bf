"""Addresses of the person who takes part."""

from django.urls import path

from jobcaffe.web.member import data, views

app_name = "member"
urlpatterns = [
    path("oggi/", views.today, name="today"),
    path("io/", data.me, name="me"),
    path("io/incontri/", views.my_encounters, name="encounters"),
    path("io/incontri/<uuid:encounter_id>/", views.answer, name="answer"),
    path("io/percorso/", views.path, name="path"),
    path("io/obiettivi/<uuid:goal_id>/", views.goal, name="goal"),
    path("io/obiettivi/<uuid:goal_id>/stato/", views.goal_state, name="goal_state"),
    path("io/passi/<uuid:step_id>/", views.step, name="step"),
    path("io/visto/", data.seen, name="seen"),
    path("io/scrivici/", data.object_to, name="object"),
    path("io/consensi/<slug:purpose>/", data.consent, name="consent"),
    path("io/copia/", data.copy, name="copy"),
    path("io/cancella/", data.erase, name="erase"),
]
