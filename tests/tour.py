"""A way through every page and state of the site on its demo, for pictures and for audits."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

from playwright.sync_api import BrowserContext, Page

from tests.browser import ROOT

SIZES = {"wide": (1440, 900), "phone": (390, 844)}
HORROR, FAMILY, NEW = "horror@demo.example", "family@demo.example", "new@demo.example"
# Name of the picture: who looks, and at what.
PAGES = {
    "sign-in": ("", "/sign-in/"),
    "sign-up": ("", "/sign-up/"),
    "not-found": ("", "/no/such/page/"),
    "profiles": (FAMILY, "/profiles/"),
    "profiles-manage": (FAMILY, "/profiles/manage/"),
    "profile-add": (FAMILY, "/profiles/add/"),
    "home": (HORROR, "/"),
    "welcome": (NEW, "/welcome/"),
    "home-new": (NEW, "/"),
    "title": (HORROR, "/title/the-shining-1980/"),
    "watch": (HORROR, "/watch/the-shining-1980/"),
    "genres": (HORROR, "/genres/"),
    "year": (HORROR, "/year/1980/"),
    "decade": (HORROR, "/decade/1970/"),
    "genre": (HORROR, "/genre/horror/"),
    "person": (HORROR, "/person/jack-nicholson/"),
    "search": (HORROR, "/search/"),
    "search-found": (HORROR, "/search/?q=the godfather"),
    "search-nothing": (HORROR, "/search/?q=xqxqxqxq"),
    "my-list-empty": (NEW, "/my-list/"),
    "history": (HORROR, "/history/"),
    "history-empty": (NEW, "/history/"),
    "taste-empty": (NEW, "/your-data/taste/"),
    "your-data": (HORROR, "/your-data/"),
    "your-taste": (HORROR, "/your-data/taste/"),
    "your-activity": (HORROR, "/your-data/activity/"),
    "why": (HORROR, "/title/the-shining-1980/why/"),
    "choices": (HORROR, "/your-data/privacy/"),
    "export": (HORROR, "/your-data/export/"),
    "import": (HORROR, "/your-data/import/"),
    "audit": (HORROR, "/your-data/audit/"),
    "erase": (HORROR, "/your-data/erase/"),
}
VIEWERS = sorted({who for who, _ in PAGES.values()})
TITLE = PAGES["title"][1]


class State(NamedTuple):
    """A page after something was done on it."""

    who: str
    path: str
    act: Callable[[Page], Any]
    wide_only: bool = False


def _menu(page: Page) -> None:
    page.locator(".menu > summary").first.click()


def _peek(page: Page) -> None:
    page.locator('.row[data-key="top_picks"] .card').nth(2).hover()
    page.locator(".peek .why").wait_for()


def _typed(page: Page) -> None:
    page.locator("#q").press_sequentially("godf")
    page.locator("#results .card").first.wait_for()


def _refused(page: Page) -> None:
    page.locator("[name=username]:visible").fill("nobody@example.org")
    page.locator("[name=password]:visible").fill("wrong")
    page.locator("[name=password]:visible").press("Enter")
    page.wait_for_load_state()


def _all_details(page: Page) -> None:
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")


def _as_the_child(page: Page) -> None:
    page.locator(".picker__one").last.click()
    page.wait_for_url("**/")


def _settings(page: Page) -> None:
    page.locator('[data-menu="settings"]').click()


STATES = {
    "menu open": State(HORROR, "/", _menu),
    "card looked at": State(HORROR, "/", _peek, wide_only=True),
    "found while typing": State(HORROR, "/search/", _typed),
    "refused sign-in": State("", "/sign-in/", _refused),
    "title all open": State(HORROR, TITLE, _all_details),
    "taste all open": State(HORROR, "/your-data/taste/", _all_details),
    "managing": State(FAMILY, "/profiles/manage/", _all_details),
    "player menu": State(HORROR, "/watch/the-shining-1980/", _settings, wide_only=True),
    "home of a child": State(FAMILY, "/profiles/", _as_the_child),
}


@contextmanager
def running(url: str | None) -> Iterator[str]:
    """The address of a site on the demo's data."""
    if url:
        yield url
        return
    env = {**os.environ, "DATA_DIR": str(ROOT / "var" / "tour"), "DEMO": "1", "PORT": "0"}
    command = [sys.executable, "-m", "netflixlike.run", "--with-parent"]
    with subprocess.Popen(command, cwd=ROOT, env=env, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            for line in process.stdout:
                print(line, end="")
                if found := re.search(r"runs at .*?(https?://[\w.:-]+)", line):
                    yield found[1]
                    return
            raise SystemExit("The site did not start.")
        finally:
            process.send_signal(signal.SIGTERM)


def visits(context: BrowserContext, who: str, *, wide: bool) -> Iterator[tuple[str, Page]]:
    """Every page of one viewer, and what opens on some of them, each with its name as soon as it is there."""
    page = context.new_page()
    if who:
        sign_in(page, who)
    for name, (viewer, path) in PAGES.items():
        if viewer == who:
            page.goto(path)
            settle(page)
            yield name, page
    for name, state in STATES.items():
        if state.who == who and (wide or not state.wide_only):
            page.goto(state.path)
            settle(page)
            state.act(page)
            settle(page)
            yield name, page


def sign_in(page: Page, email: str) -> None:
    page.goto("/sign-in/")
    page.locator(f'form:has(input[value="{email}"]) button').click()
    page.wait_for_load_state()
    if "/profiles/" in page.url:
        page.locator(".picker__one").first.click()
        page.wait_for_load_state()


def settle(page: Page) -> None:
    """Until all that is in sight is there; a video goes on loading."""
    if page.locator("video").count():
        page.wait_for_timeout(1500)
    else:
        page.wait_for_load_state("networkidle")
