"""Gradient training of `Sequel`, in plain numpy.

Histories are cut into windows: rows of `context + targets` columns, padded with the number of titles, whose vector is
zero. One matrix product with a band of fadings then gives the states of all targets of a window at once.
"""

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import sparse
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped,unused-ignore]

from .adam import Adam, Params
from .budget import Budget
from .data import Batch, FloatArray, IntArray
from .directed import sample
from .ties import reshuffled, tied
from .training import Training

SHORT, LONG = 16, 64  # targets in one window, for short and for long histories
MICRO = 256  # targets whose scores are held at once; small enough for the processor's cache
INITIAL = 0.1  # standard deviation of the first vectors
COPIES = 4  # at most, where no number is named: as many as `visits` allow
Lives = tuple[float, ...]
MEMORIES: tuple[Lives, ...] = ((0.5, 1.0, 3.0), (0.5, 2.0, 6.0, 20.0, 100.0))  # half-lives of the second and third copy


@dataclass(frozen=True)
class Windows:
    """Padded windows of one shape: `columns` is (windows, context + targets); the first `context` are never targets."""

    columns: IntArray
    context: int
    valid: npt.NDArray[np.bool_]  # (windows, targets): a title stands there, and one before it

    @property
    def targets(self) -> int:
        """Number of targets in each window."""
        return int(self.columns.shape[1]) - self.context


def train(
    data: Training, settings: Mapping[str, Any], rng: np.random.Generator, budget: Budget
) -> tuple[Lives, Params]:
    """Learn `inputs`, `outputs`, `bias` and `mixture`, those of the copies side by side, so that scores are means.

    Copies differ in where they begin and in how far they look back; the half-lives of all of them come first.
    """
    factors, width = int(settings["factors"]), data.width
    liked = sample(data.liked, int(settings["positions"]), rng)
    targets = len(liked.columns)
    epochs = rounds(targets, int(settings["epochs"]), int(settings["visits"]))
    copies = int(settings["copies"]) or int(np.clip(int(settings["visits"]) // max(targets * epochs, 1), 1, COPIES))
    size = width * factors * 4 * (8 + 2 * copies)
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
    total = epochs * len(_batches(windows, int(settings["batch"]), rng))
    for _ in range(epochs):
        windows = cut(reshuffled(liked, rng), int(settings["window"])) if shuffles else windows
        for window, rows in _batches(windows, int(settings["batch"]), rng):
            trainer.step(window, rows, total)
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
    inputs, outputs = (np.concatenate([copy[name] for copy in copies], axis=1) for name in ("inputs", "outputs"))
    outputs /= np.float32(len(copies))
    return every, {"inputs": inputs, "outputs": outputs, "mixture": np.concatenate(mixtures, axis=1), "bias": bias}


def rounds(targets: int, epochs: int, visits: int) -> int:
    """Rounds through the data: as asked, or fewer (three at least) where that is more than `visits` targets in all."""
    return min(epochs, max(3, round(visits / max(targets, 1))))


def cut(liked: Batch, window: int) -> list[Windows]:
    """Windows of short and of long histories; histories of one title teach nothing."""
    lengths = liked.lengths
    short = np.flatnonzero((lengths > 1) & (lengths <= SHORT))
    long = np.flatnonzero(lengths > SHORT)
    return [w for w in (_windows(liked, short, 0, SHORT), _windows(liked, long, window, LONG)) if len(w.columns)]


def _windows(liked: Batch, rows: IntArray, context: int, targets: int) -> Windows:
    pieces = -(-liked.lengths[rows] // targets)
    owner = np.repeat(rows, pieces)
    number = np.arange(len(owner)) - np.repeat(np.cumsum(pieces) - pieces, pieces)
    place = number[:, None] * targets + np.arange(-context, targets)[None, :]
    inside = (place >= 0) & (place < liked.lengths[owner][:, None])
    source = np.where(inside, liked.indptr[owner][:, None] + place, 0)
    columns = np.where(inside, liked.columns[source], liked.width)
    return Windows(columns, context, (inside & (place > 0))[:, context:])


def _batches(windows: list[Windows], size: int, rng: np.random.Generator) -> list[tuple[Windows, IntArray]]:
    made = []
    for window in windows:
        order = rng.permutation(len(window.columns))
        per_window = max(window.valid.sum() / len(window.valid), 1.0)
        parts = max(1, round(len(order) * per_window / size))
        made += [(window, rows) for rows in np.array_split(order, parts)]
    return [made[place] for place in rng.permutation(len(made))]


@dataclass(frozen=True)
class Pushed:
    """Gradients of one micro-batch: by state, by the rivals' outputs and levels, and each target's own slope."""

    states: FloatArray
    outputs: FloatArray
    level: FloatArray
    miss: FloatArray


@dataclass(frozen=True)
class Rivals:
    """The titles that the targets of a batch are chosen among; `columns` None means all of them."""

    columns: IntArray | None
    outputs: FloatArray
    level: FloatArray

    def slopes(
        self, states: FloatArray, wanted: IntArray, own: FloatArray, own_bias: FloatArray, share: int
    ) -> Pushed:  # fmt: skip
        """The softmax and its gradients for some targets, whose own outputs and biases are given."""
        odds = states @ self.outputs.T
        odds += self.level
        right = np.einsum("nd,nd->n", states, own) + own_bias
        peak = np.maximum(odds.max(axis=1), right)
        odds -= peak[:, None]
        np.exp(odds, out=odds)
        rows, places = self._own_places(wanted)
        odds[rows, places] = 0.0
        right = np.exp(right - peak)
        whole = odds.sum(axis=1) + right
        odds /= (whole * share)[:, None]
        miss = ((right / whole - 1) / share).astype(np.float32)
        onto = (odds @ self.outputs + miss[:, None] * own).astype(np.float32, copy=False)
        return Pushed(onto, (odds.T @ states).astype(np.float32, copy=False), odds.sum(axis=0), miss)

    def _own_places(self, wanted: IntArray) -> tuple[IntArray, IntArray]:
        if self.columns is None:
            return np.arange(len(wanted)), wanted
        places = np.searchsorted(self.columns, wanted).clip(max=len(self.columns) - 1)
        rows = np.flatnonzero(self.columns[places] == wanted)
        return rows, places[rows]


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
            "outputs": self._random(data.width, factors),
            "bias": np.log1p(counts) - np.log1p(counts).mean(),
            "mixture": (1.0 / kinds + self._random(kinds, factors)).astype(np.float32),
        }
        params["inputs"][-1] = 0
        self.adam = Adam(params, decayed={"inputs", "outputs"})
        self.params = params
        self.scale = np.array([np.sqrt((0.25 ** (np.arange(8) / life)).sum()) for life in self.lives])
        self.chance = counts**0.75 + 1e-3
        self.chance /= self.chance.sum()
        self.cumulated = np.cumsum(self.chance)

    def _random(self, rows: int, factors: int) -> FloatArray:
        return self.rng.normal(0.0, INITIAL, (rows, factors)).astype(np.float32)

    def learnt(self) -> Params:
        """The parameters, with the scale of the fadings folded into the mixtures and no row for padding."""
        mixture = (self.params["mixture"] / self.scale[:, None]).astype(np.float32)
        return {**self.params, "inputs": self.params["inputs"][:-1].copy(), "mixture": mixture}

    def band(self, window: Windows) -> FloatArray:
        """(fadings, targets, context + targets): how much each place of a window weighs for each target."""
        here = window.context + np.arange(window.targets)[:, None]
        lag = here - np.arange(window.columns.shape[1])[None, :]
        near = (lag > 0) & (lag <= int(self.settings["window"]))
        fade = 0.5 ** (np.maximum(lag - 1, 0)[None] / self.lives[:, None, None]) / self.scale[:, None, None]
        return np.where(near, fade, 0.0).astype(np.float32)

    def step(self, window: Windows, rows: IntArray, total: int) -> None:
        """One batch of windows: states, losses, gradients, update."""
        columns, valid = window.columns[rows], window.valid[rows]
        band, mixture = self.band(window), self.params["mixture"]
        kinds, targets, length = band.shape
        kept = self._mask(columns.shape, float(self.settings["drop_events"]))[:, :, None]
        vectors = self.params["inputs"][columns] * kept
        faded = (band.reshape(-1, length) @ vectors).reshape(len(rows), kinds, targets, -1)
        states = np.einsum("bktd,kd->btd", faded, mixture)[valid]
        thinned = self._mask(states.shape, float(self.settings["drop_factors"]))
        wanted = columns[:, window.context :][valid]
        slopes, gradients = self.loss(states * thinned, wanted)
        back = np.zeros((len(rows), targets, states.shape[1]), dtype=np.float32)
        back[valid] = slopes * thinned
        gradients["mixture"] = np.einsum("btd,bktd->kd", back, faded)
        spread = (back[:, None] * mixture[None, :, None, :]).reshape(len(rows), kinds * targets, -1)
        into = (band.reshape(-1, length).T @ spread) * kept
        gradients["inputs"] = _scatter(columns.ravel(), into.reshape(-1, into.shape[-1]), self.width + 1)
        gradients["inputs"][-1] = 0
        self.adam.step(gradients, total, float(self.settings["rate"]), float(self.settings["decay"]))

    def _mask(self, shape: tuple[int, ...], dropped: float) -> FloatArray:
        if dropped <= 0:
            return np.ones(shape, dtype=np.float32)
        return ((self.rng.random(shape, dtype=np.float32) >= dropped) / (1 - dropped)).astype(np.float32)

    def loss(self, states: FloatArray, wanted: IntArray) -> tuple[FloatArray, Params]:
        """Gradients of the mean -log P(wanted | state): by state, and by outputs and bias."""
        chosen, offset = self.candidates()
        where: Any = slice(None) if chosen is None else chosen
        rivals = Rivals(chosen, self.params["outputs"][where], self.params["bias"][where] - offset)
        parts = [slice(start, start + MICRO) for start in range(0, len(states), MICRO)]
        own = self.params["outputs"][wanted], self.params["bias"][wanted]
        jobs = [(states[part], wanted[part], own[0][part], own[1][part], len(states)) for part in parts]
        found = list(self.pool.map(lambda job: rivals.slopes(*job), jobs))
        miss = np.concatenate([pushed.miss for pushed in found])
        both = _scatter(wanted, np.column_stack([miss, miss[:, None] * states]), self.width)
        for pushed in found:
            both[where, 0] += pushed.level
            both[where, 1:] += pushed.outputs
        return np.concatenate([pushed.states for pushed in found]), {"bias": both[:, 0], "outputs": both[:, 1:]}

    def candidates(self) -> tuple[IntArray | None, FloatArray]:
        """Titles that a batch chooses among, ascending, and the log of each one's chance to be drawn; None means
        all."""
        size = int(self.settings["sampled"])
        if self.width <= 2 * size:
            return None, np.zeros(1, dtype=np.float32)
        drawn = np.unique(np.searchsorted(self.cumulated, self.rng.random(size)).clip(max=self.width - 1))
        return drawn, np.log(-np.expm1(size * np.log1p(-self.chance[drawn]))).astype(np.float32)


def _scatter(rows: IntArray, values: FloatArray, height: int) -> FloatArray:
    """Sum of the values that belong to each row."""
    ones = np.ones(len(rows), dtype=np.float32)
    shape = (len(rows), height)
    chosen = sparse.csr_array((ones, rows, np.arange(len(rows) + 1)), shape=shape)
    return np.asarray(chosen.T @ values, dtype=np.float32)
