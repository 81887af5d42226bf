"""Her week, and the hours that nobody covers."""

from django.urls import path

from jobcaffe.web.week.views import answers, cells, household, result, unmet

app_name = "week"

urlpatterns = [
    path("", cells.home, name="home"),
    path("foglio/", cells.sheet, name="sheet"),
    path("settimane/<uuid:week>/", cells.week_page, name="week"),
    path("settimane/<uuid:week>/giorno/<int:day>/", cells.day_page, name="day"),
    path("settimane/<uuid:week>/media/", cells.mean, name="mean"),
    path("settimane/<uuid:week>/togli/", cells.remove, name="remove"),
    path("casa/", household.home, name="household"),
    path("casa/cerca/", result.search, name="search"),
    path("casa/cerca-ancora/", result.search_longer, name="search_longer"),
    path("casa/risultato/", result.result, name="result"),
    path("casa/risposte/", answers.answers, name="answers"),
    path("casa/lettera/", result.letter, name="letter"),
    path("casa/lettera/stampa/", result.letter_sheet, name="letter_sheet"),
    path("casa/conteggio/", unmet.count, name="count"),
    path("casa/togli/", household.forget, name="forget"),
    path("casa/<slug:subject>/", household.rows, name="rows"),
    path("casa/<slug:subject>/aggiungi/", household.add, name="add"),
    path("casa/<slug:subject>/<slug:item_id>/", household.change, name="change"),
    path("casa/<slug:subject>/<slug:item_id>/togli/", household.remove, name="remove_row"),
    path("mappa/", unmet.unmet_map, name="map"),
    path("mappa/<slug:period>.csv", unmet.unmet_csv, name="map_csv"),
]
