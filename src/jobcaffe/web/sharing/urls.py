"""What members write for themselves or their group, and help between them."""

from django.urls import URLPattern

app_name = "sharing"

urlpatterns: list[URLPattern] = []
