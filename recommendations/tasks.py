"""Celery tasks: load by id, call the pipeline, return a small fact. Each can run twice without harm."""

import gc
from typing import Any

from celery import current_app, shared_task
from celery.signals import worker_process_init
from django.db.models import F, Q
from django.utils import timezone

from accounts.models import Profile
from recommendations import artifacts, homepage, pipeline, queueing, training
from recommendations.models import ModelVersion
from recommendations.statistics import recount

SWEPT = 200  # profiles that one sweep asks for; the next one takes the following
BATCH = 128  # profiles whose pages are made at once: a third of a second, and more of them would gain little


@worker_process_init.connect
def load_model(**_: Any) -> None:
    """Load the model when a worker process starts, so that the first refresh is as quick as the others. Workers that
    make no pages do without it."""
    if not {"refresh", "training"}.isdisjoint(current_app.amqp.queues.consume_from):
        artifacts.current()
    gc.freeze()  # what stands by now stays, and need not be looked through for garbage


@shared_task(name="recommendations.tasks.refresh", ignore_result=True)
def refresh(profile_id: int, force: bool = False) -> str:
    """Bring one profile's page up to its taste; says what became of it.

    Asked for twice, it is made once: the page that stands keeps its version, and nobody's open page moves.
    """
    # Cleared first: an event that comes while the page is being made asks for another one.
    queueing.clear_refresh(profile_id)
    if not force:
        profile = Profile.objects.select_related("home_page").defer("home_page__rows").filter(pk=profile_id).first()
        if profile and not homepage.is_outdated(profile, exactly=True):
            return "current"
    return pipeline.refresh(profile_id)


@shared_task(name="recommendations.tasks.refresh_batch", ignore_result=True)
def refresh_batch(profile_ids: list[int]) -> int:
    """Make these profiles' pages with the current model."""
    return len(pipeline.refresh_many(profile_ids))


@shared_task(name="recommendations.tasks.sweep", ignore_result=True)
def sweep() -> int:
    """Find what was missed, from the database alone: pages older than their taste, and trainings that were cut off."""
    if training.is_due():
        queueing.request_training()
    lately = Profile.objects.filter(taste_changed_at__gte=timezone.now() - training.ACTIVE)
    outdated = lately.filter(Q(home_page=None) | Q(home_page__taste_version__lt=F("taste_version")))
    found = list(outdated.order_by("-taste_changed_at").values_list("pk", flat=True)[:SWEPT])
    for profile_id in found:
        queueing.request_refresh(profile_id)
    return len(found)


@shared_task(name="recommendations.tasks.statistics", ignore_result=True)
def statistics() -> int:
    """Count popularity anew."""
    return recount()


@shared_task(name="recommendations.tasks.train", ignore_result=True)
def train(force: bool = False) -> str:
    """Train, then make the pages of the profiles that were here lately."""
    queueing.clear_training()
    before = _current_pk()
    outcome = training.train(force=force)
    if _current_pk() != before:
        refresh_active()
    return outcome


@shared_task(name="recommendations.tasks.refresh_active", ignore_result=True)
def refresh_active() -> int:
    """Ask for the pages of the profiles that were here lately, a batch to a task."""
    batches = list(training.in_batches(training.active_profiles(), BATCH))
    for batch in batches:
        refresh_batch.delay(batch)
    return len(batches)


def _current_pk() -> int | None:
    version = ModelVersion.objects.current()
    return version.pk if version else None
