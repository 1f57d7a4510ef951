"""From events to a model: cut validation data, tune each part, weigh the blend, then fit everything on all data."""

import logging
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field, replace
from typing import Any

import numpy as np

from .blend import Blend
from .budget import GIB, Budget
from .data import Interactions, ItemFeatures
from .errors import BadData, BudgetExceeded
from .model import Choices as Choices  # noqa: PLC0414 -- offered here too, beside the settings that take them
from .model import Model
from .registry import ROSTER, UNTUNED, Entry, roster
from .scorer import Scorer
from .search import Deadline, Found, plain, search
from .training import Training, fingerprint, prepare
from .validation import CASES, TASKS, Cut, cut
from .weighing import weigh

log = logging.getLogger(__name__)

Progress = Callable[[str], object]
SEARCH_EVENTS = 400_000  # settings are searched on about so many events, drawn by user
EVENT_BYTES = 150  # for each event, while events are sorted into histories
STANDING_BYTES = 56  # for each event, from then on: as given, and as histories
ENOUGH = 50  # validation questions without which nothing is tuned
FAR = 0.8  # of the best part's quality: a part further behind is not worth its dear settings
DEARER = 6  # times what a trial took is kept for the settings that are too dear to try
WEIGH_EVENTS = 4_000_000  # and weights on so many
# Shares of the seconds that go into the search for settings; the rest is for weighing.
SHARES = {
    "sequel": 0.15,
    "bag": 0.08,
    "ials": 0.08,
    "ease": 0.08,
    "near": 0.05,
    "spectral": 0.04,
    "directed": 0.05,
    "directed-long": 0.05,
}


@dataclass(frozen=True)
class FitSettings:
    """How to fit.

    `memory` in bytes is never exceeded by what a part takes while it is fitted; `threads` 0 means every core;
    `tune_seconds` caps the tuning in wall time (0: none, known good defaults); `task` is the question to tune for,
    one of `validation.TASKS`, or "auto": what comes next where events have times, hidden titles where they have none.
    `parts` restricts the blend. `choices`, such as `model.choices` of an earlier fit, are taken instead of tuning.
    """

    memory: int = 4 * GIB
    threads: int = 0
    tune_seconds: float = 600.0
    task: str = "auto"
    parts: tuple[str, ...] = ()
    choices: Choices | None = None


@dataclass
class Tuned:
    """The outcome of tuning."""

    choices: Choices
    facts: dict[str, Any] = field(default_factory=dict)


def fit(
    interactions: Interactions,
    *,
    metadata: ItemFeatures | None = None,
    settings: FitSettings | None = None,
    seed: int = 0,
    progress: Progress | None = None,
) -> Model:
    """Fit a model on everything that happened; the same data, settings and seed give the same model.

    `progress` is called with a few words at each step. Raises `BadData` where there is no title at all, or a setting is
    unknown, and `BudgetExceeded` where nothing fits into the memory allowed; a part that does not fit is left out.
    """
    settings = settings or FitSettings()
    say = progress or log.info
    started = time.perf_counter()
    Budget(settings.memory).require(len(interactions) * EVENT_BYTES, "sorting the events")
    data = prepare(interactions, metadata)
    entries = _entries(data, settings)
    standing = len(data.liked.columns) * STANDING_BYTES
    budget = Budget(settings.memory, settings.threads).less(standing)
    tuned = _choose(data, entries, settings, seed, budget, say)
    parts = {}
    for name, weight in tuned.choices.weights.items():
        if name in entries and (weight or not entries[name].part.personal or len(entries) == 1):
            say(f"fitting {name}")
            chosen = tuned.choices.settings.get(name, entries[name].fixed)
            try:
                parts[name] = entries[name].part.fit(data, chosen, seed=seed, budget=budget)
            except BudgetExceeded as error:
                log.warning("left out: %s", error)
    if not parts:
        raise BudgetExceeded(f"no part fits into {settings.memory / GIB:.2f} GiB with {len(interactions)} events")
    facts = {
        "settings": {**asdict(replace(settings, choices=None))}, "seed": seed, "choices": asdict(tuned.choices),
        "tuning": tuned.facts, "seconds": round(time.perf_counter() - started, 3), "events": len(interactions),
        "users": len(data.liked), "items": data.width, "timed": data.timed,
    }  # fmt: skip
    return Model(
        data.vocabulary, Blend(parts, tuned.choices.weights, data.width, tuned.choices.scales), data.counts(), data.end,
        fingerprint(interactions, settings, metadata=metadata, seed=seed), tuned.facts.get("validation", {}), facts,
    )  # fmt: skip


def _entries(data: Training, settings: FitSettings) -> dict[str, Entry]:
    unknown = set(settings.parts) - set(ROSTER)
    if unknown or settings.task not in (*TASKS, "auto"):
        raise BadData(f"unknown part or task: {', '.join(sorted(unknown)) or settings.task}")
    return roster(data, settings.parts) or {"popularity": ROSTER["popularity"]}


def _choose(
    data: Training, entries: dict[str, Entry], settings: FitSettings, seed: int, budget: Budget, say: Progress
) -> Tuned:
    if settings.choices is not None:
        return Tuned(settings.choices, {"kind": "given"})
    task = settings.task if settings.task != "auto" else ("next" if data.timed else "holdout")
    rng = np.random.default_rng(seed)
    held = cut(data, task, rng) if settings.tune_seconds > 0 else None
    if held is None or len(held.asked) < ENOUGH:
        weights = {name: UNTUNED[name] for name in entries}
        known = {name: plain({**entry.fixed, **entry.final}) for name, entry in entries.items()}
        return Tuned(Choices(known, weights), {"kind": "none"})
    return tune(data, held, entries, task=task, seed=seed, budget=budget, seconds=settings.tune_seconds, say=say)


def tune(
    data: Training, held: Cut, entries: dict[str, Entry], *, task: str, seed: int, budget: Budget, seconds: float,
    say: Progress,
) -> Tuned:  # fmt: skip
    """Search the settings of each part, on a sample of the users where there are many, then weigh them."""
    clock, rng = Deadline(seconds), np.random.default_rng(seed + 1)
    small = _smaller(data, task, seed, SEARCH_EVENTS)
    held = _smaller(data, task, seed, WEIGH_EVENTS) or held
    asked = (small or held).some(CASES, rng)
    found: dict[str, Found] = {}
    parts: dict[str, Scorer] = {}
    for name, entry in entries.items():
        say(f"tuning {name}")
        deadline = Deadline(min(SHARES.get(name, 0.02) * seconds, clock.left * 0.6))
        try:
            found[name] = search(entry, asked, seed=seed, budget=budget, deadline=deadline)
        except BudgetExceeded as error:
            log.warning("left out: %s", error)
    best = max((one.value for one in found.values()), default=0.0)
    for name, one in found.items():
        say(f"weighing {name}")
        again = _settle(one, entries[name], best, clock) or small
        try:
            whole = entries[name].part
            parts[name] = whole.fit(held.train, one.settings, seed=seed, budget=budget) if again else one.part
        except BudgetExceeded as error:
            log.warning("left out: %s", error)
    weighed = weigh(parts, held, rng)
    alone = {name: one.value for name, one in found.items()}
    facts = {
        "kind": "tuned", "task": task, "questions": len(held.asked), "seconds": round(seconds - clock.left, 3),
        "complete": all(one.complete for one in found.values()),
        "validation": {"blend": weighed.value, "best part": weighed.alone, **alone},
        "tried": {name: [[plain(s), v] for s, v in one.tried] for name, one in found.items()},
    }  # fmt: skip
    settings_of = {name: plain(one.settings) for name, one in found.items()}
    return Tuned(Choices(settings_of, weighed.weights, weighed.scales), facts)


def _settle(found: Found, entry: Entry, best: float, clock: Deadline) -> bool:
    """Give a part that is among the good ones the settings that are too dear to try; whether that changed it."""
    if not entry.final or found.value < FAR * best:
        return False
    if found.seconds * DEARER > clock.left:
        found.complete = False
        return False
    found.settings = {**found.settings, **entry.final}
    return True


def _smaller(data: Training, task: str, seed: int, most: int) -> Cut | None:
    """Validation data from a sample of the users; None where all of them are few enough."""
    events = len(data.liked.columns)
    if events <= most:
        return None
    rng = np.random.default_rng(seed + 2)
    size = max(1, round(len(data.liked) * most / events))
    chosen = np.sort(rng.choice(len(data.liked), size, replace=False))
    return cut(data.replace(data.liked.select(chosen)), task, rng)
