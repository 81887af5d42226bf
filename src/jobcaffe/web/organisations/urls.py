"""Addresses of the organisations."""

from django.urls import path

from jobcaffe.web.organisations.views import parts, records, twins

app_name = "organisations"
ONE = "<uuid:organisation_id>/"
urlpatterns = [
    path("", records.index, name="index"),
    path("nuova/", records.add, name="add"),
    path("elenco.csv", records.export, name="export"),
    path("doppioni/", twins.twins, name="twins"),
    path(f"doppioni/{ONE}<uuid:other_id>/", twins.merge, name="merge"),
    path(ONE, records.detail, name="detail"),
    path(f"{ONE}modifica/", records.edit, name="edit"),
    path(f"{ONE}storia/", parts.history, name="history"),
    path(f"{ONE}chiedi/", parts.ask, name="ask"),
    path(f"{ONE}sedi/", parts.location_add, name="location_add"),
    path(f"{ONE}sedi/<uuid:location_id>/", parts.location_edit, name="location_edit"),
    path(f"{ONE}sedi/<uuid:location_id>/togli/", parts.location_remove, name="location_remove"),
    path(f"{ONE}referenti/", records.contact_add, name="contact_add"),
    path(f"{ONE}referenti/<uuid:contact_id>/consensi/", parts.consents, name="consents"),
    path(f"{ONE}referenti/<uuid:contact_id>/togli/", records.contact_remove, name="contact_remove"),
    path(f"{ONE}accessi/", parts.delegate_add, name="delegate_add"),
    path(f"{ONE}accessi/<uuid:user_id>/togli/", parts.delegate_remove, name="delegate_remove"),
]
