"""A real browser for tests: the system's Chromium, driven by Playwright."""

import os
import re
import shutil
import time
from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Response, expect, sync_playwright

from tests.live import LiveSite

ROOT = Path(__file__).resolve().parents[1]
# The first is the same browser without windows, and half the work.
NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# Nothing but the pages under test is to be loaded, and root has no sandbox.
OPTIONS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PATIENCE = 30_000  # milliseconds: whatever is waited for comes much sooner, unless the machine has other work
TEST_FAILED = pytest.StashKey[bool]()


def chromium() -> str | None:
    """The path of the browser: CHROMIUM, or one of its usual names."""
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One browser for all tests of a process."""
    path = chromium()
    if path is None:
        pytest.skip("there is no Chromium here: install the package chromium, or name one in CHROMIUM")
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=OPTIONS)
        yield browser
        browser.close()


@pytest.fixture
def page(browser: Browser, live_site: LiveSite, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A page of a browser without a past, on the live site. A failed test leaves a picture of it.

    Afterwards the test fails if a script raised an error or the site broke its own Content-Security-Policy.
    """
    context = browser.new_context(base_url=live_site.url, viewport={"width": 1280, "height": 800}, locale="en-GB")
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda message: wrong.extend(_refused(message)))
    for name in ("goto", "reload"):
        setattr(page, name, _patient(page, getattr(page, name)))
    yield page
    if request.node.stash.get(TEST_FAILED, False):
        name = re.sub(r"[^\w.-]+", "-", request.node.nodeid)
        picture = ROOT / "var" / "failed-tests" / f"{name}.png"
        picture.parent.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=picture)
    context.close()
    assert wrong == []


def started(page: Page) -> None:
    """Waits for the scripts of the page, which come after it. (As itself, `Page.goto(page, ...)` does not.)"""
    until = time.monotonic() + PATIENCE / 1000
    while not page.evaluate("(start => !start || 'over' in start.dataset)(document.getElementById('start'))"):
        assert time.monotonic() < until, "the scripts of the page do not come"
        page.wait_for_timeout(20)


def _patient(page: Page, go: Callable[..., Response | None]) -> Callable[..., Response | None]:
    def then_wait(*args: Any, **settings: Any) -> Response | None:
        answer = go(*args, **settings)
        started(page)
        return answer

    return then_wait


def _refused(message: ConsoleMessage) -> list[str]:
    return [message.text] if "Content Security Policy" in message.text else []


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Lets the page's fixture know whether its test failed."""
    report = yield
    item.stash[TEST_FAILED] = item.stash.get(TEST_FAILED, False) or report.failed
    return report
