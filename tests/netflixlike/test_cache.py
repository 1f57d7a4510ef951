"""The cache is away: it is said once, and so is its return."""

import logging

import pytest
from django.core.cache import cache

from netflixlike.cache import PatientRedisCache
from tests.live import Servers


def test_an_outage_is_said_once_and_its_end_once(servers: Servers, caplog: pytest.LogCaptureFixture) -> None:
    cache.set("there", 1)
    caplog.set_level(logging.INFO, "netflixlike.cache")
    servers.stop_valkey()
    for _ in range(3):
        PatientRedisCache.resting_until = 0.0  # as after a while, when the next one tries
        assert cache.get("there", "nothing") == "nothing"
    servers.start_valkey()
    PatientRedisCache.resting_until = 0.0
    for _ in range(2):
        cache.set("there", 2)
    assert cache.get("there") == 2
    said = [record.getMessage() for record in caplog.records if record.name == "netflixlike.cache"]
    assert ["unreachable" in one for one in said] == [True, False]
    assert said[-1] == "the cache is back"
