"""Every kind of row, one function each. Adding a row touches this file alone.

A row function gets a `Viewer` and yields candidates: ranked titles under a heading that is true of all of them. What is
on the page elsewhere, and how many cards a row shows, is `assembly`'s business. Texts are looked up by kind when a page
is shown, in the language of whoever looks.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from django.utils.translation import gettext_lazy as _

from recommendations.engine.signals import HALF
from recommendations.viewer import Indices, Viewer

DEPTH = 120  # titles a candidate carries, so that a row stays full after others have taken theirs
NEWEST = 60
BECAUSE_ROWS, GENRE_ROWS = 3, 9


@dataclass(frozen=True)
class Candidate:
    """A possible row: indices of the snapshot, best first. `about` fills the heading; `rank` orders the page."""

    about: dict[str, Any]
    titles: Indices
    rank: float
    key: str = ""


@dataclass(frozen=True)
class RowKind:
    """How a kind of row is made and what it says. `%(…)s` in the texts are filled from a row's `about`."""

    name: str
    heading: Any
    reason: Any
    build: Callable[[Viewer], Iterator[Candidate]]


@dataclass
class Registry:
    """The row kinds by name, in the order they were written."""

    kinds: dict[str, RowKind] = field(default_factory=dict)

    def row(self, *, heading: Any, reason: Any) -> Callable[..., Callable[[Viewer], Iterator[Candidate]]]:
        """Registers the decorated function under its own name."""

        def register(build: Callable[[Viewer], Iterator[Candidate]]) -> Callable[[Viewer], Iterator[Candidate]]:
            self.kinds[build.__name__] = RowKind(build.__name__, heading, reason, build)
            return build

        return register

    def candidates(self, viewer: Viewer) -> Iterator[tuple[RowKind, Candidate]]:
        """Every candidate row of every kind."""
        for kind in self.kinds.values():
            for candidate in kind.build(viewer):
                yield kind, candidate


registry = Registry()


@registry.row(
    heading=_("Top picks for you"),
    reason=_("Chosen from everything you have watched and rated."),
)
def top_picks(viewer: Viewer) -> Iterator[Candidate]:
    """What the model thinks this viewer will like best, whatever it is."""
    if viewer.personal:
        yield Candidate({}, viewer.best(viewer.open, DEPTH), rank=0)


def because(viewer: Viewer, rank: float, *, loved: bool) -> Iterator[Candidate]:
    """Titles like one that the viewer finished or gave a thumb, the latest of them first."""
    told = [e for e in viewer.history.liked if e.weight >= HALF and e.is_loved is loved]
    told = [e for e in told if loved or e.is_watched or e.rating == 1]
    rows = 0
    for event in told[: 4 * BECAUSE_ROWS]:
        kin = viewer.snapshot.indices(viewer.similar(event.title_id))
        titles = kin[kin >= 0]
        titles = titles[viewer.open[titles]]
        if len(titles):
            about = {"title": int(event.title_id)}
            yield Candidate(about, titles[:DEPTH], rank=rank + 3 * rows, key=str(event.title_id))
            rows += 1
        if rows == BECAUSE_ROWS:
            return


@registry.row(heading=_("Because you loved %(title)s"), reason=_("Close to %(title)s in its viewers, cast and genres."))
def because_you_loved(viewer: Viewer) -> Iterator[Candidate]:
    """Kin of what got the viewer's heart."""
    yield from because(viewer, 1, loved=True)


@registry.row(
    heading=_("Because you watched %(title)s"), reason=_("Close to %(title)s in its viewers, cast and genres.")
)
def because_you_watched(viewer: Viewer) -> Iterator[Candidate]:
    """Kin of what the viewer finished or liked."""
    yield from because(viewer, 2, loved=False)


@registry.row(heading=_("%(genre)s for you"), reason=_("You watch more %(genre)s than most."))
def your_genres(viewer: Viewer) -> Iterator[Candidate]:
    """The genres that set this viewer apart, strongest first: a horror fan gets horror."""
    affinity = viewer.genre_affinity
    strongest = np.argsort(-affinity, kind="stable")[:GENRE_ROWS]
    for place, genre in enumerate(g for g in strongest if affinity[g] > 0):
        yield _genre(viewer, int(genre), rank=1.5 + 1.2 * place)


@registry.row(heading=_("Popular on this site"), reason=_("Many people here watch this."))
def popular(viewer: Viewer) -> Iterator[Candidate]:
    """What everybody watches."""
    popularity = viewer.snapshot.popularity
    yield Candidate({}, viewer.best(popularity > 0, DEPTH, by=popularity), rank=4.5 if viewer.personal else 0)


@registry.row(heading=_("New here"), reason=_("Among the newest in the catalogue."))
def new(viewer: Viewer) -> Iterator[Candidate]:
    """The latest arrivals that the viewer may see, those likeliest to please first."""
    seen = np.flatnonzero(viewer.open)
    newest = seen[np.lexsort((seen, -viewer.snapshot.published[seen]))][:NEWEST]
    yield Candidate({}, viewer.best(newest, NEWEST), rank=6)


@registry.row(heading=_("Short films"), reason=_("It takes less than forty minutes."))
def short_films(viewer: Viewer) -> Iterator[Candidate]:
    """What fits before bedtime."""
    short = (viewer.snapshot.runtime > 0) & (viewer.snapshot.runtime < 40)
    yield Candidate({}, viewer.best(short, DEPTH), rank=13)


@registry.row(heading=_("%(genre)s"), reason=_("A favourite %(genre)s title here."))
def genres(viewer: Viewer) -> Iterator[Candidate]:
    """The catalogue's largest genres, for everyone: what a page falls back on."""
    strength = viewer.snapshot.popularity @ viewer.snapshot.genres
    mine = set(np.flatnonzero(viewer.genre_affinity > 0))
    largest = [int(g) for g in np.argsort(-strength, kind="stable") if strength[g] > 0 and g not in mine]
    for place, genre in enumerate(largest[:GENRE_ROWS]):
        yield _genre(viewer, genre, rank=20 + place if viewer.personal else 2 + place)


def _genre(viewer: Viewer, genre: int, rank: float) -> Candidate:
    snapshot = viewer.snapshot
    about = {"genre": snapshot.genre_names[genre], "slug": snapshot.genre_slugs[genre]}
    titles = viewer.best(snapshot.genres[:, genre], DEPTH)
    return Candidate(about, titles, rank=rank, key=snapshot.genre_slugs[genre])
