"""Two worlds that differ by one thing, asked the same questions: what every test of silence stands on."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import is_dataclass
from typing import Any, TypeVar

from django.db import models, transaction

from jobcaffe.foundation.accounts.models import User

W = TypeVar("W")
Users = dict[str, User | None]


def plain(answer: Any) -> Any:
    """An answer as data that can be compared."""
    if isinstance(answer, models.QuerySet | list | tuple | set):
        return [plain(one) for one in answer]
    if isinstance(answer, dict):
        return {str(key): plain(value) for key, value in answer.items()}
    if isinstance(answer, models.Model):
        # With what a query added to the row (counts), without what Django keeps for itself.
        return {key: str(value) for key, value in sorted(vars(answer).items()) if not key.startswith("_")}
    if is_dataclass(answer) and not isinstance(answer, type):
        return {key: plain(getattr(answer, key)) for key in answer.__dataclass_fields__}
    return str(answer)


# What differs between two runs of the same world: the instant, and identifiers drawn at random.
_INSTANT = re.compile(r"\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d(\.\d+)?(\+\d\d:\d\d)?")
_RANDOM = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")


def settled(text: str) -> str:
    """Instants as one word, identifiers by the order in which they come."""
    seen: dict[str, str] = {}
    text = _INSTANT.sub("<instant>", text)
    return _RANDOM.sub(lambda found: seen.setdefault(found[0], f"<id {len(seen)}>"), text)


def looks(world: W, asks: dict[str, Callable[[W, Any], Any]], users: Users) -> dict[str, str]:
    """Every question asked by everybody."""
    return {
        f"{name}, {who}": settled(str(plain(ask(world, user))))
        for name, ask in asks.items()
        for who, user in users.items()
    }


def both(
    world: W, asks: dict[str, Callable[[W, Any], Any]], users: Users, live: Callable[..., None]
) -> list[dict[str, str]]:
    """The same looks without and with her; ``live`` makes each world, which is rolled back."""
    found = []
    for with_zoe in (False, True):
        with transaction.atomic():
            live(world, with_zoe=with_zoe)
            for user in filter(None, users.values()):
                user.__dict__.pop("roles", None)
            found.append(looks(world, asks, users))
            transaction.set_rollback(True)
    return found
