"""A long stream encrypted in chunks, so that gigabytes pass through a constant memory.

Form: ``JCB1`` and a newline; one line of JSON (how the key is made, never the key); then chunks
of 1 MiB under AES-256-GCM, each with its 16-byte tag. The nonce is 7 random bytes of the file, a
4-byte counter and a last byte that is 1 only for the final chunk (the STREAM construction of
Hoang, Reyhanitabar, Rogaway and Vizár, 2015): a chunk that is changed, moved, repeated or left
out, and an end that is cut, are all refused. The header is the associated data of every chunk.
"""

from __future__ import annotations

import base64
import io
import json
import os
import struct
from pathlib import Path
from types import TracebackType
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

MAGIC = b"JCB1\n"
CHUNK = 1 << 20
TAG = 16
PREFIX_BYTES = 7
LONGEST_HEADER = 4096
# 64 MiB and about a third of a second: slow for who guesses, unnoticed by who restores.
SCRYPT_N, SCRYPT_R, SCRYPT_P = 1 << 16, 8, 1


class Damaged(Exception):
    """The file does not open: another key, altered, or not whole."""


class Secret:
    """Where the key comes from: the key file, or a passphrase kept in a file of its own."""

    def __init__(self, *, key: bytes = b"", passphrase: bytes = b"") -> None:
        if bool(key) == bool(passphrase):
            raise ValueError("either a key or a passphrase")
        self._key = key
        self._passphrase = passphrase

    @classmethod
    def from_passphrase_file(cls, path: Path) -> Secret:
        """The first line of a file; at least 16 characters. Raises ``ValueError`` for a shorter one."""
        words = path.read_bytes().splitlines()[:1]
        if not words or len(words[0]) < 16:
            raise ValueError(f"{path}: the passphrase needs 16 characters or more")
        return cls(passphrase=words[0])

    def header(self) -> dict[str, str]:
        """What a new file must say so that the key can be made again."""
        prefix = base64.b64encode(os.urandom(PREFIX_BYTES)).decode()
        if self._key:
            return {"key": "keyfile", "nonce": prefix}
        return {"key": "scrypt", "nonce": prefix, "salt": base64.b64encode(os.urandom(16)).decode()}

    def key_for(self, header: dict[str, str]) -> bytes:
        """The 32 bytes. Raises :class:`Damaged` when the file wants another kind of secret."""
        if header.get("key") == "keyfile" and self._key:
            return self._key
        if header.get("key") == "scrypt" and self._passphrase:
            salt = base64.b64decode(header["salt"])
            return Scrypt(salt=salt, length=32, n=SCRYPT_N, r=SCRYPT_R, p=SCRYPT_P).derive(self._passphrase)
        wanted = "a passphrase" if header.get("key") == "scrypt" else "the key file"
        raise Damaged(f"this backup opens with {wanted}")


class _Chunks:
    """The cipher, the nonces and the associated data that writer and reader share."""

    def __init__(self, secret: Secret, header: bytes) -> None:
        fields = json.loads(header)
        self._cipher = AESGCM(secret.key_for(fields))
        self._prefix = base64.b64decode(fields["nonce"])
        self._header = header
        self._number = 0

    def _nonce(self, last: bool) -> bytes:
        nonce = self._prefix + struct.pack(">I", self._number) + bytes([last])
        self._number += 1
        return nonce

    def seal(self, chunk: bytes, *, last: bool) -> bytes:
        return self._cipher.encrypt(self._nonce(last), chunk, self._header)

    def open(self, sealed: bytes, *, last: bool) -> bytes:
        try:
            return self._cipher.decrypt(self._nonce(last), sealed, self._header)
        except InvalidTag as error:
            raise Damaged("altered, not whole, or written with another key") from error


class Writer(io.RawIOBase):
    """Encrypts what is written to it. ``finish`` writes the final chunk; without it nothing opens."""

    def __init__(self, out: BinaryIO, secret: Secret) -> None:
        header = json.dumps(secret.header(), sort_keys=True).encode()
        out.write(MAGIC + header + b"\n")
        self._out = out
        self._chunks = _Chunks(secret, header)
        self._waiting = bytearray()

    def writable(self) -> bool:
        """Yes."""
        return True

    def write(self, data: object) -> int:
        """Take bytes; a full chunk goes out when more follows it, so that the last one is known."""
        piece = bytes(data)  # type: ignore[call-overload]
        self._waiting += piece
        while len(self._waiting) > CHUNK:
            self._out.write(self._chunks.seal(bytes(self._waiting[:CHUNK]), last=False))
            del self._waiting[:CHUNK]
        return len(piece)

    def finish(self) -> None:
        """Write the final chunk."""
        self._out.write(self._chunks.seal(bytes(self._waiting), last=True))
        self._waiting.clear()


class Reader(io.RawIOBase):
    """Decrypts while it is read. Every byte handed out was authenticated."""

    def __init__(self, source: BinaryIO, secret: Secret) -> None:
        if source.read(len(MAGIC)) != MAGIC:
            raise Damaged("not a Job Caffè backup")
        header = source.readline(LONGEST_HEADER).rstrip(b"\n")
        self._source = source
        try:
            self._chunks = _Chunks(secret, header)
        except (ValueError, KeyError) as error:
            raise Damaged("the beginning of the file is altered") from error
        self._ready = b""
        self._next = source.read(CHUNK + TAG)
        self._ended = False

    def readable(self) -> bool:
        """Yes."""
        return True

    def readinto(self, buffer: object) -> int:
        """Fill the buffer. Raises :class:`Damaged` at the first chunk that does not open."""
        view = memoryview(buffer).cast("B")  # type: ignore[arg-type]
        if not self._ready and not self._ended:
            self._open_next()
        count = min(len(view), len(self._ready))
        view[:count] = self._ready[:count]
        self._ready = self._ready[count:]
        return count

    def _open_next(self) -> None:
        sealed, self._next = self._next, self._source.read(CHUNK + TAG)
        self._ended = not self._next
        self._ready = self._chunks.open(sealed, last=self._ended)
        if not self._ready and not self._ended:
            raise Damaged("an empty chunk in the middle")

    def drain(self) -> None:
        """Read to the very end, so that a cut tail is noticed even after the last useful byte."""
        while self.read(CHUNK):
            pass

    def __enter__(self) -> Reader:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
