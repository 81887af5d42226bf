"""A woman with a small activity: the example that the tests of the kernel work by hand."""

from __future__ import annotations

from typing import Any

from jobcaffe.foundation.accounts.models import User
from jobcaffe.worklife.ventures import actions
from jobcaffe.worklife.ventures.models import Venture

IDEA = {"what": "Accorcio e riparo vestiti", "activity": "other", "have": "Una macchina da cucire"}
PRICES = {
    "price": "25.00", "materials": "5.00", "hours": "1.50", "prudent": "20", "normal": "40", "good": "60",
}  # fmt: skip
COSTS = {"fixed": "0", "kept": "0", "wish": "500"}
TIME = {"hours_week": "15", "weeks": 46, "billable": 70}


def plan_of(user: User, name: str = "Orli", **tasks: Any) -> Venture:
    """With what the numbers need."""
    row = actions.start(actor=user, name=name)
    for task, data in ({"idea": IDEA, "prezzi": PRICES, "spese": COSTS, "tempo": TIME} | tasks).items():
        row = actions.save_task(actor=user, venture_id=row.pk, task=task, data=data)
    return row
