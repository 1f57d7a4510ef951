"""The best of many values, in an order that is the same for the same values."""

import numpy as np

from recommendations.shelves import Indices
from recommendations.worth import Floats

PLACE = np.int64(0xFFFFFFFF)


def best(values: Floats, places: Indices, most: int) -> Indices:
    """Up to `most` of these places, those of the highest values first, the lower of two places where values are alike.

    `values` float32 (n). Value and place are one whole number here: numbers are sorted several times as fast as the
    places of values are.
    """
    found = values[places]
    if len(found) > most:
        kept = np.flatnonzero(found >= np.partition(found, len(found) - most)[len(found) - most])
        found, places = found[kept], places[kept]
    bits = (found + np.float32(0)).view(np.int32).astype(np.int64)  # without -0
    bits ^= (bits >> 31) & 0x7FFFFFFF  # in the order of the values, for negative ones too
    keys = (~bits << 32) | places
    keys.sort()
    return keys[:most] & PLACE
