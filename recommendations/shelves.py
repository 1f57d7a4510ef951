"""Shelves: what the catalogue can be sorted by, as narrow as it supports, each with the titles that stand on it.

A title stands on a shelf by its facts alone, so the heading of a row that is taken from one is true by construction.
"""

import zlib
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

Indices = npt.NDArray[np.int64]

FEWEST = 12  # titles without which a shelf of genres and eras would repeat itself
FEWEST_OF_PERSON = 5
PAIRLESS = {"short"}  # forms that meet with anything: "Short meets Comedy" says less than either


class Shelf(NamedTuple):
    """What titles have in common. `kind` names the kind of row, `about` fills its texts, `key` tells it from others."""

    kind: str
    key: str
    about: dict[str, Any]


class Part(NamedTuple):
    """A person's part in the title with this index."""

    title: int
    slug: str
    name: str
    role: str


@dataclass(frozen=True)
class Shelves:
    """S shelves over n titles: those of title i are `flat[starts[i]:starts[i + 1]]`."""

    shelves: list[Shelf]
    starts: Indices
    flat: npt.NDArray[np.int32]

    def __len__(self) -> int:
        return len(self.shelves)

    def pairs(self, titles: Indices) -> tuple[Indices, npt.NDArray[np.int32]]:
        """Every shelf of each of these titles, in their order: places among `titles` and numbers of shelves."""
        lengths = self.lengths[titles]
        ends = np.cumsum(lengths)
        places = np.repeat(self.starts[titles] - ends + lengths, lengths)
        places += np.arange(len(places))
        return np.repeat(np.arange(len(titles)), lengths), self.flat[places]

    @cached_property
    def lengths(self) -> Indices:
        """How many shelves each title stands on, int64 (n)."""
        return np.diff(self.starts)

    @cached_property
    def of_kind(self) -> dict[str, Indices]:
        """The numbers of the shelves of each kind; an empty array for a kind that there is none of."""
        kinds = np.array([shelf.kind for shelf in self.shelves])
        return defaultdict(_none, {str(kind): np.flatnonzero(kinds == kind) for kind in np.unique(kinds)})

    @cached_property
    def of_genre(self) -> dict[str, Indices]:
        """By slug, the shelves of a genre as such and of a genre in its decades."""
        found: dict[str, list[int]] = defaultdict(list)
        for number, shelf in enumerate(self.shelves):
            if "slug" in shelf.about:
                found[shelf.about["slug"]].append(number)
        return defaultdict(_none, {slug: np.array(numbers) for slug, numbers in found.items()})

    def hashes(self, row_kind: str) -> npt.NDArray[np.uint32]:
        """A number for the row that a kind of row makes of each shelf, uint32 (S); see `hash_of`."""
        found = self._hashes.get(row_kind)
        if found is None:
            found = np.array([hash_of(row_kind, shelf.key) for shelf in self.shelves], dtype=np.uint32)
            self._hashes[row_kind] = found
        return found

    @cached_property
    def _hashes(self) -> dict[str, npt.NDArray[np.uint32]]:
        return {}


def hash_of(row_kind: str, key: str) -> int:
    """A number that tells a row from others, 32 bits."""
    return zlib.crc32(f"{row_kind}:{key}".encode())


def _none() -> Indices:
    return np.empty(0, np.int64)


class Genres(NamedTuple):
    """Names and slugs of G genres, and which of n titles is of which: bool (n, G)."""

    names: list[str]
    slugs: list[str]
    membership: npt.NDArray[np.bool_]


def build(genres: Genres, years: npt.NDArray[np.integer[Any]], parts: list[Part]) -> Shelves:
    """All shelves that the facts support. `years` is (n), 0 where unknown."""
    made: list[Shelf] = []
    members: list[Indices] = []
    for shelf, titles in (*_of_genres(genres), *_of_eras(genres, years), *_of_pairs(genres), *_of_people(parts)):
        made.append(shelf)
        members.append(titles)
    sizes = np.array([len(titles) for titles in members], dtype=np.int64)
    titles = np.concatenate([np.empty(0, np.int64), *members])
    order = np.argsort(titles, kind="stable")
    counts = np.bincount(titles, minlength=len(genres.membership))
    flat = np.repeat(np.arange(len(made), dtype=np.int32), sizes)[order]
    return Shelves(made, np.concatenate([[0], np.cumsum(counts)]), flat)


def _of_genres(genres: Genres) -> Iterator[tuple[Shelf, Indices]]:
    for number, (name, slug) in enumerate(zip(genres.names, genres.slugs, strict=True)):
        titles = np.flatnonzero(genres.membership[:, number])
        if len(titles):
            yield Shelf("genre", slug, {"genre": name, "slug": slug}), titles


def _of_eras(genres: Genres, years: npt.NDArray[np.integer[Any]]) -> Iterator[tuple[Shelf, Indices]]:
    """Decades, and genres in their decades."""
    decades = years.astype(np.int64) // 10 * 10
    for decade in np.unique(decades[decades > 0]).tolist():
        then = decades == decade
        if then.sum() >= FEWEST:
            yield Shelf("era", str(decade), {"era": decade}), np.flatnonzero(then)
        for number in np.flatnonzero(genres.membership[then].sum(axis=0) >= FEWEST).tolist():
            name, slug = genres.names[number], genres.slugs[number]
            titles = np.flatnonzero(then & genres.membership[:, number])
            yield Shelf("genre_era", f"{slug}-{decade}", {"genre": name, "slug": slug, "era": decade}), titles


def _of_pairs(genres: Genres) -> Iterator[tuple[Shelf, Indices]]:
    """Where two genres meet, unless nearly all of one are of the other anyway."""
    counts = genres.membership.sum(axis=0)
    able = [number for number, slug in enumerate(genres.slugs) if slug not in PAIRLESS]
    for one, other in combinations(able, 2):
        titles = np.flatnonzero(genres.membership[:, one] & genres.membership[:, other])
        if FEWEST <= len(titles) < 0.8 * min(counts[one], counts[other]):
            key = f"{genres.slugs[one]}-{genres.slugs[other]}"
            about = {"genre": genres.names[one], "other": genres.names[other]}
            yield Shelf("genre_pair", key, about), titles


def _of_people(parts: list[Part]) -> Iterator[tuple[Shelf, Indices]]:
    known: dict[tuple[str, str], tuple[str, set[int]]] = {}
    for title, slug, name, role in parts:
        if role != "writer":
            known.setdefault((role, slug), (name, set()))[1].add(title)
    for (role, slug), (name, titles) in known.items():
        if len(titles) >= FEWEST_OF_PERSON:
            kind = "director" if role == "director" else "actor"
            yield Shelf(kind, slug, {"person": name, "person_slug": slug}), np.array(sorted(titles), dtype=np.int64)
