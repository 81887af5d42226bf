"""Addresses of notices."""

from __future__ import annotations

from django.urls import path

from jobcaffe.web.notices import views

app_name = "notices"
urlpatterns = [
    path("avvisi/<str:token>/", views.choose, name="choose"),
    path("avvisi/<str:token>/ferma/", views.one_click, name="one_click"),
    path("sportello/messaggi/", views.sent, name="sent"),
    path("sportello/messaggi/<uuid:pk>/", views.message, name="message"),
    path("sportello/lettere/", views.letters, name="letters"),
    path("sportello/lettere/stampa/", views.print_letters, name="print_letters"),
]
