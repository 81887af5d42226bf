"""What the person's pages share."""

from __future__ import annotations

from typing import Any

from django.http import Http404

from jobcaffe.commitments.enums import State
from jobcaffe.commitments.models import Commitment
from jobcaffe.people.models import Person
from jobcaffe.people.queries import visible_to
from jobcaffe.web.page import HouseRequest

STEP_CHIPS = {
    State.PROMISED: "todo",
    State.UNDER_WAY: "todo",
    State.KEPT: "done",
    State.DROPPED: "later",
}


def own_person(request: HouseRequest) -> Person:
    """The person behind the account. Raises ``Http404`` when she is gone."""
    person = visible_to(request.user, "my.read").first()
    if person is None:
        raise Http404
    return person


def step_chip(step: Commitment, today: Any) -> str:
    """The state of a step as a chip: late when its day has passed."""
    if step.state in {State.PROMISED, State.UNDER_WAY} and step.due_on < today:
        return "late"
    return STEP_CHIPS[State(step.state)]


def step_status(step: Commitment, today: Any) -> dict[str, Any]:
    """Chip and word of a step in a task list; a step that was left is not for later."""
    word = step.get_state_display().capitalize() if step.state == State.DROPPED else ""
    return {"status": step_chip(step, today), "status_text": word}
