"""What goes into the engine: events, histories and metadata as plain arrays, and the vocabulary that keeps ids apart.

*Ids* are whatever the outside world uses (database keys); *columns* are positions in the model's own item axis. Ids are
turned into columns once, in `encode`, and back once, in `Model`; nothing in between sees an id.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
from scipy import sparse

from .errors import BadData

IntArray = npt.NDArray[np.int64]
FloatArray = npt.NDArray[np.float32]
TimeArray = npt.NDArray[np.float64]
Csr = sparse.csr_array


def as_ids(values: npt.ArrayLike) -> IntArray:
    """A one-dimensional int64 copy or view of `values`; raises `BadData` when they are not whole numbers."""
    array = np.asarray(values)
    if array.size and not np.issubdtype(array.dtype, np.integer):
        raise BadData(f"ids must be whole numbers, not {array.dtype}")
    return array.astype(np.int64, copy=False).reshape(-1)


def as_weights(values: npt.ArrayLike | None, size: int) -> FloatArray:
    """float32 weights of length `size`, ones when None; what is not finite counts as nothing said (0)."""
    if values is None:
        return np.ones(size, dtype=np.float32)
    return np.nan_to_num(np.asarray(values, dtype=np.float32).reshape(-1), nan=0.0, posinf=0.0, neginf=0.0)


def as_times(values: npt.ArrayLike | None) -> TimeArray | None:
    """float64 UTC seconds, or None."""
    return None if values is None else np.asarray(values, dtype=np.float64).reshape(-1)


def _same_length(**arrays: npt.NDArray[np.generic] | None) -> None:
    lengths = {name: len(array) for name, array in arrays.items() if array is not None}
    if len(set(lengths.values())) > 1:
        raise BadData(f"arrays of different length: {lengths}")


@dataclass(frozen=True, init=False)
class Interactions:
    """Everything that happened: equal-length 1-D arrays, one entry per event.

    `users` and `items` are int64 ids of the outside world; `weights` float32 (1 is "watched", negative a dislike);
    `timestamps` float64 UTC seconds, or None when the order of events is unknown.
    """

    users: IntArray
    items: IntArray
    weights: FloatArray
    timestamps: TimeArray | None

    def __init__(
        self, users: npt.ArrayLike, items: npt.ArrayLike, weights: npt.ArrayLike | None = None,
        timestamps: npt.ArrayLike | None = None,
    ) -> None:  # fmt: skip
        """`weights` None stands for ones; raises `BadData` for ids that are not whole or lengths that differ."""
        object.__setattr__(self, "users", as_ids(users))
        object.__setattr__(self, "items", as_ids(items))
        object.__setattr__(self, "weights", as_weights(weights, len(self.items)))
        object.__setattr__(self, "timestamps", as_times(timestamps))
        _same_length(users=self.users, items=self.items, weights=self.weights, timestamps=self.timestamps)

    def __len__(self) -> int:
        return len(self.items)

    def take(self, chosen: npt.NDArray[np.generic]) -> "Interactions":
        """The events chosen by a mask or by positions."""
        times = None if self.timestamps is None else self.timestamps[chosen]
        return Interactions(self.users[chosen], self.items[chosen], self.weights[chosen], times)


@dataclass(frozen=True, init=False)
class History:
    """What one person did: ids, weights and times of their events, oldest first where there are no times.

    Ids unknown to a model are ignored by it, except that they are never recommended; an empty history is fine. `at` is
    the moment (UTC seconds) for which the recommendation is asked; None stands for the end of the training data.
    """

    items: IntArray
    weights: FloatArray
    timestamps: TimeArray | None
    at: float | None

    def __init__(
        self, items: npt.ArrayLike, weights: npt.ArrayLike | None = None, timestamps: npt.ArrayLike | None = None,
        at: float | None = None,
    ) -> None:  # fmt: skip
        """`weights` None stands for ones; raises `BadData` for ids that are not whole or lengths that differ."""
        object.__setattr__(self, "items", as_ids(items))
        object.__setattr__(self, "weights", as_weights(weights, len(self.items)))
        object.__setattr__(self, "timestamps", as_times(timestamps))
        object.__setattr__(self, "at", at)
        _same_length(items=self.items, weights=self.weights, timestamps=self.timestamps)

    def __len__(self) -> int:
        return len(self.items)


@dataclass(frozen=True, init=False)
class ItemFeatures:
    """Metadata: for each item id its features, as words such as "genre:Horror", "cast:Tilda Swinton", "decade:1970".

    The part before the colon is the feature's kind. Items that nobody has watched may be listed; that is the point.
    """

    items: IntArray
    features: Sequence[Sequence[str]]

    def __init__(self, items: npt.ArrayLike, features: Sequence[Sequence[str]]) -> None:
        """Raises `BadData` where there are not as many lists of features as items."""
        object.__setattr__(self, "items", as_ids(items))
        object.__setattr__(self, "features", features)
        if len(self.items) != len(self.features):
            raise BadData(f"{len(self.items)} items but features for {len(self.features)}")

    def matrix(self, vocabulary: "Vocabulary") -> tuple[Csr, list[str]]:
        """Binary (items x features) matrix in the vocabulary's columns, and the features' names, sorted."""
        names = sorted({name for words in self.features for name in words})
        index = {name: position for position, name in enumerate(names)}
        lengths = np.fromiter((len(words) for words in self.features), dtype=np.int64, count=len(self.items))
        rows = np.repeat(vocabulary.columns(self.items), lengths)
        columns = np.fromiter((index[word] for words in self.features for word in words), np.int64, len(rows))
        known = rows >= 0
        shape = (len(vocabulary), len(names))
        pairs = np.unique(rows[known] * max(len(names), 1) + columns[known])
        where = np.divmod(pairs, max(len(names), 1))
        return sparse.csr_array((np.ones(len(pairs), dtype=np.float32), where), shape=shape), names


@dataclass(frozen=True)
class Vocabulary:
    """The ids that a model knows, ascending; an id's column is its position."""

    ids: IntArray

    @classmethod
    def of(cls, *ids: IntArray) -> "Vocabulary":
        """Every distinct id of the arrays given."""
        return cls(np.unique(np.concatenate([np.empty(0, dtype=np.int64), *ids])))

    def __len__(self) -> int:
        return len(self.ids)

    def columns(self, ids: IntArray) -> IntArray:
        """Column of each id, -1 for the unknown."""
        if not len(self.ids):
            return np.full(len(ids), -1, dtype=np.int64)
        places = np.searchsorted(self.ids, ids).clip(max=len(self.ids) - 1)
        return np.where(self.ids[places] == ids, places, -1)


@dataclass(frozen=True)
class Batch:
    """Histories in a model's columns: each title once per history, oldest first, unknown titles and zero weights gone.

    Ragged: the events of history r are `columns[indptr[r]:indptr[r + 1]]`, and so for `weights` (the sum over the
    title's events) and `times` (its last event, NaN when unknown). `at` holds one moment per history.
    """

    width: int
    indptr: IntArray
    columns: IntArray
    weights: FloatArray
    times: TimeArray
    at: TimeArray
    rows: IntArray = field(repr=False)  # the history that each event belongs to

    def __len__(self) -> int:
        return len(self.indptr) - 1

    @property
    def lengths(self) -> IntArray:
        """Number of titles in each history."""
        return np.diff(self.indptr)

    def csr(self, values: FloatArray | None = None) -> Csr:
        """(histories x items) matrix of the weights, or of other values aligned with the events."""
        data = self.weights if values is None else values
        # A copy: scipy sorts the indices of a matrix in place when it pleases, and here their order is that of time.
        return sparse.csr_array((data, self.columns, self.indptr), shape=(len(self), self.width), copy=True)

    def keep(self, mask: npt.NDArray[np.bool_]) -> "Batch":
        """The same histories with only the masked events left in them."""
        counts = np.bincount(self.rows[mask], minlength=len(self))
        return Batch(
            self.width, _offsets(counts), self.columns[mask], self.weights[mask], self.times[mask], self.at,
            self.rows[mask],
        )  # fmt: skip

    def select(self, chosen: npt.NDArray[np.int64]) -> "Batch":
        """The chosen histories, in that order."""
        counts = self.lengths[chosen]
        indptr = _offsets(counts)
        places = np.repeat(self.indptr[chosen] - indptr[:-1], counts) + np.arange(indptr[-1])
        rows = np.repeat(np.arange(len(chosen)), counts)
        return Batch(
            self.width, indptr, self.columns[places], self.weights[places], self.times[places], self.at[chosen], rows
        )

    def positive(self) -> "Batch":
        """Only what was liked."""
        return self if not len(self.weights) or self.weights.min() > 0 else self.keep(self.weights > 0)

    def ages(self) -> IntArray:
        """For each event how many titles of its history came after it (0 is the latest)."""
        return self.indptr[self.rows + 1] - 1 - np.arange(len(self.columns))


def _offsets(counts: npt.NDArray[np.int64]) -> IntArray:
    return np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)


def encode(histories: Sequence[History], vocabulary: Vocabulary, end: float) -> Batch:
    """Histories of ids as a `Batch` of columns; `end` stands in where a history names no moment."""
    lengths = np.fromiter((len(h) for h in histories), dtype=np.int64, count=len(histories))
    at = np.fromiter((end if h.at is None else h.at for h in histories), dtype=np.float64, count=len(histories))
    if not lengths.sum():
        return group(np.empty(0, np.int64), *_no_events(), at=at, width=len(vocabulary))
    owners = np.repeat(np.arange(len(histories)), lengths)
    ids = np.concatenate([h.items for h in histories])
    weights = np.concatenate([h.weights for h in histories])
    times = np.concatenate([_times_or_nan(h) for h in histories])
    return group(owners, vocabulary.columns(ids), weights, times, at=at, width=len(vocabulary))


def _no_events() -> tuple[IntArray, FloatArray, TimeArray]:
    return np.empty(0, np.int64), np.empty(0, np.float32), np.empty(0, np.float64)


def _times_or_nan(history: History) -> TimeArray:
    return np.full(len(history), np.nan) if history.timestamps is None else history.timestamps


def group(
    owners: IntArray, columns: IntArray, weights: FloatArray, times: TimeArray, *, at: TimeArray, width: int
) -> Batch:
    """Events in any order as a `Batch`: sorted by owner and time, ties and unknown times in the order given."""
    known = np.flatnonzero((columns >= 0) & (weights != 0))
    owners, columns, weights, times = owners[known], columns[known], weights[known], times[known]
    order = np.lexsort((np.nan_to_num(times, nan=0.0), owners))
    owners, columns, weights, times = owners[order], columns[order], weights[order], times[order]
    keys = owners * max(width, 1) + columns
    _, last, inverse = np.unique(keys[::-1], return_index=True, return_inverse=True)
    if len(last) < len(keys):
        weights = np.bincount(inverse, weights=weights[::-1])[inverse[::-1]].astype(np.float32)
        kept = np.sort(len(keys) - 1 - last)
        kept = kept[weights[kept] != 0]
        owners, columns, weights, times = owners[kept], columns[kept], weights[kept], times[kept]
    indptr = _offsets(np.bincount(owners, minlength=len(at)))
    return Batch(width, indptr, columns, weights, times, at, owners)


def ids_of(values: Iterable[int] | IntArray) -> IntArray:
    """Any collection of whole numbers as int64."""
    return as_ids(values if isinstance(values, np.ndarray) else np.array(list(values), dtype=np.int64))
