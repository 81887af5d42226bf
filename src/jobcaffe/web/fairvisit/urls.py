"""Signing up to a fair, the ticket, seats of workshops."""

from __future__ import annotations

from django.urls import URLPattern

app_name = "fairvisit"
urlpatterns: list[URLPattern] = []
