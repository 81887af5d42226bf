"""The door: facts that devices send, late and twice, and the state they fold into."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from jobcaffe.fair.events.enums import State
from jobcaffe.fair.events.models import Fair
from jobcaffe.fair.visits import hooks, queries, rules
from jobcaffe.fair.visits.actions.signing import Details, sign_up
from jobcaffe.fair.visits.enums import ScanKind, Way
from jobcaffe.fair.visits.models import Device, Scan, Visitor
from jobcaffe.fair.visits.presence import Fact, Presence, fold
from jobcaffe.foundation.access import Refused
from jobcaffe.foundation.accounts.models import User
from jobcaffe.foundation.journal.actions import Actor, record
from jobcaffe.foundation.privacy import crypto

BATCH = 200
KEY_BYTES = 24
SALT = "fair-door"
LABEL_LETTERS = 60
# What arrives later than this was written without a network.
OFFLINE = timedelta(seconds=30)
# None waits for so long: a clock that says so was put right meanwhile.
BEHIND = timedelta(days=30)
TICK = timedelta(microseconds=1)
NOT_YOURS = lazy("Questa porta non è fra le tue. Torna all'elenco.")
TURNED_OFF = lazy("Questo telefono è stato spento dallo staff. Chiedi in segreteria.")


class Row(NamedTuple):
    """A fact as it was read from what a device sent; ``at`` is still on the device's clock."""

    nonce: UUID
    kind: str
    at: datetime
    read: str
    undoes: UUID | None
    name: str
    heard: str


@dataclass
class Receipt:
    """What became of a batch. ``taken``: nonces that are kept, the repeated ones too, so that the device
    lets go of them; ``unknown``: those of a code that is of nobody; ``refused``: rows nobody can read;
    ``late``: pressed after the fair was closed, and not kept.
    """

    taken: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    late: list[str] = field(default_factory=list)


def keeper(actor: Actor, fair: Fair) -> None:
    """Refused to who does not keep this door; a volunteer's are those in which she has a shift."""
    if not isinstance(actor, User) or not rules.door_fairs(actor).filter(pk=fair.pk).exists():
        raise Refused(str(NOT_YOURS))


def sender(actor: Actor, fair: Fair) -> None:
    """Refused to who does not keep this door, and once it was closed for longer than telephones wait."""
    if not isinstance(actor, User) or not rules.sending_fairs(actor).filter(pk=fair.pk).exists():
        raise Refused(str(NOT_YOURS))


@transaction.atomic
def register_device(*, actor: User, fair: Fair, label: str, device_id: UUID, key: str) -> Device:
    """A telephone or computer at the door.

    It brings the ``device_id`` and the ``key`` that it made for itself, and alone keeps the key: however
    often it comes, it is one device. Refused to who does not keep this door, without a name for it, for a
    key that is too short, for a device of somebody else, and for one that was turned off.
    """
    sender(actor, fair)
    words = " ".join(label.split())[:LABEL_LETTERS]
    if not words:
        raise Refused(_("Dai un nome a questo telefono, per esempio «Porta 1»."))
    if len(key) < KEY_BYTES:
        raise Refused(str(TURNED_OFF))
    digest = crypto.code_digest(SALT, key)
    made, new = Device.objects.get_or_create(
        pk=device_id, defaults={"fair": fair, "label": words, "user": actor, "key_digest": digest}
    )
    same = made.fair_id == fair.pk and made.user_id == actor.pk and made.off_at is None
    if not same or not constant_time_compare(made.key_digest, digest):
        raise Refused(str(TURNED_OFF))
    if new:
        record(actor, "fair_device.register", made, fields=["label"])
    return made


@transaction.atomic
def turn_off_device(*, actor: User, fair: Fair, device_id: UUID) -> Device:
    """A lost telephone writes nothing any more; what it had sent stays. Twice is the same as once.

    The staff turns any device off, a volunteer her own. Refused to the others.
    """
    keeper(actor, fair)
    found = Device.objects.select_for_update().filter(pk=device_id, fair=fair).first()
    staff = rules.is_staff(actor)
    if found is None or not (staff or found.user_id == actor.pk):
        raise Refused(_("Questo telefono non c'è. Torna all'elenco."))
    if found.off_at is None:
        found.off_at = timezone.now()
        found.save(update_fields=["off_at"])
        record(actor, "fair_device.off", found, fields=["off_at"])
    return found


def device_of(fair: Fair, device_id: str, key: str) -> Device | None:
    """The working device with this key; ``None`` when there is none."""
    try:
        found = Device.objects.filter(pk=UUID(device_id), fair=fair, off_at=None).first()
    except (ValueError, TypeError, AttributeError):
        return None
    if found is None or not constant_time_compare(found.key_digest, crypto.code_digest(SALT, key)):
        return None
    return found


@transaction.atomic
def record_scans(
    *,
    actor: Actor,
    fair: Fair,
    rows: Sequence[Mapping[str, Any]],
    device: Device | None = None,
    sent_at: datetime | None = None,
    now: datetime | None = None,
    until: Callable[[], datetime | None] | None = None,
) -> Receipt:
    """Take a batch of facts: ``nonce``, ``kind``, ``at`` (milliseconds of the device's clock), ``read``,
    for an undo ``undoes``, for a walk-in ``name`` and ``heard``.

    ``sent_at``: the device's clock when it sent, by which its hours are put right. A nonce that is known is
    harmless; a code of nobody is kept; a row that cannot be read is told apart. Batches of one fair wait
    for each other, so that the state is the fold of all facts whatever came first. A closed fair takes from
    its devices, for two days, what was pressed before it was closed (``until`` says when; the end of that
    day when nobody says the hour), and nothing from a page. Refused to who does not keep this door, for a
    device that was turned off and for more than 200 rows.
    """
    (keeper if device is None else sender)(actor, fair)
    if len(rows) > BATCH:
        raise Refused(_("Manda al massimo %(most)s letture per volta.") % {"most": BATCH})
    fair = Fair.objects.select_for_update(no_key=True).select_related("place").get(pk=fair.pk)
    if device is None and fair.state != State.OPEN:
        raise Refused(str(rules.OVER))  # it was closed while this press waited
    here = now or timezone.now()
    skew = _skew(fair, device, sent_at, here)
    receipt, read = Receipt(), []
    for raw in rows:
        row = _row(raw)
        if row is None:
            receipt.refused.append(str(raw.get("nonce", ""))[:36] if isinstance(raw, Mapping) else "")
        else:
            read.append(row)
    ends, read = _end_of(fair, until), _put_right(read, skew, here)
    after = [row for row in read if ends is not None and row.at > ends]
    receipt.late += [str(row.nonce) for row in after]
    _keep(actor, fair, device, [row for row in read if row not in after], receipt)
    return receipt


def _end_of(fair: Fair, until: Callable[[], datetime | None] | None) -> datetime | None:
    """When a fair was closed, or the end of that day; ``None`` as long as it is not."""
    if fair.state != State.CLOSED or fair.closed_on is None:
        return None
    told = until() if until is not None else None
    return told or timezone.make_aware(datetime.combine(fair.closed_on, time.max))


def _skew(fair: Fair, device: Device | None, sent_at: datetime | None, now: datetime) -> timedelta:
    """Server minus device clock, noted on the device. Refused for one that was turned off meanwhile."""
    skew = now - sent_at if sent_at is not None else timedelta(0)
    if device is not None:
        milliseconds = round(skew / timedelta(milliseconds=1))
        alive = Device.objects.filter(pk=device.pk, fair=fair, off_at=None)
        if not alive.update(skew_ms=milliseconds):
            raise Refused(str(TURNED_OFF))
    return skew


def _row(raw: Mapping[str, Any]) -> Row | None:
    """A fact as it was sent; ``None`` when it is not one."""
    try:
        kind = ScanKind(raw["kind"])
        at = datetime.fromtimestamp(int(raw["at"]) / 1000, UTC)
        undoes = UUID(str(raw["undoes"])) if kind == ScanKind.UNDO else None
        # Half a character of two cannot be kept: no keyboard writes it.
        name = " ".join(str(raw.get("name") or "").encode(errors="ignore").decode().split())
        if kind == ScanKind.WALK_IN and not name:
            return None
        words = str(raw.get("read") or ""), str(raw.get("heard") or "")
        return Row(UUID(str(raw["nonce"])), kind.value, at, words[0], undoes, name, words[1])
    except (AttributeError, KeyError, OSError, OverflowError, TypeError, ValueError):
        return None


def _keep(actor: Actor, fair: Fair, device: Device | None, rows: list[Row], receipt: Receipt) -> None:
    fresh: dict[UUID, Row] = {}
    for row in rows:
        fresh.setdefault(row.nonce, row)
    known = set(Scan.objects.filter(nonce__in=fresh).values_list("nonce", flat=True))
    receipt.taken += [str(nonce) for nonce in fresh]
    fresh = {nonce: row for nonce, row in fresh.items() if nonce not in known}
    if not fresh:
        return
    whose = _whose(fair, fresh.values())
    _hold(fair, whose.values(), [row.undoes for row in fresh.values() if row.undoes is not None])
    newcomers = [row for row in fresh.values() if row.kind == ScanKind.WALK_IN]
    came_in = {row.nonce: _newcomer(actor, fair, row) for row in newcomers}
    whose |= {nonce: who for nonce, who in came_in.items() if who is not None}
    made = [_scan(fair, device, row, whose.get(row.nonce)) for row in fresh.values()]
    Scan.objects.bulk_create(made)
    receipt.unknown += [
        str(one.nonce) for one in made if one.visitor_id is None and one.kind != ScanKind.UNDO
    ]
    came = _refold(fair, made)
    if came:
        hooks.arrive(actor, fair, came)
    record(actor, "fair_door.record", fair, fields=[f"count={len(made)}"])


def _hold(fair: Fair, visitors: Iterable[UUID], undone: Collection[UUID]) -> None:
    """The visitors whose state will be folded again wait for us, before anything goes into the journal."""
    named = Scan.objects.filter(fair=fair, nonce__in=undone, visitor__isnull=False)
    rules.hold([*visitors, *named.values_list("visitor_id", flat=True)])


def _newcomer(actor: Actor, fair: Fair, row: Row) -> UUID | None:
    """Somebody without a sign-up; the nonce of her arrival is the key of her row. ``None`` when the key is
    another's: the fact is kept as one of nobody, and the rest of the batch goes on.
    """
    details = Details(name=row.name, heard_from=row.heard, way=Way.DOOR)
    try:
        return sign_up(actor=actor, fair=fair, details=details, request_key=row.nonce).pk
    except Refused:
        return None


def _whose(fair: Fair, rows: Iterable[Row]) -> dict[UUID, UUID]:
    """Nonce → visitor, for the readings that are of somebody: three queries for a whole batch."""
    tokens = {row.nonce: rules.read_token(row.read) for row in rows}
    codes = {row.nonce: rules.read_code(row.read) for row in rows}
    mine = Visitor.objects.filter(fair=fair, forgotten_on=None)
    keys = {found for found in tokens.values() if found is not None}
    by_key = set(mine.filter(pk__in=keys).values_list("pk", flat=True)) if keys else set()
    by_code = dict(mine.filter(code__in={one for one in codes.values() if one}).values_list("code", "pk"))
    found = {nonce: key for nonce, key in tokens.items() if key in by_key}
    by_code |= queries.holders(fair, {one for one in codes.values() if one and one not in by_code})
    found |= {nonce: by_code[code] for nonce, code in codes.items() if code in by_code}
    return {nonce: key for nonce, key in found.items() if key is not None}


def _scan(fair: Fair, device: Device | None, row: Row, visitor: UUID | None) -> Scan:
    now = timezone.now()
    return Scan(
        nonce=row.nonce, fair=fair, device=device, kind=row.kind, visitor_id=visitor,
        read=rules.as_read(row.read), undoes=row.undoes, at=row.at, received_at=now,
        offline=now - row.at > OFFLINE,
    )  # fmt: skip


def _put_right(rows: Iterable[Row], skew: timedelta, now: datetime) -> list[Row]:
    """The device's hours by our clock; the hour of arrival here for a clock of another age.

    No press is later than its arrival: a clock that says so was put right meanwhile, and those presses were
    made before it, in their own order.
    """
    right = [row._replace(at=_ours(row.at, skew, now)) for row in rows]
    ahead = sorted({row.at for row in right if row.at > now}, reverse=True)
    place = {at: now - number * TICK for number, at in enumerate(ahead)}
    return [row._replace(at=place.get(row.at, row.at)) for row in right]


def _ours(at: datetime, skew: timedelta, now: datetime) -> datetime:
    try:
        right = at + skew
    except OverflowError:
        return now
    return right if right >= now - BEHIND else now


def _refold(fair: Fair, made: Collection[Scan]) -> set[UUID]:
    """The visitors that the new facts are about, also through those they take back; who has come in."""
    about = {one.visitor_id for one in made if one.visitor_id is not None}
    named = {one.undoes for one in made if one.undoes is not None}
    targets = Scan.objects.filter(fair=fair, nonce__in=named, visitor__isnull=False)
    about |= set(targets.values_list("visitor_id", flat=True))
    facts = list(Scan.objects.filter(fair=fair, visitor__in=about).exclude(kind=ScanKind.UNDO))
    undone = Scan.objects.filter(fair=fair, kind=ScanKind.UNDO, undoes__in=[one.nonce for one in facts])
    state = fold(fact_of(one) for one in [*facts, *undone])
    changed = []
    for one in Visitor.objects.select_for_update(no_key=True).filter(pk__in=about).order_by("pk"):
        found = state.get(one.pk, Presence())
        if (one.arrived_at, one.inside) != (found.arrived_at, found.inside):
            one.arrived_at, one.inside = found.arrived_at, found.inside
            changed.append(one)
    Visitor.objects.bulk_update(changed, ["arrived_at", "inside"])
    return {one.pk for one in changed if one.inside}


def fact_of(scan: Scan) -> Fact:
    """A stored row as the fold takes it."""
    return Fact(scan.nonce, scan.kind, scan.at, scan.visitor_id, scan.undoes)


@transaction.atomic
def walk_in(*, actor: User, fair: Fair, name: str, heard_from: str = "", nonce: UUID) -> Visitor:
    """Somebody at the door without a sign-up: a name and how she heard of it. She is inside at once.

    A second press with the same nonce gives the same visitor. Refused without a name, and for a nonce that
    is another press's.
    """
    if not name.strip():
        raise Refused(_("Scrivi il nome di chi entra."))
    at = round(timezone.now().timestamp() * 1000)
    row = {"nonce": str(nonce), "kind": ScanKind.WALK_IN.value, "at": at, "name": name, "heard": heard_from}
    record_scans(actor=actor, fair=fair, rows=[row])
    made = Visitor.objects.filter(request_key=nonce, fair=fair, way=Way.DOOR).first()
    if made is None:
        raise Refused(_("Questa pagina è già servita. Aprila di nuovo e riprova."))
    return made
