"""How the group goes: anonymous answers with a drawn code, and what comes out."""

from django.urls import path

from jobcaffe.web.checks import door, views

app_name = "checks"

urlpatterns = [
    path("", door.answer, name="answer"),
    path("grazie/", door.thanks, name="thanks"),
    path("giri/<uuid:wave_id>/chiudi/", views.close, name="close"),
    path("<uuid:circle_id>/", views.waves, name="waves"),
    path("<uuid:circle_id>/risultati/", views.results, name="results"),
]
