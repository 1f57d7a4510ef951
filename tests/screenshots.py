"""Pictures of every page, wide and on a phone: `python -m tests.screenshots [--url http://…] [--readme]`.

Without an address the site is started on the demo, in a data folder of its own. The pictures are in var/screenshots.
"""

import argparse
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import BrowserContext, Page, sync_playwright

from tests.browser import OPTIONS, ROOT, chromium

PICTURES = ROOT / "var" / "screenshots"
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


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--url", help="a site that runs on the demo's data")
    parser.add_argument("--readme", action="store_true", help="also renews docs/home.png")
    given = parser.parse_args()
    with running(given.url) as url, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=OPTIONS)
        for size, (width, height) in SIZES.items():
            phone = size == "phone"
            for who in sorted({who for who, _ in PAGES.values()}):
                context = browser.new_context(
                    base_url=url,
                    viewport={"width": width, "height": height},
                    device_scale_factor=2 if phone else 1,
                    is_mobile=phone,
                    has_touch=phone,
                )
                shoot(context, who, size)
                context.close()
        if given.readme:
            context = browser.new_context(
                base_url=url, viewport={"width": 1280, "height": 1080}, device_scale_factor=0.68
            )
            readme(context)
        browser.close()


@contextmanager
def running(url: str | None) -> Iterator[str]:
    """The address of a site on the demo's data."""
    if url:
        yield url
        return
    env = {**os.environ, "DATA_DIR": str(PICTURES / "site"), "DEMO": "1", "PORT": "0"}
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


def shoot(context: BrowserContext, who: str, size: str) -> None:
    """The pages of one viewer."""
    page = context.new_page()
    if who:
        sign_in(page, who)
    for name, (viewer, path) in PAGES.items():
        if viewer == who:
            page.goto(path)
            settle(page)
            save(page, PICTURES / f"{name}-{size}.png")


def readme(context: BrowserContext) -> None:
    """The home page with a look at one of its titles."""
    page = context.new_page()
    sign_in(page, HORROR)
    settle(page)
    page.locator('.row[data-key="top_picks"] .card').nth(4).hover()
    page.locator(".peek .why").wait_for()
    settle(page)
    page.wait_for_timeout(500)  # its arrival is animated
    save(page, ROOT / "docs" / "home.png")


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


def save(page: Page, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=path)
    print(path.relative_to(ROOT), f"{path.stat().st_size // 1024} kB")


if __name__ == "__main__":
    main()
