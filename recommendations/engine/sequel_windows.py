"""Histories cut into windows of one shape, from which `Sequel` learns.

A window is a row of `context + targets` columns, padded with the number of titles, whose vector is zero. One matrix
product with a band of fadings then gives the states of all targets of a window at once.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from .data import Batch, FloatArray, IntArray

Pairs = tuple[IntArray, IntArray]
SHORT, LONG = 16, 64  # targets in one window, for short and for long histories


@dataclass(frozen=True)
class Windows:
    """Windows of one shape: `columns` is (windows, context + targets); the first `context` are never targets."""

    liked: Batch
    columns: IntArray
    context: int
    first: IntArray  # (windows,): where the first target stands among the events of `liked`
    begin: IntArray  # (windows,): where its history begins there

    @property
    def targets(self) -> int:
        """Number of targets in each window."""
        return int(self.columns.shape[1]) - self.context

    @property
    def valid(self) -> npt.NDArray[np.bool_]:
        """(windows, targets): a title stands there, and one before it."""
        late = self.first[:, None] + np.arange(self.targets) > self.begin[:, None]
        return late & (self.columns[:, self.context :] < self.liked.width)

    def take(self, rows: IntArray) -> "Windows":
        """Some of them."""
        return Windows(self.liked, self.columns[rows], self.context, self.first[rows], self.begin[rows])

    def before(self, lag: int) -> IntArray:
        """(windows, targets): the title so many places before each target; the padding where there is none."""
        lacking = max(lag - self.context, 0)
        columns = np.pad(self.columns, ((0, 0), (lacking, 0)), constant_values=self.liked.width)
        start = self.context + lacking - lag
        return columns[:, start : start + self.targets]

    def watched(self) -> tuple[IntArray, IntArray]:
        """For each valid target the titles of its history before it, within the window or not: ends, and columns.

        Those of target n are `columns[ends[n - 1] : ends[n]]`.
        """
        row, place = np.nonzero(self.valid)
        begin = self.begin[row]
        lengths = self.first[row] + place - begin
        ends = np.cumsum(lengths)
        places = np.repeat(begin - ends + lengths, lengths) + np.arange(lengths.sum())
        return ends, self.liked.columns[places]


def in_parts(ends: IntArray, columns: IntArray, size: int) -> list[Pairs]:
    """What `Windows.watched` says as pairs (target, column) for each `size` targets, which count from 0 in each."""
    targets = np.repeat(np.arange(len(ends)), np.diff(ends, prepend=0))
    edges = [0, *ends[size - 1 :: size].tolist(), len(columns)]
    parts = [slice(edges[n], edges[n + 1]) for n in range(-(-len(ends) // size))]
    return [(targets[part] - n * size, columns[part]) for n, part in enumerate(parts)]


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
    begin = liked.indptr[owner]
    return Windows(liked, columns, context, begin + number * targets, begin)


def batches(windows: list[Windows], size: int, rng: np.random.Generator) -> list[Windows]:
    """All windows in batches of about `size` targets, in random order."""
    made = []
    for window in windows:
        order = rng.permutation(len(window.columns))
        per_window = max(window.valid.sum() / len(order), 1.0)
        parts = max(1, round(len(order) * per_window / size))
        made += [window.take(rows) for rows in np.array_split(order, parts)]
    return [made[place] for place in rng.permutation(len(made))]


def bands(window: Windows, lives: npt.NDArray[np.float64], reach: int) -> FloatArray:
    """(fadings, targets, context + targets): how much each place of a window weighs for each target."""
    here = window.context + np.arange(window.targets)[:, None]
    lag = here - np.arange(window.columns.shape[1])[None, :]
    near = (lag > 0) & (lag <= reach)
    fade = 0.5 ** (np.maximum(lag - 1, 0)[None] / lives[:, None, None])
    return np.where(near, fade, 0.0).astype(np.float32)
