"""What each action is called when people read the journal. One dictionary.

A phrase completes "Maria Verdi, Sportello, …". A test walks the source: an action that is
recorded somewhere and has no phrase here fails it.
"""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from jobcaffe.foundation.accounts.enums import Role

PHRASES: dict[str, str | Promise] = {
    # persons
    "person.read": _("ha aperto la scheda"),
    "person.list": _("ha visto il nome in un elenco"),
    "person.search": _("ha trovato il nome con una ricerca"),
    "person.create": _("ha scritto la scheda"),
    "person.update": _("ha cambiato la scheda"),
    "person.export": _("ha scaricato un elenco con la scheda"),
    "person.print": _("ha stampato un foglio"),
    "person.merge": _("ha unito due schede della stessa persona"),
    "person.erase": _("ha cancellato la persona"),
    "person.anonymise": _("ha tolto il nome e i contatti"),
    "person.import": _("ha importato la scheda da un foglio di calcolo"),
    # desk, paths and commitments
    "person.welcome": _("ha fatto l'accoglienza"),
    "person.welcome_again": _("ha fatto una nuova accoglienza"),
    "person.section": _("ha scritto in «Completa dopo»"),
    "person.answers": _("ha segnato le risposte alle domande"),
    "person.answers_corrected": _("ha corretto le risposte alle domande"),
    "person.transfer": _("ha passato la scheda a un'altra persona"),
    "person.protect": _("ha cambiato la riservatezza della scheda"),
    "person.status": _("ha scritto se la persona viene ancora"),
    "person.unmerge": _("ha separato due schede unite"),
    "queue.arrive": _("ha messo in attesa"),
    "queue.call": _("ha chiamato chi aspettava"),
    "queue.done": _("ha chiuso un'attesa"),
    "draft.start": _("ha iniziato una bozza"),
    "draft.throw_away": _("ha buttato una bozza"),
    "shift.note": _("ha lasciato una consegna"),
    "shift.done": _("ha chiuso una consegna"),
    "complaint.receive": _("ha scritto un reclamo"),
    "complaint.read": _("ha letto un reclamo"),
    "complaint.answer": _("ha risposto a un reclamo"),
    "duplicate.apart": _("ha detto che due schede sono di persone diverse"),
    "path.open": _("ha aperto il percorso"),
    "path.close": _("ha chiuso il percorso"),
    "goal.add": _("ha scritto un obiettivo"),
    "goal.reword": _("ha cambiato le parole di un obiettivo"),
    "goal.state": _("ha segnato a che punto è un obiettivo"),
    "commitment.promise": _("ha scritto un impegno"),
    "draft.forget": _("ha cancellato le bozze vecchie"),
    "import.forget": _("ha cancellato le righe di un elenco importato"),
    "sign_up.forget": _("ha cancellato nomi e recapiti di iscrizioni vecchie"),
    "commitment.read": _("ha aperto un impegno"),
    "commitment.start": _("ha segnato un impegno in corso"),
    "commitment.keep": _("ha segnato un impegno mantenuto"),
    "commitment.drop": _("ha segnato un impegno lasciato"),
    "commitment.move": _("ha spostato il giorno di un impegno"),
    "outcome.record": _("ha registrato un esito"),
    "outcome.correct": _("ha corretto un esito"),
    "outcome.follow_up": _("ha scritto una verifica"),
    "attendance.excuse": _("ha tolto la persona da un incontro"),
    # encounters, presences, sign-ups
    "encounter.create": _("ha creato un incontro"),
    "encounter.update": _("ha cambiato un incontro"),
    "encounter.move": _("ha spostato un incontro"),
    "encounter.cancel": _("ha annullato un incontro"),
    "encounter.held": _("ha chiuso le presenze di un incontro"),
    "series.create": _("ha creato una serie di incontri"),
    "attendance.mark": _("ha segnato la presenza a un incontro"),
    "attendance.correct": _("ha corretto la presenza a un incontro"),
    "register.print": _("ha stampato il foglio firme"),
    "register.scan": _("ha caricato il foglio firme firmato"),
    "sign_up.create": _("ha segnato un'iscrizione"),
    "sign_up.cancel": _("ha tolto un'iscrizione"),
    "sign_up.drop": _("ha scartato un'iscrizione"),
    "sign_up.match": _("ha collegato un'iscrizione alla scheda"),
    "sign_up.walk_in": _("ha aggiunto una persona arrivata all'incontro"),
    "feed.create": _("ha creato un calendario da abbonare"),
    "feed.revoke": _("ha revocato un calendario"),
    # rooms
    "room.create": _("ha aggiunto una sala"),
    "room.update": _("ha cambiato una sala"),
    "room.book": _("ha prenotato una sala"),
    "room.move": _("ha spostato una prenotazione"),
    "room.cancel": _("ha annullato una prenotazione"),
    "place.update": _("ha cambiato i dati di un luogo"),
    "hours.create": _("ha aggiunto un orario di apertura"),
    "hours.remove": _("ha tolto un orario di apertura"),
    "closure.create": _("ha aggiunto un giorno di chiusura"),
    "closure.remove": _("ha tolto un giorno di chiusura"),
    # programme and reports
    "programme.create": _("ha caricato una parte del programma"),
    "programme.change": _("ha cambiato una parte del programma"),
    "programme.remove": _("ha tolto una parte del programma"),
    "programme.milestone": _("ha segnato una tappa del piano"),
    "programme.close_period": _("ha chiuso un periodo"),
    "programme.corrections": _("ha pubblicato le correzioni di un periodo chiuso"),
    "programme.export_rows": _("ha scaricato le righe di un numero"),
    "report.issue": _("ha creato un rapporto"),
    # imports
    "import.preview": _("ha letto un foglio da importare"),
    "import.start": _("ha iniziato un'importazione"),
    "import.apply": _("ha importato un foglio di calcolo"),
    "import.failed": _("ha fermato un'importazione per un errore"),
    "import.undo": _("ha annullato un'importazione"),
    "import.person": _("ha importato la scheda da un foglio di calcolo"),
    "import.removed": _("ha tolto una scheda annullando un'importazione"),
    "import.organisation": _("ha importato un'organizzazione"),
    "import.encounter": _("ha importato un incontro"),
    # organisations, replies, what was opened
    "attendance.reply": _("ha risposto a un invito"),
    "organisation.add": _("ha aggiunto un'organizzazione"),
    "organisation.update": _("ha cambiato un'organizzazione"),
    "organisation.contact": _("ha scritto un contatto di un'organizzazione"),
    "organisation.contact_removed": _("ha tolto un contatto di un'organizzazione"),
    "programme.rows": _("ha aperto le righe di un numero"),
    "register.read": _("ha aperto il foglio firme firmato"),
    "report.read": _("ha scaricato un rapporto"),
    # signing in and the staff
    "signin.ok": _("è entrato"),
    "signin.failed": _("non è riuscito a entrare"),
    "signin.out": _("è uscito"),
    "device.end": _("ha chiuso un accesso da un altro dispositivo"),
    "passkey.add": _("ha aggiunto una passkey"),
    "passkey.remove": _("ha tolto una passkey"),
    "passkey.reset": _("ha azzerato le passkey di una persona dello staff"),
    "passkey.recovery.make": _("ha creato i codici di riserva"),
    "passkey.recovery.use": _("ha usato un codice di riserva"),
    "card.issue": _("ha stampato la tessera"),
    "card.revoke": _("ha revocato la tessera"),
    "gate.open": _("ha aperto la scheda fuori dal suo gruppo, con un motivo"),
    "user.create": _("ha aggiunto una persona dello staff"),
    "user.end": _("ha chiuso un accesso"),
    "user.forget": _("ha cancellato un accesso"),
    "user.role": _("ha cambiato un ruolo"),
    "user.language": _("ha cambiato la lingua"),
    "user.contact.ask": _("ha chiesto di cambiare contatto"),
    "user.contact": _("ha cambiato contatto"),
    "team.create": _("ha aggiunto un gruppo di lavoro"),
    "team.update": _("ha cambiato un gruppo di lavoro"),
    "access.review": _("ha ricontrollato chi può entrare"),
    "accounts.upkeep": _("ha tolto accessi e codici scaduti"),
    # messages and jobs
    "notice.queued": _("ha preparato un messaggio"),
    "notice.sent": _("ha mandato un messaggio"),
    "notice.failed": _("non è riuscito a mandare un messaggio"),
    "notice.printed": _("ha stampato una lettera"),
    "notice.held": _("ha fermato un messaggio"),
    "notice.choose": _("ha scelto quali messaggi ricevere"),
    "notice.forget": _("ha cancellato i messaggi di una persona"),
    "notice.lift_hold": _("ha ripreso a mandare messaggi"),
    "notice.open": _("ha aperto un messaggio"),
    "notice.print": _("ha stampato le lettere"),
    "notice.send_again": _("ha rimandato un messaggio"),
    "job.cancel": _("ha fermato un lavoro in automatico"),
    "job.retry": _("ha ripetuto un lavoro in automatico"),
    # consents and keys
    "consent.give": _("ha segnato un sì"),
    "consent.withdraw": _("ha ritirato un sì"),
    "key.rotate": _("ha cambiato la chiave che protegge i dati"),
    # files
    "file.store": _("ha aggiunto un documento"),
    "file.read": _("ha aperto un documento"),
    "file.delete": _("ha tolto un documento"),
    # keeping the system
    "journal.read": _("ha aperto il registro delle operazioni"),
    "backup.make": _("ha fatto un salvataggio"),
}

ROLE_PHRASES: dict[str, str | Promise] = {
    **{str(role.value): role.label for role in Role},
    "system": _("in automatico"),
    "anonymous": _("dal sito"),
    "": _("senza ruolo"),
}


def phrase(action: str) -> str:
    """An action in words. Rows of an older version keep their code if it is gone."""
    return str(PHRASES.get(action, action))


def role_phrase(roles: str) -> str:
    """``"desk,coordinator"`` → ``"Sportello, Regia"``."""
    return ", ".join(str(ROLE_PHRASES.get(role, role)) for role in roles.split(","))
