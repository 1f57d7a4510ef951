"""Small makers of what tests talk about; everything else of a row is left to the models' defaults."""

import itertools
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.text import slugify

from accounts import services
from accounts.choices import EVERYTHING
from accounts.models import Consent, Profile, User, WatchState
from catalog.models import Episode, Genre, MaturityRating, Season, Title, TitleGenre

PASSWORD = "a long pass phrase"
_numbers = itertools.count(1)


def make_genre(name: str) -> Genre:
    """The genre of that name."""
    return Genre.objects.get_or_create(slug=slugify(name), defaults={"name": name})[0]


def make_maturity(age: int) -> MaturityRating:
    """The rating for people from that age on."""
    return MaturityRating.objects.get_or_create(code=f"{age}+", defaults={"minimum_age": age})[0]


def make_title(name: str = "", *genres: str, age: int | None = 0, **fields: Any) -> Title:
    """A published film; `age` None leaves it unrated."""
    return make_named([name], *genres, age=age, **fields)[0]


def make_titles(count: int, *genres: str, **fields: Any) -> list[Title]:
    """Several films that differ in name alone."""
    return make_named([""] * count, *genres, **fields)


def make_named(names: list[str], /, *genres: str, age: int | None = 0, **fields: Any) -> list[Title]:
    """Films with these names, or any name for "", and all else the same; written in bulk."""
    maturity = None if age is None else make_maturity(age)
    titles = []
    for name, number in zip(names, _numbers, strict=False):
        named = name or f"Title {number}"
        defaults: dict[str, Any] = {"year": 1999, "runtime": 100, "slug": f"{slugify(named) or 'title'}-{number}"}
        titles.append(Title(**{**defaults, "name": named, "maturity": maturity, **fields}))
    Title.objects.bulk_create(titles)
    held = [make_genre(genre) for genre in genres]
    links = [TitleGenre(title=title, genre=genre, position=i) for title in titles for i, genre in enumerate(held)]
    TitleGenre.objects.bulk_create(links)
    return titles


def make_series(name: str = "", seasons: int = 1, episodes: int = 3) -> Title:
    """A series with its episodes."""
    title = make_title(name, kind=Title.Kind.SERIES, runtime=None)
    for number in range(1, seasons + 1):
        season = Season.objects.create(title=title, number=number)
        numbers = range(1, episodes + 1)
        Episode.objects.bulk_create(Episode(season=season, number=n, name=f"Episode {n}", runtime=45) for n in numbers)
    return title


def make_user(email: str = "", *, newcomer: bool = False) -> User:
    """An account with one profile, which was asked what it likes already, unless it is to be a newcomer."""
    email = email or f"user{next(_numbers)}@example.org"
    user = services.sign_up(email=email, password=PASSWORD, profile_name="One")
    if not newcomer:
        _welcome(user.profiles.get())
    return user


def make_profile(user: User | None = None, *, newcomer: bool = False, **fields: Any) -> Profile:
    """A profile of an account of its own, or a further one of the account given; see `make_user` for newcomers."""
    if user is None:
        # Nobody logs in to this one, so no time is spent on hashing a password.
        user = User.objects.create_user(f"user{next(_numbers)}@example.org")
        if not fields:
            return _plain_profile(user, welcomed_at=None if newcomer else timezone.now())
    # Children would let hardly anything be kept; tests of that ask for it.
    fields.setdefault("choices", EVERYTHING)
    profile = services.create_profile(user=user, name=fields.pop("name", f"Profile {next(_numbers)}"), **fields)
    if not newcomer:
        _welcome(profile)
    return profile


def _plain_profile(user: User, welcomed_at: datetime | None) -> Profile:
    """What `create_profile` and `skip_picks` would make of it, with a quarter of their queries: thousands are made."""
    profile = Profile.objects.create(user=user, name=f"Profile {next(_numbers)}", welcomed_at=welcomed_at)
    services.choose(profile=profile, through=Consent.Through.PROFILE, **EVERYTHING._asdict())
    return profile


def _welcome(profile: Profile) -> None:
    services.skip_picks(profile=profile)
    profile.refresh_from_db(fields=["welcomed_at"])


def watch(profile: Profile, title: Title, share: float = 1.0, **fields: Any) -> WatchState:
    """The profile watches that share of a title, as the player would report it."""
    return services.record_play(profile=profile, title=title, position=int(6000 * share), duration=6000, **fields)


def watched(profile: Profile, titles: list[Title]) -> None:
    """The profile watched all of these to the end, one a day, written in bulk."""
    now = timezone.now()
    whole = {"position": 6000, "duration": 6000, "furthest": 1.0}
    days = [now - timedelta(days=number + 1) for number in range(len(titles))]
    WatchState.objects.bulk_create(
        WatchState(profile=profile, title=title, last_at=day, first_at=day, finished_at=day, **whole)
        for title, day in zip(titles, days, strict=True)
    )


def watch_all(profile: Profile, titles: list[Title], share: float = 1.0) -> None:
    """The profile watches all of these, one after the other."""
    for title in titles:
        watch(profile, title, share, happened_at=timezone.now())
