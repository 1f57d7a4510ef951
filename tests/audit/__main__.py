"""`make audit`: what Lighthouse and axe say of the pages. Ends with 1 where a page falls short.

    python -m tests.audit [--url http://…] [--runs 3] [--only lighthouse|axe]

Without an address the site is started on the demo, as `make run` does, in a data folder of its own.
"""

import argparse
import sys

from tests import npm
from tests.audit import accessible, quick
from tests.browser import chromium
from tests.tour import running


def main() -> None:
    """Prints a line for each page, and what is wrong with it."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--url", help="a site that runs on the demo's data")
    options.add_argument("--runs", type=int, default=3, help="of Lighthouse for each page; the median counts")
    options.add_argument("--only", choices=["lighthouse", "axe"])
    given = options.parse_args()
    browser = chromium()
    if browser is None or not npm.is_there():
        sys.exit("Chromium, node and npm are needed: the packages chromium, nodejs and npm.")
    tools = npm.workshop(npm.ROOT / "tests" / "audit")
    wrong: list[str] = []
    with running(given.url) as url:
        if given.only != "axe":
            wrong += quick.audit(url, browser, tools, given.runs)
        if given.only != "lighthouse":
            wrong += accessible.audit(url, browser, tools)
    print(*wrong or ["\nNothing is wrong."], sep="\n")
    sys.exit(bool(wrong))


if __name__ == "__main__":
    main()
