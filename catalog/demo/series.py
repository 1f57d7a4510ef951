"""The demo's series. The data know only films, so these were made up for it, with everything that is said of them."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from django.db import transaction

from catalog.imports.records import TitleRecord
from catalog.imports.titles import Written, write_titles
from catalog.models import Episode, Season, Title

Seasons = tuple[tuple[tuple[str, int, str], ...], ...]


@dataclass(frozen=True)
class Series:
    """A series: of each season its episodes by name, minutes and what happens."""

    name: str
    names: dict[str, str]  # in other languages
    year: int
    maturity: str
    genres: tuple[str, ...]
    days: int  # since it arrived
    synopsis: str
    seasons: Seasons


TIDE_OFFICE = Series(
    name="The Tide Office",
    names={"de": "Das Gezeitenamt", "ar": "مكتب المدّ والجزر"},
    year=2012,
    maturity="12+",
    genres=("Drama", "Mystery"),
    days=80,
    synopsis=(
        "In 2012 a clerk is sent to close the tide office of a small harbour, and finds a drawer of tables for a sea "
        "that does not exist."
    ),
    seasons=(
        (
            ("Low Water", 46, "Ines Hallam arrives to count chairs and lock a door. Somebody has counted before her."),
            ("The Second Table", 44, "A table is right for nowhere on the map, and a fisherman knows it by heart."),
            ("Slack", 45, "The hour between two tides: the office is full of people who were never there."),
            ("Spring Tide", 51, "The water comes higher than any table says. Ines reads on, where the ink stops."),
        ),
        (
            ("Datum", 47, "A year later the office is open again, and nobody remembers who opened it."),
            ("Neap", 43, "Two brothers sell the same boat to Ines, on the same day, ten years apart."),
            ("The Harbour Bell", 49, "What the bell has been counting all along, and what happens when it is done."),
        ),
    ),
)
LAMP_STREET = Series(
    name="Pilu of Lamp Street",
    names={"de": "Pilu aus der Laternenstraße", "ar": "بيلو من شارع المصابيح"},
    year=2013,
    maturity="All",
    genres=("Animation", "Family", "Comedy"),
    days=40,
    synopsis=(
        "From 2013: Pilu is a small moth who lights the lamps of a long street, and is afraid of only one thing, which "
        "is the dark."
    ),
    seasons=(
        (
            ("The First Lamp", 11, "Somebody has to light it. Everybody looks at Pilu."),
            ("A Very Long Ladder", 12, "The ladder is too short. So is Pilu. The snail has an idea."),
            ("Fog", 11, "Lamp Street is gone. It was there this morning."),
        ),
        (
            ("The New Neighbour", 12, "Big eyes, soft wings, up all night: is the owl a friend?"),
            ("Lights Out", 13, "All lamps go out at once, and Pilu is the only one who is not surprised."),
            ("The Last Lamp", 14, "At the end of the street stands a lamp that nobody has ever lit."),
        ),
    ),
)
SERIES = (TIDE_OFFICE, LAMP_STREET)


def held() -> bool:
    """Whether they were made."""
    return Title.objects.filter(kind=Title.Kind.SERIES, name=SERIES[0].name, year=SERIES[0].year).exists()


@transaction.atomic
def make(now: dt.datetime) -> int:
    """Make them with their seasons and episodes; returns how many episodes that are."""
    written = Written()
    write_titles(_records(now), _refuse, written)
    titles = Title.objects.in_bulk(written.ids.values())
    return sum(_make_episodes(titles[written.ids[place]], one) for place, one in enumerate(SERIES))


def _records(now: dt.datetime) -> Iterator[TitleRecord]:
    for place, one in enumerate(SERIES):
        yield TitleRecord(
            line=place,
            name=one.name,
            year=one.year,
            kind=Title.Kind.SERIES,
            imdb_id=None,
            maturity=one.maturity,
            genres=one.genres,
            people={},
            fields={
                "name": one.name,
                "names": one.names,
                "kind": Title.Kind.SERIES,
                "year": one.year,
                "synopsis": one.synopsis,
                "published_at": now - dt.timedelta(days=one.days),
            },
        )


def _refuse(line: int, problem: str) -> None:
    raise ValueError(f"{SERIES[line].name}: {problem}")


def _make_episodes(title: Title, series: Series) -> int:
    made = []
    for number, episodes in enumerate(series.seasons, start=1):
        season = Season.objects.create(title=title, number=number)
        made += [
            Episode(season=season, number=place, name=name, runtime=minutes, synopsis=told)
            for place, (name, minutes, told) in enumerate(episodes, start=1)
        ]
    return len(Episode.objects.bulk_create(made))
