"""The best of many values, in an order that is the same for the same values."""

from collections.abc import Sequence

import numpy as np

from recommendations.shelves import Indices
from recommendations.worth import Floats

PLACE, LAST = np.int64(0xFFFFFFFF), np.int64(2**63 - 1)


def best(values: Floats, places: Indices, most: int) -> Indices:
    """Up to `most` of these places, those of the highest values first, the lower of two places where values are alike.

    `values` float32 (n). Value and place are one whole number here: numbers are sorted several times as fast as the
    places of values are.
    """
    found = values[places]
    if len(found) > most:
        kept = np.flatnonzero(found >= np.partition(found, len(found) - most)[len(found) - most])
        found, places = found[kept], places[kept]
    keys = _keys(found, places)
    keys.sort()
    return keys[:most] & PLACE


def best_of_each(values: Floats, lists: Sequence[Indices]) -> list[Indices]:
    """Each list of places as `best` orders it."""
    lengths = [len(places) for places in lists]
    keys = np.full((len(lists), max(lengths, default=0)), LAST)
    keys[np.arange(keys.shape[1]) < np.array(lengths)[:, None]] = _keys(values[joined := np.concatenate(lists)], joined)
    keys.sort(axis=1)
    return [row[:length] & PLACE for row, length in zip(keys, lengths, strict=True)]


def _keys(found: Floats, places: Indices) -> Indices:
    """Numbers in the order in which the values fall and, where they are alike, the places rise."""
    bits = (found + np.float32(0)).view(np.int32).astype(np.int64)  # without -0
    bits ^= (bits >> 31) & 0x7FFFFFFF  # in the order of the values, for negative ones too
    return (~bits << 32) | places
