"""The time bank: offers, requests, hours given and received."""

from django.urls import path

from jobcaffe.web.timebank.views import account, desk, exchanges, home, leading, listings

app_name = "timebank"

urlpatterns = [
    path("", home.home, name="home"),
    path("entra/", account.join, name="join"),
    path("conduci/", leading.lead, name="lead"),
    path("conduci/<uuid:community_id>/", leading.limits, name="limits"),
    path("sportello/", desk.home, name="desk"),
    path("sportello/scambi/<uuid:exchange_id>/", desk.settle, name="settle"),
    path("sportello/persona/<uuid:person_id>/", desk.person, name="desk_person"),
    path("sportello/persona/<uuid:person_id>/<uuid:community_id>/apri/", desk.open_for, name="open_for"),
    path("sportello/persona/<uuid:person_id>/<uuid:community_id>/annuncio/", desk.post_for, name="post_for"),
    path(
        "sportello/persona/<uuid:person_id>/<uuid:community_id>/estratto/", desk.statement, name="print_for"
    ),
    path("sportello/<uuid:community_id>/", desk.bank, name="desk_bank"),
    path("sportello/<uuid:community_id>/assegno/", desk.cheque, name="cheque"),
    path("sportello/<uuid:community_id>/assegni/", desk.issue, name="issue"),
    path("sportello/<uuid:community_id>/assegni/<uuid:sheet_key>/", desk.sheet, name="sheet"),
    path("sportello/<uuid:community_id>/lezione/", desk.lesson, name="lesson"),
    path("sportello/<uuid:community_id>/fondo/", desk.pay, name="pay"),
    path("annunci/<uuid:listing_id>/rispondi/", listings.ask, name="ask"),
    path("annunci/<uuid:listing_id>/rinnova/", listings.renew, name="renew"),
    path("annunci/<uuid:listing_id>/chiudi/", listings.close, name="close"),
    path("proposte/<uuid:suggestion_id>/", exchanges.suggestion, name="suggestion"),
    path("scambi/<uuid:exchange_id>/", exchanges.exchange, name="exchange"),
    path("scambi/<uuid:exchange_id>/tocco/", exchanges.tap, name="tap"),
    path("conto/<uuid:account_id>/", account.account, name="account"),
    path("conto/<uuid:account_id>/estratto.pdf", account.statement, name="statement"),
    path("conto/<uuid:account_id>/dona/", account.donate, name="donate"),
    path("conto/<uuid:account_id>/dona-sempre/", account.always, name="always"),
    path("conto/<uuid:account_id>/famiglia/", account.family, name="family"),
    path("conto/<uuid:account_id>/chiudi/", account.close, name="close_account"),
    path("ricevute/<uuid:transfer_id>/", account.receipt, name="receipt"),
    path("<uuid:community_id>/", home.bank, name="bank"),
    path("<uuid:community_id>/apri/", home.open_account, name="open"),
    path("<uuid:community_id>/bacheca/", listings.board, name="board"),
    path("<uuid:community_id>/annunci/", listings.mine, name="mine"),
    path("<uuid:community_id>/offri/", listings.offer, name="offer"),
    path("<uuid:community_id>/chiedi/", listings.need, name="need"),
    path("<uuid:community_id>/scambi/", exchanges.every, name="exchanges"),
]
