"""Brings the ratings of a source in: raters become profiles, ratings become thumbs and plays."""

import datetime as dt
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from itertools import islice
from typing import Any

from django.utils import timezone
from django.utils.text import slugify

from accounts.imports.raters import profiles_of
from accounts.imports.rows import Given, find_scale, understand
from accounts.imports.rule import OTHER_MINUTES, SECONDS_BEFORE, said
from accounts.imports.sources import MovieList, Source
from accounts.imports.writing import Event, write_events
from catalog.imports.reading import BadRowError, Line, Report
from catalog.imports.records import TitleRecord, parse_line
from catalog.imports.titles import Written, write_titles
from catalog.models import Title

BATCH = 100_000
NAMESPACE = uuid.UUID("7a1f3f0e-0b57-4c7e-9d0c-3b6f2d1f5a11")
MakeBar = Callable[[int | None, str], Any]


@dataclass(frozen=True)
class Survey:
    """What has to be known of all rows before the first is written."""

    lines: int
    scale: float
    newest: float | None


@dataclass
class Import:
    """One run over a source. `recent` moves all times so that the newest is now."""

    source: Source
    report: Report
    dataset: str = ""
    scale: float | None = None
    recent: bool = False
    now: dt.datetime = field(default_factory=timezone.now)
    titles: dict[str, tuple[int, int | None]] = field(default_factory=dict)  # by item: id, seconds (None for series)
    profiles: dict[str, int] = field(default_factory=dict)  # by rater

    def run(self, make_bar: MakeBar) -> None:
        """Do it, and fill the report."""
        self.dataset = slugify(self.dataset or self.source.name) or "import"
        survey = self._survey()
        self._know_titles()
        plays = thumbs = 0
        with make_bar(survey.lines, "ratings") as bar:
            rows = self._good_rows(survey, bar)
            while batch := list(islice(rows, BATCH)):
                new = {given.rater for given in batch} - self.profiles.keys()
                self.profiles |= profiles_of(new, self.dataset)
                counts = write_events(self._event(given, survey) for given in batch)
                plays, thumbs = plays + counts.plays, thumbs + counts.thumbs
                self.report.good += len(batch)
        self.report.count("raters", len(self.profiles))
        self.report.count("new plays", plays)
        self.report.count("new or changed thumbs", thumbs)

    def _survey(self) -> Survey:
        """One pass over the source: its length, its scale and its newest time."""
        ratings: dict[float, int] = {}
        lines, newest = 0, None
        for row in self.source.rows():
            lines = row.line
            try:
                given = understand(row)
            except BadRowError:
                continue
            if given.rating is not None:
                ratings[given.rating] = ratings.get(given.rating, 0) + 1
            if given.at is not None:
                newest = max(given.at, newest or given.at)
        return Survey(lines, self.scale or self.source.scale or find_scale(ratings), newest)

    def _know_titles(self) -> None:
        """By item, what was rated; what only the source's own list knows is made."""
        movies = self.source.movies
        items = None if movies is None else self._make_titles(movies)
        titles = Title.objects.filter(imdb_id__isnull=False) if items is None else Title.objects.filter(pk__in=items)
        for pk, imdb_id, runtime, kind in titles.values_list("pk", "imdb_id", "runtime", "kind"):
            seconds = None if kind == Title.Kind.SERIES else 60 * (runtime or OTHER_MINUTES)
            for item in [str(imdb_id)] if items is None else items[pk]:
                self.titles[item] = pk, seconds

    def _make_titles(self, movies: MovieList) -> dict[int, list[str]]:
        """The items of each title (by id) of the source's list, of which there may be several."""
        written, of_line = Written(), {}

        def records() -> Iterator[TitleRecord]:
            for movie in movies:
                values = {"name": movie.name, "year": movie.year, "genres": movie.genres, "imdb_id": movie.imdb_id}
                try:
                    record = parse_line(Line(movie.line, values))
                except BadRowError as error:
                    self.report.complain(movies.file, movie.line, str(error))
                    continue
                of_line[movie.line] = movie.item
                yield record

        write_titles(records(), partial(self.report.complain, movies.file), written, update=False)
        self.report.count("new titles", written.created)
        items: dict[int, list[str]] = {}
        for line, pk in written.ids.items():
            items.setdefault(pk, []).append(of_line[line])
        return items

    def _good_rows(self, survey: Survey, bar: Any) -> Iterator[Given]:
        for row in self.source.rows():
            bar.update(row.line - bar.n)
            try:
                given = understand(row)
                self._check(given, survey)
            except BadRowError as error:
                self.report.complain(self.source.file, row.line, str(error))
                continue
            yield given

    def _check(self, given: Given, survey: Survey) -> None:
        if given.item not in self.titles:
            what = "is not in the list of titles" if self.source.movies else "is no title's imdb_id here"
            raise BadRowError(f"{given.item[:40]!r} {what}")
        if given.rating is not None and not 0 <= given.rating <= survey.scale:
            raise BadRowError(f"the rating {given.rating:g} is not from 0 to {survey.scale:g}, the scale of this file")
        if given.at is not None and given.at > self.now.timestamp():
            raise BadRowError("the timestamp is in the future")

    def _event(self, given: Given, survey: Survey) -> Event:
        title, seconds = self.titles[given.item]
        what = said(given.rating, survey.scale, given.rater, given.item)
        moved = self.now.timestamp() - survey.newest if self.recent and survey.newest else 0
        at = self.now if given.at is None else dt.datetime.fromtimestamp(given.at + moved, dt.UTC)
        return Event(
            profile=self.profiles[given.rater],
            title=title,
            thumb=what.thumb,
            rated_at=at,
            # Which episode of a series was watched, a rating does not say.
            share=None if seconds is None else what.share,
            seconds=seconds or 1,
            played_at=at - dt.timedelta(seconds=SECONDS_BEFORE),
            gave_up=what.gave_up,
            client_id=uuid.uuid5(NAMESPACE, f"{self.dataset}:{given.rater}:{given.item}"),
        )
