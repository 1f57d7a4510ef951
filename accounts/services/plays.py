"""Plays, and where they stand."""

import datetime as dt
import uuid
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Play, Profile, WatchState
from accounts.models.activity import FINISHED_FROM, RESUME_FROM
from accounts.services.appending import standing, write
from accounts.services.changes import origin_kept, tell_of_change
from accounts.services.hiding import hidden_with
from catalog.models import Episode, Title

# Passing one of these shares of the duration says something about taste; the seconds in between do not.
THRESHOLDS = (RESUME_FROM, 0.5, FINISHED_FROM)
# Clocks of devices may run ahead by this much before what they say is taken for now.
CLOCK_AHEAD = dt.timedelta(minutes=1)
LONGEST = 1_000_000  # seconds, eleven days


@dataclass(frozen=True, kw_only=True)
class Report:
    """What a player says once: where it is, in seconds of the duration, and how many of them it really played since it
    last said so; None where it does not count them."""

    position: int
    duration: int
    watched: int | None = None
    device: str = Play.Device.WEB
    session: uuid.UUID | None = None
    row: str = ""
    page_view: uuid.UUID | None = None
    happened_at: dt.datetime | None = None
    client_id: uuid.UUID | None = None


def record_play(
    *,
    profile: Profile,
    title: Title,
    position: int,
    duration: int,
    episode: Episode | None = None,
    watched: int | None = None,
    device: str = Play.Device.WEB,
    session: uuid.UUID | None = None,
    row: str = "",
    page_view: uuid.UUID | None = None,
    happened_at: dt.datetime | None = None,
    sent_at: dt.datetime | None = None,
    client_id: uuid.UUID | None = None,
) -> WatchState:
    """One report of a player: see `record_plays`."""
    report = Report(
        position=position,
        duration=duration,
        watched=watched,
        device=device,
        session=session,
        row=row,
        page_view=page_view,
        happened_at=happened_at,
        client_id=client_id,
    )
    return record_plays(profile=profile, title=title, episode=episode, reports=[report], sent_at=sent_at)


def record_plays(
    *,
    profile: Profile,
    title: Title,
    episode: Episode | None = None,
    reports: Sequence[Report],
    sent_at: dt.datetime | None = None,
) -> WatchState:
    """Append what players reported of one film or episode, and bring the watch state up to it.

    A report whose `client_id` came before changes nothing, and one older than the state is kept but does not move the
    position back: they may come in any order and any number of times. All are kept, or none. `sent_at` is the device's
    clock at this moment; given that, its clock may be as wrong as it likes.
    """
    for report in reports:
        _check(title, episode, report)
    now = timezone.now()
    plays = [
        _play(profile, title, episode, report, moment_of(report.happened_at, sent_at, now=now))
        for report in _once(reports)
    ]
    first = min(plays, key=_order)
    of = {"profile": profile.pk, "title": title.pk, "episode": episode.pk if episode else None}
    while True:
        state = standing(**of) or _new(profile, title, episode, first)
        for play in plays:
            play.hidden_at = hidden_with(profile, state, play.session)
        telling = [_advance(state, play) for play in sorted(plays, key=_order)]
        if not plays or write(state, plays, changes_taste=any(telling)):
            break
        # Some came before; or another device wrote of the same film meanwhile, and it is begun anew from there.
        plays = _unknown(plays)
    if any(telling):
        tell_of_change(profile.pk)
    return state


@transaction.atomic
def dismiss(*, profile: Profile, title: Title) -> None:
    """Take a title off Continue watching until it is played again."""
    WatchState.objects.filter(profile=profile, title=title).update(dismissed_at=timezone.now())


def moment_of(
    happened_at: dt.datetime | None, sent_at: dt.datetime | None = None, *, now: dt.datetime | None = None
) -> dt.datetime:
    """When it happened; `now` is given where several events are to be told by one clock.

    Of a device that says what its clock shows as it sends, the age of the event counts and not the clock. Else the
    clock is believed, unless it runs ahead.
    """
    now = now or timezone.now()
    if happened_at is None:
        return now
    if sent_at is not None:
        return now - max(sent_at - happened_at, dt.timedelta())
    return happened_at if happened_at <= now + CLOCK_AHEAD else now


def _check(title: Title, episode: Episode | None, report: Report) -> None:
    if report.position < 0 or not 0 < report.duration <= LONGEST:
        raise ValidationError({"position": _("A position is zero or more seconds of a positive duration.")})
    if report.watched is not None and report.watched < 0:
        raise ValidationError({"watched": _("Nobody watches for less than no time.")})
    if title.is_series and episode is None:
        raise ValidationError({"episode": _("Say which episode of the series was played.")})
    if episode is not None and episode.season.title_id != title.pk:
        raise ValidationError({"episode": _("This episode is not of this title.")})
    if report.device not in Play.Device.values:
        raise ValidationError({"device": _("This kind of device is not known.")})


def _once(reports: Iterable[Report]) -> list[Report]:
    """The reports without those whose id stands before them."""
    return list({report.client_id or number: report for number, report in enumerate(reports)}.values())


def _play(profile: Profile, title: Title, episode: Episode | None, report: Report, moment: dt.datetime) -> Play:
    row, page_view = origin_kept(profile, report.row, report.page_view)
    told = vars(report) | {
        "position": min(report.position, report.duration),
        # Between two reports nobody plays more than all of it.
        "watched": None if report.watched is None else min(report.watched, report.duration),
        "row": row,
        "page_view": page_view,
        "happened_at": moment,
    }
    return Play(profile=profile, title=title, episode=episode, **told)


def _order(play: Play) -> tuple[dt.datetime, int]:
    """The order of events. Of two at one moment the one further on counts as the later, whichever arrives first."""
    return play.happened_at, play.position


def _new(profile: Profile, title: Title, episode: Episode | None, first: Play) -> WatchState:
    """Of what was never played: at zero, and not kept yet."""
    moment = first.happened_at
    zero = {"position": 0, "duration": first.duration, "plays": 0, "first_at": moment, "last_at": moment}
    return WatchState(profile=profile, title=title, episode=episode, **zero)


def _unknown(plays: Sequence[Play]) -> list[Play]:
    """Those that did not come before. The same id for something else is the client's mistake."""
    of = plays[0]
    ids = [play.client_id for play in plays if play.client_id]
    there = Play.objects.filter(profile_id=of.profile_id, client_id__in=ids).values_list(
        "client_id", "title", "episode"
    )
    known = {client_id: what for client_id, *what in there}
    if any(what != [of.title_id, of.episode_id] for what in known.values()):
        raise _used_for_another()
    return [play for play in plays if play.client_id not in known]


def _used_for_another() -> ValidationError:
    return ValidationError({"client_id": _("This id was used for another play.")})


def _advance(state: WatchState, play: Play) -> bool:
    """Bring the state up to the event; true if it says something about taste that was not known before."""
    moment, share = play.happened_at, play.position / play.duration
    # What arrives late, from a device that was offline, fills in the past: it begins nothing.
    latest = _order(play) >= (state.last_at, state.position)
    begun_anew = state.plays == 0 or (latest and state.progress >= FINISHED_FROM and share < RESUME_FROM)
    further = bisect_right(THRESHOLDS, share) > bisect_right(THRESHOLDS, state.furthest)
    finished_again = latest and share >= FINISHED_FROM > state.progress
    if latest:
        state.position, state.duration, state.last_at = play.position, play.duration, moment
    if state.dismissed_at and moment > state.dismissed_at:
        state.dismissed_at = None
    state.first_at = min(state.first_at, moment)
    state.furthest = max(state.furthest, share)
    state.watched += play.watched or 0
    state.plays += begun_anew
    if share >= FINISHED_FROM:
        state.finished_at = max(moment, state.finished_at or moment)
    return begun_anew or further or finished_again
