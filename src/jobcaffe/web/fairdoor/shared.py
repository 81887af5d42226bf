"""What all views of the door do: find the fair among those of this keeper."""

from __future__ import annotations

from datetime import timedelta

from django.http import Http404, HttpRequest
from django.utils import timezone

from jobcaffe.fair.events.models import Fair
from jobcaffe.fair.visits import rules
from jobcaffe.foundation.accounts import limits
from jobcaffe.web.page import user_of
from jobcaffe.web.public.seats import CODES_AN_HOUR

DAY = timedelta(hours=24)
AFTER = timedelta(hours=2)


def door_or_404(request: HttpRequest, slug: str, *, closed_too: bool = False) -> Fair:
    """The fair whose door this user keeps. 404 for the others, as for one that is not there.

    ``closed_too``: also one that was closed a moment ago, whose telephones still send.
    """
    doors = rules.sending_fairs if closed_too else rules.door_fairs
    found = doors(request.user).select_related("place").filter(slug=slug).first()
    if found is None:
        raise Http404
    return found


def near(fair: Fair) -> bool:
    """Whether a telephone may keep the list: from the day before to two hours after the end."""
    now = timezone.now()
    return fair.opens_at - DAY <= now <= fair.closes_at + AFTER


def reads(request: HttpRequest, fair: Fair) -> bool:
    """Whether names are read here now: the staff's always, a volunteer's around the day alone."""
    return near(fair) or rules.is_staff(user_of(request))


def guesses_codes(request: HttpRequest, fair: Fair) -> bool:
    """Whether a keeper to whom no list is shown now tries one code after the other."""
    keeper = str(user_of(request).pk)
    return not reads(request, fair) and not limits.hit("fair_door_code", keeper, limit=CODES_AN_HOUR)


def may_send(fair: Fair) -> bool:
    """Whether a telephone may be registered: from the day before on, since what it kept may come late."""
    return fair.opens_at - DAY <= timezone.now()


def kept_for(fair: Fair) -> int:
    """How long a telephone may keep the list, in milliseconds: until two hours after the end, twelve hours
    at most. A length and not an hour, since its clock may be wrong.
    """
    left = min(fair.closes_at + AFTER - timezone.now(), timedelta(hours=12))
    return max(0, round(left / timedelta(milliseconds=1)))
