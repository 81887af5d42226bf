"""A small economic activity: six tasks and honest numbers."""

from django.urls import URLPattern

app_name = "venture"

urlpatterns: list[URLPattern] = []
