"""A worker dies in the middle of its work: nothing half done is ever seen, and the work is done after all."""

import os
import signal
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import connection, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from accounts.models import Profile
from recommendations import pipeline, queueing, training
from recommendations.models import HomePage, ModelVersion
from tests.factories import make_profile, make_titles, watch
from tests.faults.conftest import page_is_current, wait_until

Start = Callable[..., "subprocess.Popen[bytes]"]


@contextmanager
def held(model: type[HomePage] | type[ModelVersion], pk: int) -> Iterator[BaseDatabaseWrapper]:
    """Holds a row, so that whoever wants to write it stops there and can be killed in the act."""
    other = connections.create_connection("default")
    other.set_autocommit(False)
    with other.cursor() as cursor:
        cursor.execute(f"SELECT 1 FROM {model._meta.db_table} WHERE {model._meta.pk.column} = %s FOR UPDATE", [pk])  # noqa: S608
    try:
        yield other
    finally:
        other.rollback()
        other.close()


def somebody_waits_for_a_lock() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
        )
        return bool(cursor.fetchone()[0])


def kill(worker: "subprocess.Popen[bytes]") -> None:
    """The worker and the process that works for it, without a chance to tidy up."""
    os.killpg(worker.pid, signal.SIGKILL)
    worker.wait(10)
    wait_until(lambda: not somebody_waits_for_a_lock(), 10, "PostgreSQL notices that nobody is there any more")


def taste(profile: Profile) -> None:
    with transaction.atomic():
        watch(profile, make_titles(1, "Horror")[0])


def test_a_worker_killed_in_a_refresh_leaves_the_old_page_and_the_next_one_makes_it(
    start_worker: Start, beat: "subprocess.Popen[bytes]"
) -> None:
    make_titles(20, "Horror")
    profile = make_profile()
    pipeline.refresh(profile.pk)
    before = HomePage.objects.get(profile=profile)
    worker = start_worker()
    with held(HomePage, profile.pk):
        taste(profile)
        wait_until(somebody_waits_for_a_lock, 20, "the worker is about to store the page")
        kill(worker)
    after = HomePage.objects.get(profile=profile)
    assert (after.rows, after.taste_version) == (before.rows, before.taste_version)
    start_worker()
    wait_until(lambda: page_is_current(profile), queueing.DEBOUNCE + 30, "the page is made after all")


def test_a_worker_killed_in_a_training_leaves_no_model_and_the_next_one_makes_it(
    models: Path, start_worker: Start, beat: "subprocess.Popen[bytes]"
) -> None:
    films = make_titles(12, "Horror")
    for _ in range(6):
        profile = make_profile()
        for film in films[:8]:
            watch(profile, film)
    worker = start_worker()
    assert queueing.request_training()
    wait_until(ModelVersion.objects.exists, 30, "the training has begun")
    with held(ModelVersion, ModelVersion.objects.get().pk):
        wait_until(somebody_waits_for_a_lock, 60, "the training is about to put its model in place")
        kill(worker)
    assert ModelVersion.objects.current() is None
    assert training.is_due()
    start_worker()
    wait_until(ModelVersion.objects.current, 90, "the model is trained after all")
    assert not training.is_due()
    names = {version.name for version in ModelVersion.objects.all()}
    wait_until(lambda: {folder.name for folder in models.iterdir()} == names, 20, "nothing of the other is left")
