"""Thanks, opinions, outcomes and the report of a fair."""

from __future__ import annotations

from django.urls import URLPattern

app_name = "fairafter"
urlpatterns: list[URLPattern] = []
