"""Addresses under ``parole/``."""

from __future__ import annotations

from django.urls import path

from jobcaffe.web.words import views

app_name = "words"
urlpatterns = [
    path("", views.home, name="home"),
    path("conferma/", views.confirm, name="confirm"),
    path("<uuid:word_id>/", views.word, name="word"),
    path("<uuid:word_id>/togli/", views.remove, name="remove"),
]
