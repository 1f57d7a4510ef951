"""Where files are in the storage `media`: each package in a folder of its own, which never changes once it is complete,
and each upload in one of its own, until it is packaged."""

import re
import uuid

from django.core.files.storage import Storage, storages

PACKAGES, UPLOADS = "packages", "uploads"
# What packages are made of, and nothing else is ever looked for.
FILE = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*\.(?:m3u8|mp4|jpg|vtt)")


def media_storage() -> Storage:
    """The storage of videos: any of Django's, of which no local path is asked."""
    return storages["media"]


def package_file(package: uuid.UUID, name: str) -> str:
    """The name in the storage of a file of a package."""
    return f"{PACKAGES}/{package.hex}/{name}"


def piece_file(upload: uuid.UUID, number: int) -> str:
    """The name in the storage of a piece of an upload."""
    return f"{UPLOADS}/{upload.hex}/{number}"


def delete_folder(storage: Storage, folder: str) -> int:
    """Delete the files of a flat folder, as far as they are there; tells how many."""
    names = files_in(storage, folder)
    for name in names:
        storage.delete(f"{folder}/{name}")
    # Stores of objects have no folders; on a disk the empty one goes as well.
    storage.delete(folder)
    return len(names)


def files_in(storage: Storage, folder: str) -> list[str]:
    """The names of the files in a folder; none where there is no such folder."""
    try:
        return storage.listdir(folder)[1]
    except FileNotFoundError:
        return []
