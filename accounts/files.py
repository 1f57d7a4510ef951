"""Files of viewers in the private storage: under names that nobody guesses, on no address of their own."""

import datetime as dt
import logging
import secrets
from collections.abc import Iterable
from typing import Any

from django.core.files import File
from django.core.files.storage import storages
from django.utils import timezone

from accounts.models import DataExport, HistoryImport

log = logging.getLogger(__name__)
EXPORTS, IMPORTS = "exports", "imports"
ORPHANED = dt.timedelta(hours=1)  # a file without a row that is older than this belongs to nobody any more


def store() -> Any:
    """The private storage of the settings."""
    return storages["private"]


def keep(folder: str, ending: str, content: "File[bytes]") -> str:
    """Store a file; returns its name."""
    return str(store().save(f"{folder}/{secrets.token_urlsafe(32)}.{ending}", content))


def drop(names: Iterable[str]) -> None:
    """Delete files; those that are gone already are gone."""
    for name in names:
        if name:
            store().delete(name)


def drop_orphans() -> int:
    """Delete files that no row names, as a worker leaves them that was killed or whose viewer was erased meanwhile."""
    found = [name for folder in (EXPORTS, IMPORTS) for name in _old_files(folder)]
    if not found:
        return 0
    held = {
        *DataExport.objects.filter(file__in=found).values_list("file", flat=True),
        *HistoryImport.objects.filter(file__in=found).values_list("file", flat=True),
    }
    orphans = [name for name in found if name not in held]
    drop(orphans)
    return len(orphans)


def _old_files(folder: str) -> list[str]:
    try:
        _folders, names = store().listdir(folder)
    except FileNotFoundError:
        return []
    paths = [f"{folder}/{name}" for name in names]
    return [path for path in paths if store().get_modified_time(path) < timezone.now() - ORPHANED]
