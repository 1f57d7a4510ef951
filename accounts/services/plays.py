"""Plays, and where they stand."""

import datetime as dt
import uuid
from bisect import bisect_right

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Play, Profile, WatchState
from accounts.models.activity import FINISHED_FROM, RESUME_FROM
from accounts.services.changes import mark_taste_changed, origin_kept
from accounts.services.hiding import hidden_with
from catalog.models import Episode, Title

# Passing one of these shares of the duration says something about taste; the seconds in between do not.
THRESHOLDS = (RESUME_FROM, 0.5, FINISHED_FROM)
# Clocks of devices may run ahead by this much before what they say is taken for now.
CLOCK_AHEAD = dt.timedelta(minutes=1)
LONGEST = 1_000_000  # seconds, eleven days


@transaction.atomic
def record_play(
    *,
    profile: Profile,
    title: Title,
    position: int,
    duration: int,
    episode: Episode | None = None,
    device: str = Play.Device.WEB,
    session: uuid.UUID | None = None,
    row: str = "",
    page_view: uuid.UUID | None = None,
    happened_at: dt.datetime | None = None,
    client_id: uuid.UUID | None = None,
) -> WatchState:
    """Append what a player reported and bring the watch state up to it.

    `position` and `duration` are seconds. An event older than the state is kept but does not move the position back,
    and one whose `client_id` came before changes nothing.
    """
    _check_played(title, episode, position, duration)
    if device not in Play.Device.values:
        raise ValidationError({"device": _("This kind of device is not known.")})
    moment = moment_of(happened_at)
    position = min(position, duration)
    row, page_view = origin_kept(profile, row, page_view)
    state = _locked_state(profile, title, episode, duration, moment)
    if client_id and (earlier := Play.objects.filter(profile=profile, client_id=client_id).first()):
        return _same_play(earlier, state)
    play = Play(
        profile=profile,
        title=title,
        episode=episode,
        position=position,
        duration=duration,
        device=device,
        session=session,
        row=row,
        page_view=page_view,
        client_id=client_id,
        happened_at=moment,
        hidden_at=hidden_with(profile, state, session),
    )
    _append(play)
    if _advance(state, position, duration, moment):
        mark_taste_changed(profile.pk)
    return state


@transaction.atomic
def dismiss(*, profile: Profile, title: Title) -> None:
    """Take a title off Continue watching until it is played again."""
    WatchState.objects.filter(profile=profile, title=title).update(dismissed_at=timezone.now())


def moment_of(happened_at: dt.datetime | None) -> dt.datetime:
    """When it happened: by the device's clock, unless that is not told or runs ahead."""
    now = timezone.now()
    return happened_at if happened_at and happened_at <= now + CLOCK_AHEAD else now


def _check_played(title: Title, episode: Episode | None, position: int, duration: int) -> None:
    if position < 0 or not 0 < duration <= LONGEST:
        raise ValidationError({"position": _("A position is zero or more seconds of a positive duration.")})
    if title.is_series and episode is None:
        raise ValidationError({"episode": _("Say which episode of the series was played.")})
    if episode is not None and episode.season.title_id != title.pk:
        raise ValidationError({"episode": _("This episode is not of this title.")})


def _same_play(earlier: Play, state: WatchState) -> WatchState:
    """A retry changes nothing; the same id for something else is the client's mistake."""
    if (earlier.title_id, earlier.episode_id) != (state.title_id, state.episode_id):
        raise _used_for_another()
    return state


def _append(play: Play) -> None:
    """Retries of one play take turns at its watch state; only a play of something else can come in between."""
    try:
        play.save(force_insert=True)
    except IntegrityError as error:
        if play.client_id is None:
            raise
        raise _used_for_another() from error


def _used_for_another() -> ValidationError:
    return ValidationError({"client_id": _("This id was used for another play.")})


def _locked_state(
    profile: Profile, title: Title, episode: Episode | None, duration: int, moment: dt.datetime
) -> WatchState:
    """The state of this film or episode, locked so that two devices take turns. Made at zero if there is none."""
    new = {"position": 0, "duration": duration, "plays": 0, "first_at": moment, "last_at": moment}
    states = WatchState.objects.select_for_update(of=("self",))
    return states.get_or_create(profile=profile, title=title, episode=episode, defaults=new)[0]


def _advance(state: WatchState, position: int, duration: int, moment: dt.datetime) -> bool:
    """Bring the state up to the event; true if it says something about taste that was not known before."""
    share = position / duration
    # What arrives late, from a device that was offline, fills in the past: it begins nothing.
    latest = moment >= state.last_at
    begun_anew = state.plays == 0 or (latest and state.progress >= FINISHED_FROM and share < RESUME_FROM)
    further = bisect_right(THRESHOLDS, share) > bisect_right(THRESHOLDS, state.furthest)
    finished_again = latest and share >= FINISHED_FROM > state.progress
    if latest:
        state.position, state.duration, state.last_at = position, duration, moment
    if state.dismissed_at and moment > state.dismissed_at:
        state.dismissed_at = None
    state.first_at = min(state.first_at, moment)
    state.furthest = max(state.furthest, share)
    state.plays += begun_anew
    if share >= FINISHED_FROM:
        state.finished_at = max(moment, state.finished_at or moment)
    state.save()
    return begun_anew or further or finished_again
