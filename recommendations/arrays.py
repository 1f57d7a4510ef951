"""The only bridge from the database to the engine's arrays. For workers: it brings SciPy in."""

from collections import defaultdict

import numpy as np
from django.db.models import Max

from accounts.models import Rating, WatchState
from catalog.models import Title
from recommendations.engine.data import History, Interactions, ItemFeatures
from recommendations.history import ProfileHistory, events_of


def engine_history(past: ProfileHistory) -> History:
    """One profile's events, oldest first, as the engine wants them."""
    events = past.events[::-1]
    return History(
        items=np.array([event.title_id for event in events], dtype=np.int64),
        weights=np.array([event.weight for event in events], dtype=np.float32),
        timestamps=np.array([event.at for event in events], dtype=np.float64),
    )


def training_interactions() -> Interactions:
    """The events of everybody who lets them be learnt from. Ages count from the newest one, so that the same history
    gives the same arrays on any day."""
    watched = WatchState.objects.filter(profile__personalised=True, profile__uses_plays=True)
    rated = Rating.objects.filter(profile__personalised=True)
    newest = [watched.counted().aggregate(at=Max("last_at"))["at"], rated.counted().aggregate(at=Max("rated_at"))["at"]]
    now = max((at.timestamp() for at in newest if at), default=0.0)
    users, items, weights, times = [], [], [], []
    for profile_id, event in events_of(watched, rated, now):
        if event.weight:
            users.append(profile_id)
            items.append(event.title_id)
            weights.append(event.weight)
            times.append(event.at)
    return Interactions(
        users=np.array(users, dtype=np.int64),
        items=np.array(items, dtype=np.int64),
        weights=np.array(weights, dtype=np.float32),
        timestamps=np.array(times, dtype=np.float64),
    )


def title_features() -> ItemFeatures:
    """What is known of every title before anybody has watched it: genres, cast, decade."""
    features: dict[int, list[str]] = defaultdict(list)
    titles = Title.objects.order_by("pk")
    for pk, year in titles.values_list("pk", "year"):
        features[pk] = [f"decade:{year // 10 * 10}"] if year else []
    for pk, genre in titles.filter(genres__isnull=False).values_list("pk", "genres__slug"):
        features[pk].append(f"genre:{genre}")
    for pk, person, role in titles.filter(credits__isnull=False).values_list("pk", "credits__person", "credits__role"):
        features[pk].append(f"{role}:{person}")
    return ItemFeatures(np.array(list(features), dtype=np.int64), list(features.values()))
