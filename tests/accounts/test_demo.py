"""The demo: whole after any interruption, nothing twice, and as its documentation says."""

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from io import StringIO
from pathlib import Path

import pytest
from django.contrib.auth import authenticate
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.models import Count, F, Max
from django.test import RequestFactory
from django.utils import timezone
from pytest_django.fixtures import Settings

from accounts.demo import OPERATOR, PASSWORD, PERSONAS
from accounts.models import Play, Profile, Rating, User, WatchState
from accounts.viewing import standing
from catalog.access import Limits
from catalog.demo import facts
from catalog.demo.genres import ORDER, clean_genres
from catalog.demo.people import clean_cast
from catalog.demo.series import SERIES
from catalog.demo.synopsis import describe, synopsis
from catalog.demo.titles import films
from catalog.models import Credit, Episode, Genre, MaturityRating, Person, Season, Title, TitleGenre
from tests.live import live_env

ROOT = Path(__file__).resolve().parents[2]
TABLES = (
    Genre,
    MaturityRating,
    Title,
    TitleGenre,
    Person,
    Credit,
    Season,
    Episode,
    User,
    Profile,
    Play,
    WatchState,
    Rating,
)


def load() -> str:
    out = StringIO()
    call_command("load_demo", stdout=out, stderr=out)
    return out.getvalue()


def counts() -> dict[str, int]:
    return {model.__name__: model._default_manager.count() for model in TABLES}


@pytest.mark.django_db
def test_it_is_refused_where_it_was_not_asked_for(settings: Settings) -> None:
    settings.DEMO = False
    with pytest.raises(CommandError, match="DEMO=1"):
        load()
    assert not User.objects.exists()


@pytest.mark.django_db
def test_the_demo(settings: Settings) -> None:
    """Loaded once for all that is asked of it, for it takes some seconds."""
    settings.DEMO = True
    assert "Catalogue: 12,517 titles" in load()
    before = counts()
    began = time.monotonic()
    assert "loaded already" in load()
    assert time.monotonic() - began < 1
    assert counts() == before
    _check_titles()
    _check_series()
    _check_viewers()
    _check_logins()


def _check_titles() -> None:
    films = Title.objects.filter(kind=Title.Kind.FILM)
    held = list(films.prefetch_related("title_genres__genre").select_related("maturity"))
    for title in held:
        title.clean_fields()
        assert title.genre_names
        assert title.maturity
        assert title.runtime
        assert title.synopsis.endswith(".")
        assert str(title.year) in title.synopsis
        assert set(title.assumed) == {"runtime", "maturity", "synopsis", "published_at"}
        assert title.words
    assert not Title.objects.filter(genres__name="Adult").exists()
    assert Title.objects.available().count() == len(held) + len(SERIES)
    alien = Title.objects.get(imdb_id="tt0078748")
    assert alien.genre_names == ["Horror", "Sci-Fi"]
    assert str(alien.credits.select_related("person")[0].person) == "Sigourney Weaver"
    # New means something: some arrived in every week, and most of the catalogue long ago.
    ages = Counter((timezone.now() - title.published_at).days // 7 for title in held if title.published_at)
    assert all(10 <= ages[week] <= 150 for week in range(8))
    children = Title.objects.visible_to(Limits(age=9))
    assert 600 < children.count() < 1_500
    assert not children.filter(genres__name__in=["Horror", "Slasher"]).exists()


def _check_series() -> None:
    for told in SERIES:
        title = Title.objects.get(kind=Title.Kind.SERIES, name=told.name)
        title.full_clean(exclude=["words"])
        assert title.genre_names == list(told.genres)
        assert title.words
        assert title.maturity
        assert title.assumed == []
        numbers = [(season.number, season.episodes.count()) for season in title.seasons.all()]
        assert numbers == [(place, len(names)) for place, names in enumerate(told.seasons, start=1)]
        assert len(numbers) >= 2
        for episode in Episode.objects.filter(season__title=title):
            episode.full_clean()
            assert episode.synopsis.endswith((".", "?"))
            assert episode.runtime
    noor = Profile.objects.get(name="Noor")
    where = standing(noor, Title.objects.get(name="The Tide Office"))
    assert where is not None
    assert where.episode is not None
    assert where.following is not None
    assert (where.episode.name, where.following.season.number) == ("Spring Tide", 2)
    assert where.start == pytest.approx(0.55, abs=0.01)


def _check_viewers() -> None:
    raters = Profile.objects.filter(user__email__endswith=".invalid")
    assert 3_500 < raters.count() < 3_700
    assert not raters.annotate(number=Count("watch_states")).filter(number__lt=10).exists()
    assert not raters.exclude(taste_version=0).exists()
    assert [profile.name for profile in Profile.objects.all() if profile.is_newcomer] == ["New here"]
    assert not raters.exclude(last_seen_at=None).exists()
    assert Play.objects.count() == WatchState.objects.count() > 95_000
    assert not Play.objects.filter(happened_at__lt=F("title__published_at")).exists()
    assert not Play.objects.filter(happened_at__gt=timezone.now()).exists()
    newest = Rating.objects.aggregate(at=Max("rated_at"))["at"]
    assert (timezone.now() - newest).total_seconds() < 30 * 60
    assert not WatchState.objects.resumable().filter(profile__in=raters).exists()
    with connection.cursor() as cursor:  # every thumb follows its play a minute later
        cursor.execute(
            "SELECT count(*) FROM accounts_rating LEFT JOIN accounts_watchstate USING (profile_id, title_id) "
            "WHERE rated_at IS DISTINCT FROM last_at + interval '1 minute'"
        )
        assert cursor.fetchone() == (0,)


def _check_logins() -> None:
    usable = [user for user in User.objects.exclude(password__startswith="!") if user.has_usable_password()]
    assert {user.email for user in usable} == {OPERATOR.email, *(persona.email for persona in PERSONAS)}
    request = RequestFactory().post("/")
    for user in usable:
        assert authenticate(request, username=user.email, password=PASSWORD) == user
        assert user.is_superuser is user.is_staff is (user.email == OPERATOR.email)
    for persona in PERSONAS:
        for wanted in persona.profiles:
            begun = 3 + bool(wanted.series) if wanted.rater else 0
            _check_profile(Profile.objects.get(user__email=persona.email, name=wanted.name), begun)
    assert _share("horror@demo.example", title__genres__name="Horror") > 0.4
    assert _share("drama@demo.example", title__genres__name="Drama") > 0.7
    assert _share("scifi@demo.example", title__genres__name="Sci-Fi") > 0.5
    assert _share("classics@demo.example", title__year__lt=1970) > 0.45
    assert WatchState.objects.filter(profile__is_kids=True).count() > 30


def _check_profile(profile: Profile, begun: int) -> None:
    profile.full_clean()
    assert profile.last_seen_at is not None
    states = WatchState.objects.filter(profile=profile)
    assert states.exists() is bool(begun)
    assert states.resumable().count() == begun
    seen = set(states.values_list("title", flat=True))
    assert Title.objects.visible_to(profile.limits).filter(pk__in=seen).count() == len(seen)


def _share(email: str, **of: object) -> float:
    states = WatchState.objects.filter(profile__user__email=email)
    return states.filter(**of).count() / states.count()


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_load_that_is_killed_again_and_again_is_completed(settings: Settings) -> None:
    settings.DEMO = True
    load()
    whole = counts()
    call_command("flush", interactive=False, verbosity=0)
    for seconds in (2.0, 6.0, 10.0, 14.0):
        command = [sys.executable, str(ROOT / "manage.py"), "load_demo"]
        process = subprocess.Popen(command, env=live_env(DEMO="1"), cwd=ROOT, stdout=subprocess.DEVNULL)
        time.sleep(seconds)
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
        # Each stage is there as a whole or not at all.
        assert Title.objects.count() in {0, whole["Title"] - len(SERIES), whole["Title"]}
        assert User.objects.count() in {0, whole["User"] - len(PERSONAS) - 1, whole["User"]}
    load()
    assert counts() == whole
    assert "loaded already" in load()


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("Drama|Romance", "", "Romance|Drama"),
        ("Drama|Romance", "Drama|Comedy", "Drama|Romance"),
        ("Crime|Horror|Mystery|Thriller", "Horror|Slasher", "Horror|Slasher|Crime|Mystery|Thriller"),
        ("Action|Adventure|Crime|Thriller", "Spy", "Action|Spy|Crime|Adventure|Thriller"),
        ("Horror|Sci-Fi", "Science Fiction", "Sci-Fi|Horror"),
        ("Crime|Drama", "Noir", "Film-Noir|Crime|Drama"),
        ("News", "", "Documentary"),
        ("Drama", "Legal", "Drama|Courtroom"),
        ("Drama", "Independent|Comedy", "Drama"),
    ],
)
def test_genres_are_cleaned_and_ordered(first: str, second: str, expected: str) -> None:
    assert "|".join(clean_genres(first.split("|"), second.split("|"))) == expected


def test_names_of_casts_are_cleaned() -> None:
    raw = "Robert Downey Jr.|Paul Burke (actor)|(voices)|voices of|Footage of|[2]|50 Cent|will.i.am|The||.|X|Mýa"
    kept = "Robert Downey Jr.|Paul Burke|50 Cent|will.i.am|Mýa|Caroline Martin"
    assert clean_cast([*raw.split("|"), "Paul Burke", ". Caroline Martin"]) == tuple(kept.split("|"))


@pytest.mark.parametrize(
    ("genres", "words"),
    [
        ("Horror|Sci-Fi", "science-fiction horror film"),
        ("Romance|Comedy", "romantic comedy"),
        ("Comedy|Drama", "comedy drama"),
        ("Short", "short film"),
        ("Animation|Family|Comedy", "animated family comedy"),
        ("Horror|Slasher", "horror slasher"),
        ("Film-Noir|Crime|Drama", "crime film noir"),
    ],
)
def test_a_film_is_described_by_its_genres(genres: str, words: str) -> None:
    assert describe(genres.split("|")) == words


def test_a_synopsis_says_nothing_but_facts() -> None:
    lines = set()
    for number in range(60):
        cast = ["Ann Lee", "Bob Ray"][: number % 3]
        line = synopsis(f"tt{number}", 1979, ["Animation", "Action"], cast)
        assert "1979" in line
        assert all(name in line for name in cast)
        assert "an animated" in line.lower() or line.startswith("A 19")
        assert "{" not in line
        lines.add(line)
    assert len(lines) > 8


def test_the_rules_keep_to_their_bounds() -> None:
    ages = {code: age for code, age, _ in facts.MATURITY}
    for film in films():
        about = (film.imdb_id, film.year, film.genres)
        minutes, code = facts.runtime(*about), facts.maturity(*about, film.kinds)
        assert (minutes, code) == (facts.runtime(*about), facts.maturity(*about, film.kinds))
        assert 6 <= minutes <= 160
        assert film.genres[0] in ORDER
        if {"Horror", "Slasher", "War", "Crime", "Erotic"} & {*film.genres, *film.kinds}:
            assert ages[code] >= 12
    assert facts.runtime("tt1", 1999, ["Short", "Drama"]) < 40
    assert facts.maturity("tt1", 1999, ["Family", "Animation"], ()) in {"All", "7+"}
