"""Trains the model and puts it in place. Runs in its own queue or from the command line."""

import logging
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cached_property

import numpy as np
from django.conf import settings
from django.db import DatabaseError, connection
from django.utils import timezone

from accounts.models import Profile, WatchState
from accounts.models.activity import FINISHED_FROM
from catalog.models import Title
from recommendations import artifacts, engine, statistics
from recommendations.arrays import title_features, training_interactions
from recommendations.engine.fitting import Choices
from recommendations.models import ModelVersion, TitleStatistics

log = logging.getLogger(__name__)
LOCK = 0x7261696E  # PostgreSQL advisory lock; it goes with its connection, so a killed training leaves none behind
BUSY = "another training is running"
FEWEST = 20  # interactions that a model is worth training on
# A site's first model is there within seconds: the quick parts at settings that suit small and middling catalogues. The
# whole blend, tuned to the site's own data, follows on the training queue.
FIRST = engine.FitSettings(
    choices=Choices({"ials": {"regularization": 12.0}}, {"ials": 1.0, "content": 1.0, "popularity": 0.2})
)
# One thread: there is no hurry, and the machine has viewers to serve.
WHOLE = engine.FitSettings(tune_seconds=300, threads=1)
TUNED_FOR = timedelta(days=7)  # settings age slowly; until then only the weights of the parts' own fits are learnt anew
KIN = 24  # similar titles kept for the title page
FIRST_KIN = 1000  # titles that a first model does this for, the most watched; the whole model follows soon
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


def train(*, force: bool = False, first: bool = False) -> str:
    """Fit a model to everybody's history, make it the current one, and say in one line what happened.

    Only one training runs at a time, and the same data are not trained on twice unless `force` is set or the current
    artifact is damaged. `first` makes the quick model that stands in until the whole one is trained.
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
        if current and not force and not _is_news(data, current, first=first):
            return f"model {current.name} is up to date"
        version = _fit(data, first=first)
        return f"model {version.name}: {version.interactions} interactions in {version.seconds:.1f} s"


def is_due() -> bool:
    """Whether a training was cut off, there is none or only a first model, or the current one cannot be used.

    Not while a training is under way.
    """
    current = ModelVersion.objects.current()
    wanting = _is_wanting(current) if current else _is_enough()
    if not wanting and not ModelVersion.objects.filter(trained_at=None).exists():
        return False
    with _lock() as free:
        return free


def _is_wanting(current: ModelVersion) -> bool:
    return current.tuned_at is None or not artifacts.is_sound(current)


def _is_enough() -> bool:
    """Whether enough happened for a model, looked at without counting it all."""
    return WatchState.objects.filter(furthest__gte=FINISHED_FROM)[:FEWEST].count() == FEWEST


def active_profiles() -> list[int]:
    """Profiles that were here lately: the only ones whose pages are made before they ask."""
    since = timezone.now() - ACTIVE
    return list(Profile.objects.filter(last_seen_at__gte=since).values_list("pk", flat=True))


def _is_news(data: Data, current: ModelVersion, *, first: bool) -> bool:
    """Whether a training would tell more than the current model does."""
    if current.tuned_at is None and not first:
        return True
    return current.fingerprint != data.fingerprint or not artifacts.is_sound(current)


def _fit(data: Data, *, first: bool) -> ModelVersion:
    began, now = time.monotonic(), timezone.now()
    version = ModelVersion(name=now.strftime("%Y%m%d-%H%M%S-%f"), fingerprint=data.fingerprint)
    version.interactions = len(data.interactions)
    version.tuned_at, chosen = (None, FIRST) if first else _tuning(now)
    version.save()
    model = engine.fit(data.interactions, metadata=data.features, settings=chosen)
    settings.MODEL_DIR.mkdir(parents=True, exist_ok=True)
    model.save(settings.MODEL_DIR / version.name)
    version.titles, version.metrics = len(model.items), dict(model.metrics)
    version.seconds = time.monotonic() - began
    version.trained_at = version.activated_at = timezone.now()
    version.save()
    _keep_similar(model, FIRST_KIN if first else len(model.items))
    artifacts.prune()
    log.info("model %s is in place after %.1f s", version.name, version.seconds)
    return version


def _tuning(now: datetime) -> tuple[datetime, engine.FitSettings]:
    """Tune, or take over what was chosen lately: the moment of the tuning and the settings to fit with."""
    loaded = artifacts.current()
    tuned_at = loaded.version.tuned_at if loaded else None
    if loaded is None or tuned_at is None or now - tuned_at > TUNED_FOR:
        return now, WHOLE
    return tuned_at, replace(WHOLE, choices=Choices(**loaded.model.facts["choices"]))


def _keep_similar(model: engine.Model, most: int) -> None:
    """Store the kin of the most watched titles, for title pages, which load no model."""
    watched = model.items[np.argsort(-model.popularity, kind="stable")[:most]]
    held = set(Title.objects.values_list("pk", flat=True))
    kin = [
        TitleStatistics(title_id=title_id, similar=[int(pk) for pk in model.similar(title_id, KIN)[0]])
        for title_id in watched.tolist()
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
