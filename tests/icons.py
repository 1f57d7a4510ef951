"""The site's icon in the sizes that phones, tabs and shared links want: `python -m tests.icons`.

Drawn from static/icon.svg by the browser that the tests use, into static/icons/, where they are committed.
"""

import re
from typing import NamedTuple

from playwright.sync_api import Page, sync_playwright

from tests.browser import OPTIONS, ROOT, chromium

ICON = ROOT / "static" / "icon.svg"
FOLDER = ROOT / "static" / "icons"
GROUND = "#14131c"


class Size(NamedTuple):
    """`mark`: how large the drawing is in the picture; 1 keeps the icon's own rounded corners."""

    name: str
    width: int
    height: int
    mark: float = 1.0


# What is cut to a shape by the system is full to the edge, with the drawing in the middle that is never cut off.
SIZES = [
    Size("icon-32.png", 32, 32),
    Size("icon-192.png", 192, 192),
    Size("icon-512.png", 512, 512),
    Size("maskable-512.png", 512, 512, 0.8),
    Size("apple-touch-180.png", 180, 180, 0.9),
]
SHARED = Size("share.jpg", 1200, 630)


def main() -> None:
    svg = re.sub(r"<svg ", '<svg width="100%" height="100%" ', ICON.read_text(), count=1)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=OPTIONS)
        page = browser.new_page()
        for size in SIZES:
            bare = size.mark == 1
            ground = "transparent" if bare else GROUND
            draw(page, size, f"<style>body{{background:{ground}}}div{{width:{size.mark:.0%}}}</style><div>{svg}</div>")
        draw(page, SHARED, SHARE.format(svg=svg, ground=GROUND))
        browser.close()


SHARE = """<style>
body {{ background: radial-gradient(900px 700px at 85% -10%, #6b4524, transparent 70%),
  radial-gradient(900px 700px at -5% 115%, #342a5e, transparent 70%), {ground};
  color: #f7f4ef; font: 800 104px/1 "Liberation Sans", sans-serif; letter-spacing: -0.04em; gap: 44px }}
div {{ width: 170px; height: 170px }}
</style><div>{svg}</div><span>netflixlike</span>"""


def draw(page: Page, size: Size, content: str) -> None:
    """One picture."""
    page.set_viewport_size({"width": size.width, "height": size.height})
    middle = "html,body{margin:0;height:100%}body{display:flex;align-items:center;justify-content:center}"
    page.set_content(f"<!doctype html><style>{middle}</style>{content}")
    path = FOLDER / size.name
    # Gradients take a tenth of the room where they need not be exact.
    photo = {"type": "jpeg", "quality": 88} if path.suffix == ".jpg" else {"type": "png", "omit_background": True}
    page.screenshot(path=path, **photo)  # type: ignore[arg-type]
    print(path.relative_to(ROOT), f"{path.stat().st_size / 1024:.1f} kB")


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    main()
