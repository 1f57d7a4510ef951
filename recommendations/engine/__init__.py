"""The recommender engine: arrays in, arrays out. Knows nothing of Django, databases or pages.

In a notebook:

    from recommendations.engine import History, Interactions, fit, load
    model = fit(Interactions(users, items, weights, timestamps), metadata=features)
    ids, scores = model.recommend([History([17, 4]), History([])], k=20)
    alike, how_much = model.similar(17, k=10)
    why = model.explain(History([17, 4]), int(ids[0, 0]))   # why.base + sum(c.value for c in why) == why.score
    model.save(Path("model")); model = load(Path("model"))

Many titles of one history are explained at once by `model.explain_many` and `model.top_reasons`; titles that were not
there when the model was trained get their scores and reasons from `neighbours(known, new)`.

People are given as histories, never as user ids, so one path serves people born after training. Ids are the caller's
own; ids that a model does not know are ignored (and never recommended), and an empty history gets what is popular.
Missing recommendations have the id -1. Weights come from `signals.signal_weight`.

Names are imported on first use, so that `recommendations.engine.signals` costs nothing, and `implicit` is loaded only
while something is fitted.
"""

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .data import History, Interactions, ItemFeatures
    from .errors import (
        ArtifactCorrupt,
        ArtifactError,
        ArtifactForeign,
        ArtifactMissing,
        ArtifactTooNew,
        ArtifactTooOld,
        BadData,
        BudgetExceeded,
        EngineError,
        UnknownItem,
    )
    from .explanations import Contribution, Explanations, Reasons
    from .fitting import FitSettings, fit
    from .model import MISSING, Choices, Fold, Model, load
    from .newcomers import Newcomers, neighbours
    from .signals import signal_weight
    from .training import fingerprint

_HOMES = {
    "data": ("History", "Interactions", "ItemFeatures"),
    "errors": (
        "ArtifactCorrupt", "ArtifactError", "ArtifactForeign", "ArtifactMissing", "ArtifactTooNew", "ArtifactTooOld",
        "BadData", "BudgetExceeded", "EngineError", "UnknownItem",
    ),
    "explanations": ("Contribution", "Explanations", "Reasons"),
    "fitting": ("FitSettings", "fit"),
    "model": ("MISSING", "Choices", "Fold", "Model", "load"),
    "newcomers": ("Newcomers", "neighbours"),
    "signals": ("signal_weight",),
    "training": ("fingerprint",),
}  # fmt: skip
_HOME = {name: home for home, names in _HOMES.items() for name in names}

__all__ = [
    "MISSING", "ArtifactCorrupt", "ArtifactError", "ArtifactForeign", "ArtifactMissing", "ArtifactTooNew",
    "ArtifactTooOld", "BadData", "BudgetExceeded", "Choices", "Contribution", "EngineError", "Explanations",
    "FitSettings", "Fold", "History", "Interactions", "ItemFeatures", "Model", "Newcomers", "Reasons", "UnknownItem",
    "fingerprint", "fit", "load", "neighbours", "signal_weight",
]  # fmt: skip


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(f"{__name__}.{_HOME[name]}"), name)
