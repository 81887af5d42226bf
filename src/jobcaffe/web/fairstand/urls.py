"""An exhibitor's own stand."""

from __future__ import annotations

from django.urls import URLPattern

app_name = "fairstand"
urlpatterns: list[URLPattern] = []
