"""What devices tell of cards on screen and of looks, also later and more than once."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.utils import timezone

from accounts import intake
from accounts.models import Exposure, Impression, Look, Play, Rating, SearchQuery
from catalog.search import index_titles
from tests.api.conftest import Api, Base

VIEW = "0f7a6f5e-3f0b-4d57-9c39-8a4d4f6b0c11"


def report(base: Base, **changed: Any) -> dict[str, Any]:
    card = {"title": base.film.pk, "row": "top_picks", "row_place": 1, "place": 4}
    return {"page_view": VIEW, "page": "1.7.1772396045123", "shown": [card], **changed}


def test_a_report_is_taken_and_written_later(api: Api, base: Base) -> None:
    assert api.post(f"{base.home}/impressions", report(base)).status == 202
    assert not Impression.objects.exists()
    assert intake.take_in() == 1
    impression = Impression.objects.get()
    assert (impression.profile, impression.title, impression.model) == (base.mine, base.film, 7)
    assert (impression.page_view, impression.row_place, impression.place) == (UUID(VIEW), 1, 4)


def test_a_device_that_was_offline_tells_it_later_and_may_tell_it_again(api: Api, base: Base) -> None:
    yesterday = timezone.now() - timedelta(days=1)
    card = {"title": base.film.pk, "row": "top_picks", "row_place": 1, "place": 4, "at": yesterday.isoformat()}
    ahead = {**card, "row": "trending", "at": (timezone.now() + timedelta(days=3)).isoformat()}
    for _ in range(2):
        assert api.post(f"{base.home}/impressions", report(base, shown=[card])).status == 202
    api.post(f"{base.home}/impressions", report(base, shown=[ahead]))
    assert intake.take_in() == 2
    assert Impression.objects.get(row="top_picks").shown_at == yesterday
    assert timezone.now() - Impression.objects.get(row="trending").shown_at < timedelta(minutes=1)
    assert Exposure.objects.get().shown == 1


@pytest.mark.parametrize(
    ("changed", "wrong"),
    [
        ({"page_view": "x"}, {"#/page_view": "invalid"}),
        ({"shown": []}, {"#/shown": "min_length"}),
        ({"shown": [{}]}, {f"#/shown/0/{name}": "required" for name in ("title", "row", "row_place", "place")}),
        ({"views": 1}, {"#/views": "unknown"}),
    ],
)
def test_what_is_wrong_is_said_where(api: Api, base: Base, changed: dict[str, Any], wrong: dict[str, str]) -> None:
    assert api.post(f"{base.home}/impressions", report(base, **changed)).wrong == wrong
    assert intake.take_in() == 0


def test_at_most_two_hundred_at_once(api: Api, base: Base) -> None:
    [card] = report(base)["shown"]
    shown = [{**card, "place": place} for place in range(201)]
    assert api.post(f"{base.home}/impressions", report(base, shown=shown)).wrong == {"#/shown": "max_length"}
    assert api.post(f"{base.home}/impressions", report(base, shown=shown[:200])).status == 202


def test_reports_are_taken_at_the_pace_of_people(api: Api, bob_api: Api, base: Base) -> None:
    answers = [api.post(f"{base.home}/impressions", report(base)) for _ in range(61)]
    assert [answer.status for answer in answers] == [202] * 60 + [429]
    assert 1 <= int(answers[-1].headers["retry-after"]) <= 60
    assert bob_api.post(f"/profiles/{base.bobs.pk}/impressions", report(base)).status == 202


def test_a_title_that_is_not_there_is_left_out_in_silence(api: Api, base: Base) -> None:
    [card] = report(base)["shown"]
    assert api.post(f"{base.home}/impressions", report(base, shown=[{**card, "title": 10**15}, card])).status == 202
    assert intake.take_in() == 1


def test_a_look_is_told_by_itself_and_not_by_reading(api: Api, base: Base) -> None:
    place = f"{base.home}/titles/{base.film.pk}"
    api.get(place)
    assert not Look.objects.exists()
    assert api.put(f"{place}/look", {"row": "top_picks", "page_view": VIEW}).status == 204
    assert api.put(f"{place}/look", {}).status == 204
    look = Look.objects.get()
    assert (look.profile, look.title, look.times, look.row) == (base.mine, base.film, 2, "")
    assert api.put(f"{place}/look", {"page_view": "x"}).wrong == {"#/page_view": "invalid"}


def test_a_play_and_a_rating_say_where_the_title_was_seen(api: Api, base: Base) -> None:
    origin = {"row": "top_picks", "page_view": VIEW}
    api.post(f"{base.home}/impressions", report(base))
    intake.take_in()
    play = {"title": base.film.pk, "position": 10, "duration": 100, **origin}
    assert api.put(f"{base.home}/plays/{uuid4()}", play).status == 200
    assert api.put(f"{base.home}/ratings/{base.film.pk}", {"value": 2, **origin}).status == 200
    for event in (Play.objects.get(), Rating.objects.get()):
        assert (event.row, event.page_view) == ("top_picks", UUID(VIEW))
        assert Impression.objects.behind(event)[0].place == 4
    assert api.put(f"{base.home}/ratings/{base.film.pk}", {"value": 1, "page_view": "seven"}).wrong


def test_a_search_is_kept_with_what_it_found(api: Api, base: Base) -> None:
    index_titles()
    api.get(f"{base.home}/search?q=paddling&typing=true")
    assert not SearchQuery.objects.exists()
    api.get(f"{base.home}/search?q=paddling")
    search = SearchQuery.objects.get()
    assert search.found == [base.film.pk]
