"""How every number comes about, in Italian. Rounded only here, where it is shown."""

from __future__ import annotations

from fractions import Fraction

from jobcaffe.kernels.venture.levies import INSURED, Levies, flat_rate, separata_rate
from jobcaffe.kernels.venture.model import MONTHS, Case, Form, Number, Parameters, Plan, Words

ADVICE = "Prima di aprire parlane con un commercialista o con l'associazione di categoria."
OTHER_YEAR = (
    "Attenzione: queste cifre valgono dal {first} al {last}, e la data è {on}. "
    "Le cifre nuove possono cambiare."
)
REFUSED = (
    "Le cifre valgono dal {first} al {last}, e la data è {on}. Aggiorna le cifre, "
    "oppure accetta di usare quelle di un altro anno."
)
NOTES: dict[Form, tuple[str, ...]] = {
    Form.OCCASIONAL: (
        "Vale solo per lavori che non fai di continuo: conta l'abitudine, non la cifra.",
        "Chi ti paga può trattenere il 20 %: si sistema con la dichiarazione dei redditi.",
        "Mancano le addizionali di Regione e Comune.",
    ),
    Form.SEPARATA: ("Se non incassi, non versi contributi.",),
    Form.CRAFT: ("I contributi minimi si versano anche se non incassi.",),
    Form.CRAFT_REDUCED: ("La riduzione si chiede all'INPS entro il 28 febbraio. Riduce anche la pensione.",),
    Form.TRADE: ("I contributi minimi si versano anche se non incassi.",),
    Form.TRADE_REDUCED: ("La riduzione si chiede all'INPS entro il 28 febbraio. Riduce anche la pensione.",),
}
LABELS = {
    Form.OCCASIONAL: "lavoro occasionale",
    Form.SEPARATA: "gestione separata",
    Form.CRAFT: "artigiana",
    Form.CRAFT_REDUCED: "artigiana, contributi ridotti",
    Form.TRADE: "commerciante",
    Form.TRADE_REDUCED: "commerciante, contributi ridotti",
}
CASES = {Case.PRUDENT: "prudente", Case.NORMAL: "normale", Case.GOOD: "buono"}


def euro(value: Fraction) -> str:
    """``11.473,46 €``, half a cent upwards."""
    cents = abs(value) * 100 + Fraction(1, 2)
    whole, rest = divmod(int(cents), 100)
    sign = "−" if value < 0 and int(cents) else ""
    return f"{sign}{whole:,}".replace(",", ".") + f",{rest:02} €"


def amount(value: Fraction) -> str:
    """``12,5``: at most two decimals."""
    shown = euro(value).removesuffix(" €")
    return shown.rstrip("0").rstrip(",")


def percent(share: Fraction) -> str:
    """``26,07 %``."""
    return f"{amount(share * 100)} %"


def number(result: Fraction | None, text: str, /, **values: str) -> Number:
    """A number with its words."""
    return Number(result, Words(text, values))


def takings(plan: Plan, case: Case) -> Number:
    """Of a year."""
    value = plan.price * plan.sales[case] * MONTHS
    return number(
        value,
        "{price} × {sales} vendite al mese × 12 mesi = {value}",
        price=euro(plan.price), sales=amount(plan.sales[case]), value=euro(value),
    )  # fmt: skip


def costs(plan: Plan, form: Form, case: Case) -> Number:
    """Of a year."""
    sold = plan.sales[case] * MONTHS
    value = plan.materials * sold + plan.fixed_of(form)
    return number(
        value,
        "{materials} × {sold} vendite + {fixed} di spese fisse = {value}",
        materials=euro(plan.materials), sold=amount(sold), fixed=euro(plan.fixed_of(form)), value=euro(value),
    )  # fmt: skip


def contributions(plan: Plan, figures: Parameters, form: Form, taken: Fraction, found: Levies) -> Number:
    """Of a year."""
    value = found.contributions.at(taken)
    income = found.income.at(taken)
    if form == Form.OCCASIONAL:
        return number(
            value,
            "{rate} di quanto passa {threshold} ({over}), per la parte a tuo carico, un terzo = {value}",
            rate=percent(figures["occasional.rate"]), threshold=euro(figures["occasional.threshold"]),
            over=euro(max(taken - figures["occasional.threshold"], Fraction(0))), value=euro(value),
        )  # fmt: skip
    told = {
        "share": percent(figures.activities[plan.activity].share), "taken": euro(taken),
        "income": euro(income), "value": euro(value),
    }  # fmt: skip
    if form == Form.SEPARATA:
        told |= {"rate": percent(separata_rate(plan, figures)), "top": euro(figures["inps.separata.ceiling"])}
        return Number(
            value, Words("reddito {income} ({share} di {taken}), fino a {top}, × {rate} = {value}", told)
        )
    return _insured(figures, form, income, Number(value, Words("", told)))


def _insured(figures: Parameters, form: Form, income: Fraction, found: Number) -> Number:
    rate, reduced = INSURED[form]
    least, band = figures["inps.minimum_income"], figures["inps.band"]
    told = dict(found.words.values) | {
        "rate": percent(figures[rate]), "least": euro(least), "counted": euro(max(income, least)),
        "maternity": euro(figures["inps.maternity"]), "reduction": percent(figures["inps.flat_reduction"]),
        "band": euro(band), "extra": percent(figures["inps.band_extra"]), "over": euro(income - band),
    }  # fmt: skip
    text = "reddito {income} ({share} di {taken}), ma almeno {least}: {counted} × {rate}"
    text += ", più {extra} di {over} (sopra {band})" if income > band else ""
    text += ", meno il {reduction}" if reduced else ""
    return Number(found.value, Words(text + ", più {maternity} per la maternità = {value}", told))


def tax(plan: Plan, figures: Parameters, form: Form, taken: Fraction, found: Levies) -> Number:
    """Of a year."""
    value, income, paid = found.tax.at(taken), found.income.at(taken), found.contributions.at(taken)
    if form != Form.OCCASIONAL:
        return number(
            value,
            "{rate} × (reddito {income} − contributi {paid}, mai sotto zero) = {value}",
            rate=percent(flat_rate(plan, figures)), income=euro(income), paid=euro(paid), value=euro(value),
        )  # fmt: skip
    if plan.other_income:
        text = "IRPEF su {other} + {income}, meno l'IRPEF su {other} = {value}"
    else:
        text = "IRPEF su incassi − spese − contributi ({income}), meno la detrazione = {value}"
    text += " (aliquote {first}, {second}, {third}; fino a {low}, fino a {high}, oltre)"
    return number(
        value, text, other=euro(plan.other_income), income=euro(income), value=euro(value),
        low=euro(figures["irpef.low"]), high=euro(figures["irpef.high"]),
        **{name: percent(figures[f"irpef.{name}"]) for name in ("first", "second", "third")},
    )  # fmt: skip


def left(parts: tuple[Number, Number, Number, Number], net: Fraction) -> Number:
    """What is left of a year."""
    names = ("taken", "spent", "paid", "taxed")
    shown = {name: euro(one.value or Fraction(0)) for name, one in zip(names, parts, strict=True)}
    text = "incassi {taken} − spese {spent} − contributi {paid} − imposta {taxed} = {value}"
    return number(net, text, value=euro(net), **shown)


def month(net: Fraction) -> Number:
    """What is left of a month."""
    return number(net / MONTHS, "{net} : 12 mesi = {value}", net=euro(net), value=euro(net / MONTHS))


def hour(plan: Plan, case: Case, net: Fraction) -> Number:
    """What is left of an hour of work, the unpaid ones too."""
    worked = worked_hours(plan, case)
    if not worked:
        return number(None, "Scrivi quante ore chiede una vendita.")
    return number(
        net / worked, "{net} : {worked} ore di lavoro in un anno = {value}",
        net=euro(net), worked=amount(worked), value=euro(net / worked),
    )  # fmt: skip


def worked_hours(plan: Plan, case: Case) -> Fraction:
    """Of a year, those that customers do not pay too."""
    return plan.sales[case] * MONTHS * plan.hours / plan.billable


def hours_week(plan: Plan, case: Case) -> Number:
    """What a case asks of her week."""
    value = worked_hours(plan, case) / plan.weeks
    return number(
        value,
        "{sales} vendite al mese × 12 × {hours} ore : {billable} di ore pagate "
        ": {weeks} settimane = {value} ore",
        sales=amount(plan.sales[case]), hours=amount(plan.hours), billable=percent(plan.billable),
        weeks=str(plan.weeks), value=amount(value),
    )  # fmt: skip
