"""Trains the model and puts it in place. Runs in its own queue or from the command line."""

import logging
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property

import numpy as np
from django.conf import settings
from django.db import DatabaseError, connection
from django.utils import timezone
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped,unused-ignore]

from accounts.models import Profile, WatchState
from accounts.models.activity import FINISHED_FROM
from catalog.models import Title
from recommendations import artifacts, engine, statistics
from recommendations.arrays import title_features, training_interactions
from recommendations.engine.fitting import Choices
from recommendations.engine.picks import telling
from recommendations.models import ModelVersion, TitleStatistics

log = logging.getLogger(__name__)
LOCK = 0x7261696E  # PostgreSQL advisory lock; it goes with its connection, so a killed training leaves none behind
BUSY = "another training is running"
FEWEST = 20  # interactions that a model is worth training on
# iALS for the broad taste, EASE for the sharp one, and what a title is for those that few have watched: each part at
# settings that suit small and large catalogues, fitted in seconds.
BLEND = Choices(
    settings={"ials": {"regularization": 12.0}, "ease": {"l2": 300.0}},
    weights={"ials": 0.5, "ease": 1.0, "content": 1.0},
)
KIN = 24  # similar titles kept for the title page
ACTIVE = timedelta(days=30)


@dataclass(frozen=True)
class Data:
    """What is learnt from."""

    interactions: engine.Interactions
    features: engine.ItemFeatures

    @cached_property
    def fingerprint(self) -> str:
        """Changes with any event and any fact."""
        return engine.fingerprint(self.interactions, metadata=self.features)


def train(*, force: bool = False) -> str:
    """Fit a model to everybody's history, make it the current one, and say in one line what happened.

    Only one training runs at a time, and the same data are not trained on twice unless `force` is set or the current
    artifact is damaged.
    """
    with _lock() as free:
        if not free:
            return BUSY
        ModelVersion.objects.filter(trained_at=None).delete()  # left behind by a training that was cut off
        statistics.recount()
        data = Data(training_interactions(), title_features())
        if len(data.interactions) < FEWEST:
            return f"{len(data.interactions)} interactions are too few to train on; popularity serves"
        current = ModelVersion.objects.current()
        same = current is not None and current.fingerprint == data.fingerprint
        if current and same and not force and artifacts.is_sound(current):
            return f"model {current.name} is up to date"
        version = _fit(data)
        return f"model {version.name}: {version.interactions} interactions in {version.seconds:.1f} s"


def is_due() -> bool:
    """Whether a training was cut off, or there is no model that can be used and enough to make one from.

    Not while a training is under way.
    """
    current = ModelVersion.objects.current()
    wanting = not artifacts.is_sound(current) if current else _is_enough()
    if not wanting and not ModelVersion.objects.filter(trained_at=None).exists():
        return False
    with _lock() as free:
        return free


def _is_enough() -> bool:
    """Whether enough happened for a model, looked at without counting it all."""
    return WatchState.objects.filter(furthest__gte=FINISHED_FROM)[:FEWEST].count() == FEWEST


def active_profiles() -> list[int]:
    """Profiles that were here lately: the only ones whose pages are made before they ask."""
    since = timezone.now() - ACTIVE
    return list(Profile.objects.filter(last_seen_at__gte=since).values_list("pk", flat=True))


def _fit(data: Data) -> ModelVersion:
    began, name = time.monotonic(), timezone.now().strftime("%Y%m%d-%H%M%S-%f")
    size = len(data.interactions)
    version = ModelVersion.objects.create(name=name, fingerprint=data.fingerprint, interactions=size)
    model = engine.fit(data.interactions, metadata=data.features, settings=engine.FitSettings(choices=BLEND))
    settings.MODEL_DIR.mkdir(parents=True, exist_ok=True)
    model.save(settings.MODEL_DIR / name)
    version.titles, version.metrics = len(model.items), dict(model.metrics)
    version.picks = _picks(model, data.features)
    version.seconds = time.monotonic() - began
    version.trained_at = version.activated_at = timezone.now()
    version.save()
    _keep_similar(model)
    artifacts.prune()
    log.info("model %s is in place after %.1f s", name, version.seconds)
    return version


def _picks(model: engine.Model, features: engine.ItemFeatures) -> list[int]:
    """What newcomers are asked about, with enough in it for every age limit."""
    ages = dict(Title.objects.available().values_list("pk", "maturity__minimum_age"))
    steps = sorted({age for age in ages.values() if age is not None})
    within = [[pk for pk, age in ages.items() if age is not None and age <= step] for step in steps]
    groups = [np.array(ids, dtype=np.int64) for ids in (*within, list(ages))]
    return [int(pk) for pk in telling(model, groups, features)]


def _keep_similar(model: engine.Model) -> None:
    """Store the kin of every title, for title pages, which load no model."""
    held = set(Title.objects.values_list("pk", flat=True))
    with threadpool_limits(1, user_api="blas"):  # many small products, which threads only wait for each other in
        kin = [
            TitleStatistics(title_id=title_id, similar=model.similar(title_id, KIN)[0].tolist())
            for title_id in model.items.tolist()
            if title_id in held
        ]
    TitleStatistics.objects.bulk_create(
        kin, batch_size=2000, update_conflicts=True, unique_fields=["title"], update_fields=["similar"]
    )


@contextmanager
def _lock() -> Iterator[bool]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [LOCK])
        (free,) = cursor.fetchone()
        try:
            yield free
        finally:
            if free:
                # Where the connection broke, the lock went with it.
                with suppress(DatabaseError):
                    cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])


def in_batches(profile_ids: Sequence[int], size: int) -> Iterator[list[int]]:
    """The ids in lists of at most `size`, so that no task walks all profiles."""
    for start in range(0, len(profile_ids), size):
        yield list(profile_ids[start : start + size])
