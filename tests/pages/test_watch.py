"""The watch page, what its player is told, and what it reports."""

import datetime as dt
import json
import re
import uuid
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from accounts.models import Play, Profile, WatchState
from accounts.player_styles import HASHES
from catalog.models import Caption, Title
from recommendations.models import TitleStatistics
from tests.factories import make_series, make_title, watch
from tests.pages.conftest import BACKEND, Viewer, count_queries
from tests.pages.test_media import make_video

TOLD = '<script id="told" type="application/json">'


@pytest.fixture(autouse=True)
def demo(settings: Settings) -> None:
    """Where every title has something to play."""
    settings.DEMO = True


def told(viewer: Viewer, path: str) -> dict[str, Any]:
    """What the page gives its script."""
    page = viewer.get(path)
    found: dict[str, Any] = json.loads(page.split(TOLD)[1].split("</script>")[0])
    return found


def report(title: Title, **more: Any) -> dict[str, Any]:
    return {"client_id": str(uuid.uuid4()), "title": title.pk, "position": 1500, "duration": 6000, **more}


def post(viewer: Viewer, *reports: dict[str, Any], status: int = 200, profile: Profile | None = None) -> Any:
    sent = json.dumps({"sent_at": timezone.now().isoformat(), "plays": reports}, default=str)
    return viewer.post(f"/profiles/{(profile or viewer.profile).pk}/plays/", status, report=sent)


def test_it_plays_from_where_it_was_left(alice: Viewer) -> None:
    title = make_title(runtime=100)
    address = f"/watch/{title.slug}/"
    assert told(alice, address)["playback"]["length"] == 6000
    for share, position in ((0.0, 0), (0.25, 1500), (1, 0)):
        watch(alice.profile, title, share)
        assert told(alice, address)["playback"]["position"] == position


def test_the_length_of_a_video_of_its_own_is_what_it_plays(alice: Viewer) -> None:
    title = make_title(runtime=100)
    make_video(title, duration=5400.6)
    found = told(alice, f"/watch/{title.slug}/")["playback"]
    assert (found["length"], found["stand_in"]) == (5401, False)
    assert "A stand-in" not in alice.get(f"/watch/{title.slug}/")


def test_the_stand_in_is_called_one_and_credited(alice: Viewer) -> None:
    page = alice.get(f"/watch/{make_title().slug}/")
    for said in ("A stand-in", "© 2008 Blender Foundation", 'href="http://www.bigbuckbunny.org"', "CC BY 3.0"):
        assert said in page, said


def test_a_title_without_a_video_says_so(alice: Viewer, settings: Settings) -> None:
    settings.DEMO = False
    title = make_title()
    page = alice.get(f"/watch/{title.slug}/")
    assert "There is no video of this yet" in page
    assert "hls" not in page
    assert json.loads(alice.get(f"/watch/{title.slug}/playback/"))["playback"] is None


def test_without_scripts_it_says_so_and_still_takes_a_word(alice: Viewer) -> None:
    title = make_title()
    plain = alice.get(f"/watch/{title.slug}/").split("<noscript>")[1].split("</noscript>")[0]
    assert "Playing needs JavaScript" in plain
    assert f'action="/title/{title.slug}/watched/"' in plain
    assert re.search(r'<video[^>]* controls[^>]* src="/media/[^"]+/master.m3u8"', plain)
    assert f'href="{title.get_absolute_url()}"' in plain


def test_it_tells_where_it_was_seen(alice: Viewer) -> None:
    view = str(uuid.uuid4())
    found = told(alice, f"/watch/{make_title().slug}/?row=top_picks&view={view}")
    assert (found["row"], found["page_view"]) == ("top_picks", view)
    found = told(alice, f"/watch/{make_title().slug}/?row={'x' * 99}&view=zzz")
    assert (found["row"], found["page_view"]) == ("", None)


def test_only_this_page_allows_the_styles_of_the_controls(alice: Viewer) -> None:
    title = make_title()
    policy = alice.client.get(f"/watch/{title.slug}/")["Content-Security-Policy"]
    assert f"style-src 'self' {' '.join(HASHES)}" in policy.split("; "), "whichever directive comes last"
    assert "unsafe" not in policy
    assert "sha256" not in alice.client.get(title.get_absolute_url())["Content-Security-Policy"]


def test_an_episode_is_named_in_the_address(alice: Viewer) -> None:
    series, other = make_series("Long Story", seasons=2, episodes=2), make_series()
    first, second, third, last = [episode for season in series.seasons.all() for episode in season.episodes.all()]
    found = told(alice, f"/watch/{series.slug}/?episode={second.pk}")
    assert found["episode"] == "S1 · E2 · Episode 2"
    assert found["playback"]["length"] == 2700
    assert found["next"]["label"] == "S2 · E1 · Episode 1"
    assert told(alice, found["next"]["page"])["playback"]["episode"] == third.pk
    assert json.loads(alice.get(found["next"]["playback"]))["playback"]["episode"] == third.pk
    assert told(alice, f"/watch/{series.slug}/?episode={last.pk}")["next"] is None
    assert told(alice, f"/watch/{series.slug}/")["playback"]["episode"] == first.pk
    for wrong in (other.seasons.get().episodes.all()[0].pk, 10**30):
        alice.get(f"/watch/{series.slug}/?episode={wrong}", 404)
        alice.get(f"/watch/{series.slug}/playback/?episode={wrong}", 404)
    alice.get(f"/watch/{series.slug}/?episode=x")
    alice.get(f"/watch/{make_title().slug}/?episode={first.pk}", 404)


def test_intro_and_recap_may_be_skipped_where_there_are_some(alice: Viewer) -> None:
    series = make_series(episodes=2)
    first, second = series.seasons.get().episodes.all()
    kinds = [
        [marker["kind"] for marker in told(alice, f"/watch/{series.slug}/?episode={one.pk}")["playback"]["markers"]]
        for one in (first, second)
    ]
    assert kinds == [["intro"], ["recap", "intro"]]
    assert told(alice, f"/watch/{make_title().slug}/")["playback"]["markers"] == []


def test_what_the_player_asks_for_later_is_nobody_else_s(alice: Viewer, child: Viewer) -> None:
    title = make_title(age=16)
    address = f"/watch/{title.slug}/playback/"
    assert json.loads(alice.get(address))["playback"]["expires_in"] > 3600
    child.get(address, 404)
    assert Client().get(address).status_code == 302
    assert "no-store" in alice.client.get(address)["Cache-Control"]


def test_reports_are_kept_once(alice: Viewer) -> None:
    title, session = make_title(runtime=100), uuid.uuid4()
    first = report(title, row="top_picks", session=session, watched=9)
    for _ in range(2):  # the second is a retry
        answer = post(alice, first, report(title, position=1600, watched=10))
        assert answer.json() == {"refused": []}
    play = Play.objects.get(client_id=first["client_id"])
    assert (play.profile, play.position, play.row, play.session) == (alice.profile, 1500, "top_picks", session)
    assert Play.objects.count() == 3
    assert WatchState.objects.get().watched == 9 + 2 * 10
    assert "Continue watching" in alice.get("/")


def test_reports_of_another_profile_of_the_account_are_taken(alice: Viewer, child: Viewer, bob: Viewer) -> None:
    """What gathered without a connection, and another profile is chosen by now."""
    title = make_title()
    assert post(child, report(title), profile=alice.profile).json() == {"refused": []}
    assert Play.objects.get().profile == alice.profile
    post(alice, report(title), profile=bob.profile, status=404)
    assert Client().post(f"/profiles/{alice.profile.pk}/plays/", {"report": "{}"}).status_code == 401
    assert Play.objects.count() == 1


def test_what_can_never_be_taken_is_refused_by_name_and_the_rest_is_kept(alice: Viewer, child: Viewer) -> None:
    film, adult, series = make_title(), make_title(age=18), make_series()
    wrong = [report(adult), report(series), report(film, episode=5), report(Title(pk=10**30))]
    wrong.append(report(film, happened_at=timezone.now() - dt.timedelta(days=400)))
    answer = post(child, *wrong[:2], report(film), *wrong[2:]).json()
    assert {one["client_id"] for one in answer["refused"]} == {one["client_id"] for one in wrong}
    assert all(one["reason"] for one in answer["refused"])
    assert Play.objects.get().title == film


@pytest.mark.parametrize(
    "wrong",
    [
        {"position": -1},
        {"position": "x"},
        {"duration": 0},
        {"position": 10**12},
        {"title": "no-number"},
        {"session": "no uuid"},
        {"client_id": "1"},
        {"client_id": None},
        {"device": "toaster"},
        {"watched": -1},
        {"happened_at": "yesterday"},
    ],
)
def test_what_makes_no_sense_is_not_read(alice: Viewer, wrong: dict[str, Any]) -> None:
    post(alice, {**report(make_title()), **wrong}, status=400)
    assert not Play.objects.exists()


@pytest.mark.parametrize("sent", ["", "{", "[]", "null", '{"plays": []}', "[" * 100_000, '{"sent_at": 1, "plays": 2}'])
def test_rubbish_is_not_read(alice: Viewer, sent: str) -> None:
    alice.post(f"/profiles/{alice.profile.pk}/plays/", 400, report=sent)


def test_reports_from_another_site_are_refused(alice: Viewer) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(alice.profile.user, backend=BACKEND)
    sent = {"report": json.dumps({"sent_at": timezone.now().isoformat(), "plays": [report(make_title())]})}
    address = f"/profiles/{alice.profile.pk}/plays/"
    assert client.post(address, sent, headers={"Origin": "https://evil.example"}).status_code == 403
    assert not Play.objects.exists()


def test_afterwards_comes_what_suits_this_viewer(alice: Viewer, child: Viewer) -> None:
    title, seen, disliked, adult, best, other = [make_title(name, "Horror") for name in "ABCDEF"]
    Title.objects.filter(pk=adult.pk).update(maturity=make_title(age=18).maturity)
    TitleStatistics.objects.create(title=title, similar=[one.pk for one in (seen, disliked, adult, best, other)])
    watch(alice.profile, seen)
    alice.post(f"/title/{disliked.slug}/rate/", value="-1")
    address = f"/title/{title.slug}/after/"
    page = alice.get(address)
    assert [page.index(one.slug) for one in (adult, best, other)] == sorted(
        page.index(one.slug) for one in (adult, best, other)
    )
    assert "row=watch_next" in page
    assert not any(f"/title/{one.slug}/" in page for one in (title, seen, disliked))
    assert f"/title/{adult.slug}/" not in child.get(address)
    child.get(f"/title/{adult.slug}/after/", 404)


def test_its_queries_do_not_grow(alice: Viewer) -> None:
    small, large = make_series("Small", 1, 1), make_series("Large", 20, 2)
    assert count_queries(alice, f"/watch/{small.slug}/") == count_queries(alice, f"/watch/{large.slug}/")


def test_its_queries_do_not_grow_with_captions(alice: Viewer) -> None:
    small, large = make_title(), make_title()
    for title, number in ((small, 1), (large, 9)):
        video = make_video(title)
        Caption.objects.bulk_create(
            Caption(video=video, language=f"x{place}", label=f"Language {place}", text="WEBVTT\n")
            for place in range(number)
        )
    assert count_queries(alice, f"/watch/{small.slug}/") == count_queries(alice, f"/watch/{large.slug}/")
