"""axe on every page, wide and on a phone, with what opens on them open too."""

from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, sync_playwright

from tests.browser import OPTIONS
from tests.tour import SIZES, VIEWERS, visits

RUN = """async () => (await axe.run(document, {resultTypes: ["violations"]})).violations.map(
  (one) => one.id + ": " + one.help + " " + one.nodes.slice(0, 4).map((node) => node.html.slice(0, 160)).join(" | "))"""


def audit(url: str, browser: str, tools: Path) -> list[str]:
    """Prints how many were looked at, and returns each violation."""
    script = (tools / "node_modules" / "axe-core" / "axe.min.js").read_text()
    wrong: list[str] = []
    number = 0
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=browser, args=OPTIONS)
        for size, (width, height) in SIZES.items():
            for who in VIEWERS:
                context = _context(found, url, width, height)
                for name, page in visits(context, who, wide=size == "wide"):
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
