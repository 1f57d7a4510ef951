"""Loads the demo in four stages, each one transaction: whatever kills it, the next run goes on after the last whole.

A stage is recognised as done by what it made, so nothing has to be noted down, and what an operator changed or deleted
afterwards stays as it is.
"""

import datetime as dt
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db import connection, transaction
from django.utils import timezone

from accounts.demo import logins, ratings
from accounts.demo.personas import CHOSEN, OPERATOR
from accounts.imports.raters import profiles_of
from accounts.imports.writing import write_events
from accounts.models import User
from catalog.demo import facts, series
from catalog.demo.titles import Film, films, record
from catalog.imports.titles import Written, write_titles
from catalog.models import MaturityRating, Title

LOCK = 0x64656D6F  # PostgreSQL advisory lock: two loads at once take turns
# Makes a progress bar for so many things of that name.
MakeBar = Callable[[int, str], Any]
T = TypeVar("T")


@dataclass(frozen=True)
class Source:
    """The demo's files, read."""

    films: list[Film]
    ratings: ratings.Ratings
    now: dt.datetime
    make_bar: MakeBar


@dataclass(frozen=True)
class Stage:
    """What one transaction does; `run` says in words what it did."""

    is_done: Callable[[], bool]
    run: Callable[[Source], str]


def load(say: Callable[[str], None], make_bar: MakeBar) -> bool:
    """Load what is missing; false if nothing was."""
    waiting = [stage for stage in STAGES if not stage.is_done()]
    if not waiting:
        return False
    say("Loading the demo …")
    now = timezone.now()
    held = list(films())
    source = Source(held, ratings.read({film.imdb_id for film in held}, now), now, make_bar)
    for stage in waiting:
        begun = time.monotonic()
        if outcome := _run(stage, source):
            say(f"{outcome} ({time.monotonic() - begun:.1f} s)")
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # until it has, the planner takes the tables for empty
    return True


@transaction.atomic
def _run(stage: Stage, source: Source) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
    return "" if stage.is_done() else stage.run(source)


def _has_titles() -> bool:
    # Only the demo assumes when a title arrived.
    return Title.objects.filter(assumed__contains=["published_at"]).exists()


def _make_titles(source: Source) -> str:
    steps = [MaturityRating(code=code, minimum_age=age, meaning=meaning) for code, age, meaning in facts.MATURITY]
    MaturityRating.objects.bulk_create(steps, ignore_conflicts=True)
    first, window, written = source.ratings.first, source.ratings.window, Written()
    with source.make_bar(len(source.films), "titles") as bar:
        records = (record(film, first, window) for film in source.films)
        write_titles(_counted(records, bar), _refuse, written)
    return f"Catalogue: {written.total:,} titles"


def _refuse(line: int, problem: str) -> None:
    raise ValueError(f"titles.jsonl.gz:{line}: {problem}")


def _make_series(source: Source) -> str:
    return f"Series: {len(series.SERIES)} with {series.make(source.now)} episodes"


def _has_raters() -> bool:
    return User.objects.filter(email__endswith=f"@{ratings.DATASET}.invalid").exists()


def _make_raters(source: Source) -> str:
    raters = [rater for rater in source.ratings.by_rater if rater not in CHOSEN]
    profiles = profiles_of(raters, ratings.DATASET)
    titles = ratings.durations(Title.objects.all(), source.films)
    with source.make_bar(sum(len(source.ratings.by_rater[rater]) for rater in raters), "plays and thumbs") as bar:
        counts = write_events(_counted(ratings.events(profiles, source.ratings, titles), bar))
    return f"Viewers: {len(profiles):,} profiles with {counts.plays:,} plays and {counts.thumbs:,} thumbs"


def _has_logins() -> bool:
    return User.objects.filter(email=OPERATOR.email).exists()


def _make_logins(source: Source) -> str:
    made = logins.make(source.films, source.ratings, source.now)
    return f"Log-ins: {', '.join(made)}"


def _counted(things: Iterable[T], bar: Any) -> Iterator[T]:
    for thing in things:
        bar.update(1)
        yield thing


STAGES = (
    Stage(_has_titles, _make_titles),
    Stage(series.held, _make_series),
    Stage(_has_raters, _make_raters),
    Stage(_has_logins, _make_logins),
)
