"""What a viewer chose holds everywhere: in services, pages, API, the stream, the stored page and the model."""

from typing import Any
from uuid import UUID

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts import intake, services
from accounts.choices import EVERYTHING, LEAST, PLAIN, TEXT_VERSION, Choices, choices_of
from accounts.models import Consent, Exposure, Impression, Look, Play, Profile, Rating, SearchQuery, User, WatchState
from accounts.services import Shown
from catalog.search import index_titles
from recommendations import habits, history, homepage, pipeline
from recommendations.arrays import training_interactions
from recommendations.models import HomePage
from tests.factories import make_profile, make_titles, watch, watch_all
from tests.pages.conftest import Viewer, browser_of

VIEW = UUID(int=5)
OWN_ROWS = {"top_picks", "because_you_watched", "because_you_loved", "your_genres", "more_like", "from_your_search"}


def choose(profile: Profile, **decided: Any) -> None:
    services.choose(profile=profile, through=Consent.Through.PAGE, **decided)


def show(profile: Profile, title: int) -> bool:
    return services.record_impressions(profile=profile, page_view=VIEW, page="1", shown=[Shown(title, "popular", 1, 0)])


@pytest.fixture
def fan(db: None) -> Profile:
    """Somebody who loves horror, on a site with other things."""
    profile = make_profile()
    horror, comedy = make_titles(20, "Horror"), make_titles(20, "Comedy")
    watch_all(profile, horror[:6])
    for title in horror[:3]:
        services.rate(profile=profile, title=title, value=2)
    services.rate(profile=profile, title=comedy[0], value=-1)
    for _ in range(3):
        watch_all(make_profile(), comedy)
    return profile


class TestRecords:
    def test_each_choice_is_recorded_with_time_place_and_version(self, db: None) -> None:
        profile = make_profile(choices=None)
        assert not Consent.objects.filter(profile=profile).exists(), "nobody asked"
        choose(profile, keeps_searches=False, retention_days=30)
        found = Consent.objects.filter(profile=profile).values_list("choice", "value", "text_version", "through")
        assert set(found) == {
            ("keeps_searches", "off", TEXT_VERSION, "page"),
            ("retention_days", "30", TEXT_VERSION, "page"),
        }
        assert choices_of(profile) == EVERYTHING._replace(keeps_searches=False, retention_days=30)

    def test_saying_the_same_again_is_recorded_and_makes_no_new_page(self, db: None) -> None:
        profile = make_profile()
        before = Profile.objects.get(pk=profile.pk).taste_version
        choose(profile, personalised=True)
        assert Profile.objects.get(pk=profile.pk).taste_version == before
        assert Consent.objects.filter(profile=profile, choice="personalised").count() == 2

    @pytest.mark.parametrize(
        "wrong",
        [
            {"nothing": True},
            {"personalised": 1},
            {"retention_days": 0},
            {"retention_days": 4000},
            {"retention_days": True},
        ],
    )
    def test_what_makes_no_sense_is_refused(self, db: None, wrong: dict[str, Any]) -> None:
        profile = make_profile()
        with pytest.raises(ValidationError):
            choose(profile, **wrong)
        assert choices_of(Profile.objects.get(pk=profile.pk)) == EVERYTHING

    def test_a_child_has_the_least(self, db: None) -> None:
        child = make_profile(is_kids=True, choices=None)
        assert choices_of(child) == LEAST
        assert set(Consent.objects.filter(profile=child).values_list("through", flat=True)) == {"child"}


class TestCollection:
    def test_searches_are_answered_and_not_kept(self, db: None) -> None:
        profile = make_profile(choices=EVERYTHING._replace(keeps_searches=False))
        [title] = make_titles(1, "Horror")
        index_titles()
        viewer = browser_of(profile)
        assert title.get_absolute_url() in viewer.get(f"/search/?q={title.name}")
        viewer.get(f"/title/{title.slug}/?from_search=1")
        assert services.record_search(profile=profile, text="terror", results=1) is None
        assert not SearchQuery.objects.exists()

    def test_impressions_are_taken_and_neither_queued_nor_written(self, db: None) -> None:
        profile = make_profile()
        [title] = make_titles(1)
        assert show(profile, title.pk)  # waits in the stream
        choose(profile, keeps_impressions=False)
        assert not show(profile, title.pk)
        assert intake.take_in() == 0, "what waited is not written either"
        assert not Impression.objects.exists()
        assert not Exposure.objects.exists()
        watch(profile, title, row="top_picks", page_view=VIEW)
        services.rate(profile=profile, title=title, value=1, row="top_picks", page_view=VIEW)
        assert list(Play.objects.values_list("row", "page_view")) == [("", None)]
        assert list(Rating.objects.values_list("row", "page_view")) == [("", None)]

    @pytest.mark.parametrize("choice", ["uses_plays", "personalised"])
    def test_looks_are_not_noted(self, db: None, choice: str) -> None:
        profile = make_profile(choices=EVERYTHING._replace(**{choice: False}))
        [title] = make_titles(1)
        browser_of(profile).get(title.get_absolute_url())
        assert not Look.objects.exists()
        watch(profile, title, 0.5)
        assert WatchState.objects.get().progress == 0.5, "Continue watching goes on"

    def test_what_was_collected_can_be_forgotten(self, db: None) -> None:
        profile, other = make_profile(), make_profile()
        [title] = make_titles(1)
        for one in (profile, other):
            services.record_search(profile=one, text="terror", results=1)
            show(one, title.pk)
            services.record_look(profile=one, title=title)
        assert intake.take_in() == 2
        assert [
            services.forget_collected(profile=profile, choice=one) for one in ("keeps_searches", "keeps_impressions")
        ] == [
            1,
            2,
        ]
        assert services.forget_collected(profile=profile, choice="uses_plays") == 1
        for kind in (SearchQuery, Impression, Exposure, Look):
            assert [row.profile_id for row in kind.objects.all()] == [other.pk]
        with pytest.raises(ValidationError):
            services.forget_collected(profile=profile, choice="personalised")


class TestRecommendations:
    def test_off_leaves_popular_and_new_rows_that_say_nothing_of_the_viewer(self, fan: Profile) -> None:
        pipeline.refresh(fan.pk)
        assert OWN_ROWS & {row["kind"] for row in HomePage.objects.get(profile=fan).rows}
        choose(fan, personalised=False)
        pipeline.refresh(fan.pk)
        page = HomePage.objects.get(profile=fan)
        assert not page.personalised
        assert {row["kind"] for row in page.rows} <= {"popular", "trending", "top_ten", "new", "genres", "short_films"}
        assert not any(row.get("because") for row in page.rows)

    def test_the_masks_hold(self, fan: Profile) -> None:
        choose(fan, personalised=False)
        pipeline.refresh(fan.pk)
        shown = {pk for row in HomePage.objects.get(profile=fan).rows for pk in row["titles"]}
        seen = set(WatchState.objects.filter(profile=fan).values_list("title", flat=True))
        refused = set(Rating.objects.filter(profile=fan, value=-1).values_list("title", flat=True))
        assert shown
        assert not shown & (seen | refused)

    def test_two_who_like_different_things_get_the_same(self, db: None) -> None:
        """Whom nothing is read of, nothing can be told apart by: not even the order."""
        horror, comedy = make_titles(30, "Horror"), make_titles(30, "Comedy")
        for _ in range(2):
            watch_all(make_profile(), [*horror[10:], *comedy[10:]])
        fans = [make_profile(choices=PLAIN), make_profile(choices=PLAIN)]
        for profile, liked in zip(fans, (horror[:10], comedy[:10]), strict=True):
            watch_all(profile, liked)
        histories = history.of_profiles([one.pk for one in fans])
        assert all(not (past.events or past.searches) for past in histories.values())
        assert all(habits.of_profile(one).genres == [] for one in fans)
        assert all(habits.of_profile(one).sitting is None for one in fans)

    def test_a_page_made_from_the_history_is_not_shown_any_more_not_even_without_a_worker(self, fan: Profile) -> None:
        viewer = browser_of(fan)
        pipeline.refresh(fan.pk)
        assert "Horror for you" in viewer.get("/")
        viewer.post("/your-data/privacy/", personalised="", retention_days="always")
        # The head says to whoever is not signed in what the site is.
        _head, page = viewer.get("/").split("</head>")
        assert "for you" not in page
        assert "Because you" not in page
        fan.refresh_from_db()
        assert homepage.is_outdated(fan)

    def test_nothing_but_masks_is_read_of_them(self, fan: Profile) -> None:
        choose(fan, personalised=False)
        with CaptureQueriesContext(connection) as captured:
            history.of_profile(fan.pk)
        asked = " ".join(query["sql"] for query in captured.captured_queries)
        assert "accounts_look" not in asked or f"IN ({fan.pk})" not in asked
        assert "accounts_searchquery" not in asked
        assert "accounts_play" not in asked

    def test_plays_alone_can_be_left_out(self, fan: Profile) -> None:
        choose(fan, uses_plays=False)
        past = history.of_profile(fan.pk)
        assert {event.rating for event in past.events} == {2, -1}, "thumbs count, and nothing else"
        assert all(event.progress is None for event in past.events)
        assert len(past.aside) == 6

    def test_the_shared_model_learns_from_those_alone_who_let_it(self, fan: Profile) -> None:
        def learnt() -> list[int]:
            data = training_interactions()
            return sorted(data.items[data.users == fan.pk].tolist())

        everything = learnt()
        assert len(everything) == 7
        choose(fan, uses_plays=False)
        assert len(learnt()) == 4, "thumbs"
        choose(fan, personalised=False)
        assert learnt() == []

    def test_on_again_everything_counts_again(self, fan: Profile) -> None:
        before = history.of_profile(fan.pk)
        choose(fan, personalised=False, uses_plays=False)
        choose(fan, personalised=True, uses_plays=True)
        assert history.of_profile(fan.pk) == before


class TestPages:
    def test_at_sign_up_one_of_two_ways_is_chosen(self, client: Client, db: None) -> None:
        good = {"email": "new@example.org", "password": "three calm otters", "name": "Ada"}
        assert client.post("/sign-up/", good).status_code == 422, "neither is ticked beforehand"
        page = client.get("/sign-up/").content.decode()
        assert "checked" not in page
        client.post("/sign-up/", {**good, "learning": "plain"})
        profile = User.objects.get().profiles.get()
        assert choices_of(profile) == PLAIN
        assert set(profile.consents.values_list("through", flat=True)) == {"sign-up"}
        assert "What do you like" not in client.get("/", follow=True).content.decode(), "there is nothing to ask"

    def test_a_new_profile_is_asked_and_a_child_is_not(self, alice: Viewer) -> None:
        alice.post("/profiles/add/", 422, name="Two", avatar="gold")
        alice.post("/profiles/add/", name="Two", avatar="gold", learning="mine")
        alice.post("/profiles/add/", name="Kim", avatar="gold", is_kids="on", learning="mine")
        stand = {one.name: choices_of(one) for one in Profile.objects.filter(name__in=["Two", "Kim"])}
        assert stand == {"Two": EVERYTHING, "Kim": LEAST}

    def test_the_page_shows_how_things_stand_and_changes_them(self, alice: Viewer) -> None:
        assert alice.get("/your-data/privacy/").count("checked") == 4
        alice.post("/your-data/privacy/", personalised="on", keeps_searches="on", retention_days="90")
        alice.profile.refresh_from_db()
        assert choices_of(alice.profile) == Choices(True, False, True, False, 90)
        page = alice.get("/your-data/privacy/")
        assert page.count("checked") == 2
        assert "90 days" in page
        alice.post("/your-data/privacy/", 422, retention_days="-1")

    def test_what_is_still_there_is_offered_for_deletion(self, alice: Viewer) -> None:
        services.record_search(profile=alice.profile, text="terror", results=1)
        alice.post("/your-data/privacy/", personalised="on", uses_plays="on", retention_days="always")
        assert "1 entry from before is still there" in alice.get("/your-data/privacy/")
        alice.post("/your-data/privacy/forget/", choice="keeps_searches")
        assert not SearchQuery.objects.exists()
        alice.post("/your-data/privacy/forget/", 400, choice="nonsense")

    def test_somebody_elses_choices_are_not_touched(self, alice: Viewer, bob: Viewer) -> None:
        alice.post("/your-data/privacy/", retention_days="30")
        bob.profile.refresh_from_db()
        assert choices_of(bob.profile) == EVERYTHING
