"""Requests a second and their latencies, by clients that all ask at once."""

import re
import socket
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass
from itertools import cycle
from selectors import EVENT_READ, DefaultSelector
from typing import NamedTuple
from urllib.parse import urlsplit

Latencies = list[float]
STALLED = 30  # seconds
LENGTH = re.compile(rb"(?im)^content-length: *(\d+)")


class Asked(NamedTuple):
    """One request."""

    path: str
    headers: dict[str, str]


@dataclass(frozen=True)
class Load:
    """What was measured; latencies in milliseconds, ascending."""

    name: str
    seconds: float
    latencies: Latencies
    failed: int
    size: int  # bytes of the largest answer, as sent, with its headers

    @property
    def rate(self) -> float:
        """Requests a second."""
        return len(self.latencies) / self.seconds


def percentile(latencies: Latencies, share: float) -> float:
    """The value below which that share lies, of ascending latencies."""
    return latencies[min(len(latencies) - 1, int(share * len(latencies)))]


def measure(
    name: str, origin: str, asked: Sequence[Asked], *, clients: int = 8, seconds: float = 8.0, most: int = 100_000
) -> Load:
    """Keeps so many clients asking, each for its share of `asked`, over and over, again as soon as it was answered.

    Ends after so many seconds, or `most` requests of each client: for what is rate-limited.
    """
    shares = [list(asked[number::clients]) for number in range(clients)]
    with ExitStack() as stack, DefaultSelector() as selector:
        found = [Client(origin, share) for share in shares if share]
        for client in found:
            stack.enter_context(closing(client.socket))
            selector.register(client.socket, EVENT_READ, client)
        began = time.monotonic()
        for client in found:
            client.ask()
        while time.monotonic() < began + seconds and any(len(client.latencies) < most for client in found):
            for key, _ in selector.select(STALLED):
                client = key.data
                if client.read() and len(client.latencies) < most:
                    client.ask()
        took = time.monotonic() - began
    latencies = sorted(latency for client in found for latency in client.latencies)
    return Load(name, took, latencies, sum(c.failed for c in found), max(c.size for c in found))


class Client:
    """One connection that is kept open. Its requests are written beforehand: what measures shares the processors with
    what is measured."""

    def __init__(self, origin: str, share: Sequence[Asked]) -> None:
        address = urlsplit(origin)
        self.socket = socket.create_connection((address.hostname, address.port), timeout=STALLED)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.requests: Iterator[bytes] = cycle([_written(address.netloc, *one) for one in share])
        self.latencies = Latencies()
        self.failed, self.size = 0, 0

    def ask(self) -> None:
        """Send the next request."""
        self.answer, self.length = b"", 0
        self.began = time.perf_counter()
        self.socket.sendall(next(self.requests))

    def read(self) -> bool:
        """Take in what has come; true when the answer is whole."""
        came = self.socket.recv(1 << 18)
        if not came:
            raise ConnectionError("The site hung up.")
        self.answer += came
        if not self.length:
            head, blank, _ = self.answer.partition(b"\r\n\r\n")
            if not blank:
                return False
            self.length = len(head) + len(blank) + int(LENGTH.search(head)[1])  # type: ignore[index]
        if len(self.answer) < self.length:
            return False
        self.latencies.append((time.perf_counter() - self.began) * 1000)
        self.failed += self.answer.split(b" ", 2)[1] != b"200"
        self.size = max(self.size, self.length)
        return True


def _written(host: str, path: str, headers: dict[str, str]) -> bytes:
    lines = [f"GET {path} HTTP/1.1", f"Host: {host}", *(f"{name}: {value}" for name, value in headers.items())]
    return "\r\n".join([*lines, "", ""]).encode()
