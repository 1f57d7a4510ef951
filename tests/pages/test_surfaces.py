"""Every address of the site, as a child, as somebody with a title blocked, without a PIN, and as a stranger."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern

from accounts import services
from accounts.urls import urlpatterns as of_accounts
from catalog.models import Credit, Person, Title
from catalog.pictures import sign, version_of
from catalog.search import index_titles
from recommendations import pipeline
from recommendations.models import TitleStatistics
from recommendations.urls import urlpatterns as of_recommendations
from tests.factories import make_title, make_titles, watch
from tests.pages.conftest import Viewer, browser_of
from tests.pages.test_media import make_video, manifest_of

PATTERNS = [pattern for pattern in (*of_accounts, *of_recommendations) if isinstance(pattern, URLPattern)]
# Where viewers manage what they are not to meet, or which need no profile.
MANAGING = re.compile(r"^(sign-|profiles/)")
VIEWING = [pattern for pattern in PATTERNS if not MANAGING.match(str(pattern.pattern))]
# What is asked for by a signed address, which is the permission: a ticket to a video, which holds for the one profile
# it was given to, and the receipt of an erasure, whose owner is nobody here any more. Without it nothing is told.
BY_ADDRESS = {"media/<str:ticket>/<str:name>": 403, "erased/<str:token>/": 404}
BEHIND_PINS = [pattern for pattern in VIEWING if str(pattern.pattern) not in BY_ADDRESS]


def addresses(title: Title, genre: str, person: str, patterns: list[URLPattern] = VIEWING) -> Iterator[str]:
    """All that can be asked for about a title; searches ask for its name."""
    slugs = {"genre": genre, "person": person}
    for pattern in patterns:
        route = str(pattern.pattern)
        slug = slugs.get(route.partition("/")[0], title.slug)
        values = {
            "slug": slug,
            "pk": title.pk,
            "title": title.pk,
            "year": title.year,
            "decade": (title.year or 0) // 10 * 10,
        }
        path = re.sub(r"<(?:\w+:)?(\w+)>", lambda found: str(values.get(found[1], 1)), route)  # noqa: B023
        yield f"/{path}" + (f"?q={title.name}" if route == "search/" else "")


def led_to(viewer: Viewer, title: Title, others: list[Title]) -> None:
    """Everything that could lead somebody to a title: they did all that can be done, and it is like all others."""
    for one in (title, *others[:3]):
        watch(viewer.profile, one, 0.5)
        services.rate(profile=viewer.profile, title=one, value=2)
        services.toggle_list(profile=viewer.profile, title=one, listed=True)
        for kind, named in (("genre", one.genres), ("person", one.people)):
            for key in named.values_list("slug", flat=True):
                services.steer(profile=viewer.profile, kind=kind, key=key, direction="more")
    for other in others:
        TitleStatistics.objects.update_or_create(
            title=other, defaults={"popularity": 1, "views": 3, "similar": [title.pk, *(one.pk for one in others[:4])]}
        )
    TitleStatistics.objects.create(title=title, popularity=9, views=30, trend=5)
    pipeline.refresh(viewer.profile.pk)


@pytest.fixture
def hidden(db: None) -> Title:
    """The one that is not to be met, with a genre and a person of its own."""
    title = make_title("Zanzibar Zeppelin", "Hushed", "Comedy", age=0, year=1987)
    Credit.objects.create(title=title, person=Person.objects.create(name="Zora Zest", slug="zora-zest"))
    return title


@pytest.fixture
def others(db: None) -> list[Title]:
    return make_titles(12, "Comedy", age=0, year=1985)


def signs(title: Title) -> list[str]:
    """What gives it away: its name, its address, its pictures, who alone plays in it."""
    version = version_of(title)
    return ["Zanzibar", title.slug, f"{title.pk}-{version}-{sign(title.pk, version)}", "Zora Zest"]


def give_away(viewer: Viewer, title: Title, others: list[Title]) -> dict[str, list[str]]:
    """By address, what of it a viewer is shown there. Searches repeat what was typed, and nothing else."""
    found = {}
    asked = {*addresses(title, "hushed", "zora-zest"), *addresses(others[0], "comedy", "nobody")}
    asked |= {f"/search/?q={text}" for text in ("zanzibar zep", "zora", "hushed", "title")}
    for path in sorted(asked):
        for headers in ({}, {"HX-Request": "true"}):
            answer = viewer.client.get(path, headers=headers)
            assert answer.status_code < 500, path
            said = re.sub(r'value="[^"]*"|Search: [^<]*|“[^”]*”|q=[^"]*|\?next=[^"]*', "", answer.content.decode())
            if answer.status_code == 200 and (told := [one for one in signs(title) if one in said]):
                found[path] = told
    return found


def test_the_walk_goes_everywhere(hidden: Title, others: list[Title], alice: Viewer) -> None:
    """Otherwise the tests below would say nothing."""
    index_titles()
    led_to(alice, hidden, others)
    told = give_away(alice, hidden, others)
    expected = {"/", "/genres/", "/genre/hushed/", "/person/zora-zest/", "/my-list/", "/history/", "/year/1987/"}
    expected |= {"/decade/1980/", f"/title/{hidden.slug}/", f"/watch/{hidden.slug}/", "/search/?q=zora"}
    expected |= {f"/title/{others[0].slug}/", "/search/?q=Zanzibar Zeppelin"}
    assert expected <= set(told), sorted(expected - set(told))


def test_what_is_blocked_is_met_nowhere_and_at_once(hidden: Title, others: list[Title], alice: Viewer) -> None:
    index_titles()
    led_to(alice, hidden, others)
    services.block_title(profile=alice.profile, title=hidden)
    assert give_away(alice, hidden, others) == {}
    pipeline.refresh(alice.profile.pk)
    assert give_away(alice, hidden, others) == {}
    for path in (f"/title/{hidden.slug}/", f"/watch/{hidden.slug}/", "/person/zora-zest/"):
        alice.get(path, 404)
    services.unblock_title(profile=alice.profile, title=hidden)
    assert give_away(alice, hidden, others)


def test_a_title_for_grown_ups_is_met_nowhere_by_a_child(hidden: Title, others: list[Title], child: Viewer) -> None:
    index_titles()
    led_to(child, hidden, others)
    hidden.maturity = make_title(age=12).maturity
    hidden.save()
    assert give_away(child, hidden, others) == {}
    assert "Hushed" not in child.get("/search/?q=hushed").replace('value="hushed"', "")
    assert "Hushed" not in child.get("/your-data/taste/")
    child.get("/genre/hushed/", 404)


@pytest.mark.parametrize("pattern", BEHIND_PINS, ids=lambda pattern: str(pattern.pattern))
def test_without_the_pin_nothing_of_a_profile_is_shown(alice: Viewer, hidden: Title, pattern: URLPattern) -> None:
    """Neither as the account's only profile nor with a session from before the PIN."""
    services.set_pin(profile=alice.profile, pin="4711")
    fresh = browser_of(alice.profile)
    session = fresh.client.session
    del session["profile"]
    session.save()
    for client in (alice.client, fresh.client):
        for path in addresses(hidden, "comedy", "zora-zest", [pattern]):
            for answer in (client.get(path), client.post(path)):
                assert answer.status_code in {302, 405}, path
                assert answer.status_code == 405 or answer["Location"].startswith("/profiles/"), path


def test_what_is_asked_for_by_its_address_is_refused_without_a_good_one(alice: Viewer, hidden: Title) -> None:
    """Nor is a good ticket to a video any good to a browser that is not past the PIN."""
    make_video(hidden)
    good = manifest_of(alice, hidden)
    assert alice.client.get(good).status_code == 200
    services.set_pin(profile=alice.profile, pin="4711")
    fresh = browser_of(alice.profile)
    session = fresh.client.session
    del session["profile"]
    session.save()
    patterns = [pattern for pattern in VIEWING if pattern not in BEHIND_PINS]
    refusals = [BY_ADDRESS[str(pattern.pattern)] for pattern in patterns]
    assert len(refusals) == len(BY_ADDRESS)
    for client in (alice.client, fresh.client, Client()):
        for path, status in zip(addresses(hidden, "comedy", "zora-zest", patterns), refusals, strict=True):
            assert (client.get(path).status_code, client.post(path).status_code) == (status, 405), path
        assert client.get(good).status_code == 403


OF_A_PROFILE = [pattern for pattern in PATTERNS if "<int:pk>" in str(pattern.pattern)]


@pytest.mark.parametrize("pattern", OF_A_PROFILE, ids=lambda pattern: str(pattern.pattern))
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_profile_of_another_account_is_not_there(
    alice: Viewer, bob: Viewer, pattern: URLPattern, method: str
) -> None:
    data: dict[str, Any] = {"name": "Mine now", "pin": "4711", "action": "remove", "blocked": "1", "title": "1"}
    before = bob.profile.__class__.objects.values().get(pk=bob.profile.pk)
    for pk in (bob.profile.pk, 10**15, 10**30):
        path = "/" + str(pattern.pattern).replace("<int:pk>", str(pk))
        answer = getattr(alice.client, method)(path, data)
        assert answer.status_code in {404, 405}, path
    assert bob.profile.__class__.objects.values().get(pk=bob.profile.pk) == before
