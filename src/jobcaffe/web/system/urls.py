"""Addresses of the system administrator."""

from __future__ import annotations

from django.urls import path

from jobcaffe.web.system import state, views

app_name = "system"
urlpatterns = [
    path("", state.state, name="state"),
    path("controlla/", state.look, name="look"),
    path("salva/", state.save, name="save"),
    path("persone/", views.staff, name="staff"),
    path("persone/nuova/", views.staff_new, name="staff_new"),
    path("persone/revisione/", views.review, name="review"),
    path("persone/<uuid:pk>/", views.staff_member, name="staff_member"),
    path("persone/<uuid:pk>/chiudi/", views.staff_end, name="staff_end"),
    path("persone/<uuid:pk>/passkey/", views.staff_passkeys, name="staff_passkeys"),
    path("equipe/", views.teams, name="teams"),
    path("equipe/<int:pk>/", views.team, name="team"),
]
