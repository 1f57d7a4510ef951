"""Models on disk: a folder of plain .npy files and a JSON manifest, written aside and renamed.

The manifest carries the format version, the id map's name, the training fingerprint, the metrics and, for each array,
its size and checksum. Arrays are memory-mapped on load, so processes on one machine share one copy. A checksum covers
the whole of a small file and evenly spaced blocks of a large one, so that a model of gigabytes loads at once; the
size of every file is always checked.
"""

import hashlib
import json
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from .errors import ArtifactCorrupt, ArtifactForeign, ArtifactMissing, ArtifactTooNew, ArtifactTooOld

FORMAT = "netflixlike-model"
VERSION = 2
MANIFEST = "manifest.json"
BLOCK = 64 * 1024
WHOLE_UP_TO = 32 * 1024 * 1024
SAMPLES = 256

Arrays = Mapping[str, np.ndarray[Any, Any]]


def write(path: Path, arrays: Arrays, facts: Mapping[str, Any]) -> None:
    """Store arrays and facts (JSON values) as the artifact `path`, replacing one that stands there."""
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = Path(tempfile.mkdtemp(prefix=f".{path.name}.", dir=path.parent))
    try:
        files = {}
        for name, array in arrays.items():
            file = aside / f"{name}.npy"
            np.save(file, np.ascontiguousarray(array), allow_pickle=False)
            files[name] = {"bytes": file.stat().st_size, "checksum": checksum(file)}
        manifest = {"format": FORMAT, "version": VERSION, "files": files, "facts": facts}
        text = json.dumps({**manifest, "checksum": _seal(manifest)}, indent=1)
        (aside / MANIFEST).write_text(text, encoding="utf-8")
        aside.chmod(0o755)
        _swap(aside, path)
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def _swap(aside: Path, path: Path) -> None:
    """Rename into place; a folder cannot be renamed over a full one, so the old one is moved out of the way first."""
    if not path.exists():
        aside.rename(path)
        return
    old = Path(tempfile.mkdtemp(prefix=f".{path.name}.old.", dir=path.parent))
    try:
        path.rename(old / "was")
        aside.rename(path)
    finally:
        shutil.rmtree(old, ignore_errors=True)


def read(path: Path) -> tuple[dict[str, np.ndarray[Any, Any]], dict[str, Any]]:
    """Memory-mapped arrays and facts of an artifact; a named `ArtifactError` for anything that is wrong with it."""
    manifest = _manifest(path)
    try:
        arrays = {name: _array(path / f"{name}.npy", about) for name, about in manifest["files"].items()}
        return arrays, dict(manifest["facts"])
    except (KeyError, TypeError, AttributeError, ValueError, OSError) as error:
        raise ArtifactCorrupt(f"{path}: {error}") from error


def _manifest(path: Path) -> dict[str, Any]:
    if not path.exists():
        raise ArtifactMissing(f"{path}: no model there")
    if not (path / MANIFEST).is_file():
        raise ArtifactForeign(f"{path}: not a model of this engine, it has no {MANIFEST}")
    try:
        manifest = json.loads((path / MANIFEST).read_text(encoding="utf-8"))
    except (ValueError, OSError) as error:
        raise ArtifactCorrupt(f"{path}: unreadable {MANIFEST}: {error}") from error
    if not isinstance(manifest, dict) or manifest.get("format") != FORMAT:
        raise ArtifactForeign(f"{path}: not a model of this engine")
    version = manifest.get("version")
    if isinstance(version, int) and version > VERSION:
        raise ArtifactTooNew(f"{path}: format {version}, this engine reads {VERSION}")
    if isinstance(version, int) and 0 < version < VERSION:
        raise ArtifactTooOld(f"{path}: format {version}, this engine reads {VERSION}; train anew")
    if version != VERSION or manifest.pop("checksum", None) != _seal(manifest):
        raise ArtifactCorrupt(f"{path}: {MANIFEST} was altered")
    return manifest


def _array(file: Path, about: Mapping[str, Any]) -> np.ndarray[Any, Any]:
    if not file.is_file():
        raise ArtifactCorrupt(f"{file}: missing")
    size = file.stat().st_size
    if size != about["bytes"]:
        raise ArtifactCorrupt(f"{file}: {size} bytes, {about['bytes']} expected")
    if checksum(file) != about["checksum"]:
        raise ArtifactCorrupt(f"{file}: checksum differs")
    # A plain view of the map: every slice of a `memmap` itself costs microseconds more.
    return np.asarray(np.load(file, mmap_mode="r", allow_pickle=False))


def checksum(file: Path) -> str:
    """BLAKE2 over a file, or over `SAMPLES` blocks spread evenly over one larger than `WHOLE_UP_TO` bytes."""
    digest = hashlib.blake2b(digest_size=16)
    size = file.stat().st_size
    with file.open("rb") as stream:
        if size <= WHOLE_UP_TO:
            while block := stream.read(BLOCK):
                digest.update(block)
            return digest.hexdigest()
        for offset in np.linspace(0, size - BLOCK, SAMPLES).astype(np.int64):
            stream.seek(int(offset))
            digest.update(stream.read(BLOCK))
    return digest.hexdigest()


def _seal(manifest: Mapping[str, Any]) -> str:
    return hashlib.blake2b(json.dumps(manifest, sort_keys=True).encode(), digest_size=16).hexdigest()
