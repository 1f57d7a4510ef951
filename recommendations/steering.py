"""What viewers ask of their pages: more of something, less of it, or nothing that they did with it taken for theirs."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
from django.db.models import Q

from accounts.models import Steer
from catalog.models import Credit, Title
from recommendations import worth
from recommendations.history import ProfileHistory
from recommendations.shelves import Indices, Shelf
from recommendations.snapshot import Snapshot
from recommendations.worth import Floats

Mask = npt.NDArray[np.bool_]
NATS = {Steer.Direction.MORE: worth.MORE, Steer.Direction.LESS: worth.LESS, Steer.Direction.NOT_ME: worth.NOT_ME}


class Wish(NamedTuple):
    """A viewer's wish; of a person also the name, and the ids of the titles that they made or played in."""

    kind: str
    key: str
    direction: str
    name: str = ""
    titles: tuple[int, ...] = ()


def of_profiles(profile_ids: Sequence[int]) -> dict[int, list[Wish]]:
    """The wishes of these profiles, the latest first; each asked for is in the answer.

    One query, and one more where people are wished for.
    """
    found: dict[int, list[Wish]] = {profile_id: [] for profile_id in profile_ids}
    rows = list(
        Steer.objects.filter(profile__in=found, profile__personalised=True).values_list(
            "profile", "kind", "key", "direction"
        )
    )
    people = _titles_of({key for _, kind, key, _ in rows if kind == Steer.Kind.PERSON})
    for profile_id, kind, key, direction in rows:
        name, titles = people.get(key, ("", [])) if kind == Steer.Kind.PERSON else ("", [])
        found[profile_id].append(Wish(kind, key, direction, name, tuple(titles)))
    return found


def not_theirs(wishes: Sequence[Wish], titles: Collection[int]) -> set[int]:
    """Which of these titles a viewer says were none of theirs. One query, none without such a wish."""
    said = Q()
    for wish in wishes:
        if wish.direction == Steer.Direction.NOT_ME:
            said |= _of_title(wish)
    return set(Title.objects.order_by().filter(said, pk__in=titles).values_list("pk", flat=True)) if said else set()


def _of_title(wish: Wish) -> Q:
    genre, _dash, decade = wish.key.rpartition("-")
    match wish.kind:
        case Steer.Kind.PERSON:
            return Q(pk__in=wish.titles)
        case Steer.Kind.GENRE:
            return Q(title_genres__genre__slug=wish.key)
        case Steer.Kind.ERA:
            return Q(year__range=(int(wish.key), int(wish.key) + 9))
    return Q(title_genres__genre__slug=genre, year__range=(int(decade), int(decade) + 9))


def _titles_of(slugs: Collection[str]) -> dict[str, tuple[str, list[int]]]:
    """By the slug of each person: the name, and the titles."""
    found: dict[str, tuple[str, list[int]]] = {}
    if slugs:
        parts = Credit.objects.filter(person__slug__in=slugs).order_by("title").distinct()
        for slug, name, title in parts.values_list("person__slug", "person__name", "title"):
            found.setdefault(slug, (name, []))[1].append(title)
    return found


@dataclass(frozen=True, eq=False)
class Steering:
    """Wishes over the n titles and S shelves of a snapshot."""

    snapshot: Snapshot
    wishes: Sequence[Wish]

    @cached_property
    def nudges(self) -> Floats:
        """The nats that each title gains or loses, float32 (n)."""
        nats = np.zeros(len(self.snapshot), dtype=np.float32)
        for wish in self.wishes:
            nats[self.titles(wish)] += np.float32(NATS[Steer.Direction(wish.direction)])
        return nats.clip(worth.NOT_ME, worth.MOST_MORE)

    @cached_property
    def genres(self) -> Floats:
        """What a viewer's mix of genres is multiplied by, float32 (G)."""
        slugs = self.snapshot.genres.slugs
        factors = np.ones(len(slugs), dtype=np.float32)
        for wish in self.wishes:
            if wish.kind == Steer.Kind.GENRE and wish.key in slugs:
                factors[slugs.index(wish.key)] = np.exp(NATS[Steer.Direction(wish.direction)])
        return factors

    @cached_property
    def foreign(self) -> Mask:
        """The titles that are "not me", bool (n)."""
        mask = np.zeros(len(self.snapshot), dtype=bool)
        for wish in self.wishes:
            if wish.direction == Steer.Direction.NOT_ME:
                mask[self.titles(wish)] = True
        return mask

    @cached_property
    def closed(self) -> Mask:
        """The shelves that no row is to be taken from, bool (S): those with nothing but foreign titles on them, and
        those that have a row of their own because more of them is asked for."""
        closed = self._all_of(self.foreign)
        closed[[number for wish in self.more for number in self._numbers(wish)]] = True
        return closed

    @cached_property
    def unwanted(self) -> Mask:
        """The shelves of nothing but what less is asked of, bool (S): no heading adds to their worth."""
        return self._all_of(self.nudges < 0)

    def _all_of(self, titles: Mask) -> Mask:
        """The shelves on which no others stand."""
        shelves = self.snapshot.shelves
        others = np.repeat(~titles, np.diff(shelves.starts))
        found: Mask = np.bincount(shelves.flat, weights=others, minlength=len(shelves)) == 0
        return found

    @property
    def more(self) -> list[Wish]:
        """What more is asked of."""
        return [wish for wish in self.wishes if wish.direction == Steer.Direction.MORE]

    @cached_property
    def asked(self) -> Indices:
        """The titles that are of something which more is asked of."""
        found = [self.titles(wish) for wish in self.more]
        return np.unique(np.concatenate(found)) if found else np.empty(0, np.int64)

    def titles(self, wish: Wish) -> Indices:
        """Indices of the titles that a wish is about."""
        genres, years = self.snapshot.genres, self.snapshot.year
        genre, _dash, decade = wish.key.rpartition("-")
        match wish.kind:
            case Steer.Kind.PERSON:
                found = self.snapshot.indices(wish.titles)
                return found[found >= 0]
            case Steer.Kind.ERA:
                return np.flatnonzero((years >= int(wish.key)) & (years < int(wish.key) + 10))
            case Steer.Kind.GENRE:
                decade, genre = "", wish.key
        if genre not in genres.slugs:
            return np.empty(0, np.int64)
        of_genre = genres.membership[:, genres.slugs.index(genre)]
        return np.flatnonzero(of_genre & (years // 10 * 10 == int(decade)) if decade else of_genre)

    def about(self, wish: Wish) -> dict[str, Any]:
        """What fills the texts of a row of it."""
        match wish.kind:
            case Steer.Kind.PERSON:
                return {"person": wish.name, "person_slug": wish.key}
            case Steer.Kind.ERA:
                return {"era": int(wish.key)}
        genre, _dash, decade = wish.key.rpartition("-") if wish.kind == Steer.Kind.GENRE_ERA else (wish.key, "", "")
        genres = self.snapshot.genres
        name = dict(zip(genres.slugs, genres.names, strict=True)).get(genre, "")
        return {"genre": name, "slug": genre, **({"era": int(decade)} if decade else {})}

    def own(self, history: ProfileHistory) -> ProfileHistory:
        """The history without what was not the viewer."""
        if not self.foreign.any():
            return history
        ids = [event.title_id for event in history.events]
        places = self.snapshot.indices(ids)
        return history.without({pk for pk, place in zip(ids, places.tolist(), strict=True) if self._is_foreign(place)})

    def _is_foreign(self, place: int) -> bool:
        return place >= 0 and bool(self.foreign[place])

    def _numbers(self, wish: Wish) -> list[int]:
        """The shelves that a wish speaks of."""
        kinds = ("actor", "director") if wish.kind == Steer.Kind.PERSON else (wish.kind,)
        held: list[Shelf] = self.snapshot.shelves.shelves
        return [n for kind in kinds for n in self.snapshot.shelves.of_kind[kind].tolist() if held[n].key == wish.key]
