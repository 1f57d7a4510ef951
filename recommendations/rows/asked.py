"""Rows of what the viewer asked for more of."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from accounts.models import Steer
from recommendations import worth
from recommendations.rows.registry import DEPTH, Candidate, registry
from recommendations.shelves import Indices
from recommendations.viewer import Viewer

FIRST = 6  # titles of a row that are on screen at once


def _asked(viewer: Viewer, kind: str) -> Iterator[Candidate]:
    if viewer.steering:
        for wish in viewer.steering.more:
            if wish.kind == kind:
                wanted = viewer.steering.titles(wish)
                # "Not me" is the stronger word: no more of a genre from a decade that is none of the viewer's.
                titles = viewer.best(wanted[~viewer.steering.foreign[wanted]], DEPTH)
                yield Candidate(viewer.steering.about(wish), titles, wish.key, _appeal(viewer, titles))


def _appeal(viewer: Viewer, titles: Indices) -> float:
    """What makes the row worth as much as a row of the viewer's best titles with that appeal."""
    own, best = (float(viewer.values[found[:FIRST]].sum()) for found in (titles, viewer.ranked))
    return worth.ASKED * best / own if own else worth.ASKED


@registry.row(heading=_("More %(genre)s"), reason=_("You asked for more %(genre)s."), most=4, apart=0, by_taste=False)
def more_of_genre(viewer: Viewer) -> Iterator[Candidate]:
    """A genre."""
    yield from _asked(viewer, Steer.Kind.GENRE)


@registry.row(
    heading=_("More %(genre)s from the %(era)ss"),
    reason=_("You asked for more %(genre)s from the %(era)ss."),
    most=4,
    apart=0,
    by_taste=False,
)
def more_of_genre_era(viewer: Viewer) -> Iterator[Candidate]:
    """A genre in its decade."""
    yield from _asked(viewer, Steer.Kind.GENRE_ERA)


@registry.row(
    heading=_("More from the %(era)ss"),
    reason=_("You asked for more from the %(era)ss."),
    most=4,
    apart=0,
    by_taste=False,
)
def more_from_era(viewer: Viewer) -> Iterator[Candidate]:
    """A decade."""
    yield from _asked(viewer, Steer.Kind.ERA)


@registry.row(
    heading=_("More with %(person)s"),
    reason=_("You asked for more with %(person)s."),
    most=4,
    apart=0,
    by_taste=False,
)
def more_with_person(viewer: Viewer) -> Iterator[Candidate]:
    """Somebody in cast or crew."""
    yield from _asked(viewer, Steer.Kind.PERSON)
