"""Valkey is down or has forgotten everything: nobody is kept waiting, and nothing that people did is lost."""

import subprocess
import time

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Profile, Rating, WatchState
from catalog.models import Title
from recommendations import pipeline
from tests.factories import make_titles, make_user
from tests.faults.conftest import page_is_current, wait_until
from tests.live import Servers

SWEPT_WITHIN = 45  # the sweep runs every ten seconds; workers and clock look for the broker anew every few


@pytest.fixture
def viewer(transactional_db: None, client: Client) -> Profile:
    """Signed in, on a site with something to show."""
    make_titles(30, "Horror", "Drama")
    profile = make_user("alice@example.org").profiles.get()
    pipeline.refresh(profile.pk)
    client.force_login(profile.user)
    return profile


def rate(client: Client, title: Title, value: int = 2) -> float:
    """Rates as the page does, and returns how long the answer took."""
    began = time.monotonic()
    answer = client.post(reverse("rate", args=[title.slug]), {"value": value})
    assert answer.status_code in (200, 302)
    return time.monotonic() - began


def test_with_valkey_down_rating_and_playing_answer_within_a_second(
    viewer: Profile, client: Client, servers: Servers
) -> None:
    titles = list(Title.objects.all()[:5])
    servers.stop_valkey()
    assert all(rate(client, title) < 1 for title in titles)
    began = time.monotonic()
    client.post(reverse("watched", args=[titles[0].slug]))
    assert time.monotonic() - began < 1
    assert Rating.objects.filter(profile=viewer, value=2).count() == len(titles)
    assert WatchState.objects.get(profile=viewer).is_finished


def test_with_valkey_down_home_title_and_search_are_served(viewer: Profile, client: Client, servers: Servers) -> None:
    servers.stop_valkey()
    for url in ("/", Title.objects.all()[0].get_absolute_url(), "/search/?q=title"):
        answer = client.get(url)
        assert answer.status_code == 200
        assert "Title" in answer.content.decode()


def test_what_was_rated_while_valkey_was_down_reaches_the_page_once_it_is_back(
    viewer: Profile,
    client: Client,
    servers: Servers,
    live_worker: "subprocess.Popen[bytes]",
    beat: "subprocess.Popen[bytes]",
) -> None:
    servers.stop_valkey()
    rate(client, Title.objects.all()[0])
    time.sleep(2)
    assert not page_is_current(viewer)
    servers.start_valkey()
    wait_until(lambda: page_is_current(viewer), SWEPT_WITHIN, "the page takes the rating in")
    assert live_worker.poll() is None
    assert beat.poll() is None


def test_what_a_wiped_valkey_forgot_is_found_by_the_sweep(
    viewer: Profile, client: Client, servers: Servers, beat: "subprocess.Popen[bytes]", start_worker: object
) -> None:
    rate(client, Title.objects.all()[0])  # asked for, with no worker there to do it
    servers.wipe_valkey()
    assert not page_is_current(viewer)
    start_worker()  # type: ignore[operator]
    wait_until(lambda: page_is_current(viewer), SWEPT_WITHIN, "the page takes the rating in")
