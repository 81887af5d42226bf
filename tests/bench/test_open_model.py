"""The generator of the load: arrivals never wait, and time counts from when they were due.

The clock is the loop's own and jumps from one wish to the next: nothing here hangs on a machine's pace.
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import Coroutine
from typing import Any

from bench.load.openmodel import Answer, Ask, Reply, arrivals, closed, drive, percentile, schedule

PAGE = Ask("/", sign=b"whole")
SERVICE = 5.0


class JumpingLoop(asyncio.SelectorEventLoop):
    """Its time passes only when there is nothing to do until the next wish, or when it is told to."""

    now = 0.0

    def time(self) -> float:
        return self.now

    def _run_once(self) -> None:
        if not self._ready and self._scheduled:
            self.now = max(self.now, self._scheduled[0]._when)
        super()._run_once()


def run(loop: JumpingLoop, work: Coroutine[Any, Any, Any]) -> list[Answer]:
    try:
        answers: list[Answer] = loop.run_until_complete(work)
        return answers
    finally:
        loop.close()


def one_lane(loop: JumpingLoop, begun: list[float]) -> Any:
    """A server that serves one at a time, five seconds each."""
    lane = asyncio.Semaphore(1)

    async def serve(_ask: Ask) -> Reply:
        begun.append(loop.time())
        async with lane:
            await asyncio.sleep(SERVICE)
        return Reply(200, {}, b"the whole page")

    return serve


def test_arrivals_do_not_wait_for_a_slow_server_and_the_queue_is_in_the_figures() -> None:
    loop, begun = JumpingLoop(), []
    due = [(float(second), "page", PAGE) for second in range(4)]
    answers = run(loop, drive(due, one_lane(loop, begun)))
    assert begun == [0.0, 1.0, 2.0, 3.0]
    assert [one.waited for one in answers] == [5.0, 9.0, 13.0, 17.0]


def test_a_closed_loop_hides_that_queue() -> None:
    loop, begun = JumpingLoop(), []
    answers = run(loop, closed(1, 20.0, [PAGE], one_lane(loop, begun)))
    assert begun == [0.0, 5.0, 10.0, 15.0]
    assert [one.waited for one in answers] == [5.0, 5.0, 5.0, 5.0]


def test_what_this_program_starts_late_counts_as_waiting() -> None:
    loop, asked = JumpingLoop(), []

    async def serve(_ask: Ask) -> Reply:
        asked.append(loop.time())
        loop.now += 4.0  # the program itself is held up: nothing else runs meanwhile
        return Reply(200, {}, b"the whole page")

    answers = run(loop, drive([(0.5, "page", PAGE), (1.0, "page", PAGE)], serve))
    assert [one.due for one in answers] == [0.5, 1.0]
    assert asked == [0.5, 4.5]
    assert [one.waited for one in answers] == [4.0, 7.5]


def test_refused_connections_wrong_answers_and_silence_are_errors() -> None:
    loop = JumpingLoop()

    async def serve(ask: Ask) -> Reply:
        if ask.path == "/refused":
            raise ConnectionRefusedError
        if ask.path == "/silent":
            await asyncio.sleep(1000)
        return Reply(500 if ask.path == "/broken" else 200, {}, b"half a page")

    paths = ["/refused", "/silent", "/broken", "/half"]
    due = [(0.0, "page", Ask(path, sign=b"whole")) for path in paths]
    answers = run(loop, drive(due, serve))
    faults = [one.fault for one in answers]
    assert faults == ["ConnectionRefusedError", "TimeoutError", "status 500", "wrong content"]


def test_arrivals_are_a_poisson_process_of_the_rate_that_was_asked() -> None:
    drawn = list(arrivals(random.Random(1), 20.0, 1000.0))
    gaps = [later - sooner for sooner, later in zip([0.0, *drawn], drawn, strict=False)]
    mean = sum(gaps) / len(gaps)
    spread = sum((gap - mean) ** 2 for gap in gaps) / len(gaps)
    assert drawn == sorted(drawn)
    assert abs(len(drawn) - 20_000) < 4 * 20_000**0.5
    assert abs(spread / mean**2 - 1) < 0.05  # of a regular stream it would be 0


def test_all_kinds_are_in_one_order_of_time() -> None:
    drawn = schedule(random.Random(2), {"read": 30.0, "write": 3.0}, 50.0)
    assert drawn == sorted(drawn)
    assert {kind for _due, kind in drawn} == {"read", "write"}


def test_percentiles_are_values_that_were_measured() -> None:
    values = [float(number) for number in range(1000, 0, -1)]
    assert [percentile(values, share) for share in (0.5, 0.99, 0.999, 1.0)] == [500, 990, 999, 1000]
    assert percentile([7.0], 0.999) == 7.0
    assert percentile([], 0.5) == 0.0
