"""The names of all titles, held by each process, and what says whether they are still those of the database."""

import threading
import time
from collections.abc import Mapping
from math import log1p
from typing import NamedTuple
from uuid import UUID, uuid4

from catalog.models import NamesStamp, Title
from catalog.search.matching import Names
from catalog.search.reading import names_of

POPULARITY_LASTS = 60  # seconds: it only decides between names that are as good


class Held(NamedTuple):
    """The names as they were under a stamp."""

    stamp: UUID
    names: Names


class Popularity(NamedTuple):
    """From 0 to 1 by title, of which names and when it was read."""

    stamp: UUID
    read_at: float
    by_title: Mapping[int, float]


_reading = threading.Lock()
_names: dict[UUID, Names] = {}  # of one stamp only
_popularity: dict[str, Popularity] = {}


def renew_stamp() -> None:
    """Has every process read the names anew once this transaction is committed.

    The last thing to do in a transaction: until it ends, others that change names wait here.
    """
    NamesStamp.objects.update_or_create(pk=1, defaults={"stamp": uuid4()})


def held_names() -> Held:
    """The names of all titles. One query, and one more after a change."""
    # The stamp first: names that are read after it are at least as new.
    stamp = NamesStamp.objects.values_list("stamp", flat=True).first()
    if stamp is None:  # somebody emptied the table: right, and slow, until the next change
        return Held(uuid4(), _read_names())
    if (names := _names.get(stamp)) is None:
        with _reading:
            if (names := _names.get(stamp)) is None:
                names = _read_names()
                _names.clear()
                _names[stamp] = names
    return Held(stamp, names)


def popularity(field: str, held: Held) -> Mapping[int, float]:
    """How popular titles are by that field, from 0 to 1, where ten times as much is one step; read once a minute."""
    known = _popularity.get(field)
    if known is None or known.stamp != held.stamp or known.read_at < time.monotonic() - POPULARITY_LASTS:
        rows = list(Title.objects.filter(**{f"{field}__gt": 0}).order_by().values_list("pk", field))
        most = log1p(max((value for _, value in rows), default=1.0))
        known = Popularity(held.stamp, time.monotonic(), {pk: log1p(value) / most for pk, value in rows})
        _popularity[field] = known
    return known.by_title


def _read_names() -> Names:
    rows = Title.objects.order_by().values_list("pk", "name", "original_name", "names", "year")
    called = ((pk, [name, original, *others.values()], year) for pk, name, original, others, year in rows.iterator())
    return Names([name for pk, names, year in called for name in names_of(pk, names, year)])
