"""Writing the vocabulary: the official files, and the local dictionary."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Mapping
from uuid import UUID

from django.db import transaction

from jobcaffe.foundation.access import Refused, require
from jobcaffe.foundation.accounts.models import User
from jobcaffe.foundation.journal.actions import Actor, record
from jobcaffe.vocabulary import queries
from jobcaffe.vocabulary.enums import Kind
from jobcaffe.vocabulary.esco import Bundle, Entry
from jobcaffe.vocabulary.models import Concept, Edition, Label, Requirement, Stamp, Word
from jobcaffe.vocabulary.pack import pack

BATCH = 1000
SHORTEST, LONGEST = 2, 120
FIELDS = ("kind", "preferred", "group", "description", "transversal", "broader")
Progress = Callable[[int, int, str], None]


def _restamp(*kinds: Kind) -> None:
    """From now on every index of these kinds is old."""
    for kind in kinds:
        Stamp.objects.update_or_create(pk=kind.value, defaults={"token": uuid.uuid4()})


# --- the local dictionary -----------------------------------------------------------------------------


@transaction.atomic
def confirm_word(*, actor: User, text: str, kind: str, uri: str) -> Word:
    """From now on these words mean this concept. A second time changes nothing.

    Refused without words, with too many, and for an address that is not in the vocabulary.
    """
    from jobcaffe.kernels.concepts import normalise

    require(actor, "vocabulary.manage")
    text = " ".join(text.split())
    key = normalise(text)
    if len(key) < SHORTEST or len(text) > LONGEST:
        raise Refused(f"Scrivi da {SHORTEST} a {LONGEST} lettere.")
    if kind not in Kind.values or not queries.is_of(uri, Kind(kind)):
        raise Refused("Questa voce non c'è nel vocabolario. Cerca di nuovo e scegli dall'elenco.")
    word, fresh = Word.objects.get_or_create(
        kind=kind, key=key, uri=uri, defaults={"text": text, "confirmed_by": actor}
    )
    if fresh:
        _restamp(Kind(kind))
        record(actor, "word.confirm", word, fields=["text", "uri"])
    return word


@transaction.atomic
def remove_word(*, actor: User, word_id: UUID) -> None:
    """Take a word out of the dictionary; nothing happens when it is gone already."""
    require(actor, "vocabulary.manage")
    word = Word.objects.select_for_update().filter(pk=word_id).first()
    if word is None:
        return
    record(actor, "word.remove", word, fields=["text", "uri"])
    _restamp(Kind(word.kind))
    word.delete()


# --- the official files -------------------------------------------------------------------------------


@transaction.atomic
def bring_edition(*, actor: Actor, bundle: Bundle, progress: Progress | None = None) -> Edition:
    """Take the official files in: all or nothing; the same files again change nothing.

    What is no longer in the files stays: people and posts may name it. Never refused; what could not be
    joined is counted in ``counts``. Only from the command line, by whoever runs the machine.
    """
    latest = Edition.objects.first()
    if latest is not None and latest.digest == bundle.digest:
        return latest
    tell = progress or (lambda done, total, text: None)
    counts = _concepts(bundle, tell)
    places = dict(Concept.objects.values_list("uri", "pk"))
    counts |= _labels(bundle, places, tell)
    counts |= _requirements(bundle, places, tell)
    edition = Edition.objects.create(name=bundle.name[:120], digest=bundle.digest, counts=counts)
    _restamp(Kind.OCCUPATION, Kind.SKILL)
    record(actor, "vocabulary.import", edition)
    return edition


def _rows(bundle: Bundle) -> dict[str, Concept]:
    """The concepts as rows; those that only the pack has, too, so that skills can be tied to them."""
    own = pack()
    made = {
        **{
            uri: Concept(uri=uri, kind=Kind.OCCUPATION, preferred=one.label, group=one.isco)
            for uri, one in own.occupations.items()
        },
        **{
            uri: Concept(uri=uri, kind=Kind.SKILL, preferred=one.label, transversal=one.transversal)
            for uri, one in own.skills.items()
        },
    }
    for kind, entries in ((Kind.OCCUPATION, bundle.occupations), (Kind.SKILL, bundle.skills)):
        made.update((entry.uri, _row(kind, entry, bundle)) for entry in entries)
    return made


def _row(kind: Kind, entry: Entry, bundle: Bundle) -> Concept:
    return Concept(
        uri=entry.uri,
        kind=kind,
        preferred=entry.preferred,
        group=entry.group,
        description=entry.description,
        transversal=entry.transversal,
        broader=list(bundle.above.get(entry.uri, ())),
    )


def _concepts(bundle: Bundle, tell: Progress) -> dict[str, int]:
    rows = _rows(bundle)
    there = {concept.uri: concept for concept in Concept.objects.all()}
    fresh = [row for uri, row in rows.items() if uri not in there]
    changed = []
    for uri, row in rows.items():
        old = there.get(uri)
        if old is not None and any(getattr(old, name) != getattr(row, name) for name in FIELDS):
            row.pk = old.pk
            changed.append(row)
    tell(0, len(fresh), "Voci")
    Concept.objects.bulk_create(fresh, batch_size=BATCH)
    Concept.objects.bulk_update(changed, FIELDS, batch_size=200)
    in_files = {entry.uri for entry in (*bundle.occupations, *bundle.skills)}
    tell(len(fresh), len(fresh), "Voci")
    return {
        "occupations": len(bundle.occupations),
        "skills": len(bundle.skills),
        "new": len(fresh),
        "changed": len(changed),
        "only_in_pack": len(rows.keys() - in_files),
        "no_longer_there": len(there.keys() - rows.keys()),
    }


def _labels(bundle: Bundle, places: Mapping[str, int], tell: Progress) -> dict[str, int]:
    entries = [*bundle.occupations, *bundle.skills]
    wanted = {(places[entry.uri], text) for entry in entries for text in entry.labels}
    ours = {places[entry.uri] for entry in entries}
    there = {(at, text): pk for pk, at, text in Label.objects.values_list("pk", "concept_id", "text")}
    _drop(Label, [pk for (at, text), pk in there.items() if at in ours and (at, text) not in wanted])
    fresh = [
        Label(concept_id=places[entry.uri], text=text)
        for entry in entries
        for text in entry.labels
        if (places[entry.uri], text) not in there
    ]
    _insert(Label, fresh, tell, "Parole")
    return {"labels": len(wanted)}


def _requirements(bundle: Bundle, places: Mapping[str, int], tell: Progress) -> dict[str, int]:
    if not bundle.requirements:
        return {"requirements": 0, "requirements_left_out": 0, "occupations_without_words": 0}
    wanted = {
        (places[occupation], places[skill]): essential
        for occupation, skill, essential in bundle.requirements
        if occupation in places and skill in places
    }
    rows = Requirement.objects.values_list("pk", "occupation_id", "skill_id", "essential")
    there = {(occupation, skill): (pk, essential) for pk, occupation, skill, essential in rows}
    _drop(Requirement, [pk for pair, (pk, essential) in there.items() if wanted.get(pair) != essential])
    fresh = [
        Requirement(occupation_id=pair[0], skill_id=pair[1], essential=essential)
        for pair, essential in wanted.items()
        if there.get(pair, (0, None))[1] != essential
    ]
    _insert(Requirement, fresh, tell, "Capacità dei mestieri")
    return {
        "requirements": len(wanted),
        "requirements_left_out": len(bundle.requirements) - len(wanted),
        "occupations_without_words": len({one for one, _s, _e in bundle.requirements} - places.keys()),
    }


def _drop(model: type[Label] | type[Requirement], keys: list[int]) -> None:
    for at in range(0, len(keys), BATCH):
        model._default_manager.filter(pk__in=keys[at : at + BATCH]).delete()


def _insert(
    model: type[Label] | type[Requirement], rows: Iterable[Label | Requirement], tell: Progress, text: str
) -> None:
    every = list(rows)
    for at in range(0, len(every), 10 * BATCH):
        model._default_manager.bulk_create(every[at : at + 10 * BATCH], batch_size=BATCH)  # type: ignore[arg-type]
        tell(min(at + 10 * BATCH, len(every)), len(every), text)
