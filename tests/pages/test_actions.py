"""Buttons on titles: each a form that works without a script, and a small fragment with one."""

import json

import pytest

from accounts.models import ListEntry, Rating, WatchState
from tests.factories import make_series, make_title, watch
from tests.pages.conftest import Viewer


@pytest.mark.parametrize("value", [-1, 1, 2])
def test_a_thumb_is_given_and_taken_back(alice: Viewer, value: int) -> None:
    title = make_title()
    address = f"/title/{title.slug}/rate/"
    assert alice.post(address, value=value)["Location"] == title.get_absolute_url()
    assert Rating.objects.get().value == value
    assert alice.get(title.get_absolute_url()).count('aria-pressed="true"') == 1
    alice.post(address, value=0)
    assert not Rating.objects.exists()


def test_with_a_script_only_the_buttons_come_back_and_the_page_is_told(alice: Viewer) -> None:
    title = make_title()
    answer = alice.post(f"/title/{title.slug}/rate/", 200, htmx=True, value=2)
    assert list(json.loads(answer["HX-Trigger"])) == ["taste-changed"]
    said = answer.content.decode()
    assert said.startswith("<form")
    assert f'id="love-{title.pk}" name="value" value="0" aria-pressed="true"' in said
    assert "csrfmiddlewaretoken" in said


@pytest.mark.parametrize("value", ["", "3", "-2", "love", "1 OR 1=1", "1\0"])
def test_what_is_no_thumb_is_refused(alice: Viewer, value: str) -> None:
    alice.post(f"/title/{make_title().slug}/rate/", 400, value=value)
    assert not Rating.objects.exists()


def test_my_list_is_switched_or_set(alice: Viewer) -> None:
    title = make_title()
    address = f"/title/{title.slug}/list/"
    for listed, there in (("", True), ("", False), ("1", True), ("1", True), ("0", False)):
        alice.post(address, listed=listed)
        assert ListEntry.objects.filter(profile=alice.profile).exists() is there
    assert 'aria-pressed="true"' in alice.post(address, 200, htmx=True, listed="1").content.decode()


def test_a_film_is_marked_as_watched(alice: Viewer) -> None:
    title = make_title(runtime=100)
    alice.post(f"/title/{title.slug}/watched/")
    state = WatchState.objects.get()
    assert (state.profile, state.duration, state.is_finished) == (alice.profile, 6000, True)


def test_an_episode_is_marked_as_watched_and_a_series_as_a_whole_is_not(alice: Viewer) -> None:
    series, other = make_series(), make_series()
    episode = series.seasons.get().episodes.first()
    assert episode is not None
    address = f"/title/{series.slug}/watched/"
    alice.post(address, episode=episode.pk)
    assert WatchState.objects.get().episode == episode
    alice.post(address, 400)
    for wrong in (other.seasons.get().episodes.all()[0].pk, "x", "9" * 30, "٣"):
        alice.post(address, 404, episode=wrong)
    assert WatchState.objects.count() == 1


def test_a_title_is_taken_off_continue_watching(alice: Viewer, bob: Viewer) -> None:
    title = make_title()
    for viewer in (alice, bob):
        watch(viewer.profile, title, 0.5)
    assert alice.post(f"/title/{title.slug}/dismiss/")["Location"] == "/"
    assert alice.post(f"/title/{title.slug}/dismiss/", 200, htmx=True).content == b""
    assert WatchState.objects.resumable().get().profile == bob.profile


def test_each_has_their_own(alice: Viewer, bob: Viewer) -> None:
    title = make_title()
    alice.post(f"/title/{title.slug}/rate/", value=2)
    alice.post(f"/title/{title.slug}/list/", listed="1")
    assert 'aria-pressed="true"' not in bob.get(title.get_absolute_url())
    assert "Nothing put aside yet" in bob.get("/my-list/")
    assert "Nothing watched yet" in bob.get("/history/")


@pytest.mark.parametrize("action", ["rate", "list", "watched", "dismiss"])
def test_looking_changes_nothing(alice: Viewer, action: str) -> None:
    alice.get(f"/title/{make_title().slug}/{action}/", 405)


def test_one_goes_back_to_a_page_of_this_site_alone(alice: Viewer) -> None:
    title = make_title()
    for wanted, found in (
        ("/history/?page=2", "/history/?page=2"),
        ("https://evil.example/", title.get_absolute_url()),
    ):
        assert alice.post(f"/title/{title.slug}/rate/", value=1, next=wanted)["Location"] == found
