"""Settings of one part, found on validation data by walking along one setting at a time."""

import logging
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from .budget import Budget
from .registry import Entry
from .scorer import Scorer
from .validation import Cut, quality

log = logging.getLogger(__name__)


@dataclass
class Deadline:
    """Seconds of wall time that may be spent, counted from when it is made."""

    seconds: float
    started: float = field(default_factory=time.perf_counter)

    @property
    def left(self) -> float:
        """Seconds left, negative when over."""
        return self.started + self.seconds - time.perf_counter()


@dataclass
class Found:
    """The best settings so far, the part fitted with them, and everything tried."""

    settings: dict[str, Any]
    part: Scorer
    value: float
    tried: list[tuple[dict[str, Any], float]]
    seconds: float  # of the longest trial
    complete: bool = True


def search(entry: Entry, held: Cut, *, seed: int, budget: Budget, deadline: Deadline) -> Found:
    """Start from the defaults; along each setting go up or down while it helps. Stops early when time is short."""
    found = _trial(entry, dict(entry.fixed), held, seed, budget)
    for name, values in entry.tries.items():
        start = _nearest(values, found.part.settings[name])
        for step in (1, -1):
            place = start + step
            while 0 <= place < len(values):
                if deadline.left < found.seconds * 1.5:
                    found.complete = False
                    return found
                if not _improve(entry, found, {**found.settings, name: values[place]}, held, seed, budget):
                    break
                place += step
            if found.settings.get(name, values[start]) != values[start]:
                break
    return found


def _trial(entry: Entry, settings: dict[str, Any], held: Cut, seed: int, budget: Budget) -> Found:
    started = time.perf_counter()
    part = entry.part.fit(held.train, settings, seed=seed, budget=budget)
    value = quality(part.scores, held)
    log.info("%s %s: %.4f in %.1f s", entry.kind, settings, value, time.perf_counter() - started)
    return Found(settings, part, value, [(settings, value)], time.perf_counter() - started)


def _improve(
    entry: Entry, found: Found, settings: dict[str, Any], held: Cut, seed: int, budget: Budget
) -> bool:  # fmt: skip
    trial = _trial(entry, settings, held, seed, budget)
    found.tried += trial.tried
    found.seconds = max(found.seconds, trial.seconds)
    if trial.value <= found.value:
        return False
    found.settings, found.part, found.value = trial.settings, trial.part, trial.value
    return True


def _nearest(values: tuple[Any, ...], value: Any) -> int:
    return min(range(len(values)), key=lambda place: abs(float(values[place]) - float(value)))


def plain(settings: Mapping[str, Any]) -> dict[str, Any]:
    """Settings as JSON knows them."""
    return {name: list(value) if isinstance(value, tuple) else value for name, value in settings.items()}
