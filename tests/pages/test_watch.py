"""The watch page and what its player reports."""

import uuid
from typing import Any

import pytest
from django.test import Client

from accounts.models import Play, WatchState
from tests.factories import make_series, make_title, watch
from tests.pages.conftest import BACKEND, Viewer, count_queries


def test_it_plays_from_where_it_was_left(alice: Viewer) -> None:
    title = make_title(runtime=100)
    assert 'data-start="0" data-seconds="6000"' in alice.get(f"/watch/{title.slug}/")
    watch(alice.profile, title, 0.25)
    assert 'data-start="0.25"' in alice.get(f"/watch/{title.slug}/")
    watch(alice.profile, title, 1)
    assert 'data-start="0"' in alice.get(f"/watch/{title.slug}/")


def test_the_stand_in_is_called_one_and_credited(alice: Viewer) -> None:
    page = alice.get(f"/watch/{make_title().slug}/")
    for told in ("A stand-in", "© Blender Foundation", "www.sintel.org", "CC BY 3.0"):
        assert told in page


def test_an_episode_is_named_in_the_address(alice: Viewer) -> None:
    series, other = make_series("Long Story"), make_series()
    first, second, _ = series.seasons.get().episodes.all()
    page = alice.get(f"/watch/{series.slug}/?episode={second.pk}")
    assert "S1 · E2 · Episode 2" in page
    assert 'data-seconds="2700"' in page
    assert "Next episode" in page
    assert "S1 · E1" in alice.get(f"/watch/{series.slug}/")
    for wrong in (other.seasons.get().episodes.all()[0].pk, 10**30):
        alice.get(f"/watch/{series.slug}/?episode={wrong}", 404)
    alice.get(f"/watch/{series.slug}/?episode=x")
    alice.get(f"/watch/{make_title().slug}/?episode={first.pk}", 404)


def test_a_report_is_kept(alice: Viewer) -> None:
    title, session, client_id = make_title(runtime=100), uuid.uuid4(), uuid.uuid4()
    told: dict[str, Any] = {"title": title.slug, "episode": "", "position": 1500, "duration": 6000, "row": "top_picks"}
    for _ in range(2):  # the second is a retry
        alice.post("/plays/", 204, **told, session=session, client_id=client_id)
    play = Play.objects.get()
    assert (play.profile, play.position, play.row, play.session) == (alice.profile, 1500, "top_picks", session)
    assert WatchState.objects.get().progress == 0.25
    assert "Continue watching" in alice.get("/")


@pytest.mark.parametrize(
    ("wrong", "status"),
    [
        ({"position": -1}, 400),
        ({"position": "x"}, 400),
        ({"duration": 0}, 400),
        ({"position": 10**12}, 400),
        ({"title": "no-such-title"}, 404),
        ({"title": "a/../b"}, 400),
        ({"episode": "9" * 25}, 404),
        ({"session": "no uuid"}, 400),
        ({"client_id": "1"}, 400),
        ({"device": "toaster"}, 400),
    ],
)
def test_what_makes_no_sense_is_refused(alice: Viewer, wrong: dict[str, Any], status: int) -> None:
    told: dict[str, Any] = {"title": make_title().slug, "position": 10, "duration": 100, **wrong}
    alice.post("/plays/", status, **told)
    assert not Play.objects.exists()


def test_an_episode_must_be_told_and_be_of_the_series(alice: Viewer) -> None:
    series, other = make_series(), make_series()
    told: dict[str, Any] = {"title": series.slug, "position": 10, "duration": 100}
    alice.post("/plays/", 400, **told)
    alice.post("/plays/", 404, **told, episode=other.seasons.get().episodes.all()[0].pk)
    alice.post("/plays/", 204, **told, episode=series.seasons.get().episodes.all()[0].pk)


def test_a_report_from_another_site_is_refused(alice: Viewer) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(alice.profile.user, backend=BACKEND)
    told = {"title": make_title().slug, "position": 10, "duration": 100}
    assert client.post("/plays/", told, headers={"Origin": "https://evil.example"}).status_code == 403
    assert not Play.objects.exists()


def test_its_queries_do_not_grow(alice: Viewer) -> None:
    small, large = make_series("Small", 1, 1), make_series("Large", 20, 2)
    assert count_queries(alice, f"/watch/{small.slug}/") == count_queries(alice, f"/watch/{large.slug}/")
