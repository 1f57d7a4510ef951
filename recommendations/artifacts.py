"""Where models lie, and the one that this process works with. Workers and commands only."""

import logging
import shutil
from dataclasses import dataclass

from django.conf import settings

from recommendations import engine
from recommendations.models import ModelVersion

log = logging.getLogger(__name__)
KEPT = 3  # versions on disk: the current one and two to go back to


@dataclass(frozen=True)
class Loaded:
    """A model in memory and the version it is of."""

    version: ModelVersion
    model: engine.Model


class _Process:
    """What this worker process holds; models are mapped from disk, so that several processes share one copy."""

    loaded: Loaded | None = None
    broken: int | None = None  # version that was complained of already


def current() -> Loaded | None:
    """The current model, loaded once a process; None, with the reason in the log, where there is none to be had."""
    version = ModelVersion.objects.current()
    if version is None:
        _Process.loaded = None
        return None
    if _Process.loaded is None or _Process.loaded.version.pk != version.pk:
        _Process.loaded = _load(version)
    return _Process.loaded


def is_sound(version: ModelVersion) -> bool:
    """Whether this version's artifact can be loaded from disk as it lies there now."""
    try:
        engine.load(settings.MODEL_DIR / version.name)
    except engine.ArtifactError:
        return False
    return True


def _load(version: ModelVersion) -> Loaded | None:
    try:
        return Loaded(version, engine.load(settings.MODEL_DIR / version.name))
    except engine.ArtifactError as error:
        if _Process.broken != version.pk:
            log.error("model %s cannot be used, pages go on without it: %s", version.name, error)
            _Process.broken = version.pk
        return None


def prune() -> None:
    """Delete all but the latest versions, and folders that no version names (of trainings that were cut off)."""
    kept = set(ModelVersion.objects.order_by("-activated_at", "-pk").values_list("pk", flat=True)[:KEPT])
    ModelVersion.objects.exclude(pk__in=kept).delete()
    names = set(ModelVersion.objects.values_list("name", flat=True))
    for folder in settings.MODEL_DIR.iterdir():
        if folder.name not in names:
            shutil.rmtree(folder, ignore_errors=True)
