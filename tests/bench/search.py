"""How good and how quick search is: `python -m tests.bench.search [--asked 1000] [--seed 1] [--titles 20000]`.

Makes a throw-away PostgreSQL with all films of the demo's data, damages their names (tests/damage.py) and asks for them
through the function that the pages and the API use: how often the meant title is first, and among the first five. Then
fills the catalogue up to 20,000 titles and times the same: the function, the page's fragment and the API's answer.
"""

# ruff: noqa: E402  the servers come first, then the settings, then what needs them
import argparse
import os
import statistics
import time
from collections import defaultdict
from collections.abc import Callable, Sequence

import django

from tests import servers

servers.set_up()
os.environ["DJANGO_SETTINGS_MODULE"] = "netflixlike.settings"
django.setup()
servers.collect_static()

from django.core.cache import cache
from django.test.utils import setup_databases
from rapidfuzz import fuzz, process, utils

from accounts.services import begin_session
from catalog.access import NO_LIMITS
from catalog.models import Title
from catalog.search import search
from tests import damage, whole_catalogue
from tests.bench.load import percentile
from tests.damage import KINDS, OTHERS, PREFIXES, Asked
from tests.factories import make_profile
from tests.pages.conftest import browser_of

FIRST, AMONG = 1, 5
Finder = Callable[[str], Sequence[int]]


def find(text: str) -> list[int]:
    """The ids of what the site finds first."""
    titles = Title.objects.visible_to(NO_LIMITS).for_cards()
    return [title.pk for title in search(text, titles, AMONG, prefer="statistics__popularity").titles]


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--asked", type=int, default=1000, help="damaged names of each group")
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--titles", type=int, default=20_000, help="titles in the catalogue that is timed")
    options.add_argument("--timed", type=int, default=300, help="texts that are timed")
    options.add_argument("--wratio", action="store_true", help="also rapidfuzz's WRatio over every name")
    options.add_argument("--misses", action="store_true", help="also what was not among the first five")
    given = options.parse_args()
    setup_databases(verbosity=0, interactive=False)
    whole_catalogue.load()
    held = whole_catalogue.names()
    finders: dict[str, Finder] = {"search": find}
    if given.wratio:
        finders["WRatio"] = wratio(held)
    for name, finder in finders.items():
        print(f"\n{name}: {len(held):,} titles, seed {given.seed}: the meant one is first, among the first five")
        for kinds in (KINDS, PREFIXES, OTHERS):
            accuracy(damage.damaged(held, kinds, given.asked, given.seed), finder, misses=given.misses)
    whole_catalogue.fill_up(given.titles)
    asked = damage.damaged(held, {**KINDS, **PREFIXES, **OTHERS}, given.timed, given.seed)
    latency([one.text for one in asked])


def accuracy(asked: list[Asked], finder: Finder, *, misses: bool) -> None:
    """Prints the shares for each kind of damage and for all of them."""
    places: dict[str, list[int]] = defaultdict(list)
    for one in asked:
        found = list(finder(one.text))
        place = found.index(one.meant) if one.meant in found else AMONG
        places[one.kind].append(place)
        places["all"].append(place)
        if place == AMONG and misses:
            names = [str(title) for title in Title.objects.filter(pk__in=[one.meant, *found])]
            print(f"    {one.kind}: {one.text!r} of {names}")
    for kind, where in places.items():
        first, among = (sum(place < most for place in where) / len(where) for most in (FIRST, AMONG))
        print(f"  {kind:<18}{first:6.3f}{among:7.3f}   of {len(where)}", flush=True)


def latency(texts: list[str]) -> None:
    """Prints how long a search takes in this process, in time of its own and by the clock."""
    profile = make_profile()
    browser = browser_of(profile).client
    device = {"Authorization": f"Bearer {begin_session(user=profile.user)[1]}"}
    api = f"/api/v1/profiles/{profile.pk}"

    def answered(path: str, asked: dict[str, str], headers: dict[str, str]) -> None:
        answer = browser.get(path, asked, headers=headers)
        if answer.status_code != 200:
            raise SystemExit(f"{path} answered {answer.status_code}.")

    ways: dict[str, Callable[[str], object]] = {
        "the function": find,
        "page, as typed": lambda text: answered("/search/", {"q": text}, {"HX-Request": "true"}),
        "API, search": lambda text: answered(f"{api}/search", {"q": text, "typing": "true"}, device),
        "API, suggestions": lambda text: answered(f"{api}/suggestions", {"q": text}, device),
    }
    print(f"\n{Title.objects.count():,} titles, {len(texts)} texts: milliseconds   (p99 at most 50)")
    for name, way in ways.items():
        busy, took = [], []
        for text in [texts[0], *texts]:
            cache.clear()  # nobody is asked to wait
            began, began_busy = time.perf_counter(), time.process_time()
            way(text)
            busy.append((time.process_time() - began_busy) * 1000)
            took.append((time.perf_counter() - began) * 1000)
        told = "   ".join(
            f"{what}: median {statistics.median(values[1:]):5.1f}  p99 {percentile(sorted(values[1:]), 0.99):5.1f}"
            for what, values in (("of this process", busy), ("by the clock", took))
        )
        print(f"  {name:<18}{told}", flush=True)


def wratio(held: list[tuple[int, str, int | None]]) -> Finder:
    """rapidfuzz's usual scorer over every name."""
    names = {pk: utils.default_process(name) for pk, name, _ in held}

    def finder(text: str) -> list[int]:
        found = process.extract(utils.default_process(text), names, scorer=fuzz.WRatio, limit=AMONG)
        return [pk for *_, pk in found]

    return finder


if __name__ == "__main__":
    main()
