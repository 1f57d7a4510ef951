"""Asking workers for work while broker or cache, on servers of their own, are out of order."""

import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.cache import cache
from pytest_django import Settings

from netflixlike import environment
from netflixlike.cache import PatientRedisCache
from netflixlike.embedded import Valkey, make_socket_folder
from recommendations import queueing
from tests.live import Servers
from tests.queues import asked
from tests.servers import Running

PROFILE, OTHER, THIRD = 7, 8, 9
REFRESH = "recommendations.tasks.refresh"


@pytest.fixture
def cache_server(settings: Settings, tmp_path: Path) -> Iterator[Running]:
    """The cache on another Valkey than the broker, as in production."""
    server = Running(Valkey(tmp_path / "valkey", make_socket_folder(tmp_path), durable=False))
    server.start()
    location = environment.redis_database(server.server.url(), 1)
    settings.CACHES = {"default": {**settings.CACHES["default"], "LOCATION": location}}
    yield server
    server.stop()
    PatientRedisCache.resting_until = 0.0


@pytest.fixture
def silent_broker(valkey: Running) -> Iterator[Running]:
    """A broker that takes connections and says nothing."""
    assert valkey.process is not None
    os.kill(valkey.process.pid, signal.SIGSTOP)
    yield valkey
    os.kill(valkey.process.pid, signal.SIGCONT)


def test_many_events_ask_once() -> None:
    assert [queueing.request_refresh(PROFILE) for _ in range(3)] == [True, False, False]
    assert queueing.request_refresh(OTHER)
    queueing.clear_refresh(PROFILE)
    assert queueing.request_refresh(PROFILE)
    assert sorted(asked("refresh")) == [(REFRESH, [PROFILE]), (REFRESH, [PROFILE]), (REFRESH, [OTHER])]


def test_a_silent_broker_keeps_nobody_waiting(cache_server: Running, silent_broker: Running) -> None:
    for profile in (PROFILE, OTHER):
        begin = time.monotonic()
        assert not queueing.request_refresh(profile)
        assert time.monotonic() - begin < 1


def test_what_a_silent_broker_did_not_take_may_be_asked_for_again(cache_server: Running, valkey: Running) -> None:
    assert valkey.process is not None
    os.kill(valkey.process.pid, signal.SIGSTOP)
    try:
        assert not queueing.request_refresh(PROFILE)
    finally:
        os.kill(valkey.process.pid, signal.SIGCONT)
    assert queueing.request_refresh(PROFILE)
    assert (REFRESH, [PROFILE]) in asked("refresh")


def test_without_the_cache_work_is_asked_for_all_the_same(cache_server: Running) -> None:
    cache_server.stop()
    assert [queueing.request_refresh(profile) for profile in (PROFILE, OTHER, PROFILE)] == [True, True, True]
    assert len(asked("refresh")) == 3
    cache_server.start()
    PatientRedisCache.resting_until = 0.0
    assert cache.get("anything") is None
    assert [queueing.request_refresh(THIRD) for _ in range(2)] == [True, False]


def test_without_either_nobody_waits_long(cache_server: Running, servers: Servers) -> None:
    cache_server.stop()
    servers.stop_valkey()
    begin = time.monotonic()
    assert not queueing.request_refresh(PROFILE)
    assert time.monotonic() - begin < 1
