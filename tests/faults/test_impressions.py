"""A worker dies while it writes impressions, and profiles are erased meanwhile: each is written once or not at all."""

import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from uuid import uuid4

import pytest
from django.db import close_old_connections, connections
from django.db.backends.base.base import BaseDatabaseWrapper

from accounts import intake, partitions, services, stream
from accounts.models import Exposure, Impression, Profile
from accounts.tasks import take_in_impressions
from catalog.models import Title
from netflixlike.cache import PatientRedisCache
from tests.factories import make_profile, make_title
from tests.faults.conftest import wait_until
from tests.faults.test_killed import kill, somebody_waits_for_a_lock
from tests.live import Servers

pytestmark = pytest.mark.django_db(transaction=True)
Start = Callable[..., "subprocess.Popen[bytes]"]


@pytest.fixture(autouse=True)
def days(transactional_db: None) -> None:
    """They are made ahead, by the clock; whichever test comes first."""
    partitions.keep_up()


def show(profile: Profile, title: Title) -> bool:
    one = services.Shown(title.pk, "top_picks", 1, 1)
    return services.record_impressions(profile=profile, page_view=uuid4(), page="1.2.3", shown=[one])


@contextmanager
def another_transaction() -> Iterator[BaseDatabaseWrapper]:
    """On a connection of its own; undone if it was not committed."""
    other = connections.create_connection("default")
    other.set_autocommit(False)
    try:
        yield other
    finally:
        other.rollback()
        other.close()


def test_what_a_killed_worker_had_taken_is_written_once_by_the_next(start_worker: Start) -> None:
    profile, title = make_profile(), make_title()
    assert show(profile, title)
    worker = start_worker()
    with another_transaction() as other:
        with other.cursor() as cursor:
            cursor.execute("SELECT 1 FROM accounts_profile WHERE id = %s FOR UPDATE", [profile.pk])
        take_in_impressions.delay()
        wait_until(somebody_waits_for_a_lock, 20, "the worker is about to write")
        kill(worker)
    assert not Impression.objects.exists()
    start_worker()
    client = stream._cache().client
    [left] = client.xpending_range(stream.STREAM, stream.GROUP, "-", "+", 10)
    # As if half a minute had passed.
    client.xclaim(stream.STREAM, stream.GROUP, stream.CONSUMER, 0, [left["message_id"]], idle=stream.LEFT, justid=True)
    take_in_impressions.delay()
    wait_until(Impression.objects.exists, 20, "the next worker writes it")
    assert (Impression.objects.count(), Exposure.objects.get().shown) == (1, 1)
    wait_until(lambda: not client.xlen(stream.STREAM), 5, "nothing is left of it")


def test_the_clock_has_impressions_written(beat: "subprocess.Popen[bytes]", start_worker: Start) -> None:
    start_worker("refresh")
    assert show(make_profile(), make_title())
    wait_until(Impression.objects.exists, 20, "beat starts the worker on it every five seconds")


def test_a_batch_waits_for_an_erasure_and_writes_the_others() -> None:
    erased, profile, title = make_profile(), make_profile(), make_title()
    partitions.keep_up()
    for one in (erased, profile, erased):
        assert show(one, title)
    written: list[int] = []

    def write() -> None:
        written.append(intake.take_in())
        close_old_connections()
        connections.close_all()

    writer = threading.Thread(target=write)
    with another_transaction() as other:
        with other.cursor() as cursor:
            cursor.execute("DELETE FROM accounts_consent WHERE profile_id = %s", [erased.pk])
            cursor.execute("DELETE FROM accounts_profile WHERE id = %s", [erased.pk])
        writer.start()
        wait_until(somebody_waits_for_a_lock, 10, "the batch waits")
        other.commit()
    writer.join(10)
    assert written == [1]
    assert {one.profile_id for one in Impression.objects.all()} == {profile.pk}
    assert {one.profile_id for one in Exposure.objects.all()} == {profile.pk}


def test_an_erasure_begun_before_a_batch_takes_what_the_batch_wrote_along() -> None:
    """Between the deletion of what hangs on a profile and that of the profile itself, a batch comes in."""
    profile, title = make_profile(), make_title()
    assert show(profile, title)
    with another_transaction() as other:
        with other.cursor() as cursor:
            cursor.execute("DELETE FROM accounts_impression WHERE profile_id = %s", [profile.pk])
            cursor.execute("DELETE FROM accounts_exposure WHERE profile_id = %s", [profile.pk])
            cursor.execute("DELETE FROM accounts_consent WHERE profile_id = %s", [profile.pk])
            assert intake.take_in() == 1
            cursor.execute("DELETE FROM accounts_profile WHERE id = %s", [profile.pk])
        other.commit()
    assert not Impression.objects.exists()
    assert not Exposure.objects.exists()


def test_days_are_made_and_dropped_beside_readers_and_writers_of_profiles_and_titles() -> None:
    """Whoever keeps a table busy is not waited for: nobody else has to queue behind."""
    make_profile()
    with another_transaction() as other, other.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM accounts_profile, catalog_title")
        partitions.keep_up()
        oldest = min(partitions.standing_days())
        with another_transaction() as third, third.cursor() as dropping:
            dropping.execute(f"DROP TABLE accounts_impression_{oldest:%Y%m%d}")
            dropping.execute(
                "SELECT DISTINCT relname FROM pg_locks JOIN pg_class ON pg_class.oid = relation "
                "WHERE pid = pg_backend_pid() AND mode = 'AccessExclusiveLock' AND relname = ANY(%s)",
                [["accounts_profile", "catalog_title"]],
            )
            assert dropping.fetchall() == []


def test_what_waited_while_valkey_was_away_is_lost_and_the_rest_goes_on(servers: Servers) -> None:
    profile, title = make_profile(), make_title()
    assert show(profile, title)
    servers.stop_valkey()
    assert not show(profile, title)
    servers.start_valkey()
    PatientRedisCache.resting_until = 0.0
    assert show(profile, title)
    assert intake.take_in() >= 1
    assert Exposure.objects.get().shown == Impression.objects.count()


def test_a_vacuum_that_gives_way_after_a_second_holds_up_no_day() -> None:
    day = partitions.oldest_day()
    with another_transaction() as other, other.cursor() as cursor:
        cursor.execute("LOCK TABLE accounts_profile IN SHARE UPDATE EXCLUSIVE MODE")
        gives_way = threading.Timer(1.3, other.connection.rollback)
        gives_way.start()
        try:
            assert partitions.make_days([day]) == 1
        finally:
            gives_way.join()
            with connections["default"].cursor() as own:
                own.execute(f"DROP TABLE IF EXISTS accounts_impression_{day:%Y%m%d}")
    assert day not in partitions.standing_days()
