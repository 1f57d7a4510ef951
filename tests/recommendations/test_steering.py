"""More of this, less of that, not me: the page turns that way, and back again."""

from collections.abc import Sequence

import numpy as np
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts import services
from accounts.activity import Wanted
from accounts.models import Profile
from catalog.models import Credit, Person, Title
from recommendations import artifacts, fallback, habits, pipeline, steering
from recommendations.assembly import StoredRow
from recommendations.models import HomePage
from tests.factories import make_profile, make_title, make_titles, watch
from tests.recommendations.conftest import World, watched_by

HEAD = 6


def rows_of(profile: Profile) -> list[StoredRow]:
    """The page as it is made now."""
    assert pipeline.refresh(profile.pk) == "stored"
    return [StoredRow.from_json(row) for row in HomePage.objects.get(profile=profile).rows]


def share(rows: Sequence[StoredRow], titles: Sequence[Title]) -> float:
    """Of the cards that are on screen at once."""
    seen = [title for row in rows[:8] for title in row.titles[:HEAD]]
    return float(np.isin(seen, [title.pk for title in titles]).mean())


@pytest.fixture
def shop(trained: World) -> World:
    """With more to choose from than was watched, and of other genres."""
    trained.horror.extend(make_titles(30, "Horror", age=16, year=1974))
    trained.romance.extend(make_titles(30, "Romance", year=1999))
    for genre in ("Western", "Comedy", "Mystery"):
        make_titles(20, genre, year=1955)
    return trained


def of_genre(name: str) -> list[Title]:
    return list(Title.objects.filter(genres__name=name))


def test_more_brings_a_row_of_it_and_more_of_it_everywhere(shop: World) -> None:
    fan, westerns = shop.horror_fans[0], of_genre("Western")
    before = rows_of(fan)
    services.steer(profile=fan, kind="genre", key="western", direction="more")
    after = rows_of(fan)
    (row,) = (row for row in after if row.key == "more_of_genre:western")
    assert set(row.titles) <= {title.pk for title in westerns}
    assert after.index(row) < 8
    assert share(after, westerns) > share(before, westerns)
    assert not any(other.kind in {"genres", "your_genres"} and other.about["slug"] == "western" for other in after)


def test_less_makes_it_sink(shop: World) -> None:
    fan = shop.horror_fans[0]
    before = rows_of(fan)
    services.steer(profile=fan, kind="genre", key="horror", direction="less")
    after = rows_of(fan)
    assert share(after, shop.horror) < share(before, shop.horror)


def test_not_me_takes_its_rows_and_its_history_away(shop: World) -> None:
    """A horror fan, on whose account somebody watched romances."""
    fan = shop.horror_fans[0]
    for title in shop.romance[:8]:
        watch(fan, title)
    before = rows_of(fan)
    loved = {title.pk for title in shop.romance}
    assert loved & {pk for row in before for because in row.because.values() for pk in because}
    assert "Romance" in {one.name for one in habits.of_profile(fan).genres}
    services.steer(profile=fan, kind="genre", key="romance", direction="not_me")
    after = rows_of(fan)
    assert not any("romance" in (row.about.get("slug"), row.about.get("other")) for row in after)
    assert not loved & {pk for row in after for because in row.because.values() for pk in because}, (
        "no reason names them"
    )
    assert not any(row.about.get("title") in loved for row in after)
    assert share(after, shop.romance) < share(before, shop.romance)
    assert not {title.pk for title in shop.romance[:8]} & {pk for row in after for pk in row.titles}, "they were seen"
    assert {one.name for one in habits.of_profile(fan).genres} == {"Horror"}


@pytest.mark.parametrize("direction", ["more", "less", "not_me"])
def test_taking_it_back_gives_the_very_same_page(shop: World, direction: str) -> None:
    fan = shop.horror_fans[0]
    before = rows_of(fan)
    services.steer(profile=fan, kind="genre", key="horror", direction=direction)
    assert rows_of(fan) != before
    assert services.unsteer(profile=fan, kind="genre", key="horror")
    assert rows_of(fan) == before


def test_a_decade_and_a_genre_in_a_decade(shop: World) -> None:
    fan = shop.horror_fans[0]
    services.steer(profile=fan, kind="era", key="1950", direction="more")
    services.steer(profile=fan, kind="genre_era", key="western-1950", direction="more")
    rows = {row.key: row for row in rows_of(fan)}
    decade, westerns = rows["more_from_era:1950"], rows["more_of_genre_era:western-1950"]
    assert set(Title.objects.filter(pk__in=decade.titles).values_list("year", flat=True)) == {1955}
    assert set(westerns.titles) <= {title.pk for title in of_genre("Western")}


def test_somebody_of_whom_there_is_no_shelf(shop: World) -> None:
    fan = shop.horror_fans[0]
    person = Person.objects.create(name="Vera Bright", slug="vera-bright")
    titles = make_titles(12, "Comedy")
    for title in titles:
        Credit.objects.create(title=title, person=person, role=Credit.Role.WRITER)
    services.steer(profile=fan, kind="person", key="vera-bright", direction="more")
    (row,) = (row for row in rows_of(fan) if row.kind == "more_with_person")
    assert row.about == {"person": "Vera Bright", "person_slug": "vera-bright"}
    assert set(row.titles) <= {title.pk for title in titles}


def test_a_page_made_on_the_spot_obeys_too(world: World) -> None:
    fan = make_profile()
    for genre in ("Western", "Comedy"):
        make_titles(8, genre)
    services.steer(profile=fan, kind="genre", key="western", direction="more")
    services.steer(profile=fan, kind="genre", key="comedy", direction="not_me")
    keys = [row.key for row in fallback.rows(fan)]
    assert "more_of_genre:western" in keys
    assert "genres:comedy" not in keys


def test_without_wishes_nothing_is_worked_out(trained: World) -> None:
    fan = trained.horror_fans[0]
    [viewer] = pipeline.viewers_of([fan], artifacts.current())
    assert viewer.steering is None
    with CaptureQueriesContext(connection) as captured:
        assert steering.of_profiles([fan.pk]) == {fan.pk: []}
    assert len(captured) == 1


def test_wishes_of_many_cost_two_queries(trained: World) -> None:
    person = Person.objects.create(name="Vera Bright", slug="vera-bright")
    Credit.objects.create(title=make_title(), person=person)
    for fan in trained.horror_fans:
        services.steer(profile=fan, kind="person", key=person.slug, direction="more")
        services.steer(profile=fan, kind="genre", key="horror", direction="less")
    with CaptureQueriesContext(connection) as captured:
        found = steering.of_profiles([fan.pk for fan in trained.horror_fans])
    assert len(captured) == 2
    assert all(len(wishes) == 2 for wishes in found.values())


def test_hidden_titles_are_no_reason_and_not_offered_again(shop: World) -> None:
    fan = shop.horror_fans[0]
    before = rows_of(fan)
    reasons = {pk for row in before for because in row.because.values() for pk in because}
    taken = min(reasons)
    _number, moment = services.hide(profile=fan, wanted=Wanted(title=taken))
    after = rows_of(fan)
    assert taken not in {pk for row in after for because in row.because.values() for pk in because}
    assert taken not in {pk for row in after for pk in row.titles}
    assert taken in watched_by(fan)
    services.unhide(profile=fan, wanted=Wanted(title=taken), hidden_at=moment)
    assert rows_of(fan) == before
