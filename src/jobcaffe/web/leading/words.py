"""The steps of a group's life in plain words: what each one means, and what happens next."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from jobcaffe.circles import rules
from jobcaffe.circles.enums import State
from jobcaffe.circles.models import Circle
from jobcaffe.circles.queries import CLOSED

Words = str | Promise


@dataclass(frozen=True)
class Step:
    """One decision that a group may take now. ``final`` ones cannot be taken back."""

    after: str
    title: Words
    means: Words
    then: Words
    button: Words
    final: bool = False


_START = Step(
    State.START_UP,
    _("Il gruppo parte"),
    _("Fate i primi due o tre incontri. Vi conoscete e scrivete insieme il patto."),
    _("Nessuno propone più il gruppo ad altre persone. Chi ha già l'invito può ancora dire di sì."),
    _("Fai partire il gruppo"),
)
_RUN = Step(
    State.RUNNING,
    _("Il gruppo è in cammino"),
    _("I primi incontri sono fatti e il patto è scritto. Da qui andate avanti insieme."),
    _("Decidete voi se entrano altre persone. Lo segni in «Ingresso»."),
    _("Vai avanti"),
)
_REVIEW = Step(
    State.MID_REVIEW,
    _("Vi fermate a guardare a che punto siete"),
    _("È la revisione di metà. Vi chiedete che cosa va bene e che cosa cambiare."),
    _("Potete rileggere il patto e fare un giro di domande. Intanto non entra nessuno."),
    _("Comincia la revisione"),
)
_BACK = Step(
    State.RUNNING,
    _("La revisione è fatta"),
    _("Avete guardato a che punto siete. Il gruppo continua."),
    _("Il gruppo torna in cammino. L'ingresso resta come lo avete scelto."),
    _("Chiudi la revisione"),
)
_CLOSE = Step(
    State.CLOSING,
    _("Il gruppo va verso la fine"),
    _("Restano gli ultimi incontri. Insieme decidete che cosa viene dopo."),
    _("Poi scegliete: vi rinnovate, andate avanti da soli, o vi salutate."),
    _("Comincia la chiusura"),
)
_RENEW = Step(
    State.RENEWED,
    _("Il gruppo si rinnova"),
    _("Avete deciso di fare un altro giro di incontri."),
    _("Metti le nuove date e rileggete il patto. Nomi e scambi restano."),
    _("Rinnova il gruppo"),
)
_AUTONOMOUS = Step(
    State.AUTONOMOUS,
    _("Il gruppo va avanti da solo"),
    _("Le persone continuano a trovarsi, senza di te e senza il programma. Ringraziatevi."),
    _("Tu non vedi più il gruppo. Le serate in agenda si tolgono. Dopo 3 e 6 mesi la regia chiede come va."),
    _("Segna che va avanti da solo"),
    final=True,
)
_END = Step(
    State.ENDED,
    _("Il gruppo finisce qui"),
    _("Vi siete salutati e ringraziati. Non ci sono altri incontri."),
    _("Tu non vedi più il gruppo. Le serate in agenda si tolgono. Dopo 6 mesi si cancellano anche i nomi."),
    _("Segna che il gruppo è finito"),
    final=True,
)
_NEVER = Step(
    State.ENDED,
    _("Il gruppo non parte"),
    _("Non ci sono le persone o le condizioni per cominciare."),
    _("Tu non vedi più il gruppo. Prima parlane con la regia, che avvisa le persone."),
    _("Segna che non parte"),
    final=True,
)
_AGAIN = Step(
    State.RUNNING,
    _("Il nuovo giro comincia"),
    _("Le date ci sono e il patto è riletto. Il gruppo riprende."),
    _("Il gruppo torna in cammino. L'ingresso resta come lo avete scelto."),
    _("Comincia il nuovo giro"),
)

_USUAL: dict[str, Step] = {
    step.after: step for step in (_START, _RUN, _REVIEW, _CLOSE, _RENEW, _AUTONOMOUS, _END)
}
_FROM: dict[tuple[str, str], Step] = {
    (State.MID_REVIEW, State.RUNNING): _BACK,
    (State.RENEWED, State.RUNNING): _AGAIN,
    (State.IDEA, State.ENDED): _NEVER,
    (State.GATHERING, State.ENDED): _NEVER,
    (State.ACTIVATION, State.ENDED): _NEVER,
}


def steps_of(circle: Circle) -> list[Step]:
    """The decisions that who leads this group may take now, in the order of a group's life."""
    ahead = [after for after in rules.STEPS[circle.state] if after in rules.OF_THE_GROUP]
    return [_FROM.get((circle.state, after)) or _USUAL[after] for after in ahead if after in _USUAL]


def closes(after: str) -> bool:
    """Whether nobody leads the group after this step."""
    return after in CLOSED


MODES: dict[str, Words] = {
    "peers": _("Nessuno vede più degli altri. I nomi li vede solo chi è nel gruppo."),
    "facilitated": _("I nomi li vedi tu e chi è nel gruppo."),
    "external": _("I nomi li vedi solo tu."),
}
CHIPS: dict[str, str] = {
    State.ACTIVATION: "todo",
    State.START_UP: "done",
    State.RUNNING: "done",
    State.MID_REVIEW: "todo",
    State.CLOSING: "attention",
    State.RENEWED: "todo",
}
