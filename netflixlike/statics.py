"""Static files under hashed names. Our own modules import one another, so the names in their imports are hashed too."""

from functools import cache
from typing import Any

from django.contrib.staticfiles.storage import HashedFilesMixin, ManifestStaticFilesStorage
from whitenoise.storage import CompressedManifestStaticFilesStorage

# Django's own patterns for imports, for our modules alone: others' scripts have import statements in strings.
_IMPORTS = HashedFilesMixin._js_module_import_aggregation_patterns[1]  # type: ignore[attr-defined]
_PATTERNS = (*HashedFilesMixin.patterns, ("js/*.js", _IMPORTS))


class _Remembered(ManifestStaticFilesStorage):
    """Works each address out once in a process: a page has some twenty, and they take it half a millisecond."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.url = cache(self.url)  # type: ignore[method-assign]


class HashedStorage(_Remembered):
    """For tests: nothing is compressed."""

    patterns = _PATTERNS


class CompressedStorage(_Remembered, CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # whitenoise has no types
    """What the site serves."""

    patterns = _PATTERNS
