"""How titles fare with everyone: counted in SQL for the site, and in arrays for the evaluation of pages."""

import datetime as dt
import uuid
from random import Random

import numpy as np
import pytest
from django.utils import timezone

from accounts.models import Play, Profile, Rating, WatchState
from catalog.models import Title
from recommendations import page_evaluation, statistics
from recommendations.models import TitleStatistics
from recommendations.page_evaluation import Said
from tests.factories import make_profile, make_titles


def played(profile: Profile, title: Title, position: int, *, session: uuid.UUID | None = None, days: float = 1) -> None:
    at = timezone.now() - dt.timedelta(days=days)
    Play.objects.create(profile=profile, title=title, position=position, duration=6000, session=session, happened_at=at)


def views(title: Title) -> float:
    statistics.recount()
    return TitleStatistics.objects.get(title=title).views


def test_views_are_time_watched_over_length(db: None) -> None:
    film, evening, profile = make_titles(1)[0], uuid.uuid4(), make_profile()
    for position in (1200, 1800, 4200):
        played(profile, film, position, session=evening)
    assert views(film) == pytest.approx(0.5), "from where it was resumed to where it was left"
    played(make_profile(), film, 6000)
    assert views(film) == pytest.approx(1.5), "a single report tells how far it came"
    played(make_profile(), film, 6000, days=8)
    assert views(film) == pytest.approx(1.5), "a week is over"


def test_sql_and_arrays_count_alike(db: None) -> None:
    titles, random = make_titles(12), Random(3)
    hour = timezone.now().replace(minute=0, second=0, microsecond=0)
    events = []
    for number in range(15):
        profile = make_profile()
        for place in random.sample(range(12), 7):
            at = hour - dt.timedelta(hours=random.choice([2, 20, 90, 500, 4000]))
            thumb, share = random.choice([None, -1, 1, 2]), random.choice([0.3, 0.96, 1.0])
            events.append(Said(number, place, at.timestamp(), thumb, share))
            state = {"position": 1, "duration": 6000, "furthest": share, "last_at": at, "first_at": at}
            WatchState.objects.create(profile=profile, title=titles[place], **state)
            if thumb:
                Rating.objects.create(profile=profile, title=titles[place], value=thumb, rated_at=at)
    statistics.recount()
    arrays = page_evaluation.count(sorted(events, key=lambda event: event.at), 12, hour.timestamp())
    for name in ("popularity", "trend", "viewers"):
        found = [getattr(TitleStatistics.objects.get(title=title), name) for title in titles]
        assert found == pytest.approx(np.asarray(arrays[name]).tolist(), rel=1e-4), name


def test_within_an_hour_only_what_changed_is_written(db: None) -> None:
    films = make_titles(3)
    played(make_profile(), films[0], 6000)
    assert statistics.recount() == 3
    assert statistics.recount() == 0
    played(make_profile(), films[1], 6000)
    assert statistics.recount() == 1
