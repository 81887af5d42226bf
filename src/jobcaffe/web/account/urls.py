"""Addresses of coming in and of one's own access."""

from __future__ import annotations

from django.urls import path

from jobcaffe.web.account.views import access, entrance, factor

app_name = "accounts"
urlpatterns = [
    path("entra/", entrance.sign_in, name="sign_in"),
    path("entra/codice/", entrance.code, name="code"),
    path("entra/l/<str:token>/", entrance.link, name="link"),
    path("entra/tessera/", entrance.card, name="card"),
    path("t/<str:card>/", entrance.card_link, name="card_link"),
    path("entra/passkey/", factor.second, name="second"),
    path("entra/riserva/", factor.recovery, name="recovery"),
    path("io/accesso/", access.access, name="own"),
    path("io/accesso/esci/", entrance.sign_out, name="sign_out"),
    path("io/accesso/dispositivi/<uuid:pk>/esci/", access.device_end, name="device_end"),
    path("io/accesso/dispositivi/esci/", access.devices_end_others, name="devices_end_others"),
    path("io/accesso/passkey/aggiungi/", factor.passkey_add, name="passkey_add"),
    path("io/accesso/passkey/<uuid:pk>/togli/", factor.passkey_remove, name="passkey_remove"),
    path("io/accesso/riserva/", factor.recovery_codes, name="recovery_codes"),
    path("io/accesso/contatto/", access.contact, name="contact"),
    path("io/accesso/contatto/codice/", access.contact_confirm, name="contact_confirm"),
]
