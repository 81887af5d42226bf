"""Addresses under ``coesione/``."""

from django.urls import path

from jobcaffe.web.cohesion import survey, views

app_name = "cohesion"
urlpatterns = [
    path("", views.home, name="home"),
    path("questionari/", survey.surveys, name="surveys"),
    path("questionari/<uuid:survey_id>/", survey.manage, name="survey"),
    path("questionari/<uuid:survey_id>/rispondi/", survey.answer, name="answer"),
    path("risposte/<str:token>/", survey.answer_link, name="answer_link"),
]
