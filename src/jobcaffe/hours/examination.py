"""Whether the ledger of hours holds, for who keeps the machine."""

from __future__ import annotations

from jobcaffe.foundation.doctor import Finding
from jobcaffe.hours import queries
from jobcaffe.hours.models import Transfer

SHOWN = 3
MEND = "Non correggere a mano: conserva una copia, poi rimetti l'ultimo salvataggio in cui i conti tornano."


def ledger() -> Finding:
    """Conti delle ore."""
    title, wrong = "Conti delle ore", queries.faults()
    if not wrong:
        return Finding(True, title, f"movimenti: {Transfer.objects.count()}; ogni somma è zero")
    told = "; ".join(wrong[:SHOWN])
    return Finding(False, title, f"somme che non tornano: {len(wrong)} ({told})", MEND)
