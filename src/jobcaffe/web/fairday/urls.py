"""The tables now, changes of the day, the screen at the entrance."""

from __future__ import annotations

from django.urls import URLPattern

app_name = "fairday"
urlpatterns: list[URLPattern] = []
