"""Rows that come from what all viewers do, and from what is in the catalogue."""

from collections.abc import Iterator

import numpy as np
from django.utils.translation import gettext_lazy as _

from recommendations.rows.registry import DEPTH, Candidate, registry
from recommendations.viewer import Viewer

TOP = 10
GEMS_AMONG = 600  # a hidden gem is among so many best titles of the viewer, and has few viewers


@registry.row(
    heading=_("Top 10 this week"),
    reason=_("Most watched here in the last seven days."),
    numbered=True,
    earliest=1,
    by_taste=False,
)
def top_ten(viewer: Viewer) -> Iterator[Candidate]:
    """By views, that is hours watched over runtime. What the viewer has seen keeps its place, and is not shown."""
    top = viewer.first(viewer.snapshot.by_views, TOP, viewer.allowed)
    unseen = np.flatnonzero(viewer.open[top])
    yield Candidate({}, top[unseen], places=tuple((unseen + 1).tolist()))


@registry.row(heading=_("Trending now"), reason=_("More people here than usual are watching it."), by_taste=False)
def trending(viewer: Viewer) -> Iterator[Candidate]:
    """What rises, from minutes to days."""
    yield Candidate({}, viewer.first(viewer.snapshot.by_trend, DEPTH))


@registry.row(heading=_("Popular on this site"), reason=_("Many people here watch this."), by_taste=False)
def popular(viewer: Viewer) -> Iterator[Candidate]:
    """What everybody watches."""
    yield Candidate({}, viewer.first(viewer.snapshot.by_popularity, DEPTH))


@registry.row(heading=_("New here"), reason=_("Among the newest in the catalogue."))
def new(viewer: Viewer) -> Iterator[Candidate]:
    """The latest arrivals that the viewer may see, those likeliest to please first."""
    yield Candidate({}, viewer.best(viewer.arrivals, DEPTH))


@registry.row(
    heading=_("Hidden gems for you"), reason=_("Few people here have found it, and it suits you."), earliest=2
)
def hidden_gems(viewer: Viewer) -> Iterator[Candidate]:
    """What the viewer would like and few have seen."""
    if viewer.personal:
        best = viewer.ranked[:GEMS_AMONG]
        viewers = viewer.snapshot.viewers[best]
        yield Candidate({}, best[(viewers > 0) & (viewers <= viewer.snapshot.few_viewers)][:DEPTH])


@registry.row(heading=_("Short films"), reason=_("It takes less than forty minutes."), earliest=4)
def short_films(viewer: Viewer) -> Iterator[Candidate]:
    """What fits before bedtime."""
    yield Candidate({}, viewer.best(viewer.snapshot.brief, DEPTH))
