"""Ratings from files and MovieLens folders, by the command that operators use."""

import datetime as dt
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection
from django.forms.models import model_to_dict
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts import services
from accounts.imports.rule import SECONDS_BEFORE, said
from accounts.models import Play, Profile, Rating, User, WatchState
from catalog.models import Title
from tests.factories import make_profile, make_series, make_title

pytestmark = pytest.mark.django_db


def run(path: Path, **options: object) -> tuple[int, str, str]:
    """Exit status, summary and complaints of an import."""
    out, errors = StringIO(), StringIO()
    try:
        call_command("import_ratings", path, stdout=out, stderr=errors, **options)
    except SystemExit as stop:
        return int(str(stop.code)), out.getvalue(), errors.getvalue()
    return 0, out.getvalue(), errors.getvalue()


def csv(folder: Path, *lines: str) -> Path:
    path = folder / "mine.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8", errors="surrogateescape")
    return path


@pytest.fixture
def films() -> list[Title]:
    return [make_title(f"Film {n}", imdb_id=f"tt000000{n}", runtime=90) for n in range(5)]


def thumbs() -> dict[tuple[str, str], int]:
    rows = Rating.objects.values_list("profile__user__email", "title__name", "value")
    return {(email.split("@")[0], name): value for email, name, value in rows}


@pytest.mark.parametrize(
    ("rating", "scale", "thumb"),
    [
        (10, 10, 2), (9, 10, 2), (8, 10, 1), (7, 10, 1), (6, 10, None), (5, 10, None), (4, 10, -1), (0, 10, -1),
        (5, 5, 2), (4.5, 5, 2), (4, 5, 1), (3.5, 5, 1), (3, 5, None), (2.5, 5, None), (2, 5, -1), (0.5, 5, -1),
        (None, 5, None),
    ],
)  # fmt: skip
def test_the_rule(rating: float | None, scale: float, thumb: int | None) -> None:
    shares = [said(rating, scale, "ann", f"film {n}") for n in range(400)]
    assert {one.thumb for one in shares} == {thumb}
    assert said(rating, scale, "ann", "film 7") == shares[7]
    gave_up = [one for one in shares if one.gave_up]
    assert all(0.05 < one.share < 0.9 for one in gave_up)
    assert all(0.9 <= one.share <= 1 for one in shares if not one.gave_up)
    if thumb == -1:
        assert 140 < len(gave_up) < 260  # about half
    else:
        assert gave_up == []


def test_a_file_becomes_what_the_services_would_have_left(tmp_path: Path, films: list[Title]) -> None:
    at = dt.datetime(2024, 5, 1, 20, tzinfo=dt.UTC)
    rated = list(zip(films, (9, 7, 5, 3, 10), strict=True))
    lines = [f"ann,{film.imdb_id},{rating},{at.timestamp()}" for film, rating in rated]
    assert run(csv(tmp_path, *lines))[0] == 0
    imported, mine = Profile.objects.get(), make_profile()
    played = at - dt.timedelta(seconds=SECONDS_BEFORE)
    for film, rating in rated:
        what = said(rating, 10, "ann", str(film.imdb_id))
        position = round(what.share * 5400)
        services.record_play(profile=mine, title=film, position=position, duration=5400, happened_at=played)
        services.rate(profile=mine, title=film, value=what.thumb)
        if what.gave_up:
            WatchState.objects.filter(profile=mine, title=film).update(dismissed_at=played)
    Rating.objects.filter(profile=mine).update(rated_at=at)
    for model in (WatchState, Play, Rating):
        theirs, ours = (_rows(model, profile) for profile in (imported, mine))
        assert len(ours) in {4, 5}
        assert theirs == ours


def _rows(model: type[WatchState | Play | Rating], profile: Profile) -> list[dict[str, object]]:
    """What the profile has in a table, without what must differ."""
    rows = model._default_manager.filter(profile=profile).order_by("title")
    return [{k: v for k, v in model_to_dict(row).items() if k not in {"id", "profile", "client_id"}} for row in rows]


def test_raters_cannot_log_in_and_have_no_page_to_make(tmp_path: Path, films: list[Title]) -> None:
    run(csv(tmp_path, "user,item", "Ann Lee,tt0000001", "9,tt0000001"))
    assert "rater-9@mine.invalid" in User.objects.values_list("email", flat=True)
    assert User.objects.count() == 2
    for user in User.objects.all():
        assert not user.has_usable_password()
        assert not user.is_staff
        profile = user.profiles.get()
        assert (profile.taste_version, profile.last_seen_at, profile.age_limit) == (0, None, 18)
        assert not profile.is_newcomer
        assert profile.name in {"Rater 9", "Rater Ann Lee"}
        profile.full_clean()


def test_running_it_again_changes_nothing(tmp_path: Path, films: list[Title]) -> None:
    path = csv(tmp_path, "ann,tt0000001,10,1700000000", "bob,tt0000001,1", "bob,tt0000002,5,1700000001")
    run(path)
    models = (User, Profile, Play, WatchState, Rating)
    before = [list(model._default_manager.order_by("pk").values()) for model in models]
    status, summary, _ = run(path)
    assert status == 0
    assert "new plays: 0" in summary
    assert "thumbs: 0" in summary
    assert [list(model._default_manager.order_by("pk").values()) for model in models] == before


def test_a_changed_rating_is_taken_over_and_an_older_one_is_not(tmp_path: Path, films: list[Title]) -> None:
    run(csv(tmp_path, "ann,tt0000001,10,1700000000", "ann,tt0000002,10,1700000000"))
    run(csv(tmp_path, "ann,tt0000001,3,1700000100", "ann,tt0000002,3,1600000000", "x,tt0000001,10"))
    assert thumbs()["rater-ann", "Film 1"] == -1
    assert thumbs()["rater-ann", "Film 2"] == 2


def test_of_several_ratings_of_one_film_in_one_file_the_latest_counts(tmp_path: Path, films: list[Title]) -> None:
    lines = ["ann,tt0000001,10,1700000000", "ann,tt0000001,2,1700000900", "ann,tt0000001,8,1700000500"]
    assert run(csv(tmp_path, *lines))[0] == 0
    assert thumbs() == {("rater-ann", "Film 1"): -1}
    assert WatchState.objects.get().plays == 1


def test_an_import_does_not_move_a_later_state_back(tmp_path: Path, films: list[Title]) -> None:
    run(csv(tmp_path, "ann,tt0000000,10,1700000000"))
    profile = Profile.objects.get()
    services.record_play(profile=profile, title=films[1], position=600, duration=5400)
    version = Profile.objects.get().taste_version
    run(csv(tmp_path, "ann,tt0000001,10,1700000000", "ann,tt0000000,10,1700000000"))
    state = WatchState.objects.get(title=films[1])
    assert (state.position, state.plays) == (600, 1)
    assert state.furthest > 0.9
    assert state.finished_at is not None
    # The profile is in use by now, so its page has to be made anew: once, by a mark that the sweep finds.
    assert Profile.objects.get().taste_version == version + 1
    run(csv(tmp_path, "ann,tt0000001,10,1700000000"))
    assert Profile.objects.get().taste_version == version + 1


@pytest.mark.parametrize(
    "lines",
    [
        ["ann,tt0000001,4.5,1700000000"],
        ["userId,movieId,rating,timestamp", "ann,tt0000001,4.5,1700000000"],
        ["timestamp,notes,Rating,imdb_id,user_id", "1700000000,x,4.5,tt0000001,ann"],
        ["ann\ttt0000001\t4.5\t1700000000000"],
        ["ann::tt0000001::4.5::1700000000"],
        ["item;user;rating;timestamp", "tt0000001;ann;4.5;2023-11-14T22:13:20Z"],
        ['"user","item","rating","date"', '"ann","tt0000001","4.5","2023-11-14 22:13:20"'],
    ],
)
def test_forms_of_files(tmp_path: Path, films: list[Title], lines: list[str]) -> None:
    status, _, errors = run(csv(tmp_path, *lines))
    assert (status, errors) == (0, "")
    assert thumbs() == {("rater-ann", "Film 1"): 2}
    assert Rating.objects.get().rated_at == dt.datetime(2023, 11, 14, 22, 13, 20, tzinfo=dt.UTC)


BAD = [
    ("ann", "a user and an item are needed"),
    (",tt0000001,5", "a user and an item are needed"),
    ("ann,tt9999999,5", "'tt9999999' is no title's imdb_id here"),
    ("ann,tt0000001,five", "the rating 'five' is not a number"),
    ("ann,tt0000001,nan", "the rating 'nan' is not a number"),
    ("ann,tt0000001,-1", "the rating -1 is not from 0 to 5"),
    ("ann,tt0000001,99", "the rating 99 is not from 0 to 5"),
    ("ann,tt0000001,5,yesterday", "the timestamp 'yesterday' is neither"),
    ("ann,tt0000001,5,-5", "the timestamp '-5' is no time since 1970"),
    ("ann,tt0000001,5,32503680000", "the timestamp is in the future"),
    ("ann,tt0000001,5,1e300", "the timestamp '1e300' is no time since 1970"),
    ("a\0b,tt0000001,5", "the user has a NUL character"),
    ("\udcff,tt0000001,5", "the user is not valid UTF-8"),
    ("x" * 101 + ",tt0000001,5", "the user has more than 100 characters"),
]


def test_each_bad_row_is_named_with_its_line_and_the_good_ones_are_kept(tmp_path: Path, films: list[Title]) -> None:
    lines = [line for n, (bad, _) in enumerate(BAD) for line in (bad, f"good{n},tt0000001,5")]
    lines += [f"more{n},tt0000002,4" for n in range(200)]  # or one wild rating would be a sign of another scale
    path = csv(tmp_path, *lines)
    status, summary, errors = run(path)
    assert status == 1
    assert f"{len(BAD) + 200} good rows, {len(BAD)} bad" in summary
    assert Rating.objects.count() == len(BAD) + 200
    told = dict(line.removeprefix(f"{path}:").split(": ", 1) for line in errors.splitlines())
    assert list(told) == [str(2 * n + 1) for n in range(len(BAD))]
    for (_, what), complaint in zip(BAD, told.values(), strict=True):
        assert complaint.startswith(what)


def test_the_scale_is_seen_from_the_ratings_or_said(tmp_path: Path, films: list[Title]) -> None:
    path = csv(tmp_path, "ann,tt0000001,5", "ann,tt0000002,2")
    run(path)
    assert thumbs()["rater-ann", "Film 1"] == 2
    run(path, scale=10, dataset="other")
    assert Rating.objects.get(profile__user__email="rater-ann@other.invalid", title=films[2]).value == -1
    assert not Rating.objects.filter(profile__user__email="rater-ann@other.invalid", title=films[1]).exists()
    status, _, errors = run(csv(tmp_path, "ann,tt0000001,1", "ann,tt0000002,0"))
    assert status == 2
    assert "--scale 1" in errors


def test_a_series_gets_the_thumb_but_no_play(tmp_path: Path) -> None:
    series = make_series()
    Title.objects.filter(pk=series.pk).update(imdb_id="tt0000009")
    run(csv(tmp_path, "ann,tt0000009,5"))
    assert Rating.objects.get().title_id == series.pk
    assert not Play.objects.exists()


def test_recent_moves_all_times_and_keeps_their_order_and_gaps(tmp_path: Path, films: list[Title]) -> None:
    path = csv(tmp_path, "ann,tt0000001,5,1000000000", "ann,tt0000002,5,1000000600", "bob,tt0000001,5,1000086400")
    run(path, recent=True)
    times = list(Rating.objects.order_by("rated_at").values_list("rated_at", flat=True))
    assert times[1] - times[0] == dt.timedelta(minutes=10)
    assert times[2] - times[0] == dt.timedelta(days=1)
    assert dt.timedelta(0) <= timezone.now() - times[2] < dt.timedelta(minutes=1)


MOVIELENS = {
    "csv": {
        "movies.csv": 'movieId,title,genres\n1,"Matrix, The (1999)",Action|Sci-Fi\n2,Café (2009),(no genres listed)\n',
        "links.csv": "movieId,imdbId,tmdbId\n1,0133093,603\n2,1186803,\n",
        "ratings.csv": "userId,movieId,rating,timestamp\n1,1,5.0,978300760\n2,1,3.0,978300761\n2,2,0.5,978300762\n",
    },
    "dat": {
        "movies.dat": "1::Matrix, The (1999)::Action|Sci-Fi\n2::Café (2009)::\n",
        "ratings.dat": "1::1::5::978300760\n2::1::3::978300761\n2::2::1::978300762\n",
    },
    "u": {
        "u.item": "1|Matrix, The (1999)|01-Jan-1999||http://x|0|1|0|0|0|0|0|0|0|0|0|0|0|0|0|1|0|0|0\n"
        "2|Café (2009)|01-Jan-2009||http://x|1|0|0|0|0|0|0|0|0|0|0|0|0|0|0|0|0|0|0\n",
        "u.data": "1\t1\t5\t978300760\n2\t1\t3\t978300761\n2\t2\t1\t978300762\n",
    },
}


def movielens(folder: Path, form: str) -> Path:
    """The same two films and three ratings in each form; the older ones are in Latin-1."""
    path = folder / "ml-tiny"
    path.mkdir()
    for name, text in MOVIELENS[form].items():
        (path / name).write_text(text, encoding="utf-8" if form == "csv" else "latin-1")
    return path


@pytest.mark.parametrize("form", ["csv", "dat", "u"])
def test_movielens_folders(tmp_path: Path, form: str) -> None:
    here = make_title("The Matrix", "Classic", year=1999, runtime=136)
    path = movielens(tmp_path, form)
    status, summary, errors = run(path)
    assert (status, errors) == (0, "")
    assert "new titles: 1" in summary
    new = Title.objects.exclude(pk=here.pk).get()
    assert (new.name, new.year, new.genre_names) == ("Café", 2009, [])
    here.refresh_from_db()
    assert here.genre_names == ["Classic"]  # what was there is left alone
    assert thumbs() == {("rater-1", "The Matrix"): 2, ("rater-2", "Café"): -1}
    assert Play.objects.count() == 3
    assert set(WatchState.objects.filter(title=here).values_list("duration", flat=True)) == {136 * 60}
    assert run(path)[0] == 0
    assert Play.objects.count() == 3
    assert Title.objects.count() == 2


def test_the_genres_of_a_folder_arrive(tmp_path: Path) -> None:
    for number, form in enumerate(MOVIELENS):
        folder = tmp_path / str(number)
        folder.mkdir()
        run(movielens(folder, form))
        assert Title.objects.get(name="The Matrix").genre_names == ["Action", "Sci-Fi"]
        Title.objects.all().delete()


def test_bad_rows_of_a_folder_are_told_by_file(tmp_path: Path) -> None:
    path = movielens(tmp_path, "dat")
    (path / "movies.dat").write_text("1::Matrix, The (1999)::Action\n2::::\n")
    status, _, errors = run(path)
    assert status == 1
    assert f"{path / 'movies.dat'}:2: a name" in errors
    assert f"{path / 'ratings.dat'}:3: '2' is not in the list of titles" in errors
    assert Play.objects.count() == 2


def test_what_cannot_be_read_is_said_so(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "nothing.csv"):
        status, _, errors = run(path)
        assert status == 2
        assert str(path) in errors
    broken = movielens(tmp_path, "csv")
    (broken / "movies.csv").unlink()
    assert run(broken)[0] == 2


def test_the_number_of_queries_does_not_grow_with_the_rows(tmp_path: Path, films: list[Title]) -> None:
    def queries(first: int, number: int) -> int:
        lines = [f"{n},tt0000001,5,1700000000" for n in range(first, first + number)]
        with CaptureQueriesContext(connection) as captured:
            assert run(csv(tmp_path, *lines))[0] == 0
        return len(captured)

    queries(0, 1)
    assert queries(10, 1) == queries(100, 300)
