"""Training data in the model's own columns, as every part sees it."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, is_dataclass
from typing import Any

import numpy as np

from .data import Batch, Csr, FloatArray, IntArray, Interactions, ItemFeatures, Vocabulary, group
from .errors import BadData

FINGERPRINT_VERSION = 1


@dataclass(frozen=True)
class Training:
    """What a part is fitted on: liked titles per user, oldest first, and metadata where there is some."""

    vocabulary: Vocabulary
    liked: Batch
    end: float
    features: Csr | None = None
    feature_names: tuple[str, ...] = ()

    @property
    def timed(self) -> bool:
        """Whether the order of events is known."""
        return bool(len(self.liked.times)) and not bool(np.isnan(self.liked.times).any())

    @property
    def width(self) -> int:
        """Number of titles."""
        return len(self.vocabulary)

    def counts(self) -> FloatArray:
        """How many users liked each title, shape (items,)."""
        return np.bincount(self.liked.columns, minlength=self.width).astype(np.float32)

    def replace(self, liked: Batch) -> "Training":
        """The same catalogue with other histories."""
        return Training(self.vocabulary, liked, last_moment(liked), self.features, self.feature_names)


def prepare(interactions: Interactions, metadata: ItemFeatures | None) -> Training:
    """Events of ids as `Training`; raises `BadData` where there is not one title."""
    described = metadata.items if metadata is not None else np.empty(0, dtype=np.int64)
    vocabulary = Vocabulary.of(interactions.items, described)
    if not len(vocabulary):
        raise BadData("no titles: neither interactions nor metadata name one")
    users, owners = np.unique(interactions.users, return_inverse=True)
    liked = group(
        owners.astype(np.int64), vocabulary.columns(interactions.items), interactions.weights, _times(interactions),
        at=np.full(len(users), np.nan), width=len(vocabulary),
    ).positive()  # fmt: skip
    features, names = metadata.matrix(vocabulary) if metadata is not None else (None, [])
    return Training(vocabulary, liked, last_moment(liked), features, tuple(names))


def _times(interactions: Interactions) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    return np.full(len(interactions), np.nan) if interactions.timestamps is None else interactions.timestamps


def last_moment(batch: Batch) -> float:
    """The latest time in a batch, 0.0 where none is known."""
    return float(np.nanmax(batch.times)) if np.isfinite(batch.times).any() else 0.0


def fingerprint(
    interactions: Interactions, settings: object = None, *, metadata: ItemFeatures | None = None, seed: int = 0
) -> str:
    """A digest that changes when the data, the metadata or the settings of a fit change: equal means nothing to do."""
    digest = hashlib.blake2b(digest_size=16)
    digest.update(json.dumps([FINGERPRINT_VERSION, seed, _plain(settings)], sort_keys=True, default=str).encode())
    for array in (interactions.users, interactions.items, interactions.weights, interactions.timestamps):
        digest.update(b"-" if array is None else np.ascontiguousarray(array).tobytes())
    if metadata is not None:
        _digest_metadata(digest, metadata.items, metadata)
    return digest.hexdigest()


def _digest_metadata(digest: "hashlib.blake2b", items: IntArray, metadata: ItemFeatures) -> None:
    digest.update(items.tobytes())
    for words in metadata.features:
        digest.update("\x1f".join(sorted(words)).encode() + b"\x1e")


def _plain(settings: object) -> Any:
    if is_dataclass(settings) and not isinstance(settings, type):
        return asdict(settings)
    return dict(settings) if isinstance(settings, Mapping) else settings
