"""What tests do with the player in a real browser."""

from typing import Any

from playwright.sync_api import Page

from catalog.models import Title

PATIENCE = 30.0  # seconds: a film that plays while others use the machine may take its time
VIDEO = "document.querySelector('video')"
DECODED = f"{VIDEO}.getVideoPlaybackQuality().totalVideoFrames"
WAITING = "Object.keys(localStorage).filter(key => key.startsWith('play/')).length"


def until(page: Page, expression: str, arg: object = None, patience: float = PATIENCE) -> None:
    """Waits until it is true of the page. (The site's policy keeps pages from evaluating strings, so the page cannot
    wait by itself.)"""
    for _ in range(int(patience * 1000 / 50)):
        if page.evaluate(expression, arg):
            return
        page.wait_for_timeout(50)
    raise AssertionError(f"not true within {patience} s: {expression}; {state(page)}")


def state(page: Page) -> dict[str, Any]:
    """How the video stands, for messages of tests."""
    found: dict[str, Any] = page.evaluate(
        f"(({{currentTime, duration, paused, ended, readyState, videoWidth}}) => "
        f"({{currentTime, duration, paused, ended, readyState, videoWidth}}))({VIDEO})"
    )
    return found


def at(page: Page) -> float:
    """Where the video is, in seconds."""
    return float(page.evaluate(f"{VIDEO}.currentTime"))


def jump(page: Page, seconds: float) -> None:
    """To that second, as no hand would: nothing is touched."""
    page.evaluate(f"seconds => {{ {VIDEO}.currentTime = seconds }}", seconds)


def until_past(page: Page, seconds: float) -> None:
    """Waits until it plays beyond that second."""
    until(page, f"seconds => {VIDEO}.currentTime > seconds", seconds)


def until_told(page: Page) -> None:
    """Waits until the site has answered for every report."""
    until(page, f"{WAITING} === 0")


def pause(page: Page) -> None:
    """As if nothing had happened in between, however slow the machine is."""
    page.evaluate(f"{VIDEO}.pause()")


def go_on(page: Page) -> None:
    """Plays from where it is."""
    page.evaluate(f"{VIDEO}.play()")


def choose(page: Page, menu: str, label: str) -> None:
    """Picks an option of a menu, by the pointer."""
    page.mouse.move(400, 300)
    page.mouse.move(410, 310)
    page.get_by_role("button", name=menu).click()
    page.get_by_label(label, exact=True).check()
    page.keyboard.press("Escape")


def play(page: Page, title: Title) -> None:
    """By the title's page and its button, as a person comes to it; waits until the picture moves."""
    page.goto(title.get_absolute_url())
    page.locator(".title__actions .button--play").click()
    page.wait_for_url("**/watch/**")
    until(page, f"{VIDEO}?.readyState >= 3 && !{VIDEO}.paused && {VIDEO}.currentTime > 0")
