"""Static files under hashed names. Our own modules import one another, so the names in their imports are hashed too."""

from django.contrib.staticfiles.storage import HashedFilesMixin, ManifestStaticFilesStorage
from whitenoise.storage import CompressedManifestStaticFilesStorage

# Django's own patterns for imports, for our modules alone: others' scripts have import statements in strings.
_IMPORTS = HashedFilesMixin._js_module_import_aggregation_patterns[1]  # type: ignore[attr-defined]
_PATTERNS = (*HashedFilesMixin.patterns, ("js/*.js", _IMPORTS))


class HashedStorage(ManifestStaticFilesStorage):
    """For tests: nothing is compressed."""

    patterns = _PATTERNS


class CompressedStorage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # whitenoise has no types
    """What the site serves."""

    patterns = _PATTERNS
