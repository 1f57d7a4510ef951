"""Your data: the hub, the taste, the activity, and what is done to them with forms alone."""

import html
import re
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from django.utils import timezone

from accounts import services
from accounts.models import Look, Play, Profile, Rating, Steer, WatchState
from recommendations import pipeline
from recommendations.models import HomePage
from tests.factories import make_profile, make_title, make_titles, watch
from tests.pages.conftest import Viewer, browser_of, count_queries

PAGE, TASTE = "/your-data/activity/", "/your-data/taste/"
NAMES = re.compile(r'class="entry__title"[^>]*>([^<(]+) \(')


def names(page: str) -> list[str]:
    return NAMES.findall(page)


def forms(page: str, action: str) -> list[dict[str, Any]]:
    """The fields of all forms of that address, buttons included, as a browser would send them."""
    found = re.findall(rf'<form[^>]*action="{re.escape(action)}"[^>]*>(.*?)</form>', page, re.DOTALL)
    fields = [re.findall(r'<(?:input|button)[^>]*name="([^"]+)"[^>]*value="([^"]*)"', form) for form in found]
    return [{name: html.unescape(value) for name, value in form if name != "csrfmiddlewaretoken"} for form in fields]


def follow(viewer: Viewer, response: object) -> str:
    """The page that a form leads to."""
    return viewer.get(response.url)  # type: ignore[attr-defined]


def taste_of(profile: Profile) -> int:
    return Profile.objects.get(pk=profile.pk).taste_version


def test_the_hub_leads_on_and_the_menu_leads_there(alice: Viewer) -> None:
    assert 'href="/your-data/"' in alice.get("/my-list/")
    page = alice.get("/your-data/")
    for path in (PAGE, TASTE):
        assert f'href="{path}"' in page


@pytest.mark.parametrize("path", [PAGE, TASTE, "/your-data/"])
def test_nobody_gets_in_without_signing_in(client: object, db: None, path: str) -> None:
    assert client.get(path).status_code == 302  # type: ignore[attr-defined]


def test_of_nothing_there_is_a_kind_word(alice: Viewer) -> None:
    assert "Nothing yet" in alice.get(PAGE)
    assert "Nothing like that" in alice.get(f"{PAGE}?q=xyz")
    assert "too little yet" in alice.get(TASTE)


def test_it_is_ones_own(alice: Viewer, bob: Viewer) -> None:
    watch(alice.profile, make_title("Mine"))
    assert names(alice.get(PAGE)) == ["Mine"]
    assert names(bob.get(PAGE)) == []
    entry = f"play-{Play.objects.get().pk}"
    for act in ("hide", "delete"):
        bob.post(f"{PAGE}{act}/", entry=entry, sure="1")
    assert Play.objects.counted().count() == 1


def test_it_is_found_and_narrowed(alice: Viewer) -> None:
    watch(alice.profile, make_title("Harbour", "Drama"), device="tv")
    services.rate(profile=alice.profile, title=make_title("Meadow", "Comedy"), value=1)
    assert names(alice.get(f"{PAGE}?q=harb&kind=&device=&day=")) == ["Harbour"]
    assert names(alice.get(f"{PAGE}?kind=rating")) == ["Meadow"]
    assert names(alice.get(f"{PAGE}?device=tv")) == ["Harbour"]
    page = alice.get(f"{PAGE}?genre=comedy")
    assert names(page) == ["Meadow"]
    assert 'name="genre" value="comedy"' in page, "the form keeps it"
    assert re.search(r'class="chip" href="/your-data/activity/">Comedy', page), "and it can be let go of"


@pytest.mark.parametrize(
    "rubbish",
    ["?kind=x&device=y&day=2026-99-99", "?after=%00", "?q=%00&title=-1&era=1974", "?month=2026-13&done=hidden&at=x"],
)
def test_rubbish_in_the_address_is_let_pass(alice: Viewer, rubbish: str) -> None:
    watch(alice.profile, make_title("Harbour"))
    assert names(alice.get(PAGE + rubbish)) == ["Harbour"]


@pytest.mark.parametrize("told", [{}, {"entry": "play-x"}, {"entry": "user-1"}, {"kind": "x"}, {"everything": "0"}])
def test_forms_that_say_nothing_do_nothing(alice: Viewer, told: dict[str, Any]) -> None:
    watch(alice.profile, make_title())
    for act in ("hide", "unhide", "delete"):
        alice.post(f"{PAGE}{act}/", 400, sure="1", **told)
    assert Play.objects.counted().count() == 1


def test_more_of_it_follows(alice: Viewer) -> None:
    for title in make_titles(30):
        services.record_look(profile=alice.profile, title=title)
    page = alice.get(PAGE)
    assert len(names(page)) == 24
    onward = re.search(r'<p class="pages"><a class="button" href="([^"]+)"', page)
    assert onward
    address = html.unescape(onward[1])
    assert len(names(alice.get(address))) == 6
    fragment = alice.get(address, htmx=True)
    assert len(names(fragment)) == 6
    assert "<html" not in fragment
    assert "<h2" not in fragment, "it goes on with the same day"


def test_one_is_hidden_and_used_again_by_its_form(alice: Viewer) -> None:
    watch(alice.profile, make_title("Harbour"))
    before = taste_of(alice.profile)
    (form,) = forms(alice.get(PAGE), f"{PAGE}hide/")[-1:]
    page = follow(alice, alice.post(f"{PAGE}hide/", **form))
    assert "Not used for recommendations" in page
    assert "1 entry is not used" in page
    assert taste_of(alice.profile) == before + 1
    (undo, *_) = forms(page, f"{PAGE}unhide/")
    follow(alice, alice.post(f"{PAGE}unhide/", **undo))
    assert Play.objects.counted().count() == 1
    assert WatchState.objects.get().hidden_at is None


def test_with_scripts_the_entry_alone_comes_back(alice: Viewer) -> None:
    watch(alice.profile, make_title("Harbour"))
    entry = f"play-{Play.objects.get().pk}"
    response = alice.post(f"{PAGE}hide/", 200, htmx=True, entry=entry)
    assert "taste-changed" in response.headers["HX-Trigger"]
    assert response.content.decode().startswith('<li class="entry entry--hidden"')


def test_all_that_is_found_is_hidden_and_the_undo_is_exact(alice: Viewer) -> None:
    one, other, rest = make_title("One", "Drama"), make_title("Other", "Drama"), make_title("Rest", "Comedy")
    for title in (one, other, rest):
        services.rate(profile=alice.profile, title=title, value=1)
    Rating.objects.filter(title=one).update(hidden_at=timezone.now() - timedelta(days=1))
    (form, *_) = forms(alice.get(f"{PAGE}?genre=drama"), f"{PAGE}hide/")
    page = follow(alice, alice.post(f"{PAGE}hide/", **form))
    assert "1 entry is not used" in page
    assert [rating.title for rating in Rating.objects.counted()] == [rest]
    (undo, *_) = forms(page, f"{PAGE}unhide/")
    alice.post(f"{PAGE}unhide/", **undo)
    assert {rating.title for rating in Rating.objects.counted()} == {other, rest}


def test_deleting_asks_first(alice: Viewer) -> None:
    watch(alice.profile, make_title("Harbour"))
    (form,) = forms(alice.get(PAGE), f"{PAGE}delete/")[-1:]
    asked = alice.post(f"{PAGE}delete/", 200, **form).content.decode()
    assert "Harbour" in asked
    assert "1 entry of your activity" in asked
    assert Play.objects.exists()
    (sure,) = forms(asked, f"{PAGE}delete/")
    page = follow(alice, alice.post(f"{PAGE}delete/", **sure))
    assert "deleted for good" in page
    assert not Play.objects.exists()
    assert not WatchState.objects.exists()


def test_everything_is_deleted_only_when_that_is_said(alice: Viewer) -> None:
    for title in make_titles(3):
        services.record_look(profile=alice.profile, title=title)
    (form, *_) = forms(alice.get(PAGE), f"{PAGE}delete/")
    assert form["everything"] == "1"
    alice.post(f"{PAGE}delete/", sure="1", **form)
    assert not Look.objects.exists()


def test_the_taste_is_told_with_what_it_rests_on(alice: Viewer) -> None:
    for title in make_titles(6, "Horror", year=1974):
        watch(alice.profile, title)
    page = alice.get(TASTE)
    assert "of what you like is Horror" in page
    assert f'href="{PAGE}?genre=horror"' in page
    assert f'href="{PAGE}?era=1970"' in page
    assert f'href="{PAGE}?month={timezone.localdate():%Y-%m}"' in page
    assert "style=" not in page, "the policy forbids it"
    for address in set(re.findall(rf'href="({PAGE}\?[^"]+)"', page)):
        told = dict(parse_qsl(urlsplit(html.unescape(address)).query))
        assert names(alice.get(html.unescape(address))), told


def test_wishes_are_made_and_taken_back_by_forms(alice: Viewer) -> None:
    for title in make_titles(6, "Horror", year=1974):
        watch(alice.profile, title)
    before = taste_of(alice.profile)
    alice.post(f"{TASTE}wish/", kind="genre", key="horror", direction="less")
    page = alice.get(TASTE)
    assert re.search(r'value="" aria-pressed="true">.*?Less', page), "pressed, and pressing again takes it back"
    assert "less of this" in page
    assert taste_of(alice.profile) == before + 1
    alice.post(f"{TASTE}wish/", kind="genre", key="horror", direction="less")
    assert taste_of(alice.profile) == before + 1, "the same again is nothing new"
    alice.post(f"{TASTE}wish/", kind="genre", key="horror", direction="")
    assert not Steer.objects.exists()
    alice.post(f"{TASTE}wish/", what="era:1970", direction="more")
    assert Steer.objects.get().key == "1970"
    answer = alice.post(f"{TASTE}wish/", 200, htmx=True, kind="genre", key="horror", name="Horror", direction="not_me")
    assert "taste-changed" in answer.headers["HX-Trigger"]
    assert 'hx-swap-oob="true"' in answer.content.decode()


@pytest.mark.parametrize(
    "told",
    [
        {"kind": "genre", "key": "gone", "direction": "more"},
        {"kind": "era", "key": "1974", "direction": "more"},
        {"kind": "x", "key": "horror", "direction": "more"},
        {"kind": "genre", "key": "horror", "direction": "sideways"},
        {"kind": "genre", "key": "ho\0rror", "direction": "more"},
        {"direction": "more"},
    ],
)
def test_wishes_for_nothing_are_refused(alice: Viewer, told: dict[str, Any]) -> None:
    make_title("", "Horror")
    alice.post(f"{TASTE}wish/", 400, **told)
    assert not Steer.objects.exists()


def why(profile: Profile, reasons: int = 2) -> tuple[str, list[int]]:
    """The address of the reasons for a title on the profile's page, and the titles behind it."""
    behind = make_titles(reasons, "Horror")
    for title in behind:
        watch(profile, title)
    shown = make_title("Shown", "Horror", year=1974)
    row: dict[str, Any] = {"kind": "top_picks", "key": "top_picks", "about": {}, "titles": [shown.pk]}
    row["because"] = {str(shown.pk): [title.pk for title in behind]}
    HomePage.objects.update_or_create(profile=profile, defaults={"rows": [row], "taste_version": 0})
    return f"/title/{shown.slug}/why/?row=top_picks", [title.pk for title in behind]


def test_why_this_leads_to_what_is_behind_it_and_each_can_be_taken_out(alice: Viewer) -> None:
    address, behind = why(alice.profile)
    assert f'href="{address}"' in alice.get(address.replace("why/", "peek/"), htmx=True)
    page = alice.get(address)
    assert "Chosen from everything" in page
    assert len(names(page)) == 2
    action = re.findall(r'action="(/title/[^"]+/hidden/)"', page)
    (form, *_) = forms(page, action[0])
    assert form["hidden"] == "1"
    back = alice.post(action[0], **form)
    pipeline.refresh(alice.profile.pk)  # the page is another one, and the title may be gone from it
    page = follow(alice, back)
    assert len(names(page)) == 2, "it is still there, to be used again"
    assert "Not used" in page
    assert WatchState.objects.hidden().get().title_id == behind[0]
    (form, *_) = forms(page, action[0])
    assert form["hidden"] == "0"
    alice.post(action[0], **form)
    assert not WatchState.objects.hidden().exists()


def test_with_scripts_the_undo_lets_in_what_was_just_hidden(alice: Viewer) -> None:
    address, behind = why(alice.profile)
    services.rate(profile=alice.profile, title=WatchState.objects.first().title, value=1)  # type: ignore[union-attr]
    Rating.objects.update(hidden_at=timezone.now() - timedelta(days=1))
    action = re.findall(r'action="(/title/[^"]+/hidden/)"', alice.get(address))
    for path in action:
        answer = alice.post(path, 200, htmx=True, hidden="1").content.decode()
        (form,) = forms(answer, path)
        alice.post(path, 200, htmx=True, **form)
    assert Rating.objects.hidden().count() == 1
    assert not WatchState.objects.hidden().exists()
    assert behind


def test_a_title_that_is_not_on_the_page_has_no_reason(alice: Viewer) -> None:
    title = make_title("Elsewhere")
    assert "not on your page" in alice.get(f"/title/{title.slug}/why/")
    child = browser_of(make_profile(is_kids=True))
    child.get(f"/title/{make_title(age=18).slug}/why/", status=404)


def fill(viewer: Viewer, number: int) -> None:
    for title in make_titles(number, "Horror", year=1974):
        watch(viewer.profile, title)
        services.rate(profile=viewer.profile, title=title, value=1)
        services.record_look(profile=viewer.profile, title=title)
        services.record_search(profile=viewer.profile, text=title.name, results=1, found=[title.pk])


@pytest.mark.parametrize("path", [PAGE, TASTE])
def test_queries_do_not_grow_with_what_is_shown(alice: Viewer, bob: Viewer, path: str) -> None:
    fill(alice, 5)
    fill(bob, 20)
    for viewer in (alice, bob):
        viewer.get(path)
    assert count_queries(alice, path) == count_queries(bob, path)


def test_queries_of_why_do_not_grow_with_the_reasons(alice: Viewer, bob: Viewer) -> None:
    one, _ = why(alice.profile, 1)
    three, _ = why(bob.profile, 3)
    for viewer, path in ((alice, one), (bob, three)):
        viewer.get(path)
    assert count_queries(alice, one) == count_queries(bob, three)
