"""Every page of the site, looked at once and read by several tests."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import transaction
from django.test import override_settings

from tests.consistency.rendered import Shown, everything


@pytest.fixture(scope="session")
def rendered(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> list[Shown]:
    """All pages, as they were shown; nothing of the house they were taken from stays."""
    home = tmp_path_factory.mktemp("rendered")
    with (
        django_db_blocker.unblock(),
        override_settings(FILES_ROOT=home / "files", OUTBOX=home / "outbox"),
        transaction.atomic(),
    ):
        shown = everything()
        transaction.set_rollback(True)
    return shown
