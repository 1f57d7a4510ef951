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


Signature = tuple[object, ...]


class _Process:
    """What this worker process holds; models are mapped from disk, so that several processes share one copy."""

    loaded: Loaded | None = None
    broken: Signature | None = None  # files that were found unusable, and complained of
    sound: Signature | None = None  # files that were found usable


def current() -> Loaded | None:
    """The current model, loaded once a process; None, with the reason in the log, where there is none to be had."""
    version = ModelVersion.objects.current()
    if version is None:
        _Process.loaded = None
    elif _Process.loaded is None or _Process.loaded.version.pk != version.pk:
        _Process.loaded = _load(version)
    return _Process.loaded


def is_sound(version: ModelVersion) -> bool:
    """Whether this version's artifact can be loaded as it lies on disk now; it is read again when its files changed."""
    signature = _signature(version)
    if signature in (_Process.sound, _Process.broken):
        return signature == _Process.sound
    return _load(version) is not None


def _load(version: ModelVersion) -> Loaded | None:
    signature = _signature(version)
    if signature == _Process.broken:
        return None
    try:
        model = engine.load(settings.MODEL_DIR / version.name)
    except engine.ArtifactError as error:
        log.error("model %s cannot be used, pages go on without it: %s", version.name, error)
        _Process.broken = signature
        return None
    _Process.sound = signature
    return Loaded(version, model)


def _signature(version: ModelVersion) -> Signature:
    """Changes when any file of the artifact does."""
    files = sorted((settings.MODEL_DIR / version.name).glob("**/*"))
    stats = [(path.name, path.stat().st_size, path.stat().st_mtime_ns) for path in files if path.is_file()]
    return version.pk, *stats


def prune() -> None:
    """Delete all but the latest versions, and folders that no version names (of trainings that were cut off)."""
    kept = set(ModelVersion.objects.order_by("-activated_at", "-pk").values_list("pk", flat=True)[:KEPT])
    ModelVersion.objects.exclude(pk__in=kept).delete()
    names = set(ModelVersion.objects.values_list("name", flat=True))
    for folder in settings.MODEL_DIR.iterdir():
        if folder.name not in names:
            shutil.rmtree(folder, ignore_errors=True)
