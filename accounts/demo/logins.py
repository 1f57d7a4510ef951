"""Makes the accounts that the demo offers at log-in."""

import datetime as dt
import uuid
from collections import Counter
from collections.abc import Iterator

from accounts.demo import ratings
from accounts.demo.personas import OPERATOR, PASSWORD, PERSONAS, DemoProfile
from accounts.imports.rule import UP_FROM
from accounts.imports.writing import Event, write_events
from accounts.models import Profile, User
from accounts.services import create_profile
from catalog.demo.titles import Film
from catalog.models import Title

# What a persona has begun and not finished: how far they came, and how many hours ago. Nothing in the data says so.
BEGUN = ((0.34, 20), (0.62, 70), (0.17, 150))
FAVOURITES = 2  # genres that what they have begun is from


def make(films: list[Film], given: ratings.Ratings, now: dt.datetime) -> Iterator[str]:
    """Make the accounts; yields their e-mail addresses."""
    for persona in PERSONAS:
        user = User.objects.create_user(persona.email, PASSWORD)
        for wanted in persona.profiles:
            profile = create_profile(user=user, name=wanted.name, is_kids=wanted.is_kids, avatar=wanted.avatar)
            if wanted.rater:
                _give_history(profile, wanted, films, given, now)
            # As if seen just now: their pages are made before they log in.
            changed = {"taste_version": 1, "taste_changed_at": now} if wanted.rater else {}
            Profile.objects.filter(pk=profile.pk).update(last_seen_at=now, **changed)
        yield persona.email
    User.objects.create_superuser(OPERATOR.email, PASSWORD)
    yield OPERATOR.email


def _give_history(
    profile: Profile, wanted: DemoProfile, films: list[Film], given: ratings.Ratings, now: dt.datetime
) -> None:
    """What the rater watched and said, as far as the profile may see it, and a few films begun."""
    rater = str(wanted.rater)
    titles = ratings.durations(Title.objects.visible_to(profile.limits), films)
    write_events(
        [*ratings.events({rater: profile.pk}, given, titles), *_begun(profile, rater, films, given, titles, now)]
    )


def _begun(
    profile: Profile,
    rater: str,
    films: list[Film],
    given: ratings.Ratings,
    titles: dict[str, tuple[int, int]],
    now: dt.datetime,
) -> Iterator[Event]:
    """The films most rated by others among the genres that the rater likes most and has not rated."""
    mine = {film: rating for film, rating, _ in given.by_rater[rater]}
    liked = {film for film, rating in mine.items() if rating >= UP_FROM * ratings.SCALE}
    genres = Counter(film.genres[0] for film in films if film.imdb_id in liked & titles.keys())
    favourite = {genre for genre, _ in genres.most_common(FAVOURITES)}
    often = Counter(film for said in given.by_rater.values() for film, _, _ in said)
    open_ones = [f.imdb_id for f in films if f.imdb_id in titles.keys() - mine.keys() and f.genres[0] in favourite]
    chosen = sorted(open_ones, key=lambda film: (-often[film], film))[: len(BEGUN)]
    for film, (share, hours) in zip(chosen, BEGUN, strict=False):
        title, minutes = titles[film]
        yield Event(
            profile=profile.pk,
            title=title,
            thumb=None,
            rated_at=None,
            share=share,
            seconds=60 * minutes,
            played_at=now - dt.timedelta(hours=hours),
            gave_up=False,
            client_id=uuid.uuid5(ratings.NAMESPACE, f"{rater}:{film}:begun"),
        )
