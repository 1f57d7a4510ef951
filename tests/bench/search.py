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
from django.test import Client
from django.test.utils import setup_databases
from rapidfuzz import fuzz, process, utils

from catalog.access import NO_LIMITS
from catalog.models import Title
from catalog.search import search
from tests import damage, whole_catalogue
from tests.damage import KINDS, OTHERS, PREFIXES, Asked

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
    options.add_argument("--wratio", action="store_true", help="also rapidfuzz's WRatio over every title")
    options.add_argument("--misses", action="store_true", help="also what was not found")
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
            accuracy(damage.damaged(held, kinds, given.asked, given.seed), finder, given.misses)


def accuracy(asked: list[Asked], finder: Finder, misses: bool) -> None:
    """Prints the shares for each kind of damage and for all of them."""
    places: dict[str, list[int]] = defaultdict(list)
    took = []
    for one in asked:
        began = time.process_time()
        found = list(finder(one.text))
        took.append((time.process_time() - began) * 1000)
        place = found.index(one.meant) if one.meant in found else AMONG
        if place == AMONG and misses:
            print("   ", one.kind, repr(one.text), Title.objects.get(pk=one.meant), "not", [str(Title.objects.get(pk=pk)) for pk in found])
        places[one.kind].append(place)
        places["all"].append(place)
    for kind, where in places.items():
        first, among = (sum(place < most for place in where) / len(where) for most in (FIRST, AMONG))
        print(f"  {kind:<18}{first:6.3f}{among:7.3f}   of {len(where)}")
    p99 = statistics.quantiles(took, n=100, method="inclusive")[98]
    print(f"  {'':<18}median {statistics.median(took):.1f} ms, p99 {p99:.1f} ms of this process", flush=True)


def wratio(held: list[tuple[int, str, int | None]]) -> Finder:
    """rapidfuzz's usual scorer over every name."""
    names = {pk: utils.default_process(name) for pk, name, _ in held}

    def finder(text: str) -> list[int]:
        found = process.extract(utils.default_process(text), names, scorer=fuzz.WRatio, limit=AMONG)
        return [pk for *_, pk in found]

    return finder


if __name__ == "__main__":
    main()
