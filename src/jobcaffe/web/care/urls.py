"""Shared care: the pages of a household, for itself or at the desk, and those of who leads a pool."""

from django.urls import URLPattern, path

from jobcaffe.web.care import family, leading, proposals, turns, week
from jobcaffe.web.care.who import both
from jobcaffe.web.page import page

app_name = "care"
FORM = ("GET", "POST")
PRESS = ("POST",)

urlpatterns: list[URLPattern] = [
    *both("", turns.home, "home"),
    *both("entra/<uuid:pool_id>/", family.ask, "ask", methods=FORM),
    path("codice/", page("care.member", methods=FORM)(family.join), name="join"),
    *both("famiglia/<uuid:family_id>/", family.family, "family"),
    *both("famiglia/<uuid:family_id>/bambini/", family.add_child, "add_child", methods=FORM),
    *both(
        "famiglia/<uuid:family_id>/bambini/<uuid:child_id>/togli/",
        family.drop_child,
        "drop_child",
        methods=PRESS,
    ),
    *both("famiglia/<uuid:family_id>/fondo/", family.gives, "gives", methods=PRESS),
    *both("famiglia/<uuid:family_id>/esci/", family.leave, "leave", methods=PRESS),
    *both("famiglia/<uuid:family_id>/fiducia/", family.trust, "trust", methods=FORM),
    path(
        "famiglia/<uuid:family_id>/invito/",
        page("care.member", methods=PRESS)(family.invite),
        name="invite",
    ),
    *both("famiglia/<uuid:family_id>/settimana/<str:monday>/", week.week, "week", methods=FORM),
    *both("famiglia/<uuid:family_id>/settimana/<str:monday>/come-prima/", week.copy, "copy", methods=PRESS),
    *both("turno/<uuid:turn_id>/", turns.turn, "turn"),
    *both("turno/<uuid:turn_id>/foglio/", turns.sheet, "sheet"),
    *both("turno/<uuid:turn_id>/ci-sono-io/", turns.here, "here", methods=PRESS),
    *both("turno/<uuid:turn_id>/cerco-cambio/", turns.swap, "swap", methods=PRESS),
    *both("turno/<uuid:turn_id>/non-posso/", turns.cannot, "cannot", methods=PRESS),
    *both("turno/<uuid:turn_id>/come-e-andata/", turns.say, "say", methods=PRESS),
    *both("cambio/<uuid:swap_id>/lo-faccio-io/", turns.close_swap, "close_swap", methods=PRESS),
    *both("serve/<uuid:need_id>/ci-sono-io/", turns.take, "take", methods=PRESS),
    *both("serve/<uuid:need_id>/non-serve/", week.drop_need, "drop_need", methods=PRESS),
    *both("serve/<uuid:need_id>/foglio/", week.note, "note", methods=FORM),
    path(
        "per/<uuid:person_id>/famiglia/<uuid:family_id>/permesso/",
        page("care.desk", methods=FORM)(family.signed_at_desk),
        name="desk_sign",
    ),
    path("gruppi/", leading.pools, name="pool"),
    path("gruppi/nuovo/", leading.new, name="new"),
    path("gruppi/<uuid:pool_id>/", leading.pool, name="lead"),
    path("gruppi/<uuid:pool_id>/regole/", leading.rules, name="rules"),
    path("gruppi/<uuid:pool_id>/chiudi/", leading.close, name="close"),
    path("gruppi/<uuid:pool_id>/proposta/", proposals.propose, name="propose"),
    path("gruppi/<uuid:pool_id>/settimana/<str:monday>/", leading.week, name="lead_week"),
    path("gruppi/famiglie/<uuid:family_id>/", leading.household, name="household"),
    path("gruppi/famiglie/<uuid:family_id>/conferma/", leading.approve, name="approve"),
    path("gruppi/famiglie/<uuid:family_id>/togli/", leading.decline, name="decline"),
    path("gruppi/famiglie/<uuid:family_id>/permesso/", leading.sign, name="sign"),
    path("gruppi/proposte/<uuid:run_id>/", proposals.run, name="run"),
    path("gruppi/proposte/<uuid:run_id>/pubblica/", proposals.publish, name="publish"),
    path("gruppi/proposte/<uuid:run_id>/scarta/", proposals.discard, name="discard"),
    path("gruppi/turni/<uuid:turn_id>/correggi/", leading.put_right, name="put_right"),
]
