"""Ways out for SMS. ``settings.SMS_GATEWAY`` names one of these, or one of your own."""

from __future__ import annotations

import json
import os
import re
import sys
import urllib.error
import urllib.request
import uuid
from http.client import HTTPResponse
from pathlib import Path
from typing import IO, Any, Protocol
from urllib.parse import urlsplit

from django.conf import settings
from django.utils import timezone
from django.utils.module_loading import import_string

TIMEOUT = 10
LOOPBACK = {"127.0.0.1", "localhost", "::1"}
# Statuses that speak of this number or text; all others may pass by themselves.
HARD_STATUSES = {400, 404, 410, 422}

# GSM 03.38: one septet each; those of the extension table cost two.
GSM_BASIC = set(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡"
    "ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
GSM_EXTENDED = set("^{}\\[~]|€")
PLAIN = str.maketrans(
    {"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-", "…": "...", "È": "E'", "À": "A'", "Ù": "U'"}
    | {"Ì": "I'", "Ò": "O'", "\u00a0": " ", "«": '"', "»": '"', "á": "à", "í": "ì", "ó": "ò", "ú": "ù"}
)


class HardFailure(Exception):
    """The contact itself is refused: it makes no sense to try again."""


class Gateway(Protocol):
    """What sends an SMS."""

    def send(self, number: str, text: str, *, reference: str = "") -> str:
        """Send ``text`` to an E.164 ``number``; the operator's receipt.

        ``reference`` is the same when the same message is tried again. Raises
        :class:`HardFailure` for a number that does not exist, ``OSError`` for a passing trouble.
        """


def plain(text: str) -> str:
    """Typographic signs and capital accents replaced by what every telephone shows."""
    return text.translate(PLAIN)


def segments(text: str) -> int:
    """How many SMS a text costs: 160 septets alone, 153 in a chain; 70 and 67 outside GSM-7.

    Source: 3GPP TS 23.038 and 23.040.
    """
    if all(sign in GSM_BASIC or sign in GSM_EXTENDED for sign in text):
        size, alone, chained = sum(2 if sign in GSM_EXTENDED else 1 for sign in text), 160, 153
    else:
        size, alone, chained = len(text.encode("utf-16-be")) // 2, 70, 67
    return 1 if size <= alone else -(-size // chained)


class FileGateway:
    """Writes each message to ``OUTBOX/sms/*.txt``: for the demo and for trying out."""

    def send(self, number: str, text: str, *, reference: str = "") -> str:
        """Write the file; its name is the receipt."""
        folder = Path(settings.OUTBOX) / "sms"
        folder.mkdir(parents=True, exist_ok=True)
        name = f"{timezone.now():%Y%m%d-%H%M%S}-{reference or uuid.uuid4()}.txt"
        handle = os.open(folder / name, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as out:
            out.write(f"{number}\n{text}\n")
        return name


class ConsoleGateway:
    """Prints each message on the server's console."""

    def send(self, number: str, text: str, *, reference: str = "") -> str:
        """Print it."""
        sys.stdout.write(f"SMS {number}\n{text}\n")
        sys.stdout.flush()
        return reference or "console"


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """A redirected POST would hand number and text to somebody nobody chose."""

    def redirect_request(
        self, req: urllib.request.Request, fp: IO[bytes], code: int, msg: str, headers: Any, newurl: str
    ) -> None:
        """Never follow."""


class HttpGateway:
    """POSTs ``{"to", "text", "reference"}`` as JSON to ``SMS_HTTP_URL`` with a bearer token.

    Only https, or http on this very machine. The answer's ``id`` or ``receipt`` is kept.
    """

    def __init__(self, url: str = "", token: str = "") -> None:
        self.url = url or settings.SMS_HTTP_URL
        self.token = token or settings.SMS_HTTP_TOKEN
        parts = urlsplit(self.url)
        safe = parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK)
        if not safe or not parts.hostname:
            raise ValueError("JOBCAFFE_SMS_URL must be an https:// address")

    def send(self, number: str, text: str, *, reference: str = "") -> str:
        """Send it; see :class:`Gateway`."""
        request = urllib.request.Request(  # noqa: S310 the scheme was checked above
            self.url,
            data=json.dumps({"to": number, "text": text, "reference": reference}).encode(),
            headers={
                "Content-Type": "application/json",
                "Authorization": f"Bearer {self.token}",
                "Idempotency-Key": reference,
            },
            method="POST",
        )
        opener = urllib.request.build_opener(_NoRedirect, urllib.request.ProxyHandler({}))
        try:
            with opener.open(request, timeout=TIMEOUT) as answer:
                return _receipt(answer)
        except urllib.error.HTTPError as error:
            with error:
                if error.code in HARD_STATUSES:
                    raise HardFailure(f"HTTP {error.code}") from error
                raise OSError(f"HTTP {error.code}") from error


def _receipt(answer: HTTPResponse) -> str:
    raw = answer.read(10_000).decode("utf-8", "replace")
    try:
        data = json.loads(raw)
    except ValueError:
        return ""
    found = (data.get("id") or data.get("receipt") or "") if isinstance(data, dict) else ""
    return re.sub(r"[^\w.:-]", "", str(found))[:120]


def gateway() -> Gateway:
    """The gateway in the settings. Raises ``ImportError`` or ``ValueError`` when it is wrong."""
    made: Gateway = import_string(settings.SMS_GATEWAY)()
    return made
