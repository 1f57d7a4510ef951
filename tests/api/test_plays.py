"""Plays, the history, and Continue watching."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone

from accounts.models import Play, WatchState
from catalog.models import Episode
from tests.api.conftest import Answer, Api, Base
from tests.factories import make_series


def play(api: Api, place: str, title: int, client_id: Any = None, **more: Any) -> Answer:
    body = {"title": title, "position": 1500, "duration": 6000, **more}
    return api.put(f"{place}/plays/{client_id or uuid4()}", body)


def test_a_play_moves_the_place_to_resume(api: Api, base: Base) -> None:
    session = uuid4()
    answer = play(api, base.home, base.film.pk, device="tv", session=str(session), row="top_picks")
    assert answer.status == 200
    assert (answer.body["title"], answer.body["position"], answer.body["progress"]) == (base.film.pk, 1500, 0.25)
    kept = Play.objects.get()
    assert (kept.device, kept.session, kept.row, kept.profile) == ("tv", session, "top_picks", base.mine)


def test_a_report_that_is_sent_again_counts_once(api: Api, base: Base) -> None:
    client_id = uuid4()
    first = play(api, base.home, base.film.pk, client_id)
    play(api, base.home, base.film.pk, position=3000)
    again = play(api, base.home, base.film.pk, client_id)
    assert first.body["position"] == 1500
    assert again.body["position"] == 3000, "the answer says where the profile stands now"
    assert Play.objects.count() == 2
    assert WatchState.objects.get().plays == 1


def test_the_same_id_for_another_play_is_refused(api: Api, base: Base) -> None:
    client_id = uuid4()
    play(api, base.home, base.film.pk, client_id)
    assert play(api, base.home, base.adult.pk, client_id).wrong == {"#/client_id": "invalid"}
    assert WatchState.objects.count() == 1


def test_two_profiles_may_make_the_same_id(api: Api, bob_api: Api, base: Base) -> None:
    client_id = uuid4()
    assert play(api, base.home, base.film.pk, client_id).status == 200
    assert play(bob_api, f"/profiles/{base.bobs.pk}", base.film.pk, client_id).status == 200


def test_reports_of_a_device_that_was_offline_come_in_any_order(api: Api, base: Base) -> None:
    now = timezone.now()
    later = play(api, base.home, base.film.pk, position=3000, happened_at=(now - timedelta(hours=1)).isoformat())
    earlier = play(api, base.home, base.film.pk, position=600, happened_at=(now - timedelta(hours=2)).isoformat())
    assert (later.body["position"], earlier.body["position"]) == (3000, 3000)
    assert Play.objects.count() == 2


def test_a_clock_that_runs_ahead_does_not_make_a_play_of_tomorrow(api: Api, base: Base) -> None:
    play(api, base.home, base.film.pk, happened_at=(timezone.now() + timedelta(days=1)).isoformat())
    assert Play.objects.get().happened_at < timezone.now() + timedelta(minutes=2)


@pytest.mark.parametrize(
    ("change", "wrong"),
    [
        ({"title": None}, {"#/title": "null"}),
        ({"title": "x"}, {"#/title": "invalid"}),
        ({"position": -1}, {"#/position": "min_value"}),
        ({"position": 1.5}, {"#/position": "invalid"}),
        ({"position": 10**9}, {"#/position": "max_value"}),
        ({"duration": 0}, {"#/duration": "min_value"}),
        ({"duration": 10**30}, {"#/duration": "max_value"}),
        ({"device": "fridge"}, {"#/device": "invalid_choice"}),
        ({"session": "x"}, {"#/session": "invalid"}),
        ({"row": "r" * 81}, {"#/row": "max_length"}),
        ({"row": "\0"}, {"#/row": "null_characters_not_allowed"}),
        ({"happened_at": "yesterday"}, {"#/happened_at": "invalid"}),
        ({"happened_at": "2001-01-01T00:00:00Z"}, {"#/happened_at": "too_old"}),
        ({"happened_at": "0001-01-01T00:00:00+14:00"}, {"#/happened_at": "overflow"}),
        ({"postion": 1}, {"#/postion": "unknown"}),
    ],
)
def test_what_is_wrong_with_a_play(api: Api, base: Base, change: dict[str, Any], wrong: dict[str, str]) -> None:
    answer = api.put(f"{base.home}/plays/{uuid4()}", {"title": base.film.pk, "position": 1, "duration": 6000, **change})
    assert answer.wrong == wrong
    assert not Play.objects.exists()


def test_a_series_is_played_by_its_episodes(api: Api, base: Base) -> None:
    assert play(api, base.home, base.series.pk).wrong == {"#/episode": "invalid"}
    episode = Episode.objects.get(season__title=base.series, season__number=2, number=3)
    answer = play(api, base.home, base.series.pk, episode=episode.pk)
    assert answer.body["episode"] == episode.pk
    [entry] = api.get(f"{base.home}/history").body["results"]
    assert entry["episode"] == {"id": episode.pk, "season": 2, "number": 3, "name": "Episode 3"}


def test_an_episode_of_anything_else_is_not_there(api: Api, base: Base) -> None:
    other = Episode.objects.filter(season__title=make_series()).first()
    assert other is not None
    for title, episode in [(base.series, other.pk), (base.film, other.pk), (base.series, 10**12)]:
        assert play(api, base.home, title.pk, episode=episode).problem == "not-found"


def test_history_is_what_was_played_last_played_first(api: Api, base: Base) -> None:
    play(api, base.home, base.film.pk, position=5900)
    play(api, base.home, base.adult.pk)
    entries = api.get(f"{base.home}/history").body["results"]
    assert [entry["title"]["id"] for entry in entries] == [base.adult.pk, base.film.pk]
    assert [entry["state"]["finished"] for entry in entries] == [False, True]
    assert all(entry["episode"] is None for entry in entries)


def test_continue_watching_until_it_is_finished_or_dismissed(api: Api, base: Base) -> None:
    place = f"{base.home}/continue-watching"
    assert api.get(place).body["cards"] == []
    play(api, base.home, base.film.pk)
    play(api, base.home, base.adult.pk)
    row = api.get(place).body
    assert [card["title"]["id"] for card in row["cards"]] == [base.adult.pk, base.film.pk]
    assert row["cards"][0]["state"]["position"] == 1500
    assert [api.delete(f"{place}/{base.adult.pk}").status, api.delete(f"{place}/{base.adult.pk}").status] == [204, 204]
    assert [card["title"]["id"] for card in api.get(place).body["cards"]] == [base.film.pk]
    play(api, base.home, base.film.pk, position=5900)
    assert api.get(place).body["cards"] == []
