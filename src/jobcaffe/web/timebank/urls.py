"""The time bank: offers, requests, hours given and received."""

from django.urls import URLPattern

app_name = "timebank"

urlpatterns: list[URLPattern] = []
