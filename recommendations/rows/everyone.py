"""Rows that come from what all viewers do, and from what is in the catalogue."""

from collections.abc import Iterator

import numpy as np
from django.utils.translation import gettext_lazy as _

from recommendations.rows.registry import DEPTH, Candidate, registry
from recommendations.viewer import Viewer

TOP = 10
NEWEST = 60
BRIEF = 40  # minutes
GEMS_AMONG = 600  # a hidden gem is among so many best titles of the viewer …
GEM_VIEWERS = 0.5  # … and has no more viewers than this share of all titles that were watched


@registry.row(
    heading=_("Top 10 this week that you have not seen"),
    reason=_("Most watched here in the last seven days."),
    numbered=True,
    earliest=1,
)
def top_ten(viewer: Viewer) -> Iterator[Candidate]:
    """By views, that is hours watched over runtime."""
    views = viewer.snapshot.views
    titles = viewer.best(views > 0, TOP, by=views)
    if len(titles) == TOP:
        yield Candidate({}, titles)


@registry.row(heading=_("Trending now"), reason=_("More people here than usual are watching it."))
def trending(viewer: Viewer) -> Iterator[Candidate]:
    """What rises, from minutes to days."""
    trend = viewer.snapshot.trend
    yield Candidate({}, viewer.best(trend > 0, DEPTH, by=trend))


@registry.row(heading=_("Popular on this site"), reason=_("Many people here watch this."))
def popular(viewer: Viewer) -> Iterator[Candidate]:
    """What everybody watches."""
    popularity = viewer.snapshot.popularity
    yield Candidate({}, viewer.best(popularity > 0, DEPTH, by=popularity))


@registry.row(heading=_("New here"), reason=_("Among the newest in the catalogue."))
def new(viewer: Viewer) -> Iterator[Candidate]:
    """The latest arrivals that the viewer may see, those likeliest to please first."""
    newest = viewer.best(viewer.open, NEWEST, by=viewer.snapshot.published)
    yield Candidate({}, viewer.best(newest, DEPTH, by=viewer.values))


@registry.row(
    heading=_("Hidden gems for you"), reason=_("Few people here have found it, and it suits you."), earliest=2
)
def hidden_gems(viewer: Viewer) -> Iterator[Candidate]:
    """What the viewer would like and few have seen."""
    if viewer.personal:
        seen = viewer.snapshot.viewers
        few = np.quantile(seen[seen > 0], GEM_VIEWERS) if seen.any() else 0
        best = viewer.ranked[:GEMS_AMONG]
        yield Candidate({}, best[(seen[best] > 0) & (seen[best] <= few)][:DEPTH])


@registry.row(heading=_("Short films"), reason=_("It takes less than forty minutes."), earliest=4)
def short_films(viewer: Viewer) -> Iterator[Candidate]:
    """What fits before bedtime."""
    short = (viewer.snapshot.runtime > 0) & (viewer.snapshot.runtime < BRIEF)
    yield Candidate({}, viewer.best(short, DEPTH))
