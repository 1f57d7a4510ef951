"""What people did, read from the database as weighted events. Light enough for the web."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from django.db.models import Max, QuerySet, Sum
from django.utils import timezone

from accounts.models import Rating, WatchState
from accounts.models.activity import FINISHED_FROM, RESUME_FROM
from recommendations.engine.signals import signal_weight

DAY = 86_400.0


class Watched(NamedTuple):
    """How far one profile came with one title, over all its episodes; `at` in UTC seconds."""

    furthest: float
    plays: int
    at: float


@dataclass(frozen=True)
class Event:
    """All that one profile did with one title; `at` is the last of it, in UTC seconds."""

    title_id: int
    weight: float
    at: float
    rating: int | None
    progress: float | None

    @property
    def is_begun(self) -> bool:
        return (self.progress or 0.0) >= RESUME_FROM

    @property
    def is_watched(self) -> bool:
        return (self.progress or 0.0) >= FINISHED_FROM

    @property
    def is_loved(self) -> bool:
        return self.rating == Rating.Value.LOVE

    @property
    def is_disliked(self) -> bool:
        return self.rating == Rating.Value.DOWN


@dataclass(frozen=True)
class ProfileHistory:
    """One profile's events, newest first."""

    events: Sequence[Event] = field(default_factory=tuple)

    def __bool__(self) -> bool:
        return bool(self.events)

    @property
    def liked(self) -> list[Event]:
        """What speaks for itself, newest first."""
        return [event for event in self.events if event.weight > 0]


def of_profiles(profile_ids: Sequence[int], *, now: float | None = None) -> dict[int, ProfileHistory]:
    """The histories of these profiles, in two queries whatever their number; each asked for is in the answer.

    `now` (UTC seconds) is what the age of an event is counted from; None is the present.
    """
    moment = timezone.now().timestamp() if now is None else now
    events: dict[int, list[Event]] = {profile_id: [] for profile_id in profile_ids}
    watched = WatchState.objects.filter(profile__in=profile_ids)
    rated = Rating.objects.filter(profile__in=profile_ids)
    for profile_id, event in events_of(watched, rated, moment):
        events[profile_id].append(event)
    for found in events.values():
        found.sort(key=lambda event: (-event.at, event.title_id))
    return {profile_id: ProfileHistory(tuple(found)) for profile_id, found in events.items()}


def of_profile(profile_id: int) -> ProfileHistory:
    """The history of one profile."""
    return of_profiles([profile_id])[profile_id]


def events_of(watch_states: QuerySet[WatchState], ratings: QuerySet[Rating], now: float) -> Iterator[tuple[int, Event]]:
    """(profile, event) pairs: watching and rating of one title by one profile are one event."""
    watched = _watched(watch_states)
    for profile_id, title_id, value, rated_at in _rows(ratings.values_list("profile", "title", "value", "rated_at")):
        seen = watched.pop((profile_id, title_id), None)
        yield profile_id, _event(title_id, seen, value, rated_at.timestamp(), now)
    for (profile_id, title_id), seen in watched.items():
        yield profile_id, _event(title_id, seen, None, seen.at, now)


def _watched(watch_states: QuerySet[WatchState]) -> dict[tuple[int, int], Watched]:
    """By profile and title. A series counts as far as its furthest episode."""
    grouped = watch_states.order_by().values("profile", "title")
    totals = grouped.annotate(far=Max("furthest"), times=Sum("plays"), at=Max("last_at"))
    rows = _rows(totals.values_list("profile", "title", "far", "times", "at"))
    return {(profile, title): Watched(far, times, at.timestamp()) for profile, title, far, times, at in rows}


def _rows(values: QuerySet) -> Iterable[tuple]:  # type: ignore[type-arg]
    return values.iterator(chunk_size=10_000)


def _event(title_id: int, seen: Watched | None, rating: int | None, at: float, now: float) -> Event:
    last = max(at, seen.at) if seen else at
    progress = seen.furthest if seen else None
    weight = signal_weight(rating, progress, seen.plays if seen else 0, (now - last) / DAY)
    return Event(title_id, weight, last, rating, progress)
