"""What newcomers are asked, with a model and without."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts import services
from catalog.models import Title
from recommendations import newcomers, statistics, training
from recommendations.models import ModelVersion
from tests.factories import make_maturity, make_profile, make_title, make_titles, watch
from tests.recommendations.conftest import World


def ids(profile: object, start: int = 0) -> list[int]:
    return [title.pk for title in newcomers.offer(profile, start).titles]  # type: ignore[arg-type]


def picks() -> list[int]:
    version = ModelVersion.objects.current()
    assert version is not None
    return version.picks


def test_training_finds_what_tells_tastes_apart(trained: World) -> None:
    horror, romance = ({film.pk for film in films} for films in (trained.horror, trained.romance))
    assert set(picks()) == horror | romance
    assert set(picks()[:4]) & horror
    assert set(picks()[:4]) & romance
    assert ids(make_profile()) == picks()[: newcomers.SHOWN]


def test_a_child_is_asked_about_what_it_may_see(trained: World) -> None:
    romance = {film.pk for film in trained.romance}
    assert set(ids(make_profile(is_kids=True))) == romance


def test_there_are_enough_for_children_however_few_watch_them(trained: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of each age's titles the most viewed are put in order, not only those that are among the most viewed of all."""
    monkeypatch.setattr("recommendations.engine.picks.telling.__kwdefaults__", {"most": 20})
    Title.objects.update(maturity=make_maturity(16))
    quiet = make_titles(20, "Family", age=6)
    fan = make_profile()
    for title in quiet:
        watch(fan, title)
    training.train()
    assert set(ids(make_profile(is_kids=True))) == {title.pk for title in quiet}
    assert {title.pk for title in quiet} < set(picks())


def test_others_follow_until_there_are_none(trained: World) -> None:
    profile = make_profile()
    first, rest = newcomers.offer(profile), newcomers.offer(profile, newcomers.SHOWN)
    assert first.next == newcomers.SHOWN == len(first.titles)
    assert (len(rest.titles), rest.next) == (16, None)
    assert not {one.pk for one in first.titles} & {one.pk for one in rest.titles}
    assert newcomers.offer(profile, 10_000).titles == []


def test_what_was_rated_or_withdrawn_is_not_asked_about(trained: World) -> None:
    profile = make_profile()
    rated, withdrawn, _ = newcomers.offer(profile).titles[:3]
    services.rate(profile=profile, title=rated, value=-1)
    withdrawn.published_at = None
    withdrawn.save()
    assert not {rated.pk, withdrawn.pk} & set(ids(profile))


def test_without_a_model_genres_take_turns_by_what_is_popular(db: None) -> None:
    fans = [make_profile() for _ in range(6)]
    films = {genre: make_titles(4, genre) for genre in ("Horror", "Romance", "Western")}
    for number, genre in zip((6, 5, 4), films, strict=True):
        for fan in fans[:number]:
            for film in films[genre]:
                watch(fan, film)
    statistics.recount()
    asked = ids(make_profile())
    assert len(asked) == 12
    genres = {film.pk: genre for genre, listed in films.items() for film in listed}
    assert [genres[pk] for pk in asked[:3]] == ["Horror", "Romance", "Western"]


def test_an_empty_site_asks_nothing(db: None) -> None:
    assert newcomers.offer(make_profile()) == newcomers.Offer([], None)


def test_titles_of_which_nothing_is_known_are_asked_about(db: None) -> None:
    plain = [make_title() for _ in range(3)]
    assert set(ids(make_profile())) == {title.pk for title in plain}


@pytest.mark.parametrize("with_model", [True, False])
def test_it_takes_the_same_queries_however_many_titles(trained: World, with_model: bool) -> None:
    profile = make_profile()
    if not with_model:
        ModelVersion.objects.all().delete()

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            newcomers.offer(profile)
        return len(captured)

    before = queries()
    make_titles(30, "Horror")
    assert queries() == before <= (5 if with_model else 7)


def test_who_did_anything_is_no_newcomer(db: None) -> None:
    profile = make_profile(newcomer=True)
    assert profile.is_newcomer
    watch(profile, make_title())
    profile.refresh_from_db()
    assert not profile.is_newcomer
