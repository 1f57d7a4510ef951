"""The player on a demo site: how soon the picture is there, and how many reports of players the site keeps."""

import json
import time
import uuid
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing
from datetime import UTC, datetime
from itertools import cycle
from selectors import EVENT_READ, DefaultSelector
from typing import Any
from urllib.parse import urlencode, urlsplit

from playwright.sync_api import Page, sync_playwright

from tests.bench.load import STALLED, Client, percentile
from tests.bench.site import Running
from tests.browser import OPTIONS, chromium

CSRF = "c" * 32  # any will do that is the same in cookie and form
LENGTH = 6000
WATCHED = 10
# Notes when the first frame of the page's video was on screen, in milliseconds since the page was asked for.
WATCH_FOR_FRAME = """addEventListener("DOMContentLoaded", () =>
  document.querySelector("video")?.requestVideoFrameCallback((_now, { presentationTime }) => {
    document.documentElement.dataset.frame = presentationTime;
  }))"""
KEPT = """
SELECT count(*), coalesce(sum(watched), 0) FROM accounts_play p WHERE session = %s
"""


def first_frame(site: Running, email: str, password: str, slugs: Sequence[str]) -> None:
    """From pressing play on a title's page to the first frame on the screen, each film for the first time."""
    path = chromium()
    if path is None:
        print("\nFirst frame: there is no Chromium here.")
        return
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=OPTIONS)
        context = browser.new_context(base_url=site.url, viewport={"width": 1280, "height": 800})
        context.add_init_script(WATCH_FOR_FRAME)
        page = context.new_page()
        page.goto("/sign-in/")
        page.get_by_label("E-mail address").fill(email)
        page.get_by_label("Password").fill(password)
        page.get_by_role("button", name="Sign in").click()
        page.wait_for_url(site.url + "/")
        times = [_frame_of(page, slug) for slug in slugs]
        browser.close()
    first, warm = times[0], sorted(times[1:])
    print(f"\nFrom the start of the watch page to the first frame, {len(times)} films   (at most 1000 ms)")
    print(f"  nothing in the browser's cache {first:6.0f} ms")
    print(f"  afterwards   median {percentile(warm, 0.5):6.0f} ms   worst {warm[-1]:6.0f} ms")


def _frame_of(page: Page, slug: str) -> float:
    page.goto(f"/title/{slug}/")
    page.locator(".title__actions .button--play").click()
    page.wait_for_url("**/watch/**")
    frame = page.locator("html[data-frame]")
    frame.wait_for(state="attached", timeout=STALLED * 1000)
    return float(frame.get_attribute("data-frame") or "nan")


def writes(
    site: Running, crowd: Sequence[dict[str, Any]], titles: Sequence[int], *, clients: int, seconds: float
) -> None:
    """Each viewer reports again and again, one report a request as browsers do. Then what was kept is counted."""
    session = uuid.uuid4()
    with ExitStack() as stack, DefaultSelector() as selector:
        found = [Reporter(site.url, crowd[n::clients], titles, session) for n in range(clients)]
        for client in found:
            stack.enter_context(closing(client.socket))
            selector.register(client.socket, EVENT_READ, client)
            client.ask()
        began = time.monotonic()
        while (took := time.monotonic() - began) < seconds:
            for key, _ in selector.select(STALLED):
                if key.data.read():
                    key.data.ask()
        for client in found:  # what is under way is answered, too
            while not client.read():
                pass
    answered = sum(len(client.latencies) for client in found)
    latencies = sorted(latency for client in found for latency in client.latencies)
    with site.database() as database:
        kept, watched = database.execute(KEPT, [session]).fetchone() or (0, 0)
    lost = answered - kept
    print(f"\nReports of players, {clients} clients for {took:.0f} s   (at least 400/s, none lost)")
    median, p99 = percentile(latencies, 0.5), percentile(latencies, 0.99)
    print(f"  {answered / took:6.0f}/s   median {median:.1f} ms   p99 {p99:.1f} ms")
    print(f"  answered {answered}   kept {kept}   lost {lost}   seconds watched {watched} of {answered * WATCHED}")
    if failed := sum(client.failed for client in found):
        print(f"  {failed} FAILED")


class Reporter(Client):
    """One connection over which some viewers report, by turns."""

    def __init__(
        self, origin: str, viewers: Sequence[dict[str, Any]], titles: Sequence[int], session: uuid.UUID
    ) -> None:
        super().__init__(origin, [])
        self.requests = _reports(urlsplit(origin).netloc, viewers, titles, session)


def _reports(
    host: str, viewers: Sequence[dict[str, Any]], titles: Sequence[int], session: uuid.UUID
) -> Iterator[bytes]:
    """Requests without end: each viewer goes on by ten seconds of their film."""
    for number, viewer in cycle(list(enumerate(viewers))):
        viewer["at"] = (viewer.get("at", 0) + WATCHED) % LENGTH
        now = datetime.now(UTC).isoformat()
        told = {
            "client_id": str(uuid.uuid4()),
            "title": titles[number % len(titles)],
            "episode": None,
            "position": viewer["at"],
            "duration": LENGTH,
            "watched": WATCHED,
            "device": "web",
            "session": str(session),
            "row": "top_picks",
            "page_view": None,
            "happened_at": now,
        }
        report = json.dumps({"sent_at": now, "plays": [told]})
        body = urlencode({"csrfmiddlewaretoken": CSRF, "report": report}).encode()
        yield b"\r\n".join(
            [
                f"POST /profiles/{viewer['profile']}/plays/ HTTP/1.1".encode(),
                f"Host: {host}".encode(),
                f"Cookie: {viewer['browser']['Cookie']}; csrftoken={CSRF}".encode(),
                b"Content-Type: application/x-www-form-urlencoded",
                f"Content-Length: {len(body)}".encode(),
                b"",
                body,
            ]
        )
