"""Lighthouse on its mobile profile: a slow phone on a slow network."""

import json
import re
import statistics
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from playwright.sync_api import Page, sync_playwright

from netflixlike.runner import ports
from tests import npm
from tests.browser import OPTIONS
from tests.tour import HORROR, settle, sign_in

PAGES = {"home": "/", "title": "/title/the-shining-1980/", "search": "/search/?q=the godfather"}
LEAST = 95  # of 100, in each category
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
# By Lighthouse's own names, in its own units: milliseconds, and shares of the screen.
MOST = {"largest-contentful-paint": 1200.0, "cumulative-layout-shift": 0.02, "total-blocking-time": 100.0}
SCRIPTS = 30_000  # bytes of scripts on the home page, as they are sent
Report = dict[str, Any]


def audit(url: str, browser: str, tools: Path, runs: int) -> list[str]:
    """Prints what each page gets, and returns what falls short."""
    print(f"\nLighthouse, mobile, the median of {runs}   (at least {LEAST}; {_told(MOST)})", flush=True)
    wrong = []
    with signed_in(url, browser) as port:
        for name, path in PAGES.items():
            reports = [_report(tools, url + path, port) for _ in range(runs)]
            wrong += [f"{name}: {told}" for told in _shortcomings(name, reports)]
    return wrong


@contextmanager
def signed_in(url: str, browser: str) -> Iterator[int]:
    """A browser in which a viewer is signed in, and the port by which it is driven."""
    with ports.reserve("127.0.0.1") as holder:
        port: int = holder.getsockname()[1]
    options = [*OPTIONS, f"--remote-debugging-port={port}"]
    with TemporaryDirectory() as folder, sync_playwright() as playwright:
        context = playwright.chromium.launch_persistent_context(
            folder, executable_path=browser, args=options, base_url=url
        )
        page: Page = context.pages[0]
        sign_in(page, HORROR)
        settle(page)
        page.goto("about:blank")  # which asks for nothing while others are measured
        yield port
        context.close()


def _report(tools: Path, url: str, port: int) -> Report:
    """What Lighthouse says of the page as somebody sees it who was never there, but is signed in."""
    command = ["node", "node_modules/lighthouse/cli/index.js", url, f"--port={port}", "--quiet", "--output=json"]
    # It empties the cache, and leaves the cookies.
    command.append(f"--only-categories={','.join(CATEGORIES)}")
    try:
        told = npm.run(tools, *command)
    except npm.ToolError:  # now and then the browser's trace lacks its beginning
        told = npm.run(tools, *command)
    report: Report = json.loads(told)
    assert report["finalDisplayedUrl"].rstrip("/") == report["requestedUrl"].rstrip("/"), report["finalDisplayedUrl"]
    return report


def _shortcomings(name: str, reports: Sequence[Report]) -> Iterator[str]:
    scores = {one: _median([100 * report["categories"][one]["score"] for report in reports]) for one in CATEGORIES}
    figures = {one: _median([report["audits"][one]["numericValue"] for report in reports]) for one in MOST}
    scripts = _median([_scripts(report) for report in reports])
    print(f"  {name:8} {_told(scores)}\n           {_told(figures)}, {scripts:.0f} bytes of scripts", flush=True)
    yield from (f"{one} {score:.0f}, and {LEAST} is asked" for one, score in scores.items() if score < LEAST)
    yield from (
        f"{one} {figures[one]:.3g}, and {most:.3g} is the most" for one, most in MOST.items() if figures[one] > most
    )
    if name == "home" and scripts > SCRIPTS:
        yield f"{scripts:.0f} bytes of scripts, and {SCRIPTS} are the most"
    yield from sorted({told for report in reports for told in _sound(report)})


def _sound(report: Report) -> Iterator[str]:
    """What is wrong in the categories that do not depend on how busy the machine is."""
    for category in CATEGORIES[1:]:
        for part in report["categories"][category]["auditRefs"]:
            found = report["audits"][part["id"]]
            if part["weight"] and found["score"] is not None and found["score"] < 1:
                places = re.findall(r'"snippet": "(.*?)(?<!\\)"', json.dumps(found.get("details", {})))
                yield f"{category}: {found['title']} {places[:3]}"


def _scripts(report: Report) -> int:
    requests = report["audits"]["network-requests"]["details"]["items"]
    return sum(one["transferSize"] for one in requests if one.get("resourceType") == "Script")


def _median(values: Sequence[float]) -> float:
    return statistics.median(values)


def _told(figures: dict[str, float]) -> str:
    return ", ".join(f"{name} {value:.3g}" for name, value in figures.items())
