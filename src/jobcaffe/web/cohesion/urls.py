"""Addresses under ``coesione/``."""

from __future__ import annotations

from django.urls import URLPattern

app_name = "cohesion"
urlpatterns: list[URLPattern] = []
