"""The four doors: why somebody comes, what happens then, which encounters are next."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from jobcaffe.encounters.enums import Action

Text = str | Promise


@dataclass(frozen=True)
class Door:
    """One door. ``actions`` are the codes whose public encounters stand behind it."""

    slug: str
    label: Text
    icon: str
    short: Text
    lead: Text
    steps: tuple[Text, ...]
    actions: tuple[str, ...]
    # A place behind the door beside its encounters: the name of its address, and the words of the link.
    place: tuple[str, Text] | None = None


DOORS: tuple[Door, ...] = (
    Door(
        "cerco-lavoro",
        _("Cerco lavoro"),
        "work",
        _("Ripartire, anche dopo i 50 anni."),
        _("Perdere il lavoro capita. Qui non sei un numero: ci sediamo e ne parliamo."),
        (
            _("Ci racconti che lavori hai fatto e cosa ti piace."),
            _("Scegliamo insieme un primo passo, piccolo e vero."),
            _("Provi, torni, e vediamo com'è andata."),
        ),
        (Action.DESK, Action.OUTREACH, Action.FAIR),
        ("board:index", _("Guarda la bacheca")),
    ),
    Door(
        "lavoro-e-famiglia",
        _("Lavoro e famiglia"),
        "family",
        _("Tempi, figli, cura: si prova insieme."),
        _("Casa, figli, lavoro: le ore non bastano mai. Nel laboratorio cerchiamo soluzioni insieme."),
        (
            _("Metti su carta la tua settimana, senza giudizi."),
            _("Con altre donne trovi chi ha lo stesso problema."),
            _("Provate un'idea per un mese. Poi si decide."),
        ),
        (Action.WOMEN,),
    ),
    Door(
        "sto-con-altre-persone",
        _("Sto con altre persone"),
        "people",
        _("Un gruppo che ascolta e aiuta."),
        _("Da soli tutto pesa di più. Qui trovi chi passa un momento come il tuo."),
        (
            _("Ci vediamo in pochi, in una stanza tranquilla."),
            _("Parli se vuoi. Puoi anche solo ascoltare."),
            _("Quello che si dice nel gruppo resta nel gruppo."),
        ),
        (Action.AMA,),
        ("groups:calendar", _("Guarda i gruppi e come si entra")),
    ),
    Door(
        "organizzazioni",
        _("Siamo un'azienda, una scuola, un'associazione"),
        "organisation",
        _("Conoscersi, offrire, chiedere."),
        _("Il Job Caffè è anche vostro. Qui ci si conosce e si fanno cose insieme."),
        (
            _("Ci dite chi siete, cosa offrite e cosa cercate."),
            _("Vi facciamo incontrare chi può servirvi."),
            _("A ottobre c'è JOBFEST: lì nascono gli impegni."),
        ),
        (Action.NETWORK, Action.FAIR),
        ("directory:join", _("Entra nella rete")),
    ),
)
BY_SLUG = {door.slug: door for door in DOORS}
