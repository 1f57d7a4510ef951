"""Gradient training of `Sequel`, in plain numpy."""

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy import sparse
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped,unused-ignore]

from .adam import Adam, Params
from .budget import Budget
from .data import Batch, FloatArray, IntArray
from .directed import sample
from .sequel_windows import Pairs, Windows, bands, batches, cut, in_parts
from .ties import reshuffled, tied
from .training import Training

MICRO = 256  # targets whose scores are held at once; small enough for the processor's cache
INITIAL = 0.1  # standard deviation of the first vectors
COPIES = 4  # at most, where no number is named: as many as `visits` allow
VECTORS = ("inputs", "latest", "outputs")
Lives = tuple[float, ...]
MEMORIES: tuple[Lives, ...] = ((0.5, 1.0, 3.0), (0.5, 2.0, 6.0, 20.0, 100.0))  # half-lives of the second and third copy


def train(
    data: Training, settings: Mapping[str, Any], rng: np.random.Generator, budget: Budget
) -> tuple[Lives, Params]:
    """Learn `inputs`, `latest`, `outputs`, `bias` and `mixture`, copies side by side, so that scores are means.

    Copies differ in where they begin and in how far they look back; the half-lives of all of them come first.
    """
    factors, width = int(settings["factors"]), data.width
    liked = sample(data.liked, int(settings["positions"]), rng)
    targets = len(liked.columns)
    epochs = rounds(targets, int(settings["epochs"]), int(settings["visits"]))
    copies = int(settings["copies"]) or int(np.clip(int(settings["visits"]) // max(targets * epochs, 1), 1, COPIES))
    size = width * factors * 4 * (2 + int(settings["latest"])) * (4 + copies)
    budget.require(size + min(width, int(settings["sampled"])) * MICRO * 16, "sequel")
    memories: list[Lives] = [tuple(settings["half_lives"]), *MEMORIES]
    made: list[tuple[Lives, Params]] = []
    with ThreadPoolExecutor(budget.cores) as pool, threadpool_limits(1, user_api="blas"):
        for number in range(copies):
            lives = memories[number % len(memories)]
            made.append((lives, _one(data, liked, {**settings, "half_lives": lives}, epochs, rng, pool)))
    return _side_by_side(made)


def _one(
    data: Training, liked: Batch, settings: Mapping[str, Any], epochs: int, rng: np.random.Generator,
    pool: ThreadPoolExecutor,
) -> Params:  # fmt: skip
    shuffles = bool(settings["shuffle_ties"]) and tied(liked)
    trainer = Trainer(data, settings, rng, pool)
    windows = cut(liked, int(settings["window"]))
    size = int(settings["batch"])
    total = epochs * len(batches(windows, size, rng))
    for _ in range(epochs):
        windows = cut(reshuffled(liked, rng), int(settings["window"])) if shuffles else windows
        for window in batches(windows, size, rng):
            trainer.step(window, total)
    return trainer.learnt()


def _side_by_side(made: list[tuple[Lives, Params]]) -> tuple[Lives, Params]:
    every: Lives = tuple(sorted({life for lives, _ in made for life in lives}))
    mixtures = []
    for lives, copy in made:
        mixture = np.zeros((len(every), copy["mixture"].shape[1]), dtype=np.float32)
        mixture[np.searchsorted(every, lives)] = copy["mixture"]
        mixtures.append(mixture)
    copies = [copy for _, copy in made]
    bias = np.mean([copy["bias"] for copy in copies], axis=0)
    vectors = {name: np.concatenate([copy[name] for copy in copies], axis=-1) for name in VECTORS}
    vectors["outputs"] /= np.float32(len(copies))
    return every, {**vectors, "mixture": np.concatenate(mixtures, axis=1), "bias": bias}


def rounds(targets: int, epochs: int, visits: int) -> int:
    """Rounds through the data: as asked, or fewer (three at least) where that is more than `visits` targets in all."""
    return min(epochs, max(3, round(visits / max(targets, 1))))


@dataclass(frozen=True)
class Pushed:
    """Gradients of one micro-batch: by state, by the rivals' outputs and levels, and each target's own slope."""

    states: FloatArray
    outputs: FloatArray
    level: FloatArray
    miss: FloatArray


@dataclass(frozen=True)
class Rivals:
    """The titles that the targets of a batch are chosen among; `places` None means all, else each one's or -1."""

    places: IntArray | None
    outputs: FloatArray
    level: FloatArray

    def slopes(
        self, states: FloatArray, wanted: IntArray, own: FloatArray, own_bias: FloatArray, share: int, out: Pairs
    ) -> Pushed:  # fmt: skip
        """The softmax and its gradients for some targets, whose own outputs and biases are given.

        `out` are pairs (target, title) that are no rivals; the target itself is counted apart.
        """
        odds = states @ self.outputs.T
        odds += self.level
        right = np.einsum("nd,nd->n", states, own) + own_bias
        peak = np.maximum(odds.max(axis=1), right)
        odds -= peak[:, None]
        np.exp(odds, out=odds)
        odds[self._places(np.arange(len(wanted)), wanted)] = 0.0
        odds[self._places(*out)] = 0.0
        right = np.exp(right - peak)
        whole = odds.sum(axis=1) + right
        odds /= (whole * share)[:, None]
        miss = ((right / whole - 1) / share).astype(np.float32)
        onto = (odds @ self.outputs + miss[:, None] * own).astype(np.float32, copy=False)
        return Pushed(onto, (odds.T @ states).astype(np.float32, copy=False), odds.sum(axis=0), miss)

    def _places(self, rows: IntArray, titles: IntArray) -> Pairs:
        """Where titles stand among the rivals, those that stand there."""
        if self.places is None:
            return rows, titles
        places = self.places[titles]
        there = places >= 0
        return rows[there], places[there]


class Trainer:
    """Parameters and the gradient of one batch of windows."""

    def __init__(
        self, data: Training, settings: Mapping[str, Any], rng: np.random.Generator, pool: ThreadPoolExecutor
    ) -> None:  # fmt: skip
        self.settings, self.rng, self.width, self.pool = settings, rng, data.width, pool
        self.lives = np.asarray(settings["half_lives"], dtype=np.float64)
        factors, kinds = int(settings["factors"]), len(self.lives)
        counts = data.counts()
        params = {
            "inputs": self._random(data.width + 1, factors),
            "latest": self._random(int(settings["latest"]), data.width + 1, factors),
            "outputs": self._random(data.width, factors),
            "bias": np.log1p(counts) - np.log1p(counts).mean(),
            "mixture": (1.0 / kinds + self._random(kinds, factors)).astype(np.float32),
        }
        params["inputs"][-1] = params["latest"][:, -1] = 0
        self.adam = Adam(params, decayed=VECTORS)
        self.params = params
        scale = [np.sqrt((0.25 ** (np.arange(8) / life)).sum()) for life in self.lives]
        self.scale = np.array(scale, dtype=np.float32)[:, None, None]
        self.chance = counts**0.75 + 1e-3
        self.chance /= self.chance.sum()
        self.cumulated = np.cumsum(self.chance)

    def _random(self, *shape: int) -> FloatArray:
        return self.rng.normal(0.0, INITIAL, shape).astype(np.float32)

    def learnt(self) -> Params:
        """The parameters, with the scale of the fadings folded into the mixtures and no row for padding."""
        mixture = (self.params["mixture"] / self.scale[:, 0]).astype(np.float32)
        inputs, latest = self.params["inputs"][:-1].copy(), self.params["latest"][:, :-1].copy()
        return {**self.params, "inputs": inputs, "latest": latest, "mixture": mixture}

    def step(self, window: Windows, total: int) -> None:
        """One batch of windows: states, losses, gradients, update."""
        columns, valid, mixture = window.columns, window.valid, self.params["mixture"]
        dropped = float(self.settings["drop_events"])
        band = bands(window, self.lives, int(self.settings["window"])) / self.scale
        kinds, targets, length = band.shape
        kept = self._mask(columns.shape, dropped)[:, :, None]
        vectors = self.params["inputs"][columns] * kept
        faded = (band.reshape(-1, length) @ vectors).reshape(len(columns), kinds, targets, -1)
        states = np.einsum("bktd,kd->btd", faded, mixture)[valid]
        latest = [window.before(lag + 1)[valid] for lag in range(len(self.params["latest"]))]
        there = [self._mask((len(states), 1), dropped) for _ in latest]
        for vectors, before, mask in zip(self.params["latest"], latest, there, strict=True):
            states += vectors[before] * mask
        thinned = self._mask(states.shape, float(self.settings["drop_factors"]))
        slopes, gradients = self.loss(states * thinned, columns[:, window.context :][valid], window)
        slopes *= thinned
        back = np.zeros((len(columns), targets, states.shape[1]), dtype=np.float32)
        back[valid] = slopes
        gradients["mixture"] = np.einsum("btd,bktd->kd", back, faded)
        spread = (back[:, None] * mixture[None, :, None, :]).reshape(len(columns), kinds * targets, -1)
        into = (band.reshape(-1, length).T @ spread) * kept
        gradients["inputs"] = self._onto(columns.ravel(), into.reshape(-1, into.shape[-1]))
        onto = [self._onto(before, slopes * mask) for before, mask in zip(latest, there, strict=True)]
        gradients["latest"] = np.stack(onto) if onto else np.zeros_like(self.params["latest"])
        self.adam.step(gradients, total, float(self.settings["rate"]), float(self.settings["decay"]))

    def _onto(self, columns: IntArray, values: FloatArray) -> FloatArray:
        """Gradients of the titles that values belong to; the padding has none."""
        found = _scatter(columns, values, self.width + 1)
        found[-1] = 0
        return found

    def _mask(self, shape: tuple[int, ...], dropped: float) -> FloatArray:
        if dropped <= 0:
            return np.ones(shape, dtype=np.float32)
        return ((self.rng.random(shape, dtype=np.float32) >= dropped) / (1 - dropped)).astype(np.float32)

    def loss(self, states: FloatArray, wanted: IntArray, window: Windows) -> tuple[FloatArray, Params]:
        """Gradients of the mean -log P(wanted | state) among what is new to each: by state, by outputs and bias."""
        chosen, offset = self.candidates()
        where: Any = slice(None) if chosen is None else chosen
        rivals = Rivals(self._places(chosen), self.params["outputs"][where], self.params["bias"][where] - offset)
        watched = in_parts(*window.watched(), MICRO)
        parts = [slice(start, start + MICRO) for start in range(0, len(states), MICRO)]
        own = self.params["outputs"][wanted], self.params["bias"][wanted]
        jobs = [
            (states[part], wanted[part], own[0][part], own[1][part], len(states), out)
            for part, out in zip(parts, watched, strict=True)
        ]
        found = list(self.pool.map(lambda job: rivals.slopes(*job), jobs))
        miss = np.concatenate([pushed.miss for pushed in found])
        both = _scatter(wanted, np.column_stack([miss, miss[:, None] * states]), self.width)
        for pushed in found:
            both[where, 0] += pushed.level
            both[where, 1:] += pushed.outputs
        return np.concatenate([pushed.states for pushed in found]), {"bias": both[:, 0], "outputs": both[:, 1:]}

    def _places(self, chosen: IntArray | None) -> IntArray | None:
        if chosen is None:
            return None
        places = np.full(self.width, -1)
        places[chosen] = np.arange(len(chosen))
        return places

    def candidates(self) -> tuple[IntArray | None, FloatArray]:
        """Titles that a batch chooses among, ascending, and the log of each one's chance to be drawn; None means
        all."""
        size = int(self.settings["sampled"])
        if self.width <= size:
            return None, np.zeros(1, dtype=np.float32)
        drawn = np.unique(np.searchsorted(self.cumulated, self.rng.random(size)).clip(max=self.width - 1))
        return drawn, np.log(-np.expm1(size * np.log1p(-self.chance[drawn]))).astype(np.float32)


def _scatter(rows: IntArray, values: FloatArray, height: int) -> FloatArray:
    """Sum of the values that belong to each row."""
    ones = np.ones(len(rows), dtype=np.float32)
    shape = (len(rows), height)
    chosen = sparse.csr_array((ones, rows, np.arange(len(rows) + 1)), shape=shape)
    return np.asarray(chosen.T @ values, dtype=np.float32)
