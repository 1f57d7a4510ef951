"""Folders in which packages are made, on the disk of whoever makes them. None outlives its process for long.

Each is locked by its process; the lock goes when that goes, however it went, so what is not locked is left over.
"""

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

PREFIX = "making-"


@contextmanager
def folder() -> Iterator[Path]:
    """An empty folder of this process's own, which is gone afterwards."""
    with _alone() as scratch:
        made = Path(tempfile.mkdtemp(prefix=PREFIX, dir=scratch))
        lock = os.open(made, os.O_RDONLY)
        fcntl.flock(lock, fcntl.LOCK_EX)
    try:
        yield made
    finally:
        shutil.rmtree(made, ignore_errors=True)
        os.close(lock)


def clean() -> int:
    """Remove folders whose processes are gone, of this machine; tells how many there were."""
    with _alone() as scratch:
        return sum(_remove(left) for left in scratch.glob(f"{PREFIX}*"))


def _remove(left: Path) -> bool:
    lock = os.open(left, os.O_RDONLY)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    else:
        shutil.rmtree(left, ignore_errors=True)
        return True
    finally:
        os.close(lock)


@contextmanager
def _alone() -> Iterator[Path]:
    """The folder of these folders. Making one and looking for left ones exclude each other."""
    settings.MEDIA_SCRATCH.mkdir(parents=True, exist_ok=True)
    lock = os.open(settings.MEDIA_SCRATCH, os.O_RDONLY)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield settings.MEDIA_SCRATCH
    finally:
        os.close(lock)
