"""Posts for machines: schema.org ``JobPosting`` inside the page, and a feed (JSON Feed 1.1)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _

from jobcaffe.exchange.posts import occupations
from jobcaffe.exchange.posts.enums import Contract, Sort
from jobcaffe.exchange.posts.models import Post
from jobcaffe.foundation import places
from jobcaffe.organisations import linked
from jobcaffe.organisations import queries as organisations
from jobcaffe.web.board import facts

WORK = (Sort.JOB, Sort.TRAINEESHIP)
FULL_TIME_HOURS = 36
# Values that search engines know: https://developers.google.com/search/docs/appearance/structured-data/job-posting
EMPLOYMENT: dict[str, tuple[str, ...]] = {
    Contract.PERMANENT: (),
    Contract.FIXED: ("TEMPORARY",),
    Contract.SEASONAL: ("TEMPORARY",),
    Contract.ON_CALL: ("PER_DIEM",),
    Contract.AGENCY: ("TEMPORARY",),
    Contract.APPRENTICESHIP: (),
    Contract.TRAINEESHIP: ("INTERN",),
    Contract.CIVIL_SERVICE: ("VOLUNTEER",),
    Contract.SELF_EMPLOYED: ("CONTRACTOR",),
    Contract.OCCASIONAL: ("OTHER",),
}


def url_of(post: Post) -> str:
    """The public address of a post, whole."""
    return str(settings.SITE_URL) + reverse("board:detail", args=[post.pk])


def valid_through(post: Post) -> date | None:
    """The last day on which it is shown."""
    days = [one for one in (post.answer_by, post.fresh_until) if one]
    return min(days) if days else None


def _end_of(day: date) -> str:
    return timezone.make_aware(datetime.combine(day, time(23, 59))).isoformat()


def employment_types(post: Post) -> list[str]:
    """Of schema.org's ``employmentType``: how much, and what kind."""
    contract = Contract.TRAINEESHIP if post.sort == Sort.TRAINEESHIP else post.contract
    kinds = list(EMPLOYMENT.get(contract, ()))
    if post.weekly_hours and "INTERN" not in kinds:
        kinds.insert(0, "FULL_TIME" if post.weekly_hours >= FULL_TIME_HOURS else "PART_TIME")
    return kinds or ["OTHER"]


def job_posting(post: Post) -> dict[str, Any] | None:
    """The post as schema.org ``JobPosting``; ``None`` for what is not an open place of work."""
    if post.sort not in WORK or post.direction != "offer" or post.published_on is None:
        return None
    said = format_html_join("", "<li>{}: {}</li>", ((row["label"], row["value"]) for row in facts.rows(post)))
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "JobPosting",
        "title": post.title,
        "description": str(format_html("<p>{}</p><ul>{}</ul>", post.text, said)),
        "datePosted": post.published_on.isoformat(),
        "hiringOrganization": _organisation(post),
        "jobLocation": {"@type": "Place", "address": _address(post)},
        "employmentType": employment_types(post),
        "totalJobOpenings": post.places_left,
        "directApply": False,
        "url": url_of(post),
    }
    through = valid_through(post)
    if through:
        data["validThrough"] = _end_of(through)
    return data | _more(post)


def _more(post: Post) -> dict[str, Any]:
    """What only some posts say."""
    work = occupations.label(post)
    found = {
        "occupationalCategory": work,
        "workHours": next((one.value for one in facts.facts(post) if one.name == "weekly_hours"), ""),
        "qualifications": ". ".join(post.requirements),
        "jobStartDate": post.starts_on.isoformat() if post.starts_on else "",
    }
    return {name: value for name, value in found.items() if value}


def _organisation(post: Post) -> dict[str, Any]:
    """Who hires: its page in the network, when everybody sees it."""
    home = settings.SITE_URL + reverse("public:home")
    row = post.organisation
    if row is None:
        return {"@type": "Organization", "name": facts.HOUSE, "url": home}
    if organisations.is_listed(row):
        return linked.reference(row, url=settings.SITE_URL + reverse("directory:detail", args=[row.pk]))
    return {"@type": "Organization", "name": row.name, "url": linked.website(row) or home}


def _address(post: Post) -> dict[str, str]:
    town = places.find(post.municipality)
    address = {"@type": "PostalAddress", "addressLocality": post.municipality, "addressCountry": "IT"}
    if town:
        address["addressRegion"] = town.province
    return address


def feed(posts: Iterable[Post]) -> dict[str, Any]:
    """What is on the board as JSON Feed 1.1 (https://www.jsonfeed.org/version/1.1/)."""
    return {
        "version": "https://jsonfeed.org/version/1.1",
        "title": _("La bacheca del Job Caffè"),
        "home_page_url": settings.SITE_URL + reverse("board:index"),
        "feed_url": settings.SITE_URL + reverse("board:feed"),
        "language": "it",
        "items": [_item(post) for post in posts],
    }


def _item(post: Post) -> dict[str, Any]:
    through = valid_through(post)
    return {
        "id": str(post.pk),
        "url": url_of(post),
        "title": post.title,
        "content_text": post.text,
        "date_published": timezone.make_aware(
            datetime.combine(post.published_on or timezone.localdate(), time())
        ).isoformat(),
        "authors": [{"name": facts.owner(post)}],
        "tags": [post.get_direction_display(), post.get_sort_display(), post.municipality],
        "_valid_through": through.isoformat() if through else None,
        "_places_left": post.places_left,
    }
