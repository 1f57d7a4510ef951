"""The fitted model as the outside world sees it: ids in, ids out."""

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped,unused-ignore]

from . import artifact
from .blend import CELLS, Blend, Folded
from .budget import processors
from .data import Batch, FloatArray, History, IntArray, Vocabulary, encode, ids_of
from .errors import ArtifactCorrupt, UnknownItem
from .explanations import Explanations, Reasons, largest
from .ranking import top
from .registry import PARTS

ABREAST = 64  # histories scored together; more are shared among the cores
MISSING = -1  # stands in a list of recommendations where there was nothing left to recommend


@dataclass(frozen=True)
class Choices:
    """What tuning decides: settings, weight and scale of each part, see `Blend`. JSON-able through `asdict`."""

    settings: Mapping[str, Mapping[str, Any]]
    weights: Mapping[str, float]
    scales: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Model:
    """A blend of fitted parts with its id map. Make one with `fit` or `load`."""

    vocabulary: Vocabulary
    blend: Blend
    popularity: FloatArray  # viewers of each title, aligned with `items`
    end: float  # last moment of the training data, UTC seconds
    fingerprint: str = ""
    metrics: Mapping[str, Any] = field(default_factory=dict)
    facts: Mapping[str, Any] = field(default_factory=dict)  # how it was fitted: settings, seed, choices, seconds

    @property
    def items(self) -> IntArray:
        """The ids that the model knows; the columns of `scores`."""
        return self.vocabulary.ids

    @property
    def choices(self) -> Choices | None:
        """What tuning decided, to be given to the next fit in place of tuning; None where the model does not say."""
        found = self.facts.get("choices")
        return Choices(**found) if found else None

    def encode(self, histories: Sequence[History]) -> Batch:
        """Histories in the model's columns."""
        return encode(histories, self.vocabulary, self.end)

    def scores(self, histories: Sequence[History]) -> FloatArray:
        """Every title's score for every history, shape (histories, items), float32, finite, higher is better."""
        batch = self.encode(histories)
        if len(batch) <= ABREAST:
            return self.blend.scores(batch)
        runs = [np.arange(start, min(start + ABREAST, len(batch))) for start in range(0, len(batch), ABREAST)]
        with ThreadPoolExecutor(processors()) as pool, threadpool_limits(1, user_api="blas"):
            return np.concatenate(list(pool.map(lambda rows: self.blend.scores(batch.select(rows)), runs)))

    def fold(self, histories: Sequence[History]) -> "Fold":
        """The scores of these histories, kept with what it takes to explain them: for some dozen histories at once."""
        return Fold(self, self.blend.fold(self.encode(histories)))

    def recommend(
        self,
        histories: Sequence[History],
        k: int,
        *,
        exclude: Sequence[int] | IntArray | Sequence[Sequence[int] | IntArray] | None = None,
        exclude_history: bool = True,
    ) -> tuple[IntArray, FloatArray]:
        """The k best titles of each history, best first: ids and scores, both of shape (histories, k).

        `exclude` is one collection of ids for all, or one collection for each history. Where fewer than k titles
        remain, the rest of the row is `MISSING` (-1) with a score of -inf.
        """
        scores = self.scores(histories)
        self._mask(scores, histories if exclude_history else [], exclude)
        columns = top(scores, k)
        values = np.take_along_axis(scores, columns, axis=1)
        ids = np.where(np.isfinite(values), self.items[columns], MISSING)
        lacking = ((0, 0), (0, k - ids.shape[1]))
        return np.pad(ids, lacking, constant_values=MISSING), np.pad(values, lacking, constant_values=-np.inf)

    def _mask(self, scores: FloatArray, histories: Sequence[History], exclude: Any) -> None:
        for row, history in enumerate(histories):
            self._hide(scores[row], history.items)
        if exclude is None or not len(exclude):
            return
        if np.ndim(exclude[0]) == 0:
            self._hide(scores.T, ids_of(exclude))
            return
        for row, ids in enumerate(exclude):
            self._hide(scores[row], ids_of(ids))

    def _hide(self, scores: FloatArray, ids: IntArray) -> None:
        columns = self.vocabulary.columns(ids)
        scores[columns[columns >= 0]] = -np.inf

    def similar(self, item_id: int, k: int) -> tuple[IntArray, FloatArray]:
        """Up to k titles most like one, best first, and how alike they are, 0 to 1; raises `UnknownItem`."""
        self.column(item_id)
        [best], [alike] = self.similar_many([item_id], k)
        return best[best != MISSING], alike[best != MISSING]

    def similar_many(self, item_ids: Sequence[int] | IntArray, k: int) -> tuple[IntArray, FloatArray]:
        """The k titles most like each of these, best first, and how alike they are: both of shape (titles, k).

        `MISSING` (-1) and 0 stand where there are no more; everywhere for ids that the model does not know.
        """
        columns = self.vocabulary.columns(ids_of(item_ids))
        items, alike = np.full((len(columns), k), MISSING), np.zeros((len(columns), k), dtype=np.float32)
        known, step = np.flatnonzero(columns >= 0), max(1, CELLS // max(self.blend.width, 1))
        for start in range(0, len(known), step):
            rows = known[start : start + step]
            kin = self.blend.kin(columns[rows])
            kin[np.arange(len(rows)), columns[rows]] = 0.0
            best = top(kin, k)
            found = np.take_along_axis(kin, best, axis=1)
            items[rows, : best.shape[1]] = np.where(found > 0, self.items[best], MISSING)
            alike[rows, : best.shape[1]] = found
        return items, alike

    def explain(self, history: History, item_id: int) -> Reasons:
        """Which titles of a history carry a title's score, and how much; raises `UnknownItem`."""
        self.column(item_id)
        return self.explain_many(history, [item_id]).reasons(0)

    def explain_many(self, history: History, item_ids: Sequence[int] | IntArray) -> Explanations:
        """`explain` for many titles of one history at once; ids that the model does not know get rows of zeros."""
        return self.fold([history]).explain(0, item_ids)

    def top_reasons(self, history: History, item_ids: Sequence[int] | IntArray, n: int) -> list[list[int]]:
        """For each title up to n titles of the history that raise its score, the largest share first."""
        return self.fold([history]).top_reasons(0, item_ids, n)

    def column(self, item_id: int) -> int:
        """Where an id stands in `items`; raises `UnknownItem`."""
        column = int(self.vocabulary.columns(np.array([item_id], dtype=np.int64))[0])
        if column < 0:
            raise UnknownItem(item_id)
        return column

    def save(self, path: Path) -> None:
        """Write the model as a folder, see `artifact`; what stood there is replaced."""
        arrays: dict[str, np.ndarray[Any, Any]] = {"items": self.items, "popularity": self.popularity}
        for name, part in self.blend.parts.items():
            arrays.update({f"{name}.{key}": value for key, value in part.state().items()})
        parts = {name: {"kind": part.kind, "settings": part.settings} for name, part in self.blend.parts.items()}
        own = {"end": self.end, "fingerprint": self.fingerprint, "metrics": dict(self.metrics)}
        facts = {**own, "facts": dict(self.facts), "parts": parts, "weights": dict(self.blend.weights)}
        facts["scales"] = dict(self.blend.scales)
        artifact.write(Path(path), arrays, facts)


@dataclass(frozen=True)
class Fold:
    """Histories in a model."""

    model: Model
    folded: Folded

    @property
    def scores(self) -> FloatArray:
        """As `Model.scores` gives them."""
        return self.folded.scores

    def explain(self, row: int, item_ids: Sequence[int] | IntArray) -> Explanations:
        """What carries the scores of titles for one of the histories; ids that the model does not know get zeros."""
        items = ids_of(item_ids)
        columns = self.model.vocabulary.columns(items)
        known = columns >= 0
        found = self.folded.explain(row, columns[known])
        base, values = np.zeros(len(items)), np.zeros((len(items), len(found.columns)), dtype=np.float32)
        base[known], values[known] = found.base, found.values
        return Explanations(items, known, self.model.items[found.columns], base, values)

    def top_reasons(self, row: int, item_ids: Sequence[int] | IntArray, n: int) -> list[list[int]]:
        """For each title up to n titles of one of the histories that raise its score, the largest share first."""
        columns = self.model.vocabulary.columns(ids_of(item_ids))
        known = np.flatnonzero(columns >= 0)
        events, values = self.folded.raised(row, columns[known])
        reasons = largest(values, self.model.items[events], n)
        if len(known) == len(columns):
            return reasons
        found: list[list[int]] = [[] for _ in columns]
        for place, why in zip(known.tolist(), reasons, strict=True):
            found[place] = why
        return found


def load(path: Path) -> Model:
    """Read a model; raises one of `ArtifactMissing`, `-Foreign`, `-TooNew`, `-TooOld` or `-Corrupt`."""
    arrays, facts = artifact.read(Path(path))
    try:
        return _assemble(arrays, facts)
    except (KeyError, TypeError, ValueError, IndexError) as error:
        raise ArtifactCorrupt(f"{path}: {error!r}") from error


def _assemble(arrays: dict[str, np.ndarray[Any, Any]], facts: dict[str, Any]) -> Model:
    parts = {}
    for name, about in facts["parts"].items():
        state = {key.removeprefix(f"{name}."): a for key, a in arrays.items() if key.startswith(f"{name}.")}
        parts[name] = PARTS[about["kind"]].restore(state, about["settings"])
    blend = Blend(parts, facts["weights"], len(arrays["items"]), facts["scales"])
    own = {key: facts[key] for key in ("end", "fingerprint", "metrics", "facts")}
    return Model(Vocabulary(arrays["items"]), blend, arrays["popularity"], **own)
