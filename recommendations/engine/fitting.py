"""From events to a model."""

import time
from dataclasses import asdict, dataclass

from .blend import Blend
from .budget import GIB, Budget
from .data import Interactions, ItemFeatures
from .model import Model
from .registry import PARTS
from .training import fingerprint, prepare


@dataclass(frozen=True)
class FitSettings:
    """How to fit: memory in bytes, threads (0: every core), seconds that tuning may take (0: no tuning)."""

    memory: int = 4 * GIB
    threads: int = 0
    tune_seconds: float = 0.0


def fit(
    interactions: Interactions,
    *,
    metadata: ItemFeatures | None = None,
    settings: FitSettings | None = None,
    seed: int = 0,
) -> Model:
    """Fit a model on everything that happened; the same data, settings and seed give the same model.

    Raises `BadData` where there is no title at all, and `BudgetExceeded` where nothing fits into the memory allowed.
    """
    settings = settings or FitSettings()
    started = time.perf_counter()
    data = prepare(interactions, metadata)
    budget = Budget(settings.memory, settings.threads)
    parts = {name: PARTS[name].fit(data, {}, seed=seed, budget=budget) for name in ("popularity", "ials")}
    facts = {"settings": asdict(settings), "seed": seed, "seconds": time.perf_counter() - started}
    return Model(
        data.vocabulary, Blend(parts, {"ials": 1.0, "popularity": 0.1}, data.width), data.counts(), data.end,
        fingerprint(interactions, settings, metadata=metadata, seed=seed), {}, facts,
    )  # fmt: skip
