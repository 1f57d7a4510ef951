"""Models side by side on the same questions: every metric with its interval."""

import platform
import resource
import sys
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from typing import Any

import numpy as np
from scipy import sparse

from . import metrics
from .blend import Blend
from .bootstrap import Interval, mean_interval, statistic_interval
from .budget import Budget
from .data import Batch, Csr, FloatArray, IntArray, ItemFeatures, encode
from .errors import BadData
from .fitting import FitSettings, Progress, fit
from .ials import Ials
from .model import Model
from .popularity import Popularity
from .ranking import top
from .registry import ROSTER
from .scorer import Scorer
from .splits import Split
from .training import Training, prepare

IMPLICIT_DEFAULTS = {"factors": 100, "regularization": 0.01, "alpha": 1.0, "iterations": 15}
CELLS = 8_000_000  # scores held at once
COVERAGE_CELLS = 200_000_000  # titles counted over all bootstrap rounds of coverage

Report = dict[str, dict[str, Interval]]
Bar = Callable[[Iterable[IntArray], str], Iterable[IntArray]]


@dataclass(frozen=True)
class Questions:
    """Cases in a model's columns."""

    asked: Batch
    targets: Csr  # (cases x items); targets that no model knows are only counted
    counts: IntArray  # targets of each case, unknown ones too
    genres: Csr | None
    viewers: metrics.Values
    people: int


def questions(split: Split, data: Training) -> Questions:
    """The cases of a split for models trained on `data`."""
    vocabulary = data.vocabulary
    asked = encode([case.history for case in split.cases], vocabulary, data.end)
    counts = np.array([len(case.targets) for case in split.cases], dtype=np.int64)
    columns = vocabulary.columns(np.concatenate([case.targets for case in split.cases]))
    rows = np.repeat(np.arange(len(counts)), counts)[columns >= 0]
    shape = (len(counts), data.width)
    targets = sparse.csr_array((np.ones(len(rows), dtype=np.float32), (rows, columns[columns >= 0])), shape=shape)
    viewers = data.counts().astype(np.float64)
    return Questions(asked, targets, counts, _genres(data), viewers, max(len(data.liked), 1))


def _genres(data: Training) -> Csr | None:
    chosen = [place for place, name in enumerate(data.feature_names) if name.startswith("genre:")]
    return data.features[:, chosen] if data.features is not None and chosen else None


def rank(score: Callable[[Batch], FloatArray], asked: Batch, targets: Csr, k: int, bar: Bar) -> tuple[IntArray, Any]:
    """The first k titles of each case, its history left out, -1 where none remain; and which of them are targets."""
    ranked, hits = [], []
    step = max(1, CELLS // max(asked.width, 1))
    spans = [np.arange(start, min(start + step, len(asked))) for start in range(0, len(asked), step)]
    for rows in bar(spans, "ranking"):
        part = asked.select(rows)
        scores = np.array(score(part), dtype=np.float32)
        scores[part.rows, part.columns] = -np.inf
        best = top(scores, k)
        known = np.isfinite(np.take_along_axis(scores, best, axis=1))
        hits.append(np.take_along_axis(targets[rows].toarray() > 0, best, axis=1) & known)
        ranked.append(np.where(known, best, -1))
    return np.concatenate(ranked), np.concatenate(hits)


def measure(
    score: Callable[[Batch], FloatArray], asked: Questions, ks: Sequence[int], seed: int, bar: Bar
) -> dict[str, Interval]:
    """Every metric at every cut-off."""
    ranked, hits = rank(score, asked.asked, asked.targets, max(ks), bar)
    found: dict[str, Interval] = {}
    for k in ks:
        rng = np.random.default_rng([seed, k])
        for name, values in _per_case(ranked, hits, asked, k).items():
            found[f"{name}@{k}"] = mean_interval(values, rng)
        found[f"coverage@{k}"] = _coverage(ranked, asked, k, rng)
    return found


def _per_case(ranked: IntArray, hits: Any, asked: Questions, k: int) -> dict[str, metrics.Values]:
    values = {
        "recall": metrics.recall(hits, asked.counts, k), "recall_full": metrics.recall_full(hits, asked.counts, k),
        "ndcg": metrics.ndcg(hits, asked.counts, k), "hit": metrics.hit(hits, k), "mrr": metrics.mrr(hits, k),
        "novelty": metrics.novelty(ranked, asked.viewers, asked.people, k),
    }  # fmt: skip
    if asked.genres is not None:
        values["calibration"] = metrics.calibration(asked.asked.csr(), ranked, asked.genres, k)
    return values


def _coverage(ranked: IntArray, asked: Questions, k: int, rng: np.random.Generator) -> Interval:
    width = asked.asked.width
    rounds = int(np.clip(COVERAGE_CELLS // max(ranked[:, :k].size, 1), 20, 200))
    return statistic_interval(lambda rows: metrics.coverage(ranked[rows], width, k), len(ranked), rng, rounds)


def evaluate(
    split: Split,
    *,
    metadata: ItemFeatures | None = None,
    settings: FitSettings | None = None,
    model: str = "blend",
    ks: Sequence[int] = (10, 20, 100),
    seed: int = 0,
    progress: Progress | None = None,
    bar: Bar = lambda spans, what: spans,
) -> dict[str, Any]:
    """Fit and tune on `split.train` alone, answer its cases, and report as JSON-able values.

    `model` is "blend", the name of one part (tuned, alone), or "all" for the blend and every part in it. Popularity and
    `implicit` at its defaults are always there.
    """
    settings = settings or FitSettings(task=split.task)
    started, worked = time.perf_counter(), time.process_time()
    metadata = _of_train(metadata, split) if metadata is not None else None
    only = () if model in ("blend", "all") else (model,)
    fitted = fit(
        split.train, metadata=metadata, seed=seed, progress=progress,
        settings=FitSettings(**{**vars(settings), "parts": only or settings.parts}),
    )  # fmt: skip
    if only and model not in fitted.blend.parts:
        raise BadData(f"{model} needs timestamps or metadata, and this data has none")
    seconds = {"fit": round(time.perf_counter() - started, 2), "fit_cpu": round(time.process_time() - worked, 2)}
    data = prepare(split.train, metadata)
    asked = questions(split, data)
    say = progress or (lambda words: None)
    report: Report = {}
    for name, score in _contestants(fitted, model, data, Budget(settings.memory, settings.threads), seed).items():
        say(f"measuring {name}")
        since = time.perf_counter()
        report[name] = measure(score, asked, ks, seed, bar)
        seconds[f"measure {name}"] = round(time.perf_counter() - since, 2)
    return {
        "models": report, "data": _data_facts(split, asked), "settings": fitted.facts, "seed": seed,
        "versions": versions(), "seconds": {**seconds, "total": round(time.perf_counter() - started, 2)},
        "peak_memory_mib": peak_memory(), "weights": dict(fitted.blend.weights),
    }  # fmt: skip


def _of_train(metadata: ItemFeatures, split: Split) -> ItemFeatures:
    """Only the titles of the training events, which are the ones that are ranked."""
    known = np.flatnonzero(np.isin(metadata.items, split.train.items))
    return ItemFeatures(metadata.items[known], [metadata.features[place] for place in known.tolist()])


def _contestants(
    fitted: Model, model: str, data: Training, budget: Budget, seed: int
) -> dict[str, Callable[[Batch], FloatArray]]:
    blend = fitted.blend if model in ("blend", "all") else Blend(fitted.blend.parts, {model: 1.0}, data.width)
    found = {"blend" if model in ("blend", "all") else model: blend.scores}
    if model == "all":
        found |= {name: part.scores for name, part in fitted.blend.parts.items()}
    popularity: Scorer = Popularity.fit(data, {}, seed=seed, budget=budget)
    implicit: Scorer = Ials.fit(data, IMPLICIT_DEFAULTS, seed=seed, budget=budget)
    return {**found, "popularity": popularity.scores, "implicit": implicit.scores}


def _data_facts(split: Split, asked: Questions) -> Mapping[str, Any]:
    known = int(asked.targets.nnz)
    return {
        "train_events": len(split.train), "train_users": len(np.unique(split.train.users)), "items": asked.asked.width,
        "cases": len(split.cases), "targets": int(asked.counts.sum()), "task": split.task,
        "targets_not_in_train": int(asked.counts.sum()) - known, "timestamps": split.train.timestamps is not None,
    }  # fmt: skip


def versions() -> dict[str, str]:
    """Of everything that the figures depend on."""
    found = {"python": platform.python_version()}
    for name in ("numpy", "scipy", "implicit"):
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = "missing"
    return found


def peak_memory() -> float:
    """The most memory this process has held at once, MiB."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return round(peak / (1024 * 1024 if sys.platform == "darwin" else 1024), 1)


def names() -> list[str]:
    """What `model` may be."""
    return ["blend", "all", *ROSTER]
