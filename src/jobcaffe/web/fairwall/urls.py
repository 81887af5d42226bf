"""Promises made in public, and what became of them."""

from __future__ import annotations

from django.urls import URLPattern

app_name = "fairwall"
urlpatterns: list[URLPattern] = []
