"""What a device's player needs, and several reports at once."""

import datetime as dt
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone
from knox.models import AuthToken

from accounts.models import Play, WatchState
from catalog.models import Caption, Episode
from tests.api.conftest import Api, Base
from tests.factories import make_title, watch


def playback(api: Api, base: Base, title: int, query: str = "") -> Any:
    return api.get(f"{base.home}/titles/{title}/playback{query}")


def test_it_says_what_to_play_and_from_where(api: Api, base: Base) -> None:
    video = base.film.videos.get()
    Caption.objects.create(video=video, language="en", label="English", text="WEBVTT\n", is_default=True)
    watch(base.mine, base.film, 0.5)
    found = playback(api, base, base.film.pk).body
    assert (found["title"], found["episode"], found["length"], found["position"]) == (base.film.pk, None, 62, 31)
    assert found["expires_in"] == pytest.approx(7200, abs=20)
    assert found["audio"] == [{"label": "English", "language": "eng"}]
    for url in (found["manifest"], found["captions"][0]["url"]):
        assert url.startswith("http://testserver/media/")
        assert Client().get(url).status_code == 200, "the address is all that a device's player has"
    AuthToken.objects.all().delete()
    assert Client().get(found["manifest"]).status_code == 403


def test_a_series_plays_the_episode_that_is_next(api: Api, base: Base, settings: Any) -> None:
    settings.DEMO = True
    episodes = list(Episode.objects.filter(season__title=base.series).order_by("season__number", "number"))
    watch(base.mine, base.series, 1.0, episode=episodes[0])
    found = playback(api, base, base.series.pk).body
    assert (found["episode"], found["stand_in"], found["length"]) == (episodes[1].pk, True, 2700)
    assert found["next_episode"] == {"id": episodes[2].pk, "season": 1, "number": 3, "name": "Episode 3"}
    last = playback(api, base, base.series.pk, f"?episode={episodes[-1].pk}").body
    assert (last["episode"], last["next_episode"]) == (episodes[-1].pk, None)


def test_what_there_is_nothing_of(api: Api, base: Base) -> None:
    bare = make_title()
    assert playback(api, base, bare.pk).problem == "no-video"
    assert playback(api, base, base.series.pk).problem == "no-video"
    assert playback(api, base, base.film.pk, "?episode=1").problem == "not-found"
    assert playback(api, base, base.film.pk, "?episode=x").wrong == {"episode": "invalid"}
    assert playback(api, base, base.series.pk, f"?episode={10**30}").problem == "not-found"


def report(title: int, **more: Any) -> dict[str, Any]:
    return {"client_id": str(uuid4()), "title": title, "position": 1500, "duration": 6000, **more}


def send(api: Api, base: Base, *plays: Any, sent_at: Any = None) -> Any:
    moment = sent_at or timezone.now()
    told = [{**one, "happened_at": one["happened_at"].isoformat()} if "happened_at" in one else one for one in plays]
    return api.post(f"{base.home}/plays", {"sent_at": moment.isoformat(), "plays": told})


def test_what_gathered_is_taken_in_any_order_and_once(api: Api, base: Base) -> None:
    now = timezone.now()
    plays = [
        report(base.film.pk, position=600 * n, watched=600, happened_at=now - dt.timedelta(minutes=60 - 10 * n))
        for n in (3, 1, 2)
    ]
    for _ in range(2):
        assert send(api, base, *plays, report(base.adult.pk)).body == {"refused": []}
    assert Play.objects.filter(title=base.film).count() == 3
    state = WatchState.objects.get(title=base.film)
    assert (state.position, state.watched, state.plays) == (1800, 1800, 1)


@pytest.mark.parametrize("wrong", [dt.timedelta(days=-9000), dt.timedelta(days=3), dt.timedelta(hours=-7)])
def test_a_clock_that_is_wrong_does_no_harm(api: Api, base: Base, wrong: dt.timedelta) -> None:
    """Only how long ago it was counts, by the same clock."""
    now = timezone.now()
    watch(base.mine, base.film, 0.5, happened_at=now - dt.timedelta(minutes=30))
    late = report(base.film.pk, position=600, happened_at=now + wrong - dt.timedelta(hours=1))
    assert send(api, base, late, sent_at=now + wrong).body == {"refused": []}
    assert WatchState.objects.get().position == 3000
    new = report(base.film.pk, position=4000, happened_at=now + wrong - dt.timedelta(minutes=5))
    send(api, base, new, sent_at=now + wrong)
    assert WatchState.objects.get().position == 4000
    age = timezone.now() - Play.objects.latest("happened_at").happened_at
    assert age.total_seconds() == pytest.approx(300, abs=30)


def test_those_that_can_never_be_taken_are_named(api: Api, base: Base) -> None:
    used = report(base.film.pk)
    send(api, base, used)
    old = report(base.film.pk, happened_at=timezone.now() - dt.timedelta(days=366))
    wrong = [report(base.withdrawn.pk), report(base.series.pk), {**used, "title": base.adult.pk}, old]
    answer = send(api, base, *wrong, report(base.film.pk, position=2000))
    assert [one["client_id"] for one in answer.body["refused"]] == [one["client_id"] for one in wrong]
    assert WatchState.objects.get(title=base.film).position == 2000


def test_what_cannot_be_read_is_told_by_its_place(api: Api, base: Base) -> None:
    bad = report(base.film.pk, position=-1)
    assert send(api, base, report(base.film.pk), bad).wrong == {"#/plays/1/position": "min_value"}
    assert send(api, base).wrong == {"#/plays": "min_length"}
    assert send(api, base, *[report(base.film.pk)] * 101).wrong == {"#/plays": "max_length"}
    assert api.post(f"{base.home}/plays", {"plays": [report(base.film.pk)]}).wrong == {"#/sent_at": "required"}
    assert not Play.objects.exists()
