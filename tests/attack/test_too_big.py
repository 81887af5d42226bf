"""A visitor cannot fill the disk, nor somebody who works here by mistake."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadhandler import TemporaryFileUploadHandler
from django.test import Client

pytestmark = pytest.mark.django_db
MEGABYTE = 1024 * 1024


@pytest.fixture
def kept(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many bytes of files were written to the disk while a request was read."""
    written: list[int] = []
    receive = TemporaryFileUploadHandler.receive_data_chunk

    def counting(self: TemporaryFileUploadHandler, raw_data: bytes, start: int) -> Any:
        written.append(len(raw_data))
        return receive(self, raw_data, start)

    monkeypatch.setattr(TemporaryFileUploadHandler, "receive_data_chunk", counting)
    return written


def upload(client: Client, address: str, megabytes: int) -> int:
    file = io.BytesIO(b"a" * megabytes * MEGABYTE)
    file.name = "grande.bin"
    return client.post(address, {"file": file, "kind": "people"}).status_code


@pytest.mark.parametrize("address", ["/", "/entra/", "/regia/importa/", "/questa-pagina-non-esiste/"])
def test_a_visitors_file_never_reaches_the_disk(kept: list[int], address: str) -> None:
    for client in (Client(), Client(enforce_csrf_checks=True)):
        assert upload(client, address, 6) == 413
    assert kept == []


def test_a_file_above_the_limit_is_refused_before_it_is_kept(
    client_for: Callable[..., Client], kept: list[int]
) -> None:
    assert upload(client_for("coordinator"), "/regia/importa/", 24) == 413
    assert kept == []


def test_a_file_within_the_limit_is_read(client_for: Callable[..., Client], kept: list[int]) -> None:
    assert upload(client_for("coordinator"), "/regia/importa/", 9) in {200, 302}
    assert sum(kept) == 9 * MEGABYTE


def test_the_refusal_says_what_to_do(client_for: Callable[..., Client]) -> None:
    file = io.BytesIO(b"a" * 24 * MEGABYTE)
    page = client_for("coordinator").post("/regia/importa/", {"file": file}).content.decode()
    assert "al massimo 20 MB" in page
