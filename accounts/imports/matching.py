"""Finds the titles of this catalogue that lines of a viewer's file speak of, many lines at once.

Better nothing than something wrong: a name that several titles have, or a title of another year, is for the viewer to
decide. A constant number of queries for a batch, whatever its size.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from django.db import connection
from django.db.models import Q
from django.db.models.functions import Lower

from accounts.imports.brought import Row
from accounts.models import ImportedRow
from catalog.access import Limits
from catalog.models import Episode, Title
from catalog.search import fold, fold_name

MATCHED, DOUBTFUL, UNKNOWN = ImportedRow.Outcome.values
MOST_CANDIDATES = 6
ALIKE = 0.42  # how alike a name must be, 0 to 1, to be offered for one that is nowhere
MOST_ALIKE = 400  # names of a batch that are looked for like that, the dearest thing here
YEAR = re.compile(r"^(.+?)\s*\((\d{4})\)$")
SEASON = re.compile(
    r"(?:season|series|staffel|saison|temporada|stagione|volume|vol\.|part|teil|book|chapter)\s+(\d+)", re.IGNORECASE
)
EPISODE = re.compile(r"(?:episode|folge|épisode|episodio|chapter|kapitel|part|teil|ep\.?)\s*(\d+)", re.IGNORECASE)
# Few titles have other names, and those that have none cost next to nothing here.
ELSEWHERE = """
SELECT DISTINCT title.id FROM catalog_title AS title, jsonb_each_text(title.names) AS called
WHERE title.names <> '{}' AND lower(called.value) = ANY(%s)
"""
FUZZY = """
SELECT asked.place, alike.id
FROM unnest(%(names)s::text[]) WITH ORDINALITY AS asked (name, place)
CROSS JOIN LATERAL (
    SELECT title.id FROM catalog_title AS title
    WHERE title.folded_name %% asked.name AND similarity(title.folded_name, asked.name) >= %(alike)s
    ORDER BY similarity(title.folded_name, asked.name) DESC, title.id LIMIT %(most)s
) AS alike
"""


class Known(NamedTuple):
    """A title of the catalogue, as it is compared."""

    pk: int
    kind: str
    names: frozenset[str]  # in small letters: the name, the original one and those in other languages
    folded: str
    year: int | None


@dataclass
class Match:
    """What a line was taken for. `name` is the part of its text that names the title."""

    outcome: str
    name: str
    title: int | None = None
    episode: int | None = None
    candidates: list[int] = field(default_factory=list)
    lost: bool = False  # of a series that is here, and no episode of it


@dataclass
class Catalogue:
    """The titles that the lines of one batch may mean."""

    by_folded: dict[str, list[Known]]
    by_name: dict[str, list[Known]]
    by_imdb: dict[str, int]

    @classmethod
    def of(cls, rows: Sequence[Row], limits: Limits) -> "Catalogue":
        """Four queries."""
        names = {name for row in rows for name, _ in spellings(row)}
        small = {name.lower() for name in names if name}
        visible = Title.objects.visible_to(limits).order_by()
        folded = {fold_name(name) for name in names} - {""}
        called = visible.annotate(original=Lower("original_name")).filter(
            Q(folded_name__in=folded) | Q(original__in=small) | Q(pk__in=_called_elsewhere(small))
        )
        by_folded: defaultdict[str, list[Known]] = defaultdict(list)
        by_name: defaultdict[str, list[Known]] = defaultdict(list)
        for pk, kind, name, original, others, folded_name, year in called.order_by("pk").values_list(
            "pk", "kind", "name", "original", "names", "folded_name", "year"
        ):
            known = Known(pk, kind, _small(name, original, *others.values()), folded_name, year)
            by_folded[folded_name].append(known)
            for one in known.names:
                by_name[one].append(known)
        ids = {row.imdb_id for row in rows if row.imdb_id}
        by_imdb = dict(visible.filter(imdb_id__in=ids).values_list("imdb_id", "pk")) if ids else {}
        return cls(dict(by_folded), dict(by_name), {str(imdb): pk for imdb, pk in by_imdb.items()})

    def exactly(self, name: str) -> list[Known]:
        """The titles that are called just so, whatever the case."""
        return self.by_name.get(name.lower(), [])

    def named(self, name: str) -> list[Known]:
        """All titles of that name, however it is written; those with just these letters first."""
        exact = self.exactly(name)
        held = {known.pk for known in exact}
        return exact + [known for known in self.by_folded.get(fold_name(name), []) if known.pk not in held]


def _small(*names: str) -> frozenset[str]:
    return frozenset(name.lower() for name in names if name)


def _called_elsewhere(names: Collection[str]) -> list[int]:
    """The ids of titles that have one of these names, in small letters, in another language. One query."""
    with connection.cursor() as cursor:
        cursor.execute(ELSEWHERE, [list(names)])
        return [pk for (pk,) in cursor.fetchall()]


def spellings(row: Row) -> list[tuple[str, int | None]]:
    """What of a line's text may be a title's name, with the year that it gives; the whole text first."""
    found: list[tuple[str, int | None]] = [(row.text, row.year)]
    if dated := YEAR.match(row.text):
        found.append((dated[1], int(dated[2])))
    return found + [(prefix, row.year) for prefix, _ in splits(row.text)]


def splits(text: str) -> list[tuple[str, list[str]]]:
    """A series and what follows its name in "Series: Season 1: Episode", the longest name first."""
    parts = text.split(": ")
    return [(": ".join(parts[:end]), parts[end:]) for end in range(len(parts) - 1, 0, -1)]


def match(rows: Sequence[Row], limits: Limits) -> list[Match]:
    """What each of these lines is taken for, among the titles that a profile with these limits may see."""
    catalogue = Catalogue.of(rows, limits)
    found = [_film(row, catalogue) or _series(row, catalogue) or Match(UNKNOWN, row.text) for row in rows]
    _find_episodes(rows, found)
    _offer_alike(found, limits)
    return found


def _film(row: Row, catalogue: Catalogue) -> Match | None:
    """By IMDb id, or by the whole text."""
    if row.imdb_id:
        title = catalogue.by_imdb.get(row.imdb_id)
        return Match(MATCHED, row.text, title) if title else _not_by_id(row, catalogue)
    for name, year in spellings(row)[: 1 + bool(YEAR.match(row.text))]:
        if known := catalogue.named(name):
            return _decide(known, catalogue.exactly(name), row.text, year, row)
    return None


def _not_by_id(row: Row, catalogue: Catalogue) -> Match | None:
    """An id that no title here has: one of the name may still be it, and who brought the file knows."""
    known = [one for one in catalogue.named(row.text) if row.year is None or one.year == row.year]
    return _doubtful(known, row.text) if known else None


def _decide(known: list[Known], exact: list[Known], name: str, year: int | None, row: Row) -> Match:
    """One title of that name and, where it is given, of that year; everything else is for the viewer to say."""
    if year is not None:
        same = [one for one in known if one.year == year]
        return Match(MATCHED, name, same[0].pk) if len(same) == 1 else _doubtful(same or known, name)
    # Another title of the name is one of another year: which of them was watched, the file does not say. "Thing" is
    # another name than "The Thing" where both are there.
    meant = exact or known
    made = meant[0].year is None or meant[0].year <= row.at.year
    return Match(MATCHED, name, meant[0].pk) if len(meant) == 1 and made else _doubtful(known, name)


def _doubtful(known: Iterable[Known], name: str) -> Match:
    return Match(DOUBTFUL, name, candidates=[one.pk for one in known][:MOST_CANDIDATES])


def _series(row: Row, catalogue: Catalogue) -> Match | None:
    """By the beginning of the text, where that is a series; which episode it is comes later."""
    for prefix, _rest in splits(row.text):
        known = [one for one in catalogue.named(prefix) if one.kind == Title.Kind.SERIES]
        if len(known) == 1:
            return Match(MATCHED, prefix, known[0].pk)
        if known:
            return _doubtful(known, prefix)
    return None


class Listed(NamedTuple):
    """An episode, as it is compared."""

    pk: int
    season: int
    number: int
    name: str


def episodes_of(series: Collection[int]) -> dict[int, list[Listed]]:
    """The episodes of these series, by series; none for films. One query."""
    found: defaultdict[int, list[Listed]] = defaultdict(list)
    rows = Episode.objects.filter(season__title__in=series).order_by("season__number", "number")
    for title, pk, season, number, name in rows.values_list("season__title", "pk", "season__number", "number", "name"):
        found[title].append(Listed(pk, season, number, fold(name)))
    return found


def episode_of(text: str, name: str, listed: Sequence[Listed]) -> int | None:
    """The episode that is left of a text without the series' name; None where that is none, or more than one."""
    rest = [part for part in text[len(name) :].split(": ") if part.strip(": ")]
    season = next((int(found[1]) for part in rest if (found := SEASON.search(part))), None)
    among = [one for one in listed if season is None or one.season == season]
    last = rest[-1] if rest else ""
    called = [one for one in among if last and one.name == fold(last)]
    if not called and (found := EPISODE.search(last)):
        called = [one for one in among if one.number == int(found[1])]
    return called[0].pk if len(called) == 1 else None


def _find_episodes(rows: Sequence[Row], found: Sequence[Match]) -> None:
    """Plays of a series are of an episode; a thumb is for the series as a whole."""
    listed = episodes_of({one.title for one in found if one.title is not None})
    for row, one in zip(rows, found, strict=True):
        if row.thumb is None and not row.imdb_id and one.title in listed:
            one.episode = episode_of(row.text, one.name, listed[one.title])
            if one.episode is None:
                one.outcome, one.title, one.lost = UNKNOWN, None, True


def _offer_alike(found: Sequence[Match], limits: Limits) -> None:
    """Names that are nearly those of titles here, for what is nowhere: two queries."""
    nowhere = {one.name for one in found if one.outcome == UNKNOWN and not one.lost and ": " not in one.name}
    names = sorted(name for name in nowhere if len(fold_name(name)) > 3)[:MOST_ALIKE]
    if not names:
        return
    with connection.cursor() as cursor:
        folded = [fold_name(name) for name in names]
        cursor.execute(FUZZY, {"names": folded, "alike": ALIKE, "most": MOST_CANDIDATES})
        pairs = [(names[place - 1], pk) for place, pk in cursor.fetchall()]
    visible = set(
        Title.objects.visible_to(limits).filter(pk__in={pk for _, pk in pairs}).order_by().values_list("pk", flat=True)
    )
    offered: defaultdict[str, list[int]] = defaultdict(list)
    for name, pk in pairs:
        if pk in visible:
            offered[name].append(pk)
    for one in found:
        if one.outcome == UNKNOWN and not one.lost and offered.get(one.name):
            one.outcome, one.candidates = DOUBTFUL, offered[one.name]
