"""A small site with two tastes in it, a model that knows them, and somebody to sign in as."""

import re
import shutil
import time
from collections.abc import Iterator
from random import Random

import pytest
from django.conf import settings
from playwright.sync_api import Page, Request, Response, expect

from accounts.models import Profile
from catalog.models import Title
from catalog.search import index_titles
from recommendations import artifacts, training
from tests.browser import started
from tests.factories import PASSWORD, make_named, make_profile, make_user, watched
from tests.live import LiveSite

FILMS, FANS = 26, 8
CARDS = (
    "[...document.querySelectorAll('.row .card')].map(card => "
    "card.closest('.row').dataset.key + '/' + card.dataset.title)"
)


@pytest.fixture
def films(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> dict[str, list[Title]]:
    """Films of four genres, fans of each, and a model trained on what they watched."""
    shutil.rmtree(settings.MODEL_DIR, ignore_errors=True)  # always the same folder, which the live site knows
    for held in ("loaded", "broken", "sound"):  # of another test's models
        monkeypatch.setattr(artifacts._Process, held, None)
    genres = ("Horror", "Romance", "Western", "Comedy")
    films = {genre: make_named([f"{genre} {number}" for number in range(FILMS)], genre) for genre in genres}
    random = Random(11)
    for listed in films.values():
        for _ in range(FANS):
            watched(make_profile(), random.sample(listed, FILMS // 2))
    index_titles()
    assert "interactions" in training.train()
    return films


def somebody() -> Profile:
    """The profile of an account that can be signed in to."""
    return make_user().profiles.get()


@pytest.fixture
def visitor(page: Page, live_site: LiveSite) -> Iterator[Page]:
    """The page, which must ask no other host for anything and leave no request unanswered."""
    elsewhere: list[str] = []
    failed: list[str] = []

    def asked(request: Request) -> None:
        if not request.url.startswith((live_site.url, "data:", "blob:")):
            elsewhere.append(request.url)

    def answered(response: Response) -> None:
        if response.status >= 400:
            failed.append(f"{response.status} {response.url}")

    page.on("request", asked)
    page.on("response", answered)
    yield page
    assert elsewhere == []
    assert failed == []


def sign_in(page: Page, profile: Profile, *, scripts: bool = True) -> None:
    """By the form, as a person would; waits for the scripts of the page that it leads to, if there are any."""
    page.goto("/sign-in/")
    page.get_by_label("E-mail address").fill(profile.user.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page).to_have_url(re.compile(r":\d+/$"))
    page.wait_for_load_state()
    if scripts:
        started(page)


def until(page: Page, expression: str, arg: object = None, patience: float = 10) -> float:
    """Waits until it is true, and says how many seconds that took. (The site's policy keeps pages from evaluating
    strings, so the page cannot wait by itself.)"""
    began = time.monotonic()
    while not page.evaluate(expression, arg):
        assert time.monotonic() - began < patience, f"not true within {patience} s: {expression}"
        page.wait_for_timeout(30)
    return time.monotonic() - began


def row_keys(page: Page) -> list[str]:
    """The rows of the home page in their order."""
    keys: list[str] = page.locator(".row").evaluate_all("rows => rows.map(row => row.dataset.key)")
    return keys


def cards(page: Page) -> list[str]:
    """Every card of the page, as row and title."""
    told: list[str] = page.evaluate(CARDS)
    return told
