"""Rows that come from what this viewer did."""

from collections.abc import Iterator
from itertools import islice

import numpy as np
from django.utils.translation import gettext_lazy as _

from recommendations import worth
from recommendations.engine.signals import HALF
from recommendations.history import Event
from recommendations.rows.registry import DEPTH, Candidate, registry
from recommendations.viewer import Viewer

BECAUSE = 4  # candidates of each "Because you …" kind
LOOKS = 2
DAY = 86_400.0
LATELY = 7 * DAY  # for so long a look is worth a row
AS_LONG_AS = 0.6  # of a usual sitting, at least, for what is to fill it
REST = 45 * DAY  # before something finished is offered to be watched again


@registry.row(
    heading=_("For you today"), reason=_("Chosen from everything you have watched and rated."), cards=1, first=True
)
def billboard(viewer: Viewer) -> Iterator[Candidate]:
    """One title at the top of the page, another one each day."""
    if viewer.personal and len(viewer.ranked):
        best = viewer.ranked[:BILLBOARDS]
        yield Candidate({}, best[viewer.dice("billboard") % len(best)][None])


BILLBOARDS = 4  # the best titles take turns there, one a day


@registry.row(
    heading=_("Top picks for you"), reason=_("Chosen from everything you have watched and rated."), first=True
)
def top_picks(viewer: Viewer) -> Iterator[Candidate]:
    """What the model thinks this viewer will like best, whatever it is."""
    if viewer.personal:
        yield Candidate({}, viewer.ranked[:DEPTH])


def _loved(viewer: Viewer) -> list[Event]:
    return [event for event in viewer.history.liked if event.is_loved][:BECAUSE]


def _finished(viewer: Viewer) -> list[Event]:
    told = (e for e in viewer.history.liked if e.weight >= HALF and e.is_watched and not e.is_loved)
    return list(islice(told, BECAUSE))


def _looked_at(viewer: Viewer) -> list[Event]:
    since = viewer.now - LATELY
    return [event for event in viewer.history.events if event.is_look and event.at >= since][:LOOKS]


def kin_asked(viewer: Viewer) -> Iterator[int]:
    """The titles whose kin rows are made of."""
    for told in (_loved, _finished, _looked_at):
        yield from (event.title_id for event in told(viewer))


def _like(viewer: Viewer, events: list[Event], appeal: float) -> Iterator[Candidate]:
    """Titles like each of these, those that the viewer would like best in front."""
    found = viewer.best_of_each([viewer.kin(event.title_id) for event in events])
    for event, titles in zip(events, found, strict=True):
        if len(titles):
            yield Candidate({"title": event.title_id}, titles, str(event.title_id), appeal)


@registry.row(
    heading=_("Because you loved %(title)s"),
    reason=_("Close to %(title)s in its viewers, cast and genres."),
    most=3,
    apart=2,
    by_taste=False,
)
def because_you_loved(viewer: Viewer) -> Iterator[Candidate]:
    """Kin of what got the viewer's heart."""
    yield from _like(viewer, _loved(viewer), worth.BECAUSE)


@registry.row(
    heading=_("Because you watched %(title)s"),
    reason=_("Close to %(title)s in its viewers, cast and genres."),
    most=3,
    apart=2,
    by_taste=False,
)
def because_you_watched(viewer: Viewer) -> Iterator[Candidate]:
    """Kin of what the viewer finished and did not dislike."""
    yield from _like(viewer, _finished(viewer), worth.BECAUSE)


@registry.row(
    heading=_("More like %(title)s"), reason=_("You looked at %(title)s lately."), most=2, apart=2, by_taste=False
)
def more_like(viewer: Viewer) -> Iterator[Candidate]:
    """Kin of what the viewer looked at in the last days and did not watch yet."""
    yield from _like(viewer, _looked_at(viewer), worth.LATELY)


@registry.row(
    heading=_("You searched for “%(text)s”"),
    reason=_("Your search for “%(text)s” found it."),
    most=2,
    apart=2,
    by_taste=False,
)
def from_your_search(viewer: Viewer) -> Iterator[Candidate]:
    """What the latest searches found."""
    for search in viewer.history.searches:
        found = viewer.snapshot.indices(search.found)
        found = found[found >= 0]
        yield Candidate({"text": search.text}, found[viewer.open[found]], str(search.pk), worth.LATELY)


@registry.row(
    heading=_("Fits your evening"),
    reason=_("You usually watch for about %(minutes)d minutes, and it takes no longer."),
    earliest=3,
)
def fits_evening(viewer: Viewer) -> Iterator[Candidate]:
    """What is as long as the viewer usually watches in one sitting."""
    if viewer.usual_minutes:
        runtime = viewer.snapshot.runtime[viewer.ranked]
        fitting = (runtime <= viewer.usual_minutes) & (runtime >= AS_LONG_AS * viewer.usual_minutes)
        yield Candidate({"minutes": round(viewer.usual_minutes)}, viewer.ranked[fitting][:DEPTH])


@registry.row(
    heading=_("Watch it again"),
    reason=_("You finished it some time ago, and liked it."),
    earliest=4,
    again=True,
    by_taste=False,
)
def watch_again(viewer: Viewer) -> Iterator[Candidate]:
    """What the viewer liked best of what was finished long enough ago."""
    until = viewer.now - REST
    liked = [e for e in viewer.history.liked if e.is_watched and e.at <= until and (e.rating or 0) > 0]
    found = viewer.snapshot.indices([event.title_id for event in liked])
    kept = np.flatnonzero(found >= 0)
    kept = kept[viewer.allowed[found[kept]]]
    weights = np.array([liked[place].weight for place in kept])
    yield Candidate({}, found[kept[np.argsort(-weights, kind="stable")]][:DEPTH])
