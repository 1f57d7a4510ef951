"""Everything that a profile did, as one list; and what of it counts, is hidden, and is gone."""

import datetime as dt
import uuid
from typing import Any

import pytest
from django.utils import timezone

from accounts import activity, intake, services
from accounts.activity import Cursor, InvalidCursor, Wanted
from accounts.models import Exposure, Impression, ListEntry, Look, Play, Profile, Rating, SearchQuery, WatchState
from catalog.models import Episode, Title
from recommendations import history, sittings, statistics
from recommendations.arrays import training_interactions
from recommendations.models import TitleStatistics
from tests.factories import make_profile, make_series, make_title, make_titles, watch

NOW = timezone.now().replace(microsecond=0)
DAY = dt.timedelta(days=1)


@pytest.fixture
def profile(db: None) -> Profile:
    return make_profile()


def sit(profile: Profile, title: Title, share: float, at: dt.datetime, **fields: Any) -> uuid.UUID:
    """A viewing of a hundred minutes' film from its beginning, reported every ten of them."""
    session: uuid.UUID = fields.setdefault("session", uuid.uuid4())
    for minute in range(0, int(100 * share) + 1, 10):
        services.record_play(
            profile=profile,
            title=title,
            position=60 * minute,
            duration=6000,
            happened_at=at + dt.timedelta(minutes=minute),
            **fields,
        )
    return session


def listed(profile: Profile, size: int = 100, **filters: Any) -> list[str]:
    """What is found, as kind and name."""
    return [
        f"{entry.kind.name} {entry.title.name if entry.title else entry.what.text}"
        for entry in activity.read(profile, Wanted(**filters), size).entries
    ]


def something_of_everything(profile: Profile) -> Title:
    title = make_title("The Harbour", "Drama", year=1974)
    sit(profile, title, 1.0, NOW - DAY, device="tv")
    services.rate(profile=profile, title=title, value=2)
    services.pick_titles(profile=profile, titles=[make_title("Picked")])
    services.record_look(profile=profile, title=title)
    services.toggle_list(profile=profile, title=title, listed=True)
    services.record_search(profile=profile, text="harbour lights", results=1, found=[title.pk])
    view, at = uuid.uuid4(), NOW - DAY
    intake.write([intake.Seen(profile.pk, title.pk, "top_picks", 1, 0, "1.1", None, view, at.date(), at)])
    return title


def test_everything_is_there_the_latest_first(profile: Profile) -> None:
    title = something_of_everything(profile)
    page = activity.read(profile, Wanted(), 100)
    kinds = ["list", "look", "pick", "play", "rating", "search", "shown"]
    assert sorted(entry.kind.name for entry in page.entries) == kinds
    moments = [entry.at for entry in page.entries]
    assert moments == sorted(moments, reverse=True)
    (play,) = (entry for entry in page.entries if entry.kind.name == "play")
    assert (play.title, play.at, play.reached) == (title, NOW - DAY, 1.0), "a viewing is one line, from its beginning"
    assert play.viewing is not None
    assert play.viewing.until == NOW - DAY + dt.timedelta(minutes=100)
    assert page.next is None
    assert listed(make_profile()) == []


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ({"text": "harb"}, {"play", "rating", "look", "list", "shown", "search"}),
        ({"text": "lights"}, {"search"}),
        ({"kind": "play"}, {"play"}),
        ({"kind": "pick"}, {"pick"}),
        ({"device": "tv"}, {"play"}),
        ({"device": "phone"}, set()),
        ({"day": (NOW - DAY).date()}, {"play", "shown"}),
        ({"day": (NOW - 9 * DAY).date()}, set()),
        ({"genre": "drama"}, {"play", "rating", "look", "list", "shown"}),
        ({"genre": "western"}, set()),
        ({"era": 1970, "kind": "rating"}, {"rating"}),
        ({"era": 1980}, set()),
        ({"row": "picks"}, {"pick"}),
        ({"hidden": True}, set()),
        ({"hidden": False, "kind": "rating"}, {"rating"}),
        ({"weekday": (NOW - DAY).strftime("%A").lower(), "kind": "play"}, {"play"}),
        ({"weekday": NOW.strftime("%A").lower(), "kind": "play"}, set()),
        ({"month": (NOW - DAY).date(), "kind": "play"}, {"play"}),
    ],
)
def test_filters(profile: Profile, filters: dict[str, Any], found: set[str]) -> None:
    something_of_everything(profile)
    names = {entry.kind.name for entry in activity.read(profile, Wanted(**filters), 100).entries}
    assert names == found
    assert activity.count(profile, Wanted(**filters)) == len(found)


def test_a_cursor_leads_through_all_of_it_once(profile: Profile) -> None:
    for title in make_titles(7):
        services.record_look(profile=profile, title=title)
        services.rate(profile=profile, title=title, value=1)
    at = NOW - DAY  # many at one moment, of several kinds
    Look.objects.update(last_at=at)
    Rating.objects.update(rated_at=at)
    seen, after = [], None
    for _ in range(20):
        page = activity.read(profile, Wanted(), 3, after)
        seen += [entry.key for entry in page.entries]
        if page.next is None:
            break
        after = Cursor.decode(page.next.encode())
    assert len(seen) == len(set(seen)) == 14


@pytest.mark.parametrize("text", ["", "x", "bm8", "WyIyMDI2IiwicGxheSIsMV0", "WzEsMiwzXQ"])
def test_what_is_no_cursor_is_refused(text: str) -> None:
    with pytest.raises(InvalidCursor):
        Cursor.decode(text)


def test_a_title_that_may_not_be_seen_has_no_name_and_is_not_found_by_one(profile: Profile) -> None:
    child = make_profile(is_kids=True)
    title = make_title("Knives", age=18)
    watch(child, title)
    (entry,) = activity.read(child, Wanted(), 9).entries
    assert entry.title is None
    assert listed(child, text="knives") == []


def liked(profile: Profile) -> set[int]:
    return {event.title_id for event in history.of_profile(profile.pk).liked}


def test_what_is_hidden_counts_nowhere_and_stays_in_the_list(profile: Profile) -> None:
    title = something_of_everything(profile)
    before = history.of_profile(profile.pk)
    statistics.recount()
    assert liked(profile) > {title.pk}
    number, moment = services.hide(profile=profile, wanted=Wanted(title=title.pk))
    assert number == 4, "a viewing, a heart, a look, an exposure; My List is no sign of taste"
    profile.refresh_from_db()
    past = history.of_profile(profile.pk)
    assert title.pk not in {event.title_id for event in past.events}
    assert past.aside == {title.pk}
    assert sittings.of_profiles([profile.pk])[profile.pk] == []
    statistics.recount()
    counted = TitleStatistics.objects.get(title=title)
    assert (counted.popularity, counted.viewers, counted.views, counted.likes) == (0, 0, 0, 0)
    assert {entry.kind.name for entry in activity.read(profile, Wanted(hidden=True), 9).entries} == {
        "play",
        "rating",
        "look",
        "shown",
    }
    state = WatchState.objects.get(profile=profile, title=title)
    assert state.furthest == 1.0, "where the viewer is stays"
    assert services.unhide(profile=profile, wanted=Wanted(title=title.pk), hidden_at=moment) == 4
    assert history.of_profile(profile.pk) == before
    statistics.recount()
    counted.refresh_from_db()
    assert counted.viewers == 1


def test_one_viewing_of_several_can_be_hidden(profile: Profile) -> None:
    """Somebody else saw the end of it on my account."""
    title = make_title()
    sit(profile, title, 0.3, NOW - 3 * DAY)
    sit(profile, title, 1.0, NOW - 2 * DAY)
    latest = activity.read(profile, Wanted(), 9).entries[0]
    assert services.hide(profile=profile, wanted=Wanted(event=latest.key))[0] == 1
    (event,) = history.of_profile(profile.pk).events
    assert event.progress == pytest.approx(0.3)
    assert Play.objects.hidden().count() == 11
    part = training_interactions()
    services.unhide(profile=profile, wanted=Wanted(event=latest.key))
    (event,) = history.of_profile(profile.pk).events
    assert event.progress == 1.0
    assert WatchState.objects.get().hidden_at is None
    whole = training_interactions()
    assert part.items.tolist() == whole.items.tolist() == [title.pk], "the model is trained on the rest of it"
    assert part.weights[0] < whole.weights[0]


def test_other_episodes_go_on_counting_once(profile: Profile) -> None:
    series = make_series(episodes=2)
    first, second = Episode.objects.filter(season__title=series).order_by("number")
    sit(profile, series, 1.0, NOW - 2 * DAY, episode=first)
    sit(profile, series, 0.5, NOW - DAY, episode=second)
    latest = activity.read(profile, Wanted(), 9).entries[0]
    services.hide(profile=profile, wanted=Wanted(event=latest.key))
    past = history.of_profile(profile.pk)
    (event,) = past.events
    assert event.progress == 1.0
    _far, plays, _at = history._watched(WatchState.objects.all())[profile.pk, series.pk]
    assert plays == 1
    assert past.aside == {series.pk}


def test_what_a_player_goes_on_with_stays_hidden(profile: Profile) -> None:
    title = make_title()
    session = sit(profile, title, 0.4, NOW - DAY)
    (entry,) = activity.read(profile, Wanted(), 9).entries
    services.hide(profile=profile, wanted=Wanted(event=entry.key))
    sit(profile, title, 1.0, NOW, session=session)
    assert not history.of_profile(profile.pk).events
    sit(profile, title, 0.5, NOW)
    (event,) = history.of_profile(profile.pk).events
    assert event.progress == pytest.approx(0.5), "another viewing is another matter"


def test_a_day_takes_the_viewings_that_began_then(profile: Profile) -> None:
    late, title = NOW.replace(hour=23, minute=30) - 3 * DAY, make_title()
    sit(profile, title, 1.0, late)
    sit(profile, make_title(), 1.0, late + DAY)
    assert services.hide(profile=profile, wanted=Wanted(day=late.date()))[0] == 1
    assert Play.objects.hidden().count() == 11, "those after midnight too"
    assert title.pk not in liked(profile)
    assert len(liked(profile)) == 1


def test_an_undo_leaves_hidden_what_was_hidden_before(profile: Profile) -> None:
    one, other = make_titles(2)
    for title in (one, other):
        services.rate(profile=profile, title=title, value=1)
    services.hide(profile=profile, wanted=Wanted(title=one.pk))
    _number, moment = services.hide(profile=profile, wanted=Wanted())
    services.unhide(profile=profile, wanted=Wanted(), hidden_at=moment)
    assert liked(profile) == {other.pk}


def test_another_thumb_is_another_saying(profile: Profile) -> None:
    title = make_title()
    services.rate(profile=profile, title=title, value=1)
    services.hide(profile=profile, wanted=Wanted(kind="rating"))
    services.rate(profile=profile, title=title, value=1)
    assert liked(profile) == set()
    services.rate(profile=profile, title=title, value=2)
    assert liked(profile) == {title.pk}


def test_watching_without_plays_can_be_hidden_and_deleted(profile: Profile) -> None:
    """As after the time that plays are kept for."""
    one, other = make_titles(2)
    for title in (one, other):
        watch(profile, title)
    Play.objects.all().delete()
    assert len(listed(profile, kind="play")) == 2
    services.hide(profile=profile, wanted=Wanted(title=one.pk))
    assert liked(profile) == {other.pk}
    services.unhide(profile=profile, wanted=Wanted(title=one.pk))
    assert liked(profile) == {one.pk, other.pk}
    assert services.forget(profile=profile, wanted=Wanted(title=one.pk)) == 1
    assert [state.title_id for state in WatchState.objects.all()] == [other.pk]


def test_deleting_a_viewing_leaves_what_the_others_say(profile: Profile) -> None:
    title = make_title()
    sit(profile, title, 0.4, NOW - 3 * DAY, watched=60)
    sit(profile, title, 1.0, NOW - 2 * DAY, watched=600)
    state = WatchState.objects.get()
    assert state.is_finished
    assert state.watched == 5 * 60 + 11 * 600
    latest = activity.read(profile, Wanted(), 9).entries[0]
    version = Profile.objects.get(pk=profile.pk).taste_version
    assert services.forget(profile=profile, wanted=Wanted(event=latest.key)) == 1
    state.refresh_from_db()
    assert (state.position, state.furthest, state.finished_at, state.plays) == (2400, 0.4, None, 1)
    assert state.watched == 5 * 60
    assert (state.first_at, state.last_at) == (NOW - 3 * DAY, NOW - 3 * DAY + dt.timedelta(minutes=40))
    assert list(WatchState.objects.resumable()) == [state], "it can be gone on with again"
    assert Profile.objects.get(pk=profile.pk).taste_version == version + 1
    services.forget(profile=profile, wanted=Wanted(title=title.pk))
    assert not Play.objects.exists()
    assert not WatchState.objects.exists()


def test_everything_can_be_deleted_and_nobody_elses(profile: Profile) -> None:
    other = make_profile()
    something_of_everything(profile)
    something_of_everything(other)
    assert services.forget(profile=profile, wanted=Wanted()) == 7
    for model in (Play, WatchState, Rating, Look, SearchQuery, ListEntry, Exposure, Impression):
        left = model._default_manager.filter(profile=profile)
        assert not left.exists(), model
        assert model._default_manager.filter(profile=other).exists(), model
    assert not history.of_profile(profile.pk)
    assert services.forget(profile=profile, wanted=Wanted()) == 0


def test_hiding_nothing_changes_nothing(profile: Profile) -> None:
    version = Profile.objects.get(pk=profile.pk).taste_version
    assert services.hide(profile=profile, wanted=Wanted(day=NOW.date()))[0] == 0
    assert services.forget(profile=profile, wanted=Wanted(text="nothing")) == 0
    assert Profile.objects.get(pk=profile.pk).taste_version == version
