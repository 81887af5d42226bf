"""The whole server is killed under load: what was confirmed is there, and nothing is there twice."""

from __future__ import annotations

import http.client
import json
import os
import signal
import subprocess
import sys
import threading
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
from bench.load.serving import free_port

from tests import houses
from tests.houses import ROOT, TOKEN

CLIENTS = 6
ENOUGH = 3 * CLIENTS  # presses answered before the kill
SITE = ["-m", "jobcaffe.cli", "serve", "--port"]
CARELESS = [
    "-m", "granian", "--interface", "wsgi", "--workers", "2", "--blocking-threads", "4", "--no-ws",
    "tests.attack.kill_site:application", "--host", "127.0.0.1", "--port",
]  # fmt: skip


@dataclass
class Press:
    """One press of a button: what was sent, and whether the house said yes."""

    path: str
    fields: dict[str, str]
    confirmed: bool = False

    @property
    def key(self) -> str:
        """The number of this press."""
        return self.fields["request_key"]


@dataclass
class House:
    """A home of its own, its server, and everything that was ever pressed."""

    world: dict[str, Any]
    command: list[str]
    port: int = 0
    presses: list[Press] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def next_press(self, client: int) -> Press:
        """An intake or a booking that clashes with no other."""
        with self._lock:
            number = len(self.presses)
            press = self._intake(number) if number % 2 else self._booking(number, client)
            self.presses.append(press)
        return press

    def _intake(self, number: int) -> Press:
        name = f"Prova{number:05d}"
        fields = {"first_name": "Rosa", "last_name": name, "no_phone": "on", "draft": str(uuid.uuid4())}
        return Press("/sportello/nuova/", {**fields, "request_key": str(uuid.uuid4())})

    def _booking(self, number: int, client: int) -> Press:
        day = date.today() + timedelta(days=7 + number // 12)  # noqa: DTZ011  any day to come
        hour = 8 + number % 12
        fields = {"day": f"{day:%d/%m/%Y}", "starts": str(hour), "ends": str(hour + 1)}
        return Press(
            f"/sale/{self.world['rooms'][client]}/prenota/", {**fields, "request_key": str(uuid.uuid4())}
        )

    def send(self, press: Press, client: int) -> None:
        """Press the button. Raises ``OSError`` or ``HTTPException`` when no answer came."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        cookies = f"{self.world['session']}={self.world['cookies'][client]}; {self.world['csrf']}={TOKEN}"
        headers = {"Cookie": cookies, "Content-Type": "application/x-www-form-urlencoded"}
        connection.request(
            "POST", press.path, urlencode({**press.fields, "csrfmiddlewaretoken": TOKEN}), headers
        )
        answer = connection.getresponse()
        body = answer.read().decode()
        assert answer.status == http.client.FOUND, f"{press.path}: {answer.status} {body[:2000]}"
        press.confirmed = True

    @contextmanager
    def served(self) -> Iterator[subprocess.Popen[str]]:
        """The real server in a group of processes of its own, which is killed whole at the end."""
        server = subprocess.Popen(
            [sys.executable, *self.command, str(self.port)], cwd=ROOT, env=self.world["env"], text=True,
            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, start_new_session=True,
        )  # fmt: skip
        try:
            houses.wait_for(server, self.port)
            yield server
        finally:
            os.killpg(server.pid, signal.SIGKILL)
            server.communicate()

    def load_and_kill(self) -> None:
        """Everybody presses; in the middle of it the server dies with all its processes."""
        mistakes: list[str] = []

        def press_on(client: int) -> None:
            try:
                while True:
                    self.send(self.next_press(client), client)
            except (OSError, http.client.HTTPException):
                return
            except AssertionError as error:
                mistakes.append(str(error))

        enough = len(self.confirmed()) + ENOUGH
        with self.served():
            threads = [threading.Thread(target=press_on, args=(client,)) for client in range(CLIENTS)]
            for thread in threads:
                thread.start()
            ends = time.monotonic() + 60
            while len(self.confirmed()) < enough and not mistakes and time.monotonic() < ends:
                time.sleep(0.01)
        for thread in threads:
            thread.join(30)
        assert not mistakes, mistakes[0]

    def confirmed(self) -> list[Press]:
        """What the house said yes to."""
        return [press for press in list(self.presses) if press.confirmed]

    def written(self) -> dict[str, Any]:
        """What the database holds."""
        done = subprocess.run(
            [sys.executable, "-m", "tests.attack.kill_site"],
            cwd=ROOT, env=self.world["env"], capture_output=True, text=True, timeout=60,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        answer: dict[str, Any] = json.loads(done.stdout)
        return answer

    def lost(self) -> list[Press]:
        """What was confirmed and is not there."""
        there = self.written()["written"]
        return [press for press in self.confirmed() if there.get(press.key) != 1]


@contextmanager
def house(folder: Any, command: list[str]) -> Iterator[House]:
    """An empty house with rooms and signed-in operators."""
    with houses.empty(folder, JOBCAFFE_DEMO="0") as env:
        world = {"env": env, **houses.ask(env, "tests.attack.room_race_site", "prepare")}
        yield House(world, command, free_port())


@pytest.mark.parametrize("kills", [2, pytest.param(20, marks=pytest.mark.slow)])
def test_what_was_confirmed_survives_a_kill_and_nothing_is_there_twice(kills: int, tmp_path: Any) -> None:
    with house(tmp_path, SITE) as home:
        for _kill in range(kills):
            home.load_and_kill()
            assert home.lost() == []
        assert len(home.confirmed()) >= kills * ENOUGH
        with home.served():
            for number, press in enumerate(home.presses):
                # Who got no answer presses again; some who did get one press again too.
                if not press.confirmed or number % 7 == 0:
                    client = (
                        home.world["rooms"].index(press.path.split("/")[2]) if "sale" in press.path else 0
                    )
                    home.send(press, client)
        found = home.written()
        assert found["written"] == {press.key: 1 for press in home.presses}
        assert set(found["persons"].values()) == {1}


@pytest.mark.slow
def test_a_house_that_confirms_before_it_writes_is_caught(tmp_path: Any) -> None:
    with house(tmp_path, CARELESS) as home:
        home.load_and_kill()
        assert home.lost()
