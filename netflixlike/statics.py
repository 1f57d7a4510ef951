"""Static files under hashed names. Our own modules import one another, so the names in their imports are hashed too."""

from django.contrib.staticfiles.storage import HashedFilesMixin, ManifestStaticFilesStorage
from whitenoise.storage import CompressedManifestStaticFilesStorage

_IMPORTS = HashedFilesMixin._js_module_import_aggregation_patterns[1]  # type: ignore[attr-defined]


class ModulesMixin(HashedFilesMixin):
    """Django's own patterns for imports, for our modules alone: others' scripts have import statements in strings."""

    patterns = (*HashedFilesMixin.patterns, ("js/*.js", _IMPORTS))


class HashedStorage(ModulesMixin, ManifestStaticFilesStorage):
    """For tests: nothing is compressed."""


class CompressedStorage(ModulesMixin, CompressedManifestStaticFilesStorage):
    """What the site serves."""
