"""Public pages of the fair: programme, exhibitors."""

from __future__ import annotations

from django.urls import URLPattern

app_name = "fair"
urlpatterns: list[URLPattern] = []
