"""All addresses, by audience."""

from __future__ import annotations

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

from jobcaffe.web.account.views.entrance import language
from jobcaffe.web.style import style

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("jobcaffe.web.account.urls")),
    path("entra/lingua/", language, name="set_language"),
    path("_stile/", style, name="style"),
    path("", include("jobcaffe.web.member.urls")),
    path("io/gruppi/", include("jobcaffe.web.mygroup.urls")),
    path("", include("jobcaffe.web.sharing.urls")),
    path("gruppi/domande/", include("jobcaffe.web.checks.urls")),
    path("gruppi/serate/", include("jobcaffe.web.evenings.urls")),
    path("gruppi/guida/", include("jobcaffe.web.leading.urls")),
    path("sportello/gruppi/", include("jobcaffe.web.groupdesk.urls")),
    path("regia/gruppi/", include("jobcaffe.web.forming.urls")),
    path("gruppi/", include("jobcaffe.web.groups.urls")),
    path("banca/", include("jobcaffe.web.timebank.urls")),
    path("turni/", include("jobcaffe.web.care.urls")),
    path("la-mia-settimana/", include("jobcaffe.web.week.urls")),
    path("laboratorio/", include("jobcaffe.web.lab.urls")),
    path("micro-attivita/", include("jobcaffe.web.venture.urls")),
    path("rete/", include("jobcaffe.web.directory.urls")),
    path("organizzazione/", include("jobcaffe.web.partner.urls")),
    path("contatti/", include("jobcaffe.web.outreach.urls")),
    path("bacheca/", include("jobcaffe.web.board.urls")),
    path("opportunita/", include("jobcaffe.web.matching.urls")),
    path("tavoli/", include("jobcaffe.web.tables.urls")),
    path("parole/", include("jobcaffe.web.words.urls")),
    path("coesione/", include("jobcaffe.web.cohesion.urls")),
    path("jobfest/regia/", include("jobcaffe.web.fairdesk.urls")),
    path("jobfest/stand/", include("jobcaffe.web.fairstand.urls")),
    path("jobfest/posto/", include("jobcaffe.web.fairvisit.urls")),
    path("jobfest/porta/", include("jobcaffe.web.fairdoor.urls")),
    path("jobfest/colloqui/", include("jobcaffe.web.fairtalks.urls")),
    path("jobfest/giornata/", include("jobcaffe.web.fairday.urls")),
    path("jobfest/muro/", include("jobcaffe.web.fairwall.urls")),
    path("jobfest/dopo/", include("jobcaffe.web.fairafter.urls")),
    path("jobfest/", include("jobcaffe.web.fair.urls")),
    path("sportello/", include("jobcaffe.web.desk.urls")),
    path("impegni/", include("jobcaffe.web.commitments.urls")),
    path("organizzazioni/", include("jobcaffe.web.organisations.urls")),
    path("regia/importa/", include("jobcaffe.web.imports.urls")),
    path("regia/", include("jobcaffe.web.regia.urls")),
    path("quadro/", include("jobcaffe.web.figures.urls")),
    path("", include("jobcaffe.web.jobs.urls")),
    path("", include("jobcaffe.web.notices.urls")),
    path("sistema/", include("jobcaffe.web.system.urls")),
    path("", include("jobcaffe.web.agenda.urls")),
    path("", include("jobcaffe.web.public.urls")),
]
if settings.DEMO:
    urlpatterns.append(path("", include("jobcaffe.demo.urls")))

handler404 = "jobcaffe.web.errors.not_found"
handler500 = "jobcaffe.web.errors.server_error"
