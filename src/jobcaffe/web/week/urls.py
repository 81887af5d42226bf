"""Her week, and the hours that nobody covers."""

from django.urls import URLPattern

app_name = "week"

urlpatterns: list[URLPattern] = []
