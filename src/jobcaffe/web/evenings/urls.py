"""One evening of a group, on the telephone of who leads it, also without a network."""

from django.urls import URLPattern

app_name = "evenings"

urlpatterns: list[URLPattern] = []
