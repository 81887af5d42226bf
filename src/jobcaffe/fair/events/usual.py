"""What every JOBFEST begins with: the list of what to do, the lines of the budget, the parts of the place."""

from __future__ import annotations

# (days before the day, what). Written once, then changed by hand and copied from one year to the next.
TASKS: tuple[tuple[int, str], ...] = (
    (90, "Fissare il giorno e la sala"),
    (75, "Chiamare le organizzazioni della campagna"),
    (60, "Rispondere a chi chiede uno stand"),
    (45, "Chiudere il programma con gli orari"),
    (40, "Trovare i volontari per ogni turno"),
    (30, "Mandare in stampa manifesti e inviti"),
    (21, "Rendere pubblica la pagina"),
    (15, "Disegnare la piantina con i numeri dei tavoli"),
    (10, "Dire agli espositori orari, tavoli e parcheggio"),
    (7, "Provare la lettura dei biglietti alla porta"),
    (3, "Fare il piano dei colloqui e guardarlo"),
    (2, "Stampare cartellini, programma e lista di carta"),
    (1, "Montare tavoli, sedie e cartelli"),
    (0, "Fare il giro delle uscite prima di aprire"),
)
COSTS: tuple[str, ...] = (
    "Manifesti e stampe",
    "Tavoli e sedie",
    "Merenda",
    "Spazio bimbi",
    "Assicurazione",
)
AREAS: tuple[str, ...] = ("Sala grande", "Cortile")
