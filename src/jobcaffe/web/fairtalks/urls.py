"""Booking talks, wishes, the timetable, meetings of organisations."""

from __future__ import annotations

from django.urls import URLPattern

app_name = "fairtalks"
urlpatterns: list[URLPattern] = []
