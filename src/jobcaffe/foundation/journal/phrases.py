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
    "complaint.read": "ha letto un reclamo",
    "complaint.answer": "ha risposto a un reclamo",
    "duplicate.apart": "ha detto che due schede sono di persone diverse",
    "path.open": "ha aperto il percorso",
    "path.close": "ha chiuso il percorso",
    "goal.add": "ha scritto un obiettivo",
    "goal.reword": "ha cambiato le parole di un obiettivo",
    "goal.state": "ha segnato a che punto è un obiettivo",
    "commitment.promise": "ha scritto un impegno",
    "commitment.read": "ha aperto un impegno",
    "commitment.start": "ha segnato un impegno in corso",
    "commitment.keep": "ha segnato un impegno mantenuto",
    "commitment.drop": "ha segnato un impegno lasciato",
    "commitment.move": "ha spostato il giorno di un impegno",
    "outcome.record": "ha registrato un esito",
    "outcome.correct": "ha corretto un esito",
    "outcome.follow_up": "ha scritto una verifica",
    "attendance.excuse": "ha tolto la persona da un incontro",
    # encounters, presences, sign-ups
    "encounter.create": "ha creato un incontro",
    "encounter.update": "ha cambiato un incontro",
    "encounter.move": "ha spostato un incontro",
    "encounter.cancel": "ha annullato un incontro",
    "encounter.held": "ha chiuso le presenze di un incontro",
    "series.create": "ha creato una serie di incontri",
    "attendance.mark": "ha segnato la presenza a un incontro",
    "attendance.correct": "ha corretto la presenza a un incontro",
    "register.print": "ha stampato il foglio firme",
    "register.scan": "ha caricato il foglio firme firmato",
    "sign_up.create": "ha segnato un'iscrizione",
    "sign_up.cancel": "ha tolto un'iscrizione",
    "sign_up.drop": "ha scartato un'iscrizione",
    "sign_up.match": "ha collegato un'iscrizione alla scheda",
    "sign_up.walk_in": "ha aggiunto una persona arrivata all'incontro",
    "feed.create": "ha creato un calendario da abbonare",
    "feed.revoke": "ha revocato un calendario",
    # rooms
    "room.create": "ha aggiunto una sala",
    "room.update": "ha cambiato una sala",
    "room.book": "ha prenotato una sala",
    "room.move": "ha spostato una prenotazione",
    "room.cancel": "ha annullato una prenotazione",
    "place.update": "ha cambiato i dati di un luogo",
    "hours.create": "ha aggiunto un orario di apertura",
    "hours.remove": "ha tolto un orario di apertura",
    "closure.create": "ha aggiunto un giorno di chiusura",
    "closure.remove": "ha tolto un giorno di chiusura",
    # programme and reports
    "programme.create": "ha caricato una parte del programma",
    "programme.change": "ha cambiato una parte del programma",
    "programme.remove": "ha tolto una parte del programma",
    "programme.milestone": "ha segnato una tappa del piano",
    "programme.close_period": "ha chiuso un periodo",
    "programme.corrections": "ha pubblicato le correzioni di un periodo chiuso",
    "programme.export_rows": "ha scaricato le righe di un numero",
    "report.issue": "ha creato un rapporto",
    # imports
    "import.preview": "ha letto un foglio da importare",
    "import.start": "ha iniziato un'importazione",
    "import.apply": "ha importato un foglio di calcolo",
    "import.failed": "ha fermato un'importazione per un errore",
    "import.undo": "ha annullato un'importazione",
    "import.person": "ha importato la scheda da un foglio di calcolo",
    "import.removed": "ha tolto una scheda annullando un'importazione",
    "import.organisation": "ha importato un'organizzazione",
    "import.encounter": "ha importato un incontro",
    # organisations, replies, what was opened
    "attendance.reply": "ha risposto a un invito",
    "organisation.add": "ha aggiunto un'organizzazione",
    "organisation.update": "ha cambiato un'organizzazione",
    "organisation.contact": "ha scritto un contatto di un'organizzazione",
    "organisation.contact_removed": "ha tolto un contatto di un'organizzazione",
    "programme.rows": "ha aperto le righe di un numero",
    "register.read": "ha aperto il foglio firme firmato",
    "report.read": "ha scaricato un rapporto",
    # signing in and the staff
    "signin.ok": "è entrato",
    "signin.failed": "non è riuscito a entrare",
    "signin.out": "è uscito",
    "device.end": "ha chiuso un accesso da un altro dispositivo",
    "passkey.add": "ha aggiunto una passkey",
    "passkey.remove": "ha tolto una passkey",
    "passkey.reset": "ha azzerato le passkey di una persona dello staff",
    "passkey.recovery.make": "ha creato i codici di riserva",
    "passkey.recovery.use": "ha usato un codice di riserva",
    "card.issue": "ha stampato la tessera",
    "card.revoke": "ha revocato la tessera",
    "gate.open": "ha aperto la scheda fuori dal suo gruppo, con un motivo",
    "user.create": "ha aggiunto una persona dello staff",
    "user.end": "ha chiuso un accesso",
    "user.forget": "ha cancellato un accesso",
    "user.role": "ha cambiato un ruolo",
    "user.language": "ha cambiato la lingua",
    "user.contact.ask": "ha chiesto di cambiare contatto",
    "user.contact": "ha cambiato contatto",
    "team.create": "ha aggiunto un gruppo di lavoro",
    "team.update": "ha cambiato un gruppo di lavoro",
    "access.review": "ha ricontrollato chi può entrare",
    "accounts.upkeep": "ha tolto accessi e codici scaduti",
    # messages and jobs
    "notice.queued": "ha preparato un messaggio",
    "notice.sent": "ha mandato un messaggio",
    "notice.failed": "non è riuscito a mandare un messaggio",
    "notice.printed": "ha stampato una lettera",
    "notice.held": "ha fermato un messaggio",
    "notice.choose": "ha scelto quali messaggi ricevere",
    "notice.forget": "ha cancellato i messaggi di una persona",
    "notice.lift_hold": "ha ripreso a mandare messaggi",
    "notice.open": "ha aperto un messaggio",
    "notice.print": "ha stampato le lettere",
    "notice.send_again": "ha rimandato un messaggio",
    "job.cancel": "ha fermato un lavoro in automatico",
    "job.retry": "ha ripetuto un lavoro in automatico",
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
