"""Why something is proposed, kept as plain values and told in plain words: to her, or about her."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jobcaffe.exchange.posts.enums import Contract, Licence, Sort
from jobcaffe.exchange.posts.queries import Opportunity
from jobcaffe.kernels import matching
from jobcaffe.network.matching.gathering import Candidate
from jobcaffe.vocabulary import queries as vocabulary

LEAST = 2  # reasons, or it is not proposed
MOST = 4
SHOWN = 3  # skills in a sentence


@dataclass(frozen=True)
class Why:
    """The explanation of one proposal as it is kept.

    ``reasons``: ``[code, …values]``, the strongest first; ``ask``: ``[side, field]``; ``covered``,
    ``missing``, ``nearly``: ESCO addresses of skills; ``minutes`` one way by ``means``; ``points`` out of
    ``matching.FULL``, never shown.
    """

    reasons: tuple[tuple[Any, ...], ...]
    ask: tuple[tuple[str, str], ...]
    covered: tuple[str, ...]
    nearly: tuple[str, ...]
    missing: tuple[str, ...]
    minutes: int | None
    means: str | None
    points: int

    def body(self) -> dict[str, Any]:
        """As values that JSON knows."""
        return asdict(self)

    @classmethod
    def from_body(cls, body: Mapping[str, Any]) -> Why:
        """From what was sealed."""
        values = dict(body)
        for name in ("covered", "nearly", "missing"):
            values[name] = tuple(values[name])
        for name in ("reasons", "ask"):
            values[name] = tuple(tuple(one) for one in values[name])
        return cls(**values)


def explain(candidate: Candidate, post: Opportunity, found: matching.Proposal) -> Why:
    """The pair in values: only what is true and known."""
    return Why(
        reasons=tuple(_reasons(candidate, post, found))[:MOST],
        ask=tuple((one.side.value, one.about) for one in found.ask),
        covered=found.covered,
        nearly=tuple(one.required for one in found.nearly),
        missing=found.missing,
        minutes=found.minutes,
        means=found.means.value if found.means else None,
        points=found.points,
    )


def _reasons(
    candidate: Candidate, post: Opportunity, found: matching.Proposal
) -> Iterable[tuple[str, *tuple[Any, ...]]]:
    if found.wish is not matching.Wish.NONE:
        yield (f"wish_{found.wish.value}", post.occupation_uri, post.sector)
    if found.covered:
        yield ("skills", *found.covered[:SHOWN])
    if found.nearly:
        yield ("near", *[one.required for one in found.nearly[:SHOWN]])
    if found.minutes is not None and found.means is not None:
        yield ("minutes", found.minutes, found.means.value)
    elif post.municipality and post.municipality == candidate.person.municipality:
        yield ("town", post.municipality)
    if found.shifts and candidate.told.parts is not None:
        yield ("hours",)
    yield from _papers(candidate, post)
    yield from _plain(post)


def _papers(candidate: Candidate, post: Opportunity) -> Iterable[tuple[str, *tuple[Any, ...]]]:
    told = candidate.told
    if post.contract and told.contracts and post.contract in told.contracts:
        yield ("contract", post.contract)
    if post.licences and told.licences is not None:
        yield ("licences", *post.licences)


def _plain(post: Opportunity) -> Iterable[tuple[str, *tuple[Any, ...]]]:
    """What is true of the post alone: said last, only where there is nothing better."""
    if post.sort in (Sort.TRAINEESHIP, Sort.PCTO, Sort.TRAINING):
        yield ("learning",)
    if not post.essential:
        yield ("no_experience",)
    if not post.licences:
        yield ("no_papers",)
    yield ("places", post.places_left)


MEANS = {
    "walk": lambda: _("a piedi"),
    "bike": lambda: _("in bici"),
    "public": lambda: _("con i mezzi"),
    "car": lambda: _("in auto"),
}


def reason(row: Sequence[Any], labels: Mapping[str, str], *, to_her: bool) -> str:
    """One reason in words: "tu" to herself, "lei" at the desk."""
    code, values = row[0], list(row[1:])
    if code.startswith("wish_"):
        return _wish(code, values, labels, to_her=to_her)
    if code in ("skills", "near"):
        names = _listed(labels.get(uri, "") for uri in values)
        if code == "skills":
            return (_("Sai già farlo: %s.") if to_her else _("Sa già farlo: %s.")) % names
        return (_("Sai fare cose vicine a: %s.") if to_her else _("Sa fare cose vicine a: %s.")) % names
    if code == "minutes":
        told = {"minutes": values[0], "means": MEANS[values[1]]()}
        sentence = (
            _("Arrivi in %(minutes)s minuti %(means)s.")
            if to_her
            else _("Arriva in %(minutes)s minuti %(means)s.")
        )
        return str(sentence % told)
    return _other(code, values, to_her=to_her)


def _wish(code: str, values: list[Any], labels: Mapping[str, str], *, to_her: bool) -> str:
    if code == "wish_occupation":
        sentence = _("Cerchi questo: %s.") if to_her else _("Cerca questo: %s.")
        return sentence % labels.get(values[0], "")
    if code == "wish_group":
        return _("È vicino al lavoro che cerchi.") if to_her else _("È vicino al lavoro che cerca.")
    return _("È nel settore che cerchi.") if to_her else _("È nel settore che cerca.")


def _other(code: str, values: list[Any], *, to_her: bool) -> str:
    if code == "town":
        return (_("È nel tuo Comune: %s.") if to_her else _("È nel suo Comune: %s.")) % str(values[0])
    if code == "hours":
        return _("Gli orari stanno nei tuoi.") if to_her else _("Gli orari stanno nei suoi.")
    if code == "contract":
        sentence = _("Il contratto ti va bene: %s.") if to_her else _("Il contratto le va bene: %s.")
        return sentence % str(Contract(values[0]).label)
    if code == "licences":
        names = _listed(str(Licence(one).label) for one in values)
        return (_("Hai quello che serve: %s.") if to_her else _("Ha quello che serve: %s.")) % names
    if code == "places":
        return ngettext("C'è %s posto libero.", "Ci sono %s posti liberi.", values[0]) % int(values[0])
    return {
        "learning": _("Si impara mentre si fa."),
        "no_experience": _("Non chiedono esperienza."),
        "no_papers": _("Non serve la patente."),
    }[code]


def questions(rows: Iterable[Sequence[str]], *, of_her: bool) -> tuple[str, ...]:
    """What to ask her, or else who offers; each question once."""
    side = matching.Side.PERSON if of_her else matching.Side.OPPORTUNITY
    asks = [matching.Ask(matching.Side(one), about) for one, about in rows]
    return tuple(dict.fromkeys(_(matching.question(ask)) for ask in asks if ask.side == side))


def _listed(names: Iterable[str]) -> str:
    return ", ".join(one for one in names if one)


def change(relaxed: matching.Relaxed) -> str:
    """What one change would open, with names instead of codes."""
    names = {
        matching.Change.CONTRACT: dict(Contract.choices),
        matching.Change.LICENCE: dict(Licence.choices),
    }.get(relaxed.change, {})
    return matching.sentence(replace(relaxed, detail=str(names.get(relaxed.detail, relaxed.detail))))


def uris_of(rows: Iterable[Why]) -> set[str]:
    """Every address that the words of these explanations name."""
    found: set[str] = set()
    for why in rows:
        found.update(why.covered, why.nearly, why.missing)
        found.update(
            value
            for row in why.reasons
            for value in row[1:]
            if isinstance(value, str) and value.startswith("http")
        )
    return found


def labels_of(rows: Iterable[Why]) -> dict[str, str]:
    """Their names."""
    return vocabulary.labels(sorted(uris_of(rows)))
