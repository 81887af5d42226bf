"""What every template knows: the demo, the house it stands in, the menu."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.conf import settings
from django.contrib.staticfiles import finders
from django.db.models import Subquery
from django.http import HttpRequest
from django.templatetags.static import static

from jobcaffe.plan.models import Programme
from jobcaffe.spaces.models import Place
from jobcaffe.web import nav

NAME = "Job Caffè"


@dataclass(frozen=True)
class PartnerLine:
    """Who carries or pays the programme, as the foot of the page shows it."""

    name: str
    role: str
    logo_url: str


class House:
    """The place and the programme: one question to the database, asked only by pages that show them;
    a second one in a house that has no programme yet.

    The page for our own failures shows none of this, so it stands without a database.
    """

    name = NAME

    @cached_property
    def _rows(self) -> list[Any]:
        place = Place.objects.order_by("name")
        rows: list[Any] = list(
            Programme.objects.order_by("-starts_on", "partners__position")
            .annotate(
                phone=Subquery(place.values("phone")[:1]),
                address=Subquery(place.values("address")[:1]),
                municipality=Subquery(place.values("municipality")[:1]),
            )
            .values(
                "code",
                "name",
                "place_name",
                "phone",
                "address",
                "municipality",
                "partners__name",
                "partners__role",
                "partners__logo",
            )
        )
        return rows or list(place.values("phone", "address", "municipality")[:1])

    def _first(self, name: str) -> str:
        return str(self._rows[0].get(name) or "") if self._rows else ""

    @property
    def place(self) -> str:
        """Where: "Lainate"."""
        return self._first("municipality") or self._first("place_name")

    @property
    def programme(self) -> str:
        """The programme's name."""
        return self._first("name")

    @property
    def phone(self) -> str:
        """The number to call, as it was written; empty when none was given."""
        return self._first("phone")

    @property
    def address(self) -> str:
        """Street and number."""
        return self._first("address")

    @property
    def partners(self) -> list[PartnerLine]:
        """In the order of the programme; a logo only when its file is served."""
        mine = [
            row for row in self._rows if row.get("partners__name") and row["code"] == self._rows[0]["code"]
        ]
        return [
            PartnerLine(
                str(row["partners__name"]),
                str(row["partners__role"]),
                _logo(str(row["partners__logo"] or "")),
            )
            for row in mine
        ]


def _logo(name: str) -> str:
    return static(name) if name and finders.find(name) else ""


class Navigation:
    """The menu, read only by the pages that show it."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    @cached_property
    def menu(self) -> list[nav.Item]:
        """Places of who asks."""
        return nav.menu(self.request)

    @cached_property
    def bar(self) -> list[nav.Item]:
        """A member's five places."""
        return nav.bar(self.request)

    @cached_property
    def footer(self) -> list[nav.Item]:
        """Privacy and the rest."""
        return nav.footer(self.request)

    @cached_property
    def links(self) -> dict[str, str]:
        """Addresses that every page shows when they exist."""
        names = {
            "sign_in": "accounts:sign_in",
            "sign_out": "accounts:sign_out",
            "own": "accounts:own",
            "language": "set_language",
            "home": "public:home",
        }
        return {key: nav.address(name) for key, name in names.items()}


def house(request: HttpRequest) -> dict[str, object]:
    """Name of the house, demo or not, menu."""
    return {"DEMO": settings.DEMO, "house": House(), "navigation": Navigation(request)}
