"""axe on every page, wide and on a phone, with what opens on them open too."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.browser import OPTIONS
from tests.screenshots import FAMILY, HORROR, NEW, PAGES, SIZES, settle, sign_in

TITLE = "/title/the-shining-1980/"
RUN = """async () => (await axe.run(document, {resultTypes: ["violations"]})).violations.map(
  (one) => one.id + ": " + one.help + " " + one.nodes.slice(0, 4).map((node) => node.html.slice(0, 160)).join(" | "))"""


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
    page.get_by_role("searchbox").first.fill("godf")
    page.locator("#results .card").first.wait_for()


def _refused(page: Page) -> None:
    page.locator("form [name=username]").fill("nobody@example.org")
    page.locator("form [name=password]:visible").fill("wrong")
    page.locator("form [name=password]:visible").press("Enter")
    page.wait_for_load_state()


def _all_details(page: Page) -> None:
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")


def _settings(page: Page) -> None:
    page.locator('[data-menu="settings"]').click()


STATES = {
    "menu open": State(HORROR, "/", _menu),
    "card looked at": State(HORROR, "/", _peek, wide_only=True),
    "found while typing": State(HORROR, "/search/", _typed),
    "refused sign-in": State("", "/sign-in/", _refused),
    "title, all open": State(HORROR, TITLE, _all_details),
    "taste, all open": State(HORROR, "/your-data/taste/", _all_details),
    "managing, all open": State(FAMILY, "/profiles/manage/", _all_details),
    "player's menu": State(HORROR, "/watch/the-shining-1980/", _settings, wide_only=True),
    "home of a newcomer": State(NEW, "/", lambda page: None),
}


def audit(url: str, browser: str, tools: Path) -> list[str]:
    """Prints how many were looked at, and returns each violation."""
    script = (tools / "node_modules" / "axe-core" / "axe.min.js").read_text()
    wrong: list[str] = []
    number = 0
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=browser, args=OPTIONS)
        for size, (width, height) in SIZES.items():
            for who in sorted({who for who, _ in PAGES.values()}):
                context = _context(found, url, width, height)
                for name, page in _pages(context, who, wide=size == "wide"):
                    page.evaluate(script)  # not a tag, which the page's own policy would refuse
                    told = [f"{name}, {size}: {one}" for one in page.evaluate(RUN)]
                    number += 1
                    print(f"  {name}, {size}: {len(told)}", flush=True)
                    wrong += told
                context.close()
        found.close()
    print(f"\naxe: {len(wrong)} violations on {number} pages and states   (none)", flush=True)
    return wrong


def _context(browser: Browser, url: str, width: int, height: int) -> BrowserContext:
    return browser.new_context(base_url=url, viewport={"width": width, "height": height}, reduced_motion="reduce")


def _pages(context: BrowserContext, who: str, *, wide: bool) -> Iterator[tuple[str, Page]]:
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
