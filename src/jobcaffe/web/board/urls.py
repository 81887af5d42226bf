"""Addresses under ``bacheca/``."""

from __future__ import annotations

from django.urls import URLPattern

app_name = "board"
urlpatterns: list[URLPattern] = []
