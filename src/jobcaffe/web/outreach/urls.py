"""Addresses under ``contatti/``."""

from __future__ import annotations

from django.urls import path

from jobcaffe.web.outreach.views import bringing, campaigns, cards, mailings, stopping, today

app_name = "outreach"
CAMPAIGN = "campagne/<uuid:campaign_id>/"
CARD = "schede/<uuid:card_id>/"
MAILING = CAMPAIGN + "invii/<uuid:mailing_id>/"
BATCH = CAMPAIGN + "elenchi/<uuid:batch_id>/"
urlpatterns = [
    path("", today.today, name="today"),
    path("prossima/", today.next_card, name="next"),
    path("sentita/", today.heard, name="heard"),
    path("settimana/", today.recap, name="recap"),
    path("annulla/<uuid:touch_id>/", today.undo, name="undo"),
    path(CARD, cards.card, name="card"),
    path(CARD + "prendi/", cards.take, name="take"),
    path(CARD + "lascia/", cards.let_go, name="let_go"),
    path(CARD + "esito/", cards.tell, name="tell"),
    path(CARD + "invito/", cards.invite, name="invite"),
    path(CARD + "numero/", cards.number, name="number"),
    path(CARD + "quando/", cards.priority, name="priority"),
    path("organizzazioni/<uuid:organisation_id>/no/", stopping.refuse, name="refuse"),
    path("organizzazioni/<uuid:organisation_id>/di-nuovo/", stopping.lift, name="lift"),
    path("indirizzi/", stopping.bounced, name="bounced"),
    path("basta/<str:token>/", stopping.stop, name="stop"),
    path("campagne/", campaigns.index, name="campaigns"),
    path("campagne/nuova/", campaigns.new, name="new"),
    path(CAMPAIGN, campaigns.campaign, name="campaign"),
    path(CAMPAIGN + "modifica/", campaigns.edit, name="edit"),
    path(CAMPAIGN + "chiudi/", campaigns.close, name="close"),
    path(CAMPAIGN + "schede/", campaigns.cards, name="cards"),
    path(CAMPAIGN + "fuori/", campaigns.excluded, name="excluded"),
    path(CAMPAIGN + "fuori/<uuid:organisation_id>/togli/", campaigns.include, name="include"),
    path(CAMPAIGN + "elenco.csv", campaigns.export_csv, name="export_csv"),
    path(CAMPAIGN + "elenco.xlsx", campaigns.export_xlsx, name="export_xlsx"),
    path(CAMPAIGN + "porta/", bringing.bring, name="bring"),
    path(BATCH, bringing.batch, name="batch"),
    path(BATCH + "metti/", bringing.put_in, name="put_in"),
    path(CAMPAIGN + "invii/nuovo/", mailings.new, name="mailing_new"),
    path(MAILING, mailings.mailing, name="mailing"),
    path(MAILING + "parti/", mailings.start, name="mailing_start"),
    path(MAILING + "lettere.pdf", mailings.letters, name="letters"),
    path(MAILING + "spedite/", mailings.posted, name="posted"),
]
