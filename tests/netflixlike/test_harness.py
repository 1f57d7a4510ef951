"""The fixtures that the other tests stand on."""

import os
import subprocess
import time

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from playwright.sync_api import Page

from netflixlike.celery import app
from recommendations.models import TitleStatistics
from tests.factories import make_title
from tests.live import Servers


def test_settings_are_those_of_the_tests() -> None:
    assert settings.DATABASES["default"]["HOST"].startswith(os.environ["TESTS_DIR"])
    assert str(settings.DATA_DIR).startswith(os.environ["TESTS_DIR"])


@pytest.mark.django_db
def test_each_process_has_a_database_of_its_own() -> None:
    name = connection.settings_dict["NAME"]
    assert name.startswith("test_netflixlike")
    assert name.endswith(os.environ.get("PYTEST_XDIST_WORKER", ""))


def test_valkey_is_real_and_starts_empty() -> None:
    assert cache.get("harness") is None
    cache.set("harness", 1)
    assert cache.get("harness") == 1


test_valkey_is_empty_again = test_valkey_is_real_and_starts_empty


def test_valkey_can_be_stopped_started_and_wiped(servers: Servers) -> None:
    cache.set("harness", 1)
    servers.stop_valkey()
    assert cache.get("harness") is None
    servers.start_valkey()
    cache.set("harness", 2)
    servers.wipe_valkey()
    assert cache.get("harness") is None


def test_valkey_is_back_after_a_test_that_stopped_it() -> None:
    cache.set("harness", 3)
    assert cache.get("harness") == 3
    with app.connection_for_write() as broker:
        broker.ensure_connection(max_retries=0)


def test_a_live_worker_takes_tasks_from_the_queue(live_worker: "subprocess.Popen[bytes]") -> None:
    title = make_title()
    app.send_task("recommendations.tasks.statistics")
    deadline = time.monotonic() + 10
    while not TitleStatistics.objects.filter(title=title).exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    assert TitleStatistics.objects.filter(title=title).exists()
    assert live_worker.poll() is None


@pytest.mark.browser
def test_a_page_of_the_live_site(page: Page) -> None:
    answer = page.goto("/")
    assert answer is not None
    assert answer.status < 500
