"""What each action is called when people read the journal. One dictionary.

A phrase completes "Maria Verdi, Sportello, …". A test walks the source: an action that is
recorded somewhere and has no phrase here fails it.
"""

from __future__ import annotations

from jobcaffe.foundation.accounts.enums import Role

PHRASES: dict[str, str] = {
    # persons
    "person.read": "ha aperto la scheda",
    "person.list": "ha visto il nome in un elenco",
    "person.search": "ha trovato il nome con una ricerca",
    "person.create": "ha scritto la scheda",
    "person.update": "ha cambiato la scheda",
    "person.export": "ha scaricato un elenco con la scheda",
    "person.print": "ha stampato un foglio",
    "person.merge": "ha unito due schede della stessa persona",
    "person.erase": "ha cancellato la persona",
    "person.anonymise": "ha tolto il nome e i contatti",
    "person.import": "ha importato la scheda da un foglio di calcolo",
    # desk, paths and commitments
    "person.welcome": "ha fatto l'accoglienza",
    "person.welcome_again": "ha fatto una nuova accoglienza",
    "person.section": "ha scritto in «Completa dopo»",
    "person.answers": "ha segnato le risposte alle domande",
    "person.answers_corrected": "ha corretto le risposte alle domande",
    "person.transfer": "ha passato la scheda a un'altra persona",
    "person.protect": "ha cambiato la riservatezza della scheda",
    "person.status": "ha scritto se la persona viene ancora",
    "person.unmerge": "ha separato due schede unite",
    "queue.arrive": "ha messo in attesa",
    "queue.call": "ha chiamato chi aspettava",
    "queue.done": "ha chiuso un'attesa",
    "draft.start": "ha iniziato una bozza",
    "draft.throw_away": "ha buttato una bozza",
    "shift.note": "ha lasciato una consegna",
    "shift.done": "ha chiuso una consegna",
    "complaint.receive": "ha scritto un reclamo",
    "complaint.answer": "ha risposto a un reclamo",
    "duplicate.apart": "ha detto che due schede sono di persone diverse",
    "path.open": "ha aperto il percorso",
    "path.close": "ha chiuso il percorso",
    "goal.add": "ha scritto un obiettivo",
    "goal.reword": "ha cambiato le parole di un obiettivo",
    "goal.state": "ha segnato a che punto è un obiettivo",
    "commitment.promise": "ha scritto un impegno",
    "commitment.start": "ha segnato un impegno in corso",
    "commitment.keep": "ha segnato un impegno mantenuto",
    "commitment.drop": "ha segnato un impegno lasciato",
    "commitment.move": "ha spostato il giorno di un impegno",
    "outcome.record": "ha registrato un esito",
    "outcome.correct": "ha corretto un esito",
    "outcome.follow_up": "ha scritto una verifica",
    "attendance.excuse": "ha tolto la persona da un incontro",
    # consents and keys
    "consent.give": "ha segnato un sì",
    "consent.withdraw": "ha ritirato un sì",
    "key.rotate": "ha cambiato la chiave che protegge i dati",
    # files
    "file.store": "ha aggiunto un documento",
    "file.read": "ha aperto un documento",
    "file.delete": "ha tolto un documento",
    # keeping the system
    "backup.make": "ha fatto un salvataggio",
    "backup.restore": "ha ripreso i dati da un salvataggio",
}

ROLE_PHRASES: dict[str, str] = {
    **{str(role.value): str(role.label) for role in Role},
    "system": "in automatico",
    "anonymous": "dal sito",
    "": "senza ruolo",
}


def phrase(action: str) -> str:
    """The Italian of an action. Rows of an older version keep their code if it is gone."""
    return PHRASES.get(action, action)


def role_phrase(roles: str) -> str:
    """``"desk,coordinator"`` → ``"Sportello, Regia"``."""
    return ", ".join(ROLE_PHRASES.get(role, role) for role in roles.split(","))
