"""How often something may be tried: counters in the database, shared by all server processes.

Fixed windows: at most twice the limit passes around the edge of two windows. One statement per
count, so that two processes never read the same number (SQLite 3.35 or later, PostgreSQL).
"""

from __future__ import annotations

import ipaddress

from django.conf import settings
from django.db import connection
from django.http import HttpRequest
from django.utils import timezone

from jobcaffe.foundation.privacy import crypto

HOUR = 3600
_COUNT = (
    "INSERT INTO accounts_ratecount (key, window_, count) VALUES (%s, %s, 1) "
    "ON CONFLICT (key, window_) DO UPDATE SET count = accounts_ratecount.count + 1 RETURNING count"
).replace("window_", '"window"')


def hit(what: str, who: str, *, limit: int, at: float | None = None) -> bool:
    """Count one try of ``what`` by ``who``; whether it is still within ``limit`` per hour.

    ``who`` (a contact, an address) is kept as a keyed digest. ``at`` (seconds since 1970) chooses
    the window by something else than now. Call it outside the transaction of what it guards: a
    refused try must stay counted.
    """
    window = int(timezone.now().timestamp() if at is None else at) // HOUR
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, [_key(what, who), window])
        return int(cursor.fetchone()[0]) <= limit


def _key(what: str, who: str) -> str:
    return f"{what}:{crypto.code_digest('rate', who)}"


def client_address(request: HttpRequest) -> str:
    """The network address of the browser: IPv4, or the /64 that one IPv6 customer holds.

    Behind ``JOBCAFFE_PROXY_HOPS`` proxies the address is the one that the outermost of our own
    proxies wrote; what a visitor writes in the header herself stands further left and is not read.
    """
    address = request.META.get("REMOTE_ADDR", "")
    hops = settings.PROXY_HOPS
    forwarded = [part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")]
    if hops and len(forwarded) >= hops:
        address = forwarded[-hops]
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return "unknown"
    if parsed.version == 6:
        return str(ipaddress.ip_network((parsed, 64), strict=False))
    return str(parsed)
