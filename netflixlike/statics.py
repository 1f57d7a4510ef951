"""Static files under hashed names. Our own modules import one another, so the names in their imports are hashed too;
the style sheets that one imports become part of it."""

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from django.contrib.staticfiles.storage import HashedFilesMixin, ManifestStaticFilesStorage
from django.core.files.base import ContentFile
from whitenoise.storage import CompressedManifestStaticFilesStorage

# Django's own patterns for imports, for our modules alone: others' scripts have import statements in strings.
_IMPORTS = HashedFilesMixin._js_module_import_aggregation_patterns[1]  # type: ignore[attr-defined]
_PATTERNS = (*HashedFilesMixin.patterns, ("js/*.js", _IMPORTS))


_BUNDLES = ("css/site.css",)  # of those beside them
_IMPORT = re.compile(r'@import url\("([\w-]+\.css)"\);')


class _Ours(ManifestStaticFilesStorage):
    """Works each address out once in a process: a page has some twenty, and they take it half a millisecond."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.url = cache(self.url)  # type: ignore[method-assign]

    def post_process(self, paths: dict[str, Any], dry_run: bool = False, **options: Any) -> Iterator[Any]:
        """Puts the bundles together before they get their names."""
        for name in _BUNDLES:
            if name in paths and not dry_run:
                bundle = ContentFile(self._bundle(name).encode())
                self.delete(name)
                self.save(name, bundle)
                paths[name] = (self, name)
        yield from super().post_process(paths, dry_run, **options)

    def _bundle(self, name: str) -> str:
        folder = name.rpartition("/")[0]
        return _IMPORT.sub(lambda found: self._text(f"{folder}/{found[1]}"), self._text(name))

    def _text(self, name: str) -> str:
        with self.open(name) as file:
            text: bytes = file.read()
        return text.decode()


class HashedStorage(_Ours):
    """For tests: nothing is compressed."""

    patterns = _PATTERNS


class CompressedStorage(_Ours, CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # whitenoise has no types
    """What the site serves."""

    patterns = _PATTERNS
