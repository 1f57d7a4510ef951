"""What browsers report of cards on screen, and where what is opened, played and rated came from."""

import datetime as dt
import json
import statistics
import time
from html import unescape
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import Settings

from accounts import intake
from accounts.models import Impression, Look, Play, Profile, Rating
from catalog.models import Title
from tests.factories import make_series, make_title, make_titles
from tests.live import Servers
from tests.pages.conftest import BACKEND, Viewer
from tests.pages.test_watch import told

VIEW = uuid4()


def report(*titles: Title, **changed: Any) -> dict[str, Any]:
    """What the script sends."""
    shown = [{"title": title.pk, "row": "top_picks", "row_place": 2, "place": n} for n, title in enumerate(titles)]
    return {"report": json.dumps({"page_view": str(VIEW), "page": "3.9.1772396045123", "shown": shown} | changed)}


def test_a_report_is_written_with_the_next_batch(alice: Viewer) -> None:
    titles = make_titles(3)
    answer = alice.post("/impressions/", 204, **report(*titles))
    assert answer.content == b""
    assert not Impression.objects.exists()
    assert intake.take_in() == 3
    impression = Impression.objects.get(title=titles[1])
    assert (impression.profile, impression.page_view, impression.row) == (alice.profile, VIEW, "top_picks")
    assert (impression.row_place, impression.place, impression.model) == (2, 1, 9)


CARD = {"title": 1, "row": "top_picks", "row_place": 0, "place": 0}


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"page_view": "no uuid"}, "page_view"),
        ({"page_view": None}, "page_view"),
        ({"page": ""}, "page"),
        ({"page": "x" * 81}, "page"),
        ({"page": "a\0b"}, "page"),
        ({"shown": []}, "shown"),
        ({"shown": [CARD] * 201}, "shown"),
        ({"shown": {"title": 1}}, "shown"),
        ({"shown": [7]}, "shown"),
        ({"shown": [{**CARD, "title": 0}]}, "shown"),
        ({"shown": [{**CARD, "title": 2**63}]}, "shown"),
        ({"shown": [{**CARD, "row": ""}]}, "shown"),
        ({"shown": [{**CARD, "row": "a\0b"}]}, "shown"),
        ({"shown": [{**CARD, "row": "\ud800"}]}, "shown"),
        ({"shown": [{**CARD, "row": "x" * 81}]}, "shown"),
        ({"shown": [{**CARD, "place": 1000}]}, "shown"),
        ({"shown": [{**CARD, "row_place": -1}]}, "shown"),
        ({"shown": [{**CARD, "at": "yesterday"}]}, "shown"),
        ({"shown": [{**CARD, "colour": "red"}]}, "shown"),
        ({"more": 1}, "more"),
    ],
)
def test_what_makes_no_sense_is_refused_and_said(alice: Viewer, changed: dict[str, Any], field: str) -> None:
    answer = alice.post("/impressions/", 400, **report(make_title(), **changed))
    assert list(answer.json()["errors"]) == [field]
    assert intake.take_in() == 0


@pytest.mark.parametrize("told", ["", "no json", "[]", "1", "null", "[" * 100_000, '{"page": 1}'])
def test_what_is_no_report_is_refused(alice: Viewer, told: str) -> None:
    assert alice.post("/impressions/", 400, report=told).json()["errors"]


def test_only_viewers_report_and_only_from_this_site(alice: Viewer) -> None:
    told = report(make_title())
    assert Client().post("/impressions/", told).status_code == 302
    assert alice.client.get("/impressions/").status_code == 405
    client = Client(enforce_csrf_checks=True)
    client.force_login(alice.profile.user, backend=BACKEND)
    assert client.post("/impressions/", told, headers={"Origin": "https://evil.example"}).status_code == 403
    assert intake.take_in() == 0


def test_a_report_is_of_the_profile_that_watches(alice: Viewer, child: Viewer) -> None:
    child.post("/impressions/", 204, **report(make_title()))
    intake.take_in()
    assert Impression.objects.get().profile == child.profile


def test_a_report_costs_the_same_however_much_it_tells(alice: Viewer) -> None:
    def queries(titles: list[Title]) -> int:
        with CaptureQueriesContext(connection) as captured:
            alice.post("/impressions/", 204, **report(*titles))
        return len(captured)

    titles = make_titles(20)
    assert queries(titles[:1]) == queries(titles) <= 3


def test_without_valkey_a_report_is_answered_at_once(alice: Viewer, servers: Servers) -> None:
    told = report(make_title())
    servers.stop_valkey()
    times = []
    for _ in range(11):
        began = time.perf_counter()
        alice.post("/impressions/", 204, **told)
        times.append(time.perf_counter() - began)
    assert statistics.median(times) < 0.2
    assert max(times) < 2  # the first one may wait for the server, and the machine may have other work


def test_reports_are_taken_at_the_pace_of_people(alice: Viewer) -> None:
    told = report(make_title())
    answers = [alice.client.post("/impressions/", told).status_code for _ in range(130)]
    assert set(answers) == {204, 429}
    assert 60 <= answers.count(204) <= 120  # a minute may turn meanwhile


def test_a_title_that_is_opened_is_looked_at(alice: Viewer) -> None:
    title = make_title()
    page = alice.get(f"{title.get_absolute_url()}?row=top_picks&view={VIEW}")
    look = Look.objects.get()
    assert (look.profile, look.title, look.row, look.page_view) == (alice.profile, title, "top_picks", VIEW)
    assert f'href="/watch/{title.slug}/?row=top_picks&amp;view={VIEW}"' in page
    alice.get(title.get_absolute_url())
    look.refresh_from_db()
    assert (look.times, look.row, look.page_view) == (2, "", None)


@pytest.mark.parametrize("headers", [{"Sec-Purpose": "prefetch;prerender"}, {"Purpose": "prefetch"}])
def test_what_is_fetched_ahead_is_not_looked_at(alice: Viewer, headers: dict[str, str]) -> None:
    title = make_title()
    assert alice.client.get(title.get_absolute_url(), headers=headers).status_code == 200
    assert alice.client.head(title.get_absolute_url()).status_code == 200
    alice.get(f"{title.get_absolute_url()}peek/", htmx=True)
    assert not Look.objects.exists()


@pytest.mark.parametrize("rubbish", ["view=x&row=" + "r" * 81, "view=%00&row=%00", "view=&row=", "view=1&view=2"])
def test_an_origin_that_makes_no_sense_is_none(alice: Viewer, rubbish: str) -> None:
    title = make_title()
    alice.get(f"{title.get_absolute_url()}?{rubbish}")
    alice.get(f"/watch/{title.slug}/?{rubbish}")
    alice.get(f"/title/{title.slug}/peek/?{rubbish}", htmx=True)
    look = Look.objects.get()
    assert (look.row, look.page_view) == ("", None)
    told: dict[str, Any] = {"row": "r" * 81, "view": "\0"}
    alice.post(f"/title/{title.slug}/rate/", value=2, **told)
    event = Rating.objects.get()
    assert (event.row, event.page_view) == ("", None)


def test_a_rating_and_a_play_say_where_the_title_was_seen(alice: Viewer, settings: Settings) -> None:
    settings.DEMO = True
    title = make_title()
    origin: dict[str, Any] = {"row": "top_picks", "view": str(VIEW)}
    page = alice.get(f"{title.get_absolute_url()}?row=top_picks&view={VIEW}")
    hidden = f'<input type="hidden" name="row" value="top_picks"><input type="hidden" name="view" value="{VIEW}">'
    assert page.count(hidden) == 2  # thumbs, and "mark as watched"
    assert hidden in alice.get(f"/watch/{title.slug}/?row=top_picks&view={VIEW}")
    again = alice.post(f"/title/{title.slug}/rate/", 200, htmx=True, value=2, **origin).content.decode()
    assert hidden in again
    alice.post(f"/title/{title.slug}/watched/", **origin)
    for event in (Rating.objects.get(), Play.objects.get()):
        assert (event.row, event.page_view) == ("top_picks", VIEW)


def test_episodes_carry_it_on(alice: Viewer, settings: Settings) -> None:
    settings.DEMO = True
    series = make_series(episodes=2)
    episode = series.seasons.get().episodes.all()[1]
    page = alice.get(f"{series.get_absolute_url()}?row=top_picks&view={VIEW}")
    carried = f"?episode={episode.pk}&amp;row=top_picks&amp;view={VIEW}"
    assert f'href="/watch/{series.slug}/{carried}"' in page
    following = told(alice, f"/watch/{series.slug}/?row=top_picks&view={VIEW}")["next"]
    assert following["page"] == f"/watch/{series.slug}/{unescape(carried)}"
    again = json.loads(alice.get(following["playback"]))
    assert (again["row"], again["page_view"]) == ("top_picks", str(VIEW))


def test_a_look_changes_the_taste_once_in_half_an_hour(alice: Viewer) -> None:
    title, other = make_titles(2)

    def version() -> int:
        return Profile.objects.values_list("taste_version", flat=True).get(pk=alice.profile.pk)

    alice.get(title.get_absolute_url())
    assert version() == 1
    alice.get(title.get_absolute_url())
    assert version() == 1
    alice.get(other.get_absolute_url())
    assert version() == 2
    Look.objects.filter(title=title).update(last_at=timezone.now() - dt.timedelta(minutes=31))
    alice.get(title.get_absolute_url())
    assert version() == 3
    assert Look.objects.get(title=title).times == 3
