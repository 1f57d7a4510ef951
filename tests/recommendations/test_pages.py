"""What holds for every page, whatever the catalogue, the history and the model: tried on thousands of random ones."""

import os
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from typing import Any

import numpy as np
import pytest

from recommendations.assembly import places
from recommendations.rows import CARDS, DEPTH, registry
from recommendations.selection import FEWEST_CARDS, ROWS, Chosen, select, select_many
from recommendations.shelves import Indices
from recommendations.viewer import Viewer
from recommendations.worth import RESTING_SHOWN
from tests.recommendations import pages

PAGES = 100_000 if os.environ.get("SLOW") else 2_000
A_CATALOGUE = 20  # viewers


def page_of(viewer: Viewer) -> list[Chosen]:
    return select(viewer).chosen


def test_random_pages_keep_every_rule() -> None:
    """No title twice, nothing through a mask, every heading and reason true of every card under it."""
    rows = 0
    seen: set[str] = set()
    for seed in range(PAGES // A_CATALOGUE):
        rng = np.random.default_rng(seed)
        snapshot = pages.catalogue(rng)
        for _ in range(A_CATALOGUE):
            viewer = pages.viewer(rng, snapshot)
            page = page_of(viewer)
            keeps_its_shape(page)
            shows_nothing_it_may_not(viewer, page)
            tells_the_truth(viewer, page)
            obeys_wishes(viewer, page)
            rows += len(page)
            seen |= {row.kind.name for row in page}
    assert rows > PAGES
    # Every kind was there to be judged.
    assert seen == set(registry.kinds)


def test_pages_that_are_chosen_abreast_are_what_they_are_alone() -> None:
    for seed in range(10):
        rng = np.random.default_rng(seed)
        snapshot = pages.catalogue(rng)
        viewers = [pages.viewer(rng, snapshot) for _ in range(7)]
        for viewer, together in zip(viewers, select_many(viewers), strict=True):
            assert told(together.chosen) == told(page_of(viewer))


def told(page: list[Chosen]) -> list[tuple[str, str, list[int]]]:
    return [(row.kind.name, row.candidate.key, row.titles.tolist()) for row in page]


def keeps_its_shape(page: list[Chosen]) -> None:
    shown = [title for row in page for title in row.titles.tolist()]
    assert len(shown) == len(set(shown)), "a title stands twice"
    keys = [(row.kind.name, row.candidate.key) for row in page]
    assert len(keys) == len(set(keys)), "a row stands twice"
    assert len(page) <= ROWS
    for place, row in enumerate(page):
        fewest, most = (1, 1) if row.kind.name == "billboard" else (FEWEST_CARDS, CARDS)
        assert fewest <= len(row.titles) <= most
        assert place >= row.kind.earliest
        others = [at for at, other in enumerate(page) if other.kind is row.kind]
        assert len(others) <= row.kind.most
        assert all(later - before > row.kind.apart for before, later in pairwise(others))


def shows_nothing_it_may_not(viewer: Viewer, page: list[Chosen]) -> None:
    """Said anew, from the facts, and not by the viewer's own masks."""
    snapshot = viewer.snapshot
    events = {event.title_id: event for event in viewer.history.events}
    for row in page:
        for title in row.titles.tolist():
            assert snapshot.published[title] <= pages.NOW < snapshot.withdrawn[title]
            assert viewer.limits.age >= 18 or snapshot.minimum_age[title] <= viewer.limits.age
            pk = int(snapshot.ids[title])
            assert row.kind.again or pk not in viewer.history.aside
            event = events.get(pk)
            assert event is None or event.rating != -1
            if row.kind.name == "watch_again":
                assert event
                assert event.is_watched
                continue
            assert event is None or (event.rating is None and not event.is_begun)
            assert event or viewer.exposures.get(pk, 0) < RESTING_SHOWN


Truth = Callable[[Viewer, dict[str, Any], Indices], bool]


def _genre(viewer: Viewer, name: str, titles: Indices) -> bool:
    genres = viewer.snapshot.genres
    return bool(genres.membership[titles, genres.names.index(name)].all())


def _decade(viewer: Viewer, era: int, titles: Indices) -> bool:
    years = viewer.snapshot.year[titles]
    return bool(((years >= era) & (years < era + 10)).all())


def _liked(viewer: Viewer, about: dict[str, Any], of: Callable[[Indices], Any]) -> bool:
    """Whether so many liked titles are of the row's kind as its reason says."""
    liked = viewer.snapshot.indices([event.title_id for event in viewer.history.liked])
    return sum(bool(of(np.array([title]))) for title in liked[liked >= 0]) == int(about["liked"])


def _with(viewer: Viewer, slug: str, titles: Indices, kinds: tuple[str, ...]) -> bool:
    owners, flat = viewer.snapshot.shelves.pairs(titles)
    standing = viewer.snapshot.shelves.shelves
    on = {
        owner
        for owner, shelf in zip(owners.tolist(), flat.tolist(), strict=True)
        if standing[shelf].kind in kinds and standing[shelf].key == slug
    }
    return len(on) == len(titles)


def _among_first(values: Any, of: Indices, titles: Indices, most: int) -> bool:
    """Whether no more than `most` of these have a higher value than the lowest of the titles."""
    return int((values[of] > values[titles].min()).sum()) < most


def _new(viewer: Viewer, about: dict[str, Any], titles: Indices) -> bool:
    return _among_first(viewer.snapshot.published, np.flatnonzero(viewer.open), titles, 60)


def _top_ten(viewer: Viewer, about: dict[str, Any], titles: Indices) -> bool:
    """Each in its true place among all that the viewer may see."""
    views, places = viewer.snapshot.views, about["places"]
    allowed = views[viewer.allowed]
    ahead = [(int((allowed > views[title]).sum()), int((allowed >= views[title]).sum())) for title in titles]
    rising = all(before < after for before, after in pairwise(places))
    return rising and all(low < place <= high for (low, high), place in zip(ahead, places, strict=True))


def _kin(viewer: Viewer, about: dict[str, Any], titles: Indices) -> bool:
    return bool(np.isin(titles, viewer.kin(about["title"])).all())


def _event(viewer: Viewer, title_id: int) -> Any:
    return next(event for event in viewer.history.events if event.title_id == title_id)


TRUTHS: dict[str, Truth] = {
    "billboard": lambda v, a, t: v.personal,
    "top_picks": lambda v, a, t: v.personal,
    "because_you_loved": lambda v, a, t: _kin(v, a, t) and _event(v, a["title"]).rating == 2,
    "because_you_watched": lambda v, a, t: _kin(v, a, t) and _event(v, a["title"]).is_watched,
    "more_like": lambda v, a, t: _kin(v, a, t) and _event(v, a["title"]).is_look,
    "from_your_search": lambda v, a, t: bool(np.isin(v.snapshot.ids[t], v.history.searches[0].found).all()),
    "fits_evening": lambda v, a, t: bool((v.snapshot.runtime[t] <= (v.usual_minutes or 0)).all()),
    "watch_again": lambda v, a, t: all(
        _event(v, int(pk)).is_watched and _event(v, int(pk)).rating in (1, 2) for pk in v.snapshot.ids[t]
    ),
    "top_ten": _top_ten,
    "trending": lambda v, a, t: bool((v.snapshot.trend[t] > 0).all()),
    "popular": lambda v, a, t: bool((v.snapshot.popularity[t] > 0).all()),
    "new": _new,
    "hidden_gems": lambda v, a, t: bool(
        (v.snapshot.viewers[t] <= np.median(v.snapshot.viewers[v.snapshot.viewers > 0])).all()
    ),
    "short_films": lambda v, a, t: bool((v.snapshot.runtime[t] < 40).all() and (v.snapshot.runtime[t] > 0).all()),
    "your_genres": lambda v, a, t: _genre(v, a["genre"], t) and _more_than_most(v, a["genre"]),
    "genres": lambda v, a, t: _genre(v, a["genre"], t),
    "genre_era": lambda v, a, t: (
        _genre(v, a["genre"], t)
        and _decade(v, a["era"], t)
        and _liked(v, a, lambda x: _genre(v, a["genre"], x) and _decade(v, a["era"], x))
    ),
    "genre_pair": lambda v, a, t: (
        _genre(v, a["genre"], t)
        and _genre(v, a["other"], t)
        and _liked(v, a, lambda x: _genre(v, a["genre"], x) and _genre(v, a["other"], x))
    ),
    "era": lambda v, a, t: _decade(v, a["era"], t) and _liked(v, a, lambda x: _decade(v, a["era"], x)),
    "actor": lambda v, a, t: _with(v, a["person_slug"], t, ("actor",)),
    "director": lambda v, a, t: _with(v, a["person_slug"], t, ("director",)),
    "more_of_genre": lambda v, a, t: _genre(v, a["genre"], t) and _wished(v, "genre", a["slug"]),
    "more_from_era": lambda v, a, t: _decade(v, a["era"], t) and _wished(v, "era", str(a["era"])),
    "more_of_genre_era": lambda v, a, t: (
        _genre(v, a["genre"], t) and _decade(v, a["era"], t) and _wished(v, "genre_era", f"{a['slug']}-{a['era']}")
    ),
    "more_with_person": lambda v, a, t: any(
        wish.key == a["person_slug"] and bool(np.isin(v.snapshot.ids[t], wish.titles).all())
        for wish in (v.steering.more if v.steering else ())
    ),
}


def _wished(viewer: Viewer, kind: str, key: str) -> bool:
    assert viewer.steering
    return any((wish.kind, wish.key, wish.direction) == (kind, key, "more") for wish in viewer.steering.wishes)


def obeys_wishes(viewer: Viewer, page: list[Chosen]) -> None:
    """No row of what is "not me", and a row for all that there is enough of and more was asked of."""
    if viewer.steering is None:
        return
    for wish in viewer.steering.wishes:
        if wish.direction == "not_me":
            for row in page:
                about = row.candidate.about
                assert wish.kind != "genre" or wish.key != about.get("slug")
                assert wish.kind != "era" or wish.key != str(about.get("era"))
                assert wish.kind != "genre_era" or wish.key != f"{about.get('slug')}-{about.get('era')}"


def _more_than_most(viewer: Viewer, name: str) -> bool:
    """Whether this viewer's share of a genre is above everybody's, counted the long way."""
    liked = {event.title_id: event.weight for event in viewer.history.liked}
    places = viewer.snapshot.indices(list(liked))
    weights = np.array(list(liked.values()))[places >= 0]
    of_genre = viewer.snapshot.genres.membership[:, viewer.snapshot.genres.names.index(name)]
    mine = weights[of_genre[places[places >= 0]]].sum() / weights.sum()
    watched = viewer.snapshot.popularity + 1.0
    return bool(mine > watched[of_genre].sum() / watched.sum())


def tells_the_truth(viewer: Viewer, page: list[Chosen]) -> None:
    for row in page:
        about = {**row.candidate.about, "places": list(places(row).values())}
        assert TRUTHS[row.kind.name](viewer, about, row.titles), (row.kind.name, about)
        heading, reason = row.kind.words({**about, "title": "A title"} if "title" in about else about)
        assert heading
        assert reason
        assert "%" not in heading + reason


@pytest.mark.parametrize("seed", range(30))
def test_the_same_state_gives_the_same_page_and_another_day_may_not(seed: int) -> None:
    def made(day: int) -> list[tuple[str, str, list[int]]]:
        rng = np.random.default_rng(seed)
        viewer = pages.viewer(rng, pages.catalogue(rng))
        object.__setattr__(viewer, "now", viewer.now + day * pages.DAY)
        return [(row.kind.name, row.candidate.key, row.titles.tolist()) for row in page_of(viewer)]

    assert made(0) == made(0)


def test_another_day_is_another_page() -> None:
    rng = np.random.default_rng(5)
    changed = full = 0
    while full < 20:
        viewer = pages.viewer(rng, pages.catalogue(rng))
        if len(page_of(viewer)) < 8:
            continue
        full += 1
        tomorrow = replace(viewer, now=viewer.now + pages.DAY)
        keys = [[(row.kind.name, row.candidate.key) for row in page_of(one)] for one in (viewer, tomorrow)]
        changed += keys[0] != keys[1]
    assert changed > 10


def test_what_was_shown_and_never_touched_sinks_and_then_rests() -> None:
    rng = np.random.default_rng(11)
    snapshot = pages.catalogue(np.random.default_rng(3))
    viewer = replace(pages.viewer(rng, snapshot), personal=True, exposures={})
    first = int(viewer.ranked[0])
    pk = int(snapshot.ids[first])
    places = []
    for shown in (0, 4, RESTING_SHOWN - 1, RESTING_SHOWN):
        ranked = replace(viewer, exposures={pk: shown} if shown else {}).ranked.tolist()
        places.append(ranked.index(first) if first in ranked else DEPTH * 100)
    assert places[0] == 0
    assert places == sorted(places)
    assert places[1] > 0 or places[2] > 0
    assert places[3] == DEPTH * 100
