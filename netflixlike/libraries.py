"""Fetches what comes from npm's registry, as `package-lock.json` has it, without npm: the browser libraries of the
watch page, and the fonts that pictures are lettered with.

    python netflixlike/libraries.py

The tarballs are loaded, held against the lock's hashes, and the few files that are needed are taken out of them into
`.libraries/`: static files are collected from `browser` there. It does nothing where they are there already. The
registry is npm's own setting: `npm_config_registry`, or `registry` in `.npmrc` of the checkout or the home folder.
"""

import base64
import hashlib
import io
import json
import os
import re
import shutil
import sys
import tarfile
import urllib.request
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / ".libraries"
REGISTRY = "https://registry.npmjs.org"


def _fonts(name: str, *weights: str) -> dict[str, str]:
    """Of a family's package, the weights that drawings name."""
    licence = {"LICENSE_FONT": f"fonts/{name}-LICENSE.txt"}
    return {f"{weight}/{name}_{weight}.ttf": f"fonts/{name}_{weight}.ttf" for weight in weights} | licence


# Of each package, the files that are needed, and where they are to be.
FILES = {
    "hls.js": {
        "dist/hls.min.js": "browser/hls.js",
        "dist/hls.worker.js": "browser/hls.worker.js",
        "LICENSE": "browser/hls.js-LICENSE.txt",
    },
    "media-chrome": {
        "dist/iife/index.js": "browser/media-chrome.js",
        "LICENSE": "browser/media-chrome-LICENSE.txt",
    },
    "@expo-google-fonts/archivo": _fonts("Archivo", "400Regular", "700Bold", "900Black", "900Black_Italic"),
    "@expo-google-fonts/archivo-narrow": _fonts("ArchivoNarrow", "700Bold"),
    "@expo-google-fonts/playfair-display": _fonts("PlayfairDisplay", "400Regular", "700Bold", "700Bold_Italic"),
    "@expo-google-fonts/roboto-slab": _fonts("RobotoSlab", "700Bold"),
    # For what those have no letters for: Greek, Cyrillic, Arabic and many more.
    "dejavu-fonts-ttf": {
        **{f"ttf/{name}.ttf": f"fonts/{name}.ttf" for name in ("DejaVuSans", "DejaVuSans-Bold", "DejaVuSansMono-Bold")},
        "LICENSE": "fonts/DejaVu-LICENSE.txt",
    },
}

LARGEST = 32 * 1024 * 1024  # bytes of a tarball
# The maps are four times the size of the code, and nobody debugs it here.
SOURCE_MAP = re.compile(rb"\n//# sourceMappingURL=\S+\s*$")


class LibraryError(Exception):
    """A library cannot be had; says which and why."""


def fetch() -> bool:
    """Makes the folder what the lock says; false if it was."""
    locked: dict[str, Any] = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    wanted = {name: locked[f"node_modules/{name}"] for name in FILES}
    mark, stamp = json.dumps([wanted, FILES], sort_keys=True), FOLDER / "fetched.json"
    if stamp.exists() and stamp.read_text() == mark:
        return False
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir()
    for name, package in wanted.items():
        _unpack(name, _tarball(name, package["version"], package["integrity"]))
    stamp.write_text(mark)  # only once all is there
    return True


def registry() -> str:
    """The address of the registry, as npm would find it."""
    for name in ("npm_config_registry", "NPM_CONFIG_REGISTRY"):
        if given := os.environ.get(name):
            return given.rstrip("/")
    for file in (ROOT / ".npmrc", Path.home() / ".npmrc"):
        if file.exists() and (found := re.search(r"^registry\s*=\s*(\S+)", file.read_text(), re.MULTILINE)):
            return found[1].rstrip("/")
    return REGISTRY


def _tarball(name: str, version: str, integrity: str) -> bytes:
    """The package as it was published; LibraryError if it is anything else."""
    url = f"{registry()}/{name}/-/{name.rpartition('/')[2]}-{version}.tgz"
    try:
        with urllib.request.urlopen(url, timeout=60) as answer:  # noqa: S310  the scheme is the operator's
            content: bytes = answer.read(LARGEST)
    except (OSError, ValueError) as error:
        raise LibraryError(f"{name} cannot be loaded from {url}: {error}") from error
    algorithm, _, expected = integrity.partition("-")
    if base64.b64encode(hashlib.new(algorithm, content).digest()).decode() != expected:
        raise LibraryError(f"{url} is not what package-lock.json says it is: its {algorithm} differs.")
    return content


def _unpack(name: str, content: bytes) -> None:
    with tarfile.open(fileobj=io.BytesIO(content)) as archive:
        for inside, called in FILES[name].items():
            member = archive.extractfile(f"package/{inside}")
            if member is None:
                raise LibraryError(f"{name} has no file {inside}.")
            content = member.read()
            (FOLDER / called).parent.mkdir(exist_ok=True)
            (FOLDER / called).write_bytes(SOURCE_MAP.sub(b"\n", content) if called.endswith(".js") else content)


def main() -> int:
    """Returns the exit code: 1 if a library could not be had."""
    try:
        if fetch():
            print(f"Libraries of the player, and fonts: {', '.join(FILES)}")
    except (LibraryError, KeyError, tarfile.TarError) as error:
        print(f"The libraries of the player or the fonts of pictures are missing. {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
