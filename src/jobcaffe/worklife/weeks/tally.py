"""Her row of unmet times: written again after each search, taken out with her yes."""

from __future__ import annotations

import random
import uuid
from typing import Any

from jobcaffe.worklife.weeks import gathering
from jobcaffe.worklife.weeks.models import Household, UnmetTime

PURPOSE = "unmet"


def recount(row: Household) -> None:
    """Her row again, under a new token and in no order; nothing without her yes. In a transaction."""
    body = row.opened()
    if not body.get("token"):
        return
    drop(body)
    body["token"] = uuid.uuid4().hex
    row.seal(body)
    row.save(update_fields=["body", "changed_on"])
    slots = gathering.slots_of(row.opened("result"))
    _mixed(UnmetTime(token=uuid.UUID(body["token"]), area=body["area"], slots=slots))


def drop(body: dict[str, Any]) -> None:
    """Take her row out of the count. In a transaction."""
    if body.get("token"):
        UnmetTime.objects.filter(token=uuid.UUID(body["token"])).delete()


def _mixed(new: UnmetTime) -> None:
    """Write all rows again in random order: their place in the file must not tell when each came.

    Consents have a day and a person; rows in order of writing could be laid beside them.
    """
    rows = [*UnmetTime.objects.select_for_update(), new]
    UnmetTime.objects.filter(token__in=[one.token for one in rows]).delete()
    random.SystemRandom().shuffle(rows)
    UnmetTime.objects.bulk_create(
        [UnmetTime(token=one.token, area=one.area, slots=one.slots) for one in rows]
    )
