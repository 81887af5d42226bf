"""Addresses under ``jobfest/dopo/``."""

from __future__ import annotations

from django.urls import path

from jobcaffe.web.fairafter import closing, contacts, views

app_name = "fairafter"
urlpatterns = [
    path("domande/<str:token>/", views.opinion, name="opinion"),
    path("<slug:slug>/", views.born, name="born"),
    path("<slug:slug>/resoconto/", closing.report, name="report"),
    path("<slug:slug>/resoconto.pdf", closing.report_pdf, name="report_pdf"),
    path("<slug:slug>/resoconto.csv", closing.report_csv, name="report_csv"),
    path("<slug:slug>/chiudi/", closing.close, name="close"),
    path("<slug:slug>/contatti/", contacts.contacts, name="contacts"),
    path("<slug:slug>/contatti/<str:code>/", contacts.contact, name="contact"),
    path("<slug:slug>/stand/<uuid:stand_id>/contatti/", contacts.stand_contacts, name="stand_contacts"),
]
