"""Requests a second and their latencies, by clients in processes of their own."""

import multiprocessing
import time
from collections.abc import Sequence
from dataclasses import dataclass
from http.client import HTTPConnection
from itertools import cycle
from typing import NamedTuple
from urllib.parse import urlsplit

Latencies = list[float]


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
    size: int  # bytes of the largest answer, as sent

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
    halves = [shares[::2], shares[1::2]]
    with multiprocessing.get_context("spawn").Pool(len(halves)) as pool:
        found = pool.starmap(_ask_in_turn, [(origin, half, seconds, most) for half in halves])
    latencies = sorted(latency for part in found for latency in part.latencies)
    longest = max(part.seconds for part in found)
    return Load(name, longest, latencies, sum(part.failed for part in found), max(part.size for part in found))


def _ask_in_turn(origin: str, shares: list[list[Asked]], seconds: float, most: int) -> Load:
    """One connection for each client in one process: all ask, then each is read and asks for its next."""
    connections = [HTTPConnection(urlsplit(origin).netloc, timeout=30) for _ in shares]
    following = [cycle(share) for share in shares]
    latencies, failed, size = Latencies(), 0, 0
    began_at = [0.0] * len(shares)

    def ask(number: int) -> None:
        path, headers = next(following[number])
        began_at[number] = time.perf_counter()
        connections[number].request("GET", path, headers=headers)

    for number in range(len(shares)):
        ask(number)
    began = time.monotonic()
    while time.monotonic() < began + seconds and len(latencies) < most * len(shares):
        for number, connection in enumerate(connections):
            answer = connection.getresponse()
            size = max(size, len(answer.read()))
            latencies.append((time.perf_counter() - began_at[number]) * 1000)
            failed += answer.status != 200
            ask(number)
    took = time.monotonic() - began
    for connection in connections:
        connection.close()
    return Load("", took, latencies, failed, size)
