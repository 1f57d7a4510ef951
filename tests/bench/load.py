"""Requests a second and their latencies, by clients in processes of their own."""

import multiprocessing
import time
from collections.abc import Sequence
from dataclasses import dataclass
from http.client import HTTPConnection
from urllib.parse import urlsplit

Latencies = list[float]
Headers = dict[str, str]


@dataclass(frozen=True)
class Load:
    """What was measured; latencies in milliseconds, ascending."""

    name: str
    seconds: float
    latencies: Latencies
    failed: int
    size: int  # bytes of one answer, as sent

    @property
    def rate(self) -> float:
        """Requests a second."""
        return len(self.latencies) / self.seconds


def percentile(latencies: Latencies, share: float) -> float:
    """The value below which that share lies, of ascending latencies."""
    return latencies[min(len(latencies) - 1, int(share * len(latencies)))]


def measure(name: str, url: str, people: Sequence[Headers], *, seconds: float = 8.0, most: int = 100_000) -> Load:
    """Keeps one client for each of `people` asking for an address, again as soon as it was answered.

    Ends after so many seconds, or `most` requests of each client: for what is rate-limited.
    """
    halves = [list(people[::2]), list(people[1::2])]
    with multiprocessing.get_context("spawn").Pool(len(halves)) as pool:
        found = pool.starmap(_ask_in_turn, [(url, half, seconds, most) for half in halves])
    latencies = sorted(latency for part in found for latency in part.latencies)
    longest = max(part.seconds for part in found)
    return Load(name, longest, latencies, sum(part.failed for part in found), found[0].size)


def _ask_in_turn(url: str, people: list[Headers], seconds: float, most: int) -> Load:
    """One connection for each person in one process: all ask, then each is read and asks again."""
    parts = urlsplit(url)
    path = f"{parts.path}?{parts.query}" if parts.query else parts.path
    connections = [HTTPConnection(parts.netloc, timeout=30) for _ in people]
    latencies, failed, size = Latencies(), 0, 0
    asked = [0.0] * len(people)

    def ask(number: int) -> None:
        asked[number] = time.perf_counter()
        connections[number].request("GET", path, headers=people[number])

    for number in range(len(people)):
        ask(number)
    began = time.monotonic()
    while time.monotonic() < began + seconds and len(latencies) < most * len(people):
        for number, connection in enumerate(connections):
            answer = connection.getresponse()
            size = len(answer.read())
            latencies.append((time.perf_counter() - asked[number]) * 1000)
            failed += answer.status != 200
            ask(number)
    took = time.monotonic() - began
    for connection in connections:
        connection.close()
    return Load("", took, latencies, failed, size)
