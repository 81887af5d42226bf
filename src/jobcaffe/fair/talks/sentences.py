"""What a timetable says of itself: kept as a code with its facts, made into words for whoever reads it.

A plan that was made when sentences were kept as they were read shows them as they are.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.utils.functional import Promise
from django.utils.functional import lazy as later
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext

from jobcaffe.fair.events.models import Fair, Stand
from jobcaffe.fair.talks import rules
from jobcaffe.kernels.timetable import Told

if TYPE_CHECKING:
    from jobcaffe.fair.talks.advice import Advice

Kept = str | dict[str, Any]
WORDS: Mapping[str, str | Promise] = {
    # Why somebody does not talk with whom she asked for.
    "forbidden": lazy("Questo incontro non si può fare."),
    "enough": lazy("Ha già il numero massimo di colloqui."),
    "worse": lazy("C'era posto, ma così si fanno meno colloqui o si aspetta di più."),
    "closed": lazy("Lo stand non ha tavoli quando c'è."),
    "closed_help": lazy("Lo stand non ha tavoli quando c'è. Aiuterebbe il turno %(slots)s."),
    "closed_away": lazy(
        "Lo stand non ha tavoli quando c'è. Ne ha nel turno %(slots)s, ma allora ha un posto a «%(what)s»."
    ),
    "full": lazy("I tavoli sono presi quando è libera o libero."),
    "full_help": lazy("I tavoli sono presi quando è libera o libero. C'è posto nel turno %(slots)s."),
    "full_away": lazy(
        "I tavoli sono presi quando è libera o libero. "
        "C'è posto nel turno %(slots)s, ma allora ha un posto a «%(what)s»."
    ),
    "late": lazy("Il tempo è finito prima di trovare un orario. Prova con più minuti."),
    # Which fixed talk breaks a rule.
    "no_slot": lazy("%(who)s · %(where)s · turno %(slots)s: il turno non c'è."),
    "no_wish": lazy("%(who)s · %(where)s · turno %(slots)s: non l'ha chiesto."),
    "never": lazy("%(who)s · %(where)s · turno %(slots)s: non si devono incontrare."),
    "not_there": lazy("%(who)s · %(where)s · turno %(slots)s: non c'è in quel turno."),
    "away": lazy("%(who)s · %(where)s · turno %(slots)s: in quel turno ha altro da fare."),
    "absent": lazy("%(who)s · %(where)s · turno %(slots)s: adesso non è presente."),
    "passed": lazy("%(who)s · %(where)s · turno %(slots)s: è già passato e non si è tenuto."),
    "unknown": lazy("%(who)s · %(where)s: non c'è fra chi partecipa o fra gli stand."),
    "same_slot": lazy("%(who)s: %(n)s colloqui nello stesso turno %(slots)s."),
    "same_stand": lazy("%(who)s · %(where)s: %(n)s colloqui con lo stesso stand."),
    "few_tables": lazy("%(where)s: %(n)s colloqui nel turno %(slots)s, %(most)s tavoli."),
    "too_many": lazy("%(who)s: %(n)s colloqui, al massimo %(most)s."),
    # Which rules of the meetings of organisations cannot hold together.
    "crowded": lazy("%(name)s ha %(n)s incontri e i turni sono %(most)s."),
    "tables": lazy("Tavoli per turno: %(n)s."),
    "fairness": lazy("Le pause di due persone differiscono al massimo di %(n)s."),
    "hours": lazy("%(name)s non c'è nei turni %(hours)s."),
    "fixed": lazy("L'incontro %(talk)s (%(name)s con %(other)s) è fissato nel turno %(slots)s."),
    "morning": lazy("L'incontro %(talk)s (%(name)s con %(other)s) si fa al mattino."),
    "afternoon": lazy("L'incontro %(talk)s (%(name)s con %(other)s) si fa al pomeriggio."),
    "after": lazy("L'incontro %(talk)s (%(name)s con %(other)s) viene dopo %(earlier)s."),
}
MORE_TABLES = "more_tables"


def keep(text: str) -> Kept:
    """A sentence of the kernel as it is kept: its code and facts, or the words of one that has none."""
    return {"code": text.code, **text.facts} if isinstance(text, Told) and text.code else str(text)


def keep_left(text: str, titles: Mapping[int, str]) -> Kept:
    """The same of a wish without a talk; ``titles``: slot → the workshop in which she sits then."""
    kept = keep(text)
    if isinstance(kept, str) or not kept["code"].endswith("_away"):
        return kept
    what = titles.get(kept["slots"][0], "")
    return {**kept, "slots": [slot for slot in kept["slots"] if titles.get(slot, "") == what], "what": what}


def keep_advice(one: Advice) -> Kept:
    """What would help, as it is kept."""
    return {
        "code": MORE_TABLES, "where": one.stand, "first": one.first, "last": one.last, "n": one.talks,
        "m": one.first_talks,
    }  # fmt: skip


def said(fair: Fair, kept: Kept, names: Mapping[str, str]) -> str:
    """What was kept, in the language of who reads; ``names``: identifier → what staff read."""
    if isinstance(kept, str):
        return kept
    facts = {key: _shown(fair, key, value, names) for key, value in kept.items()}
    if kept["code"] == MORE_TABLES:
        return _advice(kept, facts | {"hours": rules.hours(fair, kept["first"], kept["last"])})
    return str(WORDS[kept["code"]]) % facts


def _shown(fair: Fair, key: str, value: Any, names: Mapping[str, str]) -> Any:
    if key in {"slots", "hours"}:
        turns = [_("delle %s") % rules.hour(fair, slot) for slot in value]
        return get_text_list(turns, _("o")) if key == "slots" else ", ".join(turns)
    return names.get(value, "–") if key in {"who", "where"} else value


def _advice(kept: Mapping[str, Any], facts: Mapping[str, Any]) -> str:
    text = ngettext(
        "Un tavolo in più da %(where)s, %(hours)s: almeno un colloquio in più.",
        "Un tavolo in più da %(where)s, %(hours)s: almeno %(n)s colloqui in più.",
        kept["n"],
    )
    first = ngettext(
        "Per una persona sarebbe il primo colloquio.",
        "Per %(m)s sarebbe il primo colloquio.",
        kept["m"],
    )
    return (f"{text} {first}" if kept["m"] else text) % facts


def told_table(stand: Stand, table: int) -> object:
    """The name of a table in the language of a message, whatever that of who presses is."""
    return later(rules.table_name, str)(stand, table)
