"""Stored models: what is wrong with one has a name."""

import json
import shutil
from pathlib import Path

import numpy as np
import pytest

from recommendations.engine import (
    ArtifactCorrupt,
    ArtifactError,
    ArtifactForeign,
    ArtifactMissing,
    ArtifactTooNew,
    ArtifactTooOld,
    FitSettings,
    Model,
    artifact,
    fit,
    load,
)
from tests.engine.worlds import clusters


@pytest.fixture(scope="module")
def model() -> Model:
    return fit(clusters(), settings=FitSettings(parts=("popularity", "ease"), tune_seconds=0))


@pytest.fixture
def stored(model: Model, tmp_path: Path) -> Path:
    model.save(tmp_path / "model")
    return tmp_path / "model"


def test_missing(tmp_path: Path) -> None:
    with pytest.raises(ArtifactMissing):
        load(tmp_path / "nothing")


def test_foreign(tmp_path: Path) -> None:
    with pytest.raises(ArtifactForeign):
        load(tmp_path)
    (tmp_path / artifact.MANIFEST).write_text('{"format": "another"}')
    with pytest.raises(ArtifactForeign):
        load(tmp_path)
    (tmp_path / "file").write_text("x")
    with pytest.raises(ArtifactForeign):
        load(tmp_path / "file")


def test_newer(stored: Path) -> None:
    manifest = json.loads((stored / artifact.MANIFEST).read_text())
    (stored / artifact.MANIFEST).write_text(json.dumps({**manifest, "version": artifact.VERSION + 1}))
    with pytest.raises(ArtifactTooNew):
        load(stored)


def test_older(stored: Path) -> None:
    manifest = json.loads((stored / artifact.MANIFEST).read_text())
    (stored / artifact.MANIFEST).write_text(json.dumps({**manifest, "version": artifact.VERSION - 1}))
    with pytest.raises(ArtifactTooOld):
        load(stored)


@pytest.mark.parametrize("share", [0.0, 0.5, 0.99])
def test_truncated_files(stored: Path, share: float) -> None:
    for file in sorted(stored.iterdir()):
        broken = stored.with_name(f"{file.stem}-{share}")
        shutil.copytree(stored, broken)
        content = file.read_bytes()
        (broken / file.name).write_bytes(content[: int(share * len(content))])
        with pytest.raises(ArtifactCorrupt):
            load(broken)


def test_one_altered_byte_and_a_file_that_is_gone(stored: Path) -> None:
    content = bytearray((stored / "popularity.npy").read_bytes())
    content[-1] ^= 1
    (stored / "popularity.npy").write_bytes(content)
    with pytest.raises(ArtifactCorrupt, match="checksum"):
        load(stored)
    (stored / "popularity.npy").unlink()
    with pytest.raises(ArtifactCorrupt, match="missing"):
        load(stored)


def test_an_altered_manifest(stored: Path) -> None:
    text = (stored / artifact.MANIFEST).read_text()
    (stored / artifact.MANIFEST).write_text(text.replace('"popularity":', '"Popularity":', 1))
    with pytest.raises(ArtifactCorrupt):
        load(stored)


def test_all_errors_are_one_family() -> None:
    named = (ArtifactMissing, ArtifactForeign, ArtifactTooNew, ArtifactCorrupt)
    assert all(issubclass(error, ArtifactError) for error in named)


def test_saving_again_replaces_the_model_and_leaves_nothing_beside_it(model: Model, stored: Path) -> None:
    model.save(stored)
    assert [path.name for path in stored.parent.iterdir()] == ["model"]
    assert load(stored).fingerprint == model.fingerprint


def test_only_plain_arrays_and_json_are_written(stored: Path) -> None:
    assert {path.suffix for path in stored.iterdir()} == {".npy", ".json"}
    for path in stored.glob("*.npy"):
        assert np.load(path, allow_pickle=False).dtype.kind in "fiu"


def test_a_large_file_is_checked_in_blocks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(artifact, "WHOLE_UP_TO", 1024)
    file = tmp_path / "large"
    file.write_bytes(bytes(5_000_000))
    before = artifact.checksum(file)
    file.write_bytes(bytes(4_999_999) + b"x")
    assert artifact.checksum(file) != before
