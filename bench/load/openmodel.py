"""Load in an open model: arrivals do not wait for answers, and time counts from the hour they were due.

A closed loop (so many clients, each asks again when it was answered) asks less when the server is slow,
and so hides the waiting. Here the arrivals are drawn beforehand, a Poisson process for each kind; each is
a task of its own; its time runs from the drawn moment, also when this program itself came late to it.
"""

from __future__ import annotations

import asyncio
import math
import random
import zlib
from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

PATIENCE_SECONDS = 60.0
GZIP = 16 + zlib.MAX_WBITS
EMPTY = frozenset({204, 304})


@dataclass(frozen=True)
class Ask:
    """One request, and what a right answer is: a status in ``good``, and ``sign`` somewhere in the body."""

    path: str
    method: str = "GET"
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""
    good: frozenset[int] = frozenset({200})
    sign: bytes = b""
    key: object = None


@dataclass
class Answer:
    """What became of an arrival. Seconds on the loop's clock; ``fault`` is empty when all was right."""

    kind: str
    ask: Ask
    due: float
    begun: float
    ended: float = 0.0
    status: int = 0
    fault: str = ""

    @property
    def waited(self) -> float:
        """From the intended start to the last byte."""
        return self.ended - self.due


@dataclass
class Reply:
    """An HTTP answer as it was read: the body is plain."""

    status: int
    headers: Mapping[str, list[str]]
    body: bytes


Send = Callable[[Ask], Awaitable[Reply]]


def arrivals(rng: random.Random, rate: float, seconds: float) -> Iterator[float]:
    """Moments of a Poisson process of ``rate`` a second, within the first ``seconds``."""
    moment = rng.expovariate(rate)
    while moment < seconds:
        yield moment
        moment += rng.expovariate(rate)


def schedule(rng: random.Random, rates: Mapping[str, float], seconds: float) -> list[tuple[float, str]]:
    """All arrivals of all kinds, in order."""
    return sorted((due, kind) for kind, rate in rates.items() for due in arrivals(rng, rate, seconds))


async def drive(due: Iterable[tuple[float, str, Ask]], send: Send) -> list[Answer]:
    """Start every arrival at its moment, whatever became of those before; wait for all of them."""
    loop = asyncio.get_running_loop()
    origin, tasks = loop.time(), []
    for moment, kind, ask in due:
        ahead = origin + moment - loop.time()
        if ahead > 0:
            await asyncio.sleep(ahead)
        tasks.append(asyncio.create_task(_one(kind, ask, origin + moment, send)))
        if ahead <= 0:
            await asyncio.sleep(0)  # late: what was started gets its turn all the same
    return list(await asyncio.gather(*tasks))


async def closed(clients: int, seconds: float, asks: Sequence[Ask], send: Send) -> list[Answer]:
    """The other model, to show what it hides: each client asks again when it was answered."""
    loop = asyncio.get_running_loop()
    until, found = loop.time() + seconds, []

    async def client(number: int) -> None:
        turn = number
        while loop.time() < until:
            found.append(await _one("closed", asks[turn % len(asks)], loop.time(), send))
            turn += 1

    await asyncio.gather(*(client(number) for number in range(clients)))
    return found


async def _one(kind: str, ask: Ask, due: float, send: Send) -> Answer:
    loop = asyncio.get_running_loop()
    answer = Answer(kind, ask, due, loop.time())
    try:
        reply = await asyncio.wait_for(send(ask), PATIENCE_SECONDS)
        answer.status = reply.status
        answer.ended = loop.time()
        answer.fault = _fault(ask, reply)
    except (OSError, EOFError, ValueError, TimeoutError) as error:
        answer.ended = loop.time()
        answer.fault = type(error).__name__
    return answer


def _fault(ask: Ask, reply: Reply) -> str:
    if reply.status not in ask.good:
        return f"status {reply.status}"
    if ask.sign and reply.status == 200 and ask.sign not in reply.body:
        return "wrong content"
    return ""


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest value that at least ``share`` of all do not exceed; 0 of nothing."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)] if ordered else 0.0


# --- HTTP -------------------------------------------------------------------------------------------
@dataclass
class Pool:
    """Kept connections to one server. Nobody waits for one: when none rests, another is opened."""

    host: str
    port: int
    opened: int = 0
    resting: list[tuple[asyncio.StreamReader, asyncio.StreamWriter]] = field(default_factory=list)

    async def send(self, ask: Ask) -> Reply:
        """One request and its answer. Raises what the network raises."""
        if self.resting:
            reader, writer = self.resting.pop()
        else:
            reader, writer = await asyncio.open_connection(self.host, self.port, limit=1 << 20)
            self.opened += 1
        try:
            writer.write(self._head(ask) + ask.body)
            await writer.drain()
            reply = await _read(reader)
        except BaseException:
            writer.close()
            raise
        self.resting.append((reader, writer))
        return reply

    def _head(self, ask: Ask) -> bytes:
        lines = [f"{ask.method} {ask.path} HTTP/1.1", f"Host: {self.host}:{self.port}"]
        lines += ["Accept-Encoding: gzip", "Accept-Language: it"]
        lines += [f"{name}: {value}" for name, value in ask.headers]
        if ask.method == "POST":
            lines += [f"Content-Length: {len(ask.body)}", f"Origin: http://{self.host}:{self.port}"]
        return ("\r\n".join(lines) + "\r\n\r\n").encode()

    def close(self) -> None:
        """Let go of the connections."""
        while self.resting:
            self.resting.pop()[1].close()


async def _read(reader: asyncio.StreamReader) -> Reply:
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
    status, headers = int(head[0].split(" ", 2)[1]), {}
    for line in head[1:]:
        name, _, value = line.partition(":")
        headers.setdefault(name.lower(), []).append(value.strip())
    body = b"" if status in EMPTY else await _body(reader, headers)
    if headers.get("content-encoding") == ["gzip"]:
        body = zlib.decompress(body, GZIP)
    return Reply(status, headers, body)


async def _body(reader: asyncio.StreamReader, headers: Mapping[str, list[str]]) -> bytes:
    if "content-length" in headers:
        return await reader.readexactly(int(headers["content-length"][0]))
    if headers.get("transfer-encoding", [""])[0].lower() != "chunked":
        raise ValueError("an answer without a length")
    pieces = []
    while size := int((await reader.readuntil(b"\r\n")).split(b";")[0], 16):
        pieces.append(await reader.readexactly(size))
        await reader.readexactly(2)
    await reader.readuntil(b"\r\n")
    return b"".join(pieces)
