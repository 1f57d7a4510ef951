"""What a viewer looked at, searched for and was shown changes the next page."""

import datetime as dt

from django.utils import timezone

from accounts import services
from accounts.models import Exposure, Profile
from catalog.models import Title
from recommendations import history, pipeline
from recommendations.assembly import StoredRow
from recommendations.models import HomePage
from recommendations.worth import REST_DAYS, RESTING_SHOWN
from tests.factories import make_titles
from tests.recommendations.conftest import World, watched_by


def rows_of(profile: Profile) -> list[StoredRow]:
    pipeline.refresh(profile.pk)
    return [StoredRow.from_json(row) for row in HomePage.objects.get(profile=profile).rows]


def unseen(profile: Profile, titles: list[Title]) -> list[Title]:
    seen = watched_by(profile)
    return [title for title in titles if title.pk not in seen]


def test_a_look_at_a_title_brings_more_like_it(trained: World) -> None:
    make_titles(60, "Romance")
    fan = trained.horror_fans[0]
    looked_at = trained.romance[3]
    assert not [row for row in rows_of(fan) if row.kind == "more_like"]
    services.record_look(profile=fan, title=looked_at)
    row = next(row for row in rows_of(fan) if row.kind == "more_like")
    assert row.about == {"title": looked_at.pk}
    assert looked_at.pk not in row.titles
    assert set(row.titles) & {title.pk for title in trained.romance}
    assert history.of_profile(fan.pk).events[0].is_look


def test_a_search_brings_what_it_found(trained: World) -> None:
    fan = trained.horror_fans[0]
    found = [title.pk for title in make_titles(12, "Western")]
    services.record_search(profile=fan, text="high noon", results=12, found=found)
    row = next(row for row in rows_of(fan) if row.kind == "from_your_search")
    assert row.about["text"] == "high noon"
    assert set(row.titles) <= set(found)
    assert not row.because, "it stands there for the search, and says so"


def test_what_was_shown_often_and_never_touched_rests_and_comes_back(trained: World) -> None:
    make_titles(60, "Horror", age=16)
    fan = trained.horror_fans[0]
    shown = unseen(fan, trained.horror)[0]

    def is_offered() -> bool:
        return shown.pk in {title for row in rows_of(fan) for title in row.titles}

    assert is_offered()
    exposure = Exposure.objects.create(profile=fan, title=shown, shown=RESTING_SHOWN)
    assert not is_offered()
    services.record_look(profile=fan, title=shown)
    assert is_offered(), "it was touched"
    fan.looks.all().delete()
    exposure.last_at = timezone.now() - dt.timedelta(days=REST_DAYS + 1)
    exposure.save()
    assert is_offered(), "it has rested"


def test_a_title_that_the_model_never_saw_says_why_it_is_there(trained: World) -> None:
    added = {title.pk for title in make_titles(8, "Horror", age=16)}
    fan = trained.horror_fans[0]
    because = [row.because.get(pk) for row in rows_of(fan) for pk in row.titles if pk in added]
    assert because
    named = {reason for reasons in because for reason in reasons or ()}
    assert named
    assert named <= watched_by(fan)
