"""What players report, a few at a time or what gathered without a connection, on its way to the services."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any, NamedTuple
from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import services
from accounts.models import Profile
from accounts.services import Report
from catalog.access import Limits
from catalog.models import Episode, Title
from catalog.rest import LARGEST_ID
from catalog.statements import Statement, given

AMONG = "SELECT unnest(%s::bigint[])"
OLDEST = dt.timedelta(days=365)  # a device that was offline for longer has lost its place
What = tuple[int, int | None]  # ids of a title and, of a series, of the episode


class Refused(NamedTuple):
    """A report that can never be taken, and why. Sending it again is of no use."""

    client_id: UUID | None
    reason: str


def check_age(happened_at: dt.datetime | None, sent_at: dt.datetime | None) -> None:
    """Raises a ValidationError for what happened too long ago for a device to tell of it now."""
    if happened_at is not None and (sent_at or timezone.now()) - happened_at > OLDEST:
        raise ValidationError({"happened_at": ValidationError(_("This is more than a year ago."), code="too_old")})


def played(profile: Profile, title: int, episode: int | None) -> tuple[Title | None, Episode | None]:
    """What was played, as far as the profile may see it: no title where there is no such episode of it either."""
    titles, episodes = _found(profile, [(title, episode)])
    found = titles.get(title) if episode is None or episode in episodes else None
    return found, episodes.get(episode)


def take_in(profile: Profile, plays: Sequence[dict[str, Any]], sent_at: dt.datetime | None) -> list[Refused]:
    """Records these reports, each `title`, `episode` and what a `Report` has; tells which were refused.

    Titles that the profile may not see, or that are gone, are refused like those that never were. Two queries, and one
    transaction for each film or episode; whatever is cut off may be sent again as a whole.
    """
    reports = defaultdict(list)
    for play in plays:
        told = dict(play)
        reports[told.pop("title"), told.pop("episode", None)].append(Report(**told))
    titles, episodes = _found(profile, reports)
    refused: list[Refused] = []
    for (title, episode), listed in reports.items():
        if title in titles and (episode is None or episode in episodes):
            refused += _record(profile, titles[title], episodes.get(episode), listed, sent_at)
        else:
            refused += [Refused(report.client_id, _("There is no such title or episode.")) for report in listed]
    return refused


def _found(profile: Profile, what: Any) -> tuple[dict[int, Title], dict[int | None, Episode]]:
    wanted = [title for title, _episode in what if 0 < title <= LARGEST_ID]
    titles = {title.pk: title for title in _visible(profile.limits).instances(titles=wanted)}
    named = [episode for _title, episode in what if episode is not None and 0 < episode <= LARGEST_ID]
    found = _episodes().instances(episodes=named, titles=list(titles)) if named else []
    return titles, {episode.pk: episode for episode in found}


@lru_cache(maxsize=64)
def _visible(limits: Limits) -> Statement[Title]:
    titles = Title.objects.visible_to(limits).filter(pk__in=given("titles", AMONG))
    return Statement(titles.order_by().only("kind"))


@lru_cache(maxsize=1)
def _episodes() -> Statement[Episode]:
    of = {"pk__in": given("episodes", AMONG), "season__title__in": given("titles", AMONG)}
    return Statement(Episode.objects.select_related("season").filter(**of).order_by())


def _record(
    profile: Profile, title: Title, episode: Episode | None, reports: list[Report], sent_at: dt.datetime | None
) -> Iterator[Refused]:
    """All together; if that cannot be, one by one, so that none takes another down."""
    try:
        for report in reports:
            check_age(report.happened_at, sent_at)
        services.record_plays(profile=profile, title=title, episode=episode, reports=reports, sent_at=sent_at)
    except ValidationError as error:
        if len(reports) == 1:
            yield Refused(reports[0].client_id, " ".join(error.messages))
            return
        for report in reports:
            yield from _record(profile, title, episode, [report], sent_at)
