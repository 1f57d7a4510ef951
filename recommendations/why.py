"""Why a title is on somebody's page: what of their history led there, and what they can do about it. Web-safe."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from accounts import steers
from accounts.marks import in_order
from accounts.models import Look, Profile, Rating, SearchQuery, Steer, WatchState
from catalog.models import Title
from catalog.naming import decade_name
from recommendations import homepage

SEARCH = "from_your_search"


class Behind(NamedTuple):
    """A title of the history that led to another, and whether it is kept out of the recommendations by now."""

    title: Title
    hidden: bool


class Feature(NamedTuple):
    """What a title is, as a wish would name it, and what was wished of that, if anything."""

    kind: str
    key: str
    name: str
    direction: str


@dataclass(frozen=True)
class Why:
    """`card` is the title in its place, None where it is not on the page; `search` is what led to it, where one did."""

    title: Title
    card: homepage.Card | None
    behind: list[Behind]
    search: SearchQuery | None
    features: list[Feature]

    @property
    def wished(self) -> list[Feature]:
        """What was wished of it, which moved it as well."""
        return [feature for feature in self.features if feature.direction]


def of(profile: Profile, title: Title, row_key: str = "", also: Collection[int] = ()) -> Why:
    """All of it, in a constant number of queries; `also` are titles that led there a moment ago.

    The title comes with its genres prefetched.
    """
    found = homepage.place(profile, title.pk, row_key)
    about = found.row.about.get("title") if found else None
    because = found.row.because.get(title.pk, []) if found else []
    ids = list(dict.fromkeys([*([about] if about else []), *because, *also]))
    titles = {one.pk: one for one in in_order(profile, ids)}
    card = homepage.explain(found, title, titles) if found else None
    hidden = _hidden(profile, titles)
    behind = [Behind(titles[pk], hidden.get(pk, False)) for pk in ids if pk in titles]
    return Why(title, card, behind, _search(profile, card), _features(profile, title, card))


def _hidden(profile: Profile, titles: Collection[int]) -> Mapping[int, bool]:
    """By title, whether nothing that was done with it counts. One query."""
    mine = {"profile": profile, "title__in": titles}
    first, *others = (
        model._default_manager.filter(**mine).order_by().values_list("title", "hidden_at")
        for model in (WatchState, Rating, Look)
    )
    found: dict[int, bool] = {}
    for title, hidden_at in first.union(*others):
        found[title] = found.get(title, True) and hidden_at is not None
    return found


def _search(profile: Profile, card: homepage.Card | None) -> SearchQuery | None:
    kind, _colon, number = card.row.partition(":") if card else ("", "", "")
    if kind != SEARCH or not number.isdecimal():
        return None
    return SearchQuery.objects.filter(profile=profile, pk=int(number)).first()


def _features(profile: Profile, title: Title, card: homepage.Card | None) -> list[Feature]:
    """What the title is, and whom its row is about."""
    said = {(wish.steer.kind, wish.steer.key): wish for wish in steers.told(profile)}
    found: list[tuple[str, str, str]] = [
        (Steer.Kind.GENRE, link.genre.slug, link.genre.local_name) for link in title.title_genres.all()
    ]
    if title.year:
        decade = str(title.year // 10 * 10)
        found.append((Steer.Kind.ERA, decade, decade_name(decade)))
    found += _people(title, card, [key for kind, key in said if kind == Steer.Kind.PERSON])
    named = [
        (kind, key, name, said[kind, key].steer.direction if (kind, key) in said else "") for kind, key, name in found
    ]
    return [Feature(*one) for one in named]


def _people(title: Title, card: homepage.Card | None, wished: Sequence[str]) -> list[tuple[str, str, str]]:
    """Those of the title whom its row is about, or of whom something was wished."""
    kind, _colon, key = card.row.partition(":") if card else ("", "", "")
    about = {key} if kind in {"actor", "director", "more_with_person"} else set()
    people = title.people.filter(slug__in=about.union(wished)).order_by("name").distinct()
    return [(Steer.Kind.PERSON, slug, name) for slug, name in people.values_list("slug", "name")]
