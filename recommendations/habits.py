"""What is learnt of a viewer, in numbers that can be read back: genres, people and eras, when and on what they watch,
how far, and when they give up. Web-safe, in a constant number of queries.

Each number comes with how many events it rests on; what would rest on too few is left out.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import quantiles
from typing import NamedTuple

from django.utils import timezone

from accounts.activity.wanted import DAYS, HOURS
from accounts.models import Profile
from catalog.models import Genre, Title
from recommendations import history, leanings, months, outcomes, sittings, steering
from recommendations.engine.signals import ABANDONED_AFTER_DAYS, HALF_FROM
from recommendations.history import DAY, Event, ProfileHistory
from recommendations.leanings import Leaning
from recommendations.months import Change
from recommendations.outcomes import Outcome

FEWEST = 5  # events that anything is said of
REPORTS = 20_000  # of the player that are looked at, which is weeks of evenings
PARTS_OF_DAY = tuple(HOURS)  # six hours each, from midnight on


@dataclass(frozen=True)
class Mix:
    """Shares that add up to one, the largest first, and how many events they are of."""

    shares: dict[str, float]
    events: int


@dataclass(frozen=True)
class Range:
    """The middle of some values, and the quarters of them that lie below and above."""

    low: float
    median: float
    high: float
    events: int


class Left(NamedTuple):
    """Of `begun` titles that are not under way any more, the share that was given up."""

    share: float
    begun: int


@dataclass(frozen=True)
class LeftGenre:
    """How often titles of a genre are given up."""

    id: int
    name: str
    slug: str
    share: float
    begun: int


@dataclass(frozen=True)
class Habits:
    """What is known of one viewer; None or empty where that is too little.

    `kinds` ("film", "series") are of liked titles, as is `runtime`, of films alone and in minutes. `day`, `week` and
    `devices` are of sittings, by when they began in the site's time zone; `sitting` is their minutes. `endings` says of
    titles that were begun whether they were "finished", left past "half" or "early"; what may yet be gone on with is
    left out. `left_at` is where titles were left, as a share of them, and `left_after` in minutes, of films. `change`
    says how liked genres did from month to month, `rows` what the kinds of rows brought.
    """

    genres: list[Leaning]
    people: list[Leaning]
    decades: list[Leaning]
    kinds: Mix | None
    runtime: Range | None
    day: Mix | None
    week: Mix | None
    devices: Mix | None
    sitting: Range | None
    endings: Mix | None
    left_at: Range | None
    left_after: Range | None
    left_genres: list[LeftGenre]
    change: Change
    rows: list[Outcome]


class Facts(NamedTuple):
    """What is asked of a title here."""

    kind: str
    year: int | None
    runtime: int | None


def of_profile(profile: Profile) -> Habits:
    """All of it for one profile, as far as it is about titles that it may see. A constant number of queries."""
    now = timezone.now().timestamp()
    past = own_history(profile)
    facts = _facts(profile, past)
    events = [event for event in past.events if event.title_id in facts]
    liked = {event.title_id: event.weight for event in events if event.weight > 0 and not event.is_look}
    minutes = {pk: told.runtime for pk, told in facts.items() if told.kind == Title.Kind.FILM and told.runtime}
    left = [event for event in events if is_given_up(event, now)]
    of_genre = leanings.genres_of(facts)
    evenings = sittings.of_profiles([profile.pk], reports=REPORTS)[profile.pk]
    begun = [timezone.localtime(one.begun) for one in evenings]
    return Habits(
        genres=leanings.genres(liked, of_genre),
        people=leanings.people(liked),
        decades=leanings.decades(liked, {pk: told.year for pk, told in facts.items()}),
        kinds=_mix(facts[pk].kind for pk in liked),
        runtime=_range(minutes[pk] for pk in liked if pk in minutes),
        day=_mix(PARTS_OF_DAY[at.hour // 6] for at in begun),
        week=_mix(DAYS[at.weekday()] for at in begun),
        devices=_mix(one.device for one in evenings),
        sitting=_range(one.minutes for one in evenings),
        endings=_mix(ending for event in events if (ending := _ending(event, now))),
        left_at=_range(event.progress or 0.0 for event in left),
        left_after=_range((e.progress or 0.0) * minutes[e.title_id] for e in left if e.title_id in minutes),
        left_genres=_left_genres(ProfileHistory(events), of_genre, now),
        change=months.of_liked((e for e in events if e.title_id in liked), of_genre, timezone.localdate()),
        rows=outcomes.of_profile(profile.pk),
    )


def own_history(profile: Profile) -> ProfileHistory:
    """What the profile did, without what it says was not it."""
    past, wishes = history.of_profile(profile.pk), steering.of_profiles([profile.pk])[profile.pk]
    return past.without(steering.not_theirs(wishes, [event.title_id for event in past.events]))


def usual_minutes(profile_ids: Sequence[int]) -> dict[int, float | None]:
    """How long each of these profiles watches in one sitting, typically; None where too little is known. One query."""
    return {pk: sittings.usual_minutes(found) for pk, found in sittings.of_profiles(profile_ids).items()}


def is_given_up(event: Event, now: float) -> bool:
    """Whether a title was begun, not finished, and not gone on with for so long that it will not be; `now` in UTC
    seconds."""
    return event.is_begun and not event.is_watched and now - event.at > ABANDONED_AFTER_DAYS * DAY


def given_up(past: ProfileHistory, genres: Mapping[int, Iterable[int]], now: float) -> dict[int, Left]:
    """By genre, how often titles are given up; without the genres of which fewer than five were begun. No query.

    `genres` names, by title, the genres that it is of.
    """
    begun: Counter[int] = Counter()
    left: Counter[int] = Counter()
    for event in past.events:
        gave_up = is_given_up(event, now)
        if gave_up or event.is_watched:
            of_title = set(genres.get(event.title_id, ()))
            begun.update(of_title)
            left.update(of_title if gave_up else ())
    return {genre: Left(left[genre] / number, number) for genre, number in begun.items() if number >= FEWEST}


def _facts(profile: Profile, past: ProfileHistory) -> dict[int, Facts]:
    ids = [event.title_id for event in past.events]
    titles = Title.objects.visible_to(profile.limits).filter(pk__in=ids).order_by()
    rows = titles.values_list("pk", "kind", "year", "runtime")
    return {pk: Facts(kind, year, runtime) for pk, kind, year, runtime in rows}


def _ending(event: Event, now: float) -> str | None:
    if event.is_watched:
        return "finished"
    if not is_given_up(event, now):
        return None
    return "half" if (event.progress or 0.0) >= HALF_FROM else "early"


def _left_genres(past: ProfileHistory, of_genre: Mapping[int, Collection[int]], now: float) -> list[LeftGenre]:
    by_title: dict[int, list[int]] = {}
    for genre, titles in of_genre.items():
        for pk in titles:
            by_title.setdefault(pk, []).append(genre)
    found = given_up(past, by_title, now)
    genres = Genre.objects.in_bulk(list(found))
    rows = [LeftGenre(pk, genres[pk].local_name, genres[pk].slug, *left) for pk, left in found.items() if pk in genres]
    return sorted(rows, key=lambda row: (-row.share, -row.begun, row.name))


def _mix(values: Iterable[str]) -> Mix | None:
    counted = Counter(values)
    number = counted.total()
    if number < FEWEST:
        return None
    return Mix({value: times / number for value, times in counted.most_common()}, number)


def _range(values: Iterable[float]) -> Range | None:
    held = list(values)
    if len(held) < FEWEST:
        return None
    low, middle, high = quantiles(held, n=4, method="inclusive")
    return Range(low, middle, high, len(held))
