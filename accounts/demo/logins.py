"""Makes the accounts that the demo offers at log-in."""

import datetime as dt
import uuid
from collections import Counter
from collections.abc import Iterator
from statistics import median

from django.contrib.auth.hashers import make_password

from accounts.choices import EVERYTHING
from accounts.demo import ratings
from accounts.demo.personas import OPERATOR, PASSWORD, PERSONAS
from accounts.imports.rule import UP_FROM
from accounts.imports.writing import Event, write_events
from accounts.models import Play, Profile, User, WatchState
from accounts.models.activity import FINISHED_FROM
from accounts.services import create_profile
from catalog.demo.series import Series
from catalog.demo.titles import Film
from catalog.models import Episode, Title

# What a persona has begun and not finished: how far they came, and how many hours ago. Nothing in the data says so.
BEGUN = ((0.34, 20), (0.62, 70), (0.17, 150))
# The last episode of a series that was begun, and how many hours lie between two of them.
EPISODE_BEGUN, EVERY = 0.55, 22
# It is from so many of their genres, and from so many years around the middle of what they like.
FAVOURITES, YEARS_AROUND = 2, 8


def make(films: list[Film], given: ratings.Ratings, now: dt.datetime) -> Iterator[str]:
    """Make the accounts; yields their e-mail addresses."""
    often = Counter(film for said in given.by_rater.values() for film, _, _ in said)
    by_demand = sorted(films, key=lambda film: (-often[film.imdb_id], film.imdb_id))
    password = make_password(PASSWORD)
    for persona in PERSONAS:
        user = User.objects.create(email=persona.email, password=password)
        for wanted in persona.profiles:
            profile = create_profile(
                user=user, name=wanted.name, is_kids=wanted.is_kids, avatar=wanted.avatar, choices=EVERYTHING
            )
            if wanted.rater:
                _give_history(profile, wanted.rater, by_demand, given, now)
            if wanted.series:
                _give_episodes(profile, *wanted.series, now)
            # As if seen just now: their pages are made before they log in.
            changed = {"taste_version": 1, "taste_changed_at": now} if wanted.rater else {}
            Profile.objects.filter(pk=profile.pk).update(last_seen_at=now, **changed)
        yield persona.email
    User.objects.create(email=OPERATOR.email, password=password, is_staff=True, is_superuser=True)
    yield OPERATOR.email


def _give_history(profile: Profile, rater: str, films: list[Film], given: ratings.Ratings, now: dt.datetime) -> None:
    """What the rater watched and said, as far as the profile may see it, and a few films begun."""
    titles = ratings.durations(Title.objects.visible_to(profile.limits), films)
    mine = {film: rating for film, rating, _ in given.by_rater[rater] if film in titles}
    write_events(ratings.events({rater: profile.pk}, given, titles))
    begun = [titles[film] for film in _inviting(mine, [film for film in films if film.imdb_id in titles])]
    write_events(_begun(profile.pk, begun, now))


def _inviting(mine: dict[str, float], films: list[Film]) -> Iterator[str]:
    """Of these films, those of the genres and the years that the rater likes most often, and has not rated."""
    liked = [film for film in films if mine.get(film.imdb_id, 0) >= UP_FROM * ratings.SCALE]
    favourites = {genre for genre, _ in Counter(film.genres[0] for film in liked).most_common(FAVOURITES)}
    middle = median(film.year for film in liked)
    return (
        film.imdb_id
        for film in films
        if film.imdb_id not in mine and film.genres[0] in favourites and abs(film.year - middle) <= YEARS_AROUND
    )


def _begun(profile: int, titles: list[tuple[int, int]], now: dt.datetime) -> Iterator[Event]:
    for (title, minutes), (share, hours) in zip(titles, BEGUN, strict=False):
        yield Event(
            profile=profile,
            title=title,
            thumb=None,
            rated_at=None,
            share=share,
            seconds=60 * minutes,
            played_at=now - dt.timedelta(hours=hours),
            gave_up=False,
            client_id=uuid.uuid5(ratings.NAMESPACE, f"begun:{title}"),
        )


def _give_episodes(profile: Profile, series: Series, seen: int, now: dt.datetime) -> None:
    """So many episodes to their end, one an evening, and the one after them begun: as `record_play` would leave it."""
    episodes = list(
        Episode.objects.filter(season__title__name=series.name, season__title__kind=Title.Kind.SERIES)
        .select_related("season")
        .order_by("season__number", "number")[: seen + 1]
    )
    plays = [_play(profile, episode, place, seen, now) for place, episode in enumerate(episodes)]
    Play.objects.bulk_create(plays)
    WatchState.objects.bulk_create(_stands(play) for play in plays)


def _play(profile: Profile, episode: Episode, place: int, seen: int, now: dt.datetime) -> Play:
    length = 60 * (episode.runtime or 0)
    return Play(
        profile=profile,
        title_id=episode.season.title_id,
        episode=episode,
        position=length if place < seen else round(EPISODE_BEGUN * length),
        duration=length,
        client_id=uuid.uuid5(ratings.NAMESPACE, f"episode:{episode.pk}"),
        happened_at=now - dt.timedelta(hours=EVERY * (seen - place) + 1),
    )


def _stands(play: Play) -> WatchState:
    share, moment = play.position / play.duration, play.happened_at
    return WatchState(
        profile=play.profile,
        title_id=play.title_id,
        episode=play.episode,
        position=play.position,
        duration=play.duration,
        furthest=share,
        first_at=moment,
        last_at=moment,
        finished_at=moment if share >= FINISHED_FROM else None,
    )
