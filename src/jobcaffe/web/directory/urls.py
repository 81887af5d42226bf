"""Addresses under ``rete/``."""

from django.urls import path

from jobcaffe.web.cohesion.views import growth
from jobcaffe.web.directory import views

app_name = "directory"
urlpatterns = [
    path("", views.index, name="index"),
    path("mappa/", views.network_map, name="map"),
    path("crescita/", growth, name="growth"),
    path("entra/", views.join, name="join"),
    path("entra/grazie/", views.joined, name="joined"),
    path("hsds/", views.open_data, name="hsds"),
    path("conferma/<str:token>/", views.check, name="check"),
    path("<uuid:organisation_id>/", views.detail, name="detail"),
]
