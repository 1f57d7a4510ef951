"""A newcomer is asked what it likes."""

import re

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import Profile, Rating
from catalog.models import Title
from tests.factories import make_profile, make_title, make_titles, watch
from tests.pages.conftest import Viewer, browser_of


@pytest.fixture
def newcomer(db: None) -> Viewer:
    return browser_of(make_profile(newcomer=True))


@pytest.fixture
def titles(db: None) -> list[Title]:
    return make_titles(30, "Comedy")


def offered(page: str) -> list[int]:
    return [int(pk) for pk in re.findall(r'name="title" value="(\d+)"', page)]


def checked(page: str) -> list[int]:
    return [int(pk) for pk in re.findall(r'name="title" value="(\d+)" checked', page)]


def home_leads_to(viewer: Viewer) -> str:
    response = viewer.client.get("/")
    return response["Location"] if response.status_code == 302 else "home"


def test_the_first_way_home_leads_there_once(newcomer: Viewer, titles: list[Title]) -> None:
    assert home_leads_to(newcomer) == "/welcome/"
    assert home_leads_to(newcomer) == "home", "whoever goes elsewhere is let go"
    assert home_leads_to(browser_of(newcomer.profile)) == "/welcome/", "and asked again another time"


def test_the_way_elsewhere_is_not_cut_off(newcomer: Viewer, titles: list[Title]) -> None:
    for path in ("/my-list/", "/genres/", titles[0].get_absolute_url(), "/rows/"):
        newcomer.get(path)


def test_who_has_a_history_is_not_asked(newcomer: Viewer, titles: list[Title]) -> None:
    watch(newcomer.profile, titles[0])
    assert home_leads_to(newcomer) == "home"


def test_where_there_is_nothing_to_choose_nobody_is_asked(newcomer: Viewer) -> None:
    make_titles(2)
    assert home_leads_to(newcomer) == "home"


def test_each_profile_of_an_account_is_asked(alice: Viewer, titles: list[Title]) -> None:
    alice.post("/profiles/add/", name="Kim", avatar="gold", learning="mine")
    assert home_leads_to(alice) == "/welcome/"
    assert Profile.objects.get(name="Kim").welcomed_at is None


def test_picks_become_thumbs_and_ask_for_a_page(newcomer: Viewer, titles: list[Title]) -> None:
    asked = offered(newcomer.get("/welcome/"))
    assert len(asked) == len(set(asked)) == 24
    chosen = asked[:3]
    answer = newcomer.post("/welcome/", title=chosen, action="pick")
    assert answer["Location"] == "/"
    assert dict(Rating.objects.values_list("title", "row")) == dict.fromkeys(chosen, "picks")
    assert home_leads_to(newcomer) == "home"
    assert 'data-state="waiting"' in newcomer.get("/")
    assert cache.get(f"refresh:{newcomer.profile.pk}")


def test_others_come_and_what_was_chosen_stays(newcomer: Viewer, titles: list[Title]) -> None:
    first = offered(newcomer.get("/welcome/"))
    answer = newcomer.post("/welcome/", 200, title=first[:2], action="others", start="24")
    second = answer.content.decode()
    assert checked(second) == first[:2]
    others = [pk for pk in offered(second) if pk not in first[:2]]
    assert len(others) == 6
    assert not set(others) & set(first)
    assert "Show others" not in second
    newcomer.post("/welcome/", title=[*first[:2], others[0]], action="pick")
    assert Rating.objects.count() == 3


def test_skipping_is_remembered(newcomer: Viewer, titles: list[Title]) -> None:
    assert newcomer.post("/welcome/", action="skip", title=[titles[0].pk])["Location"] == "/"
    assert not Rating.objects.exists()
    assert home_leads_to(newcomer) == "home"
    assert home_leads_to(browser_of(newcomer.profile)) == "home"


def test_picking_nothing_is_skipping(newcomer: Viewer, titles: list[Title]) -> None:
    newcomer.post("/welcome/", action="pick")
    assert home_leads_to(browser_of(newcomer.profile)) == "home"


def test_a_child_is_offered_and_can_pick_only_what_it_may_see(titles: list[Title]) -> None:
    adult = make_title("Forbidden Night", age=18)
    unrated = make_title("Unknown", age=None)
    child = browser_of(make_profile(newcomer=True, is_kids=True))
    page = child.get("/welcome/")
    assert {adult.pk, unrated.pk}.isdisjoint(offered(page))
    assert "Forbidden" not in page
    answer = child.post("/welcome/", 200, title=[adult.pk, titles[0].pk], action="others", start="24")
    assert "Forbidden" not in answer.content.decode()
    child.post("/welcome/", title=[adult.pk, unrated.pk, titles[0].pk], action="pick")
    assert [rating.title_id for rating in Rating.objects.all()] == [titles[0].pk]


@pytest.mark.parametrize("start", ["-1", "x", "9" * 30, "½", ""])
@pytest.mark.parametrize("title", ["-1", "x", "9" * 30, "\0"])
def test_odd_values_are_no_error(newcomer: Viewer, titles: list[Title], start: str, title: str) -> None:
    newcomer.post("/welcome/", 200, title=[title], action="others", start=start)
    newcomer.post("/welcome/", 200, title=[title], action="unknown")
    newcomer.post("/welcome/", title=[title], action="pick")
    assert not Rating.objects.exists()


def test_names_are_text(newcomer: Viewer) -> None:
    for _ in range(3):
        make_title("<script>alert(1)</script>")
    page = newcomer.get("/welcome/")
    assert "<script>alert" not in page
    assert "&lt;script&gt;" in page


def test_it_is_for_viewers(client: Client, db: None) -> None:
    assert client.get("/welcome/")["Location"] == "/sign-in/?next=/welcome/"
    assert client.post("/welcome/", {"action": "skip"}).status_code == 302


def test_it_costs_the_same_however_many_titles(newcomer: Viewer, titles: list[Title]) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            newcomer.get("/welcome/")
        return len(captured)

    queries()
    before = queries()
    make_titles(40, "Horror", "Drama")
    assert queries() == before
