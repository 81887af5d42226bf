"""The door, also without a network."""

from __future__ import annotations

from django.urls import URLPattern

app_name = "fairdoor"
urlpatterns: list[URLPattern] = []
