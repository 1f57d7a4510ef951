"""Static files under hashed names."""

from functools import cache
from typing import Any

from django.contrib.staticfiles.storage import ManifestStaticFilesStorage
from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedStorage(ManifestStaticFilesStorage):
    """Works each address out once in a process: a page has some twenty, and they take it half a millisecond."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.url = cache(self.url)  # type: ignore[method-assign]


class CompressedStorage(HashedStorage, CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # has no types
    """What the site serves."""
