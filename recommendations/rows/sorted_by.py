"""Rows that sort the catalogue by what titles are: genres, eras, people, and where they meet.

All of them are taken from the snapshot's shelves; a kind of row takes the shelves of one kind that set this viewer
apart. Somebody who loves horror gets horror, and the horror of their favourite decade.
"""

from collections.abc import Iterator

import numpy as np
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from recommendations import worth
from recommendations.rows.registry import Shelved, registry
from recommendations.shelves import Indices
from recommendations.viewer import Viewer
from recommendations.worth import Floats

FAVOURITES = 60  # candidates of each kind at the most
EVIDENCE = 2  # liked titles of a genre or decade without which it says nothing of the viewer


def favourites(viewer: Viewer, kind: str, evidence: int = 1) -> Iterator[Shelved]:
    """The shelves of a kind that this viewer likes more than most do, strongest first."""
    found = viewer.shelves_of(kind)
    found = found[viewer.liked_on_shelf[found] > 0]
    liked, affinity = viewer.liked_on_shelf[found], viewer.affinity[found]
    strongest = np.argsort(-affinity, kind="stable")[:FAVOURITES]
    kept = strongest[(liked[strongest] >= evidence) & (affinity[strongest] > 0)]
    appeal = (worth.FAVOURITE + worth.AFFINITY * affinity[kept]) * viewer.patience[found[kept]]
    yield Shelved(found[kept], _wanted(viewer, found[kept], appeal.astype(np.float32)), liked[kept])


@registry.row(heading=_("%(genre)s for you"), reason=_("You watch more %(genre)s than most."), most=8, apart=0)
def your_genres(viewer: Viewer) -> Iterator[Shelved]:
    """The genres that set this viewer apart: a horror fan gets horror."""
    yield from favourites(viewer, "genre", EVIDENCE)


@registry.row(
    heading=_("%(genre)s from the %(era)ss"),
    reason=ngettext_lazy(
        "A title that you liked is %(genre)s from the %(era)ss.",
        "%(liked)d titles that you liked are %(genre)s from the %(era)ss.",
        "liked",
    ),
    most=6,
)
def genre_era(viewer: Viewer) -> Iterator[Shelved]:
    """A genre in its decade."""
    yield from favourites(viewer, "genre_era")


@registry.row(
    heading=_("%(genre)s meets %(other)s"),
    reason=ngettext_lazy(
        "A title that you liked is both %(genre)s and %(other)s.",
        "%(liked)d titles that you liked are both %(genre)s and %(other)s.",
        "liked",
    ),
    most=8,
)
def genre_pair(viewer: Viewer) -> Iterator[Shelved]:
    """Where two genres meet."""
    yield from favourites(viewer, "genre_pair")


@registry.row(
    heading=_("From the %(era)ss"), reason=_("%(liked)d titles that you liked are from the %(era)ss."), most=3
)
def era(viewer: Viewer) -> Iterator[Shelved]:
    """A decade."""
    yield from favourites(viewer, "era", EVIDENCE)


@registry.row(
    heading=_("With %(person)s"),
    reason=ngettext_lazy("You liked a title with %(person)s.", "You liked %(liked)d titles with %(person)s.", "liked"),
    most=4,
    apart=2,
)
def actor(viewer: Viewer) -> Iterator[Shelved]:
    """Somebody whom the viewer keeps coming back to."""
    yield from favourites(viewer, "actor")


@registry.row(
    heading=_("Directed by %(person)s"),
    reason=ngettext_lazy("You liked a title by %(person)s.", "You liked %(liked)d titles by %(person)s.", "liked"),
    most=3,
    apart=2,
)
def director(viewer: Viewer) -> Iterator[Shelved]:
    """Somebody whose films the viewer keeps coming back to."""
    yield from favourites(viewer, "director")


@registry.row(heading=_("%(genre)s"), reason=_("A favourite %(genre)s title here."), most=12, apart=0)
def genres(viewer: Viewer) -> Iterator[Shelved]:
    """The catalogue's genres, for everyone: what a page falls back on."""
    found = viewer.shelves_of("genre")
    others = found[(viewer.affinity[found] <= 0) | (viewer.liked_on_shelf[found] < EVIDENCE)]
    yield Shelved(others, _wanted(viewer, others, np.full(len(others), worth.ANYBODYS, dtype=np.float32)))


def _wanted(viewer: Viewer, shelves: Indices, appeal: Floats) -> Floats:
    """What their headings add to these shelves, where less was not asked of them."""
    if viewer.steering is None:
        return appeal
    return np.where(viewer.steering.unwanted[shelves], np.float32(worth.UNWANTED), appeal)
