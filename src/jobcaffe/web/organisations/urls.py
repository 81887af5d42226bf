"""Addresses of the organisations."""

from django.urls import path

from jobcaffe.web.organisations import views

app_name = "organisations"
urlpatterns = [
    path("", views.index, name="index"),
    path("nuova/", views.add, name="add"),
    path("elenco.csv", views.export, name="export"),
    path("<uuid:organisation_id>/", views.detail, name="detail"),
    path("<uuid:organisation_id>/modifica/", views.edit, name="edit"),
    path("<uuid:organisation_id>/referenti/", views.contact_add, name="contact_add"),
    path(
        "<uuid:organisation_id>/referenti/<uuid:contact_id>/togli/",
        views.contact_remove,
        name="contact_remove",
    ),
]
