"""A small real SMTP server on the loopback: keeps what it accepts, refuses what it is told to."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

MAX_LINES = 2000


@dataclass
class Letter:
    """One accepted message as it went over the wire."""

    sender: str
    to: list[str]
    data: str


@dataclass
class Post:
    """What the server does and what it has accepted."""

    port: int = 0
    letters: list[Letter] = field(default_factory=list)
    # Answer to RCPT by address; 250 for all others.
    answers: dict[str, str] = field(default_factory=dict)


class Session(socketserver.StreamRequestHandler):
    """RFC 5321, as much as a client needs to deliver."""

    timeout = 5

    def say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())

    def hear(self) -> str:
        return self.rfile.readline(2000).decode("utf-8", "replace").rstrip("\r\n")

    def handle(self) -> None:
        """One connection, at most ``MAX_LINES`` commands."""
        self.post: Post = self.server.post  # type: ignore[attr-defined]
        self.letter = Letter("", [], "")
        self.say("220 loopback")
        for _line in range(MAX_LINES):
            command = self.hear()
            if not command or not self.answer(command):
                return

    def answer(self, command: str) -> bool:
        """One command; whether the talk goes on."""
        verb = command[:4].upper()
        if verb == "QUIT":
            self.say("221 bye")
            return False
        if verb == "RCPT":
            self.recipient(command)
        elif verb == "DATA":
            self.data()
        else:
            if verb == "MAIL":
                self.letter = Letter(command, [], "")
            self.say("250 ok")
        return True

    def recipient(self, command: str) -> None:
        address = command.partition("<")[2].partition(">")[0]
        answer = self.post.answers.get(address, "250 ok")
        if answer.startswith("250"):
            self.letter.to.append(address)
        self.say(answer)

    def data(self) -> None:
        self.say("354 go on")
        lines = []
        while (line := self.hear()) != "." and len(lines) < MAX_LINES:
            lines.append(line)
        self.letter.data = "\n".join(lines)
        self.post.letters.append(self.letter)
        self.say("250 kept")


@contextmanager
def smtp_server() -> Iterator[Post]:
    """A running server; ``post.port`` is its port on 127.0.0.1."""
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Session) as server:
        server.daemon_threads = True
        post = Post(port=server.server_address[1])
        server.post = post  # type: ignore[attr-defined]
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield post
        finally:
            server.shutdown()
            thread.join(5)
