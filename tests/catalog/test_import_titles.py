"""Titles from files, by the command that operators use."""

import datetime as dt
import gzip
import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from catalog.access import NO_LIMITS
from catalog.models import Credit, Genre, MaturityRating, Person, Title
from catalog.search import search
from tests.catalog.test_pixels import jpeg
from tests.factories import make_title

pytestmark = pytest.mark.django_db


def run(path: Path) -> tuple[int, str, str]:
    """Exit status, summary and complaints of an import."""
    out, errors = StringIO(), StringIO()
    try:
        call_command("import_titles", path, stdout=out, stderr=errors)
    except SystemExit as stop:
        return int(str(stop.code)), out.getvalue(), errors.getvalue()
    return 0, out.getvalue(), errors.getvalue()


def jsonl(folder: Path, *records: object) -> Path:
    path = folder / "titles.jsonl"
    path.write_text("\n".join(r if isinstance(r, str) else json.dumps(r) for r in records), encoding="utf-8")
    return path


ALIEN = {
    "imdb_id": "tt0078748",
    "title": "Alien",
    "year": 1979,
    "genres": ["Horror", "Sci-Fi"],
    "cast": ["Sigourney Weaver", "John Hurt"],
    "directors": ["Ridley Scott"],
    "runtime": 117,
    "maturity": "16+",
    "synopsis": "In space.",
    "original_name": "Alien",
    "published_at": "2024-05-31",
}


def test_every_fact_arrives(tmp_path: Path) -> None:
    status, summary, errors = run(jsonl(tmp_path, ALIEN))
    assert (status, errors) == (0, "")
    assert "1 good rows, 0 bad" in summary
    title = Title.objects.get()
    assert (title.name, title.year, title.kind, title.imdb_id) == ("Alien", 1979, "film", "tt0078748")
    assert (title.slug, title.runtime, title.synopsis) == ("alien-1979", 117, "In space.")
    assert title.minimum_age == 16
    assert title.genre_names == ["Horror", "Sci-Fi"]
    assert title.published_at == dt.datetime(2024, 5, 31, tzinfo=dt.UTC)
    assert title.assumed == []
    people = list(title.credits.values_list("role", "position", "person__name"))
    assert people == [("actor", 0, "Sigourney Weaver"), ("actor", 1, "John Hurt"), ("director", 0, "Ridley Scott")]
    assert search("ridley alien", Title.objects.visible_to(NO_LIMITS)).titles == [title]


def test_running_it_again_changes_nothing(tmp_path: Path) -> None:
    path = jsonl(tmp_path, ALIEN, {"name": "Nameless", "genres": "Drama|Crime"})
    run(path)
    before = list(Title.objects.order_by("pk").values())
    links = list(Credit.objects.values()), list(Genre.objects.values())
    status, summary, _ = run(path)
    assert status == 0
    assert "as they were: 2" in summary
    assert list(Title.objects.order_by("pk").values()) == before
    assert (list(Credit.objects.values()), list(Genre.objects.values())) == links


def test_facts_that_are_given_replace_and_the_others_stay(tmp_path: Path) -> None:
    run(jsonl(tmp_path, ALIEN))
    before = Title.objects.get()
    Title.objects.update(assumed=["runtime", "synopsis"])
    change = {"imdb_id": "tt0078748", "name": "Alien 1", "runtime": 116, "genres": ["Sci-Fi"], "synopsis": None}
    status, summary, _ = run(jsonl(tmp_path, change))
    assert status == 0
    assert "changed: 1" in summary
    title = Title.objects.get()
    assert (title.name, title.runtime, title.year, title.synopsis) == ("Alien 1", 116, 1979, "In space.")
    assert title.slug == before.slug
    assert title.assumed == ["synopsis"]  # the runtime is known now
    assert title.genre_names == ["Sci-Fi"]
    assert title.credits.count() == 3
    assert title.updated_at > before.updated_at


def test_a_title_without_an_imdb_id_is_known_by_name_year_and_kind(tmp_path: Path) -> None:
    here = make_title("Solaris", year=1972)
    records = [
        {"name": "Solaris", "year": 1972, "runtime": 167},
        {"name": "Solaris", "year": 2002},
        {"name": "Solaris", "year": 1972, "kind": "series"},
        {"name": "Solaris", "year": 1972, "imdb_id": "tt0069293"},
    ]
    assert run(jsonl(tmp_path, *records))[0] == 0
    here.refresh_from_db()
    assert (here.runtime, here.imdb_id) == (167, "tt0069293")
    assert Title.objects.count() == 3


def test_namesakes_with_ids_of_their_own_are_two_titles_with_two_slugs(tmp_path: Path) -> None:
    twins = [{"imdb_id": f"tt000000{n}", "name": "Broken", "year": 2006} for n in (1, 2, 3)]
    assert run(jsonl(tmp_path, *twins))[0] == 0
    assert list(Title.objects.order_by("imdb_id").values_list("slug", flat=True)) == [
        "broken-2006",
        "broken-2006-2",
        "broken-2006-3",
    ]
    status, _, errors = run(jsonl(tmp_path, {"name": "Broken", "year": 2006}))
    assert status == 1
    assert "titles.jsonl:1: 3 titles are called 'Broken' in that year: give the imdb_id" in errors


def test_the_same_title_twice_in_a_file_is_one_title_with_the_later_facts(tmp_path: Path) -> None:
    twice = [{"name": "Heat", "year": 1995, "runtime": 1}, {"name": "Heat", "year": 1995, "runtime": 170}]
    assert run(jsonl(tmp_path, *twice))[0] == 0
    assert Title.objects.get().runtime == 170


BAD = [
    ('{"name": "x"', "not valid JSON"),
    ("[1]", "a JSON object was expected"),
    ({"year": 1999}, "a name (or title) is missing"),
    ({"name": "x", "year": 99}, "year '99' is not a whole number from 1870 to 2200"),
    ({"name": "x", "year": "soon"}, "year 'soon'"),
    ({"name": "x", "year": True}, "year 'True'"),
    ({"name": "x", "runtime": 0}, "runtime '0'"),
    ({"name": "x", "runtime": 1e99}, "runtime"),
    ({"name": "x" * 251}, "name has 251 characters"),
    ({"name": "a\0b"}, "name has a NUL character"),
    ({"name": "a\ud800b"}, "name is not valid UTF-8"),
    ({"name": ["x"]}, "name is not a text"),
    ({"name": "x", "kind": "opera"}, "kind 'opera' is neither film nor series"),
    ({"name": "x", "imdb_id": "78748"}, "imdb_id '78748' is not of the form"),
    ({"name": "x", "genres": [1]}, "genres is not a list of names"),
    ({"name": "x", "cast": ["y" * 121]}, "cast:"),
    ({"name": "x", "published_at": "2024-13-45"}, "published_at '2024-13-45' is not a date"),
    ({"name": "x", "maturity": "R"}, "maturity 'R' is neither an age nor one of"),
]


def test_each_bad_row_is_named_with_its_line_and_the_good_ones_are_kept(tmp_path: Path) -> None:
    lines = [record for bad, _ in BAD for record in (bad, {"name": f"Good after {bad!r}"[:100]})]
    path = jsonl(tmp_path, *lines)
    status, summary, errors = run(path)
    assert status == 1
    assert f"{len(BAD)} good rows, {len(BAD)} bad" in summary
    assert Title.objects.count() == len(BAD)
    told = dict(line.removeprefix(f"{path}:").split(": ", 1) for line in errors.splitlines())
    for number, (_, what) in enumerate(BAD):
        assert told[str(2 * number + 1)].startswith(what)


def test_csv_packed_or_not_with_quotes_and_broken_rows(tmp_path: Path) -> None:
    path = tmp_path / "titles.csv.gz"
    text = (
        "\ufeffTitle, YEAR ,genres,cast,kind\r\n"
        '"Good, the Bad",1966,"Western|Adventure","Clint Eastwood, Eli Wallach",movie\r\n'
        "too,few\r\n"
        "\r\n"
        'Two\r\n"Lines",2000,,,\r\n'
        '"Over\nlines",2001,Drama,,series\r\n'
        "Late,1999,,,\r\n"
    )
    path.write_bytes(gzip.compress(text.encode() + b"Bad\xff,1999,,,\r\n", mtime=0))
    status, _, errors = run(path)
    assert status == 1
    assert [line.split(":")[1] for line in errors.splitlines()] == ["3", "5", "10"]
    good = Title.objects.get(name="Good, the Bad")
    assert good.genre_names == ["Western", "Adventure"]
    assert [credit.person.name for credit in good.credits.all()] == ["Clint Eastwood", "Eli Wallach"]
    assert Title.objects.get(name="Over lines").is_series
    assert set(Title.objects.values_list("name", flat=True)) == {"Good, the Bad", "Lines", "Over lines", "Late"}


@pytest.mark.parametrize(
    "content", [None, gzip.compress(b'{"name": "x"}' * 999, mtime=0)[:40]], ids=["none", "cut off"]
)
def test_a_file_that_cannot_be_read_is_said_so(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "titles.jsonl.gz"
    if content:
        path.write_bytes(content)
    status, _, errors = run(path)
    assert status == 2
    assert str(path) in errors


def test_the_number_of_queries_does_not_grow_with_the_rows(tmp_path: Path) -> None:
    def queries(first: int, number: int) -> int:
        records = [
            {**ALIEN, "imdb_id": f"tt{n:07}", "title": f"Alien {n}", "cast": [f"Person {n}"]}
            for n in range(first, first + number)
        ]
        with CaptureQueriesContext(connection) as captured:
            assert run(jsonl(tmp_path, *records))[0] == 0
        return len(captured)

    queries(0, 1)  # makes what all of them share
    assert queries(10, 1) == queries(100, 200)


def test_a_withdrawn_title_is_not_published_after_its_withdrawal(tmp_path: Path) -> None:
    make_title("Gone", year=2000, withdrawn_at=timezone.now() + dt.timedelta(days=1))
    later = {"name": "Gone", "year": 2000, "published_at": "2199-01-01"}
    status, _, errors = run(jsonl(tmp_path, later, {"name": "Here"}))
    assert status == 1
    assert ":1: published_at is not before" in errors
    assert Title.objects.filter(name="Here").exists()


def test_content_advice_is_a_list_of_known_words(tmp_path: Path) -> None:
    good = {"name": "Stormy", "maturity": "12+", "advice": "Threat|fear"}
    code, _, errors = run(jsonl(tmp_path, good, {"name": "Odd", "advice": ["boredom"]}))
    assert (code, Title.objects.get().advice) == (1, ["threat", "fear"])
    assert "advice 'boredom' is none of: threat, fear" in errors
    run(jsonl(tmp_path, {"name": "Stormy", "advice": ["fear"]}))
    assert Title.objects.get().advice == ["fear"]


def test_ratings_people_and_genres_that_are_there_are_used(tmp_path: Path) -> None:
    Person.objects.create(name="John Hurt", slug="someone")
    Genre.objects.create(name="horror", slug="h")
    MaturityRating.objects.create(code="FSK 16", minimum_age=16)
    run(jsonl(tmp_path, {**ALIEN, "maturity": "FSK 16"}, {"name": "七人の侍", "cast": ["三船敏郎"]}))
    assert Person.objects.filter(name="John Hurt").count() == 1
    assert Title.objects.get(name="Alien").genre_names == ["horror", "Sci-Fi"]
    assert MaturityRating.objects.get().titles.count() == 1
    assert Title.objects.get(name="七人の侍").slug == "film"
    assert Person.objects.get(name="三船敏郎").slug == "person"


def test_pictures_that_rows_name_are_shown(tmp_path: Path) -> None:
    (tmp_path / "art").mkdir()
    (tmp_path / "art" / "alien.jpg").write_bytes(jpeg(1000, 1500))
    (tmp_path / "still.jpg").write_bytes(jpeg(1920, 1080))
    file = jsonl(tmp_path, ALIEN | {"poster": "art/alien.jpg", "still": "still.jpg"}, {"name": "Bare"})
    status, summary, errors = run(file)
    assert (status, errors) == (0, "")
    assert "new pictures: 2" in summary
    title = Title.objects.get(name="Alien")
    assert set(title.images) == {"poster", "still"}
    again = run(file)
    assert "new pictures: 0" in again[1]
    assert Title.objects.get(name="Alien").updated_at == title.updated_at, "nothing has changed"
    (tmp_path / "still.jpg").write_bytes(jpeg(1280, 720))
    assert "new pictures: 1" in run(file)[1]
    assert Title.objects.get(name="Alien").images["poster"] == title.images["poster"]


def test_a_picture_that_cannot_be_used_is_named_and_the_rest_is_kept(tmp_path: Path) -> None:
    (tmp_path / "tiny.jpg").write_bytes(jpeg(30, 20))
    (tmp_path / "text.jpg").write_text("hello")
    file = jsonl(
        tmp_path,
        {"name": "One", "still": "missing.jpg"},
        {"name": "Two", "still": "tiny.jpg"},
        {"name": "Three", "poster": "text.jpg", "card": "."},
        {"name": "Four", "card": ["x"]},
    )
    status, _summary, errors = run(file)
    assert status == 1
    told = errors.splitlines()
    assert [line.rpartition("titles.jsonl:")[2] for line in told] == [
        "4: card is not a text",
        "1: still 'missing.jpg' cannot be read: No such file or directory",
        "2: still 'tiny.jpg': The image has 30 by 20 pixels. At least 640 by 360 are needed.",
        "3: poster 'text.jpg': This is no image that can be used: send a JPEG, PNG or WebP.",
        "3: card '.' cannot be read: Is a directory",
    ]
    assert set(Title.objects.values_list("name", flat=True)) == {"One", "Two", "Three"}
    assert not any(Title.objects.values_list("images", flat=True))
