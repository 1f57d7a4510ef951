"""Finding titles, people and genres by what people type."""

import datetime as dt
import random
import time

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from catalog.access import NO_LIMITS, Limits
from catalog.imports.reading import Line
from catalog.imports.records import parse_line
from catalog.imports.titles import Written, write_titles
from catalog.models import Title
from catalog.search import fold, fold_name, index_titles, search, search_genres, search_people
from tests.factories import make_title

pytestmark = pytest.mark.django_db

FILMS = [
    ("Alien", 1979, "Horror|Sci-Fi", "Sigourney Weaver|John Hurt"),
    ("Aliens", 1986, "Action|Sci-Fi", "Sigourney Weaver"),
    ("The Amityville Horror", 1979, "Horror", "James Brolin"),
    ("Amelia", 2009, "Biography", "Hilary Swank"),
    ("Le fabuleux destin d'Amélie Poulain", 2001, "Comedy|Romance", "Audrey Tautou"),
    ("Star Wars", 1977, "Sci-Fi", "Mark Hamill|Harrison Ford"),
    ("Star Trek", 2009, "Sci-Fi", "Chris Pine"),
    ("The Lord of the Rings: The Two Towers", 2002, "Fantasy", "Elijah Wood"),
    ("The Terminator", 1984, "Sci-Fi", "Arnold Schwarzenegger"),
    ("The Terminal", 2004, "Drama", "Tom Hanks"),
    ("Rocky", 1976, "Sport", "Sylvester Stallone"),
    ("Rocky II", 1979, "Sport", "Sylvester Stallone"),
    ("Spider-Man", 2002, "Action", "Tobey Maguire"),
    ("Ocean's Eleven", 2001, "Crime", "George Clooney"),
    ("8½", 1963, "Drama", "Marcello Mastroianni"),
    ("E.T. the Extra-Terrestrial", 1982, "Family", "Henry Thomas"),
    ("Ethel", 2012, "Documentary", "Ethel Kennedy"),
    ("WALL·E", 2008, "Animation", "Ben Burtt"),
    ("Брат", 1997, "Crime", "Сергей Бодров"),
    ("Øen", 2010, "Drama", "Mads Mikkelsen"),
]


@pytest.fixture
def films() -> None:
    """A small catalogue, brought in and indexed as an import does it."""
    columns = ("name", "year", "genres", "cast")
    lines = (Line(n, dict(zip(columns, film, strict=True))) for n, film in enumerate(FILMS))
    write_titles(map(parse_line, lines), lambda line, what: pytest.fail(what), Written())


def found(text: str, limit: int = 5, limits: Limits = NO_LIMITS) -> list[str]:
    """Names of the answers, best first."""
    return [title.name for title in search(text, Title.objects.visible_to(limits), limit).titles]


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("alien", "Alien"),
        ("star wa", "Star Wars"),
        ("STAR WARS", "Star Wars"),
        ("weaver alien", "Alien"),
        ("horror 1979", "The Amityville Horror"),
        ("terminatr", "The Terminator"),
        ("the terminator", "The Terminator"),
        ("termnial", "The Terminal"),
        ("amelie", "Le fabuleux destin d'Amélie Poulain"),
        ("amélie poulain", "Le fabuleux destin d'Amélie Poulain"),
        ("lord rings", "The Lord of the Rings: The Two Towers"),
        ("lrod of the rings", "The Lord of the Rings: The Two Towers"),
        ("rocky 2", "Rocky II"),
        ("rocky two", "Rocky II"),
        ("rocky ii", "Rocky II"),
        ("spiderman", "Spider-Man"),
        ("spider man", "Spider-Man"),
        ("oceans 11", "Ocean's Eleven"),
        ("ocean\u2019s eleven", "Ocean's Eleven"),
        ("8 1/2", "8½"),
        ("et", "E.T. the Extra-Terrestrial"),
        ("E.T.", "E.T. the Extra-Terrestrial"),
        ("walle", "WALL·E"),
        ("брат", "Брат"),
        ("oen", "Øen"),
        ("mikkelsen", "Øen"),
        ("harrison ford", "Star Wars"),
    ],
)
def test_what_is_found_first(films: None, typed: str, first: str) -> None:
    assert found(typed)[:1] == [first]


def test_the_exact_name_comes_before_longer_ones_and_among_equals_the_preferred(films: None) -> None:
    assert found("alien")[:2] == ["Alien", "Aliens"]
    newer = search("star", Title.objects.visible_to(NO_LIMITS), prefer="year").titles
    older = search("star", Title.objects.visible_to(NO_LIMITS), prefer="runtime").titles  # unknown for all: no say
    assert [title.name for title in newer][:2] == ["Star Trek", "Star Wars"]
    assert {title.name for title in older} == {"Star Trek", "Star Wars"}


def test_only_what_the_viewer_may_see_is_found(films: None) -> None:
    child = make_title("Alien Friends", "Family", age=6)
    make_title("Alien Horrors", "Horror", age=18)
    now, day = timezone.now(), dt.timedelta(days=1)
    make_title("Alien Tomorrow", age=0, published_at=now + day)
    make_title("Alien Yesterday", age=0, published_at=now - 2 * day, withdrawn_at=now - day)
    index_titles()
    assert found("alien", limits=Limits(age=7)) == [child.name]
    everything = found("alien", limit=20)
    assert "Alien Horrors" in everything
    assert "Alien Tomorrow" not in everything
    assert "Alien Yesterday" not in everything


HOSTILE = [
    "", " ", "%", "%%%", "_", "\\", "'", '"', "\0", "al\0ien", "'; DROP TABLE catalog_title; --", "a & | ! <-> :* ()",
    "':*A'", "\ud800", "🎬", "!!!", "-", "alien:*", "x" * 10_000, "alien " * 2_000, "%" * 10_000, "é" * 5_000, "1e400",
    "http://x.y/z?q=1", "<script>", "\u202e\u200b", "\n\t\r", "A" * 63 + "'", "ﷺ" * 500,
]  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_text_is_harmless_and_quick(films: None, text: str) -> None:
    began = time.perf_counter()
    titles = search(text, Title.objects.visible_to(NO_LIMITS)).titles
    people, genres = search_people(text), search_genres(text)
    assert time.perf_counter() - began < 1
    assert len(titles) <= 24
    assert len(people) <= 6
    assert len(genres) <= 4


def test_random_text_is_harmless(films: None) -> None:
    source = random.Random(7)
    letters = "abe 'ï&|!:*()<>-\\%_\"\0½ⅷßﬀ漢字\u0301\ud8001٣"
    for _ in range(150):
        text = "".join(source.choice(letters) for _ in range(source.randrange(1, 30)))
        search(text, Title.objects.visible_to(NO_LIMITS))
        search_people(text)
        search_genres(text)


def test_the_number_of_queries_does_not_depend_on_what_is_found(films: None) -> None:
    def queries(text: str) -> int:
        with CaptureQueriesContext(
            connection,
        ) as captured:
            list(search(text, Title.objects.visible_to(NO_LIMITS)))
        return len(captured)

    assert queries("alien") == queries("s") == queries("horror 1979") == queries("terminatr") == 3
    assert queries("nothing like it") == 2
    assert queries("...") == 0


def test_people_are_found_by_parts_and_typos_and_only_those_of_the_titles(films: None) -> None:
    def names(text: str, age: int = 18) -> list[str]:
        return [p.name for p in search_people(text, titles=Title.objects.visible_to(Limits(age=age)))]

    assert names("weaver") == names("sig wea") == names("weaver sigourney") == ["Sigourney Weaver"]
    assert names("sigorney weever") == ["Sigourney Weaver"]
    assert names("бодров") == ["Сергей Бодров"]
    assert names("weaver", age=12) == []  # none of the films has a maturity rating
    assert [person.name for person in search_people("weaver")] == ["Sigourney Weaver"]
    assert names("eaver") == []


def test_genres_are_found_by_their_beginning_and_by_typos(films: None) -> None:
    assert [genre.name for genre in search_genres("hor")] == ["Horror"]
    assert [genre.name for genre in search_genres("horor")] == ["Horror"]
    assert [genre.name for genre in search_genres("sci fi")] == ["Sci-Fi"]
    assert search_genres("zzz") == []


def test_the_index_follows_a_change_and_nothing_else_is_touched(films: None) -> None:
    title = Title.objects.get(name="Alien")
    before = title.updated_at
    Title.objects.filter(pk=title.pk).update(name="Nostromo")
    assert found("nostromo") == []
    assert index_titles([title.pk]) == 1
    assert index_titles() == 0
    assert found("nostromo") == ["Nostromo"]
    title.refresh_from_db()
    assert title.updated_at == before


def test_the_index_takes_four_queries_whatever_the_number(films: None) -> None:
    ids = list(Title.objects.values_list("pk", flat=True))
    for some in (ids[:1], ids):
        with CaptureQueriesContext(connection) as captured:
            index_titles(some)
        assert len(captured) == 4


def test_folding() -> None:
    assert fold("  L'Été — À la plage! ") == "l ete a la plage"
    assert fold("Straße & Łódź") == "strasse and lodz"
    assert fold("S.W.A.T.") == "swat"
    assert fold("Don't") == "dont"
    assert fold("½") == "1 2"
    assert fold("!?") == ""
    assert fold_name("The Matrix") == fold_name("matrix") == "matrix"
    assert fold_name("The") == "the"


@pytest.fixture
def big_catalogue() -> list[str]:
    """A few thousand made-up names."""
    source = random.Random(3)
    words = ["".join(source.choice("bcdfglmnprst") + source.choice("aeiou") for _ in range(3)) for _ in range(900)]
    names = sorted({" ".join(source.choices(words, k=source.randint(1, 4))) for _ in range(3_000)})
    lines = (Line(n, {"name": name, "year": "1999", "genres": "Drama"}) for n, name in enumerate(names))
    write_titles(map(parse_line, lines), lambda line, what: pytest.fail(what), Written())
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE catalog_title")
    return names


def test_damaged_names_are_found_first_in_nine_of_ten_cases(big_catalogue: list[str]) -> None:
    source = random.Random(11)
    hits, tried = 0, 0
    for name in source.sample([name for name in big_catalogue if len(name) > 6], 120):
        place = source.randrange(len(name) - 1)
        kinds = (
            name[:place] + name[place + 1 :],
            name[:place] + name[place + 1] + name[place] + name[place + 2 :],
            name[:place] + source.choice("aeioust") + name[place + 1 :],
        )
        tried += 1
        hits += found(source.choice(kinds), 1) == [name]
    assert hits / tried >= 0.9
