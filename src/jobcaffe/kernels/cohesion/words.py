"""What may be said of each measure: its definition, its sentence, its caveat."""

from __future__ import annotations

from collections.abc import Mapping

from jobcaffe.kernels.cohesion.model import Measure, Words

DEFINITIONS = {
    "connected": "Organizzazioni che ne hanno incontrata almeno un'altra, su tutte quelle in elenco.",
    "largest": "L'insieme più grande in cui da una si arriva a ogni altra, su tutte quelle in elenco.",
    "new": "Coppie di organizzazioni che si sono incontrate per la prima volta in questi tre mesi.",
    "repeated": "Coppie che si sono incontrate almeno tre volte.",
    "alive": "Fra le coppie di almeno sei mesi fa: quelle che si sono riviste dopo sei mesi o più.",
    "habits": "Coppie che si sono incontrate almeno tre volte e si sono riviste dopo sei mesi.",
    "partners": "Media delle organizzazioni incontrate da ciascuna organizzazione in rete.",
    "mixing": "Indice E-I: legami fra tipi diversi meno legami fra tipi uguali, diviso per tutti i legami. "
    "Si toglie quello che farebbe il caso: la media di mille prove. "
    "In ogni prova i tipi si rimescolano fra le organizzazioni in rete.",
    "breadth": "La più piccola parte delle organizzazioni presenti che fa metà delle presenze.",
}
CAVEATS = {
    "connected": "Conta solo gli incontri scritti: una presenza non segnata toglie un legame.",
    "largest": "Con pochi incontri scritti questa parte sembra più piccola di quanto è.",
    "new": "Un trimestre con un grande evento ha più contatti nuovi: guarda anche quanti si ripetono.",
    "repeated": "Dice che due organizzazioni erano presenti insieme, non che cosa hanno fatto insieme.",
    "alive": "I legami nati da meno di sei mesi non si contano ancora.",
    "habits": "Cresce tardi: un legame nuovo ha bisogno di sei mesi.",
    "partners": "Si confronta fra anni. Un solo incontro molto grande la fa salire di colpo.",
    "mixing": "Vale zero se ci si incontra come a caso. Conta solo se esce da quello che il caso fa da sé.",
    "breadth": "Chi ospita gli incontri c'è sempre, e pesa di più.",
}
_SENTENCES = {
    "connected": "{connected} organizzazioni su {bodies} sono in rete; {largest} nello stesso insieme.",
    "largest": "L'insieme più grande raccoglie il {percent} % delle organizzazioni.",
    "new": "Contatti nuovi nel trimestre: {new}. Da quando si contano: {ties}.",
    "repeated": "Legami che si sono ripetuti almeno tre volte: {repeated} su {ties}.",
    "alive": "Legami vivi dopo sei mesi: {alive} su {old}.",
    "habits": "Legami diventati un'abitudine che dura: {habits}.",
    "partners": "Ogni organizzazione in rete ne ha incontrate in media {value}.",
    "mixing": "Gli incontri fra mondi diversi sono {value} rispetto al caso.",
    "breadth": "Organizzazioni che insieme fanno metà delle presenze: {half} su {active}.",
}
_NONE = {
    "largest": "Non c'è ancora nessuna organizzazione in elenco.",
    "alive": "Nessun legame ha ancora sei mesi.",
    "partners": "Nessuna organizzazione ne ha ancora incontrata un'altra.",
    "mixing": "Con un solo tipo di organizzazioni, o senza legami, non c'è un confronto con il caso.",
    "breadth": "Nessuna organizzazione è stata ancora presente.",
}


def said(code: str, value: float | None, parts: Mapping[str, float]) -> Measure:
    """A measure with its words; without a value the sentence says why."""
    sentence = Words(_NONE[code]) if value is None else Words(_SENTENCES[code], _written(code, value, parts))
    return Measure(code, value, parts, DEFINITIONS[code], sentence, CAVEATS[code])


def _written(code: str, value: float, parts: Mapping[str, float]) -> dict[str, str]:
    signed = decimal(value, 2, sign=True) if code == "mixing" else decimal(value, 1)
    found = {name: decimal(part, 0) for name, part in parts.items() if float(part).is_integer()}
    return {**found, "value": signed, "percent": decimal(100 * value, 0)}


def decimal(value: float, places: int, *, sign: bool = False) -> str:
    """As it is written in Italian; never a minus before a zero."""
    rounded = round(value, places) + 0.0
    return f"{rounded:{'+' if sign and rounded else ''}.{places}f}".replace(".", ",")
