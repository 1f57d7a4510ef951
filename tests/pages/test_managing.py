"""Managing profiles: editing, PINs, what is blocked, deleting, and who may."""

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts import guarding, services
from accounts.access import SESSION_KEY
from accounts.models import Profile
from accounts.services.pins import TRIES
from catalog.search import index_titles
from tests.factories import PASSWORD, make_profile, make_title, make_titles, make_user
from tests.pages.conftest import BACKEND, Viewer, browser_of, count_queries

CHANGES: dict[str, Any] = {"name": "Ada", "avatar": "owl", "language": "", "age_limit": "18"}


@pytest.fixture
def grown_up(db: None) -> Viewer:
    """Of an account whose password is known, with a child."""
    return browser_of(make_user().profiles.get())


@pytest.fixture
def kid(grown_up: Viewer) -> Viewer:
    return browser_of(make_profile(grown_up.profile.user, name="Kid", is_kids=True))


def now(viewer: Viewer) -> Profile:
    return Profile.objects.get(pk=viewer.profile.pk)


def place(viewer: Viewer, page: str) -> str:
    return f"/profiles/{viewer.profile.pk}/{page}/"


def test_a_profile_is_edited(alice: Viewer) -> None:
    make_title(age=15)
    page = alice.get(place(alice, "edit"))
    assert page.count('type="radio"') == len(Profile.Avatar)
    assert "Up to 9 years" in page
    assert "Up to 15 years (15+)" in page
    alice.post(place(alice, "edit"), **{**CHANGES, "age_limit": "15"})
    assert (now(alice).name, now(alice).avatar, now(alice).age_limit) == ("Ada", "owl", 15)
    assert "Saved." in alice.get(place(alice, "edit"))
    assert "Watching as Ada" in alice.get("/my-list/")
    assert "avatars/owl." in alice.get("/my-list/")


@pytest.mark.parametrize(
    "wrong", [{"name": ""}, {"name": "KID"}, {"avatar": "x"}, {"age_limit": "99"}, {"language": "tlh"}]
)
def test_what_is_wrong_is_said_beside_what_was_typed(grown_up: Viewer, kid: Viewer, wrong: dict[str, str]) -> None:
    said = grown_up.post(place(grown_up, "edit"), 422, **{**CHANGES, **wrong}).content.decode()
    assert "field__error" in said
    assert now(grown_up).name == "One"


def test_the_site_speaks_the_language_of_the_profile(alice: Viewer, settings: Any) -> None:
    assert "Language" in alice.get(place(alice, "edit"))
    settings.LANGUAGES = [("en", "English"), ("ar", "Arabic")]
    assert "العربيّة" in alice.get(place(alice, "edit"))
    alice.post(place(alice, "edit"), **{**CHANGES, "language": "ar"})
    page = alice.client.get("/my-list/")
    assert '<html lang="ar" dir="rtl">' in page.content.decode()
    assert (page["Content-Language"], "Accept-Language" in page["Vary"]) == ("ar", True)
    settings.LANGUAGES = [("en", "English")]
    assert '<html lang="en" dir="ltr">' in alice.get("/my-list/")


def test_without_a_profile_it_is_the_browser_s(client: Client, db: None, settings: Any) -> None:
    settings.LANGUAGES = [("en", "English"), ("ar", "Arabic")]
    page = client.get("/sign-in/", headers={"Accept-Language": "ar,en;q=0.5"})
    assert 'dir="rtl"' in page.content.decode()
    assert 'dir="ltr"' in client.get("/sign-in/").content.decode()


def test_raising_a_limit_needs_the_password(grown_up: Viewer) -> None:
    Profile.objects.update(age_limit=12)
    path = place(grown_up, "edit")
    for given, said in (({}, "needs the password"), ({"password": "wrong"}, "not the password")):
        assert said in grown_up.post(path, 422, **{**CHANGES, **given}).content.decode()
        assert now(grown_up).age_limit == 12
    grown_up.post(path, **CHANGES, password=PASSWORD)
    assert (now(grown_up).age_limit, now(grown_up).taste_version) == (18, 1)


def test_who_came_in_by_a_pin_raises_others_as_far_as_they_see(grown_up: Viewer, kid: Viewer) -> None:
    changes = {**CHANGES, "name": "Kid", "is_kids": "on", "age_limit": "12"}
    make_title(age=12)
    grown_up.post(place(kid, "edit"), 422, **changes)
    services.set_pin(profile=grown_up.profile, pin="4711")
    grown_up.post(place(grown_up, "open"), pin="4711")
    grown_up.post(place(kid, "edit"), **changes)
    assert now(kid).age_limit == 12


def test_a_child_is_asked_for_the_password_before_anything_is_managed(grown_up: Viewer, kid: Viewer) -> None:
    paths = ["/profiles/manage/", "/profiles/add/", *(place(kid, page) for page in ("edit", "pin", "delete"))]
    paths += [place(grown_up, page) for page in ("edit", "pin", "delete")]
    for path in paths:
        assert kid.client.get(path)["Location"].startswith("/profiles/password/?next="), path
        sent = kid.client.post(path, {"name": "Kid"})
        assert sent.status_code == 405 or sent["Location"].startswith("/profiles/password/"), path
    assert kid.client.post(place(kid, "blocked"), {"title": 1})["Location"].startswith("/profiles/password/")
    kid.post("/profiles/password/", 422, password="wrong")
    kid.get("/profiles/manage/", 302)
    assert kid.post("/profiles/password/", password=PASSWORD, next=paths[2])["Location"] == paths[2]
    for path in paths:
        kid.get(path)


def test_a_confirmation_ends_after_five_minutes_and_when_a_profile_is_chosen(
    grown_up: Viewer, kid: Viewer, monkeypatch: pytest.MonkeyPatch
) -> None:
    kid.post("/profiles/password/", password=PASSWORD)
    kid.get("/profiles/manage/")
    kid.post(f"/profiles/{kid.profile.pk}/")
    kid.get("/profiles/manage/", 302)
    kid.post("/profiles/password/", password=PASSWORD)
    monkeypatch.setattr(guarding, "CONFIRMED_FOR", -1)
    kid.get("/profiles/manage/", 302)


def test_wrong_passwords_are_locked_out_as_at_sign_in(grown_up: Viewer) -> None:
    for _ in range(9):
        grown_up.post("/profiles/password/", 422, password="wrong")
    assert "Too many tries" in grown_up.post("/profiles/password/", 429, password="wrong").content.decode()
    grown_up.post("/profiles/password/", 429, password=PASSWORD)


def test_a_locked_profile_is_entered_by_its_pin(grown_up: Viewer, kid: Viewer) -> None:
    grown_up.post(place(grown_up, "pin"), pin="4711")
    grown_up.get("/my-list/")
    asked = kid.post(f"/profiles/{grown_up.profile.pk}/", next="/history/")
    assert asked["Location"] == f"{place(grown_up, 'open')}?next=%2Fhistory%2F"
    assert 'name="next" value="/history/"' in kid.get(asked["Location"])
    assert "not the PIN" in kid.post(place(grown_up, "open"), 422, pin="0000").content.decode()
    kid.post(place(grown_up, "open"), 422, pin="<b>")
    assert kid.client.session[SESSION_KEY] == kid.profile.pk
    assert kid.post(place(grown_up, "open"), pin="4711", next="/history/")["Location"] == "/history/"
    assert "Watching as One" in kid.get("/history/")


def test_it_is_open_until_it_is_left(grown_up: Viewer, kid: Viewer) -> None:
    services.set_pin(profile=grown_up.profile, pin="4711")
    grown_up.post(place(grown_up, "open"), pin="4711")
    assert grown_up.post(f"/profiles/{grown_up.profile.pk}/")["Location"] == "/"
    grown_up.post(f"/profiles/{kid.profile.pk}/")
    assert grown_up.post(f"/profiles/{grown_up.profile.pk}/")["Location"] == place(grown_up, "open")


def test_another_pin_closes_it_where_it_was_open(grown_up: Viewer) -> None:
    elsewhere = browser_of(grown_up.profile)
    elsewhere.get("/my-list/")
    grown_up.post(place(grown_up, "pin"), pin="4711")
    grown_up.get("/my-list/")
    elsewhere.get("/my-list/", 302)
    grown_up.post(place(grown_up, "pin"), action="remove")
    elsewhere.get("/my-list/")


def test_tries_are_counted_without_the_cache_too(grown_up: Viewer, servers: Any) -> None:
    services.set_pin(profile=grown_up.profile, pin="4711")
    servers.stop_valkey()
    for _ in range(TRIES):
        grown_up.post(place(grown_up, "open"), 422, pin="0000")
    refused = grown_up.post(place(grown_up, "open"), 429, pin="4711")
    assert 290 <= int(refused["Retry-After"]) <= 300
    assert "5 minutes" in refused.content.decode()
    Profile.objects.update(pin_closed_until=timezone.now())
    grown_up.post(place(grown_up, "open"), pin="4711")


def test_a_locked_profile_is_managed_by_its_pin_or_the_password(grown_up: Viewer) -> None:
    other = browser_of(make_profile(grown_up.profile.user, name="Other"))
    services.set_pin(profile=grown_up.profile, pin="4711")
    for page in ("edit", "pin", "delete"):
        path = place(grown_up, page)
        assert other.client.get(path)["Location"] == f"{place(grown_up, 'open')}?next={path.replace('/', '%2F')}"
        other.post(path, pin="0815", name="One")
    assert services.try_pin(profile=now(grown_up), pin="4711")
    other.post("/profiles/password/", password=PASSWORD)
    other.post(place(grown_up, "pin"), pin="0815")
    assert services.try_pin(profile=now(grown_up), pin="0815")


def test_a_pin_is_four_to_six_digits(alice: Viewer) -> None:
    for pin in ("", "123", "12345678", "abcd"):
        assert "field__error" in alice.post(place(alice, "pin"), 422, pin=pin).content.decode()
    assert not now(alice).is_locked


def test_no_new_profile_is_a_way_around_a_pin(grown_up: Viewer, kid: Viewer) -> None:
    services.set_pin(profile=grown_up.profile, pin="4711")
    fresh = Client()
    fresh.force_login(grown_up.profile.user, backend=BACKEND)
    form = {"name": "Way out", "avatar": "fox", "learning": "mine"}
    refused = fresh.post("/profiles/add/", form)
    assert refused.status_code == 422
    assert "needs the password" in refused.content.decode()
    assert fresh.post("/profiles/add/", {**form, "password": PASSWORD}).status_code == 302
    assert Profile.objects.filter(name="Way out").exists()


def test_titles_are_found_and_blocked_and_let_go(alice: Viewer) -> None:
    title, other = make_title("Paper Moon", age=0), make_title("Paper Sun", age=0)
    index_titles()
    services.block_title(profile=alice.profile, title=other)
    found = alice.get(f"{place(alice, 'edit')}?q=paper")
    assert f'value="{title.pk}"' in found
    back = alice.post(place(alice, "blocked"), title=title.pk, blocked="1", q="paper")["Location"]
    assert back == f"{place(alice, 'edit')}?q=paper#blocked"
    assert now(alice).blocked == [other.pk, title.pk]
    assert "Nothing found for “paper”" in alice.get(f"{place(alice, 'edit')}?q=paper")
    alice.post(place(alice, "blocked"), title=title.pk, blocked="0")
    assert now(alice).blocked == [other.pk]
    for rubbish in ("", "x", "9" * 40, str(10**15)):
        alice.post(place(alice, "blocked"), 404, title=rubbish, blocked="1")


def test_what_a_child_may_not_see_is_not_offered_to_be_blocked(grown_up: Viewer, kid: Viewer) -> None:
    adult = make_title("Paper Knife", age=18)
    make_title("Paper Moon", age=0)
    index_titles()
    assert "Paper Moon" in grown_up.get(f"{place(kid, 'edit')}?q=paper")
    assert "Paper Knife" not in grown_up.get(f"{place(kid, 'edit')}?q=paper")
    grown_up.post(place(kid, "blocked"), 404, title=adult.pk, blocked="1")


def test_letting_a_child_see_again_needs_the_password(grown_up: Viewer, kid: Viewer) -> None:
    title = make_title("Paper Moon", age=0)
    services.block_title(profile=kid.profile, title=title)
    asked = grown_up.post(place(kid, "blocked"), title=title.pk, blocked="0")
    assert asked["Location"].startswith("/profiles/password/?next=")
    assert now(kid).blocked == [title.pk]
    grown_up.post("/profiles/password/", password=PASSWORD)
    grown_up.post(place(kid, "blocked"), title=title.pk, blocked="0")
    assert now(kid).blocked == []


def test_a_profile_is_deleted_by_its_name(grown_up: Viewer, kid: Viewer) -> None:
    other = browser_of(make_profile(grown_up.profile.user, name="Other"))
    assert "Delete Kid?" in grown_up.get(place(kid, "delete"))
    grown_up.post(place(kid, "delete"), 422, name="Kit")
    assert Profile.objects.filter(pk=kid.profile.pk).exists()
    grown_up.post(place(kid, "delete"), name="kid")
    assert not Profile.objects.filter(pk=kid.profile.pk).exists()
    assert "Kid is gone." in grown_up.get("/profiles/manage/")
    assert kid.client.get("/my-list/")["Location"].startswith("/profiles/")
    grown_up.post(place(other, "delete"), name="Other")
    # Erasing takes a profile out of every session: whoever watched as it is now the only one who is left.
    assert "Watching as One" in other.get("/my-list/")
    refused = grown_up.post(place(grown_up, "delete"), 422, name="One").content.decode()
    assert "one profile at least" in refused


def test_pages_cost_the_same_however_much_there_is(alice: Viewer) -> None:
    def cost() -> list[int]:
        paths = ("/profiles/", "/profiles/manage/", f"{place(alice, 'edit')}?q=paper")
        for path in paths:  # search reads the names anew after a change
            alice.get(path)
        return [count_queries(alice, path) for path in paths]

    def more(number: int) -> None:
        for title in make_titles(number, age=0):
            services.block_title(profile=alice.profile, title=title)
            make_title(f"Paper {title.pk}", age=0)
        index_titles()

    more(2)
    before = cost()
    more(10)
    for name in ("A", "B", "C"):
        make_profile(alice.profile.user, name=name)
    assert cost() == before
