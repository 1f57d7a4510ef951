"""What people did, read from the database as weighted events. Light enough for the web."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import cached_property
from typing import Any, NamedTuple

from django.db.models import CharField, Count, Exists, F, FloatField, Func, Max, Q, QuerySet, Sum
from django.db.models.functions import Cast, Coalesce, Greatest
from django.utils import timezone

from accounts.models import Look, Play, Profile, Rating, SearchQuery, WatchState
from accounts.models.activity import FINISHED_FROM, RESUME_FROM, EventQuerySet, WatchStateQuerySet
from recommendations.engine.signals import look_weight, signal_weight

DAY = 86_400.0
SEARCHES = 3  # the latest ones that found something
LOOKED_WITHIN = 30 * DAY  # what was looked at longer ago says nothing any more
SEARCHED_WITHIN = 7 * DAY


class Watched(NamedTuple):
    """How far one profile came with one title, over all its episodes; `at` in UTC seconds."""

    furthest: float
    plays: int
    at: float

    def and_(self, other: "Watched") -> "Watched":
        """Both together."""
        return Watched(max(self.furthest, other.furthest), self.plays + other.plays, max(self.at, other.at))


class Event(NamedTuple):
    """All that one profile did with one title; `at` is the last of it, in UTC seconds."""

    title_id: int
    weight: float
    at: float
    rating: int | None
    progress: float | None
    is_look: bool = False  # nothing but a look at its page

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


class Search(NamedTuple):
    """A text that was searched for, the titles it found, best first, and when, in UTC seconds."""

    pk: int
    text: str
    found: Sequence[int]
    at: float


@dataclass(frozen=True)
class ProfileHistory:
    """One profile's events and latest searches, newest first, as far as it lets them be learnt from.

    `aside` are titles that the viewer knows and keeps out of the recommendations, or begun or rated by somebody who
    does not want to be learnt from: nothing is learnt from them, and they are not offered as something new. `refused`
    are titles that such a viewer rated down, which are not shown at all.
    """

    events: Sequence[Event] = field(default_factory=tuple)
    searches: Sequence[Search] = field(default_factory=tuple)
    aside: frozenset[int] = frozenset()
    refused: frozenset[int] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.events)

    @cached_property
    def liked(self) -> list[Event]:
        """What speaks for itself, newest first."""
        return [event for event in self.events if event.weight > 0]

    def without(self, titles: Collection[int]) -> "ProfileHistory":
        """The same with these titles put aside."""
        gone = {event.title_id for event in self.events if event.title_id in titles}
        if not gone:
            return self
        kept = tuple(event for event in self.events if event.title_id not in gone)
        return replace(self, events=kept, aside=self.aside | gone)


def of_profiles(profile_ids: Sequence[int], *, now: float | None = None) -> dict[int, ProfileHistory]:
    """The histories of these profiles, in seven queries whatever their number and two more where some do not want all
    of it to be learnt from; each asked for is in the answer.

    `now` (UTC seconds) is what the age of an event is counted from; None is the present.
    """
    moment = timezone.now().timestamp() if now is None else now
    # Ages are of the day: between two events nothing about a viewer changes until tomorrow.
    moment = (moment // DAY + 1) * DAY
    events: dict[int, list[Event]] = {profile_id: [] for profile_id in profile_ids}
    allowed = _Allowed.of(profile_ids)
    watched = WatchState.objects.filter(profile__in=allowed.plays) if allowed.plays else WatchState.objects.none()
    rated = Rating.objects.filter(profile__in=allowed.ratings)
    for profile_id, event in events_of(watched, rated, moment):
        events[profile_id].append(event)
    for profile_id, event in _looks(allowed.plays, events, moment):
        events[profile_id].append(event)
    searches, hidden = _searches(allowed.searches, moment), _aside(profile_ids)
    for found in events.values():
        found.sort(key=lambda event: (-event.at, event.title_id))
    seen, refused = _masks(sorted(set(profile_ids) - set(allowed.plays)))
    aside = {pk: seen[pk].union(hidden.get(pk, ())) for pk in events}
    return {
        pk: ProfileHistory(
            tuple(found), tuple(searches.get(pk, ())), aside=frozenset(aside[pk]), refused=frozenset(refused[pk])
        )
        for pk, found in events.items()
    }


class _Allowed(NamedTuple):
    """The profiles of which plays (and looks), ratings and searches may be read to learn from."""

    plays: list[int]
    ratings: list[int]
    searches: list[int]

    @classmethod
    def of(cls, profile_ids: Sequence[int]) -> "_Allowed":
        rows = Profile.objects.filter(pk__in=profile_ids, personalised=True).order_by()
        found = list(rows.values_list("pk", "uses_plays", "keeps_searches"))
        plays, searches = [pk for pk, uses, _ in found if uses], [pk for pk, _, keeps in found if keeps]
        return cls(plays, [pk for pk, *_ in found], searches)


def _masks(profile_ids: Sequence[int]) -> tuple[defaultdict[int, set[int]], defaultdict[int, set[int]]]:
    """Of each profile, the titles that were begun or rated, and those that were rated down; no query for nobody."""
    seen: defaultdict[int, set[int]] = defaultdict(set)
    refused: defaultdict[int, set[int]] = defaultdict(set)
    if not profile_ids:
        return seen, refused
    begun = WatchState.objects.filter(profile__in=profile_ids, furthest__gte=RESUME_FROM).order_by()
    for profile_id, title_id in _rows(begun.values_list("profile", "title")):
        seen[profile_id].add(title_id)
    rated = Rating.objects.filter(profile__in=profile_ids).order_by()
    for profile_id, title_id, value in _rows(rated.values_list("profile", "title", "value")):
        (refused if value == Rating.Value.DOWN else seen)[profile_id].add(title_id)
    return seen, refused


def of_profile(profile_id: int) -> ProfileHistory:
    """The history of one profile."""
    return of_profiles([profile_id])[profile_id]


def _looks(
    profile_ids: Sequence[int], others: Mapping[int, Sequence[Event]], now: float
) -> Iterator[tuple[int, Event]]:
    """What was looked at lately and not dealt with otherwise."""
    dealt = {profile_id: {event.title_id for event in events} for profile_id, events in others.items()}
    since = datetime.fromtimestamp(now - LOOKED_WITHIN, UTC)
    looks = Look.objects.counted().order_by().filter(profile__in=profile_ids, last_at__gte=since)
    for profile_id, title_id, last_at in _rows(looks.values_list("profile", "title", "last_at")):
        if title_id not in dealt[profile_id]:
            at = last_at.timestamp()
            yield profile_id, Event(title_id, look_weight((now - at) / DAY), at, None, None, is_look=True)


def _searches(profile_ids: Sequence[int], now: float) -> dict[int, list[Search]]:
    """The latest searches of each profile that found something, each text once, newest first."""
    since = datetime.fromtimestamp(now - SEARCHED_WITHIN, UTC)
    asked = SearchQuery.objects.counted().filter(profile__in=profile_ids, searched_at__gte=since, found__len__gt=0)
    fields = ("profile", "pk", "text", "found", "searched_at")
    found: dict[int, dict[str, Search]] = {}
    for profile_id, pk, text, titles, at in _rows(asked.order_by("-searched_at", "-pk").values_list(*fields)):
        mine = found.setdefault(profile_id, {})
        if len(mine) < SEARCHES:
            mine.setdefault(text.casefold(), Search(pk, text, titles, at.timestamp()))
    return {profile_id: list(texts.values()) for profile_id, texts in found.items()}


def _aside(profile_ids: Sequence[int]) -> dict[int, list[int]]:
    """What each profile has seen or rated and keeps out of its recommendations. One query."""
    seen = WatchState.objects.hidden().order_by().filter(profile__in=profile_ids, furthest__gte=RESUME_FROM)
    rated = Rating.objects.hidden().order_by().filter(profile__in=profile_ids)
    found: dict[int, list[int]] = {}
    for profile_id, title_id in seen.values_list("profile", "title").union(rated.values_list("profile", "title")):
        found.setdefault(profile_id, []).append(title_id)
    return found


def events_of(
    watch_states: WatchStateQuerySet, ratings: EventQuerySet[Rating], now: float
) -> Iterator[tuple[int, Event]]:
    """(profile, event) pairs of what counts: watching and rating of one title by one profile are one event."""
    watched = _watched(watch_states)
    rated = ratings.counted().values_list("profile", "title", "value", _seconds("rated_at"))
    for profile_id, title_id, value, rated_at in _rows(rated):
        seen = watched.pop((profile_id, title_id), None)
        yield profile_id, _event(title_id, seen, value, rated_at, now)
    for (profile_id, title_id), seen in watched.items():
        yield profile_id, _event(title_id, seen, None, seen.at, now)


def _watched(watch_states: WatchStateQuerySet) -> dict[tuple[int, int], Watched]:
    """By profile and title. A series counts as far as its furthest episode; where plays are hidden, those count that
    are not. No query for nobody."""
    if watch_states.query.is_empty():
        return {}  # an `Exists` of nothing would still be asked
    grouped = watch_states.counted().order_by().values("profile", "title")
    totals = grouped.annotate(far=Max("furthest"), times=Sum("plays"), at=_seconds(Max("last_at")))
    found: dict[tuple[int, int], Watched] = {}
    for rows in (totals, _partly(watch_states)):
        for profile, title, far, times, at in _rows(rows.values_list("profile", "title", "far", "times", "at")):
            watched, known = Watched(far, times, at), found.get((profile, title))
            found[profile, title] = known.and_(watched) if known else watched
    return found


def _partly(watch_states: WatchStateQuerySet) -> Any:
    """The same of the plays that count where others of the same film or episode are hidden."""
    plays = (
        Play.objects.counted().order_by().filter(Exists(watch_states.hidden().order_by().of_same("profile", "title")))
    )
    share = Cast("position", FloatField()) / F("duration")
    finished = Q(position__gte=F("duration") * FINISHED_FROM)
    viewings = Coalesce(Cast("session", CharField()), Cast("pk", CharField()))
    return plays.values("profile", "title").annotate(
        far=Max(share),
        times=Greatest(Count(viewings, filter=finished, distinct=True), 1),
        at=_seconds(Max("happened_at")),
    )


def _seconds(moment: Any) -> Cast:
    """UTC seconds: a number is read in a tenth of the time of a moment."""
    return Cast(Func(moment, function="date_part", template="date_part('epoch', %(expressions)s)"), FloatField())


def _rows(values: QuerySet) -> Iterable[tuple]:  # type: ignore[type-arg]
    return values.iterator(chunk_size=10_000)


def _event(title_id: int, seen: Watched | None, rating: int | None, at: float, now: float) -> Event:
    last = max(at, seen.at) if seen else at
    progress = seen.furthest if seen else None
    weight = signal_weight(rating, progress, seen.plays if seen else 0, (now - last) / DAY)
    return Event(title_id, weight, last, rating, progress)
