"""Addresses of the imports."""

from django.urls import path

from jobcaffe.web.imports import views

app_name = "imports"
urlpatterns = [
    path("", views.index, name="index"),
    path("<uuid:batch_id>/", views.batch, name="batch"),
    path("<uuid:batch_id>/colonne/", views.columns, name="columns"),
    path("<uuid:batch_id>/scrivi/", views.apply, name="apply"),
    path("<uuid:batch_id>/annulla/", views.undo, name="undo"),
    path("<uuid:batch_id>/rifiutate.csv", views.refused, name="refused"),
]
