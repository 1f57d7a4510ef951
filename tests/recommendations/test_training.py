"""Training: what is learnt from, what is stored, and what happens when it is cut short or its file is damaged."""

import logging
from pathlib import Path

import pytest
from django.db import connections
from django.utils import timezone

from accounts import services
from accounts.models import WatchState
from recommendations import artifacts, history, pipeline, training
from recommendations.arrays import engine_history, training_interactions
from recommendations.engine.artifact import VERSION
from recommendations.models import HomePage, ModelVersion, TitleStatistics
from tests.factories import make_profile, make_title, watch
from tests.recommendations.conftest import World


def artifact(models: Path) -> Path:
    version = ModelVersion.objects.current()
    assert version is not None
    return models / version.name


def largest_file(folder: Path) -> Path:
    return max(folder.rglob("*.npy"), key=lambda path: path.stat().st_size)


def test_the_same_history_is_not_trained_on_twice(trained: World) -> None:
    assert "up to date" in training.train()
    assert "interactions in" in training.train(force=True)
    services.rate(profile=trained.horror_fans[0], title=trained.romance[0], value=-1)
    assert "interactions in" in training.train()


def test_a_site_without_a_model_is_due_for_one_once_enough_was_watched(world: World, models: Path) -> None:
    assert training.is_due()
    WatchState.objects.exclude(pk__in=WatchState.objects.values("pk")[: training.FEWEST - 1]).delete()
    assert not training.is_due()


def test_only_the_latest_versions_are_kept(trained: World, models: Path) -> None:
    for _ in range(4):
        training.train(force=True)
    names = set(ModelVersion.objects.values_list("name", flat=True))
    assert len(names) == artifacts.KEPT
    assert {folder.name for folder in models.iterdir()} == names


def test_similar_titles_are_kept_for_title_pages(trained: World) -> None:
    kin = TitleStatistics.objects.get(title=trained.horror[0]).similar
    horror = {film.pk for film in trained.horror}
    assert kin
    assert set(kin[:10]) <= horror - {trained.horror[0].pk}


@pytest.mark.parametrize("damage", ["missing", "truncated", "other version"])
def test_a_damaged_model_is_said_in_the_log_and_training_mends_it(
    trained: World, models: Path, damage: str, caplog: pytest.LogCaptureFixture
) -> None:
    folder = artifact(models)
    if damage == "missing":
        folder.rename(folder.with_name("elsewhere"))
    elif damage == "truncated":
        largest_file(folder).write_bytes(largest_file(folder).read_bytes()[:-40])
    else:
        (manifest,) = folder.glob("*.json")
        told = manifest.read_text()
        manifest.write_text(told.replace(f'"version": {VERSION}', '"version": 999', 1))
        assert manifest.read_text() != told
    artifacts._Process.loaded = None  # as in a worker that starts now
    with caplog.at_level(logging.ERROR):
        assert pipeline.refresh(trained.horror_fans[0].pk) == "stored"
    assert "cannot be used" in caplog.text
    assert HomePage.objects.get(profile=trained.horror_fans[0]).model is None
    assert training.is_due()
    assert "interactions in" in training.train()
    assert not training.is_due()
    pipeline.refresh(trained.horror_fans[0].pk)
    assert HomePage.objects.get(profile=trained.horror_fans[0]).model == ModelVersion.objects.current()


def test_a_training_that_was_cut_off_is_due_again_and_leaves_nothing(trained: World, models: Path) -> None:
    ModelVersion.objects.create(name="cut-off", fingerprint="?")
    (models / "cut-off").mkdir()
    training.train(force=True)
    assert not training.is_due()
    assert not (models / "cut-off").exists()


def test_two_trainings_do_not_run_at_once(transactional_db: None, models: Path) -> None:
    other = connections.create_connection("default")
    with other.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [training.LOCK])
        assert training.train() == "another training is running"
        cursor.execute("SELECT pg_advisory_unlock(%s)", [training.LOCK])
    other.close()
    assert "too few" in training.train()


def test_rolling_back_is_one_update(trained: World) -> None:
    first = ModelVersion.objects.current()
    training.train(force=True)
    assert ModelVersion.objects.current() != first
    ModelVersion.objects.filter(pk=first.pk).update(activated_at=timezone.now())  # type: ignore[union-attr]
    assert ModelVersion.objects.current() == first
    loaded = artifacts.current()
    assert loaded is not None
    assert loaded.version == first


def test_history_is_newest_first_and_the_engine_s_is_oldest_first(db: None) -> None:
    profile = make_profile()
    titles = [make_title() for _ in range(3)]
    for title in titles:
        watch(profile, title)
    past = history.of_profile(profile.pk)
    assert [event.title_id for event in past.events] == [title.pk for title in reversed(titles)]
    assert engine_history(past).items.tolist() == [title.pk for title in titles]


def test_watching_and_rating_one_title_are_one_event(db: None) -> None:
    profile, title = make_profile(), make_title()
    watch(profile, title)
    services.rate(profile=profile, title=title, value=-1)
    (event,) = history.of_profile(profile.pk).events
    assert event.is_disliked
    assert event.is_watched
    assert event.weight < 0
    assert training_interactions().weights.tolist() == [pytest.approx(event.weight)]
