"""What all these views do: find the fair, the ticket, the visitor of the desk."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest

from jobcaffe.fair.events import queries as events
from jobcaffe.fair.events.models import Fair
from jobcaffe.fair.visits import queries
from jobcaffe.fair.visits.models import Visitor

BOTH = ("GET", "POST")


def fair_or_404(request: HttpRequest, slug: str) -> Fair:
    """The fair, when this user may read it."""
    try:
        return events.fair_of(request.user, slug)
    except Fair.DoesNotExist:
        raise Http404 from None


def holder(token: str) -> Visitor:
    """Whose ticket it is."""
    try:
        return queries.by_token(token)
    except Visitor.DoesNotExist:
        raise Http404 from None


def visitor_or_404(request: HttpRequest, slug: str, visitor_id: UUID) -> Visitor:
    """Somebody of this fair's list, when this user may read it."""
    fair = fair_or_404(request, slug)
    found = queries.visible_to(request.user).filter(pk=visitor_id, fair=fair, forgotten_on=None).first()
    if found is None:
        raise Http404
    return found
