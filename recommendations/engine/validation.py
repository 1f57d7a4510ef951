"""Validation data cut from training data: questions of the kind that the model will be asked, with known answers."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import sparse

from . import metrics
from .data import Batch, Csr, FloatArray, IntArray
from .ranking import top
from .training import Training

TASKS = ("next", "later", "holdout", "strong")
SHARE = 0.2  # of a history that is hidden where more than the last title is asked for
DRAWS = 4
CASES, MANY = 3000, 10_000  # questions; and of one title each
DEEP = 100  # ranks looked at
CELLS = 4_000_000  # scores held at once

Score = Callable[[Batch], FloatArray]


@dataclass(frozen=True)
class Cut:
    """What may be learnt from, the histories asked about, and (histories x items) their hidden titles."""

    train: Training
    asked: Batch
    targets: Csr
    owners: IntArray  # who is asked each question; more than once each where there are few

    def some(self, cases: int, rng: np.random.Generator) -> "Cut":
        """The same with at most so many questions, drawn at random."""
        if len(self.asked) <= cases:
            return self
        rows = np.sort(rng.choice(len(self.asked), cases, replace=False))
        return Cut(self.train, self.asked.select(rows), self.targets[rows], self.owners[rows])

    def chunks(self) -> Iterator[IntArray]:
        """Runs of cases small enough to hold their scores."""
        step = max(1, CELLS // max(self.asked.width, 1))
        return (np.arange(start, min(start + step, len(self.asked))) for start in range(0, len(self.asked), step))


def cut(data: Training, task: str, rng: np.random.Generator, cases: int = 0) -> Cut | None:
    """Hide titles as `task` names it; None where the data has nothing that can be hidden.

    "next": the last title (of up to the last three, where there are few users), of as many as can be, for so it is when
    all are asked; "later": the last fifth; "holdout": a
    random fifth, the rest of those histories staying in training; "strong": the same, with those users out of training
    and, where they are few, each asked about several times with other titles hidden.
    """
    liked, cases = data.liked, cases or (MANY if task == "next" else CASES)
    able = np.flatnonzero(liked.lengths >= (3 if task == "next" else 5))
    able = able if len(able) else np.flatnonzero(liked.lengths >= 2)
    cap = min(cases, max(1, len(liked) // 5)) if task == "strong" else cases
    chosen = np.sort(rng.choice(able, min(cap, len(able)), replace=False)) if len(able) else able
    if not len(chosen):
        return None
    if task == "next":
        return _next(data, chosen, int(np.clip(CASES // len(chosen), 1, 3)))
    made = _hidden(data, chosen, _pick(liked, chosen, task, rng), task == "strong")
    if task != "strong":
        return made
    draws = int(np.clip(cases // len(chosen), 1, DRAWS)) - 1
    more = [_hidden(data, chosen, _pick(liked, chosen, task, rng), apart=True) for _ in range(draws)]
    asked = join([one.asked for one in (made, *more)])
    return Cut(made.train, asked, sparse.vstack([one.targets for one in (made, *more)]), np.tile(chosen, draws + 1))


def _next(data: Training, chosen: IntArray, depth: int) -> Cut:
    liked = data.liked
    backs = np.minimum(depth, liked.lengths[chosen] - 1)
    rows = np.repeat(chosen, backs)
    steps = np.arange(len(rows)) - np.repeat(np.cumsum(backs) - backs, backs) + 1
    lengths = liked.lengths[rows] - steps
    places = liked.indptr[rows] + lengths
    keep = np.ones(len(liked.columns), dtype=bool)
    keep[places] = False
    return Cut(data.replace(liked.keep(keep)), prefixes(liked, rows, lengths), _answers(liked, places, rows=None), rows)


def _pick(liked: Batch, chosen: IntArray, task: str, rng: np.random.Generator) -> npt.NDArray[np.bool_]:
    hidden = np.zeros(len(liked.columns), dtype=bool)
    for row in chosen:
        start, length = int(liked.indptr[row]), int(liked.indptr[row + 1] - liked.indptr[row])
        size = max(1, round(SHARE * length))
        hidden[start + (np.arange(length - size, length) if task == "later" else rng.permutation(length)[:size])] = True
    return hidden


def _hidden(data: Training, chosen: IntArray, hidden: npt.NDArray[np.bool_], apart: bool) -> Cut:
    liked = data.liked
    theirs = np.zeros(len(liked), dtype=bool)
    theirs[chosen] = True
    places = np.flatnonzero(hidden)
    asked = liked.keep(~hidden).select(chosen)
    asked = prefixes(asked, np.arange(len(asked)), asked.lengths)
    train = liked.keep(~theirs[liked.rows]) if apart else liked.keep(~hidden)
    return Cut(data.replace(train), asked, _answers(liked, places, np.searchsorted(chosen, liked.rows[places])), chosen)


def _answers(liked: Batch, places: IntArray, rows: IntArray | None) -> Csr:
    rows = np.arange(len(places)) if rows is None else rows
    height = int(rows.max()) + 1 if len(rows) else 0
    ones = np.ones(len(places), dtype=np.float32)
    return sparse.csr_array((ones, (rows, liked.columns[places])), shape=(height, liked.width))


def prefixes(batch: Batch, rows: IntArray, lengths: IntArray) -> Batch:
    """The first titles of the given histories, asked at the moment of the last one left."""
    indptr = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64)
    places = np.repeat(batch.indptr[rows] - indptr[:-1], lengths) + np.arange(indptr[-1])
    times = batch.times[places]
    at = np.full(len(rows), np.nan)
    at[lengths > 0] = times[indptr[1:][lengths > 0] - 1]
    owners = np.repeat(np.arange(len(rows)), lengths)
    return Batch(batch.width, indptr, batch.columns[places], batch.weights[places], times, at, owners)


def join(batches: list[Batch]) -> Batch:
    """Batches one after another."""
    lengths = np.concatenate([batch.lengths for batch in batches])
    indptr = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64)
    columns, weights, times, at = (
        np.concatenate([getattr(batch, name) for batch in batches]) for name in ("columns", "weights", "times", "at")
    )
    rows = np.repeat(np.arange(len(lengths)), lengths)
    return Batch(batches[0].width, indptr, columns, weights, times, at, rows)


def quality(score: Score, held: Cut) -> float:
    """What is tuned for: the mean of NDCG@10 and NDCG@100 with histories left out; smoother than either hit rate."""
    values = []
    for rows in held.chunks():
        asked = held.asked.select(rows)
        scores = np.array(score(asked), dtype=np.float32)
        scores[asked.rows, asked.columns] = -np.inf
        targets = held.targets[rows].toarray() > 0
        hits = np.take_along_axis(targets, top(scores, DEEP), axis=1)
        values.append(gain(hits, targets.sum(axis=1)))
    return float(np.concatenate(values).mean())


def gain(hits: npt.NDArray[np.bool_], targets: IntArray) -> metrics.Values:
    """The value of each list by the measure that is tuned for."""
    found: metrics.Values = (metrics.ndcg(hits, targets, 10) + metrics.ndcg(hits, targets, DEEP)) / 2
    return found
