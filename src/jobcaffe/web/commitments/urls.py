"""Addresses of the commitments."""

from __future__ import annotations

from django.urls import path

from jobcaffe.web.commitments import views

app_name = "commitments"
urlpatterns = [
    path("", views.index, name="index"),
    path("nuovo/", views.new, name="new"),
    path("<uuid:commitment_ref>/", views.detail, name="detail"),
    path("<uuid:commitment_ref>/segna/", views.mark, name="mark"),
    path("<uuid:commitment_ref>/lascia/", views.drop, name="drop"),
    path("<uuid:commitment_ref>/sposta/", views.move, name="move"),
]
