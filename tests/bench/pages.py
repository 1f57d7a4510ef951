"""How quick pages are made: `python -m tests.bench.pages [--pages 300]`.

Builds pages from some hundred candidate rows over 10,000 titles, scoring aside, on one core; nothing but arrays.
"""

import argparse
import os
import statistics
import time
from dataclasses import replace

import django
import numpy as np

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "netflixlike.settings")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
django.setup()

from catalog.access import NO_LIMITS  # noqa: E402
from recommendations import shelves  # noqa: E402
from recommendations.history import Event, ProfileHistory  # noqa: E402
from recommendations.selection import select, select_many  # noqa: E402
from recommendations.shelves import Genres, Part  # noqa: E402
from recommendations.snapshot import Snapshot  # noqa: E402
from recommendations.viewer import Viewer  # noqa: E402

TITLES, GENRES, EVENTS, PEOPLE = 10_000, 30, 200, 4_000
WARM_UP = 20
ABREAST = 64
NOW, DAY = 1_800_000_000.0, 86_400.0


def catalogue(rng: np.random.Generator) -> Snapshot:
    """Titles of one to four genres, of ninety years, with three people each, as popular as titles are."""
    membership = np.zeros((TITLES, GENRES), dtype=bool)
    for _ in range(3):
        membership[np.arange(TITLES), np.minimum(rng.geometric(0.12, TITLES) - 1, GENRES - 1)] = True
    names = [f"Genre {number}" for number in range(GENRES)]
    genres = Genres(names, [f"genre-{number}" for number in range(GENRES)], membership)
    years = (2026 - np.minimum(rng.geometric(0.04, TITLES), 95)).astype(np.int16)
    cast = np.minimum(rng.zipf(1.3, (TITLES, 3)), PEOPLE)
    parts = [Part(t, f"p-{one}", f"Person {one}", "actor") for t in range(TITLES) for one in set(cast[t].tolist())]
    counts = np.floor(rng.pareto(1.0, TITLES) * 5).astype(np.float32)
    return Snapshot(
        ids=np.arange(1, TITLES + 1, dtype=np.int64),
        minimum_age=np.full(TITLES, 12, dtype=np.int16),
        year=years,
        runtime=rng.integers(5, 180, TITLES).astype(np.int16),
        published=(NOW - rng.integers(1, 1000, TITLES) * DAY).astype(np.float64),
        withdrawn=np.full(TITLES, np.inf),
        genres=genres,
        shelves=shelves.build(genres, years, parts),
        popularity=counts,
        views=(counts / 4).astype(np.float32),
        trend=(counts * rng.random(TITLES)).astype(np.float32),
        viewers=counts.astype(np.int64),
    )


def viewer(rng: np.random.Generator, snapshot: Snapshot, number: int) -> Viewer:
    """Somebody with two hundred titles behind them, of a few favourite genres."""
    taste = snapshot.genres.membership @ rng.random(GENRES) ** 6 + rng.random(TITLES)
    titles = np.argsort(-taste)[:EVENTS] + 1
    events = [
        Event(int(title), 1.5, NOW - place * DAY, 2 if place % 3 else 1, 1.0) for place, title in enumerate(titles)
    ]
    scores = (taste + rng.normal(size=TITLES)).astype(np.float32)
    kin = rng.permutation(TITLES)
    return Viewer(
        profile_id=number,
        snapshot=snapshot,
        limits=NO_LIMITS,
        history=ProfileHistory(tuple(events)),
        scores=scores,
        personal=True,
        now=NOW,
        kin=lambda title: kin[title : title + 60],
        exposures={int(title): 3 for title in rng.choice(TITLES, 100) + 1},
    )


def main() -> None:
    """Prints medians and p99."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--pages", type=int, default=300)
    pages = options.parse_args().pages
    rng = np.random.default_rng(0)
    snapshot = catalogue(rng)
    people = [viewer(rng, snapshot, number) for number in range(20)]
    took, busy, found = [], [], []
    for number in range(pages + WARM_UP):
        one = replace(people[number % len(people)], profile_id=number)
        began, began_busy = time.perf_counter(), time.process_time()
        page = select(one)
        took.append((time.perf_counter() - began) * 1000)
        busy.append((time.process_time() - began_busy) * 1000)
        found.append(page.candidates)
    print(f"Pages of {TITLES:,} titles from {statistics.mean(found):.0f} candidate rows   (p99 at most 30 ms)")
    for name, values in (("elapsed", took[WARM_UP:]), ("of CPU", busy[WARM_UP:])):
        p99 = statistics.quantiles(values, n=100, method="inclusive")[98]
        print(f"  {name:<8} median {statistics.median(values):5.1f} ms   p99 {p99:5.1f} ms")
    began = time.process_time()
    for start in range(0, pages, ABREAST):
        select_many([replace(people[n % len(people)], profile_id=n) for n in range(start, min(start + ABREAST, pages))])
    spent = time.process_time() - began
    print(
        f"  {ABREAST} at a time: {1000 * spent / pages:.1f} ms of CPU each, {pages / spent:.0f} pages a second and core"
    )


if __name__ == "__main__":
    main()
