"""How fast the site is on this machine: `make bench`.

Starts a site of its own on the demo, measures loading, training, the way from an event to the page that knows it, to
the next batch of a page that is open, and from a wish to the page that obeys it, the first frame of a film, requests a
second, each beside an empty signed-in page of the same run, with a hundred thousand viewers; how long a video takes to
be packaged, and what viewers notice of it; how many reports of players are kept; and what becomes of a viewer's data:
choosing, export, import, erasure. Machines differ and are shared: ratios of one run tell more than milliseconds of two.
`python -m tests.bench.admin` measures the operators' lists over a million rows, `python -m tests.bench.activity` a
viewer's activity over a hundred thousand.
"""

# ruff: noqa: E402  the demo's people are known to Django's models
import argparse
import os
import re
import tempfile
import time
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import quote

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "netflixlike.settings")
django.setup()

from accounts.demo.personas import PASSWORD, PERSONAS
from tests.bench import data, playing
from tests.bench.load import Asked, Load, measure, percentile
from tests.bench.site import Browser, Running, running
from tests.bench.videos import packaging

PERSON = "drama@demo.example"
CLIENTS = 8
ASKING = 256  # profiles whose homes are asked for again and again
ONCE = 1600  # profiles that ask once each: pages that no process has made before
MORE = re.compile(r'<a class="button" href="(/rows/[?]after=[^"]+)"')
UNLIMITED = 1_000_000
PATIENCE = 30  # seconds after which an event is taken for lost
SEARCHES = 50  # by one client: an account may search 120 times a minute
FILMS = "SELECT slug FROM catalog_title WHERE kind = 'film' ORDER BY id"
MOST_POPULAR = """
SELECT t.slug, t.name FROM catalog_title t JOIN recommendations_titlestatistics s ON s.title_id = t.id
ORDER BY s.popularity DESC LIMIT 1
"""
PROFILE = "SELECT p.id FROM accounts_profile p JOIN accounts_user u ON u.id = p.user_id WHERE u.email = %s"
VERSION = "SELECT taste_version FROM recommendations_homepage WHERE profile_id = %s"
RATED = """
SELECT t.id, t.slug FROM accounts_rating r JOIN catalog_title t ON t.id = r.title_id WHERE r.profile_id = %s
ORDER BY r.id DESC LIMIT %s
"""
STALE = """
SELECT count(*) FROM accounts_profile p JOIN recommendations_homepage h ON h.profile_id = p.id
WHERE p.id = %s AND h.taste_version < p.taste_version
"""


def main() -> None:
    """Prints the figures as they come."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--trials", type=int, default=200, help="events measured to the page that knows them")
    options.add_argument("--pages", type=int, default=2000, help="pages made in bulk")
    options.add_argument("--seconds", type=float, default=8.0, help="how long each page is asked for")
    options.add_argument("--only-data", action="store_true", help="measure nothing but a viewer's data")
    options.add_argument("--profiles", type=int, default=100_000, help="viewers that the site has")
    options.add_argument("--playing", type=float, default=60.0, help="how long players report, in seconds")
    given = options.parse_args()
    with tempfile.TemporaryDirectory(prefix="netflixlike-bench-") as folder:
        with running(Path(folder)) as site:
            _start(site)
            if given.only_data:
                data.measure(site, given.trials)
                return
            viewer = Browser(site.url, PERSON, PASSWORD)
            _freshness(site, viewer, given.trials)
            _next_batches(site, viewer, given.trials)
            data.measure(site, given.trials)
            site.run("tests.bench.bulk", f"--pages={given.pages}")
            _obedience(site, viewer, given.trials)
            _first_frame(site)
            crowd = _throughput(site, viewer, given.seconds, given.profiles)
            _reports(site, crowd, given.playing)


def _start(site: Running) -> None:
    print("\nFirst start")
    print(f"  loading the demo {site.seconds('The demo is loaded'):7.1f} s   (at most 60)")
    print(f"  first model      {site.seconds('First model'):7.1f} s   (at most 60)")


def _freshness(site: Running, viewer: Browser, trials: int) -> None:
    """From the POST of a rating or of a play to the stored page that takes it into account."""
    latencies = []
    with site.database() as database:
        (profile,) = database.execute(PROFILE, [PERSON]).fetchone() or (0,)
        slugs = [slug for (slug,) in database.execute(f"{FILMS} LIMIT %s", [trials])]
        for number, slug in enumerate(slugs):
            began = time.perf_counter()
            event = ("rate", {"value": 1 + number % 2}) if number % 2 else ("watched", {})
            status, _ = viewer.post(f"/title/{slug}/{event[0]}/", **event[1])
            assert status in (200, 302), status
            while database.execute(STALE, [profile]).fetchone() != (0,):
                time.sleep(0.002)
            latencies.append((time.perf_counter() - began) * 1000)
    latencies.sort()
    print(f"\nFrom an event to the page that knows it, {len(latencies)} trials   (p99 at most 1000 ms)")
    print(f"  median {percentile(latencies, 0.5):6.0f} ms   p99 {percentile(latencies, 0.99):6.0f} ms")


def _next_batches(site: Running, viewer: Browser, trials: int) -> None:
    """From the POST of a rating or of a play to a next batch of the open page that is of the page which knows it."""
    latencies, failed = [], 0
    with site.database() as database:
        slugs = [slug for (slug,) in database.execute(f"{FILMS} DESC LIMIT %s", [trials])]
    for number, slug in enumerate(slugs):
        onward = MORE.search(viewer.get("/")[1].decode())
        assert onward, "the page has one batch only"
        path = unescape(onward[1])
        viewer.get(path)
        before = viewer.answered["Page-Version"]
        event = ("rate", {"value": 1 + number % 2}) if number % 2 else ("watched", {})
        began = time.perf_counter()
        status, _ = viewer.post(f"/title/{slug}/{event[0]}/", **event[1])
        assert status in (200, 302), status
        while True:
            status, _ = viewer.get(path)
            failed += status != 200
            assert time.perf_counter() - began < PATIENCE, "the next batch never changed"
            if viewer.answered["Page-State"] == "current" and viewer.answered["Page-Version"] != before:
                break
        latencies.append((time.perf_counter() - began) * 1000)
    latencies.sort()
    print(f"\nFrom an event to the changed next batch of an open page, {len(latencies)} trials   (p99 at most 1000 ms)")
    print(
        f"  median {percentile(latencies, 0.5):6.0f} ms   p99 {percentile(latencies, 0.99):6.0f} ms   {failed} failed"
    )


def _obedience(site: Running, viewer: Browser, trials: int) -> None:
    """From the POST that hides or deletes what was done with a title, or asks for less or more of a genre, to the
    stored page that obeys."""
    latencies: dict[str, list[float]] = {"hide": [], "delete": [], "less or more": []}
    with site.database() as database:
        (profile,) = database.execute(PROFILE, [PERSON]).fetchone() or (0,)
        rated = database.execute(RATED, [profile, trials]).fetchall()
        genres = [slug for (slug,) in database.execute("SELECT slug FROM catalog_genre ORDER BY id LIMIT 5")]
        for number, (title, slug) in enumerate(rated):
            wish = {"kind": "genre", "key": genres[number % 5], "direction": ("less", "more")[number // 5 % 2]}
            name, path, form = (
                ("hide", f"/title/{slug}/hidden/", {"hidden": 1}),
                ("delete", "/your-data/activity/delete/", {"title": title, "sure": 1}),
                ("less or more", "/your-data/taste/wish/", wish),
            )[number % 3]
            before = database.execute(VERSION, [profile]).fetchone()
            began = time.perf_counter()
            status, _ = viewer.post(path, **form)
            assert status in (200, 302), status
            while database.execute(STALE, [profile]).fetchone() != (0,):
                assert time.perf_counter() - began < PATIENCE, "the page never changed"
                time.sleep(0.002)
            latencies[name].append((time.perf_counter() - began) * 1000)
            assert database.execute(VERSION, [profile]).fetchone() != before, f"{name} changed nothing"
    print("\nFrom hiding, deleting or asking for less to the page that obeys   (p99 at most 1000 ms)")
    for name, found in latencies.items():
        found.sort()
        print(f"  {name:<13} median {percentile(found, 0.5):6.0f} ms   p99 {percentile(found, 0.99):6.0f} ms")


def _first_frame(site: Running) -> None:
    with site.database() as database:
        films = database.execute(f"{FILMS} DESC LIMIT 11")
        playing.first_frame(site, PERSON, PASSWORD, [slug for (slug,) in films])


def _reports(site: Running, crowd: list[dict[str, Any]], seconds: float) -> None:
    with site.database() as database:
        films = database.execute("SELECT id FROM catalog_title WHERE kind = 'film' ORDER BY id LIMIT 50")
        titles = [title for (title,) in films]
    playing.writes(site, crowd, titles, clients=CLIENTS, seconds=seconds)


def _throughput(site: Running, viewer: Browser, seconds: float, profiles: int) -> list[dict[str, Any]]:
    """Returns those who asked."""
    with site.database() as database:
        slug, name = database.execute(MOST_POPULAR).fetchone() or ("", "")
    alone = [person for person in PERSONAS if len(person.profiles) == 1]
    everyone = [Browser(site.url, person.email, PASSWORD).headers for person in alone]
    print(f"\nMaking {profiles} profiles with pages …", flush=True)
    crowd = site.crowd(profiles, ASKING + ONCE)
    first = [Asked("/", one["browser"]) for one in crowd[ASKING:]]
    crowd = crowd[:ASKING]
    homes = [Asked("/", one["browser"]) for one in crowd]
    api = [Asked(f"/api/v1/profiles/{one['profile']}/home", one["device"]) for one in crowd]
    search = f"/search/?q={quote(name.split()[0])}"
    pages = [
        ("empty signed-in page", [Asked("/my-list/", everyone[-1])] * CLIENTS, seconds, UNLIMITED),
        ("home", homes, seconds, UNLIMITED),
        ("home, for the first time", first, seconds, len(first) // CLIENTS),
        ("title", [Asked(f"/title/{slug}/", viewer.headers)] * CLIENTS, seconds, UNLIMITED),
        ("search", [Asked(search, headers) for headers in (everyone * CLIENTS)[:CLIENTS]], seconds, SEARCHES),
        ("API home", api, seconds, UNLIMITED),
    ]
    print(f"\nRequests a second, {CLIENTS} clients, on the same processors; home of {len(crowd)} of the profiles")
    print("  (home: at least half of the empty page, p99 at most 60 ms, at most 60 kB)")
    # Nobody is the first to see a title on a site with a hundred thousand viewers; most see a page that they have seen.
    measure("", site.url, homes, clients=CLIENTS, seconds=3)
    measure("", site.url, api, clients=CLIENTS, seconds=3)
    base: Load | None = None
    for name, asked, lasting, most in pages:
        load = measure(name, site.url, asked, clients=CLIENTS, seconds=lasting, most=most)
        base = base or load
        print(_line(load, base), flush=True)
    packaging(site, homes)
    return crowd


def _line(load: Load, base: Load) -> str:
    median, p99 = percentile(load.latencies, 0.5), percentile(load.latencies, 0.99)
    failed = f"  {load.failed} FAILED" if load.failed else ""
    return (
        f"  {load.name:<26}{load.rate:6.0f}/s  x{load.rate / base.rate:4.2f}"
        f"  median {median:6.1f} ms  p99 {p99:6.1f} ms  {load.size / 1000:6.1f} kB{failed}"
    )


if __name__ == "__main__":
    main()
