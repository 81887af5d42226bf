"""Addresses under ``organizzazione/``."""

from django.urls import path

from jobcaffe.web.partner import views

app_name = "partner"
urlpatterns = [
    path("", views.home, name="home"),
    path("dati/", views.edit, name="edit"),
    path("conferma/", views.confirm, name="confirm"),
    path("anteprima/", views.preview, name="preview"),
    path("sedi/", views.location_add, name="location_add"),
    path("sedi/<uuid:location_id>/", views.location_edit, name="location_edit"),
    path("sedi/<uuid:location_id>/togli/", views.location_remove, name="location_remove"),
    path("referenti/", views.contact_add, name="contact_add"),
    path("referenti/<uuid:contact_id>/consensi/", views.consents, name="consents"),
    path("referenti/<uuid:contact_id>/togli/", views.contact_remove, name="contact_remove"),
]
