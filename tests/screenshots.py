"""Pictures of every page and state, wide and on a phone: `python -m tests.screenshots [--url http://…] [--readme]`.

Without an address the site is started on the demo, in a data folder of its own. The pictures are in var/screenshots.
"""

import argparse
from pathlib import Path

from playwright.sync_api import BrowserContext, Page, sync_playwright

from tests.browser import OPTIONS, ROOT, chromium
from tests.tour import HORROR, SIZES, VIEWERS, running, settle, sign_in, visits

PICTURES = ROOT / "var" / "screenshots"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--url", help="a site that runs on the demo's data")
    parser.add_argument("--readme", action="store_true", help="also renews docs/home.png")
    given = parser.parse_args()
    with running(given.url) as url, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=OPTIONS)
        for size, (width, height) in SIZES.items():
            phone = size == "phone"
            for who in VIEWERS:
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


def shoot(context: BrowserContext, who: str, size: str) -> None:
    """The pages of one viewer."""
    for name, page in visits(context, who, wide=size == "wide"):
        save(page, PICTURES / f"{name.replace(' ', '-')}-{size}.png")


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


def save(page: Page, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=path)
    print(path.relative_to(ROOT), f"{path.stat().st_size // 1024} kB")


if __name__ == "__main__":
    main()
