"""A viewer's own file: read, matched with care, looked through, written once."""

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from accounts import services, tasks
from accounts.imports import brought, matching
from accounts.imports.dates import Dates
from accounts.models import HistoryImport, ImportedRow, Play, Profile, Rating, WatchState
from accounts.models.activity import IMPORTED
from accounts.services import imports
from catalog.access import NO_LIMITS
from catalog.imports.reading import UnreadableFileError
from catalog.models import Title
from catalog.search import index_titles
from tests.factories import make_profile, make_series, make_title
from tests.pages.conftest import Viewer

PREVIEW, DONE, FAILED = (HistoryImport.State[name] for name in ("PREVIEW", "DONE", "FAILED"))
MATCHED, DOUBTFUL, UNKNOWN = ImportedRow.Outcome.values


def read(profile: Profile, text: str | bytes, name: str = "a.csv", **more: Any) -> HistoryImport:
    """A file that was uploaded and read."""
    content = text if isinstance(text, bytes) else text.encode()
    made = services.begin_import(profile=profile, name=name, content=content, **more)
    imports.read_import(made.pk)
    made.refresh_from_db()
    return made


def write(held: HistoryImport) -> HistoryImport:
    services.start_writing(brought=held)
    assert imports.write_import(held.pk) == "written"
    held.refresh_from_db()
    return held


def outcomes(held: HistoryImport) -> list[tuple[str, str, str | None]]:
    rows = held.rows.select_related("title").order_by("line")
    return [(row.text, row.outcome, row.title.slug if row.title else None) for row in rows]


class TestDates:
    @pytest.mark.parametrize(
        "texts",
        [
            ["2025-12-31", "2025-12-30"],
            ["2025-12-31 20:15:00", "2025-12-30 00:00:00"],
            ["12/31/25", "12/30/25"],
            ["31/12/25", "30/12/25"],
            ["12/31/2025", "12/30/2025"],
            ["31/12/2025", "30/12/2025"],
            ["31.12.2025", "30.12.2025"],
            ["31.12.25", "30.12.25"],
            ["Dec 31, 2025", "Dec 30, 2025"],
            ["31 December 2025", "30 December 2025"],
            ["2025-12-31T20:15:00+01:00", "2025-12-30T20:15:00+01:00"],
        ],
    )
    def test_are_read_as_services_write_them(self, texts: list[str]) -> None:
        ways = Dates.of(texts)
        assert [moment and moment.date() for moment in map(ways.parse, texts)] == [
            dt.date(2025, 12, 31),
            dt.date(2025, 12, 30),
        ]

    def test_days_and_months_are_told_apart_by_the_way_through_time(self) -> None:
        steady = ["05/02/2024", "04/02/2024", "03/02/2024", "12/01/2024", "02/01/2024", "01/01/2024"]
        assert Dates.of(steady).format == "%d/%m/%Y"
        assert Dates.of([f"{text[3:5]}/{text[:2]}/{text[6:]}" for text in steady]).format == "%m/%d/%Y"

    def test_or_by_what_the_viewer_says(self) -> None:
        assert Dates.of(["01/02/2024"], "day").parse("01/02/2024") == dt.datetime(2024, 2, 1, 12, tzinfo=dt.UTC)
        assert Dates.of(["01/02/2024"], "month").parse("01/02/2024") == dt.datetime(2024, 1, 2, 12, tzinfo=dt.UTC)

    @pytest.mark.parametrize("text", ["", "soon", "2025-13-01", "0001-01-01", "31/31/2025"])
    def test_that_are_none_are_none(self, text: str) -> None:
        assert Dates.of(["2025-12-31"]).parse(text) is None


class TestReading:
    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
    def test_whatever_wrote_it(self, encoding: str) -> None:
        text = "Title,Date\r\n" + "Amélie,2025-01-02\r\n"
        assert [row.text for row in brought.read(text.encode(encoding)).rows] == ["Amélie"]

    @pytest.mark.parametrize("mark", [",", ";", "\t"])
    def test_whatever_stands_between(self, mark: str) -> None:
        found = brought.read(f'"Title"{mark}"Date"\n"A{mark} B"{mark}"2025-01-02"\n'.encode())
        assert [row.text for row in found.rows] == [f"A{mark} B"]

    @pytest.mark.parametrize(
        ("content", "told"),
        [
            (b"", "does not name"),
            (b"\x89PNG\r\n\x1a\n\0\0", "no text"),
            (b"\xff\xfe\x00", "no text"),
            (b"Title,Date\n", "nothing in it"),
            (b"What,When\nx,y\n", "does not name"),
            (b"Title,Year\nx,1999\n", "neither viewing activity"),
            (b"Const,Your Rating\ntt0000001,\n", "No line has a rating"),
            (b"Title,Date\n" + b"x" * brought.MOST_BYTES, "larger than"),
            (b"Title,Date\n" + b"x,2025-01-01\n" * (brought.MOST_ROWS + 1), "at most"),
        ],
    )
    def test_what_cannot_be_read_is_said(self, content: bytes, told: str) -> None:
        with pytest.raises(UnreadableFileError, match=told):
            brought.read(content)

    def test_bad_lines_are_named_with_their_number_and_the_good_ones_kept(self) -> None:
        text = 'Title,Date\nA,2025-01-02\n,2025-01-02\nB,soon\n\nC\n"D\nd",2025-01-01\nE,2999-01-01\n'
        found = brought.read(text.encode())
        assert [(row.line, row.text) for row in found.rows] == [(2, "A"), (7, "D\nd")]
        assert [line for line, _ in found.complaints] == [6, 3, 4, 9]
        assert found.bad == 4

    def test_trailers_are_passed_over_and_profiles_told_apart(self) -> None:
        text = (
            "Profile Name,Start Time,Duration,Attributes,Title,Supplemental Video Type\n"
            "Ann,2025-01-02 20:00:00,01:30:05,,A,\nBob,2025-01-02 20:00:00,00:01:00,,B,\n"
            "Ann,2025-01-02 19:00:00,00:00:30,,A,TRAILER\nAnn,2025-01-01 19:00:00,00:45:00,,C,\n"
        )
        found = brought.read(text.encode())
        assert (found.passed_over, found.owners) == (1, ["Ann", "Bob"])
        assert [row.seconds for row in found.rows] == [5405, 60, 2700]

    @pytest.mark.parametrize(
        ("rating", "thumb"), [("10", 2), ("9", 2), ("7", 1), ("6", None), ("5", None), ("4", -1), ("1", -1)]
    )
    def test_ratings_are_of_ten_where_imdb_ids_are(self, rating: str, thumb: int | None) -> None:
        head = "Const,Your Rating,Date Rated,Title,URL,Title Type,IMDb Rating,Runtime (mins),Year,Genres\n"
        found = brought.read(
            f'{head}tt0057129,{rating},2020-01-02,"The Haunting",u,Movie,7.4,112,1963,"Horror"\n'.encode()
        )
        [row] = found.rows
        assert (row.imdb_id, row.thumb, row.year, row.at.date()) == ("tt0057129", thumb, 1963, dt.date(2020, 1, 2))

    def test_and_of_five_where_none_is_more(self) -> None:
        found = brought.read(b"Date,Name,Year,Rating\n2020-01-02,The Haunting,1963,4.5\n2020-01-02,Other,1964,1\n")
        assert [(row.text, row.thumb) for row in found.rows] == [("The Haunting", 2), ("Other", -1)]


@pytest.fixture
def catalogue(db: None) -> dict[str, Title]:
    """Films of the same name, a series, and one that children may not see."""
    found = {
        "dune84": make_title("Dune", year=1984, slug="dune-1984"),
        "dune21": make_title("Dune", year=2021, slug="dune-2021"),
        "amelie": make_title("Amelie", original_name="Le Fabuleux Destin d'Amélie Poulain", year=2001, slug="amelie"),
        "alien": make_title("Alien", year=1979, slug="alien", imdb_id="tt0078748"),
        "covenant": make_title("Alien: Covenant", year=2017, slug="covenant"),
        "grown": make_title("Knives", year=2000, slug="knives", age=18),
        "the": make_title("The Knives", year=1970, slug="the-knives"),
        "sole": make_title("Midnight Slaughter", year=2001, slug="slaughter", age=18, imdb_id="tt0000018"),
        "office": make_series("Harbour Lights", seasons=2, episodes=3),
    }
    Title.objects.filter(pk=found["office"].pk).update(slug="harbour")
    index_titles()
    return found


def matched(profile: Profile, *lines: tuple[str, str]) -> list[tuple[str, str | None]]:
    text = "Title,Date\n" + "".join(f'"{title}",{date}\n' for title, date in lines)
    return [(outcome, slug) for _, outcome, slug in outcomes(read(profile, text))]


class TestMatching:
    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("Alien", (MATCHED, "alien")),
            ("ALIEN ", (MATCHED, "alien")),
            ("Alien: Covenant", (MATCHED, "covenant")),
            ("Alien (1979)", (MATCHED, "alien")),
            ("Alien (1980)", (DOUBTFUL, None)),
            ("The Alien", (MATCHED, "alien")),
            ("Knives!", (DOUBTFUL, None)),
            ("The Knives", (MATCHED, "the-knives")),
            ("Dune", (DOUBTFUL, None)),
            ("Dune (1984)", (MATCHED, "dune-1984")),
            ("Dune (2021)", (MATCHED, "dune-2021")),
            ("Amélie", (MATCHED, "amelie")),
            ("Le fabuleux destin d'Amélie Poulain", (MATCHED, "amelie")),
            ("Alien Covenent", (DOUBTFUL, None)),
            ("Alien: Romulus", (UNKNOWN, None)),
            ("Quite Something Else", (UNKNOWN, None)),
            ("Harbour Lights: Season 2: Episode 3", (MATCHED, "harbour")),
            ("Harbour Lights: Season 3: Episode 1", (UNKNOWN, None)),
            ("Harbour Lights: Season 1: The Long Night", (UNKNOWN, None)),
            ("Harbour Lights", (UNKNOWN, None)),
        ],
    )
    def test_is_careful(self, catalogue: dict[str, Title], text: str, expected: tuple[str, str | None]) -> None:
        assert matched(make_profile(), (text, "2025-01-02")) == [expected]

    def test_the_episode_is_found(self, catalogue: dict[str, Title]) -> None:
        held = read(make_profile(), 'Title,Date\n"Harbour Lights: Season 2: Episode 3",2025-01-02\n')
        episode = held.rows.get().episode
        assert episode is not None
        assert (episode.season.number, episode.number) == (2, 3)

    def test_nobody_watches_what_was_not_made_yet(self, catalogue: dict[str, Title]) -> None:
        assert matched(make_profile(), ("Alien: Covenant", "2010-05-05")) == [(DOUBTFUL, None)]

    def test_what_a_child_may_not_see_is_unknown(self, catalogue: dict[str, Title]) -> None:
        lines = [("Midnight Slaughter", "2025-01-02"), ("Midnight Slaughters", "2025-01-01")]
        child = make_profile(is_kids=True)
        assert matched(child, *lines) == [(UNKNOWN, None)] * 2
        assert not any(row.candidates for row in HistoryImport.objects.get(profile=child).rows.all())
        assert matched(make_profile(), *lines) == [(MATCHED, "slaughter"), (DOUBTFUL, None)]
        rated = "Const,Your Rating,Date Rated,Title,Year\ntt0000018,9,2020-01-01,Midnight Slaughter,2001\n"
        assert [found[1:] for found in outcomes(read(make_profile(is_kids=True), rated))] == [(UNKNOWN, None)]

    def test_what_a_child_may_not_see_changes_nothing_about_its_namesake(self, catalogue: dict[str, Title]) -> None:
        """As if the other were not there: a doubt would tell of it."""
        assert matched(make_profile(is_kids=True), ("Knives", "2025-01-02")) == [(MATCHED, "the-knives")]
        assert matched(make_profile(), ("Knives", "2025-01-02")) == [(MATCHED, "knives")]

    def test_an_imdb_id_is_certain_whatever_else_is_said(self, catalogue: dict[str, Title]) -> None:
        text = (
            "Const,Your Rating,Date Rated,Title,Year\n"
            "tt0078748,9,2020-01-01,Something,1990\ntt0000001,9,2020-01-01,Dune,1984\n"
        )
        assert [found[1:] for found in outcomes(read(make_profile(), text))] == [(MATCHED, "alien"), (DOUBTFUL, None)]

    def test_of_five_hundred_near_duplicates_none_is_taken_for_the_other(self, db: None) -> None:
        """Pairs of the same name, 1950 and 1990, of which every second pair has one of the two here."""
        made = [make_title(f"The Tale of {n}", year=1950, slug=f"tale-{n}-1950") for n in range(250)]
        made += [make_title(f"The Tale of {n}", year=1990, slug=f"tale-{n}-1990") for n in range(0, 250, 2)]
        index_titles()
        lines = ["Name,Year,Rating,Date"]
        lines += [f"The Tale of {n},{year},4,2020-01-01" for n in range(250) for year in (1950, 1990)]
        found = outcomes(read(make_profile(), "\n".join(lines)))
        right = {f"tale-{n}-{year}" for n in range(250) for year in (1950, 1990)} & {title.slug for title in made}
        assert {slug for _, outcome, slug in found if outcome == MATCHED} == right
        assert sum(outcome == MATCHED for _, outcome, _ in found) == 375
        wrong = [
            (text, slug)
            for (text, _, slug), line in zip(found, lines[1:], strict=True)
            if slug and line.split(",")[1] not in slug
        ]
        assert wrong == []
        without = [f'"The Tale of {n}",2020-01-01' for n in range(0, 250, 2)]
        found = outcomes(read(make_profile(), "\n".join(["Title,Date", *without])))
        assert {outcome for _, outcome, _ in found} == {DOUBTFUL}

    def test_a_title_is_known_by_its_name_in_another_language(self, db: None) -> None:
        title = make_title("The Shadow", names={"de": "Der Schatten"}, slug="shadow")
        make_title("Another", names={"de": "Ein anderer"})
        index_titles()
        held = read(make_profile(), "Title,Date\nDer Schatten,2024-05-01\nder schatten,2024-05-02\n")
        assert [slug for _text, _outcome, slug in outcomes(held)] == [title.slug, title.slug]

    def test_queries_do_not_grow_with_the_lines(
        self, catalogue: dict[str, Title], django_assert_max_num_queries: Any
    ) -> None:
        now = timezone.now()
        for number in (2, 300):
            rows = [brought.Row(n, f"Alien {n}", now) for n in range(number)] + [
                brought.Row(0, "Harbour Lights: x", now)
            ]
            with django_assert_max_num_queries(6):
                matching.match(rows, NO_LIMITS)


class TestWriting:
    TEXT = (
        'Title,Date\n"Alien",2025-01-03\n"Alien",2025-01-03\n"Alien: Covenant",2025-01-02\n"Dune",2025-01-02\n'
        '"Harbour Lights: Season 1: Episode 2",2025-01-01\n"Nowhere",2025-01-01\n'
    )

    def test_nothing_is_written_before_it_is_said(self, catalogue: dict[str, Title]) -> None:
        held = read(make_profile(), self.TEXT)
        assert (held.state, held.kind, held.rows.count()) == (PREVIEW, "viewing", 6)
        assert not Play.objects.exists()

    def test_what_is_matched_becomes_plays_once(self, catalogue: dict[str, Title], private_dir: Path) -> None:
        profile = make_profile()
        before = Profile.objects.get(pk=profile.pk).taste_version
        held = write(read(profile, self.TEXT))
        assert (held.state, held.plays, held.thumbs) == (DONE, 4, 0)
        plays = Play.objects.filter(profile=profile)
        assert set(plays.values_list("row", "device")) == {(IMPORTED, "other")}
        assert plays.filter(title=catalogue["alien"], happened_at__date=dt.date(2025, 1, 3)).count() == 2
        state = WatchState.objects.get(profile=profile, title=catalogue["office"])
        assert state.episode is not None
        assert (state.episode.number, state.is_finished) == (2, True)
        assert Profile.objects.get(pk=profile.pk).taste_version > before
        assert (ImportedRow.objects.count(), list(private_dir.rglob("*.csv"))) == (0, [])
        again = write(read(profile, self.TEXT))
        assert (again.plays, plays.count()) == (0, 4), "the same file adds nothing"

    def test_doubtful_ones_are_written_as_decided(self, catalogue: dict[str, Title]) -> None:
        profile = make_profile()
        held = read(profile, self.TEXT)
        with pytest.raises(ValidationError):
            services.decide(brought=held, name="Dune", year=None, title=catalogue["alien"].pk)
        assert services.decide(brought=held, name="Dune", year=None, title=catalogue["dune84"].pk) == 1
        services.decide(brought=held, name="Dune", year=None, title=None)
        services.decide(brought=held, name="Dune", year=None, title=catalogue["dune21"].pk)
        write(held)
        assert WatchState.objects.filter(profile=profile, title__name="Dune").get().title == catalogue["dune21"]
        with pytest.raises(ValidationError):
            services.decide(brought=held, name="Dune", year=None, title=None)

    def test_ratings_become_thumbs_and_say_that_it_was_watched(self, catalogue: dict[str, Title]) -> None:
        profile = make_profile()
        services.rate(profile=profile, title=catalogue["dune84"], value=-1)
        text = (
            "Const,Your Rating,Date Rated,Title,Year\ntt0078748,10,2020-01-02,Alien,1979\n"
            ",6,2020-01-03,Amelie,2001\n,9,2020-01-03,Dune,1984\n,8,2020-01-04,Harbour Lights,1999\n"
        )
        held = write(read(profile, text))
        assert (held.plays, held.thumbs) == (3, 2)
        given = {rating.title.slug: rating.value for rating in Rating.objects.filter(profile=profile)}
        assert given == {"alien": 2, "dune-1984": -1, "harbour": 1}, "a later thumb of one's own stays"
        assert WatchState.objects.filter(profile=profile, title=catalogue["amelie"]).get().is_finished
        assert write(read(profile, text)).plays == 0

    def test_of_several_profiles_in_a_file_one_is_meant(self, catalogue: dict[str, Title]) -> None:
        profile = make_profile(name="bob")
        text = "Profile Name,Title,Date\nAnn,Alien,2025-01-01\nAnn,Amelie,2025-01-01\nBob,Alien: Covenant,2025-01-01\n"
        held = read(profile, text)
        assert (held.owner, held.owners) == ("Bob", ["Ann", "Bob"]), "the one of the same name"
        with pytest.raises(ValidationError):
            services.choose_owner(brought=held, owner="Eve")
        services.choose_owner(brought=held, owner="Ann")
        assert write(held).plays == 2

    def test_how_long_it_ran_says_how_far(self, catalogue: dict[str, Title]) -> None:
        profile = make_profile()
        text = "Start Time,Duration,Title\n2025-01-01 20:00:00,00:50:00,Alien\n2025-01-01 19:00:00,00:00:20,Amelie\n"
        assert write(read(profile, text)).plays == 1
        assert WatchState.objects.get(profile=profile).progress == 0.5

    def test_what_is_older_than_the_viewer_wants_it_kept_is_left_out(self, catalogue: dict[str, Title]) -> None:
        profile = make_profile()
        services.choose(profile=profile, through="page", retention_days=30)
        lately = timezone.localdate() - dt.timedelta(days=3)
        held = read(profile, f"Title,Date\nAlien,{lately}\nAmelie,2020-01-01\n")
        assert write(held).plays == 1

    def test_a_worker_that_died_over_it_is_followed_by_another(self, catalogue: dict[str, Title]) -> None:
        profile = make_profile()
        held = read(profile, self.TEXT)
        services.start_writing(brought=held)
        HistoryImport.objects.update(claim="0" * 32, beat_at=timezone.now() - dt.timedelta(minutes=5))
        assert imports.write_import(held.pk) == "written"
        assert imports.write_import(held.pk) == "nothing to do"

    def test_what_is_left_lying_is_forgotten(
        self, catalogue: dict[str, Title], private_dir: Path, django_capture_on_commit_callbacks: Any
    ) -> None:
        read(make_profile(), self.TEXT)
        HistoryImport.objects.update(created_at=timezone.now() - dt.timedelta(days=2))
        with django_capture_on_commit_callbacks(execute=True):
            tasks.keep_short()
        assert (HistoryImport.objects.count(), list(private_dir.rglob("*.csv"))) == (0, [])


class TestPages:
    def test_from_upload_to_history(self, alice: Viewer, catalogue: dict[str, Title]) -> None:
        file = SimpleUploadedFile("mine.csv", TestWriting.TEXT.encode(), "text/csv")
        answer = alice.post("/your-data/import/", file=file)
        held = HistoryImport.objects.get()
        assert answer["Location"] == f"/your-data/import/{held.pk}/"
        assert 'hx-trigger="every 1s"' in alice.get(answer["Location"])
        imports.read_import(held.pk)
        assert alice.client.get(f"{answer['Location']}state/").headers["HX-Refresh"] == "true"
        page = alice.get(answer["Location"])
        assert "Dune (1984)" in page
        assert "Dune (2021)" in page
        assert "Nowhere" in alice.get(f"{answer['Location']}?show=unknown")
        chosen: dict[str, Any] = {"name-0": "Dune", "year-0": "", "title-0": catalogue["dune84"].pk}
        alice.post(f"{answer['Location']}decide/", **chosen)
        assert "Write 5 lines" in alice.get(answer["Location"])
        alice.post(f"{answer['Location']}write/")
        imports.write_import(held.pk)
        assert "5 plays were added" in alice.get(answer["Location"])
        assert "Alien" in alice.get("/history/")

    def test_what_is_wrong_with_a_file_is_said(self, alice: Viewer) -> None:
        assert "required" in alice.post("/your-data/import/", 422).content.decode()
        empty = SimpleUploadedFile("mine.csv", b"")
        assert "empty" in alice.post("/your-data/import/", 422, file=empty).content.decode()
        large = SimpleUploadedFile("mine.csv", b"x" * (brought.MOST_BYTES + 1))
        assert "larger than" in alice.post("/your-data/import/", 422, file=large).content.decode()
        alice.post("/your-data/import/", file=SimpleUploadedFile("<b>.csv", b"\0\1\2"))
        held = HistoryImport.objects.get()
        imports.read_import(held.pk)
        page = alice.get(f"/your-data/import/{held.pk}/")
        assert "This is no text" in page or "does not name" in page
        assert "<b>.csv" not in page

    def test_it_is_the_profiles_own(self, alice: Viewer, bob: Viewer, catalogue: dict[str, Title]) -> None:
        held = read(alice.profile, TestWriting.TEXT)
        bob.get(f"/your-data/import/{held.pk}/", 404)
        for what in ("decide", "owner", "write", "give-up"):
            bob.post(f"/your-data/import/{held.pk}/{what}/", 404)
        alice.post(f"/your-data/import/{held.pk}/give-up/")
        assert not HistoryImport.objects.exists()

    def test_a_second_file_takes_the_place_of_one_that_was_only_looked_at(self, alice: Viewer) -> None:
        first = read(alice.profile, "Title,Date\nA,2025-01-01\n")
        second = read(alice.profile, "Title,Date\nB,2025-01-01\n")
        assert list(HistoryImport.objects.all()) == [second] != [first]
        services.start_writing(brought=second)
        with pytest.raises(ValidationError):
            services.begin_import(profile=alice.profile, name="c", content=b"x")
